"""Charts of what was done: a block for each document or promise, stacked in rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from operator import itemgetter
from textwrap import fill
from typing import TYPE_CHECKING

from .._input import parse_day
from .._records.load import get_one
from .._verbs import chairmanship as chairmanship_verbs
from .._verbs import documents as document_verbs
from ..model.base import Area
from ..model.chairmanship import Grouping, Initiative, Outcome
from ..model.history import Stage
from ._marks import Colours, Mark, make_legend, make_mark, make_title

if TYPE_CHECKING:
    from altair import Chart

    from ..model.words import AreaWord

_COLOUR_OF_OUTCOME = {
    Outcome.FULFILLED: "#0072b2",  # blue
    Outcome.LATE: "#56b4e9",  # sky
    Outcome.PARTLY: "#009e73",  # green
    Outcome.OPEN: "#e69f00",  # gold
    Outcome.REPLACED: "#cc79a7",  # pink
    Outcome.CONTINUING: "#8a9a5b",  # moss
    Outcome.UNCONFIRMED: "#d55e00",  # red
    Outcome.NO_TRACE: "#8c8c8c",  # grey
}
_COLOUR_OF_STAGE = {
    Stage.ENDED: "#8c8c8c",  # grey
    Stage.HELD: "#2a7f8e",  # sea
    Stage.LAUNCHED: "#8a9a5b",  # moss
    Stage.IN_FORCE: "#004c6d",  # dark blue
    Stage.SIGNED: "#0072b2",  # blue
    Stage.ADOPTED: "#56b4e9",  # sky
    Stage.DECIDED: "#009e73",  # green
    Stage.NOTED: "#cc79a7",  # pink
    Stage.DRAFTED: "#f0c05a",  # sand
    Stage.PLANNED: "#e69f00",  # gold
    Stage.PROPOSED: "#d55e00",  # red
}


def outcomes(
    *,
    area: AreaWord | None = None,
    chairmanship: str | None = None,
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Chart:
    """What was promised and what came of it: a block per initiative, by priority and outcome.

    The tooltip of a block has its dates and the evidence; a click opens the first source.
    The arguments and errors are those of :func:`sco_data.outcomes`.

    Example:
        >>> outcomes().to_dict()["encoding"]["color"]["field"]
        'outcome'
    """
    title_of: dict[str | None, str] = {}
    for priority in chairmanship_verbs.priorities(
        grouping=Grouping.AREAS_2023, release=release
    ):
        title_of[priority.id] = fill(f"{priority.number} {priority.title}", 32)

    blocks: list[Mark] = []
    for promise in chairmanship_verbs.outcomes(
        area=area, chairmanship=chairmanship, as_of=as_of, release=release
    ):
        facts = {
            "name": promise.name,
            "outcome": promise.outcome,
            "proposer": promise.proposer,
            "promised": promise.promised,
            "due": promise.due,
            "done": promise.since,
            "checked": promise.checked,
        }
        # A row of promises is computed; the evidence is that of the initiative.
        initiative = get_one(Initiative, promise.initiative, release)
        block = make_mark(facts, initiative, release)
        # A text of a mark is one line; this one was wrapped for the axis.
        block["priority"] = title_of.get(
            promise.priority, "serves none of them"
        )
        blocks.append(block)

    return _stack_blocks(
        blocks,
        "What was promised and what came of it",
        row_field="priority",
        row_order=sorted({block["priority"] for block in blocks}),
        colour_field="outcome",
        colours=_COLOUR_OF_OUTCOME,
        tooltip="name priority outcome proposer promised due done checked sources",
    )


def documents(
    *,
    chairmanship: str | None = "2023-2024",
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Chart:
    """Documents by area and stage, a block per document; one with two areas stands in both.

    Args:
        chairmanship: only this term's; ``None`` draws all.
        as_of: at the stage of this day; ``None`` is the last known.
        release: the release of the data to draw; ``None`` is the newest.

    Example:
        >>> documents(as_of="2024-07-04").to_dict()["encoding"]["y"]["field"]
        'area'
    """
    day = parse_day(as_of)

    blocks: list[Mark] = []
    for document in document_verbs.documents(
        chairmanship=chairmanship, as_of=day, release=release
    ):
        facts = {
            "name": document.title,
            "stage": document.stage_at(day),
            "adopted": document.adopted,
        }
        # What was only taken note of has no stage, and no block.
        if facts["stage"] is not None:
            block = make_mark(facts, document, release)
            blocks += [{**block, "area": str(area)} for area in document.areas]

    return _stack_blocks(
        blocks,
        "Documents by area and stage",
        row_field="area",
        row_order=list(map(str, Area)),
        colour_field="stage",
        colours=_COLOUR_OF_STAGE,
        tooltip="name area stage adopted sources",
    )


def _stack_blocks(
    blocks: list[Mark],
    title: str,
    *,
    row_field: str,
    row_order: Sequence[str],
    colour_field: str,
    colours: Colours,
    tooltip: str,
) -> Chart:
    """A bar for each row, of one block for each mark in the order of the colours."""
    from ._offline import OfflineChart, alt

    order = list(map(str, colours))
    # By name, and among equals of a colour this order stays.
    blocks.sort(key=itemgetter("name"))
    blocks.sort(key=lambda block: order.index(block[colour_field]))
    for number, block in enumerate(blocks):
        block["place"] = number

    # Titles of priorities were wrapped; Vega draws a list as lines.
    axis = alt.Axis(
        labelExpr=r"split(datum.label, '\n')", labelOffset=-3, labelLimit=220
    )
    chart: Chart = (
        OfflineChart(alt.Data(values=blocks))
        .mark_bar(stroke="white", strokeWidth=1.5, height={"band": 0.8})
        .encode(
            x=alt.X("one:Q", title=None, axis=alt.Axis(tickMinStep=1)),
            y=alt.Y(f"{row_field}:N", sort=row_order, title=None, axis=axis),
            color=make_legend(colour_field, colours, blocks),
            order="place:Q",
            detail="id:N",
            href="url:N",
            tooltip=[f"{field}:N" for field in tooltip.split()],
        )
        .properties(title=make_title(title), width=340, height=alt.Step(38))
    )
    return chart

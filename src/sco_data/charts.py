"""Pictures of the data, as Altair charts to restyle, combine and save (extra ``charts``).

Every function gives an Altair chart with its data inside, so nothing is fetched to draw it. What
draws it is Vega: Jupyter brings it along, and ``chart.save("chart.html", inline=True)`` puts it
into the page. ``chart.properties(width="container")`` makes a chart fit the place it stands in.
Colours can be told apart by the colour-blind and hold on light and dark.

>>> from sco_data import charts
>>> charts.memberships().properties(width=300).to_dict()["width"]
300
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from textwrap import fill
from typing import TYPE_CHECKING, Any

from ._input import parse_day
from ._records import index, load
from ._rows.bundle import manifest
from ._show.text import cell, safe
from ._verbs import chairmanship as _terms
from ._verbs import documents as _papers
from ._verbs._evidence import evidence_of, sources_of
from .model.base import Area, Record
from .model.chairmanship import Grouping, Initiative, Outcome
from .model.history import Stage
from .model.memberships import Membership
from .model.sources import Source
from .model.states import State, Status

if TYPE_CHECKING:
    from altair import Chart, LayerChart

    from .model.words import AreaWord

__all__ = ["documents", "memberships", "outcomes", "status_map"]

_BLUE, _SKY, _GREEN, _GOLD, _RED = "#0072b2", "#56b4e9", "#009e73", "#e69f00", "#d55e00"
_PINK, _GREY, _MOSS, _SAND, _SEA = "#cc79a7", "#8c8c8c", "#8a9a5b", "#f0c05a", "#2a7f8e"
_STATUS = dict(zip(Status, ("#3b8fd0", _GOLD, _GREEN, _PINK), strict=True))
_OUTCOME = dict(zip(Outcome, (_BLUE, _SKY, _GREEN, _GOLD, _PINK, _MOSS, _RED, _GREY), strict=True))
_STAGE = dict(
    zip(
        reversed(Stage),
        (_GREY, _SEA, _MOSS, "#004c6d", _BLUE, _SKY, _GREEN, _PINK, _SAND, _GOLD, _RED),
        strict=True,
    )
)
_TILES = """
.   BLR .   .   .   RUS .   .   .
.   .   .   .   .   KAZ .   .   .
TUR ARM AZE .   UZB KGZ .   MNG .
.   .   .   IRN AFG TJK .   CHN .
EGY KWT BHR .   PAK .   NPL .   .
.   SAU QAT ARE .   IND .   MMR LAO
.   .   .   .   .   MDV LKA .   KHM
"""
"""Where the tiles of the map lie: roughly as on the globe, drawn by us, no borders meant."""


def memberships(*, release: str | None = None) -> LayerChart:
    """Every state's statuses as bars over time, by the date of its first.

    A full bar is certain; where only a stretch is known in which a status began or ended, a thin
    one covers it. A status that was decided and has no period has no bar.

    Args:
        release: the release of the data to draw; ``None`` is the newest.

    Raises:
        ImportError: without the extra ``charts``.

    Example:
        >>> memberships().to_dict()["layer"][1]["mark"]["type"]
        'bar'
    """
    alt = _altair()
    rows = sorted(_spans(release), key=lambda row: row["start"])
    base = _status(alt, rows).encode(
        y=alt.Y("state:N", sort=list(dict.fromkeys(row["state"] for row in rows)), title=None)
    )
    x, x2 = alt.X("start:T", title=None), alt.X2("end:T")
    chart: LayerChart = alt.layer(
        base.mark_bar(height={"band": 0.25}).encode(x=alt.X("from:T"), x2=alt.X2("until:T")),
        base.mark_bar(height={"band": 0.8}).encode(x=x, x2=x2),
    )
    return chart.properties(
        title=_title("Status in the Shanghai Cooperation Organisation"), width=460
    )


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
    aims = {
        row.id: fill(f"{row.number} {row.title}", 32)
        for row in _terms.priorities(grouping=Grouping.AREAS_2023, release=release)
    }
    rows = []
    for row in _terms.outcomes(area=area, chairmanship=chairmanship, as_of=as_of, release=release):
        shown = {
            name: getattr(row, name) for name in ["name", "outcome", "proposer", "due", "checked"]
        }
        shown |= {"promised": row.promised, "done": row.since}
        block = _block(shown, index(Initiative, release)[row.initiative], release)
        rows.append(block | {"priority": aims.get(row.priority or "", "serves none of them")})
    tips = "name priority outcome proposer promised due done checked sources"
    return _blocks(rows, "priority", "outcome", _OUTCOME, tips).properties(
        title=_title("What was promised and what came of it")
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
    on = parse_day(as_of)
    rows = [
        _block(
            {"name": row.title, "area": area, "stage": stage, "adopted": row.adopted}, row, release
        )
        for row in _papers.documents(chairmanship=chairmanship, as_of=on, release=release)
        for area in row.areas
        if (stage := row.stage_at(on))
    ]
    return _blocks(rows, "area", "stage", _STAGE, "name area stage adopted sources").properties(
        title=_title("Documents by area and stage")
    )


def status_map(*, as_of: dt.date | str | None = None, release: str | None = None) -> LayerChart:
    """A schematic map: one tile for each state, coloured by its status on a day to choose.

    The tiles lie roughly where the states do; their size, shape and neighbours mean nothing. A
    date field below the chart chooses the day; a state without a status on it is grey.

    Args:
        as_of: the day that is chosen at first; ``None`` is the day up to which the data is checked.
        release: the release of the data to draw; ``None`` is the newest.

    Example:
        >>> status_map(as_of="2017-06-09").to_dict()["params"][0]["value"]
        '2017-06-09'
    """
    alt = _altair()
    chosen = alt.param(
        name="day",
        value=str(parse_day(as_of) or _until()),
        bind=alt.binding(input="date", name="Status on "),
    )
    every = load(State, release)
    places = _places([state.id for state in every])
    tiles = [{"code": row.id, "state": safe(row.name), **places[row.id]} for row in every]
    spans = [{**row, **places[row["code"]]} for row in _spans(release)]
    at = {"x": alt.X("x:O", axis=None), "y": alt.Y("y:O", axis=None)}
    base = alt.Chart(alt.Data(values=tiles)).encode(**at, tooltip="state:N")
    chart: LayerChart = (
        alt.layer(
            base.mark_rect(color="#9a9a9a", opacity=0.35, stroke="white", strokeWidth=2),
            # Days are ISO texts, so they compare as they stand.
            _status(alt, spans)
            .mark_rect(stroke="white", strokeWidth=2)
            .encode(**at)
            .transform_filter("datum.start <= day && day < datum.end"),
            base.mark_text(fontWeight="bold", color="black").encode(text="code:N"),
        )
        .add_params(chosen)
        .properties(
            title=_title("Status on a day", "One tile for each state, no borders meant"),
            width=351,
            height=273,
        )
    )
    return chart


def _altair() -> Any:
    try:
        import altair
    except ImportError as error:
        raise ImportError("charts need Altair: pip install 'sco-data[charts]'") from error
    return altair


def _until() -> dt.date:
    return dt.date.fromisoformat(manifest()["checked_until"]["memberships"])


def _spans(release: str | None) -> list[dict[str, Any]]:
    """A row for each period of a status; what is open ends the day after the data was checked."""
    names, ahead = index(State, release), _until() + dt.timedelta(1)
    rows: list[dict[str, Any]] = []
    for row in load(Membership, release):
        if row.period is not None:
            start, end = row.period.start, row.period.end
            scripts = {name.language: name.text for name in reversed(names[row.state].names)}
            away = f"; took no part {row.inactive}" if row.inactive else ""
            days = {
                "from": start.earliest or start.latest,
                "start": start.latest,
                "end": max(end.earliest or start.latest, start.latest) if end else ahead,
                "until": end.latest if end else ahead,
            }
            shown = {"code": row.state, "state": names[row.state].name, "status": row.status}
            shown["names"] = " · ".join(scripts[key] for key in ("ru", "zh") if key in scripts)
            rows.append(_block({**shown, "period": f"{row.period}{away}", **days}, row, release))
    return rows


def _status(alt: Any, rows: list[dict[str, Any]]) -> Any:
    return alt.Chart(alt.Data(values=rows)).encode(
        color=_colour(alt, "status", _STATUS, rows),
        tooltip=[f"{field}:N" for field in ["state", "names", "status", "period", "sources"]],
    )


def _places(codes: list[str]) -> dict[str, dict[str, int]]:
    """Where each tile lies; a state that has no place yet stands in a row below."""
    rows = [*map(str.split, _TILES.strip().splitlines()), [c for c in codes if c not in _TILES]]
    return {code: {"x": x, "y": y} for y, row in enumerate(rows) for x, code in enumerate(row)}


def _block(facts: Mapping[str, object], record: Record, release: str | None) -> dict[str, Any]:
    """A row of chart data: the facts as text, who backs the record, and the first address."""
    table = index(Source, release)
    used = [table[key] for key in sources_of(evidence_of(record), release)]
    names = list(dict.fromkeys(safe(source.publisher) for source in used))
    said = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
    url = next((row.url for row in used if (row.url or "").startswith(("http:", "https:"))), None)
    shown = {key: cell(value) for key, value in facts.items()}
    return {"id": record.id, **shown, "sources": said, "url": url, "one": 1}


def _blocks(
    rows: list[dict[str, Any]], by: str, colour: str, scale: Mapping[Any, str], tips: str
) -> Chart:
    """A bar for each value of ``by``, of one block for each row in the order of the scale."""
    alt, order = _altair(), [str(key) for key in scale]
    rows.sort(key=lambda row: (order.index(row[colour]), row["name"]))
    rows = [{**row, "place": place} for place, row in enumerate(rows)]
    names = list(map(str, Area)) if by == "area" else sorted({row[by] for row in rows})
    lines = r"split(datum.label, '\n')"
    target = {"embedOptions": {"loader": {"target": "_blank"}}}
    chart: Chart = (
        alt.Chart(alt.Data(values=rows), usermeta=target)
        .mark_bar(stroke="white", strokeWidth=1.5, height={"band": 0.8})
        .encode(
            x=alt.X("one:Q", title=None, axis=alt.Axis(tickMinStep=1)),
            y=alt.Y(
                f"{by}:N",
                sort=names,
                title=None,
                axis=alt.Axis(labelExpr=lines, labelOffset=-3, labelLimit=220),
            ),
            color=_colour(alt, colour, scale, rows),
            order="place:Q",
            detail="id:N",
            href="url:N",
            tooltip=_tips(alt, tips),
        )
        .properties(width=340, height=alt.Step(38))
    )
    return chart


def _title(text: str, *more: str) -> dict[str, Any]:
    return {"text": text, "subtitle": [*more], "anchor": "start"}


def _tips(alt: Any, fields: str) -> Any:
    return [alt.Tooltip(field, type="nominal") for field in fields.split()]


def _colour(alt: Any, field: str, scale: Mapping[Any, str], rows: list[dict[str, Any]]) -> Any:
    used = {str(key): value for key, value in scale.items() if any(r[field] == key for r in rows)}
    return alt.Color(
        f"{field}:N",
        legend=alt.Legend(title=None, orient="bottom", columns=2),
        scale=alt.Scale(domain=list(used), range=list(used.values())),
    )

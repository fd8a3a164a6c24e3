"""Charts of who was what: what comes in are the periods of memberships, as bars or as tiles.

Both draw the same marks, one for each period, so a day is certain in both or in neither.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from .._input import parse_day
from .._records.load import get_one, ids_of, load
from .._rows.bundle import manifest
from .._show.text import cell, safe
from ..model.memberships import Membership
from ..model.states import State, Status
from ..model.time import Period
from ._marks import Mark, make_legend, make_mark, make_title

if TYPE_CHECKING:
    from altair import LayerChart

_COLOUR_OF_STATUS = {
    Status.MEMBER: "#3b8fd0",
    Status.OBSERVER: "#e69f00",
    Status.DIALOGUE_PARTNER: "#009e73",
    Status.SCO_PARTNER: "#cc79a7",
}

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
    from ._offline import OfflineLayerChart, alt

    spans = sorted(_make_spans(release), key=itemgetter("start"))
    states = list(dict.fromkeys(map(itemgetter("state"), spans)))
    y = alt.Y("state:N", sort=states, title=None)
    base = _chart_of_status(spans).encode(y=y)
    possible = base.mark_bar(height={"band": 0.25}).encode(
        x=alt.X("from:T"), x2=alt.X2("until:T")
    )
    certain = base.mark_bar(height={"band": 0.8}).encode(
        x=alt.X("start:T", title=None), x2=alt.X2("end:T")
    )

    chart: LayerChart = OfflineLayerChart(layer=[possible, certain])
    return chart.properties(
        title=make_title("Status in the Shanghai Cooperation Organisation"),
        width=460,
    )


def status_map(
    *, as_of: dt.date | str | None = None, release: str | None = None
) -> LayerChart:
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
    from ._offline import OfflineLayerChart, alt

    day = parse_day(as_of) or _find_last_checked_day()

    places = _place_tiles(ids_of(State, release))
    tiles: list[Mark] = []
    for state in load(State, release):
        name = safe(state.name)
        tiles.append({"code": state.id, "state": name, **places[state.id]})

    spans = _make_spans(release)
    for span in spans:
        span.update(places[span["code"]])

    axes = {"x": alt.X("x:O", axis=None), "y": alt.Y("y:O", axis=None)}
    base = alt.Chart(alt.Data(values=tiles)).encode(**axes, tooltip="state:N")
    grey_tiles = base.mark_rect(
        color="#9a9a9a", opacity=0.35, stroke="white", strokeWidth=2
    )
    coloured_tiles = (
        _chart_of_status(spans)
        .mark_rect(stroke="white", strokeWidth=2)
        .encode(**axes)
        # Days are ISO texts, so they compare as they stand.
        .transform_filter("datum.start <= day && day < datum.end")
    )
    codes = base.mark_text(fontWeight="bold", color="black")
    chart: LayerChart = OfflineLayerChart(
        layer=[grey_tiles, coloured_tiles, codes.encode(text="code:N")]
    )

    date_field = alt.binding(input="date", name="Status on ")
    day_chosen = alt.param(name="day", value=str(day), bind=date_field)
    title = make_title(
        "Status on a day", "One tile for each state, no borders meant"
    )
    return chart.add_params(day_chosen).properties(
        title=title, width=351, height=273
    )


def _make_spans(release: str | None) -> list[Mark]:
    """A bar for each period of a status."""
    spans: list[Mark] = []
    for membership in load(Membership, release):
        # What was decided and is not shown to be in force has no period.
        if membership.period is not None:
            spans.append(_make_span(membership, membership.period, release))

    return spans


def _make_span(
    membership: Membership, period: Period, release: str | None
) -> Mark:
    """A bar, with the days between which it runs and what a pointer shows."""
    state = get_one(State, membership.state, release)
    facts: dict[str, object] = {
        "code": state.id,
        "state": state.name,
        "names": _join_russian_and_chinese(state),
        "status": membership.status,
        "period": period,
        **_days_of(period),
    }
    if membership.inactive:
        facts["period"] = (
            f"{cell(period)}; took no part {cell(membership.inactive)}"
        )

    return make_mark(facts, membership, release)


def _join_russian_and_chinese(state: State) -> str:
    """The first name in each of the two working languages."""
    text_of: dict[str, str] = {}
    for name in state.names:
        text_of.setdefault(name.language, name.text)

    return " · ".join(filter(None, [text_of.get("ru"), text_of.get("zh")]))


def _days_of(period: Period) -> dict[str, dt.date]:
    """Between which days a status is possible, and between which it is certain.

    What is open ends the day after the data was checked.
    """
    start = period.start.latest
    days = {"from": period.start.earliest or start, "start": start}
    if period.end is None:
        day_after = _find_last_checked_day() + dt.timedelta(1)
        return {**days, "end": day_after, "until": day_after}

    # An end that may lie before the start leaves no day certain, and no bar runs backwards.
    certain_end = max(period.end.earliest or start, start)
    return {**days, "end": certain_end, "until": period.end.latest}


def _find_last_checked_day() -> dt.date:
    return dt.date.fromisoformat(manifest()["checked_until"]["memberships"])


def _chart_of_status(spans: list[Mark]) -> Any:
    """What bars and tiles have in common: their colours and what a pointer shows."""
    from ._offline import alt

    return alt.Chart(alt.Data(values=spans)).encode(
        color=make_legend("status", _COLOUR_OF_STATUS, spans),
        tooltip=["state:N", "names:N", "status:N", "period:N", "sources:N"],
    )


def _place_tiles(codes: Iterable[str]) -> dict[str, dict[str, int]]:
    """Where each tile lies; a state that has no place yet stands in a row below."""
    rows = list(map(str.split, _TILES.strip().splitlines()))
    rows.append(sorted(set(codes).difference(*rows)))

    places: dict[str, dict[str, int]] = {}
    for y, row in enumerate(rows):
        for x, code in enumerate(row):
            places[code] = {"x": x, "y": y}

    return places

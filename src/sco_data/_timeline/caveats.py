"""What to mind about a status on a day: the spans of days on which there is a caveat.

What comes in are periods that are known only roughly, times without taking part, and conflicts on
when a period began or ended; what goes out are spans that do not overlap, as those of statuses do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from .._records.load import load
from .._rows.once import build_once
from .._rows.releases import checked_until
from ..model.memberships import Membership
from ..model.sources import Conflict
from ..model.states import Caveat, State
from ..model.time import Period, When

CaveatSpan = tuple[dt.date, dt.date, Caveat]
"""The first day, the last day (``date.max`` where it is open) and the caveat."""

_DAY = dt.timedelta(1)


@build_once
def caveats_by_state(
    release: str | None = None,
) -> dict[str, tuple[CaveatSpan, ...]]:
    """For each state the spans of days with a caveat, in order of time; none overlap."""
    beyond = (
        checked_until("memberships", release) + _DAY,
        dt.date.max,
        Caveat.BEYOND_DATA,
    )
    spans: dict[str, list[CaveatSpan]] = {
        state.id: [beyond] for state in load(State, release)
    }
    state_of = {}
    for membership in load(Membership, release):
        state_of[membership.id] = membership.state
        spans[membership.state] += _spans_of(membership)
    for conflict in load(Conflict, release):
        if conflict.subject in state_of:
            spans[state_of[conflict.subject]] += _disputed_spans(conflict)

    return {state: tuple(_flatten(own)) for state, own in spans.items()}


def caveat_on(spans: tuple[CaveatSpan, ...], day: dt.date) -> Caveat | None:
    """The caveat on a day."""
    for first, last, caveat in spans:
        if first <= day <= last:
            return caveat

    return None


def _spans_of(membership: Membership) -> Iterator[CaveatSpan]:
    """Where the period is only possible, and where the state took no part."""
    period = membership.period
    if period is not None:
        yield from _rough_spans(period.start)
    if period is not None and period.end is not None:
        yield from _rough_spans(period.end)
    if membership.inactive is not None:
        yield from _inactive_spans(membership.inactive)


def _rough_spans(when: When) -> Iterator[CaveatSpan]:
    """The days on which a change that is known roughly may, or may not, have happened."""
    first = dt.date.min if when.earliest is None else when.earliest
    if first < when.latest:
        yield (first, when.latest - _DAY, Caveat.UNCERTAIN)


def _inactive_spans(period: Period) -> Iterator[CaveatSpan]:
    last = dt.date.max if period.last is None else period.last.earliest
    if last is not None:
        yield (period.start.latest, last, Caveat.INACTIVE)


def _disputed_spans(conflict: Conflict) -> Iterator[CaveatSpan]:
    """The days between the earliest and the latest reading of a period's start or end."""
    if conflict.field not in ("period.start", "period.end"):
        return

    days: list[dt.date] = []
    for reading in conflict.readings:
        when = _date_of(reading.value)
        if when is not None:
            days += [when.earliest or when.latest, when.latest]
    if days and min(days) < max(days):
        yield (min(days), max(days) - _DAY, Caveat.DISPUTED)


def _date_of(value: object) -> When | None:
    """The date that a reading gives; some only say what was not."""
    try:
        return When.parse(str(value))
    except ValueError:
        return None


def _flatten(spans: list[CaveatSpan]) -> Iterator[CaveatSpan]:
    """The spans cut so that none overlap; where several hold, the first word of the vocabulary."""
    order = list(Caveat)
    starts = {first for first, _, _ in spans}
    starts |= {last + _DAY for _, last, _ in spans if last < dt.date.max}
    days = sorted(starts)
    for day, following in zip(days, [*days[1:], None], strict=True):
        caveats = [
            caveat for first, last, caveat in spans if first <= day <= last
        ]
        if caveats:
            last_day = dt.date.max if following is None else following - _DAY
            yield (day, last_day, min(caveats, key=order.index))

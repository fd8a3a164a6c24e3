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
from ..model.time import ONE_DAY, When
from .statuses import certain_days, changes_of, status_on

CaveatSpan = tuple[dt.date, dt.date, Caveat]
"""The first day, the last day (``date.max`` where it is open) and the caveat."""

caveat_on = status_on
"""The caveat on a day is found among spans just as a status is."""


@build_once
def caveats_by_state(
    release: str | None = None,
) -> dict[str, tuple[CaveatSpan, ...]]:
    """For each state the spans of days with a caveat, in order of time; none overlap."""
    first_beyond = checked_until("memberships", release) + ONE_DAY
    spans: dict[str, list[CaveatSpan]] = {}
    for state in load(State, release):
        spans[state.id] = [(first_beyond, dt.date.max, Caveat.BEYOND_DATA)]

    state_of_membership = {}
    for membership in load(Membership, release):
        state_of_membership[membership.id] = membership.state
        spans[membership.state] += _spans_of(membership)

    # What else sources disagree on says nothing about a status.
    for conflict in load(Conflict, release):
        if conflict.subject in state_of_membership:
            state_id = state_of_membership[conflict.subject]
            spans[state_id] += _disputed_spans(conflict)

    return {state: tuple(_flatten(own)) for state, own in spans.items()}


def _spans_of(membership: Membership) -> Iterator[CaveatSpan]:
    """Where the period is only possible, and where the state took no part."""
    if membership.period is not None:
        yield from _rough_spans(membership.period.start)
        yield from _rough_spans(membership.period.end)
    days = certain_days(membership.inactive)
    if days is not None:
        yield (*days, Caveat.INACTIVE)


def _rough_spans(when: When | None) -> Iterator[CaveatSpan]:
    """The days on which a change that is known roughly may, or may not, have happened."""
    if when is None:
        return

    first = when.earliest or dt.date.min
    if first < when.latest:
        yield (first, when.latest - ONE_DAY, Caveat.UNCERTAIN)


def _disputed_spans(conflict: Conflict) -> Iterator[CaveatSpan]:
    """The days between the earliest and the latest reading of a period's start or end."""
    if conflict.field not in ("period.start", "period.end"):
        return

    days: list[dt.date] = []
    for reading in conflict.readings:
        date = _date_of(reading.value)
        if date is not None:
            days += [date.earliest or date.latest, date.latest]

    # Readings of one and the same day leave no day in dispute.
    if days and min(days) < max(days):
        yield (min(days), max(days) - ONE_DAY, Caveat.DISPUTED)


def _date_of(value: object) -> When | None:
    """The date that a reading gives; some only say what was not."""
    try:
        return When.parse(str(value))
    except ValueError:
        return None


def _flatten(spans: list[CaveatSpan]) -> Iterator[CaveatSpan]:
    """The spans cut so that none overlap; where several hold, the first word of the vocabulary."""
    # Of several caveats on a day the first is taken, so they stand in order of their words.
    ranked = tuple(sorted(spans, key=lambda span: list(Caveat).index(span[2])))
    # Between two of these days nothing begins or ends.
    starts = sorted(changes_of(spans))
    ends = [start - ONE_DAY for start in starts[1:]]
    for start, end in zip(starts, [*ends, dt.date.max], strict=True):
        caveat = caveat_on(ranked, start)
        if caveat is not None:
            yield (start, end, caveat)

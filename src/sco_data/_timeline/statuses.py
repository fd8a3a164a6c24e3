"""Who had which status on which day, worked out once per release so that asking is a look-up.

What comes in are the periods of memberships; what goes out are their certain spans of days, and
for any day the states by status.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from typing import TypeVar

from .._input import parse_choice
from .._records.load import load
from .._rows.once import build_once
from .._rows.releases import checked_until
from ..model.memberships import Membership
from ..model.records import Records
from ..model.states import State, Status

Span = tuple[dt.date, dt.date, Status]
"""The first day, the last day (``date.max`` where it is open) and the status."""

W = TypeVar("W")

Census = dict[Status | None, Records[State]]
"""The states by status; under ``None`` all that have one."""

_DAY = dt.timedelta(1)


@build_once
def spans_by_state(release: str | None = None) -> dict[str, tuple[Span, ...]]:
    """For each state the certain spans of its statuses, in order of time."""
    spans: dict[str, list[Span]] = {
        state.id: [] for state in load(State, release)
    }
    for membership in load(Membership, release):
        span = _span_of(membership)
        if span is not None:
            spans[membership.state].append(span)

    return {state: tuple(sorted(own)) for state, own in spans.items()}


def _span_of(membership: Membership) -> Span | None:
    """The days on which a status is certain, if there are any."""
    period = membership.period
    if period is None:
        return None

    first = period.start.latest
    last = dt.date.max if period.last is None else period.last.earliest
    if last is None or last < first:
        return None

    return (first, last, membership.status)


@build_once
def days_of_change(release: str | None = None) -> list[dt.date]:
    """The days on which anybody's status changes."""
    days: set[dt.date] = set()
    for spans in spans_by_state(release).values():
        days.update(changes_of(spans))

    return sorted(days)


@build_once
def _censuses(release: str | None = None) -> tuple[list[dt.date], list[Census]]:
    """The days of change, and the states by status before the first and from each of them on."""
    days = days_of_change(release)
    return days, [_take_census(day, release) for day in (dt.date.min, *days)]


def _take_census(day: dt.date, release: str | None) -> Census:
    groups: dict[Status | None, list[State]] = {
        None: [],
        **{status: [] for status in Status},
    }
    for state in load(State, release):
        status = status_on(spans_by_state(release)[state.id], day)
        if status is not None:
            groups[status].append(state)
            groups[None].append(state)

    return {status: Records(states) for status, states in groups.items()}


def changes_of(
    spans: Iterable[tuple[dt.date, dt.date, W]],
) -> dict[dt.date, W | None]:
    """The days on which a status, or a caveat, begins or is gone, in order of time."""
    changes: dict[dt.date, W | None] = {}
    for first, last, status in spans:
        changes[first] = status
        if last < dt.date.max:
            changes[last + _DAY] = None

    return changes


def status_on(spans: tuple[Span, ...], day: dt.date) -> Status | None:
    """The status on a day."""
    for first, last, status in spans:
        if first <= day <= last:
            return status

    return None


def check_beyond(beyond: str, day: dt.date | None, release: str | None) -> None:
    """Raise for a day after the data, if ``beyond`` is ``"raise"``."""
    beyond = parse_choice(("last", "raise"), beyond, "beyond")
    if beyond == "raise" and is_beyond_data(day, release):
        until = checked_until("memberships", release)
        raise ValueError(
            f"{day} is after {until}, up to which the data was checked; beyond='last' answers "
            "with the last known state"
        )


def is_beyond_data(day: dt.date | None, release: str | None) -> bool:
    """Whether a day lies after the day up to which memberships were checked."""
    return day is not None and day > checked_until("memberships", release)


def census_on(day: dt.date | None, release: str | None) -> Census:
    """The states by status on a day; the last known ones for ``None``."""
    days, censuses = _censuses(release)
    if day is None:
        return censuses[-1]

    return censuses[bisect_right(days, day)]

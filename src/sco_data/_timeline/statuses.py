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
from ..model.time import ONE_DAY, Period

Span = tuple[dt.date, dt.date, Status]
"""The first day, the last day (``date.max`` where it is open) and the status."""

W = TypeVar("W")

Census = dict[Status | None, Records[State]]
"""The states by status; under ``None`` all that have one."""


@build_once
def spans_by_state(release: str | None = None) -> dict[str, tuple[Span, ...]]:
    """For each state the certain spans of its statuses, in order of time."""
    spans: dict[str, list[Span]] = {
        state.id: [] for state in load(State, release)
    }
    for membership in load(Membership, release):
        days = certain_days(membership.period)
        if days is not None:
            spans[membership.state].append((*days, membership.status))

    return {state: tuple(sorted(own)) for state, own in spans.items()}


def certain_days(period: Period | None) -> tuple[dt.date, dt.date] | None:
    """The first and the last day that are certainly in a period, if there are any."""
    if period is None:
        return None

    last = period.last
    if last is None:
        return period.start.latest, dt.date.max

    if last.earliest is None or last.earliest < period.start.latest:
        return None

    return period.start.latest, last.earliest


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
    # Between two days of change all days have one answer, so it is worked out beforehand.
    days = days_of_change(release)
    return days, [_take_census(day, release) for day in (dt.date.min, *days)]


def _take_census(day: dt.date, release: str | None) -> Census:
    """The states by status on one day."""
    # A status that nobody has on the day is asked for as well.
    groups: dict[Status | None, list[State]] = {
        status: [] for status in (None, *Status)
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
            changes[last + ONE_DAY] = None

    return changes


def status_on(
    spans: tuple[tuple[dt.date, dt.date, W], ...], day: dt.date
) -> W | None:
    """The status, or the caveat, on a day."""
    # A state has so few spans that no search is quicker than to look at each.
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

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
from .._records.load import get_one, ids_of
from .._rows.once import build_once
from .._rows.releases import checked_until, rows_of
from ..model.declare import OneOrNone
from ..model.records import Records
from ..model.states import State, Status
from ..model.time import ONE_DAY, Period

Span = tuple[dt.date, dt.date, Status]
"""The first day, the last day (``date.max`` where it is open) and the status."""

W = TypeVar("W")

_read_period = OneOrNone[Period]


@build_once
def spans_by_state(release: str | None = None) -> dict[str, tuple[Span, ...]]:
    """For each state the certain spans of its statuses, in order of time."""
    spans: dict[str, list[Span]] = {
        state_id: [] for state_id in ids_of(State, release)
    }
    # From the rows: no history and no evidence of a membership is read for it.
    for row in rows_of("memberships", release):
        days = certain_days(_read_period(row.get("period")))
        if days is not None:
            spans[row["state"]].append((*days, Status(row["status"])))

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


def states_on(
    day: dt.date | None, status: Status | None, release: str | None
) -> Records[State]:
    """The states that have a status on a day, or any; the last known ones for ``None``."""
    days = days_of_change(release)
    number = len(days) if day is None else bisect_right(days, day)
    return _states_after(number, status, release)


@build_once
def _states_after(
    number: int, status: Status | None, release: str | None
) -> Records[State]:
    """The states that have a status after so many days of change, until the next of them."""
    # Between two days of change all days have one answer, which is kept.
    day = (dt.date.min, *days_of_change(release))[number]
    states: list[State] = []
    for state_id, spans in spans_by_state(release).items():
        own = status_on(spans, day)
        if own is not None and status in (own, None):
            states.append(get_one(State, state_id, release))

    return Records(states)

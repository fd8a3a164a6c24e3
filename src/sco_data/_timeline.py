"""Who had which status on which day, worked out once per release so that asking is a look-up."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right

from ._load import load, once
from .model.base import Records
from .model.states import State, Status

Span = tuple[dt.date, dt.date, Status]
"""The first day, the last day (``date.max`` where it is open) and the status."""

_DAY = dt.timedelta(1)


@once
def spans(release: str | None = None) -> dict[str, tuple[Span, ...]]:
    """For each state the certain spans of its statuses, in order of time."""
    found: dict[str, list[Span]] = {state.id: [] for state in load("states", release)}
    for membership in load("memberships", release):
        period = membership.period
        if period is not None:
            first, last = period.start.latest, period.last.earliest if period.last else dt.date.max
            if last is not None and first <= last:
                found[membership.state].append((first, last, membership.status))
    return {state: tuple(sorted(rows)) for state, rows in found.items()}


@once
def days(release: str | None = None) -> list[dt.date]:
    """The days on which anybody's status changes."""
    return sorted({day for rows in spans(release).values() for day in changes(rows)})


@once
def census(release: str | None = None) -> list[dict[Status | None, Records[State]]]:
    """The states by status between one change and the next; the first entry is before any."""
    states = load("states", release)
    found = []
    for day in [dt.date.min, *days(release)]:
        now = {state.id: on(spans(release)[state.id], day) for state in states}
        groups: dict[Status | None, Records[State]] = {
            status: Records([state for state in states if now[state.id] is status])
            for status in Status
        }
        groups[None] = Records([state for state in states if now[state.id]])
        found.append(groups)
    return found


def changes(rows: tuple[Span, ...]) -> dict[dt.date, Status | None]:
    """The days on which a status begins, or is gone, in order of time."""
    found: dict[dt.date, Status | None] = {}
    for first, last, status in rows:
        found[first] = status
        if last < dt.date.max:
            found[last + _DAY] = None
    return found


def on(rows: tuple[Span, ...], day: dt.date) -> Status | None:
    """The status on a day."""
    for first, last, status in rows:
        if first <= day <= last:
            return status
    return None


def at(day: dt.date | None, release: str | None) -> dict[Status | None, Records[State]]:
    """The census on a day; the last known one for ``None``."""
    table = census(release)
    return table[-1 if day is None else bisect_right(days(release), day)]

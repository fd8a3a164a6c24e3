"""Verbs on memberships: who was what, when, and who asked to be."""

from __future__ import annotations

import datetime as dt
from typing import Any

from .. import _names, _timeline
from .._input import day, known, word
from .._load import load
from ..model.base import Records
from ..model.memberships import Application, ApplicationOutcome, Membership
from ..model.states import State, Status
from ._common import select

_spans: dict[Any, tuple[_timeline.Span, ...]] = {}


def members(*, as_of: dt.date | str | None = None, release: str | None = None) -> Records[State]:
    """The member states on a day.

    Args:
        as_of: a date, a datetime (its calendar day) or ``"YYYY-MM-DD"``; ``None`` is the last
            known state. Only what is certain on that day counts.
        release: the release of the data to answer from; ``None`` is the newest.

    Returns:
        The states, by ISO-3 code.

    Example:
        >>> len(sco.members(as_of="2024-07-04"))
        10
    """
    return _timeline.at(day(as_of), release)[Status.MEMBER]


def states(
    *,
    status: Status | str | None = None,
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Records[State]:
    """The states that have a status on a day: any, or the one asked for.

    A status that was decided and is not shown to be in force is nobody's status yet;
    :func:`memberships` has the rows that say so.

    Example:
        >>> [state.name for state in sco.states(status="observer", as_of="2012-12-31")]
        ['Afghanistan', 'India', 'Iran', 'Mongolia', 'Pakistan']
    """
    return _timeline.at(day(as_of), release)[word(Status, status, "status")]


def memberships(
    *,
    state: State | str | None = None,
    status: Status | str | None = None,
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Records[Membership]:
    """Every status of every state with its period and the steps that led there.

    Args:
        state: only of this state, by any code or listed name.
        status: only this status.
        as_of: only those whose period certainly holds this day; ``None`` gives all rows.
        release: the release of the data to answer from; ``None`` is the newest.

    Returns:
        One row per period, by state and then time; what has no period comes last.

    Example:
        >>> [str(row.period) for row in sco.memberships(state="Belarus")]
        ['2010-04 to 2015-07-09', '2015-07-10 to 2024-07-03', '2024-07-04 to today']
    """
    wanted, on = word(Status, status, "status"), day(as_of)
    code = None if state is None else _names.find(state, release).id
    found: Records[Membership] = select(load("memberships", release), state=code, status=wanted)
    if on is not None:
        found = found.filter(lambda row: row.period is not None and on in row.period)
    return Records(sorted(found, key=_since))


def status(
    state: State | str, *, as_of: dt.date | str | None = None, release: str | None = None
) -> Status | None:
    """What a state is on a day; ``None`` where it has no status.

    Raises:
        NotFoundError: if the state is none that ever had a status.

    Example:
        >>> sco.status("TUR", as_of="2013-04-26").value
        'dialogue partner'
    """
    if release is None and state in _spans:
        rows = _spans[state]
    else:
        code = _names.find(state, release).id
        rows = _timeline.spans(release)[code]
        if release is None:
            _spans.update(_timeline.spans())
    on = as_of if type(as_of) is dt.date else day(as_of)
    if on is None:
        return rows[-1][2] if rows and rows[-1][1] == dt.date.max else None
    return _timeline.on(rows, on)


def applications(
    *,
    state: str | None = None,
    outcome: ApplicationOutcome | str | None = None,
    release: str | None = None,
) -> Records[Application]:
    """Who asked for which status, when, and what became of it as far as pages show.

    ``state`` is an ISO-3 code here: applicants need not have a status.

    Example:
        >>> {row.state for row in sco.applications()} >= {"IRN", "TUR"}
        True
    """
    wanted = word(ApplicationOutcome, outcome, "outcome")
    rows = load("applications", release)
    known((row.state for row in rows), state, "state")
    return select(rows, state=state, outcome=wanted)


def _since(row: Membership) -> tuple[str, dt.date]:
    return (row.state, row.period.start.latest if row.period else dt.date.max)

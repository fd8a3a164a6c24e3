"""Verbs on states: who was what, when."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, TypeVar, overload

from .. import _names, _timeline
from .._input import day, known, word
from .._load import load
from ..errors import NotFoundError
from ..model.base import Records
from ..model.states import Application, ApplicationOutcome, Membership, State, Status
from ._common import select

T = TypeVar("T")
_RAISE: Final[Any] = object()
_states: dict[str, State] = {}
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
        >>> len(members(as_of="2024-07-04"))
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
        >>> [state.name for state in states(status="observer", as_of="2012-12-31")]
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

    Example:
        >>> [str(row.period) for row in memberships(state="Belarus")]
        ['2010-04 to 2015-07-09', '2015-07-10 to 2024-07-03', '2024-07-04 to today']
    """
    wanted, on = word(Status, status, "status"), day(as_of)
    code = None if state is None else _names.find(state, release).id
    return load("memberships", release).filter(
        lambda row: (
            (code is None or row.state == code)
            and (wanted is None or row.status is wanted)
            and (on is None or (row.period is not None and on in row.period))
        )
    )


@overload
def state(key: str, *, release: str | None = None) -> State: ...
@overload
def state(key: str, default: T, *, release: str | None = None) -> State | T: ...
def state(key: str, default: Any = _RAISE, *, release: str | None = None) -> Any:
    """A state by ISO code or by any listed name in English, Russian or Chinese.

    Case, accents, spacing and punctuation do not matter. Nothing is guessed: what is not listed
    is not found.

    Raises:
        NotFoundError: (a ``LookupError``) if it is not found and no ``default`` is given.

    Example:
        >>> state("俄罗斯").id, state("Kirghizia").id, state("Georgia", None)
        ('RUS', 'KGZ', None)
    """
    if release is None:
        try:
            return _states[key]
        except (KeyError, TypeError):
            _states.update(_names.exact())
    try:
        return _names.find(key, release)
    except NotFoundError:
        if default is _RAISE:
            raise
        return default


def status(
    state: State | str, *, as_of: dt.date | str | None = None, release: str | None = None
) -> Status | None:
    """What a state is on a day; ``None`` where it has no status.

    Raises:
        NotFoundError: if the state is none that ever had a status.

    Example:
        >>> status("TUR", as_of="2013-04-26").value
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
    for start, end, found in rows:
        if start <= on < end:
            return found
    return None


def applications(
    *,
    state: str | None = None,
    outcome: ApplicationOutcome | str | None = None,
    release: str | None = None,
) -> Records[Application]:
    """Who asked for which status, when, and what became of it as far as pages show.

    ``state`` is an ISO-3 code here: applicants need not have a status.

    Example:
        >>> {row.state for row in applications()} >= {"IRN", "TUR"}
        True
    """
    wanted = word(ApplicationOutcome, outcome, "outcome")
    rows = load("applications", release)
    known((row.state for row in rows), state, "state")
    return select(rows, state=state, outcome=wanted)

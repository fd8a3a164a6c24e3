"""Verbs on states: one state, who has which status on a day, and what one state is.

What comes in are spellings and days; what goes out are states and statuses. These are the verbs
that are called once for each row of a table, so each looks first in a dict that is ready.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, TypeVar, overload

from .. import _names
from .._input import parse_day, parse_word
from .._records.load import get_one
from .._timeline.statuses import (
    Span,
    check_beyond,
    spans_by_state,
    states_on,
    status_on,
)
from ..model.records import Records
from ..model.states import State, Status

if TYPE_CHECKING:
    from ..model.words import BeyondWord, StatusWord

T = TypeVar("T")

_RAISE: Final[Any] = object()
"""That no default was given: ``None`` is one that users give."""

# Of the newest release, so that most calls are one look-up.
_state_by_spelling: dict[str, State] = {}
_spans_by_state: dict[Any, tuple[Span, ...]] = {}


@overload
def state(key: str, *, release: str | None = None) -> State: ...
@overload
def state(key: str, default: T, *, release: str | None = None) -> State | T: ...
def state(
    key: str, default: Any = _RAISE, *, release: str | None = None
) -> Any:
    """A state by ISO code or by any listed name in English, Russian or Chinese.

    Case, accents, spacing and punctuation do not matter. Nothing is guessed: what is not listed
    is not found.

    Raises:
        NotFoundError: (a ``LookupError``) if it is not found and no ``default`` is given.

    Example:
        >>> sco.state("俄罗斯").id, sco.state("Kirghizia").id, sco.state("Georgia", None)
        ('RUS', 'KGZ', None)
    """
    if release is None:
        try:
            return _state_by_spelling[key]
        except (KeyError, TypeError):
            # A name in another spelling comes by here each time.
            pass

    # Spellings for an error that nobody sees are not looked for.
    find = _names.find_id if default is _RAISE else _names.listed_id
    state_id = find(key, release)
    if state_id is None:
        return default

    state = get_one(State, state_id, release)
    # Spellings without end lead to a state; kept are those that are listed.
    if release is None and (key == state_id or key in _names.id_by_spelling()):
        _state_by_spelling[key] = state

    return state


def members(
    as_of: dt.date | str | None = None,
    *,
    release: str | None = None,
    beyond: BeyondWord = "last",
) -> Records[State]:
    """The member states on a day.

    Args:
        as_of: a date, a datetime (its calendar day) or ``"YYYY-MM-DD"``; ``None`` is the last
            known state. Only what is certain on that day counts.
        release: the release of the data to answer from; ``None`` is the newest.
        beyond: what is answered for a day after the data (``checked_until`` of
            :func:`data_version`): ``"last"``, the last known state, or ``"raise"``, an error.

    Returns:
        The states, by ISO-3 code.

    Raises:
        ValueError: if ``as_of`` is no day or, with ``beyond="raise"``, one after the data.

    Example:
        >>> len(sco.members("2024-07-04"))
        10
    """
    day = parse_day(as_of)
    if beyond != "last":
        check_beyond(beyond, day, release)

    return states_on(day, Status.MEMBER, release)


def states(
    *,
    status: StatusWord | None = None,
    as_of: dt.date | str | None = None,
    release: str | None = None,
    beyond: BeyondWord = "last",
) -> Records[State]:
    """The states that have a status on a day: any, or the one asked for.

    A status that was decided and is not shown to be in force is nobody's status yet;
    :func:`memberships` has the rows that say so. ``beyond`` is as for :func:`members`.

    Example:
        >>> [state.name for state in sco.states(status="observer", as_of="2012-12-31")]
        ['Afghanistan', 'India', 'Iran', 'Mongolia', 'Pakistan']
    """
    day = parse_day(as_of)
    if beyond != "last":
        check_beyond(beyond, day, release)

    return states_on(day, parse_word(Status, status, "status"), release)


def status(
    state: State | str,
    as_of: dt.date | str | None = None,
    *,
    release: str | None = None,
    beyond: BeyondWord = "last",
) -> Status | None:
    """What a state is on a day; ``None`` where it has no status.

    What is known only roughly counts where it is certain: on the other days the answer is
    ``None``. A day after the data is answered with the last known state, or with an error if
    ``beyond`` is ``"raise"``.

    Raises:
        NotFoundError: if the state is none that ever had a status.
        ValueError: if ``as_of`` is no day or, with ``beyond="raise"``, one after the data.

    Example:
        >>> sco.status("TUR", "2013-04-26").value
        'dialogue partner'
    """
    # Only ids are kept, and whatever else is no text is told below.
    is_id = isinstance(state, str) and state in _spans_by_state
    if release is None and is_id:
        spans = _spans_by_state[state]
    else:
        spans = spans_by_state(release)[_names.find_id(state, release)]
        if release is None:
            _spans_by_state.update(spans_by_state())

    # A plain date is the quick way; a datetime is a date too, but has to be cut to its day.
    day = as_of if type(as_of) is dt.date else parse_day(as_of)
    if beyond != "last":
        check_beyond(beyond, day, release)

    if day is not None:
        return status_on(spans, day)

    # The last known status is the one whose span is open.
    if spans and spans[-1][1] == dt.date.max:
        return spans[-1][2]

    return None

"""Verbs on memberships: every status with its period, and who asked for one.

What comes in are conditions and a day, what goes out are records as the data has them: a status on
a day is worked out elsewhere, from the periods of these.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from .._names import find_id
from .._records.find import find
from ..model.memberships import Application, Membership
from ..model.records import Records
from ..model.states import State
from ._shared import code_of_state, first_day_of

if TYPE_CHECKING:
    from ..model.words import ApplicationOutcomeWord, StatusWord


def memberships(
    *,
    state: State | str | None = None,
    status: StatusWord | None = None,
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Records[Membership]:
    """Every status of every state with its period and the steps that led there.

    Args:
        state: only of this state, by any code or listed name.
        status: only this status.
        as_of: only those whose period certainly holds this day, each as of it; ``None`` gives
            all rows.
        release: the release of the data to answer from; ``None`` is the newest.

    Returns:
        One row per period, by state and then time; what has no period comes last.

    Example:
        >>> [str(row.period) for row in sco.memberships(state="Belarus")][1:]
        ['2015-07-10 to 2024-07-03', '2024-07-04 to today']
    """
    # Only states of ours have memberships, so that any other text is an error.
    if state is not None:
        state = find_id(state, release)

    memberships = find(
        Membership, release, as_of=as_of, state=state, status=status
    )
    return Records(sorted(memberships, key=_state_and_start))


def _state_and_start(membership: Membership) -> tuple[str, dt.date]:
    return (membership.state, first_day_of(membership))


def applications(
    *,
    state: State | str | None = None,
    outcome: ApplicationOutcomeWord | None = None,
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Records[Application]:
    """Who asked for which status, when, and what became of it as far as pages show.

    ``state`` is any code or listed name; of applicants that never had a status, which are listed
    nowhere else, the ISO-3 code. With ``as_of`` those that had been made by the day, each as of
    it: ``pending`` until they were granted.

    Example:
        >>> {row.state for row in sco.applications()} >= {"IRN", "TUR"}
        True
    """
    return find(
        Application,
        release,
        as_of=as_of,
        state=code_of_state(state, release),
        outcome=outcome,
    )

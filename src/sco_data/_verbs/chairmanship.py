"""Verbs on chairmanships: the terms, the priorities, what was promised and what came of it.

What comes in are conditions and a day; what goes out are records. A promise is no record of the
data: it is made here of an initiative and of the priority that names it.
"""

from __future__ import annotations

import datetime as dt
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from .._input import parse_day
from .._records.find import find
from .._records.load import get_one
from ..errors import NotFoundError
from ..model.chairmanship import (
    Chairmanship,
    Grouping,
    Initiative,
    Priority,
    Promise,
)
from ..model.records import Records
from ..model.time import read_day
from ._shared import get_by_id

if TYPE_CHECKING:
    from ..model.words import AreaWord, GroupingWord, OutcomeWord, StageWord


def chairmanships(
    *, as_of: dt.date | str | None = None, release: str | None = None
) -> Records[Chairmanship]:
    """The terms in the chair of the Council of Heads of State, by time.

    With ``as_of`` those whose period certainly holds the day: one, or none.

    Example:
        >>> sco.chairmanships()[-1].state
        'PAK'
    """
    return find(Chairmanship, release, as_of=as_of)


def chairmanship(
    key: str | None = None,
    *,
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Chairmanship:
    """One term: by its id, its theme or its state if it has one term only, on a day, or the last.

    On the day on which the chair passes, the term that begins is given.

    Raises:
        NotFoundError: if there is none; asked by a state, it lists that state's terms.
        ValueError: if both ``key`` and ``as_of`` are given.

    Example:
        >>> str(sco.chairmanship("2023-2024").period), sco.chairmanship(as_of="2024-07-04").state
        ('2023-07-04 to 2024-07-03', 'CHN')
    """
    if key is None:
        return _chairmanship_on(parse_day(as_of), release)

    if as_of is not None:
        raise ValueError(
            "a chairmanship is asked for by key or by as_of, not by both"
        )

    # An id is looked up before all else: "2023-2024" is none of a state, nor a day.
    try:
        return get_one(Chairmanship, key, release)
    except (KeyError, TypeError):  # A key may be anything, also a list.
        pass

    if _is_day(key):
        raise NotFoundError(str(key), (f"as_of={str(key)!r}",), "chairmanship")

    own_terms = _terms_of_state(key, release)
    if not own_terms:
        return get_by_id(Chairmanship, key, release)

    if len(own_terms) > 1:
        term_ids = tuple(map(attrgetter("id"), own_terms))
        raise NotFoundError(key, term_ids, "single chairmanship")

    return own_terms[0]


def _is_day(key: Any) -> bool:
    """Whether it is a day, for which there is ``as_of``."""
    try:
        read_day(key, "key")
    except (TypeError, ValueError):
        return False

    return True


def _terms_of_state(key: Any, release: str | None) -> Records[Chairmanship]:
    """The terms of the state with this code or name; none for what is no state."""
    # Whoever asks by ids alone need not load the classes of the states.
    from .._names import listed_id

    state_id = None
    if isinstance(key, str):
        state_id = listed_id(key, release)

    if state_id is None:
        return Records()

    return find(Chairmanship, release, state=state_id)


def _chairmanship_on(day: dt.date | None, release: str | None) -> Chairmanship:
    """The term on a day; the last known one for ``None``."""
    terms = chairmanships(as_of=day, release=release)
    if not terms:
        raise NotFoundError(day, (), "chairmanship on")

    return terms[-1]


def priorities(
    *,
    area: AreaWord | None = None,
    grouping: GroupingWord | None = None,
    chairmanship: str | None = None,
    release: str | None = None,
) -> Records[Priority]:
    """What the chairmanship put first, in each of the four ways in which it was listed.

    Example:
        >>> [row.number for row in sco.priorities(grouping="areas 2023")]
        [1, 2, 3, 4, 5]
    """
    return find(
        Priority,
        release,
        area=area,
        grouping=grouping,
        chairmanship=chairmanship,
    )


def initiatives(
    *,
    area: AreaWord | None = None,
    chairmanship: str | None = None,
    outcome: OutcomeWord | None = None,
    stage: StageWord | None = None,
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Records[Initiative]:
    """What was set out to be done.

    With ``as_of`` what had been proposed by that day, each initiative as of it: later steps are
    gone, and stage and outcome are those of the day (see :meth:`sco_data.model.Record.at`).

    Example:
        >>> [row.id for row in sco.initiatives(outcome="late", area="reform")]
        ['strategy-2035']
    """
    return find(
        Initiative,
        release,
        as_of=as_of,
        area=area,
        chairmanship=chairmanship,
        outcome=outcome,
        stage=stage,
    )


def initiative(key: str, *, release: str | None = None) -> Initiative:
    """The initiative with this id or name; errors as for :func:`document`.

    Example:
        >>> sco.initiative("development-bank").proposer
        'CHN'
    """
    return get_by_id(Initiative, key, release)


def outcomes(
    *,
    area: AreaWord | None = None,
    chairmanship: str | None = None,
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Records[Promise]:
    """What was promised and what became of it: one row per initiative, as of a day.

    Where two of the areas of 2023 name an initiative, ``priority`` is the later of them.

    Example:
        >>> then = sco.outcomes(as_of="2024-07-04")
        >>> [row.outcome.value for row in then if row.initiative == "strategy-2035"]
        ['open']
    """
    # The other lists name initiatives too, but it is this one that they are compared with.
    priority_of: dict[str, str] = {}
    for priority in priorities(grouping=Grouping.AREAS_2023, release=release):
        for aim in priority.aims:
            priority_of |= dict.fromkeys(aim.initiatives, priority.id)

    promises = []
    for initiative in initiatives(
        area=area, chairmanship=chairmanship, as_of=as_of, release=release
    ):
        promises.append(_promise(initiative, priority_of.get(initiative.id)))

    return Records(promises)


def _promise(initiative: Initiative, priority: str | None) -> Promise:
    """The row of an initiative, which is as of the day that was asked for."""
    history = initiative.history
    return Promise(
        id=f"{initiative.id}/promise",
        initiative=initiative.id,
        name=initiative.name,
        proposer=initiative.proposer,
        priority=priority,
        areas=initiative.areas,
        promised=next((step.on for step in history), None),
        due=initiative.due,
        stage=initiative.stage,
        outcome=initiative.outcome,
        since=next((step.on for step in history if step.completes), None),
        checked=initiative.checked,
        documents=initiative.documents,
    )

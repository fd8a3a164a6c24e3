"""Verbs on chairmanships: the terms, the priorities, what was promised and what came of it."""

from __future__ import annotations

import datetime as dt

from .. import _names
from .._input import day, word
from .._load import index, load
from ..errors import NotFoundError
from ..model.base import Area, Records
from ..model.chairmanship import Chairmanship, Grouping, Initiative, Outcome, Priority, Promise
from ..model.history import Stage
from ._common import begun, one, select, term


def chairmanships(*, release: str | None = None) -> Records[Chairmanship]:
    """The terms in the chair of the Council of Heads of State, by time.

    Example:
        >>> sco.chairmanships()[-1].state
        'PAK'
    """
    return load("chairmanships", release)


def chairmanship(
    key: str | None = None, *, as_of: dt.date | str | None = None, release: str | None = None
) -> Chairmanship:
    """One term: by its id, on a day, or the last known.

    On the day on which the chair passes, the term that begins is given.

    Raises:
        NotFoundError: if there is none; asked by a state, it lists that state's terms.
        ValueError: if both ``key`` and ``as_of`` are given.

    Example:
        >>> str(sco.chairmanship("2023-2024").period), sco.chairmanship(as_of="2024-07-04").state
        ('2023-07-04 to 2024-07-03', 'CHN')
    """
    terms: Records[Chairmanship] = load("chairmanships", release)
    if key is not None:
        if as_of is not None:
            raise ValueError("a chairmanship is asked for by key or by as_of, not by both")
        found: Chairmanship | None = index("chairmanships", release).get(key)
        if found is None:
            chair = _names.exact(release).get(key)
            own = [term.id for term in terms if chair is not None and term.state == chair.id]
            raise NotFoundError(
                key,
                tuple(own) or _names.close(key, list(index("chairmanships", release))),
                "chairmanship",
            )
        return found
    on = day(as_of)
    if on is None:
        return terms[-1]
    held = [term for term in terms if term.period is not None and on in term.period]
    if not held:
        raise NotFoundError(on, (), "chairmanship on")
    return held[-1]


def priorities(
    *,
    area: Area | str | None = None,
    grouping: Grouping | str | None = None,
    chairmanship: str | None = None,
    release: str | None = None,
) -> Records[Priority]:
    """What the chairmanship put first, in each of the four ways in which it was listed.

    Example:
        >>> [row.number for row in sco.priorities(grouping="areas 2023")]
        [1, 2, 3, 4, 5]
    """
    rows: Records[Priority] = load("priorities", release)
    return select(
        rows,
        areas=word(Area, area, "area"),
        grouping=word(Grouping, grouping, "grouping"),
        chairmanship=term(rows, chairmanship, release),
    )


def initiatives(
    *,
    area: Area | str | None = None,
    chairmanship: str | None = None,
    outcome: Outcome | str | None = None,
    stage: Stage | str | None = None,
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Records[Initiative]:
    """What was set out to be done; ``outcome`` and ``stage`` are as of ``as_of``.

    Example:
        >>> [row.id for row in sco.initiatives(outcome="late", area="reform")]
        ['strategy-2035']
    """
    result, wanted, on = word(Outcome, outcome, "outcome"), word(Stage, stage, "stage"), day(as_of)
    rows: Records[Initiative] = load("initiatives", release)
    return select(
        begun(rows, on),
        areas=word(Area, area, "area"),
        chairmanship=term(rows, chairmanship, release),
    ).filter(
        lambda row: (
            (result is None or row.outcome_at(on) is result)
            and (wanted is None or row.stage_at(on) is wanted)
        )
    )


def initiative(key: str, *, release: str | None = None) -> Initiative:
    """The initiative with this id; errors as for :func:`document`.

    Example:
        >>> sco.initiative("development-bank").proposer
        'CHN'
    """
    found: Initiative = one("initiatives", key, release)
    return found


def outcomes(
    *,
    area: Area | str | None = None,
    chairmanship: str | None = None,
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Records[Promise]:
    """What was promised and what became of it: one row per initiative, as of a day.

    Example:
        >>> then = sco.outcomes(as_of="2024-07-04")
        >>> [row.outcome.value for row in then if row.initiative == "strategy-2035"]
        ['open']
    """
    on = day(as_of)
    serves = {
        initiative: priority.id
        for priority in priorities(grouping=Grouping.AREAS_2023, release=release)
        for aim in priority.aims
        for initiative in aim.initiatives
    }
    rows = []
    for row in initiatives(area=area, chairmanship=chairmanship, as_of=on, release=release):
        steps = [step for step in row.history if on is None or step.on.latest <= on]
        done = next((step for step in steps if step.completes), None)
        rows.append(
            Promise(
                id=f"{row.id}/promise",
                initiative=row.id,
                name=row.name,
                proposer=row.proposer,
                priority=serves.get(row.id),
                areas=row.areas,
                promised=steps[0].on if steps else None,
                due=row.due,
                stage=row.stage_at(on),
                outcome=row.outcome_at(on) or row.outcome,
                since=None if done is None else done.on,
                checked=row.checked,
                documents=row.documents,
            )
        )
    return Records(rows)

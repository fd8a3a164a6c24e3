"""Verbs on the organisation at work: meetings, bodies, people, projects, figures."""

from __future__ import annotations

import datetime as dt

from .._input import day, known, word
from .._load import load
from ..model.base import Area, Records
from ..model.organisation import (
    Body,
    BodyKind,
    Event,
    EventKind,
    Indicator,
    OfficeHolder,
    Project,
    ProjectKind,
)
from ._common import select, term


def events(
    *,
    kind: EventKind | str | None = None,
    body: str | None = None,
    chairmanship: str | None = None,
    release: str | None = None,
) -> Records[Event]:
    """Meetings, forums, festivals, exercises and designations.

    Example:
        >>> str(sco.events(kind="summit", chairmanship="2023-2024")[0].period)
        '2024-07-03 to 2024-07-04'
    """
    rows = load("events", release)
    known((row.body for row in rows if row.body), body, "body")
    return select(
        rows,
        kind=word(EventKind, kind, "kind"),
        body=body,
        chairmanship=term(rows, chairmanship, release),
    )


def bodies(
    *,
    kind: BodyKind | str | None = None,
    parent: str | None = None,
    release: str | None = None,
) -> Records[Body]:
    """The bodies of the organisation and those that act with it.

    Example:
        >>> sco.get("chs").name
        'Council of Heads of State'
    """
    rows = load("bodies", release)
    known((row.parent for row in rows if row.parent), parent, "parent")
    return select(rows, kind=word(BodyKind, kind, "kind"), parent=parent)


def office_holders(
    *,
    body: str | None = None,
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Records[OfficeHolder]:
    """Who held which office, by time; with ``as_of`` those who certainly held it on that day.

    Example:
        >>> sco.office_holders(body="secretariat")[0].holder
        'Zhang Deguang'
    """
    rows: Records[OfficeHolder] = load("office_holders", release)
    on = day(as_of)
    known((row.body for row in rows), body, "body")
    found: Records[OfficeHolder] = select(rows, body=body).filter(
        lambda row: on is None or (row.period is not None and on in row.period)
    )
    return Records(sorted(found, key=_since))


def projects(
    *,
    kind: ProjectKind | str | None = None,
    area: Area | str | None = None,
    chairmanship: str | None = None,
    release: str | None = None,
) -> Records[Project]:
    """Projects, programmes, corridors and platforms that the sources name.

    Example:
        >>> len(sco.projects(kind="corridor")) > 0
        True
    """
    rows: Records[Project] = load("projects", release)
    return select(
        rows,
        kind=word(ProjectKind, kind, "kind"),
        areas=word(Area, area, "area"),
        chairmanship=term(rows, chairmanship, release),
    )


def indicators(
    *, quantity: str | None = None, stated_by: str | None = None, release: str | None = None
) -> Records[Indicator]:
    """Figures as they were stated; those of one ``quantity`` can be compared.

    Example:
        >>> rows = sco.indicators(quantity="chairmanship-2023-2024-events")
        >>> {row.value for row in rows} >= {150, 180}
        True
    """
    rows = load("indicators", release)
    known((row.quantity for row in rows), quantity, "quantity")
    known((row.stated_by for row in rows if row.stated_by), stated_by, "stated_by")
    return select(rows, quantity=quantity, stated_by=stated_by)


def _since(row: OfficeHolder) -> tuple[dt.date, str]:
    return (row.period.start.latest if row.period else dt.date.max, row.id)

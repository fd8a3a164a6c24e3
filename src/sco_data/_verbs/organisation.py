"""Verbs on the organisation at work: meetings, bodies, people, projects, figures.

What comes in are conditions and a day; what goes out are records as the data has them.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from .._records.find import find
from ..model.organisation import (
    Attendance,
    Body,
    Event,
    Indicator,
    OfficeHolder,
    Project,
)
from ..model.records import Records
from ._shared import code_of_state, first_day_of

if TYPE_CHECKING:
    from ..model.states import State
    from ..model.words import (
        AreaWord,
        BodyKindWord,
        EventKindWord,
        ProjectKindWord,
    )


def events(
    *,
    kind: EventKindWord | None = None,
    body: str | None = None,
    chairmanship: str | None = None,
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Records[Event]:
    """Meetings, forums, festivals, exercises and designations.

    With ``as_of`` those that had begun by the day.

    Example:
        >>> str(sco.events(kind="summit", chairmanship="2023-2024")[0].period)
        '2024-07-03 to 2024-07-04'
    """
    return find(
        Event,
        release,
        as_of=as_of,
        kind=kind,
        body=body,
        chairmanship=chairmanship,
    )


def bodies(
    *,
    kind: BodyKindWord | None = None,
    parent: str | None = None,
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Records[Body]:
    """The bodies of the organisation and those that act with it.

    With ``as_of`` those that had begun by the day, and those whose beginning is not recorded:
    ``undated`` says which these are.

    Example:
        >>> sco.get("chs").name
        'Council of Heads of State'
    """
    return find(Body, release, as_of=as_of, kind=kind, parent=parent)


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
    # They come by id, and those who began on one day stay so.
    holders = find(OfficeHolder, release, as_of=as_of, body=body)
    return Records(sorted(holders, key=first_day_of))


def attendance(
    *,
    event: str | None = None,
    state: State | str | None = None,
    release: str | None = None,
) -> Records[Attendance]:
    """Who came to the summits: person, office and capacity, as far as pages say.

    ``state`` is any code or listed name; of guests that never had a status the ISO-3 code.

    Example:
        >>> sco.attendance(event="chg-22", state="China")[0].person
        'Li Qiang'
    """
    code = code_of_state(state, release)
    return find(Attendance, release, event=event, state=code)


def projects(
    *,
    kind: ProjectKindWord | None = None,
    area: AreaWord | None = None,
    chairmanship: str | None = None,
    release: str | None = None,
) -> Records[Project]:
    """Projects, programmes, corridors and platforms that the sources name.

    Example:
        >>> len(sco.projects(kind="corridor")) > 0
        True
    """
    return find(
        Project, release, kind=kind, area=area, chairmanship=chairmanship
    )


def indicators(
    *,
    quantity: str | None = None,
    stated_by: str | None = None,
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Records[Indicator]:
    """Figures as they were stated; those of one ``quantity`` can be compared.

    With ``as_of`` those that were stated as of that day or an earlier one.

    Example:
        >>> rows = sco.indicators(quantity="chairmanship-2023-2024-events")
        >>> {row.value for row in rows} >= {150, 180}
        True
    """
    return find(
        Indicator, release, as_of=as_of, quantity=quantity, stated_by=stated_by
    )

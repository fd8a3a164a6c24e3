"""The organisation at work: meetings, bodies, people, projects and figures."""

from __future__ import annotations

import datetime as _dt
from typing import Self

import attrs

from .base import Area, Evidence, Name, Record
from .declare import OneOrNone, Several, record
from .history import Stage
from .plain import Words
from .time import Period, When, read_when


class EventKind(Words):
    """What kind of event it is."""

    SUMMIT = "summit"
    MEETING = "meeting"
    FORUM = "forum"
    CONFERENCE = "conference"
    FESTIVAL = "festival"
    EXERCISE = "exercise"
    EXHIBITION = "exhibition"
    COMPETITION = "competition"
    CEREMONY = "ceremony"
    DESIGNATION = "designation"


class BodyKind(Words):
    """What kind of body it is."""

    COUNCIL = "council"
    MINISTERS = "ministers"
    PERMANENT = "permanent body"
    EXPERTS = "experts"
    COORDINATORS = "coordinators"
    BUSINESS = "business"
    NETWORK = "network"
    ORGANISATION = "organisation"


class Capacity(Words):
    """In which capacity somebody was at a meeting."""

    CHAIR = "chair"
    MEMBER = "member"
    OBSERVER = "observer"
    GUEST = "guest"
    ORGANISATION = "organisation"


class ProjectKind(Words):
    """What kind of undertaking it is."""

    PROJECT = "project"
    PROGRAMME = "programme"
    CORRIDOR = "corridor"
    PLATFORM = "platform"
    POLICY = "policy"


class Qualifier(Words):
    """How exactly a figure was stated."""

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    MORE_THAN = "more than"
    AT_MOST = "at most"


@record(kw_only=True)
class Event(
    Record,
    ours={"chairmanship"},
    shown=("id", "name", "kind", "period", "place"),
):
    """A meeting, forum, festival or exercise, or a designation such as a year or a capital.

    ``stage`` is ``held`` where a source of that day or later shows it, else ``planned``. ``items``
    is the number of documents stated for it; how many of them are recorded by name is counted.
    """

    id: str
    name: str
    names: tuple[Name, ...] = attrs.field(default=(), converter=Several[Name])
    kind: EventKind = attrs.field(converter=EventKind)
    period: Period | None = attrs.field(
        default=None, converter=OneOrNone[Period]
    )
    place: str | None = None
    body: str | None = None
    chairmanship: str | None = None
    stage: Stage = attrs.field(converter=Stage)
    items: int | None = None
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )

    def _at(self, day: _dt.date) -> Self | None:
        """A meeting is there once it has certainly begun."""
        if self.period is None or day < self.period.start.latest:
            return None

        return self


@record(kw_only=True)
class Body(Record, shown=("id", "name", "kind", "place")):
    """A body of the organisation, or one that acts in its documents.

    ``parent`` is the body it belongs to, ``charter`` the document it rests on, ``languages`` are
    its official ones (ISO 639-1). The organisation itself is ``"sco"``.
    """

    id: str
    name: str
    names: tuple[Name, ...] = attrs.field(default=(), converter=Several[Name])
    kind: BodyKind = attrs.field(converter=BodyKind)
    period: Period | None = attrs.field(
        default=None, converter=OneOrNone[Period]
    )
    place: str | None = None
    parent: str | None = None
    charter: str | None = None
    languages: tuple[str, ...] = attrs.field(default=(), converter=Several[str])
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )

    @property
    def undated(self) -> bool:
        """Whether no date of its founding is recorded: such a body is given for every day."""
        return self.period is None

    def _at(self, day: _dt.date) -> Self | None:
        """A body is there once it has certainly begun, and always where no date is recorded."""
        if self.period is not None and day < self.period.start.latest:
            return None

        return self


@record(kw_only=True)
class OfficeHolder(
    Record, shown=("holder", "office", "body", "state", "period")
):
    """Who held which office of which body, when; ``state`` is the state that nominated them."""

    id: str
    holder: str
    office: str
    names: tuple[Name, ...] = attrs.field(default=(), converter=Several[Name])
    state: str | None = None
    body: str
    period: Period | None = attrs.field(
        default=None, converter=OneOrNone[Period]
    )
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )

    def _stands_on(self, day: _dt.date) -> bool:
        """An office is held on the days that its period certainly holds."""
        return self.period is not None and day in self.period


@record(kw_only=True)
class Attendance(
    Record,
    shown=("event", "state", "organisation", "person", "office", "capacity"),
):
    """Who was at a meeting for a state or an ``organisation``, with office and ``capacity``.

    ``person`` is ``None`` where a page names the office alone, ``office`` where it names the state
    alone, ``capacity`` where it does not say. A list may be shorter than the meeting: who is not
    in it was not found, which is not to say absent.
    """

    id: str
    event: str
    state: str | None = None
    organisation: str | None = None
    person: str | None = None
    office: str | None = None
    capacity: Capacity | None = attrs.field(
        default=None, converter=OneOrNone[Capacity]
    )
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )


@record(kw_only=True)
class Project(
    Record,
    ours={"kind", "areas", "chairmanship"},
    shown=("id", "name", "kind", "areas"),
):
    """A project, programme, corridor or platform; ``parent`` is what it belongs to."""

    id: str
    name: str
    names: tuple[Name, ...] = attrs.field(default=(), converter=Several[Name])
    kind: ProjectKind = attrs.field(converter=ProjectKind)
    period: Period | None = attrs.field(
        default=None, converter=OneOrNone[Period]
    )
    place: str | None = None
    parent: str | None = None
    areas: tuple[Area, ...] = attrs.field(default=(), converter=Several[Area])
    chairmanship: str | None = None
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )


def _number(value: float) -> float:
    """The number itself; text would only fail when somebody reckons with it."""
    # True is an int to Python.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a number is wanted, not {type(value).__name__}")
    return value


@record(kw_only=True)
class Indicator(
    Record,
    ours={"name", "quantity", "scope", "qualifier", "unit"},
    shown=(
        "name",
        "qualifier",
        "value",
        "value_to",
        "unit",
        "as_of",
        "stated_by",
    ),
):
    """One figure as somebody stated it; ``quantity`` groups those that can be compared.

    ``value`` is in ``unit``; a range runs to ``value_to``. ``basis`` is the measure (``"PPP"``),
    ``None`` where the speaker gave none. A figure that was computed has evidence derived from
    others and no ``stated_by``.
    """

    id: str
    name: str
    quantity: str
    value: float = attrs.field(converter=_number)
    value_to: float | None = None
    unit: str
    qualifier: Qualifier = attrs.field(converter=Qualifier)
    basis: str | None = None
    scope: str | None = None
    as_of: When = attrs.field(converter=read_when)
    stated_by: str | None = None
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )

    def _at(self, day: _dt.date) -> Self | None:
        """A figure is there once the day is reached as of which it was stated."""
        if day < self.as_of.latest:
            return None

        return self

"""Chairmanships, what they set out to do, and what became of it."""

from __future__ import annotations

import datetime as _dt

import attrs

from .base import Area, Evidence, Name, Record
from .declare import OneOrNone, Several, record
from .history import Stage, Step, Tracked
from .plain import Plain, Words
from .time import Period, When


class Grouping(Words):
    """The four ways in which the priorities of 2023-2024 were listed."""

    AREAS_2023 = "areas 2023"
    KEY_AREAS_2024 = "key areas 2024"
    RESULTS_2024 = "results 2024"
    SPEECH_POINTS_2024 = "speech points 2024"


class Match(Words):
    """How a priority of one grouping compares with one of another."""

    SAME = "same"
    PART_OF = "part of"
    CONTAINS = "contains"
    OVERLAPS = "overlaps"


class Outcome(Words):
    """What became of an initiative."""

    FULFILLED = "fulfilled"
    LATE = "late"
    PARTLY = "partly"
    OPEN = "open"
    REPLACED = "replaced"
    CONTINUING = "continuing"
    UNCONFIRMED = "unconfirmed"
    NO_TRACE = "no trace"


@record(kw_only=True)
class Chairmanship(Record, shown=("id", "state", "period", "theme")):
    """One state's term in the chair of the Council of Heads of State.

    ``chair`` is the person, ``summit`` the event that closes the term.
    """

    id: str
    state: str
    period: Period | None = attrs.field(
        default=None, converter=OneOrNone[Period]
    )
    theme: str | None = None
    names: tuple[Name, ...] = attrs.field(default=(), converter=Several[Name])
    chair: str | None = None
    summit: str | None = None
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )

    def _stands_on(self, day: _dt.date) -> bool:
        """A term is held on the days that its period certainly holds."""
        return self.period is not None and day in self.period


@record(kw_only=True)
class Aim(Record, ours={"initiatives"}, shown=("id", "text", "initiatives")):
    """One thing a priority set out to do, in our words, and the initiatives that serve it."""

    id: str
    text: str
    initiatives: tuple[str, ...] = attrs.field(
        default=(), converter=Several[str]
    )
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )


@record(kw_only=True)
class Counterpart(Plain):
    """The priority a priority compares ``to``, and how: ``relation``."""

    to: str
    relation: Match = attrs.field(converter=Match)


@record(kw_only=True)
class Priority(
    Record,
    ours={"chairmanship", "grouping", "areas", "maps_to"},
    shown=("number", "title", "grouping", "areas"),
):
    """One priority of one grouping, with its aims.

    ``maps_to`` compares it with the five areas of 2023. A priority has no outcome; it has those
    of its initiatives.
    """

    id: str
    chairmanship: str
    grouping: Grouping = attrs.field(converter=Grouping)
    number: int
    title: str
    areas: tuple[Area, ...] = attrs.field(default=(), converter=Several[Area])
    aims: tuple[Aim, ...] = attrs.field(default=(), converter=Several[Aim])
    maps_to: tuple[Counterpart, ...] = attrs.field(
        default=(), converter=Several[Counterpart]
    )
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )


@record(kw_only=True)
class Initiative(
    Tracked,
    ours={"areas", "chairmanship", "checked", "documents"},
    changing={"outcome", "checked"},
    shown=("id", "name", "due", "stage", "outcome"),
):
    """Something a chairmanship set out to bring about, from first mention to the last look.

    ``proposer`` is who proposed it first, ``due`` the day by which it was promised, ``checked``
    the day on which its traces were last looked for.
    """

    id: str
    name: str
    names: tuple[Name, ...] = attrs.field(default=(), converter=Several[Name])
    proposer: str | None = None
    areas: tuple[Area, ...] = attrs.field(default=(), converter=Several[Area])
    chairmanship: str | None = None
    due: When | None = attrs.field(default=None, converter=OneOrNone[When])
    checked: When | None = attrs.field(default=None, converter=OneOrNone[When])
    outcome: Outcome = attrs.field(converter=Outcome)
    documents: tuple[str, ...] = attrs.field(default=(), converter=Several[str])
    history: tuple[Step, ...] = attrs.field(default=(), converter=Several[Step])
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )

    def outcome_at(self, day: _dt.date | None = None) -> Outcome | None:
        """The outcome as it stood on ``day``; ``None`` before the first step.

        A completing step taken by then makes it fulfilled or late. Where every step was taken
        by then, the reviewed ``outcome`` stands; otherwise it was still open, and so it was
        before anybody had looked for traces in vain.
        """
        if day is None:
            return self.outcome

        steps = self._steps_by(day)
        if not steps:
            return None

        # A practice is neither completed nor late.
        if self.outcome is Outcome.CONTINUING:
            return self.outcome

        for step in steps:
            if step.completes:
                return self._outcome_of(step)

        # What was reviewed holds for a day on which nothing was still to come ...
        if len(steps) < len(self.history):
            return Outcome.OPEN

        # ... and a search in vain for a day on which it had been made.
        was_in_vain = self.outcome in (Outcome.NO_TRACE, Outcome.UNCONFIRMED)
        if was_in_vain and self._is_before_check(day):
            return Outcome.OPEN

        return self.outcome

    def _outcome_of(self, completing_step: Step) -> Outcome:
        """Fulfilled, or late where the last day for it came before that of the step."""
        if self.due is None or completing_step.on.latest <= self.due.latest:
            return Outcome.FULFILLED

        return Outcome.LATE


@record(kw_only=True)
class Promise(
    Record, shown=("initiative", "name", "due", "stage", "outcome", "since")
):
    """One row of the promise and outcome table: what was promised, and what became of it.

    ``initiative`` is its id, ``priority`` that of the area of 2023 whose aim it serves, ``stage``
    and ``outcome`` are as of the day asked, ``since`` is the day of the step that completed it.
    """

    id: str
    initiative: str
    name: str
    proposer: str | None
    priority: str | None
    areas: tuple[Area, ...] = attrs.field(default=(), converter=Several[Area])
    promised: When | None
    due: When | None
    stage: Stage | None
    outcome: Outcome
    since: When | None
    checked: When | None
    documents: tuple[str, ...]

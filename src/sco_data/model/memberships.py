"""What each state is to the organisation, when, and what others asked to be."""

from __future__ import annotations

import datetime as _dt

import attrs

from .base import Evidence
from .declare import OneOrNone, Several, record
from .history import Step, Tracked
from .plain import Words
from .states import Status
from .time import Period, When


@record(kw_only=True)
class Membership(Tracked, shown=("state", "status", "period")):
    """One status of one state: the period it held, and the steps that led there.

    ``period`` is ``None`` where the status was decided and is not shown to be in force.
    ``inactive`` is the part of the period in which the state took no part.
    """

    id: str
    state: str
    status: Status = attrs.field(converter=Status)
    period: Period | None = attrs.field(
        default=None, converter=OneOrNone[Period]
    )
    inactive: Period | None = attrs.field(
        default=None, converter=OneOrNone[Period]
    )
    history: tuple[Step, ...] = attrs.field(default=(), converter=Several[Step])
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )

    def _stands_on(self, day: _dt.date) -> bool:
        """A status is had on the days that its period certainly holds."""
        return self.period is not None and day in self.period


class ApplicationOutcome(Words):
    """What became of an application, as far as pages show."""

    GRANTED = "granted"
    OTHER_STATUS = "other status granted"
    PENDING = "pending"
    BLOCKED = "blocked"
    NO_TRACE = "no trace"


@record(kw_only=True)
class Application(
    Tracked,
    ours={"state", "checked"},
    changing={"outcome", "checked"},
    shown=("name", "status", "outcome", "checked"),
):
    """A wish of a state for a status, and what became of it as far as pages show.

    The state need not have a status; ``state`` is its ISO-3 code and ``name`` what it is called.
    """

    id: str
    state: str
    name: str
    status: Status | None = attrs.field(
        default=None, converter=OneOrNone[Status]
    )
    outcome: ApplicationOutcome = attrs.field(converter=ApplicationOutcome)
    checked: When | None = attrs.field(default=None, converter=OneOrNone[When])
    history: tuple[Step, ...] = attrs.field(default=(), converter=Several[Step])
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )

    def outcome_at(self, day: _dt.date | None = None) -> ApplicationOutcome:
        """What had become of it by ``day``: it is pending until a step completes or ends it."""
        if day is None or self.outcome is ApplicationOutcome.PENDING:
            return self.outcome

        completing_steps = [step for step in self.history if step.completes]
        if not completing_steps and not self._is_before_check(day):
            # An end without such a step is what was known when it was last looked for.
            return self.outcome

        for step in completing_steps:
            if step.on.latest <= day:
                return self.outcome

        return ApplicationOutcome.PENDING

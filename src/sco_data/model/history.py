"""Stages, the dated steps that reach them, and what is read from a history of steps."""

from __future__ import annotations

import datetime as _dt
from typing import TYPE_CHECKING, Any, Self, cast

import attrs

from .base import Evidence, Record
from .declare import Several, record
from .plain import Words
from .time import When, read_when


class Stage(Words):
    """How far a thing has come. ``rank`` orders the stages; ``noted`` has none."""

    PROPOSED = "proposed"
    PLANNED = "planned"
    DRAFTED = "drafted"
    NOTED = "noted"
    DECIDED = "decided"
    ADOPTED = "adopted"
    SIGNED = "signed"
    IN_FORCE = "in force"
    LAUNCHED = "launched"
    HELD = "held"
    ENDED = "ended"

    @property
    def rank(self) -> int | None:
        """The place in the order of stages, 1 to 9; ``None`` for ``noted``."""
        return _RANKS[self.value]


_RANKS = {
    "proposed": 1,
    "planned": 2,
    "drafted": 3,
    "noted": None,
    "decided": 4,
    "adopted": 5,
    "signed": 5,
    "in force": 6,
    "launched": 6,
    "held": 6,
    "ended": 9,
}


@record(kw_only=True)
class Step(
    Record,
    ours={"document", "completes", "note"},
    shown=("on", "stage", "by", "document", "note"),
):
    """One dated step in the life of a document, an initiative or a membership.

    ``by`` is the state or body that acts, ``document`` the paper it left. ``completes`` marks the
    step that fulfils an initiative or brings a status about; ``signed`` says whether a paper that
    a body adopted was signed.
    """

    id: str
    stage: Stage = attrs.field(converter=Stage)
    on: When = attrs.field(converter=read_when)
    by: str | None = None
    document: str | None = None
    signed: bool | None = None
    completes: bool = False
    note: str | None = None
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )

    @property
    def record(self) -> str:
        """The id of the record whose history it is in."""
        return self.id.rpartition("#")[0]


class Tracked(Record):
    """A record with a ``history``; its stage is read from it."""

    __slots__ = ()

    # Each class declares it again, where it stands among its own fields.
    if TYPE_CHECKING:
        history: tuple[Step, ...]

    def _at(self, day: _dt.date) -> Self | None:
        """The record with the steps that had certainly been taken; none before the first."""
        steps = self._steps_by(day)
        if not steps:
            return None

        changes = self._review_at(day) if self.CHANGING else {}
        if len(steps) < len(self.history):
            changes["history"] = steps
        if not changes:
            return self

        # To mypy not every class that has a history is one of attrs.
        return cast("Self", attrs.evolve(cast("Any", self), **changes))

    def _steps_by(self, day: _dt.date | None) -> tuple[Step, ...]:
        """The steps that had certainly been taken by a day; all of them for ``None``."""
        if day is None:
            return self.history

        return tuple([step for step in self.history if step.on.latest <= day])

    def _review_at(self, day: _dt.date) -> dict[str, Any]:
        """What a review found and was not so yet on a day, with what stood there then.

        Reviewed is what has an ``outcome`` and was ``checked``: initiatives and applications.
        """
        reviewed = cast("Any", self)
        changes: dict[str, Any] = {}
        if reviewed.outcome_at(day) is not reviewed.outcome:
            changes["outcome"] = reviewed.outcome_at(day)
        if self._is_before_check(day):
            changes["checked"] = None

        return changes

    def _is_before_check(self, day: _dt.date) -> bool:
        """Whether a day lies before the one on which traces were last looked for."""
        checked: When | None = cast("Any", self).checked
        return checked is not None and day < checked.latest

    @property
    def stage(self) -> Stage | None:
        """The stage reached by the last step known; ``None`` before the first that counts."""
        return self.stage_at()

    def stage_at(self, day: _dt.date | None = None) -> Stage | None:
        """The highest stage reached by ``day``, at equal rank the later; ``ended`` wins.

        Only steps that were certainly taken by then count; ``noted`` never does.
        """
        steps = [
            step for step in self._steps_by(day) if step.stage.rank is not None
        ]
        if not steps:
            return None

        # Of equal steps the one that stands last.
        return max(reversed(steps), key=_rank_and_day).stage


def _rank_and_day(step: Step) -> tuple[int, When]:
    # A step without a rank does not come here; type checkers cannot know.
    return (step.stage.rank or 0, step.on)

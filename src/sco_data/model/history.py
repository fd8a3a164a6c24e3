"""Stages, the dated steps that reach them, and what is read from a history of steps."""

from __future__ import annotations

import datetime as _dt
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

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
class Step(Record):
    """One dated step in the life of a document, an initiative or a membership.

    ``by`` is the state or body that acts, ``document`` the paper it left. ``completes`` marks the
    step that fulfils an initiative or brings a status about; ``signed`` says whether a paper that
    a body adopted was signed.
    """

    OURS: ClassVar[frozenset[str]] = frozenset(
        {"id", "document", "completes", "note"}
    )
    SHOWN: ClassVar[tuple[str, ...]] = ("on", "stage", "by", "document", "note")

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

    if TYPE_CHECKING:
        history: tuple[Step, ...]

    def _at(self, day: _dt.date) -> Self | None:
        """The record with the steps that had certainly been taken; none before the first."""
        steps = tuple([step for step in self.history if step.on.latest <= day])
        if not steps:
            return None

        changes = self._changes_at(day)
        if len(steps) == len(self.history) and not changes:
            return self

        # To mypy not every class that has a history is one of attrs.
        evolved: Self = attrs.evolve(
            cast("Any", self), history=steps, **changes
        )
        return evolved

    def _changes_at(self, day: _dt.date) -> dict[str, Any]:
        """The fields that were not yet on a day what they are today, with what they were."""
        return {}

    @property
    def stage(self) -> Stage | None:
        """The stage reached by the last step known; ``None`` before the first that counts."""
        return self.stage_at()

    def stage_at(self, day: _dt.date | None = None) -> Stage | None:
        """The highest stage reached by ``day``, at equal rank the later; ``ended`` wins.

        Only steps that were certainly taken by then count; ``noted`` never does.
        """
        steps = [step for step in self.history if step.stage.rank is not None]
        if day is not None:
            steps = [step for step in steps if step.on.latest <= day]
        if not steps:
            return None

        # Of equal steps the one that stands last.
        return max(reversed(steps), key=_rank_and_day).stage


def _rank_and_day(step: Step) -> tuple[int, When]:
    return (step.stage.rank or 0, step.on)

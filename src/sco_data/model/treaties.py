"""What each state did with each treaty."""

from __future__ import annotations

import datetime as _dt
from typing import ClassVar, Self

import attrs

from .base import Evidence, Record
from .declare import OneOrNone, Several, record
from .time import When


@record(kw_only=True)
class Participation(Record):
    """What one state did with one treaty: when it signed and ratified, when it came into force."""

    OURS: ClassVar[frozenset[str]] = frozenset({"id", "document", "state"})
    CHANGING: ClassVar[frozenset[str]] = frozenset(
        {"signed", "ratified", "in_force"}
    )
    SHOWN: ClassVar[tuple[str, ...]] = (
        "document",
        "state",
        "signed",
        "ratified",
        "in_force",
    )

    id: str
    document: str
    state: str
    signed: When | None = attrs.field(default=None, converter=OneOrNone[When])
    ratified: When | None = attrs.field(default=None, converter=OneOrNone[When])
    in_force: When | None = attrs.field(default=None, converter=OneOrNone[When])
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )

    def _at(self, day: _dt.date) -> Self | None:
        """What had certainly been done by the day; none before the first of it."""
        acts = {
            "signed": self.signed,
            "ratified": self.ratified,
            "in_force": self.in_force,
        }
        done = {
            act: when
            for act, when in acts.items()
            if when and when.latest <= day
        }
        if not done:
            return None

        if all(when is None or act in done for act, when in acts.items()):
            return self

        return attrs.evolve(
            self,
            signed=done.get("signed"),
            ratified=done.get("ratified"),
            in_force=done.get("in_force"),
        )

"""What each state did with each treaty."""

from __future__ import annotations

import datetime as _dt
from typing import Any, Self

import attrs

from .base import Evidence, Record
from .declare import OneOrNone, Several, record
from .time import When


@record(kw_only=True)
class Participation(
    Record,
    ours={"document", "state"},
    changing={"signed", "ratified", "in_force"},
    shown=("document", "state", "signed", "ratified", "in_force"),
):
    """What one state did with one treaty: when it signed and ratified, when it came into force."""

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
        acts = [act for act in self.CHANGING if getattr(self, act) is not None]
        later = [act for act in acts if day < getattr(self, act).latest]
        if len(later) == len(acts):
            return None

        if not later:
            return self

        not_yet_done: dict[str, Any] = dict.fromkeys(later)
        return attrs.evolve(self, **not_yet_done)

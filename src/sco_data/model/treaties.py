"""What each state did with each treaty."""

from __future__ import annotations

from typing import ClassVar

import attrs

from .base import Evidence, Record
from .declare import OneOrNone, Several, record
from .time import When


@record(kw_only=True)
class Participation(Record):
    """What one state did with one treaty: when it signed and ratified, when it came into force."""

    OURS: ClassVar[frozenset[str]] = frozenset({"id", "document", "state"})
    SHOWN: ClassVar[tuple[str, ...]] = ("document", "state", "signed", "ratified", "in_force")

    id: str
    document: str
    state: str
    signed: When | None = attrs.field(default=None, converter=OneOrNone[When])
    ratified: When | None = attrs.field(default=None, converter=OneOrNone[When])
    in_force: When | None = attrs.field(default=None, converter=OneOrNone[When])
    evidence: tuple[Evidence, ...] = attrs.field(default=(), converter=Several[Evidence])

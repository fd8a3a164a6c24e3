"""What each state did with each treaty."""

from __future__ import annotations

from typing import ClassVar

import attrs

from .base import Evidence, Record, _evidence
from .time import When, _optional_when


@attrs.frozen(kw_only=True, repr=False, weakref_slot=False, eq=False)
class Participation(Record):
    """What one state did with one treaty: when it signed and ratified, when it came into force."""

    OURS: ClassVar[frozenset[str]] = frozenset({"id", "document", "state"})

    id: str
    document: str
    state: str
    signed: When | None = attrs.field(default=None, converter=_optional_when)
    ratified: When | None = attrs.field(default=None, converter=_optional_when)
    in_force: When | None = attrs.field(default=None, converter=_optional_when)
    evidence: tuple[Evidence, ...] = attrs.field(default=(), converter=_evidence)

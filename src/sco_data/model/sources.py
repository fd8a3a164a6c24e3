"""Where facts come from, where sources disagree, and how facts changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import attrs

from .base import Evidence, Record, _evidence
from .time import When, _optional_when, _when


class SourceKind(StrEnum):
    """What kind of publisher or text it is."""

    OFFICIAL = "official"
    LEGAL_TEXT = "legal text"
    AGENCY = "agency"
    NEWSPAPER = "newspaper"
    ANALYSIS = "analysis"
    BLOG = "blog"
    DATASET = "dataset"
    MACHINE_REWRITE = "machine rewrite"


class Read(StrEnum):
    """How much of a page was read before it was cited."""

    WHOLE = "whole"
    BEGINNING = "beginning"
    CITED_ONLY = "cited only"


class ConflictKind(StrEnum):
    """What differs between the readings."""

    DATE = "date"
    COUNT = "count"
    AMOUNT = "amount"
    NAME = "name"
    STATUS = "status"
    ATTRIBUTION = "attribution"
    PLACE = "place"


class Cause(StrEnum):
    """Why the readings differ."""

    RULE = "rule"
    SCOPE = "scope"
    MEASURE = "measure"
    PLAN = "plan"
    OUTDATED = "outdated"
    ERROR = "error"
    WORDING = "wording"
    UNEXPLAINED = "unexplained"


@attrs.frozen(kw_only=True, repr=False, weakref_slot=False)
class Source(Record):
    """One page or text, and how much of it was read.

    ``derives_from`` is the source it repeats; sources of one chain are one origin.
    """

    id: str
    title: str | None = None
    publisher: str
    author: str | None = None
    date: When | None = attrs.field(default=None, converter=_optional_when)
    url: str | None = None
    archived_url: str | None = None
    language: str
    kind: SourceKind = attrs.field(converter=SourceKind)
    read: Read = attrs.field(converter=Read)
    derives_from: str | None = None


@attrs.frozen(kw_only=True, weakref_slot=False)
class Reading:
    """One of the values that sources give: ``printed`` is how it stands there, where that differs.

    ``kept`` marks the reading that the record follows; none may be kept.
    """

    value: str | int | float | bool | None
    printed: str | None = None
    kept: bool = False
    evidence: tuple[Evidence, ...] = attrs.field(default=(), converter=_evidence)


def _readings(rows: Iterable[Reading | Mapping[str, Any]]) -> tuple[Reading, ...]:
    return tuple([row if isinstance(row, Reading) else Reading(**row) for row in rows])


@attrs.frozen(kw_only=True, repr=False, weakref_slot=False)
class Conflict(Record):
    """A reviewed disagreement: all readings of one ``field`` of one ``subject``, and the reason.

    ``subject`` is the id of a record, a step or a priority, or a quantity of indicators.
    """

    id: str
    subject: str
    field: str
    readings: tuple[Reading, ...] = attrs.field(converter=_readings)
    kind: ConflictKind = attrs.field(converter=ConflictKind)
    cause: Cause = attrs.field(converter=Cause)
    reason: str

    @property
    def kept(self) -> Reading | None:
        """The reading that the record follows."""
        return next((reading for reading in self.readings if reading.kept), None)


@attrs.frozen(kw_only=True, repr=False, weakref_slot=False)
class Fact(Record):
    """One field of one record with all that backs it.

    ``sources`` are the ids of the sources that support it, ``origins`` how many of them are
    independent of one another.
    """

    id: str
    record: str
    field: str
    value: str | None
    sources: tuple[str, ...]
    origins: int
    evidence: tuple[Evidence, ...]


@attrs.frozen(kw_only=True, repr=False, weakref_slot=False)
class Change(Record):
    """One changed fact between two releases; ``field`` is ``None`` for a whole record.

    ``before`` and ``after`` are JSON texts; ``None`` means that there was, or is, nothing.
    """

    id: str
    release: str
    collection: str
    record: str
    field: str | None
    before: str | None
    after: str | None
    evidence: tuple[Evidence, ...] = attrs.field(default=(), converter=_evidence)


@attrs.frozen(kw_only=True, repr=False, weakref_slot=False)
class Release(Record):
    """One release of the data: its ``id`` (``"26.1"``), its day and the hash of its data."""

    id: str
    date: When = attrs.field(converter=_when)
    sha256: str


def _whens(values: Mapping[str, When | str]) -> Mapping[str, When]:
    return {name: _when(value) for name, value in values.items()}


@attrs.frozen(kw_only=True, weakref_slot=False)
class DataVersion:
    """Which data is installed.

    ``version`` is that of the library, ``release`` and ``date`` those of its data, ``sha256`` the
    hash of the data in canonical form. ``checked_until`` says up to which day each collection was
    checked against the sources, ``counts`` how many records it has.
    """

    version: str
    release: str
    date: When = attrs.field(converter=_when)
    checked_until: Mapping[str, When] = attrs.field(converter=_whens)
    sha256: str
    counts: Mapping[str, int]
    licence: str

"""Where facts come from, where sources disagree."""

from __future__ import annotations

import attrs

from .base import Evidence, Record
from .declare import OneOrNone, Several, record
from .plain import Plain, Words
from .time import When


class SourceKind(Words):
    """What kind of publisher or text it is."""

    OFFICIAL = "official"
    LEGAL_TEXT = "legal text"
    AGENCY = "agency"
    NEWSPAPER = "newspaper"
    ANALYSIS = "analysis"
    BLOG = "blog"
    DATASET = "dataset"
    MACHINE_REWRITE = "machine rewrite"


class Read(Words):
    """How much of a page was read before it was cited."""

    WHOLE = "whole"
    BEGINNING = "beginning"
    CITED_ONLY = "cited only"


class ConflictKind(Words):
    """What differs between the readings."""

    DATE = "date"
    COUNT = "count"
    AMOUNT = "amount"
    NAME = "name"
    STATUS = "status"
    ATTRIBUTION = "attribution"
    PLACE = "place"


class Cause(Words):
    """Why the readings differ."""

    RULE = "rule"
    SCOPE = "scope"
    MEASURE = "measure"
    PLAN = "plan"
    OUTDATED = "outdated"
    ERROR = "error"
    WORDING = "wording"
    UNEXPLAINED = "unexplained"


@record(kw_only=True)
class Source(Record, shown=("id", "publisher", "title", "date", "language")):
    """One page or text, and how much of it was read.

    ``derives_from`` is the source it repeats; sources of one chain are one origin. ``licence`` is
    what a data set says of itself, as an SPDX identifier or expression where there is one, else in
    words; other pages have it where they are share-alike.
    """

    id: str
    title: str | None = None
    publisher: str
    author: str | None = None
    date: When | None = attrs.field(default=None, converter=OneOrNone[When])
    url: str | None = None
    archived_url: str | None = None
    language: str
    kind: SourceKind = attrs.field(converter=SourceKind)
    read: Read = attrs.field(converter=Read)
    derives_from: str | None = None
    licence: str | None = None


@record(kw_only=True)
class Reading(Plain):
    """One of the values that sources give: ``printed`` is how it stands there, where that differs.

    ``kept`` marks the reading that the record follows; none may be kept.
    """

    value: str | int | float | bool | None
    printed: str | None = None
    kept: bool = False
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )


@record(kw_only=True)
class Conflict(Record, shown=("subject", "field", "readings", "cause")):
    """A reviewed disagreement: all readings of one ``field`` of one ``subject``, and the reason.

    ``subject`` is the id of a record, a step or a priority, or a quantity of indicators;
    ``touches`` are the ids of further records that the disagreement is about.
    """

    id: str
    subject: str
    field: str
    readings: tuple[Reading, ...] = attrs.field(converter=Several[Reading])
    kind: ConflictKind = attrs.field(converter=ConflictKind)
    cause: Cause = attrs.field(converter=Cause)
    reason: str
    touches: tuple[str, ...] = attrs.field(default=(), converter=Several[str])

    @property
    def kept(self) -> Reading | None:
        """The reading that the record follows."""
        for reading in self.readings:
            if reading.kept:
                return reading

        return None

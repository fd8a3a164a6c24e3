"""Who says so: the evidence of records and of their fields, followed to its sources and origins.

What comes in are records, what goes out is their evidence, and then the ids of sources. A fact that
is derived from other records rests on the sources of those, however long the way to them is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .._records.load import find_by_id, find_one
from ..model.base import Evidence, Record, Says, parts_of
from ..model.sources import Source


def evidence_of(record: Record) -> list[Evidence]:
    """All evidence of a record, also that of its names, steps, aims and readings."""
    if isinstance(record, Source):
        return [Evidence(source=record.id)]

    evidence = [*getattr(record, "evidence", ())]
    for _, part in parts_of(record):
        evidence += part.evidence

    return evidence


def evidence_of_field(record: Record, field: str) -> Iterator[Evidence]:
    """What backs one field of a record."""
    for piece in getattr(record, "evidence", ()):
        if not piece.fields or field in map(first_step, piece.fields):
            yield piece

    value = getattr(record, field, None)
    if isinstance(value, str):
        # A title is backed by the name that is the same.
        for name in getattr(record, "names", ()):
            if name.text == value:
                yield from name.evidence

    # Steps, aims and readings are backed one by one.
    if isinstance(value, tuple):
        for part in value:
            yield from getattr(part, "evidence", ())


def first_step(path: str) -> str:
    """The field of a record that a way into it begins with: ``period`` of ``period.start``."""
    return path.partition(".")[0]


def sources_of(
    evidence: Iterable[Evidence], release: str | None
) -> tuple[str, ...]:
    """The ids of the sources that support, also through what a fact is derived from."""
    sources: set[str] = set()
    followed: set[str] = set()
    pending = list(evidence)
    while pending:
        piece = pending.pop()
        if piece.source and piece.says is Says.SUPPORTS:
            sources.add(piece.source)

        # Each record is followed once: many facts are derived from the same few.
        for record_id in set(piece.derived_from) - followed:
            followed.add(record_id)
            record = find_by_id(record_id, release)
            if record is not None:
                pending += evidence_of(record)

    return tuple(sorted(sources))


def origin_of(source_id: str, release: str | None) -> str:
    """The source that a chain of sources repeats."""
    source = find_one(Source, source_id, release)
    if source is None or source.derives_from is None:
        return source_id

    return origin_of(source.derives_from, release)

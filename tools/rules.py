"""The rules that the data obeys. Each yields faults as (collection, record, field, message)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import attrs

from sco_data._names import fold
from sco_data._records import COLLECTIONS
from sco_data._show.package import ACTOR, REFERENCES
from sco_data.model import (
    ConflictKind,
    Evidence,
    Initiative,
    Name,
    Outcome,
    Reading,
    Says,
    SourceKind,
    Stage,
    Step,
    When,
)
from sco_data.model.base import nested_in, parts_of

Fault = tuple[str, str, str, str]
Data = Mapping[str, Iterable[Any]]

SHOWN = {Stage.ADOPTED, Stage.SIGNED, Stage.HELD, Stage.LAUNCHED, Stage.IN_FORCE}
AMOUNTS = {ConflictKind.COUNT, ConflictKind.AMOUNT}
RECORD = tuple(COLLECTIONS)
SHARE_ALIKE = ("ODbL-", "CC-BY-SA-", "CC-BY-NC-SA-", "GPL-", "LGPL-", "AGPL-")
"""How the SPDX identifiers of licences begin that ask for the same licence again."""

FOUNDING = {
    "akorda-speech-2024",
    "kazinform-priorities-2024",
    "perspective-2024",
    "csc-results-2024",
    "noor-2024",
}
"""The five texts that the library began with. Their disagreements are registered whole."""


def faults(data: Data) -> Iterator[Fault]:
    """Every fault of the whole data."""
    for rule in (
        ids,
        references,
        evidence,
        steps,
        memberships,
        outcomes,
        conflicts,
        founding_readings,
        names,
        addresses,
        cited,
        licences,
    ):
        yield from rule(data)


def walk(data: Data) -> Iterator[tuple[str, Any, Any]]:
    """Every record and every part inside it that has evidence: collection, record, part."""
    for collection, rows in data.items():
        for record in rows:
            yield collection, record, record
            for _, part in parts_of(record):
                yield collection, record, part


def ids(data: Data) -> Iterator[Fault]:
    """No two records, steps or aims share an id; a step and an aim carry that of their record."""
    seen: dict[str, str] = {}
    for collection, record, part in walk(data):
        if (key := getattr(part, "id", None)) is None:
            continue
        if key in seen:
            yield collection, key, "id", f"is also the id of a record in {seen[key]}"
        seen[key] = collection
        if isinstance(part, Step) and not key.startswith(f"{record.id}#"):
            yield collection, record.id, "history", f"the step {key} should be {record.id}#…"


def references(data: Data) -> Iterator[Fault]:
    """Every id that is named exists."""
    homes = {name: {record.id for record in rows} for name, rows in data.items()}
    known = set().union(*homes.values())
    parts = {part.id for _, _, part in walk(data) if hasattr(part, "id")}
    for collection, record, part in walk(data):
        asked: list[tuple[str, Any, set[str]]] = []
        if part is record:
            for (home, field), where in REFERENCES.items():
                if home == collection:
                    asked.append((field, getattr(record, field), _union(homes, where)))
        if isinstance(part, Step):
            asked.append(("by", part.by, _union(homes, ACTOR)))
            asked.append(("document", part.document, homes["documents"]))
        for found in getattr(part, "evidence", ()):
            if (found.source is None) is (not found.derived_from):
                yield collection, record.id, "evidence", "needs a source or derived_from, not both"
            asked.append(("source", found.source, homes["sources"]))
            asked.append(("derived_from", found.derived_from, known | parts))
        if collection == "documents" and hasattr(part, "to"):
            asked.append(("relations", part.to, homes["documents"]))
        if collection == "priorities":
            asked.append(("aims", getattr(part, "initiatives", ()), homes["initiatives"]))
            for counterpart in getattr(part, "maps_to", ()):
                asked.append(("maps_to", counterpart.to, homes["priorities"]))
        if collection == "conflicts" and part is record and ":" not in record.subject:
            asked.append(("subject", record.subject, parts))
        if collection == "conflicts" and part is record:
            asked.append(("touches", record.touches, known))
        for field, value, valid in asked:
            for key in value if isinstance(value, tuple) else (value,):
                if key is not None and key not in valid:
                    yield collection, record.id, field, f"{key!r} is not there"


def evidence(data: Data) -> Iterator[Fault]:
    """Every field that is not ours and not empty has evidence."""
    for collection, record, part in walk(data):
        if collection == "sources" or (collection == "conflicts" and part is record):
            continue
        found: tuple[Evidence, ...] = part.evidence
        backed = {field.partition(".")[0] for row in found for field in row.fields}
        own = {field.name for field in attrs.fields(type(part))}
        for field in sorted(backed - own - {"signed", "adopted", "stage"}):
            yield collection, record.id, field, "is evidenced but is no field"
        if part is not record:
            if not found and type(part).__name__ != "Relation":
                yield (
                    collection,
                    getattr(part, "id", record.id),
                    "evidence",
                    f"none for {part!r:.80}",
                )
            if not isinstance(part, Step) or any(not row.fields for row in found):
                continue
        elif any(not row.fields for row in found):
            yield collection, record.id, "evidence", "names no fields"
        texts = {name.text for name in getattr(part, "names", ())}
        nested = {field for field, _ in nested_in(part)}  # What is in there has its own evidence.
        for field in sorted(own - type(part).OURS - nested - backed):
            value = getattr(part, field)
            empty = value is None or value == () or (isinstance(part, Step) and value is False)
            if not empty and not (isinstance(value, str) and value in texts):
                yield collection, part.id, field, f"has no evidence for {str(value)!r:.60}"


def steps(data: Data) -> Iterator[Fault]:
    """What is done is shown by a source of that day or later; in force follows signed."""
    dates = {source.id: source.date for source in data["sources"]}
    for collection, record, part in walk(data):
        if isinstance(part, Step):
            if part.stage in SHOWN and not _shown(part.on, part.evidence, dates):
                yield (
                    collection,
                    part.id,
                    "stage",
                    f"{part.stage} has no source of {part.on} or later",
                )
        elif part is record and getattr(record, "history", None):
            history = record.history
            if [step.on for step in history] != sorted(step.on for step in history):
                yield collection, record.id, "history", "is not in order of time"
            for number, step in enumerate(history):
                earlier = {before.stage for before in history[:number]}
                if step.stage is Stage.IN_FORCE and not earlier & {Stage.ADOPTED, Stage.SIGNED}:
                    yield collection, step.id, "stage", "in force without adopted or signed"
        elif collection == "events" and part is record and record.stage in SHOWN:
            begins = record.period and record.period.start
            if begins is None or not _shown(begins, record.evidence, dates):
                yield collection, record.id, "stage", "held has no source of that day or later"


def memberships(data: Data) -> Iterator[Fault]:
    """Periods of one state do not overlap; a period starts where a step completes it."""
    by_state: dict[str, list[Any]] = {}
    for row in data["memberships"]:
        if row.period is not None:
            by_state.setdefault(row.state, []).append(row)
            if not any(step.completes and step.on == row.period.start for step in row.history):
                yield "memberships", row.id, "period", "no completing step on its first day"
    for rows in by_state.values():
        rows.sort(key=lambda row: row.period.start)
        for one, two in pairwise(rows):
            if one.period.end is None or two.period.start < one.period.end:
                yield "memberships", two.id, "period", f"overlaps {one.id}"


def outcomes(data: Data) -> Iterator[Fault]:
    """The outcome agrees with the completing step and the due date, the proposer with history."""
    for row in data["initiatives"]:
        done = [step for step in row.history if step.completes]
        wanted = None
        if done:
            wanted = Initiative.outcome_at(row, dt.date.max)
        elif row.outcome in (Outcome.FULFILLED, Outcome.LATE):
            yield "initiatives", row.id, "outcome", "has no completing step"
        if wanted and row.outcome is not wanted:
            yield "initiatives", row.id, "outcome", f"is {row.outcome}, the history says {wanted}"
        first = next((step.by for step in row.history if step.stage is Stage.PROPOSED), None)
        if first and row.proposer != first:
            yield "initiatives", row.id, "proposer", f"is {row.proposer}, {first} proposed first"
        if row.outcome in (Outcome.NO_TRACE, Outcome.UNCONFIRMED) and row.checked is None:
            yield "initiatives", row.id, "checked", "must say when traces were last looked for"


def conflicts(data: Data) -> Iterator[Fault]:
    """A conflict has two readings or more, and the one kept is what the record says."""
    parts = {part.id: part for _, _, part in walk(data) if hasattr(part, "id")}
    for row in data["conflicts"]:
        if len({str(reading.value) for reading in row.readings}) < 2:
            yield "conflicts", row.id, "readings", "needs at least two different values"
        if sum(reading.kept for reading in row.readings) > 1:
            yield "conflicts", row.id, "readings", "keeps more than one"
        if row.kept is not None and row.subject not in parts and row.kind in AMOUNTS:
            yield "conflicts", row.id, "readings", "keeps a number that no record has"
        if row.subject in row.touches:
            yield "conflicts", row.id, "touches", "names the subject once more"
        if row.kept is not None and row.subject in parts:
            value: Any = parts[row.subject]
            for field in row.field.split("."):
                value = getattr(value, field, None)
            if str(value) != str(row.kept.value):
                yield (
                    "conflicts",
                    row.id,
                    row.field,
                    f"keeps {row.kept.value!r}, record has {value}",
                )


def founding_readings(data: Data) -> Iterator[Fault]:
    """What a founding text says of a disputed field is a reading, with the place in the text.

    The record in dispute tells which paragraphs speak of the field: its own evidence cites them.
    """
    parts = {part.id: part for _, _, part in walk(data) if hasattr(part, "id")}
    for row in data["conflicts"]:
        given = {place for reading in row.readings for place in _founding_places(reading.evidence)}
        for piece in _speaking(data, parts, row):
            places = _founding_places([piece])
            if places and not places & given:
                yield "conflicts", row.id, "readings", f"none cites {piece.source} {piece.at}"


def _speaking(data: Data, parts: Mapping[str, Any], row: Any) -> Iterator[Evidence]:
    """The evidence, of the thing in dispute, that is about the disputed field."""
    kind, _, quantity = row.subject.rpartition(":")
    if kind == "quantity" and row.field == "value":
        for indicator in data["indicators"]:
            if indicator.quantity == quantity:
                yield from _about(indicator, "value")
    elif row.subject in parts:
        part = parts[row.subject]
        yield from _about(part, row.field)
        if row.field in ("name", "title", "theme"):
            yield from (piece for name in getattr(part, "names", ()) for piece in name.evidence)
        if row.field in ("outcome", "stage"):
            yield from (piece for step in getattr(part, "history", ()) for piece in step.evidence)


def _about(part: Any, field: str) -> Iterator[Evidence]:
    """The evidence for a field; that for a period is for both its ends."""
    for piece in part.evidence:
        if {field, field.partition(".")[0]} & set(piece.fields):
            yield piece


def _founding_places(pieces: Iterable[Evidence]) -> set[tuple[str, int]]:
    """The paragraphs of founding texts that are cited; of a stretch, each."""
    places: set[tuple[str, int]] = set()
    for piece in pieces:
        if piece.source in FOUNDING and piece.says is Says.SUPPORTS:
            for first, last in re.findall(r"¶(\d+)(?:[-–](\d+))?", piece.at or ""):
                numbers = range(int(first), int(last or first) + 1)
                places |= {(piece.source, number) for number in numbers}
    return places


def names(data: Data) -> Iterator[Fault]:
    """No two states share a code or a name, however it is written."""
    seen: dict[str, str] = {}
    for state in data["states"]:
        keys = {state.iso2, state.iso3, state.name, state.formal_name}
        for key in keys | {name.text for name in state.names}:
            if seen.setdefault(fold(key), state.id) != state.id:
                yield "states", state.id, "names", f"{key!r} is also {seen[fold(key)]}"
        if state.id != state.iso3:
            yield "states", state.id, "id", f"is not the ISO-3 code {state.iso3}"


def addresses(data: Data) -> Iterator[Fault]:
    """The address of a document is the first of its texts."""
    for document in data["documents"]:
        if document.texts and document.url != document.texts[0].url:
            yield "documents", document.id, "url", f"is not that of its first text: {document.url}"


def cited(data: Data) -> Iterator[Fault]:
    """Every source is cited, or is what a cited one derives from; no page stands there twice."""
    used = {row.source for _, _, part in walk(data) for row in getattr(part, "evidence", ())}
    used |= {source.derives_from for source in data["sources"]}
    pages: dict[str, str] = {}
    for source in data["sources"]:
        if source.id not in used:
            yield "sources", source.id, "", "nothing cites it"
        page = (source.url or source.id).rpartition("://")[2].rstrip("/")
        if pages.setdefault(page, source.id) != source.id:
            yield "sources", source.id, "url", f"is also the page of {pages[page]}"


def licences(data: Data) -> Iterator[Fault]:
    """Every data set says its licence; no fact and no name rests on share-alike sources alone."""
    share_alike = set()
    for source in data["sources"]:
        if source.kind is SourceKind.DATASET and not source.licence:
            yield "sources", source.id, "licence", "a data set says its licence, or 'none stated'"
        if (source.licence or "").startswith(SHARE_ALIKE):
            share_alike.add(source.id)
    for collection, record, part in walk(data):
        if collection == "sources" or (isinstance(part, Reading) and not part.kept):
            continue  # a reading that is not kept tells what its source says, and no more
        for field, sources in _sources_by_field(part).items():
            if sources <= share_alike:
                about = ("names", f"{part.text!r} ") if isinstance(part, Name) else (field, "")
                key = getattr(part, "id", record.id)
                yield collection, key, about[0], f"{about[1]}rests on share-alike sources alone"


def _sources_by_field(part: Any) -> dict[str, set[str | None]]:
    """What backs each field; a piece of evidence that names no fields backs the whole part."""
    rows = [row for row in getattr(part, "evidence", ()) if row.says is Says.SUPPORTS]
    fields = {field for row in rows for field in row.fields} or ({"evidence"} if rows else set())
    return {
        field: {row.source for row in rows if field in row.fields or not row.fields}
        for field in fields
    }


def _union(homes: Mapping[str, set[str]], where: Iterable[str]) -> set[str]:
    return set().union(*(homes[name] for name in where))


def _shown(on: When, rows: Iterable[Evidence], dates: Mapping[str, When | None]) -> bool:
    first = on.earliest or on.latest
    found = (dates.get(row.source or "") for row in rows if row.says is Says.SUPPORTS)
    return any(date is not None and date.latest >= first for date in found)

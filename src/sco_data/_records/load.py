"""Rows to records: each is built when it is first asked for, and then kept.

Bundled data was validated when the release was built, so here the fields convert themselves:
``State(**row)``. Reading rows and building records is what takes time.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any, cast

from .. import model
from .._rows.bundle import Row, canonical_json, parse_json, read_checked
from .._rows.once import build_once, lock
from .._rows.releases import rows_of
from ..model.base import Record, parts_of
from ..model.records import R, Records

COLLECTIONS = {
    "states": "State",
    "memberships": "Membership",
    "applications": "Application",
    "chairmanships": "Chairmanship",
    "priorities": "Priority",
    "initiatives": "Initiative",
    "documents": "Document",
    "participation": "Participation",
    "events": "Event",
    "bodies": "Body",
    "office_holders": "OfficeHolder",
    "attendance": "Attendance",
    "projects": "Project",
    "indicators": "Indicator",
    "sources": "Source",
    "conflicts": "Conflict",
}
"""Every collection: the class of its records."""

_COLLECTION_OF = dict(zip(COLLECTIONS.values(), COLLECTIONS, strict=True))
"""The collection of a class, by the name of the class."""

NAME_FIELDS = ("title", "name", "formal_name", "theme", "holder")
"""What a record is called, in whichever of these fields its class has."""

_loaded: set[tuple[type[Record], str | None]] = set()
"""The classes, with the release, of which all records are built."""

Slot = bytes | Row | Record
"""The place of one record: its text until it is read, a row, and for good the record itself."""


@build_once
def load(cls: type[R], release: str | None = None) -> Records[R]:
    """All records of a class, by id."""
    return matching(cls, release, {})


def ids_of(cls: type[Record], release: str | None = None) -> Collection[str]:
    """The ids of all records of a class, in their order; no record is built for it."""
    return _positions(_COLLECTION_OF[cls.__name__], release).keys()


@build_once
def get_one(cls: type[R], record_id: str, release: str | None = None) -> R:
    """The record of a class with this id; no other record is built for it.

    Raises:
        KeyError: if there is none.
    """
    collection = _COLLECTION_OF[cls.__name__]
    position = _positions(collection, release)[record_id]
    return cast("R", record_at(collection, position, release))


def find_one(
    cls: type[R], record_id: str, release: str | None = None
) -> R | None:
    """The same, or nothing."""
    if record_id not in ids_of(cls, release):
        return None

    return get_one(cls, record_id, release)


def find_by_id(record_id: str, release: str | None = None) -> Record | None:
    """The record, step or aim with this id, or nothing; no other record is built for it."""
    # The id of a step begins with that of its record, and so does the id of an aim.
    for owner_id in (record_id.partition("#")[0], record_id.rpartition("/")[0]):
        for collection in COLLECTIONS:
            position = _positions(collection, release).get(owner_id)
            if position is not None:
                parts = with_parts(record_at(collection, position, release))
                if record_id in parts:
                    return parts[record_id]

    return None


@build_once
def everything(release: str | None = None) -> dict[str, Record]:
    """All records of all collections by id, with the steps and aims inside them."""
    records: dict[str, Record] = {}
    for collection in COLLECTIONS:
        for record in load(record_class(collection), release):
            records |= with_parts(record)

    return records


def record_class(collection: str) -> type[Record]:
    """The class of a collection's records."""
    # By name, so that the classes of other collections are not loaded.
    return cast("type[Record]", getattr(model, COLLECTIONS[collection]))


def with_parts(record: Record) -> dict[str, Record]:
    """A record and the steps and aims inside it, by id."""
    records = {record.id: record}
    for part_id, part in parts_of(record):
        if isinstance(part, Record):
            records[part_id] = part

    return records


def matching(cls: type[R], release: str | None, conditions: Row) -> Records[R]:
    """The records whose fields equal, or contain, the values given; only these are built."""
    collection = _COLLECTION_OF[cls.__name__]
    # First, because what is no release is told there.
    slots = _slots(collection, release)
    # What is built already is not read again.
    if conditions and (cls, release) in _loaded:
        return where(load(cls, release), conditions)

    candidates = _read_candidates(collection, slots, conditions.values())
    records = []
    for position, candidate in candidates:
        if _meets(candidate, conditions):
            records.append(_build(cls, slots, position, candidate))
    if not conditions:
        _loaded.add((cls, release))

    return Records(records)


def where(records: Records[R], conditions: Row) -> Records[R]:
    """Those of some records whose fields equal, or contain, the values given."""
    return Records([record for record in records if _meets(record, conditions)])


def _meets(candidate: Row | Record, conditions: Row) -> bool:
    """Whether the fields of a row, or of a record, equal or contain the values given."""
    for field, value in conditions.items():
        # What a row does not say has its default, which no condition asks for.
        own = (
            candidate.get(field)
            if isinstance(candidate, dict)
            else getattr(candidate, field)
        )
        if not _is_or_contains(own, value):
            return False

    return True


def _is_or_contains(own: Any, value: Any) -> bool:
    """Whether the own value of a field equals a value, or has it among its own."""
    if isinstance(own, list | tuple):
        return value in own

    return bool(own == value)


def _read_candidates(
    collection: str, slots: list[Slot], values: Iterable[str]
) -> list[tuple[int, Row | Record]]:
    """The rows and records that may match, by position.

    A row is not read where a value is nowhere in its text.
    """
    # Half of a sign, which JSON may hold, is no UTF-8: it must not fail, only match nothing.
    encoded = [
        json.dumps(value, ensure_ascii=False).encode(errors="surrogatepass")
        for value in values
    ]
    candidates: dict[int, Row | Record] = {}
    texts: dict[int, bytes] = {}
    for position, slot in enumerate(slots):
        if not isinstance(slot, bytes):
            candidates[position] = slot
        elif all(text in slot for text in encoded):
            texts[position] = slot

    if texts:
        # One call of the parser for all is quicker than one for each.
        array = b"[{%s}]" % b"},{".join(texts.values())
        rows = parse_json(f"{collection}.json", array)
        candidates.update(zip(texts, rows, strict=True))

    return sorted(candidates.items())


def _build(
    cls: type[R], slots: list[Slot], position: int, candidate: Row | Record
) -> R:
    """The record of a row; the first thread that builds it puts it into its slot for good."""
    if isinstance(candidate, dict):
        with lock:
            slot = slots[position]
            # An expression, because an "if" that only a race enters would be tested by luck.
            candidate = slot if isinstance(slot, Record) else cls(**candidate)
            slots[position] = candidate

    return cast("R", candidate)


def record_at(
    collection: str, position: int, release: str | None = None
) -> Record:
    """The record at a position of its collection; no other is built for it."""
    slots = _slots(collection, release)
    slot = slots[position]
    if isinstance(slot, bytes):
        slot = cast("Row", parse_json(f"{collection}.json", b"{%s}" % slot))

    return _build(record_class(collection), slots, position, slot)


@build_once
def _slots(collection: str, release: str | None) -> list[Slot]:
    """The slots of a collection; each text gives way to its record."""
    if release is not None:
        return list(rows_of(collection, release))

    return list(_newest_texts(collection))


def _newest_texts(collection: str) -> list[bytes]:
    """The text of each row without its braces."""
    # As the build writes the files, only rows begin on a line that is indented by one.
    text = read_checked(f"{collection}.json").strip()[2:-2]
    return text.split(b"},\n {") if text else []


def texts_of(collection: str, release: str | None = None) -> list[str]:
    """The rows of a collection as JSON without the outer braces, in the order of their records."""
    if release is None:
        return list(map(bytes.decode, _newest_texts(collection)))

    return [canonical_json(row)[1:-1] for row in rows_of(collection, release)]


@build_once
def _positions(collection: str, release: str | None) -> dict[str, int]:
    """Where the record with an id is among the slots."""
    return {
        _id_of(slot): position
        for position, slot in enumerate(_slots(collection, release))
    }


def names_of(row: Row) -> list[str]:
    """All that a record is called, in every language, from its row."""
    names = [row[field] for field in NAME_FIELDS if row.get(field) is not None]
    return names + [name["text"] for name in row.get("names", ())]


def _id_of(slot: Slot) -> str:
    """The id of a record; for this a text is not read as JSON."""
    if isinstance(slot, bytes):
        # The id is the first field of a row.
        return slot.split(b'"', 4)[3].decode()

    return cast("str", slot["id"] if isinstance(slot, dict) else slot.id)

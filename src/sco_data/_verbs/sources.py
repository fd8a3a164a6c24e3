"""Verbs on sources, and on all records: any record by its id, and search."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .._names import fold
from .._records import COLLECTIONS, everything, find, find_by_id
from .._rows.bundle import Row
from .._rows.once import build_once
from .._rows.releases import rows_of
from ..model.base import Record
from ..model.records import Records
from ..model.sources import Source
from ._shared import get_by_id, not_found

if TYPE_CHECKING:
    from ..model.words import SourceKindWord

# Of the newest release, those that were asked for: one look-up, nothing called.
_record_by_id: dict[str, Record] = {}


def sources(
    *,
    kind: SourceKindWord | None = None,
    publisher: str | None = None,
    language: str | None = None,
    release: str | None = None,
) -> Records[Source]:
    """The pages and texts that the facts rest on.

    Example:
        >>> sco.source("akorda-speech-2024").read.value
        'whole'
    """
    return find(Source, release, kind=kind, publisher=publisher, language=language)


def source(key: str, *, release: str | None = None) -> Source:
    """The source with this id; errors as for :func:`document`.

    Example:
        >>> sco.source("kazinform-priorities-2024").derives_from
        'akorda-speech-2024'
    """
    return get_by_id(Source, key, release)


def get(id: str, *, release: str | None = None) -> Record:
    """Any record by its id: of every collection, and the steps and aims inside records.

    Raises:
        NotFoundError: if there is none; ids spelt much like it are suggested. For an id that a
            release took out it says which, and what took its place.

    Example:
        >>> sco.get("BLR/observer").state
        'BLR'
    """
    if release is None:
        try:
            return _record_by_id[id]
        except (KeyError, TypeError):
            pass

    record = None
    if isinstance(id, str):
        record = find_by_id(id, release)
    if record is None:
        raise not_found(id, everything(release), "record", release)

    if release is None:
        _record_by_id[id] = record

    return record


def search(text: str, *, release: str | None = None) -> Records[Record]:
    """The records in whose id, names or title every word of ``text`` stands.

    Case and accents do not matter; the shorter the name in which all words stand, the earlier.

    Raises:
        ValueError: if ``text`` has no word in it.

    Example:
        >>> sco.search("anti-drug strategy 2024")[0].id
        'anti-drug-strategy-2024-2029'
    """
    if not isinstance(text, str):
        raise TypeError(f"text is a string, not {type(text).__name__}")

    words = {folded for word in text.split() if (folded := fold(word))}
    if not words:
        raise ValueError(f"there is no word in {text[:40]!r}")

    # The longest word leaves the fewest entries to look through whole.
    longest = max(words, key=len)
    lengths: dict[str, int] = {}
    for entry in _entries(release):
        if longest in entry.folded:
            fitting = [
                size for folded, size in entry.texts if all(word in folded for word in words)
            ]
            if fitting:
                lengths[entry.record_id] = min(fitting)

    # Only what was found is built. Of equal length, what stands earlier in the data comes first.
    found = sorted(lengths, key=lambda record_id: lengths[record_id])
    return Records([get(record_id, release=release) for record_id in found])


class _Entry(NamedTuple):
    """What search looks through of one record, step or aim."""

    record_id: str
    folded: str
    """All its texts in one, folded."""
    texts: list[tuple[str, int]]
    """Each text folded, and how long it is as written."""


_SEARCHED = ("title", "name", "holder", "office", "publisher", "text", "reason")


@build_once
def _entries(release: str | None) -> list[_Entry]:
    """An entry for every record, step and aim, from the rows: no record is built for it."""
    entries = []
    for collection in COLLECTIONS:
        for row in rows_of(collection, release):
            for part in (row, *row.get("history", ()), *row.get("aims", ())):
                entries.append(_entry_of(part))

    return entries


def _entry_of(row: Row) -> _Entry:
    texts = [row["id"], *(name["text"] for name in row.get("names", ()))]
    texts += [row[field] for field in _SEARCHED if isinstance(row.get(field), str)]
    folded = [fold(text) for text in texts]
    lengths = [len(text) for text in texts]
    return _Entry(row["id"], "\n".join(folded), list(zip(folded, lengths, strict=True)))

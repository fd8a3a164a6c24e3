"""Verbs on all records: sources, any record by id, search."""

from __future__ import annotations

from .. import _names
from .._input import known, word
from .._load import everything, load, once
from ..errors import NotFoundError
from ..model.base import Record, Records
from ..model.sources import Source, SourceKind
from ._common import one, select

_records: dict[str, Record] = {}  # of the newest release: one look-up, nothing called


def sources(
    *,
    kind: SourceKind | str | None = None,
    publisher: str | None = None,
    language: str | None = None,
    release: str | None = None,
) -> Records[Source]:
    """The pages and texts that the facts rest on.

    Example:
        >>> sco.source("akorda-speech-2024").read.value
        'whole'
    """
    rows = load("sources", release)
    known((row.publisher for row in rows), publisher, "publisher")
    known((row.language for row in rows), language, "language")
    return select(rows, kind=word(SourceKind, kind, "kind"), publisher=publisher, language=language)


def source(key: str, *, release: str | None = None) -> Source:
    """The source with this id; errors as for :func:`document`.

    Example:
        >>> sco.source("kazinform-priorities-2024").derives_from
        'akorda-speech-2024'
    """
    found: Source = one("sources", key, release)
    return found


def get(id: str, *, release: str | None = None) -> Record:
    """Any record by its id: of every collection, and the steps and aims inside records.

    Raises:
        NotFoundError: if there is none; ids spelt much like it are suggested.

    Example:
        >>> sco.get("BLR/observer").state
        'BLR'
    """
    if release is None:
        try:
            return _records[id]
        except (KeyError, TypeError):
            _records.update(everything())
    found = everything(release)
    try:
        return found[id]
    except (KeyError, TypeError):
        raise NotFoundError(id, _names.close(id, list(found)), "record") from None


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
    words = {folded for word in text.split() if (folded := _names.fold(word))}
    if not words:
        raise ValueError(f"there is no word in {text[:40]!r}")
    hits: list[tuple[int, Record]] = []
    longest = max(words, key=len)  # the longest: few records are left after it
    for record, texts in [row[1:] for row in _texts(release) if longest in row[0]]:
        lengths = [size for folded, size in texts if all(word in folded for word in words)]
        if lengths:
            hits.append((min(lengths), record))
    return Records([record for _, record in sorted(hits, key=lambda hit: hit[0])])


@once
def _texts(release: str | None) -> list[tuple[str, Record, list[tuple[str, int]]]]:
    """Every record after all its texts in one, then each: folded, and how long it is as written."""
    found: list[tuple[str, Record, list[tuple[str, int]]]] = []
    for key, record in everything(release).items():
        parts = [key, *(name.text for name in getattr(record, "names", ()))]
        parts += [
            value
            for field in ("title", "name", "holder", "office", "publisher", "text", "reason")
            if isinstance(value := getattr(record, field, None), str)
        ]
        texts = [(_names.fold(part), len(part)) for part in parts]
        found.append(("\n".join([folded for folded, _ in texts]), record, texts))
    return found

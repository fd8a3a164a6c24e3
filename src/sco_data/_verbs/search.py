"""The verb that searches: what comes in is a text, what goes out are records, the best first.

Rows are looked through as text. Those in which the words may stand are read and rated by where
the words stand; only what was found is built.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from .._records.load import (
    COLLECTIONS,
    NAME_FIELDS,
    names_of,
    record_at,
    texts_of,
)
from .._rows.bundle import Row
from .._rows.once import build_once
from ..model.base import Record
from ..model.records import Records
from ._search_words import Term, fold_json, fold_text, read_terms, share_of_name

# What readers mean first comes first: what the organisation did, then what is said of it.
_WEIGHTS = {
    "states": 10,
    "memberships": 10,
    "applications": 8,
    "chairmanships": 10,
    "priorities": 8,
    "initiatives": 10,
    "documents": 10,
    "participation": 6,
    "events": 10,
    "bodies": 10,
    "office_holders": 9,
    "attendance": 6,
    "projects": 9,
    "indicators": 6,
    "sources": 4,
    "conflicts": 4,
}

# How much a word counts by where it stands.
_IN_KIND, _IN_NAME, _IN_FIELD, _IN_NEIGHBOUR, _IN_NOTE = 13, 10, 9, 7, 2
_WHOLE_WORD = 1
_WHOLE_PHRASE = 6

_NOTES = (
    "names",
    "evidence",
    "history",
    "aims",
    "readings",
    "reason",
    "relations",
    "maps_to",
)
_UNSEARCHED = (
    "source",
    "at",
    "url",
    "archived_url",
    "language",
    "role",
    "derived_from",
    "fields",
)
_PARTS = ("history", "aims")

# Records of these are what others refer to; they do it by the id, or by the name of a person.
_REFERRED = ("states", "chairmanships", "events", "bodies", "office_holders")
_REFERENCE = re.compile(
    '"(?:state|chairmanship|summit|chair|event|body|parent|document|proposer|subject)"'
    ': ?"([^"#/]+)'
)

# A term and a membership have no name but that of their state.
_NAMED_BY_STATE = ("chairmanships", "memberships")

_MISSION = "2023-2024"

# A record that has no name of its own fits as well as one with half of its name.
_FIT_OF_NAMELESS = 0.5


_Place = tuple[str, int]
"""The collection of a record and its position there."""


class _Query(NamedTuple):
    """What is searched for."""

    terms: list[Term]
    ids_named: list[set[str]]
    """For each term the ids of the records that are called by it."""
    phrase: str


class _Texts(NamedTuple):
    """What a record tells of itself, and what more there is to it."""

    facts: str
    notes: str


class _Candidate(NamedTuple):
    """A record in which some words stand."""

    missing: int
    """How many words do not stand in it."""
    points: int
    names: list[str]
    row: Row
    place: _Place


class _Hit(NamedTuple):
    """A record, or a step or aim in it, and how well it fits. The least comes first."""

    is_part: bool
    negative_points: float
    is_elsewhere: bool
    """Whether it belongs to another year than that of the mission."""
    is_over: bool
    """Whether it tells of a state of affairs that has ended."""
    negative_evidence: int
    """What is well known has much evidence."""
    length: int
    place: _Place
    part: tuple[str, int]
    """The field and the position in it; the field is empty for the record itself."""


def search(text: str, *, release: str | None = None) -> Records[Record]:
    """The records in which every word of ``text`` stands, the best first.

    Looked through are names in all languages, titles, themes, places, persons, dates, notes and
    the names of what a record refers to. Case, accents and endings do not matter, nor whether a
    common word is written in English, Russian or Chinese. A word counts most in a name, the more
    the more of the name is asked for, and least in a note; steps and aims come after all records.
    If no record has all words, those are given that have the most, if these are half of them.

    Raises:
        ValueError: if ``text`` has no word in it, or more than 64.

    Example:
        >>> sco.search("Astana summit")[0].id, sco.search("Астанинской декларации")[0].id
        ('chs-24', 'astana-declaration-2024')
    """
    if not isinstance(text, str):
        raise TypeError(f"text is a string, not {type(text).__name__}")

    query = _Query(read_terms(text), [], fold_text(text).strip())
    found_terms = _find_terms(query, release)

    rows = _folded_rows(release)
    candidates: list[_Candidate] = []
    fewest = len(query.terms)
    # Where no record has all words, half of them is enough.
    for number in reversed(range((fewest + 1) // 2, fewest + 1)):
        places = {
            place for place, count in found_terms.items() if count == number
        }
        candidates += [
            _candidate(place, row, query) for place, row in _read(places, rows)
        ]
        fewest = min(
            [candidate.missing for candidate in candidates], default=fewest
        )
        # Whatever comes now has fewer words.
        if fewest <= len(query.terms) - number:
            best = [each for each in candidates if each.missing == fewest]
            hits = sorted(_hits(best, query, fewest))
            return Records([_build(hit, release) for hit in hits])

    return Records()


def _find_terms(query: _Query, release: str | None) -> Counter[_Place]:
    """How many terms may stand in each row, or in a name of what it refers to.

    The ids of what is called by each term are added to the query.
    """
    rows = _folded_rows(release)
    found_terms: Counter[_Place] = Counter()
    for term in query.terms:
        places = _places_with(term, rows)
        ids = _ids_named(term, places, rows)
        query.ids_named.append(ids)

        # Most words name nothing that others refer to; then who refers to what is not asked.
        referring = _referring(release) if ids else {}
        for name in ids:
            places.update(referring.get(name, ()))
        found_terms.update(places)

    return found_terms


@build_once
def _folded_rows(release: str | None) -> dict[_Place, str]:
    """The text of every row, folded; it begins with what kind of record it is."""
    rows = {}
    for collection, class_name in COLLECTIONS.items():
        kind = f'"is": "{class_name.lower()}", '
        for position, text in enumerate(texts_of(collection, release)):
            rows[collection, position] = kind + fold_json(text)

    return rows


@build_once
def _referring(release: str | None) -> dict[str, list[_Place]]:
    """The places of the rows that refer to an id or a person."""
    places: dict[str, list[_Place]] = {}
    for place, text in _folded_rows(release).items():
        # Sources are half of all rows and refer to none of these.
        found = () if place[0] == "sources" else _REFERENCE.findall(text)
        for name in found:
            places.setdefault(name, []).append(place)

    return places


def _places_with(term: Term, rows: dict[_Place, str]) -> set[_Place]:
    """The rows in whose text the term may stand."""
    places: set[_Place] = set()
    for alternative in term.alternatives:
        places.update(
            [place for place, text in rows.items() if alternative in text]
        )

    return places


def _ids_named(
    term: Term, places: set[_Place], rows: dict[_Place, str]
) -> set[str]:
    """The ids of those rows that others refer to and that have the term in a name."""
    ids = set()
    referred = {place for place in places if place[0] in _REFERRED}
    for place, row in _read(referred, rows):
        if term.pattern.search("\n".join(_names_of(row))):
            ids.add(
                row["holder"] if place[0] == "office_holders" else row["id"]
            )

    return ids


def _read(
    places: set[_Place], rows: dict[_Place, str]
) -> list[tuple[_Place, Row]]:
    """The rows at the places, from their folded text."""
    ordered = sorted(places)
    text = "},{".join([rows[place] for place in ordered])
    # One call of the parser for all is quicker than one for each.
    return (
        list(zip(ordered, json.loads(f"[{{{text}}}]"), strict=True))
        if ordered
        else []
    )


def _candidate(place: _Place, row: Row, query: _Query) -> _Candidate:
    """A record and how many points the words have in it."""
    names = _names_of(row)
    kind = f"{row['is']} {row.get('kind', '')} {row.get('status', '')}"
    called = "\n".join(names)
    neighbours = {value for value in row.values() if isinstance(value, str)}
    if "subject" in row:
        # It may be a step or a field of a record, or a membership of a state.
        neighbours.add(row["subject"].partition("#")[0].partition("/")[0])
    in_neighbour = _IN_NAME if place[0] in _NAMED_BY_STATE else _IN_NEIGHBOUR

    points = missing = 0
    texts: _Texts | None = None
    for term, ids in zip(query.terms, query.ids_named, strict=True):
        best = max(
            _count(term, kind, _IN_KIND),
            _count(term, called, _IN_NAME),
            0 if ids.isdisjoint(neighbours) else in_neighbour,
        )
        if best <= _IN_FIELD:
            # Most words are found before all texts have to be looked through.
            texts = texts or _texts_of(row)
            best = max(best, _count(term, texts.facts, _IN_FIELD))
        if best == 0 and texts:
            best = _count(term, texts.notes, _IN_NOTE)
        points += best
        missing += best == 0

    if query.phrase in called:
        points += _WHOLE_PHRASE
    if query.phrase in names:
        points += _WHOLE_PHRASE

    return _Candidate(missing, points, names, row, place)


def _hits(
    candidates: list[_Candidate], query: _Query, missing: int
) -> Iterator[_Hit]:
    """The records and those parts of them that miss no more words, each with how well it fits."""
    for candidate in candidates:
        yield _rate(candidate, query)
        for field in _PARTS:
            for position, part in enumerate(candidate.row.get(field, ())):
                text = "\n".join(_texts_in(part, leave_out=("id",)))
                if _missing(query.terms, text) == missing:
                    yield _rate_part(candidate.place, (field, position), text)


def _missing(terms: list[Term], text: str) -> int:
    return sum(not term.pattern.search(text) for term in terms)


def _rate(candidate: _Candidate, query: _Query) -> _Hit:
    """How well a record fits."""
    _, points, names, row, place = candidate
    shares = [share_of_name(query.terms, name) for name in names]
    if not names or place[0] in _NAMED_BY_STATE:
        shares.append(_FIT_OF_NAMELESS)
    chairmanship = (
        row["id"]
        if place[0] == "chairmanships"
        else row.get("chairmanship", _MISSION)
    )
    period = row.get("period") or {}
    return _Hit(
        is_part=False,
        negative_points=-points * _WEIGHTS[place[0]] * (1 + max(shares)),
        is_elsewhere=chairmanship != _MISSION,
        is_over="end" in period,
        negative_evidence=-len(row.get("evidence", ())),
        length=min(map(len, names), default=len(row["id"])),
        place=place,
        part=("", 0),
    )


def _rate_part(place: _Place, part: tuple[str, int], text: str) -> _Hit:
    """How well a step or an aim fits: by its own words alone."""
    return _Hit(True, 0, False, False, 0, len(text), place, part)


def _count(term: Term, text: str, weight: int) -> int:
    """What a term counts in a text: more for a whole word, nothing if it is not there."""
    best = 0
    for match in term.pattern.finditer(text):
        best = weight
        if not text[match.end() : match.end() + 1].isalnum():
            return weight + _WHOLE_WORD

    return best


def _names_of(row: Row) -> list[str]:
    """What a record is called; a meeting also by what it is, its place and its year."""
    names = names_of(row)
    if row["is"] == "event" and "place" in row:
        period = row.get("period") or {}
        day = period.get("first", "").lstrip("[.")
        called = f"{row['kind']} {row['place']}"
        names += [called, f"{called} {day[:4]}"]
    return names


def _texts_of(row: Row) -> _Texts:
    """The texts of a record but for its names."""
    return _Texts(
        facts="\n".join(_texts_in(row, leave_out=(*NAME_FIELDS, *_NOTES))),
        notes="\n".join(_texts_in({field: row.get(field) for field in _NOTES})),
    )


def _texts_in(value: Any, leave_out: tuple[str, ...] = ()) -> Iterator[str]:
    """The texts in a row or in a part of it that are there to be read."""
    if isinstance(value, str | int | float):
        yield str(value)
    elif isinstance(value, dict):
        for field, inner in value.items():
            if field not in _UNSEARCHED and field not in leave_out:
                yield from _texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts_in(inner)


def _build(hit: _Hit, release: str | None) -> Record:
    record = record_at(*hit.place, release)
    field, position = hit.part
    return getattr(record, field)[position] if field else record

"""The verb that searches: what comes in is a text, what goes out are records, the best first.

Rows are looked through as text. Those in which the words may stand are read and rated by where
the words stand; only what was found is built.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from itertools import chain
from operator import attrgetter
from typing import Any

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

_WEIGHTS = {
    "applications": 8,
    "priorities": 8,
    "participation": 6,
    "office_holders": 9,
    "attendance": 6,
    "projects": 9,
    "indicators": 6,
    "sources": 4,
    "conflicts": 4,
}
"""How much a collection counts, where that is not as usual.

What readers mean first comes first: what the organisation did, then what is said of it.
"""

# How much a word counts by where it stands.
_IN_KIND = 13
_IN_NAME = 10
_IN_FIELD = 9
_IN_NEIGHBOUR = 7
_IN_NOTE = 2
_WHOLE_WORD = 1
_WHOLE_PHRASE = 6

_USUAL_WEIGHT = 10
# A record that has no name of its own fits as well as one with half of its name.
_FIT_OF_NAMELESS = 0.5

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
_REFERRED = ("states", "chairmanships", "events", "bodies", "office_holders")
"""Records of these are what others refer to."""

_REFERENCE = re.compile(
    '"(?:state|chairmanship|summit|chair|event|body|parent|document|proposer|subject)"'
    ': ?"([^"#/]+)'
)

# A term and a membership have no name but that of their state.
_NAMED_BY_STATE = ("chairmanships", "memberships")

_MISSION = "2023-2024"

_Place = tuple[str, int]
"""The collection of a record and its position there."""


class _Query:
    """What is searched for, and for each term the ids of the records that are called by it."""

    def __init__(self, text: str) -> None:
        self.terms = read_terms(text)
        self.phrase = fold_text(text).strip()
        # The rows tell them, so they are added when these are looked through.
        self.ids_named: list[set[str]] = []


class _Candidate:
    """A record in which some words stand, and how much they count."""

    def __init__(self, place: _Place, row: Row, query: _Query) -> None:
        self.place = place
        self.row = row
        self.kind = f"{row['is']} {row.get('kind', '')} {row.get('status', '')}"
        self.names = _names_of(row)
        self.called = "\n".join(self.names)
        self.neighbours = {
            value for value in row.values() if isinstance(value, str)
        }
        if "subject" in row:
            # It may be a step or a field of a record, or a membership of a state.
            self.neighbours.add(re.split("[#/]", row["subject"])[0])

        self.in_neighbour = _IN_NEIGHBOUR
        if place[0] in _NAMED_BY_STATE:
            self.in_neighbour = _IN_NAME

        points = list(map(self._rate, query.terms, query.ids_named))
        self.missing = points.count(0)
        self.points = sum(points)
        # The whole phrase counts more, and once more where it is a name.
        self.points += _WHOLE_PHRASE * (query.phrase in self.called)
        self.points += _WHOLE_PHRASE * (query.phrase in self.names)

    def _rate(self, term: Term, ids_named: set[str]) -> int:
        """How much a term counts where it counts most; nothing if it does not stand here."""
        points = max(
            _count(term, self.kind, _IN_KIND),
            _count(term, self.called, _IN_NAME),
        )
        if not ids_named.isdisjoint(self.neighbours):
            points = max(points, self.in_neighbour)
        # Most words are found before all texts have to be looked through.
        if points <= _IN_FIELD:
            points = max(points, _count(term, self._facts, _IN_FIELD))

        return points or _count(term, self._notes, _IN_NOTE)

    @cached_property
    def _facts(self) -> str:
        """The texts of the record but for its names and notes."""
        return "\n".join(_texts_in(self.row, (*NAME_FIELDS, *_NOTES)))

    @cached_property
    def _notes(self) -> str:
        return "\n".join(_texts_in(list(map(self.row.get, _NOTES))))


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

    query = _Query(text)
    found_terms = _find_terms(query, release)

    candidates: list[_Candidate] = []
    # Where no record has all words, half of them is enough.
    for missing in range(len(query.terms) // 2 + 1):
        places = [
            place
            for place, found in found_terms.items()
            if missing + found == len(query.terms)
        ]
        for place, row in _read(places, release):
            candidates.append(_Candidate(place, row, query))
        fewest = min(
            map(attrgetter("missing"), candidates), default=len(query.terms)
        )
        # Whatever comes now has fewer words.
        if fewest <= missing:
            best = [each for each in candidates if each.missing == fewest]
            return Records(_build(best, query.terms, release))

    return Records()


def _find_terms(query: _Query, release: str | None) -> Counter[_Place]:
    """How many terms may stand in each row, or in a name of what it refers to.

    The ids of what is called by each term are added to the query.
    """
    found_terms: Counter[_Place] = Counter()
    for term in query.terms:
        places = _places_with(term, release)
        ids = _ids_named(term, places, release)
        query.ids_named.append(ids)
        # Most words name nothing that others refer to; then who refers to what is not asked.
        for record_id in ids:
            places.update(_referring(release).get(record_id, ()))
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
        if place[0] != "sources":
            for name in _REFERENCE.findall(text):
                places.setdefault(name, []).append(place)

    return places


def _places_with(term: Term, release: str | None) -> set[_Place]:
    """The rows in whose text the term may stand."""
    rows = _folded_rows(release).items()
    places: set[_Place] = set()
    for alternative in term.alternatives:
        places.update([place for place, text in rows if alternative in text])

    return places


def _ids_named(
    term: Term, places: set[_Place], release: str | None
) -> set[str]:
    """The ids of those rows that others refer to and that have the term in a name."""
    referred = [place for place in places if place[0] in _REFERRED]
    ids: set[str] = set()
    for _, row in _read(referred, release):
        if term.pattern.search("\n".join(_names_of(row))):
            # An office holder is referred to by the name.
            ids.add(row.get("holder") or row["id"])

    return ids


def _read(
    places: list[_Place], release: str | None
) -> Iterable[tuple[_Place, Row]]:
    """The rows at the places, from their folded text."""
    if not places:
        return ()

    ordered = sorted(places)
    # One call of the parser for all is quicker than one for each.
    text = "},{".join(map(_folded_rows(release).__getitem__, ordered))
    return zip(ordered, json.loads(f"[{{{text}}}]"), strict=True)


def _build(
    candidates: list[_Candidate], terms: list[Term], release: str | None
) -> Iterator[Record]:
    """The records, the best first; then the steps and aims in them that miss no more words."""
    candidates.sort(key=partial(_rank, terms))
    for candidate in candidates:
        yield record_at(*candidate.place, release)

    # A step or an aim fits by its own words alone: the shortest is the best.
    parts = chain.from_iterable(map(partial(_parts_of, terms), candidates))
    for _, place, field, position in sorted(parts):
        yield getattr(record_at(*place, release), field)[position]


def _rank(terms: list[Term], candidate: _Candidate) -> tuple[Any, ...]:
    """How well a record fits; the least comes first."""
    row = candidate.row
    collection = candidate.place[0]
    shares = [share_of_name(terms, name) for name in candidate.names]
    if not shares or collection in _NAMED_BY_STATE:
        shares.append(_FIT_OF_NAMELESS)
    points = candidate.points * _WEIGHTS.get(collection, _USUAL_WEIGHT)
    chairmanship = (
        row["id"]
        if collection == "chairmanships"
        else row.get("chairmanship", _MISSION)
    )
    return (
        -points * (1 + max(shares)),
        # Of equals those come later that belong to another year than that of the mission.
        chairmanship != _MISSION,
        # A state of affairs that has ended comes later too.
        "end" in (row.get("period") or ()),
        # What is well known has much evidence.
        -len(row.get("evidence", ())),
        min(map(len, candidate.names), default=len(row["id"])),
        candidate.place,
    )


def _parts_of(
    terms: list[Term], candidate: _Candidate
) -> Iterator[tuple[int, _Place, str, int]]:
    """The steps and aims that miss no more words: how long each is, and where it stands."""
    for field in ("history", "aims"):
        for position, part in enumerate(candidate.row.get(field, ())):
            text = "\n".join(_texts_in(part, ("id",)))
            found = [term for term in terms if term.pattern.search(text)]
            if len(terms) - len(found) == candidate.missing:
                yield len(text), candidate.place, field, position


def _count(term: Term, text: str, weight: int) -> int:
    """What a term counts in a text: one more for a whole word, nothing if it is not there."""
    # To look for a text is much quicker than for a pattern.
    if not any(map(text.__contains__, term.alternatives)):
        return 0

    points = 0
    for match in term.pattern.finditer(text):
        points = weight
        if not text[match.end() : match.end() + 1].isalnum():
            return weight + _WHOLE_WORD

    return points


def _names_of(row: Row) -> list[str]:
    """What a record is called; a meeting also by what it is, its place and its year."""
    names = names_of(row)
    if row["is"] == "event" and "place" in row:
        period = row.get("period") or {}
        year = period.get("first", "").lstrip("[.")[:4]
        called = f"{row['kind']} {row['place']}"
        names += [called, f"{called} {year}"]
    return names


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

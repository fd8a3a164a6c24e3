"""A chairmanship at a glance: gathered here once, then given as JSON or as sections of text.

The text fits a screen of 50 lines and 80 columns. So what can be long is counted in it, and its
last section names the commands that list it. The JSON has the records themselves.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import sco_data as sco

from .._json.payload import to_json
from .._show.text import cell
from ..model.base import Area, Record
from ..model.chairmanship import (
    Chairmanship,
    Grouping,
    Outcome,
    Priority,
    Promise,
)
from ..model.documents import Document, DocumentKind
from ..model.history import Stage
from ..model.plain import Words
from ..model.records import Records
from ..model.sources import Conflict
from ..model.states import State
from ._output import Line

_MOST_NAMED = 3


class Brief(NamedTuple):
    """What there is to know of a term; ``members`` are those of its first and last day."""

    term: Chairmanship
    members: dict[str, Records[State]]
    priorities: Records[Priority]
    documents: Records[Document]
    promises: Records[Promise]
    conflicts: Records[Conflict]


def gather_brief(key: str, release: str | None) -> Brief:
    """Everything that a brief tells of a term."""
    term = sco.chairmanship(key, release=release)
    return Brief(
        term=term,
        members=_find_members(term, release),
        priorities=sco.priorities(
            grouping=Grouping.AREAS_2023, chairmanship=term.id, release=release
        ),
        documents=sco.documents(chairmanship=term.id, release=release),
        promises=sco.outcomes(chairmanship=term.id, release=release),
        conflicts=conflicts_of_term(term, release),
    )


def _find_members(
    term: Chairmanship, release: str | None
) -> dict[str, Records[State]]:
    """The members on the days on which the chair came and went, as far as they are known."""
    members: dict[str, Records[State]] = {}
    if term.period is None:
        return members

    for when in (term.period.start, term.period.end):
        if when is not None:
            members[str(when.latest)] = sco.members(
                as_of=when.latest, release=release
            )

    return members


def conflicts_of_term(
    term: Chairmanship, release: str | None
) -> Records[Conflict]:
    """Where sources disagree on a term, or on anything that belongs to it."""
    records: list[Record] = [term]
    for ask in (sco.events, sco.priorities, sco.documents, sco.initiatives):
        records += ask(chairmanship=term.id, release=release)

    # Two records can share a dispute; a dict keeps the order in which they came.
    conflicts: dict[Conflict, None] = {}
    for record in records:
        conflicts.update(dict.fromkeys(sco.conflicts(record, release=release)))

    return Records(conflicts)


def brief_as_json(brief: Brief) -> dict[str, Any]:
    """The records of a brief, and the ids of the members."""
    members: dict[str, list[str]] = {}
    for day, states in brief.members.items():
        members[day] = [state.id for state in states]

    return {
        "priorities": _rows_of(brief.priorities),
        "documents": _rows_of(brief.documents),
        "conflicts": _rows_of(brief.conflicts),
        "chairmanship": _rows_of(Records([brief.term]))[0],
        "members": members,
    }


def _rows_of(records: Records[Any]) -> list[dict[str, Any]]:
    """The records as the exit to JSON writes them, each of the one class."""
    return list(json.loads(to_json(records))["records"])


def brief_as_text(brief: Brief, release: str | None) -> dict[str, list[Line]]:
    """The lines of a brief, by the title of the section."""
    important = find_most_important(brief.documents, brief.term, release)
    return {
        f"Chairmanship {brief.term.id} of the Shanghai Cooperation Organisation": [
            *_describe_term(brief.term, release),
            *_describe_members(brief.members),
        ],
        "Priorities": [
            (str(priority.number), priority.title)
            for priority in brief.priorities
        ],
        f"Documents: {len(brief.documents)}, each counted in all its areas": [
            *_count_by_area(brief.documents)
        ],
        # The id stands beside the title, for whoever wants to ask for it.
        "Adopted or signed, those that matter most": [
            (str(document.stage), f"{document.title} ({document.id})")
            for document in important
        ],
        "What became of it": [*_describe_results(brief)],
        "More of each": [*_name_commands(brief, release)],
    }


def _describe_term(term: Chairmanship, release: str | None) -> Iterator[Line]:
    """Who, when and under which words, as far as it is known."""
    state = sco.state(term.state, release=release)
    yield "Who", ", ".join(filter(None, [state.name, term.chair]))

    if term.period is not None:
        yield "When", cell(term.period)
    if term.theme is not None:
        yield "Theme", cell(term.theme)


def _describe_members(members: dict[str, Records[State]]) -> Iterator[Line]:
    """All members of the first day, and who was new on the last."""
    known: Sequence[State] = ()
    for day, states in members.items():
        names = (
            ", ".join(state.name for state in states if state not in known)
            or "none"
        )
        # On the first day all are new to the reader, so it goes without saying.
        if known:
            names = f"new: {names}"
        yield f"Members {day}", f"{len(states)}; {names}"
        known = states


def _count_by_area(documents: Records[Document]) -> Iterator[Line]:
    """How many documents of each area came to which stage, the furthest first."""
    by_area = documents.by("areas")
    for area in Area:
        if area in by_area:
            yield (
                str(area),
                _count_by(by_area[area], "stage", [*reversed(Stage), None]),
            )


def _count_by(
    records: Records[Any], field: str, words: Iterable[Words | None]
) -> str:
    """How many records there are, and how many of each word, in the order of the words."""
    groups = records.by(field)
    # What was only taken note of has no stage.
    parts = [
        f"{len(groups[word])} {word or Stage.NOTED}"
        for word in words
        if word in groups
    ]
    return f"{len(records)}: {', '.join(parts)}"


def find_most_important(
    documents: Records[Document], term: Chairmanship, release: str | None
) -> Records[Document]:
    """The three documents that matter most, by a rule and not by taste.

    Only what was adopted or signed can matter: a proposal is no result. First comes what the
    summit of the term declared; then what most other documents approve, implement or otherwise
    relate to; of equals what took more steps, then the earlier.
    """
    relations_to: Counter[str] = Counter()
    for document in sco.documents(release=release):
        relations_to.update(relation.to for relation in document.relations)

    def importance(document: Document) -> tuple[bool, int, int]:
        is_declaration = (
            document.kind is DocumentKind.DECLARATION
            and document.event is not None
            and document.event == term.summit
        )
        return (
            is_declaration,
            relations_to[document.id],
            len(document.history),
        )

    results = documents.filter(lambda document: document.adopted is not None)
    # Documents come by date, and sorting keeps the order of equals also in reverse.
    return Records(sorted(results, key=importance, reverse=True))[:_MOST_NAMED]


def _describe_results(brief: Brief) -> Iterator[Line]:
    """What became of the promises, and how much is disputed."""
    if brief.promises:
        yield "Promises", _count_by(brief.promises, "outcome", Outcome)
    if brief.conflicts:
        yield (
            "Disputes",
            f"{len(brief.conflicts)} facts on which sources disagree",
        )


def _name_commands(brief: Brief, release: str | None) -> Iterator[Line]:
    """The commands that list what a brief counts."""
    term = brief.term.id
    # What was asked of an older release is shown more of from the same.
    tail = ""
    if release is not None:
        tail = f" --release {release}"

    yield "Term", f"sco-data show {term}{tail}"
    if brief.members:
        yield (
            "Members",
            f"sco-data members --as-of {list(brief.members)[-1]}{tail}",
        )
    if brief.priorities:
        # No command lists them; the first shows what all of them look like.
        yield "Priorities", f"sco-data show {brief.priorities[0].id}{tail}"
    if brief.documents:
        yield "Documents", f"sco-data documents --chairmanship {term}{tail}"
    if brief.promises:
        yield "Promises", f"sco-data outcomes --chairmanship {term}{tail}"
    if brief.conflicts:
        yield "Disputes", f"sco-data conflicts --chairmanship {term}{tail}"

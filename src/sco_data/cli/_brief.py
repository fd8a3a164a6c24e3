"""A chairmanship at a glance: gathered here once, then given as JSON or as sections of text.

The text fits a screen of 50 lines and 80 columns. So what can be long is counted in it, and its
last section names the commands that list it. The JSON has the records themselves.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import attrgetter
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
    members: dict[str, Records[State]] = {}
    if term.period is not None:
        for when in filter(None, (term.period.start, term.period.end)):
            members[str(when.latest)] = sco.members(
                as_of=when.latest, release=release
            )

    return Brief(
        term=term,
        members=members,
        priorities=sco.priorities(
            grouping=Grouping.AREAS_2023, chairmanship=term.id, release=release
        ),
        documents=sco.documents(chairmanship=term.id, release=release),
        promises=sco.outcomes(chairmanship=term.id, release=release),
        conflicts=conflicts_of_term(term, release),
    )


def conflicts_of_term(
    term: Chairmanship, release: str | None
) -> Records[Conflict]:
    """Where sources disagree on a term, or on anything that belongs to it."""
    records: list[Record] = [term]
    for verb in (sco.events, sco.priorities, sco.documents, sco.initiatives):
        records += verb(chairmanship=term.id, release=release)

    # Two records can share a dispute; a dict keeps the order in which they came.
    conflicts: dict[Conflict, None] = {}
    for record in records:
        conflicts.update(dict.fromkeys(sco.conflicts(record, release=release)))

    return Records(conflicts)


def brief_as_json(brief: Brief) -> dict[str, Any]:
    """The records of a brief, and the ids of the members."""
    members: dict[str, list[str]] = {}
    for day, states in brief.members.items():
        members[day] = list(map(attrgetter("id"), states))

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


def brief_as_text(
    brief: Brief, release: str | None
) -> dict[str, Iterable[Line]]:
    """The lines of a brief, by the title of the section."""
    term = brief.term.id
    return {
        f"Chairmanship {term} of the Shanghai Cooperation Organisation": chain(
            _describe_term(brief.term, release),
            _describe_members(brief.members),
        ),
        "Priorities": (
            (str(priority.number), priority.title)
            for priority in brief.priorities
        ),
        f"Documents: {len(brief.documents)}, each counted in all its areas": (
            _count_by_area(brief.documents)
        ),
        # The id stands beside the title, for whoever wants to ask for it.
        "Adopted or signed, those that matter most": (
            (str(document.stage), f"{document.title} ({document.id})")
            for document in find_most_important(
                brief.documents, brief.term, release
            )
        ),
        "What became of it": _describe_results(brief),
        "More of each": _name_commands(brief, release),
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
    known: Records[State] = Records([])
    for day, states in members.items():
        new = [state.name for state in states if state not in known]
        names = ", ".join(new) or "none"
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
            stages = (*reversed(Stage), None)
            yield str(area), _count_by(by_area[area], "stage", stages)


def _count_by(
    records: Records[Any], field: str, words: Iterable[Words | None]
) -> str:
    """How many records there are, and how many of each word, in the order of the words."""
    groups = records.by(field)
    counts = []
    for word in words:
        if word in groups:
            # What was only taken note of has no stage.
            counts.append(f"{len(groups[word])} {word or Stage.NOTED}")

    return f"{len(records)}: {', '.join(counts)}"


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
        is_of_summit = document.event == term.summit is not None
        return (
            is_of_summit and document.kind is DocumentKind.DECLARATION,
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
        count = len(brief.conflicts)
        yield "Disputes", f"{count} facts on which sources disagree"


def _name_commands(brief: Brief, release: str | None) -> Iterator[Line]:
    """The commands that list what a brief counts."""
    term = brief.term.id
    # What was asked of an older release is shown more of from the same.
    tail = "" if release is None else f" --release {release}"

    yield "Term", f"sco-data show {term}{tail}"
    if brief.members:
        last_day = list(brief.members)[-1]
        yield "Members", f"sco-data members --as-of {last_day}{tail}"
    if brief.priorities:
        # No command lists them; the first shows what all of them look like.
        yield "Priorities", f"sco-data show {brief.priorities[0].id}{tail}"
    if brief.documents:
        yield "Documents", f"sco-data documents --chairmanship {term}{tail}"
    if brief.promises:
        yield "Promises", f"sco-data outcomes --chairmanship {term}{tail}"
    if brief.conflicts:
        yield "Disputes", f"sco-data conflicts --chairmanship {term}{tail}"

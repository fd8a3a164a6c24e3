"""What type checkers accept for a word: the member of a vocabulary, or its text written out.

So they find ``area="secruity"``. Text that a program reads goes through the vocabulary first:
``Area(text)``.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from .base import Area
from .chairmanship import Grouping, Outcome
from .documents import DocumentKind
from .history import Stage
from .memberships import ApplicationOutcome
from .organisation import BodyKind, EventKind, ProjectKind
from .sources import SourceKind
from .states import Status

ApplicationOutcomeWord: TypeAlias = (
    ApplicationOutcome
    | Literal[
        "granted", "other status granted", "pending", "blocked", "no trace"
    ]
)
AreaWord: TypeAlias = (
    Area | Literal["reform", "security", "economy", "culture", "external"]
)
BodyKindWord: TypeAlias = (
    BodyKind
    | Literal[
        "council",
        "ministers",
        "permanent body",
        "experts",
        "coordinators",
        "business",
        "network",
        "organisation",
    ]
)
DocumentKindWord: TypeAlias = (
    DocumentKind
    | Literal[
        "agreement",
        "charter",
        "communique",
        "concept",
        "convention",
        "decision",
        "declaration",
        "initiative",
        "memorandum",
        "message",
        "plan",
        "programme",
        "protocol",
        "regulation",
        "report",
        "resolution",
        "road map",
        "statement",
        "strategy",
        "treaty",
    ]
)
EventKindWord: TypeAlias = (
    EventKind
    | Literal[
        "summit",
        "meeting",
        "forum",
        "conference",
        "festival",
        "exercise",
        "exhibition",
        "competition",
        "ceremony",
        "designation",
    ]
)
GroupingWord: TypeAlias = (
    Grouping
    | Literal[
        "areas 2023", "key areas 2024", "results 2024", "speech points 2024"
    ]
)
OutcomeWord: TypeAlias = (
    Outcome
    | Literal[
        "fulfilled",
        "late",
        "partly",
        "open",
        "replaced",
        "continuing",
        "unconfirmed",
        "no trace",
    ]
)
ProjectKindWord: TypeAlias = (
    ProjectKind
    | Literal["project", "programme", "corridor", "platform", "policy"]
)
SourceKindWord: TypeAlias = (
    SourceKind
    | Literal[
        "official",
        "legal text",
        "agency",
        "newspaper",
        "analysis",
        "blog",
        "dataset",
        "machine rewrite",
    ]
)
StageWord: TypeAlias = (
    Stage
    | Literal[
        "proposed",
        "planned",
        "drafted",
        "noted",
        "decided",
        "adopted",
        "signed",
        "in force",
        "launched",
        "held",
        "ended",
    ]
)
StatusWord: TypeAlias = (
    Status | Literal["member", "observer", "dialogue partner", "SCO partner"]
)

BeyondWord: TypeAlias = Literal["last", "raise"]
"""What is answered for a day after the data: the last known state, or an error."""
TableBeyondWord: TypeAlias = Literal["last", "raise", "null"]
"""The same for rows of a table, which can be null."""
CodesWord: TypeAlias = Literal["m49", "cow", "iso3"]
"""What the numbers of a column of countries are; ``iso3`` says that it has these codes alone."""
ErrorsWord: TypeAlias = Literal["raise", "null"]
"""What becomes of values that are no dates."""
FormatWord: TypeAlias = Literal["sqlite", "parquet", "csv"]
"""In which format all data is exported."""
UnmatchedWord: TypeAlias = Literal["warn", "raise", "null"]
"""What becomes of spellings that look like a state of ours and are not listed."""
StyleWord: TypeAlias = Literal["text", "bibtex", "csl-json"]
"""How a citation is written."""
UnitWord: TypeAlias = Literal["year", "month"]
"""What a row of a panel is about."""

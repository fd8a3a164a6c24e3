"""The record classes and vocabularies, by subject; a module is loaded when it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = [
    "Aim", "Application", "ApplicationOutcome", "Area", "Body", "BodyKind", "Cause", "Chairmanship",
    "Change", "Conflict", "ConflictKind", "Counterpart", "Document", "DocumentKind", "Event",
    "EventKind", "Evidence", "Fact", "Grouping", "Indicator", "Initiative", "Item", "Match",
    "Membership", "Name", "NameRole", "OfficeHolder", "Outcome", "Participation", "Period",
    "Priority", "Project", "ProjectKind", "Promise", "Qualifier", "Read", "Reading", "Record",
    "Records", "Relation", "RelationKind", "Release", "Says", "Source", "SourceKind", "Stage",
    "State", "Status", "Step", "Tracked", "When",
]  # fmt: skip

if TYPE_CHECKING:
    from .base import Area, Evidence, Name, NameRole, Record, Records, Says, Stage, Step, Tracked
    from .chairmanship import (
        Aim,
        Chairmanship,
        Counterpart,
        Grouping,
        Initiative,
        Match,
        Outcome,
        Priority,
        Promise,
    )
    from .documents import Document, DocumentKind, Item, Participation, Relation, RelationKind
    from .organisation import (
        Body,
        BodyKind,
        Event,
        EventKind,
        Indicator,
        OfficeHolder,
        Project,
        ProjectKind,
        Qualifier,
    )
    from .sources import (
        Cause,
        Change,
        Conflict,
        ConflictKind,
        Fact,
        Read,
        Reading,
        Release,
        Source,
        SourceKind,
    )
    from .states import Application, ApplicationOutcome, Membership, State, Status
    from .time import Period, When
else:

    def __getattr__(name):
        if name in __all__:
            from importlib import import_module

            for home in (
                "base",
                "time",
                "states",
                "documents",
                "chairmanship",
                "organisation",
                "sources",
            ):
                module = import_module(f"{__name__}.{home}")
                if name in vars(module):
                    return vars(module)[name]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__():
        return sorted(__all__)

"""The record classes and vocabularies, by subject; a module is loaded when it is needed."""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take it for true; importing typing costs time

__all__ = [
    "Aim", "Application", "ApplicationOutcome", "Area", "Body", "BodyKind", "Cause", "Chairmanship",
    "Change", "Conflict", "ConflictKind", "Counterpart", "DataVersion", "Document", "DocumentKind",
    "DyadRow", "Event", "EventKind", "Evidence", "EvidenceRow", "Fact", "Grouping", "Indicator",
    "Initiative", "Item", "Match", "Membership", "Name", "NameRole", "OfficeHolder", "Outcome",
    "PanelRow", "Participation", "Period", "Priority", "Project", "ProjectKind", "Promise",
    "Qualifier", "Read", "Reading", "Record", "Records", "Relation", "RelationKind", "Release",
    "Says", "Source", "SourceKind", "Stage", "State", "Status", "Step", "Tracked", "When",
]  # fmt: skip

if TYPE_CHECKING:
    from .base import Area, Evidence, Name, NameRole, Record, Records, Says
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
    from .documents import Document, DocumentKind, Item, Relation, RelationKind
    from .history import Stage, Step, Tracked
    from .memberships import Application, ApplicationOutcome, Membership
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
    from .releases import Change, DataVersion, Release
    from .sources import (
        Cause,
        Conflict,
        ConflictKind,
        Read,
        Reading,
        Source,
        SourceKind,
    )
    from .states import State, Status
    from .tables import DyadRow, EvidenceRow, Fact, PanelRow
    from .time import Period, When
    from .treaties import Participation
else:

    def __getattr__(name):
        if name in __all__:
            from importlib import import_module

            homes = "base time history states memberships documents chairmanship organisation "
            for home in (homes + "sources releases tables treaties").split():
                module = import_module(f"{__name__}.{home}")
                if name in vars(module):
                    return vars(module)[name]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__():
        return sorted(__all__)

"""The record classes and vocabularies, by subject; a module is loaded when it is needed."""

from __future__ import annotations

# Type checkers take it for true; importing it from typing costs time.
TYPE_CHECKING = False

__all__ = [
    "Aim", "Application", "ApplicationOutcome", "ApplicationOutcomeWord", "Area", "AreaWord",
    "Attendance", "BeyondWord", "Body", "BodyKind", "BodyKindWord", "Capacity", "Cause",
    "Caveat", "Chairmanship", "Change", "CodesWord", "Conflict", "ConflictKind", "Counterpart",
    "DataVersion", "Document", "DocumentKind", "DocumentKindWord", "DyadRow", "ErrorsWord",
    "Event", "EventKind", "EventKindWord", "Evidence", "EvidenceRow", "Fact", "FormatWord",
    "Grouping", "GroupingWord", "Indicator", "Initiative", "Item", "Match", "Membership",
    "Name", "NameRole", "OfficeHolder", "Outcome", "OutcomeWord", "PanelRow", "Participation",
    "Period", "Priority", "Project", "ProjectKind", "ProjectKindWord", "Promise", "Qualifier",
    "Read", "Reading", "Record", "Records", "Relation", "RelationKind", "Release", "Says",
    "Source", "SourceKind", "SourceKindWord", "Stage", "StageWord", "State", "Status",
    "StatusWord", "Step", "StyleWord", "TableBeyondWord", "Text", "TextKind", "Tracked",
    "UnitWord", "Unmatched", "UnmatchedWord", "When",
]  # fmt: skip

if TYPE_CHECKING:
    from .base import Area, Evidence, Name, NameRole, Record, Says
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
    from .documents import (
        Document,
        DocumentKind,
        Item,
        Relation,
        RelationKind,
        Text,
        TextKind,
    )
    from .history import Stage, Step, Tracked
    from .memberships import Application, ApplicationOutcome, Membership
    from .organisation import (
        Attendance,
        Body,
        BodyKind,
        Capacity,
        Event,
        EventKind,
        Indicator,
        OfficeHolder,
        Project,
        ProjectKind,
        Qualifier,
    )
    from .records import Records
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
    from .states import Caveat, State, Status
    from .tables import DyadRow, EvidenceRow, Fact, PanelRow, Unmatched
    from .time import Period, When
    from .treaties import Participation
    from .words import (
        ApplicationOutcomeWord,
        AreaWord,
        BeyondWord,
        BodyKindWord,
        CodesWord,
        DocumentKindWord,
        ErrorsWord,
        EventKindWord,
        FormatWord,
        GroupingWord,
        OutcomeWord,
        ProjectKindWord,
        SourceKindWord,
        StageWord,
        StatusWord,
        StyleWord,
        TableBeyondWord,
        UnitWord,
        UnmatchedWord,
    )
else:
    from .. import _make_getattr

    _NAMES_BY_MODULE = {
        "base": "Area Evidence Name NameRole Record Says",
        "chairmanship": "Aim Chairmanship Counterpart Grouping Initiative Match Outcome Priority "
        "Promise",
        "documents": "Document DocumentKind Item Relation RelationKind Text TextKind",
        "history": "Stage Step Tracked",
        "memberships": "Application ApplicationOutcome Membership",
        "organisation": "Attendance Body BodyKind Capacity Event EventKind Indicator OfficeHolder "
        "Project ProjectKind Qualifier",
        "records": "Records",
        "releases": "Change DataVersion Release",
        "sources": "Cause Conflict ConflictKind Read Reading Source SourceKind",
        "states": "Caveat State Status",
        "tables": "DyadRow EvidenceRow Fact PanelRow Unmatched",
        "time": "Period When",
        "treaties": "Participation",
        "words": "ApplicationOutcomeWord AreaWord BeyondWord BodyKindWord CodesWord "
        "DocumentKindWord ErrorsWord EventKindWord FormatWord GroupingWord OutcomeWord "
        "ProjectKindWord SourceKindWord StageWord StatusWord StyleWord TableBeyondWord "
        "UnitWord UnmatchedWord",
    }
    __getattr__ = _make_getattr(globals(), _NAMES_BY_MODULE)

    def __dir__():
        return sorted(__all__)

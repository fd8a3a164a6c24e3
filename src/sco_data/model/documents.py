"""Documents: what was written, by whom, how far it came, and what it has to do with others."""

from __future__ import annotations

import attrs

from .base import Area, Evidence, Name
from .declare import OneOrNone, Several, record
from .history import Stage, Step, Tracked
from .plain import Plain, Words
from .time import Period, When


class DocumentKind(Words):
    """What kind of paper a document is."""

    AGREEMENT = "agreement"
    CHARTER = "charter"
    COMMUNIQUE = "communique"
    CONCEPT = "concept"
    CONVENTION = "convention"
    DECISION = "decision"
    DECLARATION = "declaration"
    INITIATIVE = "initiative"
    MEMORANDUM = "memorandum"
    MESSAGE = "message"
    PLAN = "plan"
    PROGRAMME = "programme"
    PROTOCOL = "protocol"
    REGULATION = "regulation"
    REPORT = "report"
    RESOLUTION = "resolution"
    ROADMAP = "road map"
    STATEMENT = "statement"
    STRATEGY = "strategy"
    TREATY = "treaty"


class RelationKind(Words):
    """What one document does to another."""

    APPROVES = "approves"
    ON_DRAFT_OF = "on draft of"
    AUTHORISES = "authorises"
    IMPLEMENTS = "implements"
    AMENDS = "amends"
    REPLACES = "replaces"
    REPORTS_ON = "reports on"


class TextKind(Words):
    """What a printed text of a document is: of the parties themselves, a copy, a translation."""

    OFFICIAL = "official"
    COPY = "copy"
    TRANSLATION = "translation"


@record(kw_only=True)
class Relation(Plain):
    """``kind`` and the id of the document it points ``to``."""

    kind: RelationKind = attrs.field(converter=RelationKind)
    to: str
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )


@record(kw_only=True)
class Item(Plain):
    """A place in an official list: which ``list``, and the ``number`` in it where it was seen."""

    list: str
    number: int | None = None


@record(kw_only=True)
class Text(Plain):
    """Where a document can be read: ``language`` (ISO 639-1), ``url``, and its ``kind``."""

    language: str
    url: str
    kind: TextKind = attrs.field(converter=TextKind)
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )


@record(kw_only=True)
class Document(
    Tracked,
    ours={"chairmanship", "event", "areas", "topics", "url"},
    shown=("id", "title", "adopted", "stage", "areas"),
):
    """A document, from first proposal to its end.

    A decision and the instrument it approves are two documents, related. ``count`` says how many
    papers an aggregate record stands for (``None``: one). ``valid`` is what the text says of its
    own span. ``texts`` says where it can be read, ``url`` is the first of these addresses; where
    none was found, evidence for ``texts`` is silent and says what was looked for.
    """

    id: str
    title: str
    names: tuple[Name, ...] = attrs.field(default=(), converter=Several[Name])
    kind: DocumentKind = attrs.field(converter=DocumentKind)
    body: str | None = None
    chairmanship: str | None = None
    event: str | None = None
    item: Item | None = attrs.field(default=None, converter=OneOrNone[Item])
    count: int | None = None
    place: str | None = None
    areas: tuple[Area, ...] = attrs.field(default=(), converter=Several[Area])
    topics: tuple[str, ...] = attrs.field(default=(), converter=Several[str])
    valid: Period | None = attrs.field(
        default=None, converter=OneOrNone[Period]
    )
    relations: tuple[Relation, ...] = attrs.field(
        default=(), converter=Several[Relation]
    )
    history: tuple[Step, ...] = attrs.field(default=(), converter=Several[Step])
    url: str | None = None
    texts: tuple[Text, ...] = attrs.field(default=(), converter=Several[Text])
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )

    @property
    def adopted(self) -> When | None:
        """When it was adopted or signed, whichever came first; ``None`` if neither is shown."""
        steps = self._adopting_steps()
        if not steps:
            return None

        # Steps stand in the order of time.
        return steps[0].on

    @property
    def signed(self) -> bool | None:
        """Whether it was signed; ``None`` where it is not known or not adopted."""
        steps = self._adopting_steps()
        if any(step.stage is Stage.SIGNED or step.signed for step in steps):
            return True

        # Not the same as that nothing is said of a signature.
        if any(step.signed is False for step in steps):
            return False

        return None

    def _adopting_steps(self) -> list[Step]:
        """A body adopts, and whoever acts for a state signs: either makes a document one."""
        return [
            step
            for step in self.history
            if step.stage in (Stage.ADOPTED, Stage.SIGNED)
        ]

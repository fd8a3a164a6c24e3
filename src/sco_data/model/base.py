"""What every record is made of: names and evidence, and the class above all records."""

from __future__ import annotations

import datetime as _dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Self

import attrs

from .declare import Several, record
from .plain import Plain, Words
from .time import read_day


class Area(Words):
    """The chairmanship's own five areas of work; documents and initiatives carry one or more."""

    REFORM = "reform"
    SECURITY = "security"
    ECONOMY = "economy"
    CULTURE = "culture"
    EXTERNAL = "external"


class NameRole(Words):
    """Who stands behind a name. ``made`` is ours and never shown as exact."""

    OFFICIAL = "official"
    REPORTED = "reported"
    MADE = "made"
    FORMER = "former"
    ERROR = "error"


_PRINTED_ROLES = (NameRole.OFFICIAL, NameRole.REPORTED, NameRole.FORMER)
"""The roles of names that sources print and mean, best first."""


class Says(Words):
    """What a source does with a fact: it supports it, or was looked through and is silent."""

    SUPPORTS = "supports"
    SILENT = "silent"


@record(kw_only=True)
class Evidence(Plain):
    """What a fact rests on: a ``source`` and the place in it, or the facts it is derived from.

    ``fields`` names the fields of the record it backs; empty means the whole of a small thing
    (a name, a step, an aim, a reading). ``at`` is the place, ``"¶12"`` for the twelfth line that
    is not blank.
    """

    source: str | None = None
    derived_from: tuple[str, ...] = attrs.field(
        default=(), converter=Several[str]
    )
    at: str | None = None
    fields: tuple[str, ...] = attrs.field(default=(), converter=Several[str])
    says: Says = attrs.field(default=Says.SUPPORTS, converter=Says)
    note: str | None = None


@record(kw_only=True)
class Name(Plain):
    """One name of a thing: the ``text``, its ``language`` (ISO 639-1) and its ``role``."""

    text: str
    language: str
    role: NameRole = attrs.field(converter=NameRole)
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )


class Record(Plain):
    """What every record has: an ``id`` that no other record of the library has."""

    __slots__ = ()
    # Each class declares it again, so that it is a field, and the first.
    if TYPE_CHECKING:
        id: str

    OURS: ClassVar[frozenset[str]] = frozenset({"id"})
    """The fields that are our own work and need no evidence."""

    SHOWN: ClassVar[tuple[str, ...]] = ()
    """The fields that stand for a record in a row of a table people read; empty means all."""

    CHANGING: ClassVar[frozenset[str]] = frozenset()
    """The fields that :meth:`at` reads from what had happened by a day."""

    def __init_subclass__(
        cls,
        ours: Iterable[str] = (),
        shown: tuple[str, ...] = (),
        changing: Iterable[str] = (),
    ) -> None:
        """Take from the head of a class which of its fields are ours, shown, changing."""
        super().__init_subclass__()
        # attrs makes each class a second time, then without what stood in its head.
        if ours:
            cls.OURS = Record.OURS.union(ours)
        if shown:
            cls.SHOWN = shown
        if changing:
            cls.CHANGING = frozenset(changing)

    def at(self, day: _dt.date | str) -> Self | None:
        """The record as of a day, or ``None`` where there was none yet.

        Later steps are gone, and with them what is read from steps: stage, adopted, signed,
        outcome, since, checked. What had certainly happened by the day counts, no more. Periods,
        ``due``, ``valid``, names, notes and evidence stay as they are known today. What points
        to documents stays too: only the verbs with ``as_of``, which know the release, drop what
        had not begun. A record of which nothing is to be cut is given back itself.

        Args:
            day: a date, a datetime (its calendar day) or ``"YYYY-MM-DD"``.

        Example:
            >>> declaration = sco.document("astana-declaration-2024")
            >>> declaration.at("2024-07-03").stage.value, declaration.at("2024-07-04").stage.value
            ('drafted', 'adopted')
        """
        return self._at(read_day(day, "day"))

    def label(self, language: str) -> str | None:
        """The best name in a language (ISO 639-1), or ``None`` where no source prints one.

        An official name comes before a reported one, and that before a former one. Names that we
        made, and errors of others, are never given.

        Example:
            >>> sco.get("chs").label("ru")
            'Совет глав государств'
        """
        names: tuple[Name, ...] = getattr(self, "names", ())
        for role in _PRINTED_ROLES:
            for name in names:
                if name.language == language and name.role is role:
                    return name.text

        return None

    def _at(self, day: _dt.date) -> Self | None:
        """What has no time is the same on every day."""
        return self

    def _stands_on(self, day: _dt.date) -> bool:
        """Whether a verb that is asked for this day gives a row for it."""
        return self._at(day) is not None

    def to_dict(self) -> dict[str, Any]:
        """One flat dict, the row of :meth:`Records.to_dicts <sco_data.model.Records.to_dicts>`.

        Example:
            >>> sco.get("chs-24").to_dict()["place"]
            'Astana'
        """
        from .records import Records

        return Records([self]).to_dicts()[0]

    def to_json(self) -> str:
        """The JSON of this one record, as :meth:`sco_data.model.Records.to_json` writes it.

        Example:
            >>> sco.from_json(sco.get("chs-24").to_json())[0].id
            'chs-24'
        """
        from .records import Records

        return Records([self]).to_json()

    # Two equal records have the same id, and the hash of all that is in one takes long.
    def __hash__(self) -> int:
        return hash((type(self), self.id))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id!r})"

    # How a record is shown stands above the model, so it is loaded when it is asked for.
    def __str__(self) -> str:
        from sco_data._show import text

        return text.card(self)

    def _repr_html_(self) -> str:
        from sco_data._show import html

        return html.card(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        # Inside of something else, such as a list, a card of many lines would not be read.
        printer.text(repr(self) if cycle or printer.indentation else str(self))


def nested_in(record: Record) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The fields of a record that hold several things, with these: names, steps, evidence ...

    Whoever looks into records starts here, so a new field of this kind is seen by all.
    """
    for attribute in record.__attrs_attrs__:
        value = getattr(record, attribute.name)
        # The first tells for all: what a field holds is of one type.
        if isinstance(value, tuple) and value and isinstance(value[0], Plain):
            yield attribute.name, value


def parts_of(record: Record) -> Iterator[tuple[str, Any]]:
    """Everything inside a record that has evidence of its own: names, steps, aims, readings ...

    Each comes after its id or, where it has none, the way to it, such as ``names[0]``.
    """
    for field, things in nested_in(record):
        for position, thing in enumerate(things):
            if hasattr(thing, "evidence"):
                yield getattr(thing, "id", f"{field}[{position}]"), thing

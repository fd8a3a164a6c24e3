"""Verbs on evidence: the facts of a record with all that backs them, and the reviewed conflicts."""

from __future__ import annotations

import attrs

from .._input import describe_unknown
from .._records import find_by_id, load
from .._wording import put_in_words, write_plain
from ..model.base import Evidence, Record
from ..model.records import Records
from ..model.sources import Conflict
from ..model.tables import Fact
from ._evidence import evidence_of_field, origin_of, sources_of
from .sources import get


def facts(
    record: Record | str, field: str | None = None, *, release: str | None = None
) -> Records[Fact]:
    """The facts of a record: every field that has evidence, with its sources and origins.

    Sources that derive from one another are one origin; what is derived from other records
    counts the origins of those.

    Args:
        record: a record or its id.
        field: only this field.
        release: the release of the data to answer from; ``None`` is the newest.

    Raises:
        NotFoundError: if there is no such record.
        ValueError: if the record has no such field.

    Example:
        >>> "akorda-scoplus" in sco.facts("2023-2024", "theme")[0].sources
        True
    """
    if isinstance(record, str):
        record = get(record, release=release)

    fields = [attribute.name for attribute in attrs.fields(type(record))]
    fields = [name for name in fields if name != "evidence"]
    if field is not None:
        if field not in fields:
            raise ValueError(describe_unknown("field", field, fields))
        fields = [field]

    facts = []
    for name in fields:
        evidence = tuple(evidence_of_field(record, name))
        if evidence:
            facts.append(_fact(record, name, evidence, release))

    return Records(facts)


def _fact(record: Record, field: str, evidence: tuple[Evidence, ...], release: str | None) -> Fact:
    value = getattr(record, field)
    sources = sources_of(evidence, release)
    return Fact(
        id=f"{record.id}.{field}",
        record=record.id,
        field=field,
        value=None if value is None else put_in_words(value, write_plain),
        sources=sources,
        origins=len({origin_of(source_id, release) for source_id in sources}),
        evidence=evidence,
    )


def conflicts(
    record: Record | str | None = None, *, release: str | None = None
) -> Records[Conflict]:
    """The reviewed conflicts: all, or those on one record, its steps, or one quantity.

    Those on another record that touch this one come last.

    Example:
        >>> [row.kept.value for row in sco.conflicts("2023-2024") if row.field == "period.start"]
        ['2023-07-04']
    """
    if record is None:
        return load(Conflict, release)

    if isinstance(record, str):
        found = find_by_id(record, release)
        if found is None:
            return _conflicts_on_quantity(record, release)
        record = found

    subjects = {record.id, *(step.id for step in getattr(record, "history", ()))}
    subjects.add(f"quantity:{getattr(record, 'quantity', '')}")
    return _conflicts_about(subjects, release)


def _conflicts_about(subjects: set[str], release: str | None) -> Records[Conflict]:
    """The conflicts on one of the subjects, then those that only touch one."""
    own, touching = [], []
    for conflict in load(Conflict, release):
        if conflict.subject in subjects:
            own.append(conflict)
        elif not subjects.isdisjoint(conflict.touches):
            touching.append(conflict)

    return Records([*own, *touching])


def _conflicts_on_quantity(name: str, release: str | None) -> Records[Conflict]:
    """The conflicts on what is no record: a quantity, or whatever else a conflict is about."""
    conflicts = _conflicts_about({name, f"quantity:{name}"}, release)
    if not conflicts:
        get(name, release=release)  # It raises, with ids that are spelt much like it.

    return conflicts

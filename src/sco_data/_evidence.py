"""Who says so: the facts of a record with all that backs them, and the reviewed conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ._input import one_of
from ._load import everything, index, load
from ._verbs.sources import get
from .model.base import Evidence, Record, Records, Says
from .model.sources import Conflict, Source
from .model.tables import Fact


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
    found = get(record, release=release) if isinstance(record, str) else record
    fields = [each.name for each in attrs.fields(type(found)) if each.name != "evidence"]
    if field is not None and field not in fields:
        raise ValueError(one_of("field", field, fields))
    rows: list[Fact] = []
    for name in fields if field is None else [field]:
        value = getattr(found, name)
        backing = tuple(_backing(found, name, value))
        if backing:
            used = sources_of(backing, release)
            rows.append(
                Fact(
                    id=f"{found.id}.{name}",
                    record=found.id,
                    field=name,
                    value=None if value is None else str(value),
                    sources=used,
                    origins=len({_origin(key, release) for key in used}),
                    evidence=backing,
                )
            )
    return Records(rows)


def conflicts(
    record: Record | str | None = None, *, release: str | None = None
) -> Records[Conflict]:
    """The reviewed conflicts: all, or those on one record, its steps, or one quantity.

    Those on another record that touch this one come last.

    Example:
        >>> [row.kept.value for row in sco.conflicts("2023-2024") if row.field == "period.start"]
        ['2023-07-04']
    """
    rows = load("conflicts", release)
    if record is None:
        return rows
    found = everything(release).get(record) if isinstance(record, str) else record
    if found is None:
        subjects = {row.subject for row in rows}
        if f"quantity:{record}" not in subjects and record not in subjects:
            get(str(record), release=release)
        return _about(rows, {str(record), f"quantity:{record}"})
    parts = {found.id, *(step.id for step in getattr(found, "history", ()))}
    parts.add(f"quantity:{getattr(found, 'quantity', '')}")
    return _about(rows, parts)


def _about(rows: Records[Conflict], ids: set[str]) -> Records[Conflict]:
    """The conflicts on one of the ids, then those that only touch one."""
    own = [row for row in rows if row.subject in ids]
    others = (row for row in rows if row.subject not in ids)
    return Records([*own, *(row for row in others if not ids.isdisjoint(row.touches))])


def disputed_field(conflict: Conflict, record: Record) -> str:
    """The field in dispute, with its record where ``record`` is only touched."""
    if record.id in conflict.touches:
        return f"{conflict.subject} {conflict.field}"

    return conflict.field


def sources_of(rows: Iterable[Evidence], release: str | None) -> tuple[str, ...]:
    """The sources that support, also through what a fact is derived from."""
    found: dict[str, None] = {}
    todo, seen = list(rows), set[str]()
    while todo:
        row = todo.pop(0)
        if row.source and row.says is Says.SUPPORTS:
            found[row.source] = None
        for key in row.derived_from:
            if key not in seen:
                seen.add(key)
                todo += all_evidence(everything(release).get(key))
    return tuple(sorted(found))


def all_evidence(record: Any) -> list[Evidence]:
    """All evidence of a record, also that of its names, steps, aims and readings."""
    if isinstance(record, Source):
        return [Evidence(source=record.id)]
    found: list[Evidence] = [*getattr(record, "evidence", ())]
    for field in ("names", "history", "aims", "relations", "readings"):
        for part in getattr(record, field, ()):
            found += part.evidence
    return found


def _backing(record: Record, field: str, value: Any) -> Iterable[Evidence]:
    for row in getattr(record, "evidence", ()):
        if not row.fields or any(name.partition(".")[0] == field for name in row.fields):
            yield row
    if isinstance(value, str):
        for name in getattr(record, "names", ()):
            if name.text == value:
                yield from name.evidence
    if isinstance(value, tuple):
        for part in value:
            yield from getattr(part, "evidence", ())


def _origin(key: str, release: str | None) -> str:
    table: Mapping[str, Source] = index("sources", release)
    while (found := table.get(key)) is not None and found.derives_from:
        key = found.derives_from
    return key

"""Verbs on evidence: the facts of a record with all that backs them, and the reviewed conflicts.

What comes in is a record or its id, what goes out are rows made here of its evidence, or conflicts
of the data. A conflict names a subject, which may be a record, a part of one or a quantity.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, product

from .._input import describe_unknown
from .._records.load import find_by_id, load, with_parts
from ..model.base import Evidence, Record
from ..model.chairmanship import Match
from ..model.records import Records
from ..model.sources import Conflict
from ..model.tables import Fact
from ..model.wording import field_names, put_in_words, write_plain
from ._evidence import evidence_of_field, first_step, origin_of, sources_of
from .sources import get


def facts(
    record: Record | str,
    field: str | None = None,
    *,
    release: str | None = None,
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
        TypeError: if ``record`` is neither.
        ValueError: if the record has no such field.

    Example:
        >>> "akorda-scoplus" in sco.facts("2023-2024", "theme")[0].sources
        True
    """
    _check_is_record_or_id(record)
    if isinstance(record, str):
        record = get(record, release=release)

    fields = field_names(type(record))
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


def _check_is_record_or_id(thing: object) -> None:
    """Raise for what is neither a record nor an id."""
    if not isinstance(thing, Record | str):
        raise TypeError(
            f"a record or its id is wanted, not {type(thing).__name__}"
        )


def _fact(
    record: Record,
    field: str,
    evidence: tuple[Evidence, ...],
    release: str | None,
) -> Fact:
    """A field with all that backs it."""
    value = getattr(record, field)
    if value is not None:
        value = put_in_words(value, write_plain)

    sources = sources_of(evidence, release)
    return Fact(
        id=f"{record.id}.{field}",
        record=record.id,
        field=field,
        value=value,
        sources=sources,
        # One press release that is printed twenty times is one origin.
        origins=len({origin_of(source_id, release) for source_id in sources}),
        evidence=evidence,
    )


def conflicts(
    record: Record | str | None = None, *, release: str | None = None
) -> Records[Conflict]:
    """The reviewed conflicts: all, or those on one record and its parts, or on one quantity.

    Parts are its steps and aims, and what has an id that begins with its own, as a state's
    memberships have. Conflicts on another record that touch this one come next; last those on
    facts that this one has from another record. A conflict gives itself.

    Raises:
        NotFoundError: if there is no such record or quantity.
        TypeError: if ``record`` is neither a record nor an id.

    Example:
        >>> [row.kept.value for row in sco.conflicts("2023-2024") if row.field == "period.start"]
        ['2023-07-04']
        >>> {row.subject for row in sco.conflicts("IRN")} >= {"IRN/member"}
        True
    """
    if record is None:
        return load(Conflict, release)

    _check_is_record_or_id(record)
    if isinstance(record, str) and find_by_id(record, release) is None:
        on_quantity = _conflicts_about({record, f"quantity:{record}"}, release)
        if on_quantity:
            return on_quantity

    # It may be a name as well; what is nothing of all this is an error here.
    if isinstance(record, str):
        record = get(record, release=release)

    if isinstance(record, Conflict):
        return Records([record])

    quantity = f"quantity:{getattr(record, 'quantity', '')}"
    subjects = {quantity, *with_parts(record)}
    about_it = _conflicts_about(subjects, release)
    on_same_facts = _conflicts_on_same_facts(record, release)
    return Records(dict.fromkeys([*about_it, *on_same_facts]))


def _conflicts_about(
    subjects: set[str], release: str | None
) -> Records[Conflict]:
    """The conflicts on one of the subjects or on a part of it, then those that only touch one."""
    about = []
    touching = []
    for conflict in load(Conflict, release):
        touched = chain.from_iterable(map(_with_owners, conflict.touches))
        if not subjects.isdisjoint(_with_owners(conflict.subject)):
            about.append(conflict)
        elif not subjects.isdisjoint(touched):
            touching.append(conflict)

    return Records([*about, *touching])


def _with_owners(part_id: str) -> Iterator[str]:
    """A part's id and those of the records it is in: of ``IRN/member#1`` also ``IRN/member``."""
    yield part_id

    owner = part_id.rpartition("#")[0] or part_id.rpartition("/")[0]
    if owner:
        yield from _with_owners(owner)


def _conflicts_on_same_facts(
    record: Record, release: str | None
) -> Iterator[Conflict]:
    """The conflicts on facts of other records that this one repeats."""
    repeated: set[tuple[str, str]] = set()
    for piece in getattr(record, "evidence", ()):
        repeated.update(
            product(piece.derived_from, map(first_step, piece.fields))
        )

    for match in getattr(record, "maps_to", ()):
        if match.relation is Match.SAME:
            repeated.add((match.to, "title"))

    for conflict in load(Conflict, release):
        if (conflict.subject, first_step(conflict.field)) in repeated:
            yield conflict

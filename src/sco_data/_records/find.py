"""The one way to ask: what comes in are conditions and a day, what goes out are records."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args, get_type_hints

from .._input import check_known, parse_day, parse_word
from .._rows.once import build_once
from ..model.base import Record
from ..model.plain import Words
from ..model.records import R, Records
from .as_of import cut_to_day
from .load import ids_of, load, matching, record_class, where

_COLLECTION_NAMED_BY = {
    "body": "bodies",
    "chairmanship": "chairmanships",
    "document": "documents",
    "event": "events",
    "parent": "bodies",
    "state": "states",
}
"""Fields that name a record of another collection: whatever is in it may be asked for."""


def find(
    cls: type[R],
    release: str | None = None,
    *,
    as_of: dt.date | str | None = None,
    **conditions: Any,
) -> Records[R]:
    """The records of a class whose fields equal, or contain, the values given.

    A condition is named after its field, in the singular where the field holds several:
    ``find(Document, release, area="security")``. ``None`` leaves a condition out. A word of a
    vocabulary may be written as text. A value that no record has is an error.

    With ``as_of`` the records are those that stand on that day, each as of it, and conditions on
    what changes with time, such as a stage, are asked of them as they were.
    """
    day = parse_day(as_of)
    lasting: dict[str, Any] = {}
    changing: dict[str, Any] = {}
    for name, value in conditions.items():
        if value is not None:
            field = _field_of(cls, name)
            values = changing if _is_changing(cls, field) else lasting
            values[field] = _parse_value(cls, name, value)

    records = matching(cls, release, lasting) if lasting else load(cls, release)
    if not records:
        for name, value in conditions.items():
            if _field_of(cls, name) in lasting:
                _check_value(cls, name, value, release)

    if day is not None:
        records = cut_to_day(records, day, release)
    if changing:
        records = where(records, changing)

    return records


def _parse_value(cls: type[Record], name: str, value: Any) -> str | None:
    """The value of a condition: a word, where the field holds those, or any text."""
    vocabulary = _vocabulary_of(cls, _field_of(cls, name))
    if vocabulary is not None:
        return parse_word(vocabulary, value, name)

    if not isinstance(value, str):
        raise TypeError(f"{name} is text, not {type(value).__name__}")

    return value


def _check_value(
    cls: type[Record], name: str, value: Any, release: str | None
) -> None:
    """Raise for a value that no record has.

    A record that has a value proves it; so this is asked only where there is no such record.
    """
    field = _field_of(cls, name)
    # A word of a vocabulary is valid whether or not a record has it.
    if _vocabulary_of(cls, field) is None:
        check_known(_values_of(cls, field, release), value, name)


def _field_of(cls: type[Record], name: str) -> str:
    """The field that a condition is about: ``area`` is about ``areas``."""
    if hasattr(cls, name):
        return name

    return f"{name}s"


def _is_changing(cls: type[Record], field: str) -> bool:
    """Whether a field changes with time, as what is read from a history does."""
    return field in cls.CHANGING or isinstance(getattr(cls, field), property)


@build_once
def _vocabulary_of(cls: type[Record], field: str) -> type[Words] | None:
    """The vocabulary whose words a field holds, if it is one."""
    attribute = getattr(cls, field)
    if isinstance(attribute, property):
        hint = get_type_hints(attribute.fget)["return"]
    else:
        hint = get_type_hints(cls)[field]

    # ``tuple[Area, ...]`` and ``Stage | None`` name it among others.
    for candidate in (hint, *get_args(hint)):
        if isinstance(candidate, type) and issubclass(candidate, Words):
            return candidate

    return None


def _values_of(cls: type[Record], field: str, release: str | None) -> set[str]:
    """Every value that a condition on this field may have."""
    values: set[str] = set()
    # There are terms, for one, that left nothing of this kind.
    if field in _COLLECTION_NAMED_BY:
        values.update(
            ids_of(record_class(_COLLECTION_NAMED_BY[field]), release)
        )
    for record in load(cls, release):
        value = getattr(record, field)
        if isinstance(value, tuple):
            values.update(value)
        else:
            values.add(value)

    return values - {None}

"""The releases of the data, and how facts changed between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from .base import Evidence, Record
from .declare import Several, record
from .plain import Plain
from .time import When, read_when

V = TypeVar("V")


@record(kw_only=True)
class Change(Record, shown=("record", "field", "before", "after")):
    """One changed fact between two releases; ``field`` is ``None`` for a whole record.

    ``before`` and ``after`` are JSON texts; ``None`` means that there was, or is, nothing.
    """

    id: str
    release: str
    collection: str
    record: str
    field: str | None
    before: str | None
    after: str | None
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )


@record(kw_only=True)
class Release(Record, shown=("id", "date", "sha256")):
    """One release of the data: its ``id`` (``"26.1"``), its day and the hash of its data."""

    id: str
    date: When = attrs.field(converter=read_when)
    sha256: str


class _FrozenDict(dict[str, V]):
    """A dict that nobody can change, so that what holds it has a hash."""

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise TypeError("this table cannot be changed")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = _refuse
    if not TYPE_CHECKING:  # pyright wants every overload
        setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)


def _whens(values: Mapping[str, When | str]) -> Mapping[str, When]:
    """Dates by name, from JSON or as they are."""
    return _FrozenDict(
        {name: read_when(value) for name, value in values.items()}
    )


def _counts(values: Mapping[str, int]) -> Mapping[str, int]:
    """Numbers by name, as they are."""
    return _FrozenDict(values)


@record(kw_only=True)
class DataVersion(Plain):
    """Which data is installed.

    ``version`` is that of the library, ``release`` and ``date`` those of its data, ``sha256`` the
    hash of the data in canonical form. ``checked_until`` says up to which day each collection was
    checked against the sources, ``counts`` how many records it has.
    """

    version: str
    release: str
    date: When = attrs.field(converter=read_when)
    checked_until: Mapping[str, When] = attrs.field(converter=_whens)
    sha256: str
    counts: Mapping[str, int] = attrs.field(converter=_counts)
    licence: str

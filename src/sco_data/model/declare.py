"""How a record class is declared: ``record``, and the converters of fields that hold things.

What comes in are rows of JSON or what a user writes: words, EDTF text, mappings, lists. What goes
out has the types that the class declares. A converter stands beside the type, because type
checkers learn from it what a constructor accepts::

    @record(kw_only=True)
    class Document(Tracked):
        title: str
        names: tuple[Name, ...] = attrs.field(default=(), converter=Several[Name])
        valid: Period | None = attrs.field(default=None, converter=OneOrNone[Period])

To type checkers ``Several[Name]`` is a class, the one form of a generic converter that all of them
follow; when it runs it is a function.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from .plain import Words

__all__ = ["OneOrNone", "Several", "record"]

T = TypeVar("T")

if TYPE_CHECKING:
    from attrs import frozen as record

    class Several(tuple[T, ...]):
        """The converter of a field that holds several things of one type."""

        def __new__(
            cls, values: Iterable[T | str | Mapping[str, Any]]
        ) -> Several[T]:
            """The things, each from itself or from what JSON has for it."""
            ...

    class OneOrNone(tuple[T, ...]):
        """The converter of a field that holds one thing or ``None``."""

        def __new__(  # type: ignore[misc]
            cls, value: T | str | Mapping[str, Any] | None
        ) -> T | None:
            """The thing from itself or from what JSON has for it; ``None`` stays."""
            ...

else:
    # Plain has equality, hash and repr, so that attrs need not compile them for every class.
    record = partial(attrs.frozen, repr=False, weakref_slot=False, eq=False)

    class Several:
        """The converter of a field that holds several things of one type."""

        def __class_getitem__(cls, kind):
            if kind is str:
                return _read_texts

            if issubclass(kind, Words):
                return lambda values: tuple(map(kind, _read_texts(values)))

            read = kind._read
            return lambda values: tuple(map(read, values))

    class OneOrNone:
        """The converter of a field that holds one thing or ``None``."""

        def __class_getitem__(cls, kind):
            read = kind if issubclass(kind, Words) else kind._read

            def read_one(value):
                if value is None:
                    return None

                return read(value)

            return read_one


def _read_texts(values: Iterable[str]) -> tuple[str, ...]:
    """The texts as a tuple; one text is no list of its letters."""
    # Most are the default, or come from another record.
    if type(values) is tuple:
        return values

    if isinstance(values, str):
        raise TypeError(
            f"a list of strings is wanted, not the string {values!r}"
        )

    return tuple(values)

"""What keeps the record classes quick to make and to fill; none of it shows in use.

Most of the time to a first answer goes into making classes and turning rows into records. So
equality, hash and repr are written once here instead of being compiled for every class (a class
without ``eq=False`` works as well, it only takes a third longer to make), and a word of a
vocabulary is looked up before the general way of enums is gone.
"""

from __future__ import annotations

from enum import EnumType, StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Self

if TYPE_CHECKING:
    from attrs import Attribute


class _WordsType(EnumType):
    """Makes ``Area("reform")`` a look-up, and all else what it is for any enum."""

    # To type checkers it is called as any enum is.
    if not TYPE_CHECKING:

        def __call__(cls, value):
            try:
                return cls._value2member_map_[value]
            except (KeyError, TypeError):
                return super().__call__(value)


class Words(StrEnum, metaclass=_WordsType):
    """A closed vocabulary; its members are the words themselves."""


class Plain:
    """Equality by class and fields, the hash to it, and a repr that shows all fields."""

    __slots__ = ()

    if TYPE_CHECKING:
        __attrs_attrs__: ClassVar[tuple[Attribute[Any], ...]]

    @classmethod
    def _read(cls, value: Any) -> Self:
        """The thing itself, or the one made from what JSON has for it."""
        if isinstance(value, cls):
            return value

        return cls(**value)

    def _values(self) -> tuple[Any, ...]:
        # A tuple of a generator would take longer than one of a list.
        return tuple(
            [getattr(self, field.name) for field in self.__attrs_attrs__]
        )

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented

        # What comes from one collection is often the same object.
        return self is other or self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), self._values()))

    def __repr__(self) -> str:
        fields = [
            f"{field.name}={getattr(self, field.name)!r}"
            for field in self.__attrs_attrs__
        ]
        return f"{type(self).__name__}({', '.join(fields)})"

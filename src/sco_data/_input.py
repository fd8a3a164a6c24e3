"""What users hand in: days and words of closed vocabularies, checked once and in one way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from .model.time import iso_day

E = TypeVar("E", bound=StrEnum)


def day(value: dt.date | str | None, name: str = "as_of") -> dt.date | None:
    """A day from a date, the calendar day of a datetime, or ``"YYYY-MM-DD"``."""
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        raise TypeError(f"{name} is a date or 'YYYY-MM-DD', not {type(value).__name__}")
    try:
        return iso_day(value)
    except ValueError:
        raise ValueError(f"{name} is a date or 'YYYY-MM-DD', not {value[:40]!r}") from None


def word(kind: type[E], value: E | str | None, name: str) -> E | None:
    """A member of a vocabulary from itself or its string."""
    if value is None or isinstance(value, kind):
        return value
    try:
        return kind(value)
    except ValueError:
        raise ValueError(one_of(name, value, (member.value for member in kind))) from None


def known(values: Iterable[str], value: str | None, name: str) -> str | None:
    """``value`` itself, if it is among those that the data has."""
    if value is None or value in (values := sorted(set(values))):
        return value
    raise ValueError(one_of(name, value, values))


def one_of(name: str, value: object, valid: Iterable[str]) -> str:
    """What an error says of a value that is not among the valid ones."""
    return f"unknown {name} {str(value)[:100]!r}; valid are {', '.join(map(repr, valid))}"

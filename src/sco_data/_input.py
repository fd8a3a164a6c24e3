"""What users hand in: days and words of closed vocabularies, read and checked in one way."""

from __future__ import annotations

import datetime as dt
import reprlib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

from .model.time import read_day

E = TypeVar("E", bound=StrEnum)

_QUOTES = reprlib.Repr()
_QUOTES.maxstring = _QUOTES.maxlong = _QUOTES.maxother = 60


def parse_day(
    value: dt.date | str | None, name: str = "as_of"
) -> dt.date | None:
    """A day from a date, the calendar day of a datetime, or ``"YYYY-MM-DD"``; ``None`` stays."""
    if value is None:
        return None

    return read_day(value, name)


def parse_word(
    vocabulary: type[E], value: E | str | None, name: str
) -> E | None:
    """A member of a vocabulary from itself or its string; case and outer blanks do not matter."""
    if value is None or isinstance(value, vocabulary):
        return value

    # Nearly all words are written as they are in the vocabulary, which is a quick look-up.
    try:
        return vocabulary(value)
    except ValueError:
        words = list(map(str, vocabulary))
        return vocabulary(parse_choice(words, value, name))


def parse_choice(choices: Sequence[str], value: object, name: str) -> str:
    """One of a few words; case and outer blanks do not matter."""
    if isinstance(value, str):
        plain = value.strip().casefold()
        for choice in choices:
            if choice.casefold() == plain:
                return choice

    raise ValueError(describe_unknown(name, value, choices))


def check_known(values: Iterable[str], value: str, name: str) -> None:
    """Raise for a value that is not among those that there are."""
    valid = sorted(set(values))
    if value not in valid:
        raise ValueError(describe_unknown(name, value, valid))


def quote(value: object) -> str:
    """A value as an error tells it: short, however long or deep it is."""
    return _QUOTES.repr(value)


def describe_unknown(name: str, value: object, valid: Iterable[str]) -> str:
    """What an error says of a value that is not among the valid ones."""
    return f"unknown {name} {str(value)[:100]!r}; valid are {', '.join(map(repr, valid))}"

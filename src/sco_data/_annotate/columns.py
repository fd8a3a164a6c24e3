"""Columns on their way between the engines and the look-up.

An engine's column is read to one of three forms. What is added comes back as numbers of
categories. The arrays are NumPy's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from .._engines import need

_BLOCK = 65_536  # Rows at a time, so that what is in between stays in the processor's cache.
_CODES = 1_000  # Codes of countries have three digits at most.
_MOST_OTHERS = 10_000


class Distinct(NamedTuple):
    """A column as its distinct values, and for each row the position of its value.

    A null has the position -1, or the first after the values.
    """

    positions: Any
    values: list[Any]

    def spread(self, answers: Any) -> Any:
        """For each row the answer to its value; the last answer is that to null."""
        np = need("numpy", "annotate")
        spread = np.empty(len(self.positions), answers.dtype)
        for rows in blocks(len(self.positions)):
            # Not checking each position is faster; -1 wraps round to the last.
            answers.take(self.positions[rows], out=spread[rows], mode="wrap")

        return spread

    def count_rows(self) -> Any:
        """For each value the number of its rows."""
        np = need("numpy", "annotate")
        # With one place before the values and one after them, for nulls of both kinds.
        size = len(self.values) + 2
        counts = np.zeros(size, np.intp)
        for rows in blocks(len(self.positions)):
            counts += np.bincount(
                self.positions[rows].astype(np.intp) + 1, minlength=size
            )

        return counts[1:-1]


class Numbers:
    """A column of numbers; NaN is null."""

    def __init__(self, floats: Any) -> None:
        self.floats = floats
        self.distinct: list[float] = []
        """The numbers there are, once they were taken for codes; of those that can be no code the
        first."""

    def take(self, answers: dict[Any, int]) -> Any:
        """For each row the answer to its number, which is a code; 0 where there is none."""
        np = need("numpy", "annotate")
        answer_of_code = np.zeros(_CODES + 1, np.uint8)
        for code, answer in answers.items():
            answer_of_code[code] = answer

        taken = np.empty(len(self.floats), np.uint8)
        is_there = np.zeros(_CODES + 1, bool)
        others: set[float] = set()
        for rows in blocks(len(self.floats)):
            numbers = self.floats[rows]
            codes = _read_codes(numbers)
            answer_of_code.take(codes, out=taken[rows], mode="clip")
            # To note which there are costs a tenth of it, and another time round would cost more.
            is_there[codes] = True
            if is_there[_CODES] and len(others) < _MOST_OTHERS:
                no_codes = numbers[codes == _CODES]
                others.update(
                    no_codes[~np.isnan(no_codes)][:_MOST_OTHERS].tolist()
                )

        self.distinct = [*np.flatnonzero(is_there[:_CODES]).tolist(), *others]
        return taken


def _read_codes(numbers: Any) -> Any:
    """What can be a code stays; all else becomes the number after the last code."""
    np = need("numpy", "annotate")
    with np.errstate(
        invalid="ignore"
    ):  # What no integer is differs from what it becomes.
        codes = numbers.astype(np.intp)

    is_code = (codes == numbers) & (codes >= 0) & (codes < _CODES)
    return np.where(is_code, codes, _CODES)


class Days(NamedTuple):
    """A column of times since 1970, of which so many make a day; null is before every day."""

    times: Any
    per_day: int

    def numbers(self, rows: slice) -> Any:
        """The numbers of the days of some rows."""
        times = self.times[rows]
        if self.per_day == 1:
            return times

        return times // self.per_day


Column = Distinct | Numbers | Days
"""A column as the look-up reads it, whatever engine it comes from."""


class NewColumn(NamedTuple):
    """A column to add: for each row the number of its category, from 1; 0 is null."""

    name: str
    categories: list[str]
    numbers: Any

    @property
    def codes(self) -> Any:
        """The same numbers as pandas and Arrow count: from 0, and -1 is null."""
        return self.numbers.astype("int8") - 1


def blocks(count: int) -> Iterator[slice]:
    """So many rows in blocks."""
    for start in range(0, count, _BLOCK):
        yield slice(start, start + _BLOCK)

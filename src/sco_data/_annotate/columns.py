"""Columns on their way between the engines and the look-up.

An engine's column is read to one of three forms. What is added comes back as numbers of
categories. The arrays are NumPy's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from .._engines import need

_BLOCK = 65_536  # Rows at a time, so that what is in between stays in the processor's cache.


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


class Numbers(NamedTuple):
    """A column of numbers; NaN is null."""

    floats: Any


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

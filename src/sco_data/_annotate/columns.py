"""Columns on their way between the engines and the look-up, as arrays of NumPy.

An engine's column is read to one of three forms. What is added comes back as numbers of
categories. Whatever does without NumPy, as CSV does, must not import this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from .._engines import need
from .days import NEVER, NO_DATE, check_dates, day_number, end_of_year

np: Any = need("numpy", "annotate")

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
        spread = np.empty(len(self.positions), answers.dtype)
        for rows in blocks(len(self.positions)):
            # Not checking each position is faster; -1 wraps round to the last.
            answers.take(self.positions[rows], out=spread[rows], mode="wrap")

        return spread

    def count_rows(self) -> Any:
        """For each value the number of its rows."""
        # With one place before the values and one after them, for nulls of both kinds.
        counts = np.zeros(len(self.values) + 2, np.intp)
        for rows in blocks(len(self.positions)):
            places = self.positions[rows].astype(np.intp) + 1
            counts += np.bincount(places, minlength=len(counts))

        return counts[1:-1]


class Numbers:
    """A column of numbers; NaN is null.

    Once they were taken for codes, ``values`` has the distinct numbers; of those that can be no
    code the first.
    """

    def __init__(self, floats: Any) -> None:
        self.floats = floats
        self.values: list[float] = []

    def take(self, answers: dict[Any, int]) -> Any:
        """For each row the answer to its number, which is a code; 0 where there is none."""
        answer_of_code = np.zeros(_CODES + 1, np.uint8)
        answer_of_code[list(answers)] = list(answers.values())

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
                no_codes = numbers[(codes == _CODES) & ~np.isnan(numbers)]
                others.update(no_codes[:_MOST_OTHERS].tolist())

        self.values = [*np.flatnonzero(is_there[:_CODES]).tolist(), *others]
        return taken

    def count_rows(self) -> list[int]:
        """One for each value: that it is there is all that is known."""
        return [1] * len(self.values)


def _read_codes(numbers: Any) -> Any:
    """What can be a code stays; all else becomes the number after the last code."""
    # What no integer is differs from what it becomes.
    with np.errstate(invalid="ignore"):
        codes = numbers.astype(np.intp)

    is_code = (codes == numbers) & (codes >= 0) & (codes < _CODES)
    return np.where(is_code, codes, _CODES)


class Days(NamedTuple):
    """A column of times since 1970, of which so many make a day; null is before every day."""

    times: Any
    per_day: int = 1

    def numbers(self, rows: slice) -> Any:
        """The numbers of the days of some rows."""
        if self.per_day == 1:
            return self.times[rows]

        return self.times[rows] // self.per_day


Column = Distinct | Numbers | Days
"""A column as the look-up reads it, whatever engine it comes from."""

Read = Callable[[Any], Column]
"""What reads a column of one engine."""


class NewColumn(NamedTuple):
    """A column to add: for each row the number of its category, from 1; 0 is null."""

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


# --- Columns of dates ---


def read_days(column: Column, name: object, errors: str) -> Days:
    """The days that a column holds."""
    if isinstance(column, Days):
        return column

    if isinstance(column, Distinct):
        return Days(_days_of_values(column, name, errors))

    return Days(_days_of_years(column.floats, name, errors))


def _days_of_values(column: Distinct, name: object, errors: str) -> Any:
    """The day of each row of texts or objects."""
    days_of_values = list(map(day_number, column.values))
    days = column.spread(np.array([*days_of_values, NEVER]))

    # The rows are looked at only if a value is no date, which may be a category nobody uses.
    if errors == "raise" and NO_DATE in days_of_values:
        bad = column.positions[days == NO_DATE]
        check_dates(name, len(bad), map(column.values.__getitem__, bad[:3]))

    return days


def _days_of_years(years: Any, name: object, errors: str) -> Any:
    """The day of each row of numbers, which are years."""
    is_year = (years >= 1) & (years <= 9999) & (years == np.floor(years))
    if errors == "raise":
        no_years = years[~(is_year | np.isnan(years))]
        check_dates(name, len(no_years), no_years[:3].tolist())

    return _ends_of_years().take(np.where(is_year, years, 0).astype(np.intp))


@cache
def _ends_of_years() -> Any:
    """The last day of each year that there is, at its own number; at 0 stands null."""
    return np.array([NEVER, *map(end_of_year, range(1, 10_000))])


def same_day(number: int, count: int) -> Days:
    """A column in which all rows have one day; it takes no memory."""
    return Days(np.broadcast_to(np.int64(number), count))

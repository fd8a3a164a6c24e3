"""What ``annotate`` was asked for, checked against the table before anything of it is read."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from .._input import describe_unknown, parse_day
from .days import day_number

CODES = ("m49", "cow", "iso3")
ERRORS = ("raise", "null")


class Ask(NamedTuple):
    """What was asked for; it can travel to an engine's workers."""

    country: Any
    date: Any
    day: int | None
    codes: str
    errors: str
    release: str | None

    @property
    def columns(self) -> list[Any]:
        """The columns to read: that of countries, and that of dates if there is one."""
        if self.day is not None:
            return [self.country]

        return [self.country, self.date]

    @property
    def state_column(self) -> str:
        """The name of the new column of states."""
        return "sco_state"

    @property
    def status_column(self) -> str:
        """The name of the new column of statuses."""
        return "sco_status"

    @property
    def new_columns(self) -> list[str]:
        """The columns to add, in their order."""
        return [self.state_column, self.status_column]


def make_ask(
    *,
    country: Any,
    date: Any,
    as_of: dt.date | str | None,
    codes: str,
    errors: str,
    release: str | None,
) -> Ask:
    """What was asked for, or an error for words that are none and days that contradict."""
    if (date is None) == (as_of is None):
        raise ValueError("give date=, a column, or as_of=, one day: one of the two")

    if codes not in CODES:
        raise ValueError(describe_unknown("codes", codes, CODES))

    if errors not in ERRORS:
        raise ValueError(describe_unknown("errors", errors, ERRORS))

    day = parse_day(as_of)
    number = None if day is None else day_number(day)

    return Ask(country, date, number, codes, errors, release)


def check_columns(columns: list[Any], ask: Ask) -> None:
    """Raise if the table lacks a column to read, or has one of the new ones already."""
    for name in ask.columns:
        if columns.count(name) != 1:
            # The names of pandas can be of any type.
            raise ValueError(describe_unknown("single column", name, map(str, columns)))

    for name in columns:
        # SQL takes names that differ in case alone for the same.
        if str(name).casefold() in ask.new_columns:
            raise ValueError(f"the table has a column {name!r} already")

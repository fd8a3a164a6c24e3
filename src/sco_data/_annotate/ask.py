"""What ``annotate`` was asked for, checked against the table before anything of it is read."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from .._input import describe_unknown, parse_choice, parse_day
from .._rows.releases import check_release
from .._timeline.statuses import check_beyond
from .days import day_number

CODES = ("m49", "cow", "iso3")
ERRORS = ("raise", "null")
UNMATCHED = ("warn", "raise", "null")
BEYOND = ("last", "raise", "null")


class Ask(NamedTuple):
    """What was asked for; it can travel to an engine's workers."""

    country: Any
    date: Any
    day: int | None
    codes: str
    errors: str
    unmatched: str
    caveats: bool
    prefix: str
    beyond: str
    release: str | None
    is_part: bool = False
    """Whether the tables that are annotated are parts of one that nobody sees as a whole."""

    @property
    def columns(self) -> list[Any]:
        """The columns to read: that of countries, and that of dates if there is one."""
        if self.day is not None:
            return [self.country]

        return [self.country, self.date]

    @property
    def state_column(self) -> str:
        """The name of the new column of states."""
        return f"{self.prefix}state"

    @property
    def status_column(self) -> str:
        """The name of the new column of statuses."""
        return f"{self.prefix}status"

    @property
    def caveat_column(self) -> str:
        """The name of the new column of caveats, if there is to be one."""
        return f"{self.prefix}caveat"

    @property
    def new_columns(self) -> list[str]:
        """The columns to add, in their order."""
        names = [self.state_column, self.status_column]
        return [*names, self.caveat_column] if self.caveats else names


def make_ask(
    *,
    country: Any,
    date: Any,
    as_of: dt.date | str | None,
    codes: str,
    errors: str,
    unmatched: str,
    caveats: bool,
    prefix: str,
    beyond: str,
    release: str | None,
) -> Ask:
    """What was asked for, or an error for words that are none and days that contradict."""
    if (date is None) == (as_of is None):
        raise ValueError(
            "give date=, a column, or as_of=, one day: one of the two"
        )

    if not isinstance(caveats, bool):
        raise TypeError(f"caveats is True or False, not {caveats!r:.40}")

    if not isinstance(prefix, str):
        raise TypeError(f"prefix is text, such as 'sco_', not {prefix!r:.40}")

    beyond = parse_choice(BEYOND, beyond, "beyond")
    check_release(release)
    day = parse_day(as_of)
    if beyond == "raise" and day is not None:
        check_beyond(beyond, day, release)
        beyond = (
            "last"  # It is not beyond, so there is nothing to look for in rows.
        )

    return Ask(
        country=country,
        date=date,
        day=None if day is None else day_number(day),
        codes=parse_choice(CODES, codes, "codes"),
        errors=parse_choice(ERRORS, errors, "errors"),
        unmatched=parse_choice(UNMATCHED, unmatched, "unmatched"),
        caveats=caveats,
        prefix=prefix,
        beyond=beyond,
        release=release,
    )


def check_columns(columns: list[Any], ask: Ask) -> None:
    """Raise if the table lacks a column to read, or has one of the new ones already."""
    for name in ask.columns:
        if columns.count(name) != 1:
            # The names of pandas can be of any type.
            raise ValueError(
                describe_unknown("single column", name, map(str, columns))
            )

    for name in columns:
        # SQL takes names that differ in case alone for the same.
        if str(name).casefold() in [new.casefold() for new in ask.new_columns]:
            raise ValueError(
                f"the table has a column {name!r} already; prefix= names the new ones"
            )

"""What ``annotate`` was asked for, checked against the table before anything of it is read."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from .._input import describe_unknown, parse_choice, parse_day
from .._rows.releases import check_release
from .._timeline.statuses import check_beyond
from .days import day_number

CODES = ("m49", "cow", "iso3")


class Ask(NamedTuple):
    """The options of ``annotate``; they can travel to an engine's workers."""

    country: Any
    date: Any = None
    as_of: dt.date | str | None = None
    codes: str = "m49"
    errors: str = "raise"
    unmatched: str = "warn"
    caveats: bool = False
    prefix: str = "sco_"
    beyond: str = "last"
    release: str | None = None
    is_part: bool = False
    """Whether the tables that are annotated are parts of one that nobody sees as a whole."""

    @property
    def day(self) -> int | None:
        """The number of the one day for all rows, if there is such a day."""
        return None if self.as_of is None else day_number(self.as_of)

    @property
    def columns(self) -> list[Any]:
        """The columns to read: that of countries, and that of dates if there is one."""
        if self.as_of is not None:
            return [self.country]

        return [self.country, self.date]

    @property
    def new_columns(self) -> list[str]:
        """The columns to add: of states, of statuses and, if there is to be one, of caveats."""
        columns = [f"{self.prefix}state", f"{self.prefix}status"]
        if self.caveats:
            columns.append(f"{self.prefix}caveat")

        return columns


def check_options(ask: Ask) -> Ask:
    """The same with words and day as they are read; raise for those that are none."""
    if (ask.date is None) == (ask.as_of is None):
        raise ValueError(
            "give date=, a column, or as_of=, one day: one of the two"
        )

    if not isinstance(ask.caveats, bool):
        raise TypeError(f"caveats is True or False, not {ask.caveats!r:.40}")

    if not isinstance(ask.prefix, str):
        raise TypeError(
            f"prefix is text, such as 'sco_', not {ask.prefix!r:.40}"
        )

    check_release(ask.release)
    ask = ask._replace(
        as_of=parse_day(ask.as_of),
        codes=parse_choice(CODES, ask.codes, "codes"),
        errors=parse_choice(("raise", "null"), ask.errors, "errors"),
        unmatched=parse_choice(
            ("warn", "raise", "null"), ask.unmatched, "unmatched"
        ),
        beyond=parse_choice(("last", "raise", "null"), ask.beyond, "beyond"),
    )
    if ask.beyond == "raise" and isinstance(ask.as_of, dt.date):
        check_beyond("raise", ask.as_of, ask.release)
        # It is not beyond, so there is nothing to look for in rows.
        return ask._replace(beyond="last")

    return ask


def check_columns(columns: list[Any], ask: Ask) -> None:
    """Raise if the table lacks a column to read, or has one of the new ones already."""
    for name in ask.columns:
        if columns.count(name) != 1:
            # The names of pandas can be of any type.
            raise ValueError(
                describe_unknown("single column", name, map(str, columns))
            )

    # SQL takes names that differ in case alone for the same.
    new_columns = list(map(str.casefold, ask.new_columns))
    for name in columns:
        if str(name).casefold() in new_columns:
            raise ValueError(
                f"the table has a column {name!r} already; prefix= names the new ones"
            )

"""What is a day: text, numbers and dates become numbers of days, counted from 1970.

The rules stand here once, and a single day is read as the verbs read theirs. Engines that plan
queries cannot call Python for each row and are given the patterns; all others ask for each distinct
value, or for each year that there is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from numbers import Integral
from typing import cast

from ..model.time import read_day

YEAR = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
_LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
DAY = (
    f"(?:{YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]"
    f"|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29)(?:[T ][0-9:.,Z+-]*)?"
)
"""Text that is a day, also with a time. No engine's own cast is asked: each takes other texts."""

NEVER = -1_000_000
"""The day number of null, before every day there is."""

NO_DATE = NEVER - 1
"""The day number of what is no date; it counts as null where no error is wanted."""

_EPOCH = dt.date(1970, 1, 1).toordinal()


def day_number(value: object) -> int:
    """The number of the day that a value means."""
    if value is None:
        return NEVER

    if isinstance(value, str):
        return _day_of_text(value)

    if isinstance(value, dt.date):
        return read_day(value, "date").toordinal() - _EPOCH

    # True would pass for the year 1.
    if isinstance(value, bool) or not isinstance(value, int | float | Integral):
        raise no_dates(type(value).__name__)

    year = cast("float", value)  # NumPy's numbers too.
    if not 1 <= year <= 9999 or year != int(year):
        return NO_DATE

    return end_of_year(int(year))


def _day_of_text(text: str) -> int:
    if re.fullmatch(DAY, text):
        return day_number(read_day(text[:10], "date"))

    if re.fullmatch(YEAR, text):
        return end_of_year(int(text))

    return NO_DATE


def end_of_year(year: int) -> int:
    """The number of the last day of a year, which is what a year means."""
    return day_number(dt.date(year, 12, 31))


def date_of(number: int) -> dt.date:
    """The day with this number."""
    return dt.date.fromordinal(number + _EPOCH)


def no_dates(kind: object) -> TypeError:
    """The error for what cannot hold dates."""
    return TypeError(f"dates are dates, datetimes, text or years, not {kind}")


def check_dates(name: object, count: int, first: Iterable[object]) -> None:
    """Raise if a column has values that are no dates; so many, of which these are the first."""
    if not count:
        return

    raise ValueError(
        f"values of {name!r} that are no dates: {count}, first {_shorten(map(repr, first))}; "
        "dates, datetimes, 'YYYY-MM-DD' and years are, and errors='null' gives null for the others"
    )


def check_not_beyond(
    name: object, count: int, first: Iterable[object], until: dt.date
) -> None:
    """Raise if rows have days after the data; so many, of which these are the first."""
    if not count:
        return

    raise ValueError(
        f"days in {name!r} after {until}, up to which the data was checked: {count}, first "
        f"{_shorten(map(str, first))}; beyond='last' answers with the last known state, and "
        "beyond='null' with null"
    )


def _shorten(examples: Iterable[str]) -> str:
    """A few values on one line, however long each of them is."""
    return ", ".join([text[:40] for text in examples])

"""What is a day: text, numbers and dates become numbers of days, counted from 1970.

The rules stand here once, and a single day is read as the verbs read theirs. Engines that plan
queries cannot call Python for each row and are given the patterns; all others ask for each distinct
value, or for a whole column of years.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from numbers import Integral
from typing import Any, cast

from .._engines import need
from ..model.time import read_day
from .columns import Column, Days, Distinct

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

    return _end_of_year(int(year))


def _day_of_text(text: str) -> int:
    if re.fullmatch(DAY, text):
        return day_number(read_day(text[:10], "date"))

    if re.fullmatch(YEAR, text):
        return _end_of_year(int(text))

    return NO_DATE


def _end_of_year(year: int) -> int:
    """A year means its last day."""
    return day_number(dt.date(year, 12, 31))


def date_of(number: int) -> dt.date:
    """The day with this number."""
    return dt.date.fromordinal(number + _EPOCH)


def read_days(column: Column, name: object, errors: str) -> Days:
    """The days that a column holds."""
    if isinstance(column, Days):
        return column

    if isinstance(column, Distinct):
        return Days(_days_of_values(column, name, errors), per_day=1)

    return Days(_days_of_years(column.floats, name, errors), per_day=1)


def _days_of_values(column: Distinct, name: object, errors: str) -> Any:
    """The day of each row of texts or objects."""
    np = need("numpy", "annotate")
    days_of_values = [day_number(value) for value in column.values]
    days = column.spread(np.array([*days_of_values, NEVER]))

    # The rows are looked at only if a value is no date, which may be a category nobody uses.
    if errors == "raise" and NO_DATE in days_of_values:
        positions = column.positions[days == NO_DATE]
        check_dates(
            name, len(positions), map(column.values.__getitem__, positions[:3])
        )

    return days


def _days_of_years(years: Any, name: object, errors: str) -> Any:
    """The day of each row of numbers, which are years."""
    np = need("numpy", "annotate")
    is_year = (years >= 1) & (years <= 9999) & (years == np.floor(years))

    if errors == "raise":
        no_years = years[~(is_year | np.isnan(years))]
        check_dates(name, len(no_years), no_years[:3].tolist())

    return _ends_of_years().take(np.where(is_year, years, 0).astype(np.intp))


@cache
def _ends_of_years() -> Any:
    """The last day of each year that there is, at its own number; at 0 stands null."""
    np = need("numpy", "annotate")
    return np.array([NEVER, *map(_end_of_year, range(1, 10_000))])


def check_not_beyond(
    name: object, count: int, first: Iterable[object], until: dt.date
) -> None:
    """Raise if rows have days after the data; so many, of which these are the first."""
    if not count:
        return

    examples = ", ".join(str(value)[:40] for value in first)
    raise ValueError(
        f"days in {name!r} after {until}, up to which the data was checked: {count}, first "
        f"{examples}; beyond='last' answers with the last known state, and beyond='null' with null"
    )


def same_day(number: int, count: int) -> Days:
    """A column in which all rows have one day; it takes no memory."""
    np = need("numpy", "annotate")
    return Days(np.broadcast_to(np.int64(number), count), per_day=1)


def no_dates(kind: object) -> TypeError:
    """The error for what cannot hold dates."""
    return TypeError(f"dates are dates, datetimes, text or years, not {kind}")


def check_dates(name: object, count: int, first: Iterable[object]) -> None:
    """Raise if a column has values that are no dates; so many, of which these are the first."""
    if not count:
        return

    examples = ", ".join(repr(value)[:40] for value in first)
    raise ValueError(
        f"values of {name!r} that are no dates: {count}, first {examples}; dates, datetimes, "
        "'YYYY-MM-DD' and years are, and errors='null' gives null for the others"
    )

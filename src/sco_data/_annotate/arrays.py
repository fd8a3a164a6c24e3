"""What the engines that hold their rows share: pandas, Dask, Polars and PyArrow.

A module for each reads its columns to one of three forms, and adds the new ones as its categories.
What is between is here. The modules need their engine, so they are imported when a table is here.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..model.states import Caveat, Status
from .ask import Ask
from .columns import Days, NewColumn, Numbers, Read, read_days, same_day
from .day_table import caveat_numbers, state_numbers, status_table
from .days import check_not_beyond, date_of, day_number
from .lookup import lookup_of, no_countries
from .unmatched import tell_unmatched


def make_columns(read: Read, frame: Any, ask: Ask) -> dict[str, NewColumn]:
    """The columns to add to a table whose columns ``read`` reads."""
    lookup = lookup_of(ask.release)
    countries = read(frame[ask.country])
    if isinstance(countries, Days):
        raise no_countries(ask.codes, "dates")

    states = state_numbers(countries, lookup, ask.codes)
    # Of the numbers in a part nothing is said: they tell a code system as a whole.
    if not (ask.is_part and isinstance(countries, Numbers)):
        tell_unmatched(countries.values, countries.count_rows, ask)

    if ask.day is None:
        days = read_days(read(frame[ask.date]), ask.date, ask.errors)
    else:
        days = same_day(ask.day, len(states))
    if ask.beyond == "raise":
        _check_days(states, days, lookup.checked_until, ask)

    statuses = status_table(ask.release, ask.beyond).take(states, days)
    new = [
        NewColumn(list(lookup.spans), states),
        NewColumn(list(map(str, Status)), statuses),
    ]
    if ask.caveats:
        caveats = caveat_numbers(states, days, ask.release)
        new.append(NewColumn(list(map(str, Caveat)), caveats))

    return dict(zip(ask.new_columns, new, strict=True))


def _check_days(states: Any, days: Days, until: dt.date, ask: Ask) -> None:
    """Raise if rows of our states have days after the data."""
    numbers = days.numbers(slice(None))
    beyond = numbers[(states > 0) & (numbers > day_number(until))]
    check_not_beyond(
        ask.date, len(beyond), map(date_of, beyond[:3].tolist()), until
    )


def no_column(dtype: object) -> TypeError:
    """The error for a column that is neither of countries nor of dates."""
    return TypeError(f"a column holds {dtype}: text, numbers or dates are read")

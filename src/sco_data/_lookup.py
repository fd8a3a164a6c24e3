"""State and day to status by array look-up: what every engine that holds its rows shares."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from . import _names, _timeline
from ._load import load, once
from .model.states import Status

YEAR = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
_LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
DAY = (
    f"(?:{YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]"
    f"|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29)(?:[T ][0-9:.,Z+-]*)?"
)
"""Text that is a day, also with a time; no engine's own cast is asked, as each takes other texts."""

EPOCH = dt.date(1970, 1, 1).toordinal()
NEVER = -(10**6)  # The day number of null: before everything.
BAD = NEVER - 1
_BLOCK = 1 << 16  # Rows at a time, so that what is in between stays in the cache.


def need(module: str, user: str) -> Any:
    """An optional library, or an error that says what to install."""
    try:
        return import_module(module)
    except ImportError as error:
        wanted = module.partition(".")[0]
        raise ImportError(
            f"{user} needs {wanted}: pip install 'sco-data[frames]' {wanted}"
        ) from error


class Lookup:
    """A table of one byte for each state and day between the first change and the last."""

    def __init__(self, release: str | None) -> None:
        np = self.np = need("numpy", "annotate")
        self.release = release
        self.states = [state.iso3 for state in load("states", release)]
        self.statuses = [status.value for status in Status]
        changes = [day.toordinal() - EPOCH for day in _timeline.days(release)]
        self.first, self.last = changes[0] - 1, changes[-1]
        width = self.last - self.first + 1
        cells = np.zeros((len(self.states) + 1, width), np.uint8)
        for number, spans in enumerate(_timeline.spans(release).values(), 1):
            for start, end, status in spans:
                begin = start.toordinal() - EPOCH - self.first
                stop = width if end == dt.date.max else end.toordinal() - EPOCH - self.first
                cells[number, begin:stop] = self.statuses.index(status.value) + 1
        self.cells = cells.ravel()
        self.base = np.arange(len(self.states) + 1, dtype=np.int32) * width
        years = range(self.year(self.first) - 1, self.year(self.last) + 2)
        self.years = (years[0], years[-1])
        self.ends = np.array([year_end(year) for year in years], np.int32)
        self.numbers = {state: number for number, state in enumerate(self.states, 1)}

    @staticmethod
    def year(day: int) -> int:
        """The year of a day number."""
        return dt.date.fromordinal(day + EPOCH).year

    def places(self, values: Iterable[object], codes: str) -> Any:
        """The numbers of the states that distinct values name; 0, also at the end, is none."""
        by_code = {getattr(state, codes): state.iso3 for state in load("states", self.release)}
        exact, folded = _names.exact(self.release), _names.folded(self.release)
        found: list[int] = []
        for value in values:
            if isinstance(value, str):
                state = exact.get(value) or folded.get(_names.fold(value))
                found.append(self.numbers[state.iso3] if state else 0)
            else:
                real = isinstance(value, int | float) or hasattr(value, "__index__")
                found.append(self.numbers.get(by_code.get(value, ""), 0) if real else 0)
        return self.np.array([*found, 0], self.np.uint8)

    def numbered(self, column: Any, codes: str) -> Any:
        """The same for an array of floats that are codes."""
        np = self.np
        codes_of = {getattr(state, codes): state.iso3 for state in load("states", self.release)}
        known = np.array(sorted(codes_of), np.float64)
        numbers = np.array([self.numbers[codes_of[code]] for code in sorted(codes_of)], np.uint8)
        at = np.searchsorted(known, column).clip(0, len(known) - 1)
        return np.where(known[at] == column, numbers[at], np.uint8(0))

    def status(self, states: Any, days: Any, unit: int = 1) -> Any:
        """The numbers of the statuses; ``days`` counts ``unit``s from 1970, or is one day."""
        np = self.np
        out = np.empty(len(states), np.uint8)
        for at in range(0, len(states), _BLOCK):
            place = slice(at, at + _BLOCK)
            day = days if isinstance(days, int) else days[place]
            if unit != 1:
                day = day // unit
            cell = np.clip(day, self.first, self.last) - self.first
            self.cells.take(cell + self.base.take(states[place]), out=out[place], mode="clip")
        return out

    def year_days(self, column: Any, name: str, errors: str) -> Any:
        """Day numbers of an array of floats that are years; NaN is null."""
        np = self.np
        null = np.isnan(column)
        good = (column >= 1) & (column <= 9999) & (column == np.floor(column))
        refuse(name, errors, column[~(good | null)])
        year = np.where(good, column, 1).clip(*self.years).astype(np.int32)
        return np.where(good, self.ends[year - self.years[0]], np.int32(NEVER))

    def value_days(self, index: Any, values: Iterable[object], name: str, errors: str) -> Any:
        """Day numbers of distinct values, spread over the rows by ``index``; -1 is null."""
        np = self.np
        values = list(values)
        days = np.array([*map(day_number, values), NEVER], np.int32)
        if (days == BAD).any():
            refuse(name, errors, (values[at] for at in index[days.take(index) == BAD]))
        return days.take(index)


lookup = once(Lookup)


def year_end(year: int) -> int:
    """The number of a year's last day."""
    return dt.date(year, 12, 31).toordinal() - EPOCH


def day_number(value: Any) -> int:
    """The number of the day that a value stands for."""
    if value is None or value != value:
        return NEVER
    if isinstance(value, dt.date):
        return value.toordinal() - EPOCH
    if isinstance(value, str):
        if re.fullmatch(DAY, value):
            return dt.date.fromisoformat(value[:10]).toordinal() - EPOCH
        value = int(value) if re.fullmatch(YEAR, value) else None
    if isinstance(value, bool) or not hasattr(value, "__int__"):
        return BAD
    return year_end(int(value)) if 1 <= value <= 9999 and value == int(value) else BAD


def refuse(name: str, errors: str, bad: Any, count: int | None = None) -> None:
    """Raise for values that are no dates, if there are any and that is wanted."""
    bad = list(bad)
    if bad and errors == "raise":
        first = ", ".join(repr(getattr(value, "item", lambda v=value: v)())[:40] for value in bad[:3])
        raise ValueError(
            f"{count or len(bad)} values of {name!r} are no dates, first {first}; dates, datetimes, "
            "'YYYY-MM-DD' and years are; errors='null' gives null for the rest"
        )

"""State and day to status by array look-up: what the engines that hold their rows share.

A column reaches it in one of three forms: ``("values", index, values)``, distinct values and the
place of each row among them (-1 is null); ``("numbers", floats)``, where NaN is null; and
``("days", integers, unit)``, so many of which make a day, counted from 1970.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from numbers import Integral
from typing import Any, NamedTuple, cast

from .. import _names, _timeline
from .._engines import need
from .._records import load
from .._rows.once import build_once
from ..model.states import State, Status

YEAR = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
_LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
DAY = (
    f"(?:{YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]"
    f"|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29)(?:[T ][0-9:.,Z+-]*)?"
)
"""Text that is a day, also with a time. No engine's own cast is asked: each takes other texts."""

CODES = ("m49", "cow", "iso3")
EPOCH = dt.date(1970, 1, 1).toordinal()
NEVER = -1_000_000  # The day number of null, before everything.
_BAD = NEVER - 1
_FREE = 0xFFFF_FFFF  # No code of two or three bytes.
_BLOCK = 65_536  # Rows at a time, so that what is in between stays in the cache.


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
        return [self.country] if self.day is not None else [self.country, self.date]


class Lookup:
    """One byte for each state and each day between the first change and the last."""

    def __init__(self, release: str | None) -> None:
        np = self.np = need("numpy", "annotate")
        states = load(State, release)
        self.states, self.statuses = [state.iso3 for state in states], [*map(str, Status)]
        self.codes = {code: {getattr(s, code): s.iso3 for s in states} for code in CODES}
        self.spans = _timeline.spans_by_state(release)
        days = [day.toordinal() - EPOCH for day in _timeline.days_of_change(release)]
        self.first, self.last = days[0] - 1, days[-1]
        cells = np.zeros((len(states) + 1, self.last - self.first + 1), np.uint8)
        for number, spans in enumerate(self.spans.values(), 1):
            for first, last, status in spans:
                begin, end = (day.toordinal() - EPOCH - self.first for day in (first, last))
                cells[number, begin : end + 1] = self.statuses.index(status) + 1
        # So that a day added to the start of a state's cells is the place of its own.
        self.cells = np.concatenate([np.zeros(self.first, np.uint8), cells.ravel()])
        self.width = cells.shape[1]
        self.place = lru_cache(65_536, typed=True)(self._place)  # True is 1
        self.release = release

    def _place(self, value: object, codes: str) -> str | None:
        """The state that a value names, read as ``state()`` reads it; numbers are codes."""
        if isinstance(value, str) and codes != "iso3":
            found = _names.state_called(value, self.release)
            return found.iso3 if found else None
        if value is None:  # A dictionary of Arrow may hold it.
            return None
        wanted = str if codes == "iso3" else int | float | Integral
        if isinstance(value, bool) or not isinstance(value, wanted):
            raise no_country(codes, type(value).__name__)
        return self.codes[codes].get(value)

    def number(self, column: tuple[Any, ...], codes: str) -> Any:
        """The numbers of the states in a column, from 1; 0 is none."""
        np = self.np
        numbers: dict[str | None, int] = {None: 0}
        numbers |= {state: number for number, state in enumerate(self.states, 1)}
        if column[0] == "values":
            found = [numbers[self.place(value, codes)] for value in column[2]]
            return self._spread(np.array([*found, 0], np.uint8), column[1])
        if column[0] == "days" or codes == "iso3":
            raise no_country(codes, "dates" if column[0] == "days" else "numbers")
        table = sorted(self.codes[codes].items())
        known = np.array([code for code, _ in table], float)
        at = np.searchsorted(known, column[1]).clip(0, len(known) - 1)
        found = np.array([numbers[state] for _, state in table], np.uint8)
        return np.where(known.take(at) == column[1], found.take(at), np.uint8(0))

    def days(self, column: tuple[Any, ...], name: object, errors: str) -> tuple[Any, int]:
        """The days of a column and the unit they are in."""
        np = self.np
        if column[0] == "days":
            return column[1], column[2]
        if column[0] == "values":
            days = np.array([*map(_day_number, column[2]), NEVER])
            if errors == "raise" and (days == _BAD).any():
                rows = column[1][days.take(column[1]) == _BAD]
                refuse(name, len(rows), (column[2][at] for at in rows[:3]))
            return self._spread(days, column[1]), 1
        years = column[1]
        good = (years >= 1) & (years <= 9999) & (years == np.floor(years))
        bad = years[~(good | np.isnan(years))]
        if errors == "raise" and len(bad):
            refuse(name, len(bad), bad[:3].tolist())
        # One year before the first change and that of the last stand for all beyond them.
        first, last = (dt.date.fromordinal(day + EPOCH).year for day in (self.first, self.last))
        ends = np.array([_year_end(year) for year in range(first - 1, last + 1)])
        years = np.where(good, years, first).clip(first - 1, last).astype(np.int64)
        return np.where(good, ends.take(years - (first - 1)), NEVER), 1

    def _spread(self, values: Any, index: Any) -> Any:
        """``values[index]``, a block at a time; -1 is the last."""
        out = self.np.empty(len(index), values.dtype)
        for at in range(0, len(index), _BLOCK):
            rows = slice(at, at + _BLOCK)
            values.take(index[rows], out=out[rows], mode="wrap")
        return out

    def status(self, states: Any, days: Any, unit: int = 1) -> Any:
        """The numbers of the statuses of these states on these days, or on one day."""
        np = self.np
        out = np.empty(len(states), np.uint8)
        for at in range(0, len(states), _BLOCK):
            rows = slice(at, at + _BLOCK)
            day = days if isinstance(days, int) else days[rows]
            cell = np.multiply(states[rows], self.width, dtype=np.intp)
            cell += np.clip(day if unit == 1 else day // unit, self.first, self.last)
            self.cells.take(cell, out=out[rows], mode="clip")
        return out


lookup = build_once(Lookup)


def short_codes(column: Any) -> tuple[Any, ...] | None:
    """A chunked Arrow column of short codes, such as ISO-3, as ``values``, without hashing.

    The low five bits of each byte number a place in a small table, one for each code of letters
    of one case. Three times as fast as a dictionary; ``None`` where that has to do it.
    """
    np, kinds = need("numpy", "annotate"), ("string", "large_string", "string_view")
    if str(column.type) not in kinds or column.null_count or not len(column):
        return None
    width = len(column[0].as_py().encode())
    if width not in (2, 3):
        return None
    held, places = np.full(0x8000, _FREE, np.uint32), np.zeros(0x8000, np.uint16)
    index = np.empty(len(column), np.uint16)
    values: list[str] = []
    at = 0
    for keys in (keys for chunk in column.chunks for keys in _keys(np, chunk, width)):
        if keys is None:
            return None
        slots = _slots(keys)
        while len(new := keys[held.take(slots) != keys]):
            new = np.unique(new[:1024])  # of the first rows, which mostly have all there are
            own = _slots(new)
            if len(np.unique(own)) < len(own) or (held[own] != _FREE).any():
                return None  # two codes for one place: letters of both cases, or no letters
            held[own], places[own] = new, np.arange(len(values), len(values) + len(new))
            values += [int(key).to_bytes(width, "little").decode() for key in new]
        places.take(slots, out=index[at : at + len(keys)], mode="clip")
        at += len(keys)
    return "values", index, values


def _slots(keys: Any) -> Any:
    return (keys & 0x1F | keys >> 3 & 0x3E0 | keys >> 6 & 0x7C00).astype("intp")


def _keys(np: Any, chunk: Any, width: int) -> Iterator[Any]:
    """The codes as numbers, a block of rows at a time; ``None`` where one has another width."""
    _, second, *data = chunk.buffers()
    for start in range(chunk.offset, chunk.offset + len(chunk), _BLOCK):
        stop = min(start + _BLOCK, chunk.offset + len(chunk))
        if str(chunk.type) == "string_view":  # Four bytes of length, then the text itself.
            views = np.frombuffer(second, "<u8")[2 * start : 2 * stop : 2]
            same = (views & 0xFFFFFFFF == width).all()
            yield (views >> 32).astype(np.uint32) if same else None
        else:
            kind = "<i8" if str(chunk.type) == "large_string" else "<i4"
            ends = np.frombuffer(second, kind)[start : stop + 1]
            if (np.diff(ends) == width).all():
                raw = np.frombuffer(data[0], np.uint8)[ends[0] : ends[-1]].reshape(-1, width)
                yield sum(raw[:, at].astype(np.uint32) << 8 * at for at in range(width))
            else:
                yield None


def no_country(codes: str, kind: object) -> TypeError:
    """The error for a column that cannot hold countries."""
    return TypeError(f"countries are text{'' if codes == 'iso3' else ' or numbers'}, not {kind}")


def refuse(name: object, count: int, first: Iterable[object]) -> None:
    """Raise for values that are no dates."""
    shown = ", ".join(repr(value)[:40] for value in first)
    raise ValueError(
        f"values of {name!r} that are no dates: {count}, first {shown}; dates, datetimes, "
        "'YYYY-MM-DD' and years are, and errors='null' gives null for the others"
    )


def _year_end(year: int) -> int:
    return dt.date(year, 12, 31).toordinal() - EPOCH


def _day_number(value: object) -> int:
    if isinstance(value, str):
        if re.fullmatch(DAY, value):
            return dt.date.fromisoformat(value[:10]).toordinal() - EPOCH
        return _year_end(int(value)) if re.fullmatch(YEAR, value) else _BAD
    if isinstance(value, dt.date):
        return value.toordinal() - EPOCH
    if value is None:
        return NEVER
    if isinstance(value, bool) or not isinstance(value, int | float | Integral):
        kinds = "dates, datetimes, text or years"
        raise TypeError(f"dates are {kinds}, not {type(value).__name__}")
    number = float(cast("float", value))
    return _year_end(int(number)) if 1 <= number <= 9999 and number.is_integer() else _BAD

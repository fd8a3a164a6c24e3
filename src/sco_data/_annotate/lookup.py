"""State and day to status by array look-up: what the engines that hold their rows share.

What comes in are columns in one of three forms; what goes out is a small number for each row.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from numbers import Integral
from typing import Any

from .._engines import need
from .._names import listed_state
from .._records import load
from .._rows.once import build_once
from .._timeline import statuses
from ..model.states import State, Status
from .ask import CODES
from .columns import Column, Days, Distinct, blocks
from .days import day_number


class Lookup:
    """The states and statuses of a release by number, and for each day who had which."""

    def __init__(self, release: str | None) -> None:
        self.release = release
        self.spans = statuses.spans_by_state(release)
        self.states_by_code = {codes: _states_by_code(codes, release) for codes in CODES}
        self.states = list(self.states_by_code["iso3"])
        self.statuses = list(map(str, Status))
        self.number_of = {state: number for number, state in enumerate([None, *self.states])}

        self.status_on = self._fill_days()
        # Tables come in batches, which repeat their spellings. Typed, because 1 equals True.
        self.state_of = lru_cache(maxsize=65_536, typed=True)(self._find_state)

    def _fill_days(self) -> DayTable:
        """The number of each state's status on each day."""
        days_of_change = statuses.days_of_change(self.release)
        day_before = day_number(days_of_change[0]) - 1
        table = DayTable(len(self.states) + 1, day_before, day_number(days_of_change[-1]))
        for state, spans in self.spans.items():
            for first, last, status in spans:
                number = self.statuses.index(status) + 1
                table.fill(self.number_of[state], first, last, number)

        return table

    def _find_state(self, value: object, codes: str) -> str | None:
        """The state that a value names, read as ``state()`` reads it; numbers are codes."""
        if value is None:  # A dictionary of Arrow may hold it.
            return None

        if isinstance(value, str) and codes != "iso3":
            state = listed_state(value, self.release)
            return None if state is None else state.iso3

        code_types = str if codes == "iso3" else int | float | Integral
        if isinstance(value, bool) or not isinstance(value, code_types):
            raise no_countries(codes, type(value).__name__)

        return self.states_by_code[codes].get(value)

    def state_numbers(self, column: Column, codes: str) -> Any:
        """For each row the number of its state, from 1; 0 is none."""
        if isinstance(column, Days):
            raise no_countries(codes, "dates")

        if isinstance(column, Distinct):
            return self._numbers_of_values(column, codes)

        if codes == "iso3":
            raise no_countries(codes, "numbers")

        return self._numbers_of_codes(column.floats, codes)

    def _numbers_of_values(self, column: Distinct, codes: str) -> Any:
        np = need("numpy", "annotate")
        numbers = [self.number_of[self.state_of(value, codes)] for value in column.values]
        null = self.number_of[None]
        return column.spread(np.array([*numbers, null], np.uint8))

    def _numbers_of_codes(self, floats: Any, codes: str) -> Any:
        """By search among the sorted codes, because a number of the user's can be any."""
        np = need("numpy", "annotate")
        pairs = sorted(self.states_by_code[codes].items())
        known = np.array([code for code, _ in pairs], float)
        numbers = np.array([self.number_of[state] for _, state in pairs], np.uint8)

        nearest = np.searchsorted(known, floats).clip(0, len(known) - 1)
        is_known = known.take(nearest) == floats
        return np.where(is_known, numbers.take(nearest), np.uint8(0))

    def status_numbers(self, states: Any, days: Days) -> Any:
        """For each row the number of its state's status on its day, from 1; 0 is none."""
        return self.status_on.take(states, days)


lookup_of = build_once(Lookup)


def _states_by_code(codes: str, release: str | None) -> dict[Any, str]:
    return {getattr(state, codes): state.iso3 for state in load(State, release)}


class DayTable:
    """One byte for each state and each day; days outside are taken for the first or the last."""

    def __init__(self, states: int, first: int, last: int) -> None:
        np = need("numpy", "annotate")
        self.first = first
        self.last = last
        self.width = last - first + 1
        # A day stands at the start of its state plus its own number. So there are bytes before
        # the first that nobody reads, and no day has to be moved.
        self.bytes = np.zeros(first + states * self.width, np.uint8)

    def fill(self, state: int, first: dt.date, last: dt.date, byte: int) -> None:
        """Set the byte of a state from one day to another."""
        start = self.width * state
        end = start + min(day_number(last), self.last)
        self.bytes[start + day_number(first) : end + 1] = byte

    def take(self, states: Any, days: Days) -> Any:
        """The byte of each row's state and day."""
        np = need("numpy", "annotate")
        taken = np.empty(len(states), np.uint8)
        for rows in blocks(len(states)):
            positions = np.multiply(states[rows], self.width, dtype=np.intp)
            positions += np.clip(days.numbers(rows), self.first, self.last)
            self.bytes.take(positions, out=taken[rows], mode="clip")

        return taken


def no_countries(codes: str, kind: object) -> TypeError:
    """The error for a column that cannot hold countries."""
    readable = "text" if codes == "iso3" else "text or numbers"
    return TypeError(f"countries are {readable}, not {kind}")

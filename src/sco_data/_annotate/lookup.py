"""State and day to status by array look-up: what the engines that hold their rows share.

What comes in are columns in one of three forms; what goes out is a small number for each row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property, lru_cache
from numbers import Integral
from typing import Any

from .._engines import need
from .._names import listed_state
from .._records.load import load
from .._rows.once import build_once
from .._rows.releases import checked_until
from .._timeline import statuses
from .._timeline.caveats import caveats_by_state
from ..model.states import Caveat, State, Status
from .ask import CODES
from .columns import Column, Days, Distinct, Numbers, blocks
from .days import day_number

_FIRST_DAY = day_number(dt.date.min)

_WordSpan = tuple[dt.date, dt.date, StrEnum]
"""The first day, the last day and what holds on them."""


class Lookup:
    """The states and statuses of a release by number, and for each day who had which."""

    def __init__(self, release: str | None) -> None:
        self.release = release
        self.spans = statuses.spans_by_state(release)
        self.states_by_code = {
            codes: _states_by_code(codes, release) for codes in CODES
        }
        self.states = list(self.states_by_code["iso3"])
        self.statuses = list(map(str, Status))
        self.caveats = list(map(str, Caveat))
        self.checked_until = checked_until("memberships", release)
        self.number_of = {
            state: number for number, state in enumerate([None, *self.states])
        }

        # Tables come in batches, which repeat their spellings. Typed, because 1 equals True.
        self.state_of = lru_cache(maxsize=65_536, typed=True)(self._find_state)

    # Tables of days are NumPy's, and whoever asks for states alone does without.
    @cached_property
    def status_on(self) -> DayTable:
        """The number of each state's status on each day."""
        return self._make_table(self.spans, self.statuses)

    @cached_property
    def known_status_on(self) -> DayTable:
        """The statuses up to the day to which the data was checked, and none after it."""
        return self._make_table(self.known_spans, self.statuses)

    @cached_property
    def known_spans(self) -> dict[str, tuple[statuses.Span, ...]]:
        """The spans of each state up to the day to which the data was checked."""
        known: dict[str, tuple[statuses.Span, ...]] = {}
        for state, spans in self.spans.items():
            begun = [span for span in spans if span[0] <= self.checked_until]
            known[state] = tuple(
                (first, min(last, self.checked_until), status)
                for first, last, status in begun
            )

        return known

    @cached_property
    def caveat_on(self) -> DayTable:
        """The number of each state's caveat on each day."""
        return self._make_table(caveats_by_state(self.release), self.caveats)

    def _make_table(
        self,
        spans_by_state: Mapping[str, Iterable[_WordSpan]],
        words: list[str],
    ) -> DayTable:
        """The number of each state's word on each day."""
        days: set[int] = set()
        for spans in spans_by_state.values():
            days.update(map(day_number, statuses.changes_of(spans)))

        # What begins with time itself is filled from the first day of the table.
        days.discard(_FIRST_DAY)
        table = DayTable(len(self.states) + 1, min(days) - 1, max(days))
        for state, spans in spans_by_state.items():
            for first, last, word in spans:
                table.fill(
                    self.number_of[state], first, last, words.index(word) + 1
                )

        return table

    def _find_state(self, value: object, codes: str) -> str | None:
        """The state that a value names, read as ``state()`` reads it; numbers are codes."""
        if value is None:  # A dictionary of Arrow may hold it.
            return None

        if isinstance(value, str) and codes != "iso3":
            number = read_digits(value)
            if number is not None:
                return self.states_by_code[codes].get(number)

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

        return self._numbers_of_codes(column, codes)

    def _numbers_of_values(self, column: Distinct, codes: str) -> Any:
        np = need("numpy", "annotate")
        numbers = [
            self.number_of[self.state_of(value, codes)]
            for value in column.values
        ]
        null = self.number_of[None]
        return column.spread(np.array([*numbers, null], np.uint8))

    def _numbers_of_codes(self, column: Numbers, codes: str) -> Any:
        states = self.states_by_code[codes]
        return column.take(
            {code: self.number_of[state] for code, state in states.items()}
        )

    def status_numbers(
        self, states: Any, days: Days, beyond: str = "last"
    ) -> Any:
        """For each row the number of its state's status on its day, from 1; 0 is none."""
        table = self.known_status_on if beyond == "null" else self.status_on
        return table.take(states, days)

    def caveat_numbers(self, states: Any, days: Days) -> Any:
        """For each row the number of the caveat, from 1; 0 is none."""
        np = need("numpy", "annotate")
        caveats = self.caveat_on.take(states, days)
        # A caveat can begin with time itself, and null is before it.
        for rows in blocks(len(states)):
            caveats[rows] *= days.numbers(rows) >= np.int64(_FIRST_DAY)

        return caveats


lookup_of = build_once(Lookup)


def read_digits(text: str) -> int | None:
    """The number that is written in digits, and maybe zeros before them, or nothing."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit()):
        return None

    # Python refuses to read thousands of digits; a number of twenty is no code either.
    return int(digits.lstrip("0")[:20] or "0")


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

    def fill(
        self, state: int, first: dt.date, last: dt.date, byte: int
    ) -> None:
        """Set the byte of a state from one day to another."""
        start = self.width * state
        end = start + min(day_number(last), self.last)
        self.bytes[start + max(day_number(first), self.first) : end + 1] = byte

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

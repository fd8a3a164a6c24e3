"""State and day to status by array look-up: what the engines that hold their rows share.

What comes in are columns in one of three forms; what goes out is a small number for each row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from .._rows.once import build_once
from .._timeline.caveats import caveats_by_state
from .._timeline.statuses import changes_of
from ..model.states import Caveat, Status
from .columns import Days, Distinct, Numbers, blocks, np
from .days import day_number
from .lookup import Lookup, lookup_of, no_countries

_FIRST_DAY = day_number(dt.date.min)

WordSpan = tuple[dt.date, dt.date, StrEnum]
"""The first day, the last day and what holds on them."""


def state_numbers(
    column: Distinct | Numbers, lookup: Lookup, codes: str
) -> Any:
    """For each row the number of its state, from 1 in the order of the spans; 0 is none."""
    number_of: dict[str | None, int] = {None: 0}
    for number, state in enumerate(lookup.spans, 1):
        number_of[state] = number

    if isinstance(column, Distinct):
        numbers = [
            number_of[lookup.state_of(value, codes)] for value in column.values
        ]
        return column.spread(np.array([*numbers, number_of[None]], np.uint8))

    if codes == "iso3":
        raise no_countries(codes, "numbers")

    states = lookup.states_by_code[codes]
    return column.take({code: number_of[states[code]] for code in states})


class DayTable:
    """One byte for each state and each day: the number of the word that holds, from 1, or 0.

    Days outside are taken for the first or the last.
    """

    def __init__(
        self,
        spans_by_state: Mapping[str, Iterable[WordSpan]],
        vocabulary: type[StrEnum],
    ) -> None:
        days: set[int] = set()
        for spans in spans_by_state.values():
            days.update(map(day_number, changes_of(spans)))

        # What begins with time itself is filled from the first day of the table.
        days.discard(_FIRST_DAY)
        self.first = min(days) - 1
        self.last = max(days)
        self.width = self.last - self.first + 1

        # A day stands at the start of its state plus its own number. So there are bytes before
        # the first that nobody reads, and no day has to be moved.
        self.bytes = np.zeros(
            self.first + (len(spans_by_state) + 1) * self.width, np.uint8
        )
        for state, spans in enumerate(spans_by_state.values(), 1):
            bytes_of_state = self.bytes[state * self.width :]
            for first, last, word in spans:
                start = max(day_number(first), self.first)
                end = min(day_number(last), self.last) + 1
                bytes_of_state[start:end] = list(vocabulary).index(word) + 1

    def take(self, states: Any, days: Days) -> Any:
        """The byte of each row's state and day."""
        taken = np.empty(len(states), np.uint8)
        for rows in blocks(len(states)):
            positions = np.multiply(states[rows], self.width, dtype=np.intp)
            positions += np.clip(days.numbers(rows), self.first, self.last)
            self.bytes.take(positions, out=taken[rows], mode="clip")

        return taken


@build_once
def status_table(release: str | None, beyond: str) -> DayTable:
    """The status of each state on each day; where ``beyond`` is null, none after the data."""
    return DayTable(lookup_of(release).spans_for(beyond), Status)


@build_once
def _caveat_table(release: str | None) -> DayTable:
    return DayTable(caveats_by_state(release), Caveat)


def caveat_numbers(states: Any, days: Days, release: str | None) -> Any:
    """For each row the number of the caveat, from 1; 0 is none."""
    caveats = _caveat_table(release).take(states, days)
    # A caveat can begin with time itself, and null is before it.
    for rows in blocks(len(states)):
        caveats[rows] *= days.numbers(rows) >= np.int64(_FIRST_DAY)

    return caveats

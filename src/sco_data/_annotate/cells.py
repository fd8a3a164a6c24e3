"""State and status of single cells of text: what CSV needs, without NumPy or any engine.

What comes in are the cells of a row, what goes out are two more. The rules are those of the verbs:
names and codes are read as ``state()`` reads them, days as every engine's text is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .._names import listed_state
from .._records import load
from .._timeline import statuses
from ..model.states import State
from .ask import Ask
from .days import NEVER, NO_DATE, check_dates, date_of, day_number

NewCells = tuple[str, str]
"""The cells of state and status; an empty one is null."""

_NONE = ""


class Cells:
    """The new cells of a row by its cells of country and date, each pair of which is read once."""

    def __init__(self, ask: Ask, *, are_codes: bool) -> None:
        self.ask = ask
        self.spans = statuses.spans_by_state(ask.release)
        self.states_by_code: dict[object, str] | None = None
        if are_codes:
            states = load(State, ask.release)
            self.states_by_code = {getattr(state, ask.codes): state.id for state in states}

        # Rows repeat their spellings; those of a table of any size need not all be kept.
        self.new_cells = lru_cache(maxsize=65_536)(self._find_new_cells)

    def _find_new_cells(self, country: str, date: str) -> NewCells:
        day = self._read_day(date)
        state = self._find_state(country)
        if state is None:
            return _NONE, _NONE

        status = None
        if day != NEVER:
            status = statuses.status_on(self.spans[state], date_of(day))

        return state, str(status or _NONE)

    def _find_state(self, country: str) -> str | None:
        """The state's code, if it is known; an empty cell is none."""
        if not country:
            return None

        if self.states_by_code is None:
            state = listed_state(country, self.ask.release)
            return None if state is None else state.id

        code = country if self.ask.codes == "iso3" else _read_number(country)
        return self.states_by_code.get(code)

    def _read_day(self, date: str) -> int:
        if self.ask.day is not None:
            return self.ask.day

        day = day_number(date or None)
        if day != NO_DATE:
            return day

        if self.ask.errors == "raise":
            check_dates(self.ask.date, 1, [date])
        return NEVER


def _read_number(text: str) -> int:
    """A code as CSV has it; ``int`` alone would take other digits and signs between them too."""
    if not re.fullmatch("[+-]?[0-9]{1,18}", text):
        raise ValueError(f"countries are numbers where codes are named, not {text[:40]!r}")

    return int(text)

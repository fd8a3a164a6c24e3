"""State and status of single cells of text: what CSV needs, without NumPy or any engine.

What comes in are the cells of a row, what goes out are two more. The rules are those of the verbs:
countries and days are read as the text of every engine is.
"""

from __future__ import annotations

from functools import lru_cache

from .._timeline import statuses
from .ask import Ask
from .days import NEVER, NO_DATE, check_dates, date_of, day_number
from .lookup import lookup_of

NewCells = tuple[str, str]
"""The cells of state and status; an empty one is null."""

_NONE = ""


class Cells:
    """The new cells of a row by its cells of country and date, each pair of which is read once."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.lookup = lookup_of(ask.release)
        # Rows repeat their spellings; those of a table of any size need not all be kept.
        self.new_cells = lru_cache(maxsize=65_536)(self._find_new_cells)

    def _find_new_cells(self, country: str, date: str) -> NewCells:
        day = self._read_day(date)
        state = (
            self.lookup.state_of(country, self.ask.codes) if country else None
        )
        if state is None:
            return _NONE, _NONE

        status = None
        if day != NEVER:
            status = statuses.status_on(self.lookup.spans[state], date_of(day))

        return state, str(status or _NONE)

    def _read_day(self, date: str) -> int:
        if self.ask.day is not None:
            return self.ask.day

        day = day_number(date or None)
        if day != NO_DATE:
            return day

        if self.ask.errors == "raise":
            check_dates(self.ask.date, 1, [date])
        return NEVER

"""Rows of CSV with their new cells: what needs neither NumPy nor any engine.

What comes in is a file, what goes out are its rows with the cells of state and status beside them.
Cells are read as the text of every engine is. Whatever is wrong is told with the line it is on.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from .._timeline.caveats import caveat_on, caveats_by_state
from .._timeline.statuses import status_on
from .ask import Ask
from .days import (
    NEVER,
    NO_DATE,
    check_dates,
    check_not_beyond,
    date_of,
    day_number,
)
from .lookup import lookup_of

Lines = Iterator[tuple[int, list[str]]]
"""The cells of each row, with the number of the line on which it ends."""


def read_lines(path: Path, file: Iterable[str]) -> Lines:
    """The rows of a file, or an error for what is no CSV."""
    reader = csv.reader(file, strict=True)
    start = 1
    try:
        for row in reader:
            yield reader.line_num, row
            start = reader.line_num + 1
    except UnicodeError as error:
        # It comes with the block that is decoded, so before the lines above it.
        raise ValueError(
            f"{path.name}, line {_find_bad_text(path)}, cannot be read: {error}"
        ) from error
    except csv.Error as error:
        # A quote that nobody closed is found at the end, and may be open since this line.
        raise ValueError(
            f"{path.name} cannot be read from line {start} on: {error}"
        ) from error


def _find_bad_text(path: Path) -> int:
    """The first line that is not UTF-8; 0 if somebody mended the file meanwhile."""
    with open(path, "rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeError:
                return number

    return 0


def annotate_rows(
    path: Path, lines: Lines, header: list[str], ask: Ask
) -> Iterator[list[str]]:
    """The rows with their new cells, or an error for one that has not as many as the header."""
    country = header.index(ask.country)
    # Where one day is that of all rows, nobody reads this cell.
    date = header.index(ask.columns[-1])
    # Rows repeat their spellings; those of a table of any size need not all be kept.
    new_cells = lru_cache(maxsize=65_536)(_CellMaker(ask).make)

    for line, row in lines:
        if not row:
            # An empty line is no row, but in a table of one column it is an empty cell.
            if len(header) > 1:
                continue

            row.append("")

        try:
            if len(row) != len(header):
                raise ValueError(
                    f"{len(row)} cells, and the header has {len(header)}"
                )

            row.extend(new_cells(row[country], row[date]))
        except ValueError as error:
            raise ValueError(f"{path.name}, line {line}: {error}") from error

        yield row


class _CellMaker:
    """The new cells of a row by its cells of country and date; an empty one is null."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.lookup = lookup_of(ask.release)
        self.spans = self.lookup.spans_for(ask.beyond)

    def make(self, country: str, date: str) -> list[str]:
        """The cells in the order of the columns."""
        number = self._read_day(date)
        state = self.lookup.state_of(country or None, self.ask.codes)
        if state is None or number == NEVER:
            # Neither status nor caveat.
            return [state or "", *[""] * (len(self.ask.new_columns) - 1)]

        day = date_of(number)
        if self.ask.beyond == "raise" and day > self.lookup.checked_until:
            check_not_beyond(self.ask.date, 1, [day], self.lookup.checked_until)

        cells = [state, status_on(self.spans[state], day) or ""]
        if self.ask.caveats:
            caveats = caveats_by_state(self.ask.release)
            cells.append(caveat_on(caveats[state], day) or "")

        return list(map(str, cells))

    def _read_day(self, date: str) -> int:
        """The number of the day of a row, or of the one day for all rows."""
        if self.ask.day is not None:
            return self.ask.day

        number = day_number(date or None)
        if number != NO_DATE:
            return number

        if self.ask.errors == "raise":
            check_dates(self.ask.date, 1, [date])

        return NEVER

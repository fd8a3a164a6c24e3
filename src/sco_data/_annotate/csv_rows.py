"""Rows of CSV with their new cells; whatever is wrong is told with the line it is on."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from .ask import Ask
from .cells import Cells


class Lines:
    """The rows of a CSV file as they are read; what is wrong with it is told with its line."""

    def __init__(self, path: Path, file: Iterable[str]) -> None:
        self.path = path
        self.reader = csv.reader(file, strict=True)
        self.last_whole = 0

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        try:
            row = next(self.reader)
        except UnicodeError as error:
            # It comes with the block that is decoded, so before the lines above it.
            line = _find_bad_text(self.path)
            raise ValueError(
                f"{self.path.name}, line {line}, cannot be read: {error}"
            ) from error
        except csv.Error as error:
            # A quote that nobody closed is found at the end, and may be open since this line.
            line = self.last_whole + 1
            message = (
                f"{self.path.name} cannot be read from line {line} on: {error}"
            )
            raise ValueError(message) from error

        self.last_whole = self.reader.line_num
        return row

    def error(self, fault: object) -> ValueError:
        """What is wrong with the row that was read last."""
        return ValueError(f"{self.path.name}, line {self.last_whole}: {fault}")


def _find_bad_text(path: Path) -> int:
    """The first line that is not UTF-8; 0 if somebody mended the file meanwhile."""
    with open(path, "rb") as file:
        return next(
            (
                number
                for number, line in enumerate(file, 1)
                if not _is_utf8(line)
            ),
            0,
        )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeError:
        return False

    return True


def annotate_rows(
    lines: Lines, header: list[str], ask: Ask, cells: Cells
) -> Iterator[list[str]]:
    """The rows with their new cells, or an error for one that has not as many as the header."""
    width = len(header)
    country = header.index(ask.country)
    # Where one day is that of all rows, nobody reads this cell.
    date = country if ask.day is not None else header.index(ask.date)

    for line in lines:
        # An empty line is no row, but in a table of one column it is an empty cell.
        if not line and width > 1:
            continue

        row = line or [""]
        if len(row) != width:
            raise lines.error(f"{len(row)} cells, and the header has {width}")

        try:
            new_cells = cells.new_cells(row[country], row[date])
        except ValueError as error:
            raise lines.error(error) from error

        row.extend(new_cells)
        yield row

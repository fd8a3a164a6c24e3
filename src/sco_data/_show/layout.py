"""Text that fits a terminal: measured, cut and wrapped.

What comes in is text that is safe to print, what goes out is as wide as it should be. Widths are
columns of the terminal and not letters: a Chinese sign takes two columns, an accent none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unicodedata import category, east_asian_width

NARROWEST = 8
"""No column of text is made narrower; a terminal that is, wraps by itself."""

_READABLE = 12
"""A column of longer texts that would have less is left out of a table, as long as others stay."""

GAP = "  "
"""What stands between two columns."""


def width_of(text: str) -> int:
    """The columns that a text takes."""
    if text.isascii():  # Most is, and then each letter takes one.
        return len(text)

    return sum(map(_width_of_sign, text))


def _width_of_sign(sign: str) -> int:
    if category(sign) in ("Mn", "Me", "Cf"):
        return 0

    if east_asian_width(sign) in "WF":
        return 2

    return 1


def fit(text: str, width: int) -> str:
    """The text filled up to a width, or cut to it with two dots at its end."""
    if width_of(text) > width:
        # Signs go one by one from the end; what can never fit goes at once.
        text = text[: 4 * width]
        while width_of(text) > max(width - 2, 0):
            text = text[:-1]

        text += ".."[:width]

    return text + " " * (width - width_of(text))


def wrap(text: str, width: int) -> Iterator[str]:
    """The text on lines of a width, broken between words where that is possible."""
    # The width is counted along, because measuring a long line for each of its words takes long.
    line = ""
    line_width = 0
    for word in text.split(" "):
        word_width = width_of(word)
        if line and line_width + 1 + word_width <= width:
            line += f" {word}"
            line_width += 1 + word_width
            continue

        if line:
            yield line

        *full_lines, line = _break_word(word, width)
        yield from full_lines
        line_width = width_of(line)

    yield line


def _break_word(word: str, width: int) -> Iterator[str]:
    """A word in pieces of a width: Chinese has no spaces, and an address has none either."""
    start = 0
    used = 0
    for position, sign in enumerate(word):
        used += width_of(sign)
        if used > width:
            yield word[start:position]
            start = position
            used = width_of(sign)

    yield word[start:]


class Column(NamedTuple):
    """The texts of a column, and whether they are cut only where nothing else is left to cut."""

    texts: Sequence[str]
    stays_whole: bool = False

    @property
    def width(self) -> int:
        """The width of its widest text."""
        return max(map(width_of, self.texts))

    @property
    def least_width(self) -> int:
        """Its width when it is cut as far as it can still be read."""
        if self.stays_whole:
            return self.width

        return min(self.width, _READABLE)


def choose_columns(columns: Sequence[Column], width: int) -> list[Column]:
    """The columns that have room side by side; the last are left out first.

    What stays whole is kept as long as possible, for an id that is cut cannot be looked up.
    """
    chosen = [*columns]
    while (
        len(chosen) > 1
        and _width_of_row([column.least_width for column in chosen]) > width
    ):
        last = len(chosen) - 1
        while last and chosen[last].stays_whole:
            last -= 1

        # The first column never goes: where all others stay whole, the last one gives way.
        del chosen[last or -1]

    return chosen


def _width_of_row(widths: Sequence[int]) -> int:
    """What columns of these widths take with the gaps between them."""
    return sum(widths) + len(GAP) * (len(widths) - 1)


def widths_of(columns: Sequence[Column], width: int) -> list[int]:
    """How wide each column of a table may be, so that all fit side by side."""
    room = max(width, NARROWEST)
    widths = [min(column.width, room) for column in columns]

    def rank(position: int) -> tuple[bool, int]:
        """First what may be cut, and of that the widest."""
        stays = columns[position].stays_whole or widths[position] <= NARROWEST
        return not stays, widths[position]

    # The widest gives way: what is short stays whole as long as possible.
    while _width_of_row(widths) > room:
        widths[max(range(len(widths)), key=rank)] -= 1

    return widths

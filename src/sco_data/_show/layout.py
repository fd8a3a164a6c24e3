"""Text that fits a terminal: measured, cut and wrapped.

What comes in is text that is safe to print, what goes out is as wide as it should be. Widths are
columns of the terminal and not letters: a Chinese sign takes two columns, an accent none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from unicodedata import category, east_asian_width

NARROWEST = 8
"""No column of text is made narrower; a terminal that is, wraps by itself."""

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
    line = ""
    used = 0
    for word in text.split(" "):
        word_width = width_of(word)
        if line and used + 1 + word_width <= width:
            line += f" {word}"
            used += 1 + word_width
            continue

        if line:
            yield line

        *full_lines, line = _break_word(word, width)
        yield from full_lines
        used = width_of(line)

    yield line


def _break_word(word: str, width: int) -> list[str]:
    """A word in pieces of a width: Chinese has no spaces, and an address has none either."""
    pieces = []
    start = 0
    used = 0
    for position, sign in enumerate(word):
        used += width_of(sign)
        if used > width:
            pieces.append(word[start:position])
            start = position
            used = width_of(sign)

    return [*pieces, word[start:]]


def widths_of(columns: Iterable[Sequence[str]], width: int) -> list[int]:
    """How wide each column of a table may be, so that all fit side by side."""
    room = max(width, NARROWEST)
    widths = [min(max(map(width_of, column)), room) for column in columns]

    # The widest gives way: what is short stays whole as long as possible.
    while sum(widths) + len(GAP) * (len(widths) - 1) > room:
        widest = widths.index(max(widths))
        widths[widest] -= 1

    return widths

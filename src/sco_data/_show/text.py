"""Records as plain text.

What comes in are records, what goes out is a card of one or a table of many, no wider than the
terminal. How a value reads and what is shown of a record is decided here for the pages of
``html`` too, so that both say the same. Names and titles come from pages that others wrote:
nothing is printed before :func:`safe` has been over it.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import attrs

from .._verbs._evidence import evidence_of_field
from ..model.base import Evidence, Name, Record, Says, nested_in
from ..model.history import Step
from ..model.plain import Plain
from ..model.sources import Reading
from ..model.time import Period, When
from .layout import GAP, NARROWEST, fit, width_of, widths_of, wrap

# Controls, separators, lone surrogates and signs that turn the direction of text: in a terminal
# or a page they can make a text look like another. Joiners, which scripts need, stay.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


class Line(NamedTuple):
    """One thing that is known of a record: its label, its value, and what backs it."""

    label: str
    value: Any
    evidence: Sequence[Evidence]


def safe(text: str, space: str = " ") -> str:
    """``text`` with whatever could steer a terminal or hide in a page written out as in JSON.

    ``space`` stands for a tab or the end of a line; if it is empty, these stay.
    """

    def write_out(match: re.Match[str]) -> str:
        sign = match[0]
        if sign in "\t\n\r":
            return space or sign

        return json.dumps(sign)[1:-1]

    return UNSAFE.sub(write_out, text)


def cell(value: Any) -> str:
    """One value as people read it; empty for ``None``."""
    if value is None:
        return ""

    if isinstance(value, bool):  # Before numbers, for it is one.
        return "yes" if value else "no"

    if isinstance(value, int | float):
        return _write_number(value)

    if isinstance(value, tuple):
        return ", ".join(map(cell, value))

    if isinstance(value, Name):
        return safe(value.text)

    if isinstance(value, Reading):
        if not value.kept:
            return cell(value.value)

        return f"{cell(value.value)} (kept)"

    if isinstance(value, Plain) and not isinstance(value, When | Period):
        return _write_thing(value)

    return safe(str(value))


def _write_thing(thing: Plain) -> str:
    """What is known of a small thing, such as an item of a list, in the order of its fields."""
    values = [getattr(thing, field) for field in _field_names(type(thing))]
    return " ".join([cell(value) for value in values if value is not None])


def _write_number(number: float) -> str:
    if number % 1:
        return str(number)

    if abs(number) <= 9999:  # A year has no comma.
        return str(int(number))

    return f"{int(number):,}"


def label(field: str) -> str:
    """A field's name as a heading."""
    return field.replace("_", " ")


def title(record: Record) -> str:
    """What a record is called: its name or title, or failing that its id."""
    if isinstance(record, Step):
        return f"{record.stage} {record.on}"

    for field in ("title", "name", "holder", "theme", "text"):
        if value := getattr(record, field, None):
            return str(value)

    return record.id


def count_of(records: Sequence[Record]) -> str:
    """How many they are: ``1 record``, ``2 records``."""
    if len(records) == 1:
        return "1 record"

    return f"{len(records)} records"


def lines(record: Record) -> Iterator[Line]:
    """What is known of a record; of steps, aims and the like each has its own line."""
    nested = dict(nested_in(record))

    # Stage and adoption are no fields of a document, but read from its history.
    fields = [*_field_names(type(record)), "stage", "adopted"]
    for field in dict.fromkeys(fields):
        if field == "id":  # It stands above all lines.
            continue

        if field in nested and field != "names":
            for part in nested[field]:
                yield _line_of_part(field, part)
            continue

        line = _line_of_field(record, field)
        if line.value is not None and line.value != ():
            yield line


def _line_of_part(field: str, part: Any) -> Line:
    if isinstance(part, Step):
        known = filter(None, (part.stage, part.by, part.document, part.note))
        return Line(str(part.on), tuple(known), part.evidence)

    return Line(label(field), getattr(part, "text", part), getattr(part, "evidence", ()))


def _line_of_field(record: Record, field: str) -> Line:
    value = getattr(record, field, None)
    if field == "names":  # Sources of all names on one line would tell nothing.
        return Line(label(field), value, ())

    evidence = tuple(evidence_of_field(record, field))
    if value is None and any(piece.says is Says.SILENT for piece in evidence):
        value = "looked for, not found"

    return Line(label(field), value, evidence)


def grid(records: Sequence[Record]) -> tuple[list[str], list[list[str]]]:
    """The headings and rows of a table; columns that are empty throughout are left out."""
    classes = {type(record) for record in records}
    if len(classes) != 1:
        rows = [[type(record).__name__, safe(record.id), safe(title(record))] for record in records]
        return ["record", "id", "title"], rows

    cls = classes.pop()
    headings: list[str] = []
    rows = [[] for _ in records]
    for field in cls.SHOWN or _field_names(cls):
        column = [cell(getattr(record, field)) for record in records]
        if any(column):
            headings.append(label(field))
            for row, text in zip(rows, column, strict=True):
                row.append(text)

    return headings, rows


def card(record: Record, width: int | None = None) -> str:
    """A record on lines no wider than the terminal."""
    heading = safe(f"{type(record).__name__} {record.id}")
    texts = [(line.label, cell(line.value)) for line in lines(record)]
    return "\n".join([heading, *pairs(texts, width or _terminal_width())])


def pairs(
    labels_and_texts: Sequence[tuple[str, str]], width: int, cut: bool = False
) -> Iterator[str]:
    """Labels and texts side by side; a long text is wrapped, or cut to one line."""
    longest = max([width_of(label) for label, _ in labels_and_texts], default=0)
    label_width = min(longest, width // 3)
    text_width = max(width - label_width - 2 * len(GAP), NARROWEST)
    indent = GAP + " " * label_width + GAP

    for label, text in labels_and_texts:
        if cut:
            first, *others = [fit(text, text_width)]
        else:
            first, *others = wrap(text, text_width)

        yield f"{GAP}{fit(label, label_width)}{GAP}{first}".rstrip()
        for line in others:
            yield f"{indent}{line}".rstrip()


def table(records: Sequence[Record], width: int | None = None, most: int = 20) -> str:
    """The first records as a table no wider than the terminal."""
    if not records:
        return count_of(records)

    width = width or _terminal_width()
    headings, rows = grid(records[:most])

    # The first columns say most: where not all have room, the last are left out.
    fitting = max(width // NARROWEST, 1)
    cells = [row[:fitting] for row in (headings, *rows)]
    widths = widths_of(zip(*cells, strict=True), width)
    cells.insert(1, ["-" * column_width for column_width in widths])

    lines_of_table = [GAP.join(map(fit, row, widths)).rstrip() for row in cells]
    if len(records) > most:
        lines_of_table.append(f"... and {len(records) - most} more")

    return "\n".join([*lines_of_table, count_of(records)])


def _field_names(cls: type) -> list[str]:
    """The fields of a class but its evidence, which stands beside what it backs."""
    return [field.name for field in attrs.fields(cls) if field.name != "evidence"]


def _terminal_width() -> int:
    return shutil.get_terminal_size().columns

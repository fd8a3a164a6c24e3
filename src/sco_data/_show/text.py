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
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from operator import attrgetter
from typing import Any, NamedTuple

import attrs

from .._records.load import find_one
from .._verbs._evidence import evidence_of_field
from ..model.base import Evidence, Record, Says, nested_in
from ..model.chairmanship import Initiative, Promise
from ..model.history import Step
from ..model.releases import Change
from ..model.sources import Conflict, Reading
from ..model.tables import Fact
from ..model.time import Period, When
from ..model.wording import (
    field_names,
    put_in_words,
    read_date,
    title,
    write_date,
    write_edtf_for_people,
    write_period,
    write_plain,
)
from .layout import (
    GAP,
    NARROWEST,
    Column,
    choose_columns,
    fit,
    width_of,
    widths_of,
    wrap,
)

# Controls, separators, lone surrogates and signs that turn the direction of text: in a terminal
# or a page they can make a text look like another. Joiners, which scripts need, stay.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)

_HAVE_IDS = {
    "id", "record", "initiative", "document", "subject", "state", "source",
    "sources", "body",
}  # fmt: skip
"""The columns of a table that hold ids: cut, an id cannot be looked up."""


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
    return put_in_words(value, _write_for_people)


def _cell_of_terminal(value: Any) -> str:
    """One value on one line: of several ids the first, and how many more there are."""
    if isinstance(value, tuple) and len(value) > 1 and type(value[0]) is str:
        return f"{cell(value[0])} +{len(value) - 1}"

    return cell(value)


def _write_for_people(value: Any) -> str:
    if isinstance(value, When):
        return write_date(value)

    if isinstance(value, Period):
        return write_period(value)

    # To Python yes and no are numbers too.
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _write_number(value)

    return safe(write_plain(value))


def cell_of_data(value: Any) -> str:
    """One value for another program: dates are EDTF."""
    return safe(put_in_words(value, write_plain))


def _write_number(number: float) -> str:
    if number % 1:
        return str(number)

    # A year has no comma.
    if abs(number) <= 9999:
        return str(int(number))

    return f"{int(number):,}"


def label(field: str) -> str:
    """A field's name as a heading."""
    return field.replace("_", " ")


def count_of(records: Sequence[Record]) -> str:
    """How many they are: ``1 record``, ``2 records``."""
    if len(records) == 1:
        return "1 record"

    return f"{len(records)} records"


def lines(record: Record) -> Iterator[Line]:
    """What is known of a record; of steps, aims and the like each has its own line."""
    nested = dict(nested_in(record))

    # Stage and adoption are no fields of a document, but read from its history.
    fields = [*field_names(type(record)), "stage", "adopted"]
    for field in dict.fromkeys(fields):
        # The id stands above all lines.
        if field == "id":
            continue

        if field in nested and field != "names":
            for part in nested[field]:
                yield _line_of_part(field, part)

            continue

        line = _line_of_field(record, field)
        if line.value is not None and line.value != ():
            yield line


def _line_of_part(field: str, part: Any) -> Line:
    """A step under its date; any other thing under the name of its field."""
    evidence = getattr(part, "evidence", ())
    if isinstance(part, Step):
        known = filter(None, (part.stage, part.by, part.document, part.note))
        return Line(write_date(part.on), tuple(known), evidence)

    return Line(label(field), getattr(part, "text", part), evidence)


def _line_of_field(record: Record, field: str) -> Line:
    """A field with what backs it, also where it is backed that nothing is known."""
    value = value_of(record, field)
    # Sources of all names on one line would tell nothing.
    if field == "names":
        return Line(label(field), value, ())

    evidence = _evidence_behind(record, field)
    if value is None and any(piece.says is Says.SILENT for piece in evidence):
        value = "looked for, not found"

    return Line(label(field), value, evidence)


def _evidence_behind(record: Record, field: str) -> tuple[Evidence, ...]:
    if isinstance(record, Fact):
        # The evidence of a fact is that of its value, whatever it names.
        return record.evidence if field == "value" else ()

    return tuple(evidence_of_field(backing(record), field))


def backing(record: Record) -> Record:
    """The record that has the evidence: a promise rests on its initiative."""
    if isinstance(record, Promise):
        return find_one(Initiative, record.initiative) or record

    return record


def value_of(record: Record, field: str) -> Any:
    """What is shown of a field.

    A period is shown with its last day, so what is said of its end is shown as a last day too.
    """
    value: Any = getattr(record, field, None)
    if value is None:
        return None

    # Facts and changes keep values as text, so that their dates are still EDTF.
    if isinstance(record, Fact) and field == "value":
        return write_edtf_for_people(value)

    if isinstance(record, Change) and field in ("before", "after"):
        return _put_json_in_words(_read_json(value))

    if isinstance(record, Conflict) and record.field == "period.end":
        if field == "field":
            return "period.last"

        if field == "readings":
            return tuple(map(_read_as_last_day, record.readings))

    return value


def _read_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _put_json_in_words(value: Any) -> str:
    """What a record had or has, which a change keeps as JSON; its evidence is left out."""
    if isinstance(value, list):
        return ", ".join(map(_put_json_in_words, value))

    if isinstance(value, dict):
        parts = [value[name] for name in value if name != "evidence"]
        return " ".join(map(_put_json_in_words, parts))

    if isinstance(value, str):
        return write_edtf_for_people(value)

    return cell(value)


def disputed_field(conflict: Conflict, record: Record) -> str:
    """The field in dispute, with its record where that is not this one or a step of it."""
    field = str(value_of(conflict, "field"))
    owners = {conflict.subject, conflict.subject.partition("#")[0]}
    if owners & {record.id, f"quantity:{getattr(record, 'quantity', None)}"}:
        return field

    return f"{conflict.subject} {field}"


def _read_as_last_day(reading: Reading) -> Reading:
    """The reading with the day before; a month or a year is the one that sources name."""
    end = read_date(reading.value)
    if not isinstance(end, When) or not end.exact:
        return reading

    return attrs.evolve(reading, value=str(end.shift(-1)))


def grid_of_data(
    records: Sequence[Record],
) -> tuple[list[str], list[list[str]]]:
    """The same table for another program: with what the fields hold, and dates as EDTF."""
    return grid(records, cell_of_data, getattr)


def grid(
    records: Sequence[Record],
    write: Callable[[Any], str] = cell,
    read: Callable[[Record, str], Any] = value_of,
) -> tuple[list[str], list[list[str]]]:
    """The headings and rows of a table; columns that are empty throughout are left out."""
    classes: set[type[Record]] = set(map(type, records))
    if len(classes) != 1:
        return ["record", "id", "title"], list(map(_describe, records))

    cls = classes.pop()
    headings = []
    rows: list[list[str]] = [[] for _ in records]
    for field in cls.SHOWN or field_names(cls):
        column = [write(read(record, field)) for record in records]
        if any(column):
            headings.append(label(field))
            for row, text in zip(rows, column, strict=True):
                row.append(text)

    return headings, rows


def _describe(record: Record) -> list[str]:
    """What is told of a record in a table of several classes."""
    return [type(record).__name__, safe(record.id), safe(title(record))]


def card(record: Record, width: int | None = None) -> str:
    """A record on lines no wider than the terminal."""
    heading = safe(f"{type(record).__name__} {record.id}")
    texts = [(line.label, cell(line.value)) for line in lines(record)]
    return "\n".join([heading, *pairs(texts, width or _terminal_width())])


def pairs(
    labels_and_texts: Sequence[tuple[str, str]], width: int
) -> Iterator[str]:
    """Labels and texts side by side; a long text is wrapped."""
    longest = max([width_of(label) for label, _ in labels_and_texts], default=0)
    label_width = min(longest, width // 3)
    text_width = max(width - label_width - 2 * len(GAP), NARROWEST)

    for label, text in labels_and_texts:
        # The label stands beside the first line of its text.
        for start, line in zip_longest(
            [label], wrap(text, text_width), fillvalue=""
        ):
            yield f"{GAP}{fit(start, label_width)}{GAP}{line}".rstrip()


def table(
    records: Sequence[Record], width: int | None = None, most: int = 20
) -> str:
    """The first records as a table no wider than the terminal."""
    if not records:
        return count_of(records)

    width = width or _terminal_width()
    headings, rows = grid(records[:most], _cell_of_terminal)
    columns = []
    for texts in zip(headings, *rows, strict=True):
        columns.append(Column(texts, stays_whole=texts[0] in _HAVE_IDS))

    chosen = choose_columns(columns, width)
    widths = widths_of(chosen, width)
    lines_of_table = []
    for texts in zip(*map(attrgetter("texts"), chosen), strict=True):
        lines_of_table.append(GAP.join(map(fit, texts, widths)).rstrip())

    lines_of_table.insert(1, GAP.join(map("-".__mul__, widths)))
    if len(records) > most:
        lines_of_table.append(f"... and {len(records) - most} more")

    left_out = [column.texts[0] for column in columns if column not in chosen]
    if left_out:
        lines_of_table += wrap(f"no room for: {', '.join(left_out)}", width)

    return "\n".join([*lines_of_table, count_of(records)])


def _terminal_width() -> int:
    return shutil.get_terminal_size().columns

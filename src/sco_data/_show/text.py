"""Records as plain text: what is shown of each kind, and tables that fit a terminal."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from typing import Any, cast
from unicodedata import category, east_asian_width

import attrs

from ..model.base import Evidence, Name, Record, Says
from ..model.history import Step
from ..model.sources import Reading
from ..model.time import Period, When

# Controls, separators, lone surrogates and signs that turn the direction of text: in a terminal
# or a page they can make a text look like another. Joiners, which scripts need, stay.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
COLUMNS = {
    "State": "id name formal_name capital",
    "Membership": "state status period",
    "Application": "name status outcome checked",
    "Chairmanship": "id state period theme",
    "Priority": "number title grouping areas",
    "Initiative": "id name due stage outcome",
    "Promise": "initiative name due stage outcome since",
    "Document": "id title adopted stage areas",
    "Participation": "document state signed ratified in_force",
    "Event": "id name kind period place",
    "Body": "id name kind place",
    "OfficeHolder": "holder office body state period",
    "Project": "id name kind areas",
    "Indicator": "name qualifier value value_to unit as_of stated_by",
    "Source": "id publisher title date language",
    "Conflict": "subject field readings cause",
    "Fact": "field value sources origins",
    "Change": "record field before after",
    "Release": "id date sha256",
    "Step": "on stage by document note",
    "Aim": "id text initiatives",
}
"""The fields that stand for a record in a row of a table."""
_PARTS = ("history", "aims", "readings", "relations", "maps_to")


def safe(text: str, space: str = " ") -> str:
    """``text`` with whatever could steer a terminal or hide in a page written out as in JSON."""
    return UNSAFE.sub(
        lambda sign: (space or sign[0]) if sign[0] in "\t\n\r" else json.dumps(sign[0])[1:-1], text
    )


def cell(value: Any) -> str:
    """One value as people read it; empty for ``None``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Reading):
        return cell(value.value) + (" (kept)" if value.kept else "")
    if isinstance(value, tuple):
        return ", ".join(map(cell, value))
    if isinstance(value, Name):
        return safe(value.text)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        return f"{value:,}" if abs(value) > 9999 else str(value)
    if attrs.has(type(value)) and not isinstance(value, When | Period):
        shown = attrs.asdict(value, recurse=False, filter=lambda at, _: at.name != "evidence")
        return " ".join(cell(part) for part in shown.values() if part is not None)
    return safe(str(value))


def label(field: str) -> str:
    """A field's name as a heading."""
    return field.replace("_", " ")


def title(record: Record) -> str:
    """What a record is called: its name or title, or failing that its id."""
    if isinstance(record, Step):
        return f"{record.stage} {record.on}"
    for field in ("title", "name", "holder", "theme", "text"):
        if found := getattr(record, field, None):
            return str(found)
    return record.id


def grid(records: Sequence[Record]) -> tuple[list[str], list[list[str]]]:
    """The headings and rows of a table; columns that are empty throughout are left out."""
    kinds = {type(record).__name__ for record in records}
    if len(kinds) != 1:
        rows = [[type(row).__name__, safe(row.id), safe(title(row))] for row in records]
        return ["record", "id", "title"], rows
    kind = type(records[0])
    own = [field.name for field in attrs.fields(kind) if field.name != "evidence"]
    fields = COLUMNS[kind.__name__].split() if kind.__name__ in COLUMNS else own
    rows = [[cell(getattr(record, field)) for field in fields] for record in records]
    full = [at for at in range(len(fields)) if any(row[at] for row in rows)]
    return [label(fields[at]) for at in full], [[row[at] for at in full] for row in rows]


def parts(record: Record) -> Iterator[tuple[str, Any, Sequence[Evidence]]]:
    """What is known of a record: label, value and evidence; steps, aims and the like one by one."""
    from .._verbs._evidence import evidence_of_field

    fields = [field.name for field in attrs.fields(type(record)) if field.name != "evidence"]
    for field in [*fields[1:], *(name for name in ("stage", "adopted") if name not in fields)]:
        value = getattr(record, field, None)
        if field in _PARTS:
            for part in cast("tuple[Any, ...]", value):
                if isinstance(part, Step):
                    words = [part.stage, part.by, part.document, part.note]
                    yield str(part.on), tuple(word for word in words if word), part.evidence
                else:
                    yield label(field), getattr(part, "text", part), getattr(part, "evidence", ())
            continue
        backing = () if field == "names" else tuple(evidence_of_field(record, field))
        if value is None and any(row.says is Says.SILENT for row in backing):
            value = "looked for, not found"
        if value is not None and value != ():
            yield label(field), value, backing


def card(record: Record, width: int | None = None) -> str:
    """A record on lines no wider than the terminal."""
    shown = [(name, cell(value)) for name, value, _ in parts(record)]
    head = safe(f"{type(record).__name__} {record.id}")
    return "\n".join([head, *pairs(shown, width or shutil.get_terminal_size().columns)])


def pairs(rows: Sequence[tuple[str, str]], room: int, cut: bool = False) -> Iterator[str]:
    """Labels and texts side by side; a long text is wrapped, or cut to one line."""
    pad = min(max([_width(left) for left, _ in rows], default=0), room // 3)
    for left, right in rows:
        size = max(room - pad - 4, 8)
        lines = [_fit(right, size).rstrip()] if cut else _wrap(right, size)
        for number, line in enumerate(lines):
            yield f"  {_fit('' if number else left, pad)}  {line}".rstrip()


def table(records: Sequence[Record], width: int | None = None, most: int = 20) -> str:
    """The first records as a table no wider than the terminal."""
    count = f"{len(records)} record{'s' if len(records) != 1 else ''}"
    if not records:
        return count
    room = width or shutil.get_terminal_size().columns
    heads, rows = grid(records[:most])
    while len(heads) > 1 and 8 * len(heads) > room:
        heads, rows = heads[:-1], [row[:-1] for row in rows]
    columns = zip(heads, *rows, strict=True)
    sizes = [min(max(map(_width, column)), max(room, 8)) for column in columns]
    while sum(sizes) + 2 * (len(sizes) - 1) > max(room, 8):
        sizes[sizes.index(max(sizes))] -= 1
    rows = [heads, ["-" * size for size in sizes], *rows]
    text = ["  ".join(map(_fit, row, sizes)).rstrip() for row in rows]
    if len(records) > most:
        text.append(f"... and {len(records) - most} more")
    return "\n".join([*text, count])


def _width(text: str) -> int:
    if text.isascii():  # most are
        return len(text)
    return sum(
        0 if category(char) in ("Mn", "Me", "Cf") else 1 + (east_asian_width(char) in "WF")
        for char in text
    )


def _fit(text: str, size: int) -> str:
    if _width(text) > size:
        text = text[: 4 * size]
        while _width(text) > max(size - 2, 0):
            text = text[:-1]
        text += ".."[: max(size, 0)]
    return text + " " * (size - _width(text))


def _wrap(text: str, size: int) -> Iterator[str]:
    line, used = "", 0
    for word in text.split(" "):
        width = _width(word)
        if line and used + 1 + width <= size:
            line, used = f"{line} {word}", used + 1 + width
            continue
        if line:
            yield line
        if width <= size:
            line, used = word, width
            continue
        # Chinese has no spaces and an address has none either: break where the line is full.
        start = used = 0
        for at, char in enumerate(word):
            if used + (width := _width(char)) > size:
                yield word[start:at]
                start, used = at, 0
            used += width
        line = word[start:]
    yield line

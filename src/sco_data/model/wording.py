"""Values as words: what comes in is any value of a field, what goes out is a text, never a repr.

Two conventions of dates use it: data has them as EDTF, people read them as they would write them.
So whoever asks says how one plain value is written; here stands what is made of several.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from .base import Name, Record
from .history import Step
from .plain import Plain
from .sources import Conflict, Reading
from .time import Period, When

_MONTHS = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
]  # fmt: skip
"""The names that Python gives would follow the language of the machine."""


def put_in_words(value: Any, write: Callable[[Any], str]) -> str:
    """One value or several; ``write`` writes a plain one, a date or a period."""
    if isinstance(value, tuple):
        return ", ".join([put_in_words(part, write) for part in value])

    if isinstance(value, Name):
        return write(value.text)

    if isinstance(value, Reading):
        words = write(read_date(value.value))
        return f"{words} (kept)" if value.kept else words

    if isinstance(value, Step):
        return f"{write(value.on)} {write(value.stage)}"

    if isinstance(value, Record):
        return write(title(value))

    # Whoever asks says how dates and periods are written.
    if isinstance(value, Plain) and not isinstance(value, When | Period):
        return _put_thing_in_words(value, write)

    return write(value)


def _put_thing_in_words(thing: Plain, write: Callable[[Any], str]) -> str:
    """What is known of a small thing, such as an item of a list, in the order of its fields."""
    words = []
    for field in field_names(type(thing)):
        value = getattr(thing, field)
        if value is not None:
            words.append(put_in_words(value, write))

    return " ".join(words)


def read_date(value: Any) -> Any:
    """A reading has dates as EDTF text."""
    try:
        return When.parse(value)
    except (TypeError, ValueError):
        return value


def write_plain(value: Any) -> str:
    """A plain value as data has it."""
    if value is None:
        return ""

    if isinstance(value, bool):
        return "yes" if value else "no"

    return str(value)


def title(record: Record) -> str:
    """What a record is called: its name or title, or failing that its id."""
    if isinstance(record, Step):
        return f"{record.stage} {write_date(record.on)}"

    if isinstance(record, Conflict):
        return f"{record.subject}, {record.field}"

    # A page whose title is not known is called by its publisher.
    for field in ("title", "name", "holder", "theme", "text", "publisher"):
        if value := getattr(record, field, None):
            return str(value)

    return record.id


def write_date(date: When) -> str:
    """A date as people write it; a day that is known stays ``2024-07-04``.

    >>> write_date(When.parse("[2024-02-26..2024-03-01]"))
    '26 Feb – 1 Mar 2024'
    """
    first = date.earliest
    last = date.latest
    if first is None:
        return f"by {last.day} {_write_month(last)}"

    # A year is written with four signs, and a month with seven.
    edtf = str(date)
    if first == last or len(edtf) == 4:
        return edtf

    if len(edtf) == 7:
        return _write_month(last)

    end = f"{last.day} {_write_month(last)}"
    if first.year != last.year:
        return f"{first.day} {_write_month(first)} – {end}"

    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} – {end}"

    return f"{first.day}–{end}"


def _write_month(day: Any) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


def write_period(period: Period) -> str:
    """A period with the last day in it, as ``str()`` has it, but with dates as people write them.

    >>> write_period(Period(start="2023-07-04", end="2024-07-04"))
    '2023-07-04 to 2024-07-03'
    """
    return period._write(write_date)


def write_edtf_for_people(text: str) -> str:
    """A text that is a date, or a period, of EDTF, as people write it; else the text."""
    ends = []
    for end in text.split(" to "):
        date = read_date(end)
        ends.append(write_date(date) if isinstance(date, When) else end)

    return " to ".join(ends)


def field_names(cls: type) -> list[str]:
    """The fields of a class but its evidence, which stands beside what it backs."""
    return [
        field.name for field in attrs.fields(cls) if field.name != "evidence"
    ]

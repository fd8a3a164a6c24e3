"""What the commands print: records, sections, lines and JSON.

A terminal gets the text that ``print(records)`` gives, cut to its width. A pipe gets a line for
each record with all that a cell holds, so that other tools can read it.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import click

from .._json.payload import to_json
from .._show import text
from ..model.records import Records

Line = tuple[str, str]
"""A label and the text beside it."""

_WIDTH_OF_PIPE = 100


def width() -> int:
    """The columns of the terminal; what is piped gets a hundred."""
    if not sys.stdout.isatty():
        return _WIDTH_OF_PIPE

    return shutil.get_terminal_size().columns


def print_records(records: Records[Any], as_json: bool) -> None:
    """All of the records: as JSON, as a table on a terminal, as lines with tabs in a pipe."""
    if as_json:
        print_json(json.loads(to_json(records)))
    elif sys.stdout.isatty():
        # Whoever asks on a terminal has no other way to see the rest, so nothing is left out.
        click.echo(text.table(records, width(), most=len(records)))
    elif records:
        # Nothing is printed of no records, not even the names of columns.
        heads, rows = text.grid_of_data(records)
        for row in (heads, *rows):
            click.echo("\t".join(row))


def print_sections(sections: Mapping[str, Iterable[Line]]) -> None:
    """Labelled lines under their titles; a section without lines is left out."""
    paragraphs = []
    for title, lines in sections.items():
        pairs = [(text.safe(label), text.safe(words)) for label, words in lines]
        if pairs:
            printed = text.pairs(pairs, width())
            paragraphs.append("\n".join([text.safe(title), *printed]))

    click.echo("\n\n".join(paragraphs))


def print_lines(lines: Iterable[object], *, err: bool = False) -> None:
    """Lines as they are, of any length: paths and addresses are there to be followed."""
    for line in lines:
        click.echo(text.safe(str(line)), err=err)


def print_json(value: Any) -> None:
    """JSON that no terminal takes for commands, in any encoding."""
    is_unicode = sys.stdout.encoding.lower().startswith("utf")
    lines = json.dumps(value, ensure_ascii=not is_unicode, indent=1)
    # The line breaks of JSON are its own and stay.
    click.echo(text.safe(lines, space=""))

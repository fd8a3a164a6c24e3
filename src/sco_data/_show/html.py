"""Records as HTML for notebooks and pages.

What comes in are records, what goes out is one element with its style in it, because a notebook
keeps nothing else. Everything is escaped, and nothing is fetched from anywhere: a saved page reads
the same in ten years.

A notebook that is not trusted loses the style sheet, and a page of a code host also classes and
styles of elements. So what makes a table readable stands on each cell, twice: as a style, which
outweighs the rules of notebooks, and as an attribute, which is left where styles are taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import groupby, repeat
from operator import attrgetter
from os.path import dirname, join
from typing import Any, NamedTuple, cast

from .._records.load import find_one
from .._rows.once import build_once
from .._verbs._evidence import evidence_of, sources_of
from .._verbs.evidence import conflicts
from ..model.base import Evidence, Name, Record, Says
from ..model.sources import Conflict, Source
from ..model.wording import title
from . import text as plain_text

_CELL = 'align="left" valign="top" style="text-align:left;vertical-align:top"'
_SHORT_CELL = f'nowrap="" {_CELL[:-1]};white-space:nowrap"'
"""Dates, codes and words of a vocabulary are not broken."""

_TABLE = 'cellpadding="4" style="table-layout:auto;width:auto;margin:0"'
"""As wide as what stands in it: JupyterLab would give all columns the same width.

Where all styles are taken away, the padding keeps columns apart.
"""

_BREAKABLE = 20
"""From this length on a text may take two lines."""

_PERIOD = re.compile(r"[\d-]+ to [\w-]+")
"""It would be broken inside a date."""

_LONG_WORD = re.compile(r"\S{30,}")
_END_OF_PART = re.compile(r"(?<=[/_.])")

_OPEN = 20
"""How many rows of a table are shown at once."""

_MOST = 1000
"""How many rows a page has at all: the rest can be unfolded, but a browser has to hold it."""


def card(record: Record) -> str:
    """One record: a row for each field that is known, with its sources."""
    body = "".join(_write_rows(_rows_of_card(record)))
    return _box(
        f'{_heading(record)}<table class="card" {_TABLE}><tbody>{body}</tbody></table>'
    )


def _heading(record: Record) -> str:
    """The title, where it is another than the id, and what is shown."""
    kind = f"<small>{type(record).__name__} <code>{_escape(record.id)}</code></small>"
    text = plain_text.safe(title(record))
    if text == record.id:
        return f"<h4> {kind}</h4>"

    return f"<h4>{_text(text, record)} {kind}</h4>"


class _Row(NamedTuple):
    """A row of a card, as HTML but for its label."""

    label: str
    value: str
    sources: str


def _rows_of_card(record: Record) -> Iterator[_Row]:
    """What is known of the record, and then what is disputed."""
    for line in plain_text.lines(record):
        # The sources of a fact are linked beside its value.
        if line.label != "sources":
            yield _Row(
                line.label, _value(line, record), _sources(line.evidence)
            )

    if not isinstance(record, Conflict):
        yield from _row_of_disputes(record)


def _write_rows(rows: Iterable[_Row]) -> Iterator[str]:
    """Sources that rows below one another share stand once, beside all of them."""
    for sources, group in groupby(rows, key=attrgetter("sources")):
        first, *others = map(_label_and_value, group)
        yield f'<tr>{first}<td rowspan="{1 + len(others)}" {_CELL}>{sources}</td></tr>'
        for cells in others:
            yield f"<tr>{cells}</tr>"


def _label_and_value(row: _Row) -> str:
    return f"<th {_SHORT_CELL}>{_escape(row.label)}</th><td {_CELL}>{row.value}</td>"


def _row_of_disputes(record: Record) -> Iterator[_Row]:
    """What sources say of the record against one another, if they do."""
    disputes = []
    for dispute in conflicts(record):
        field = plain_text.disputed_field(dispute, record)
        readings = plain_text.cell(plain_text.value_of(dispute, "readings"))
        disputes.append(_escape(f"{field}: {readings}. {dispute.reason}"))

    if disputes:
        yield _Row("disputed", _fold(disputes, 1, "disputes"), "")


def table(records: Sequence[Record]) -> str:
    """Many records: a row for each; those after the first twenty are folded."""
    count = plain_text.count_of(records)
    if not records:
        return _box(f"<small>{count}</small>")

    headings, rows = _rows_of_table(records[:_MOST])
    content = _table_of(headings, rows[:_OPEN])
    if len(rows) > _OPEN:
        folded = _table_of(headings, rows[_OPEN:])
        content += f"<details><summary>{len(rows) - _OPEN} more</summary>{folded}</details>"

    if len(records) > _MOST:
        count += (
            f", of which the last {len(records) - _MOST} are not shown here"
        )

    return _box(f"{content}<small>{count}</small>")


def _table_of(headings: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join([f"<th {_CELL}>{_escape(text)}</th>" for text in headings])
    return f"<table {_TABLE}><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _rows_of_table(records: Sequence[Record]) -> tuple[list[str], list[str]]:
    """The headings and the rows; the last column has the sources, if any row has some."""
    headings, texts_of_rows = plain_text.grid(records)
    sources_of_rows = [
        _sources(evidence_of(plain_text.backing(record)), 0)
        for record in records
    ]

    # Facts name their sources by id as well; the links beside them say more.
    has_sources = any(sources_of_rows)
    if has_sources and "sources" in headings:
        unlinked = headings.index("sources")
        for texts in (headings, *texts_of_rows):
            del texts[unlinked]

    rows = []
    for record, texts, sources in zip(
        records, texts_of_rows, sources_of_rows, strict=True
    ):
        cells = "".join(map(_cell_of_table, texts, repeat(record)))
        if has_sources:
            cells += f"<td {_CELL}>{sources}</td>"

        rows.append(f"<tr>{cells}</tr>")

    if has_sources:
        headings.append("sources")

    return headings, rows


def _cell_of_table(text: str, record: Record) -> str:
    if len(text) < _BREAKABLE or _PERIOD.fullmatch(text):
        return f"<td {_SHORT_CELL}>{_text(text, record)}</td>"

    return f"<td {_CELL}>{_text(text, record)}</td>"


def _box(content: str) -> str:
    return f'<div class="sco-data" lang="en"><style>{_style()}</style>{content}</div>'


@build_once
def _style() -> str:
    """The style sheet on one line: what stands in every output should be short."""
    # The loader reads it from a zip as well.
    sheet = cast("Any", __spec__).loader.get_data(
        join(dirname(__file__), "style.css")
    )
    return " ".join(sheet.decode().split())


def _escape(text: str) -> str:
    return escape(plain_text.safe(text))


def _escape_and_break(text: str) -> str:
    """The text, with places to break a word that would make a table too wide, as an address."""
    return _LONG_WORD.sub(_allow_breaks, _escape(text))


def _allow_breaks(word: re.Match[str]) -> str:
    return _END_OF_PART.sub("<wbr>", word[0])


def _value(line: plain_text.Line, record: Record) -> str:
    """The value of a line of a card."""
    if line.label == "names":
        return _names(line.value)

    if line.label in ("url", "archived url"):
        return _link(line.value, line.value)

    return _text(plain_text.cell(line.value), record)


def _names(names: Iterable[Name]) -> str:
    """All names, each spelling once."""
    spellings: dict[str, str] = {}
    for name in names:
        note = f"<small>{_escape(name.language)}, {name.role.value}</small>"
        spellings[name.text] = f"{_bdi(name.text, name.language)} {note}"

    return _fold(list(spellings.values()), 4, "names")


def _text(text: str, record: Record) -> str:
    """A text; in its own script and direction where it is one of the record's names."""
    language = _languages_by_text(record).get(text)
    if language is None:
        return _escape_and_break(text)

    return _bdi(text, language)


@lru_cache(1)  # All texts of one record are asked for in a row.
def _languages_by_text(record: Record) -> dict[str, str]:
    """The languages of a record's names, and of the title of a source."""
    languages: dict[str, str] = {}
    for name in getattr(record, "names", ()):
        languages.setdefault(plain_text.safe(name.text), name.language)

    if isinstance(record, Source) and record.title is not None:
        languages.setdefault(plain_text.safe(record.title), record.language)

    return languages


def _bdi(text: str, language: str) -> str:
    return f'<bdi lang="{_escape(language)}">{_escape_and_break(text)}</bdi>'


def _sources(evidence: Iterable[Evidence], most: int = 2) -> str:
    """Links to the sources with the places in them, each once."""
    links: list[str] = []
    for piece in evidence:
        if piece.source:
            links.append(_link_to_source(piece.source, piece.at, piece))

        # What is derived is shown with the sources of what it is derived from.
        if piece.derived_from:
            for source_id in sources_of([piece], None):
                links.append(_link_to_source(source_id, "by derivation", piece))

    return _fold(list(dict.fromkeys(links)), most, "sources")


def _link_to_source(source_id: str, place: str | None, piece: Evidence) -> str:
    """The source, the place in it, and what is to be known of how it backs the fact."""
    note = _note_on(place, piece)
    source = find_one(Source, source_id)
    # Evidence that was handed in may name any source.
    if source is None:
        return _escape(source_id) + note

    return _link(source.url, source.publisher, source.title or source.id) + note


def _note_on(place: str | None, piece: Evidence) -> str:
    """The place in a source, whether it is silent, and a remark, in small print."""
    remarks = place or ""
    if piece.says is Says.SILENT:
        remarks = f"{remarks} is silent".lstrip()

    if piece.note:
        remarks = f"{remarks}: {piece.note}".removeprefix(": ")

    if not remarks:
        return ""

    return f" <small>{_escape(remarks)}</small>"


def _link(url: str | None, text: str, hint: str | None = None) -> str:
    """A link; only text where an address is none of the web, for it could run code."""
    if not url or not url.startswith(("https://", "http://")):
        return _escape(text)

    attributes = (
        f'href="{_escape(url)}" target="_blank" rel="noopener noreferrer"'
    )
    if hint is not None:
        attributes += f' title="{_escape(hint)}"'

    return f"<a {attributes}>{_escape_and_break(text)}</a>"


def _fold(items: list[str], most: int, what: str) -> str:
    """A list of which no more than ``most`` items stand open."""
    if len(items) <= max(most, 1):
        return "<br>".join(items)

    # Where nothing stands open, "more" would say nothing.
    summary = f"{len(items) - most} {'more' if most else what}"
    folded = "<br>".join(items[most:])
    details = f'<details><summary style="white-space:nowrap">{summary}</summary>{folded}</details>'
    return "<br>".join(items[:most]) + details

"""Records as HTML for notebooks and pages: everything escaped, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, cast

from . import _text
from ._evidence import all_evidence, conflicts, disputed_field, sources_of
from ._load import index
from .model import Conflict, Evidence, Name, Record, Says, Source

# Colours come from JupyterLab, VS Code or furo where they set them, else from the reader's scheme.
_STYLE = """<style>
.sco-data{color-scheme:light dark;
--ink:var(--jp-content-font-color1,var(--vscode-editor-foreground,\
var(--color-foreground-primary,CanvasText)));
--paper:var(--jp-layout-color0,var(--vscode-editor-background,\
var(--color-background-primary,Canvas)));
--line:var(--jp-border-color2,var(--vscode-panel-border,\
var(--color-background-border,color-mix(in srgb,CanvasText 22%,Canvas))));
color:var(--ink);background:var(--paper);border:1px solid var(--line);border-radius:6px;
padding:.6em .8em;margin:.3em 0;max-width:64em;overflow-x:auto;font:14px/1.45 system-ui,sans-serif}
.sco-data h4{margin:0 0 .4em;font-size:1.05em;color:inherit}
.sco-data table{border-collapse:collapse;width:100%;margin:0;border:0;color:inherit}
div.sco-data tr{background:none!important}
div.sco-data th,div.sco-data td{text-align:left;vertical-align:top;padding:.28em .8em .28em 0;
border:0;border-top:1px solid var(--line);font-size:13px;white-space:normal;color:inherit;
overflow-wrap:break-word}
div.sco-data .short{white-space:nowrap}
div.sco-data th{font-weight:600;white-space:nowrap}
div.sco-data thead th{border-top:0;overflow-wrap:normal}
div.sco-data table.card{table-layout:fixed}
div.sco-data table.card td{overflow-wrap:anywhere}
div.sco-data table.card th{width:8em;white-space:normal}
div.sco-data table.card td+td{width:15em}
.sco-data code,.sco-data small{font-size:.9em;opacity:.78;background:none;color:inherit}
.sco-data a{color:inherit;text-decoration:underline;text-underline-offset:2px}
.sco-data summary{cursor:pointer;white-space:nowrap}
@media(max-width:40em){div.sco-data table.card tr{display:grid;padding-bottom:.3em}
div.sco-data table.card tr>*{width:auto!important}
div.sco-data table.card td{border:0;padding-top:0}
div.sco-data table.card td:empty{display:none}div.sco-data table:not(.card){min-width:42em}}
</style>"""
_OPEN, _FOLDED = 20, 980  # rows shown at once, and rows that can be unfolded


def card(record: Record) -> str:
    """One record: a row for each field that is known, with its sources."""
    rows = [
        f"<tr><th>{_safe(name)}</th><td>{_value(name, value, record)}</td>"
        f"<td>{_sources(evidence)}</td></tr>"
        for name, value, evidence in _text.parts(record)
    ]
    if not isinstance(record, Conflict) and (disputed := conflicts(record)):
        found = [
            f"{_safe(disputed_field(row, record))}: {_safe(_text.cell(row.readings))}. "
            f"{_safe(row.reason)}"
            for row in disputed
        ]
        rows.append(f"<tr><th>disputed</th><td>{_fold(found, 1, 'disputes')}</td><td></td></tr>")
    title = _text.safe(_text.title(record))
    return _box(
        f"<h4>{_name(title, record) if title != record.id else ''} "
        f"<small>{type(record).__name__} <code>{_safe(record.id)}</code></small></h4>"
        f'<table class="card"><tbody>{"".join(rows)}</tbody></table>'
    )


def table(records: Sequence[Record]) -> str:
    """Many records: a row for each; those after the first twenty are folded."""
    count = f"{len(records)} record{'s' if len(records) != 1 else ''}"
    if not records:
        return _box(f"<small>{count}</small>")
    shown = records[: _OPEN + _FOLDED]
    heads, cells = _text.grid(shown)
    head = "".join(f"<th>{_safe(name)}</th>" for name in [*heads, "sources"])
    rows: list[str] = []
    for record, texts in zip(shown, cells, strict=True):
        found = "".join(
            f"<td{' class=short' if len(text) < 13 else ''}>{_name(text, record)}</td>"
            for text in texts
        )
        rows.append(f"<tr>{found}<td>{_sources(all_evidence(record), 0)}</td></tr>")
    start = f"<table><thead><tr>{head}</tr></thead><tbody>"
    end = "</tbody></table>"
    text = start + "".join(rows[:_OPEN]) + end
    if rest := rows[_OPEN:]:
        text += f"<details><summary>{len(rest)} more</summary>{start}{''.join(rest)}{end}</details>"
    if left := len(records) - len(shown):
        count += f", of which the last {left} are not shown here"
    return _box(f"{text}<small>{count}</small>")


def _box(text: str) -> str:
    return f'<div class="sco-data" lang="en">{_STYLE}{text}</div>'


def _safe(text: str) -> str:
    return escape(_text.safe(text))


def _name(text: str, record: Record) -> str:
    """A text in its own script and direction, where it is one of the record's names."""
    for name in getattr(record, "names", ()):
        if _text.safe(name.text) == text:
            return _bdi(name)
    return (
        f'<bdi lang="{_safe(record.language)}">{_safe(text)}</bdi>'
        if (isinstance(record, Source) and text == _text.safe(record.title or ""))
        else _safe(text)
    )


def _bdi(name: Name) -> str:
    return f'<bdi lang="{_safe(name.language)}">{_safe(name.text)}</bdi>'


def _value(label: str, value: Any, record: Record) -> str:
    if label == "names":
        names = {name.text: name for name in cast("tuple[Name, ...]", value)}
        shown = [
            f"{_bdi(name)} <small>{_safe(name.language)}, {name.role.value}</small>"
            for name in names.values()
        ]
        return _fold(shown, 4, "names")
    if label in ("url", "archived url"):
        return _link(str(value), str(value))
    return _name(_text.cell(value), record)


def _sources(rows: Iterable[Evidence], most: int = 2) -> str:
    table: dict[str, Source] = index("sources")
    found: dict[str, None] = {}
    for row in rows:
        used = [(row.source, row.at or "")] if row.source else []
        if row.derived_from:
            used += [(key, "by derivation") for key in sources_of([row], None)]
        for key, place in used:
            source = table.get(key)
            silent = " is silent" if row.says is Says.SILENT else ""
            link = _link(
                source.url if source else None, source.publisher if source else key, source
            )
            found[link + f" <small>{_safe(place + silent)}</small>"] = None
    return _fold(list(found), most, "sources")


def _link(url: str | None, text: str, source: Source | None = None) -> str:
    if not url or not url.startswith(("https://", "http://")):
        return _safe(text)
    hint = f' title="{_safe(source.title or source.id)}"' if source else ""
    return (
        f'<a href="{_safe(url)}" target="_blank" rel="noopener noreferrer"{hint}>{_safe(text)}</a>'
    )


def _fold(items: list[str], most: int, what: str) -> str:
    """A list of which no more than ``most`` items stand open."""
    if len(items) <= max(most, 1):
        return "<br>".join(items)
    rest = f"<details><summary>{len(items) - most} {'more' if most else what}</summary>"
    return "<br>".join(items[:most]) + rest + "<br>".join(items[most:]) + "</details>"

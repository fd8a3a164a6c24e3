"""Citations of the library and of exactly the sources that records rest on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ._evidence import all_evidence, sources_of
from ._input import one_of
from ._load import index, manifest
from ._verbs.sources import get
from .model.base import Record
from .model.sources import Source, SourceKind
from .model.time import When

TITLE = "sco_data: the Shanghai Cooperation Organisation as typed, dated and cited records"
AUTHOR = "The sco_data authors"
STYLES = ("text", "bibtex", "csl-json")
_CSL = {
    SourceKind.AGENCY: "article-newspaper",
    SourceKind.NEWSPAPER: "article-newspaper",
    SourceKind.BLOG: "post-weblog",
    SourceKind.DATASET: "dataset",
}
_TEX = str.maketrans(
    {char: f"\\{char}" for char in "&%$#_{}"}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
)


def cite(
    *records: Record | str | Iterable[Record], style: str = "text", release: str | None = None
) -> str:
    """How to cite the data, and exactly the sources that some records rest on.

    Args:
        records: records, their ids, or what a verb returned; without any, the library alone.
        style: ``"text"``, ``"bibtex"`` or ``"csl-json"``.
        release: the release of the data to answer from; ``None`` is the newest.

    Returns:
        The library first, then the sources by id.

    Raises:
        NotFoundError: if there is no record of an id.
        ValueError: if the style or the release is unknown.

    Example:
        >>> print(sco.cite("KAZ", style="bibtex", release="26.1").splitlines()[0])
        @misc{sco-data-26.1,
    """
    if style not in STYLES:
        raise ValueError(one_of("style", style, STYLES))
    table = index("sources", release)
    evidence = [row for record in _each(records, release) for row in all_evidence(record)]
    used = [table[key] for key in sources_of(evidence, release)]
    items = [_library(release), *map(_item, used)]
    if style == "csl-json":
        return json.dumps(items, ensure_ascii=False, indent=1)
    return "\n".join(map(_bibtex if style == "bibtex" else _line, items))


def _each(records: Iterable[Any], release: str | None) -> Iterator[Record]:
    for record in records:
        if isinstance(record, str):
            yield get(record, release=release)
        elif isinstance(record, Record):
            initiative = getattr(record, "initiative", None)  # what a row of outcomes() is about
            yield get(initiative, release=release) if initiative else record
        elif isinstance(record, Iterable):
            yield from _each(record, release)
        else:
            raise TypeError(f"records or their ids are cited, not {type(record).__name__}")


def _library(release: str | None) -> dict[str, Any]:
    stated = manifest()
    asked = next(row for row in stated["releases"][::-1] if release in (None, row["id"]))
    return {
        "id": f"sco-data-{asked['id']}",
        "type": "dataset",
        "title": TITLE,
        "author": [{"literal": AUTHOR}],
        "version": stated["version"],
        "issued": _issued(When.parse(asked["date"])),
        "note": f"version {stated['version']}, data release {asked['id']}, {stated['licence']}",
    }


def _item(source: Source) -> dict[str, Any]:
    """A source as CSL-JSON; the other styles are made from it."""
    # A page whose title is not known is shown under the name of its publisher.
    author = source.author or (None if source.title else source.publisher)
    place = "publisher" if source.kind is SourceKind.DATASET else "container-title"
    found = {
        "id": source.id,
        "type": _CSL.get(source.kind, "webpage"),
        "title": source.title,
        "author": [{"literal": author}] if author else None,
        place: source.publisher if source.publisher != author else None,
        "issued": _issued(source.date) if source.date else None,
        "URL": source.url,
        "language": source.language,
        "note": f"archived at {source.archived_url}" if source.archived_url else None,
    }
    return {key: value for key, value in found.items() if value}


def _issued(when: When) -> dict[str, Any]:
    text = str(when)
    if text[0] != "[":
        return {"date-parts": [[int(part) for part in text.split("-")]]}
    first = when.earliest
    return {"literal": f"{first} to {when.latest}" if first else f"by {when.latest}"}


def _fields(item: dict[str, Any]) -> dict[str, str]:
    """The parts of a citation in the order in which people read them, under BibTeX's names."""
    issued = item.get("issued", {})
    parts = [f"{part:02}" for part in issued.get("date-parts", [[]])[0]]
    found = {
        "author": ", ".join(name["literal"] for name in item.get("author", ())),
        "title": item.get("title", ""),
        "howpublished": item.get("container-title", item.get("publisher", "")),
        "date": issued.get("literal") or "-".join(parts),
        "note": item.get("note", ""),
        "url": item.get("URL", ""),
    }
    return {key: value for key, value in found.items() if value}


def _line(item: dict[str, Any]) -> str:
    return ". ".join(text.rstrip(".") for text in _fields(item).values())


def _bibtex(item: dict[str, Any]) -> str:
    fields = _fields(item)
    if "date-parts" in item.get("issued", {}):
        fields["year"] = fields["date"][:4]
    elif "date" in fields:
        fields["note"] = "; ".join(
            [f"dated {fields.pop('date')}", *filter(None, [fields.get("note")])]
        )
    # Inner braces keep capitals as they are, and the name of an organisation whole.
    shown = {key: value if key == "url" else value.translate(_TEX) for key, value in fields.items()}
    shown |= {key: f"{{{shown[key]}}}" for key in ("author", "title") if key in shown}
    lines = (f"  {key} = {{{value}}},\n" for key, value in shown.items())
    return f"@misc{{{item['id']},\n{''.join(lines)}}}\n"

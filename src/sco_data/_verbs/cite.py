"""Citations of the library and of exactly the sources that records rest on.

What comes in are records; what goes out is text. Each thing to cite is first made into CSL-JSON,
from which the other styles are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .._input import parse_choice
from .._records.load import find_one, load
from .._rows.bundle import manifest
from .._rows.releases import check_release
from ..errors import NotFoundError
from ..model.base import Record
from ..model.memberships import Membership
from ..model.sources import Source, SourceKind
from ..model.tables import DyadRow, PanelRow
from ..model.time import When
from ._evidence import evidence_of, sources_of
from .sources import get

if TYPE_CHECKING:
    from ..model.words import StyleWord

CslItem = dict[str, Any]
"""One thing to cite, as CSL-JSON."""

TITLE = "sco_data: the Shanghai Cooperation Organisation as typed, dated and cited records"
AUTHOR = "The sco_data authors"
FOUND_AS = "Python package sco-data"
STYLES = ("text", "bibtex", "csl-json")
_CSL_TYPES = {
    SourceKind.AGENCY: "article-newspaper",
    SourceKind.NEWSPAPER: "article-newspaper",
    SourceKind.BLOG: "post-weblog",
    SourceKind.DATASET: "dataset",
}
_TEX = str.maketrans(
    {char: f"\\{char}" for char in "&%$#_{}"}
    | {
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\\": r"\textbackslash{}",
    }
)


def cite(
    *records: Record | str | Iterable[Record],
    style: StyleWord = "text",
    release: str | None = None,
) -> str:
    """How to cite the data, and exactly the sources that some records rest on.

    Rows of :func:`panel` and :func:`dyads` rest on the memberships of their states, and what
    :func:`annotate` adds to a table on those of all: ``sco.cite(sco.memberships())``.

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
    chosen_style = parse_choice(STYLES, style, "style")
    check_release(release)

    evidence = []
    states: set[str] = set()
    for record in _records_to_cite(records, release):
        evidence += evidence_of(record)
        states.update(_states_of_row(record))

    # A row of a panel rests on the statuses that its states had, at any time: also "none" does.
    for membership in load(Membership, release) if states else ():
        if membership.state in states:
            evidence += evidence_of(membership)

    items = [_library(release)]
    for source_id in sources_of(evidence, release):
        source = find_one(Source, source_id, release)
        if source is None:  # Evidence that was handed in may name any source.
            raise NotFoundError(source_id, (), "source")
        items.append(_item(source))

    if chosen_style == "csl-json":
        return json.dumps(items, ensure_ascii=False, indent=1)

    write = _as_bibtex if chosen_style == "bibtex" else _as_text
    return "\n".join([write(item) for item in items])


def _records_to_cite(
    cited: Iterable[Any], release: str | None
) -> Iterator[Record]:
    """The records themselves, of ids, records and whatever holds records."""
    for thing in cited:
        if isinstance(thing, str):
            yield get(thing, release=release)
        elif isinstance(thing, Record):
            # A row of outcomes() rests on what its initiative rests on.
            initiative = getattr(thing, "initiative", None)
            yield get(initiative, release=release) if initiative else thing
        elif isinstance(thing, Iterable) and not isinstance(
            thing, bytes | Mapping
        ):
            yield from _records_to_cite(thing, release)
        else:
            raise TypeError(
                f"records or their ids are cited, not {type(thing).__name__}"
            )


def _states_of_row(record: Record) -> tuple[str, ...]:
    """The states of a row that was computed from their memberships."""
    if isinstance(record, PanelRow):
        return (record.state,)

    if isinstance(record, DyadRow):
        return (record.state_a, record.state_b)

    return ()


def _library(release: str | None) -> CslItem:
    stated = manifest()
    newest_first = stated["releases"][::-1]
    cited = next(row for row in newest_first if release in (None, row["id"]))
    return {
        "id": f"sco-data-{cited['id']}",
        "type": "dataset",
        "title": TITLE,
        "author": [{"literal": AUTHOR}],
        # It has no address of its own that is known.
        "medium": FOUND_AS,
        "version": stated["version"],
        "issued": _issued(When.parse(cited["date"])),
        "note": f"version {stated['version']}, data release {cited['id']}, {stated['licence']}",
    }


def _item(source: Source) -> CslItem:
    """A source as CSL-JSON."""
    author = source.author
    if author is None and source.title is None:
        # A page whose title is not known is shown under the name of its publisher.
        author = source.publisher

    publisher_field = (
        "publisher" if source.kind is SourceKind.DATASET else "container-title"
    )
    item = {
        "id": source.id,
        "type": _CSL_TYPES.get(source.kind, "webpage"),
        "title": source.title,
        "author": [{"literal": author}] if author else None,
        publisher_field: source.publisher
        if source.publisher != author
        else None,
        "issued": _issued(source.date) if source.date else None,
        "URL": source.url,
        "language": source.language,
        "note": f"archived at {source.archived_url}"
        if source.archived_url
        else None,
    }
    return {field: value for field, value in item.items() if value}


def _issued(when: When) -> dict[str, Any]:
    text = str(when)
    if text[0] != "[":
        return {"date-parts": [[int(part) for part in text.split("-")]]}

    if when.earliest is None:
        return {"literal": f"by {when.latest}"}

    return {"literal": f"{when.earliest} to {when.latest}"}


def _fields(item: CslItem) -> dict[str, str]:
    """The parts of a citation in the order in which people read them, under BibTeX's names."""
    issued = item.get("issued", {})
    places = [
        item.get(field) for field in ("container-title", "publisher", "medium")
    ]
    date_parts = [f"{part:02}" for part in issued.get("date-parts", [[]])[0]]
    fields = {
        "author": ", ".join(name["literal"] for name in item.get("author", ())),
        "title": item.get("title", ""),
        "howpublished": next(filter(None, places), ""),
        "date": issued.get("literal") or "-".join(date_parts),
        "note": item.get("note", ""),
        "url": item.get("URL", ""),
    }
    return {field: value for field, value in fields.items() if value}


def _as_text(item: CslItem) -> str:
    return ". ".join(text.rstrip(".") for text in _fields(item).values())


def _as_bibtex(item: CslItem) -> str:
    fields = _fields(item)
    if "date-parts" in item.get("issued", {}):
        fields["year"] = fields["date"][:4]
    elif "date" in fields:
        # BibTeX knows no stretch of days, so that stands in the note.
        notes = [f"dated {fields.pop('date')}", fields.get("note")]
        fields["note"] = "; ".join(note for note in notes if note)

    lines = [f"@misc{{{item['id']},\n"]
    for field, value in fields.items():
        written = value if field == "url" else value.translate(_TEX)
        if field in ("author", "title"):
            # Inner braces keep capitals as they are, and the name of an organisation whole.
            written = f"{{{written}}}"
        lines.append(f"  {field} = {{{written}}},\n")

    return f"{''.join(lines)}}}\n"

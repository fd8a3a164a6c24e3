"""Citations of the library and of exactly the sources that records rest on.

What comes in are records; what goes out is text. Each thing to cite is first made into CSL-JSON,
from which the other styles are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import starmap
from typing import TYPE_CHECKING, Any

from .._input import parse_choice
from .._records.load import find_one, load
from .._rows.bundle import manifest
from .._rows.releases import check_release
from ..errors import NotFoundError
from ..model.base import Evidence, Record
from ..model.memberships import Membership
from ..model.sources import Source, SourceKind
from ..model.tables import DyadRow, PanelRow
from ..model.time import When
from ._evidence import evidence_of, sources_of
from ._shared import row_of_release
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
"""The types of CSL; all other sources are web pages to it."""

_TEX = str.maketrans(
    {char: f"\\{char}" for char in "&%$#_{}"}
    | {
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\\": r"\textbackslash{}",
    }
)
"""The signs that TeX would take for commands, as it prints them."""


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

    items = [_library(release)]
    evidence = _evidence_to_cite(records, release)
    for source_id in sources_of(evidence, release):
        source = find_one(Source, source_id, release)
        if source is None:  # Evidence that was handed in may name any source.
            raise NotFoundError(source_id, (), "source")

        items.append(_item(source))

    if chosen_style == "csl-json":
        return json.dumps(items, ensure_ascii=False, indent=1)

    if chosen_style == "bibtex":
        return "\n".join(map(_as_bibtex, items))

    return "\n".join(map(_as_text, items))


def _evidence_to_cite(
    cited: tuple[Any, ...], release: str | None
) -> list[Evidence]:
    """All that the records rest on, also those that were computed from others."""
    evidence: list[Evidence] = []
    states: set[str] = set()
    for record in _records_to_cite(cited, release):
        evidence += evidence_of(record)
        states.update(_states_of_row(record))

    # A row of a panel rests on the statuses that its states had, at any time: also "none" does.
    if states:
        for membership in load(Membership, release):
            if membership.state in states:
                evidence += evidence_of(membership)

    return evidence


def _records_to_cite(thing: Any, release: str | None) -> Iterator[Record]:
    """The records themselves, of an id, a record or whatever holds some of these."""
    if isinstance(thing, Record):
        # A row of outcomes() rests on what its initiative rests on.
        thing = getattr(thing, "initiative", thing)

    if isinstance(thing, str):
        thing = get(thing, release=release)

    if isinstance(thing, Record):
        yield thing
        return

    # Bytes and mappings can be looped over too, but no records come out of them.
    if isinstance(thing, bytes | Mapping) or not isinstance(thing, Iterable):
        raise TypeError(
            f"records or their ids are cited, not {type(thing).__name__}"
        )

    for part in thing:
        yield from _records_to_cite(part, release)


def _states_of_row(record: Record) -> tuple[str, ...]:
    """The states of a row that was computed from their memberships."""
    if isinstance(record, PanelRow):
        return (record.state,)

    if isinstance(record, DyadRow):
        return (record.state_a, record.state_b)

    return ()


def _library(release: str | None) -> CslItem:
    """The library, with the data of a release, as CSL-JSON."""
    stated = manifest()
    cited = row_of_release(release)
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

    item: CslItem = {
        "id": source.id,
        "type": _CSL_TYPES.get(source.kind, "webpage"),
    }
    if source.title:
        item["title"] = source.title

    if author:
        item["author"] = [{"literal": author}]

    if source.publisher != author and source.kind is SourceKind.DATASET:
        item["publisher"] = source.publisher
    elif source.publisher != author:
        item["container-title"] = source.publisher

    if source.date:
        item["issued"] = _issued(source.date)

    if source.url:
        item["URL"] = source.url

    item["language"] = source.language
    if source.archived_url:
        item["note"] = f"archived at {source.archived_url}"

    return item


def _issued(when: When) -> dict[str, Any]:
    """A date as CSL-JSON; one that is known only roughly is text."""
    text = str(when)
    if text[0] != "[":
        return {"date-parts": [list(map(int, text.split("-")))]}

    if when.earliest is None:
        return {"literal": f"by {when.latest}"}

    return {"literal": f"{when.earliest} to {when.latest}"}


def _fields(item: CslItem) -> dict[str, str]:
    """The parts of a citation in the order in which people read them, under BibTeX's names."""
    issued = item.get("issued", {})
    places = map(item.get, ("container-title", "publisher", "medium"))
    date_parts = map("{:02}".format, issued.get("date-parts", [[]])[0])
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
    """A line for people."""
    return ". ".join(text.rstrip(".") for text in _fields(item).values())


def _as_bibtex(item: CslItem) -> str:
    """An entry for BibTeX; ``misc`` is the one type that takes all fields."""
    fields = _fields(item)
    if "date-parts" in item.get("issued", {}):
        fields["year"] = fields["date"][:4]
    elif "date" in fields:
        # BibTeX knows no stretch of days, so that stands in the note.
        notes = [f"dated {fields.pop('date')}", fields.get("note")]
        fields["note"] = "; ".join(filter(None, notes))

    lines = starmap(_write_field, fields.items())
    return f"@misc{{{item['id']},\n{''.join(lines)}}}\n"


def _write_field(field: str, value: str) -> str:
    # An address is copied from there, so that it stays as it is.
    if field != "url":
        value = value.translate(_TEX)

    # Inner braces keep capitals as they are, and the name of an organisation whole.
    if field in ("author", "title"):
        value = f"{{{value}}}"

    return f"  {field} = {{{value}}},\n"

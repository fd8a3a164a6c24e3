"""What all charts share: marks made of records, legends and titles.

A mark has texts alone, made harmless, and names the sources of the record it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter, itemgetter
from typing import Any

from .._records.load import get_one
from .._show.text import cell, safe
from .._verbs._evidence import evidence_of, sources_of
from ..model.base import Record
from ..model.sources import Source

Mark = dict[str, Any]
"""What one bar, block or tile is drawn from: texts and numbers, by the name of their field."""

Colours = Mapping[Any, str]
"""The colour of each word of a vocabulary, in the order in which they are stacked."""

_MOST_PUBLISHERS = 6


def make_title(text: str, *subtitle: str) -> dict[str, Any]:
    """A title that begins where the chart does."""
    return {"text": text, "subtitle": list(subtitle), "anchor": "start"}


def make_mark(
    facts: Mapping[str, object], record: Record, release: str | None
) -> Mark:
    """The facts as texts, who backs the record, and the first address to follow."""
    source_ids = sources_of(evidence_of(record), release)
    sources = [get_one(Source, source_id, release) for source_id in source_ids]

    # Each mark has a length of one, so a bar is as long as it has blocks.
    mark: Mark = {"id": record.id, "one": 1}
    for field, value in facts.items():
        mark[field] = cell(value)
    mark["sources"] = _join_publishers(sources)
    mark["url"] = _find_address(sources)
    return mark


def _join_publishers(sources: Iterable[Source]) -> str:
    """Who published them, each once; the first by name, the others by number."""
    publishers = list(dict.fromkeys(map(attrgetter("publisher"), sources)))
    names = safe(", ".join(publishers[:_MOST_PUBLISHERS]))
    if len(publishers) > _MOST_PUBLISHERS:
        return f"{names} and {len(publishers) - _MOST_PUBLISHERS} more"

    return names


def _find_address(sources: Iterable[Source]) -> str | None:
    """The first address of a page."""
    for url in map(attrgetter("url"), sources):
        # An address such as "javascript:..." would run in the page of whoever clicks.
        if url is not None and url.startswith(("http:", "https:")):
            return str(url)

    return None


def make_legend(field: str, colours: Colours, marks: Iterable[Mark]) -> Any:
    """The colours of a field, with only those words in the legend that are drawn."""
    from ._offline import alt

    drawn = set(map(itemgetter(field), marks))
    words = list(filter(drawn.__contains__, colours))
    scale = alt.Scale(
        domain=list(map(str, words)),
        range=list(map(colours.__getitem__, words)),
    )
    legend = alt.Legend(title=None, orient="bottom", columns=2)
    return alt.Color(f"{field}:N", legend=legend, scale=scale)

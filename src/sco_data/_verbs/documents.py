"""Verbs on documents."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, overload

from .._input import day, known, word
from .._load import index, load, some
from ..model.base import Area, Records
from ..model.documents import Document, DocumentKind
from ..model.history import Stage, Tracked
from ._common import begun, one, select, term

if TYPE_CHECKING:
    from ..model.treaties import Participation

_ADOPTED = 5  # the rank of adopted and signed
_documents: dict[str, Document] = {}  # of the newest release: one look-up, nothing called


def documents(
    *,
    chairmanship: str | None = None,
    area: Area | str | None = None,
    topic: str | None = None,
    kind: DocumentKind | str | None = None,
    body: str | None = None,
    stage: Stage | str | None = None,
    adopted: bool | None = None,
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Records[Document]:
    """Documents by any mix of filters, by date and then id.

    Args:
        stage: exactly this stage, as of ``as_of``.
        adopted: whether it had come to adopted, signed or further by ``as_of``.
        as_of: only what had taken a first step by this day, at the stage of that day.

    Raises:
        ValueError: for a word that no document carries; it lists those that are valid.

    Example:
        >>> sco.documents(kind="declaration", chairmanship="2023-2024")[0].id
        'astana-declaration-2024'
    """
    place = word(Area, area, "area")
    rows = some("documents", release, chairmanship=chairmanship, areas=place)
    if topic is not None or body is not None:  # all documents say which words there are
        every = load("documents", release)
        known((name for row in every for name in row.topics), topic, "topic")
        known((row.body for row in every if row.body), body, "body")
    wanted, on = word(Stage, stage, "stage"), day(as_of)
    term(rows, chairmanship, release)
    found = select(
        begun(rows, on),
        topics=topic,
        kind=word(DocumentKind, kind, "kind"),
        body=body,
    ).filter(
        lambda row: (
            (wanted is None or row.stage_at(on) is wanted)
            and (adopted is None or _done(row, on) is adopted)
        )
    )
    return Records(sorted(found, key=lambda row: (_first(row), row.id)))


@overload
def documents_by_area(
    area: None = None,
    *,
    chairmanship: str = ...,
    as_of: dt.date | str | None = ...,
    release: str | None = ...,
) -> dict[Area, Records[Document]]: ...
@overload
def documents_by_area(
    area: Area | str,
    *,
    chairmanship: str = ...,
    as_of: dt.date | str | None = ...,
    release: str | None = ...,
) -> Records[Document]: ...
def documents_by_area(
    area: Area | str | None = None,
    *,
    chairmanship: str = "2023-2024",
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> dict[Area, Records[Document]] | Records[Document]:
    """What a chairmanship brought to adopted or signed or further, by area.

    A document with two areas stands in both. Without ``area`` all five areas are given, with it
    the records of that one, by date and then id.

    Raises:
        ValueError: for an unknown area or chairmanship; it lists those that are valid.

    Example:
        >>> list(sco.documents_by_area())
        [<Area.REFORM: 'reform'>, <Area.SECURITY: 'security'>, <Area.ECONOMY: 'economy'>, \
<Area.CULTURE: 'culture'>, <Area.EXTERNAL: 'external'>]
    """
    done = documents(
        chairmanship=chairmanship, area=area, adopted=True, as_of=as_of, release=release
    )
    return {each: select(done, areas=each) for each in Area} if area is None else done


def document(key: str, *, release: str | None = None) -> Document:
    """The document with this id.

    Raises:
        NotFoundError: if there is none; ids spelt much like it are suggested.

    Example:
        >>> sco.document("astana-declaration-2024").signed
        True
    """
    if release is None:
        try:
            return _documents[key]
        except (KeyError, TypeError):
            _documents.update(index("documents"))
    found: Document = one("documents", key, release)
    return found


def participation(
    *, document: str | None = None, state: str | None = None, release: str | None = None
) -> Records[Participation]:
    """Which state signed and ratified which treaty, and since when it is in force for it.

    Example:
        >>> [row.id for row in sco.participation(document="sco-charter-2002", state="KAZ")]
        ['sco-charter-2002/KAZ']
    """
    rows = load("participation", release)
    known((row.document for row in rows), document, "document")
    known((row.state for row in rows), state, "state")
    return select(rows, document=document, state=state)


def _done(row: Tracked, on: dt.date | None) -> bool:
    stage = row.stage_at(on)
    return stage is not None and stage.rank is not None and stage.rank >= _ADOPTED


def _first(row: Document) -> tuple[dt.date, dt.date]:
    when = row.adopted or (row.history[0].on if row.history else None)
    return when._order if when else (dt.date.max, dt.date.max)

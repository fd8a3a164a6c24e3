"""Verbs on documents, and on the states that take part in treaties.

What comes in are conditions and a day, what goes out are records in the order in which documents
were adopted. Whether one was adopted is read from its stage, never from its title.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, overload

from .._records.find import find
from ..model.base import Area
from ..model.documents import Document
from ..model.records import Records
from ._shared import code_of_state, get_by_id

if TYPE_CHECKING:
    from ..model.states import State
    from ..model.treaties import Participation
    from ..model.words import AreaWord, DocumentKindWord, StageWord

_RANK_OF_ADOPTED = 5
"""The rank of signed as well: some papers are adopted and never signed."""

# Of the newest release, so that most calls are one look-up.
_document_by_id: dict[str, Document] = {}


def documents(
    *,
    chairmanship: str | None = None,
    area: AreaWord | None = None,
    topic: str | None = None,
    kind: DocumentKindWord | None = None,
    body: str | None = None,
    stage: StageWord | None = None,
    adopted: bool | None = None,
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Records[Document]:
    """Documents by any mix of filters, by date and then id.

    Args:
        stage: exactly this stage, as of ``as_of``.
        adopted: whether it had come to adopted, signed or further by ``as_of``.
        as_of: only what had taken a first step by this day, each document as of it: later steps
            are gone, and stage, adopted and signed are those of the day; relations to documents
            that had not begun are gone too. Titles, ``valid`` and evidence are as known today.

    Raises:
        TypeError: if ``adopted`` is neither true nor false.
        ValueError: for a word that no document carries; it lists those that are valid.

    Example:
        >>> sco.documents(kind="declaration", chairmanship="2023-2024")[0].id
        'astana-declaration-2024'
    """
    if adopted is not None and not isinstance(adopted, bool):
        raise TypeError(f"adopted is True, False or None, not {adopted!r:.40}")

    documents = find(
        Document,
        release,
        as_of=as_of,
        chairmanship=chairmanship,
        area=area,
        topic=topic,
        kind=kind,
        body=body,
        stage=stage,
    )
    if adopted is not None:
        documents = documents.filter(
            lambda document: _is_adopted(document) is adopted
        )

    # They come by id, and those of one day stay so.
    return Records(sorted(documents, key=_days_of_adoption))


def _is_adopted(document: Document) -> bool:
    """Whether it had come to adopted, signed or further."""
    stage = document.stage
    if stage is None or stage.rank is None:
        return False

    return stage.rank >= _RANK_OF_ADOPTED


def _days_of_adoption(document: Document) -> tuple[dt.date, dt.date]:
    """The last and the first day on which it may have been adopted, or else have begun."""
    when = document.adopted
    if when is None and document.history:
        when = document.history[0].on

    if when is None:
        return (dt.date.max, dt.date.max)

    return (when.latest, when.earliest or dt.date.min)


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
    area: AreaWord,
    *,
    chairmanship: str = ...,
    as_of: dt.date | str | None = ...,
    release: str | None = ...,
) -> Records[Document]: ...
def documents_by_area(
    area: AreaWord | None = None,
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
    adopted = documents(
        chairmanship=chairmanship,
        area=area,
        adopted=True,
        as_of=as_of,
        release=release,
    )
    if area is not None:
        return adopted

    # Areas without a document stand there too, and all in the order of the vocabulary.
    return dict.fromkeys(Area, Records()) | adopted.by("areas")


def document(key: str, *, release: str | None = None) -> Document:
    """The document with this id, or with a listed name that no other document has.

    Names are in any language, and folded as in :func:`state`.

    Raises:
        NotFoundError: if there is none; ids spelt much like it are suggested. If several have the
            name, it lists their ids.

    Example:
        >>> sco.document("astana-declaration-2024").signed
        True
        >>> sco.document("Астанинская декларация").id
        'astana-declaration-2024'
    """
    if release is None:
        try:
            return _document_by_id[key]
        except (KeyError, TypeError):
            pass

    document = get_by_id(Document, key, release)
    if release is None:
        _document_by_id[document.id] = document

    return document


def participation(
    *,
    document: str | None = None,
    state: State | str | None = None,
    as_of: dt.date | str | None = None,
    release: str | None = None,
) -> Records[Participation]:
    """Which state signed and ratified which treaty, and since when it is in force for it.

    ``state`` is any code or listed name. With ``as_of`` what each had done by that day.

    Example:
        >>> [row.id for row in sco.participation(document="sco-charter-2002", state="KAZ")]
        ['sco-charter-2002/KAZ']
    """
    from ..model.treaties import Participation

    return find(
        Participation,
        release,
        as_of=as_of,
        document=document,
        state=code_of_state(state, release),
    )

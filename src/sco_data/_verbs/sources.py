"""Verbs on sources, and on all records: any record by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._names import close_spellings
from .._records import everything, find, find_by_id
from ..errors import NotFoundError
from ..model.base import Record
from ..model.records import Records
from ..model.sources import Source
from ._shared import get_by_id

if TYPE_CHECKING:
    from ..model.words import SourceKindWord

# Of the newest release, those that were asked for: one look-up, nothing called.
_record_by_id: dict[str, Record] = {}


def sources(
    *,
    kind: SourceKindWord | None = None,
    publisher: str | None = None,
    language: str | None = None,
    release: str | None = None,
) -> Records[Source]:
    """The pages and texts that the facts rest on.

    Example:
        >>> sco.source("akorda-speech-2024").read.value
        'whole'
    """
    return find(Source, release, kind=kind, publisher=publisher, language=language)


def source(key: str, *, release: str | None = None) -> Source:
    """The source with this id; errors as for :func:`document`.

    Example:
        >>> sco.source("kazinform-priorities-2024").derives_from
        'akorda-speech-2024'
    """
    return get_by_id(Source, key, release)


def get(id: str, *, release: str | None = None) -> Record:
    """Any record by its id: of every collection, and the steps and aims inside records.

    Raises:
        NotFoundError: if there is none; ids spelt much like it are suggested.

    Example:
        >>> sco.get("BLR/observer").state
        'BLR'
    """
    if release is None:
        try:
            return _record_by_id[id]
        except (KeyError, TypeError):
            pass

    record = None
    if isinstance(id, str):
        record = find_by_id(id, release)
    if record is None:
        raise NotFoundError(id, close_spellings(id, everything(release)), "record")

    if release is None:
        _record_by_id[id] = record

    return record

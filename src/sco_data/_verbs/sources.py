"""Verbs on sources, and on all records: any record by its id or its name.

What comes in are conditions or a key; what goes out are records, or for a key that is none an error
that says what is spelt much like it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, overload

from .._records.find import find
from .._records.load import everything, find_by_id
from ..model.base import Record
from ..model.records import Records
from ..model.sources import Source
from ._named import only_one_named
from ._shared import get_by_id, not_found

if TYPE_CHECKING:
    from ..model.words import SourceKindWord

R = TypeVar("R", bound=Record)

# Of the newest release, those that were asked for: one look-up, nothing called.
_record_by_key: dict[str, Record] = {}


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
    return find(
        Source, release, kind=kind, publisher=publisher, language=language
    )


def source(key: str, *, release: str | None = None) -> Source:
    """The source with this id or title; errors as for :func:`document`.

    Example:
        >>> sco.source("kazinform-priorities-2024").derives_from
        'akorda-speech-2024'
    """
    return get_by_id(Source, key, release)


@overload
def get(key: str, *, release: str | None = None) -> Record: ...
@overload
def get(key: str, cls: type[R], *, release: str | None = None) -> R: ...
def get(
    key: str, cls: type[Record] = Record, *, release: str | None = None
) -> Record:
    """Any record by its id, or by a listed name that no other record has.

    Ids are those of every collection and of the steps and aims inside records. Names are folded as
    in :func:`state`.

    Args:
        key: an id or a name.
        cls: only a record of this class, which is then the type of the answer.
        release: the release of the data to answer from; ``None`` is the newest.

    Raises:
        NotFoundError: if there is none; ids spelt much like it are suggested. If several have the
            name, it lists their ids. For an id that a release took out it says which, and what
            took its place.

    Example:
        >>> from sco_data.model import Event
        >>> sco.get("BLR/observer").state, sco.get("chs-24", Event).place
        ('BLR', 'Astana')
        >>> sco.get("Kazakhstan").id
        'KAZ'
    """
    if release is None:
        try:
            kept = _record_by_key[key]
            if cls is Record or isinstance(kept, cls):
                return kept
        except (KeyError, TypeError):  # A key may be anything, also a list.
            pass

    _check_is_class_of_records(cls)
    record = _record_called(key, cls, release)
    if record is None:
        ids_of_class = [
            record_id
            for record_id, possible in everything(release).items()
            if isinstance(possible, cls)
        ]
        raise not_found(key, ids_of_class, cls.__name__.lower(), release)

    # A name may be that of one record of a class, and of several of all classes.
    if release is None and cls is Record:
        _record_by_key[key] = record

    return record


def _record_called(key: object, cls: type[R], release: str | None) -> R | None:
    """The record of a class with this id or name, or nothing; an id comes before a name."""
    if not isinstance(key, str):
        return None

    record = find_by_id(key, release)
    if isinstance(record, cls):
        return record

    return only_one_named(key, cls, release)


def _check_is_class_of_records(cls: object) -> None:
    """Raise for what is no class of records."""
    if not (isinstance(cls, type) and issubclass(cls, Record)):
        raise TypeError(
            f"cls is a class of records, such as Event, not {cls!r:.40}"
        )

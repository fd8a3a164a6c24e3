"""Records by their names: what comes in is a name as users write it, what goes out is its record.

Names are read from the rows, so that no record is built but the one that is asked for. A name that
several records have stands for none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from .._records.load import COLLECTIONS, find_by_id, names_of, record_class
from .._rows.once import build_once
from .._rows.releases import rows_of
from ..errors import NotFoundError

if TYPE_CHECKING:
    from ..model.base import Record

R = TypeVar("R", bound="Record")


def only_one_named(key: object, cls: type[R], release: str | None) -> R | None:
    """The one record of a class that has a name, or nothing.

    Raises:
        NotFoundError: if several have it; it lists their ids.
    """
    if not isinstance(key, str):
        return None

    ids: list[str] = []
    for collection in COLLECTIONS:
        if issubclass(record_class(collection), cls):
            ids += _ids_named(key, collection, release)

    if len(ids) > 1:
        raise NotFoundError(
            key, tuple(sorted(ids)), f"single {cls.__name__.lower()}"
        )

    if not ids:
        return None

    return cast("R", find_by_id(ids[0], release))


def _ids_named(key: str, collection: str, release: str | None) -> list[str]:
    """The ids of the records of a collection that have a name."""
    # Whoever asks by ids alone need not load the classes of the states.
    from .._names import fold, listed_id

    if collection != "states":
        return _ids_by_name(collection, release).get(fold(key), [])

    # A state has codes besides its names, and those are not folded.
    state_id = listed_id(key, release)
    if state_id is None:
        return []

    return [state_id]


@build_once
def _ids_by_name(collection: str, release: str | None) -> dict[str, list[str]]:
    """For each name, folded, the ids of the records that have it."""
    from .._names import fold

    # The name in an application is that of the state, which made others as well.
    if collection == "applications":
        return {}

    ids: dict[str, list[str]] = {}
    for row in rows_of(collection, release):
        for name in set(map(fold, names_of(row))):
            ids.setdefault(name, []).append(row["id"])

    # What is nothing but signs is no name.
    ids.pop("", None)
    return ids

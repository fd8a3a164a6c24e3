"""What the verbs share: one record by its id or name, and what to say where there is none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from .._records.load import find_by_id, index
from .._rows.removed import release_that_removed, successor_of
from ..errors import NotFoundError
from ..model.base import Record
from ._named import only_one_named

if TYPE_CHECKING:
    from ..model.states import State

R = TypeVar("R", bound=Record)


def get_by_id(cls: type[R], key: str, release: str | None) -> R:
    """The record with this id or name, or an error with ids spelt much like it."""
    records = index(cls, release)
    try:
        return records[key]
    except (KeyError, TypeError):
        pass

    named = only_one_named(key, cls, release)
    if named is None:
        raise not_found(key, records, cls.__name__.lower(), release)

    return named


def not_found(
    key: object, record_ids: Iterable[str], what: str, release: str | None
) -> NotFoundError:
    """The error for a key that is no id: with what took its place, or else what is spelt alike."""
    removed_in = (
        release_that_removed(key, release) if isinstance(key, str) else None
    )
    if removed_in is None:
        from .._names import (
            close_spellings,
        )  # It loads the classes of the states.

        return NotFoundError(key, close_spellings(key, record_ids), what)

    successor = successor_of(str(key))
    if successor is None or find_by_id(successor, release) is None:
        return NotFoundError(key, (), what, removed_in)

    return NotFoundError(key, (successor,), what, removed_in)


def code_of_state(state: State | str, release: str | None) -> str:
    """The ISO-3 code of a state of ours; any other text as it is, for there are other states."""
    from .._names import listed_state

    listed = listed_state(state, release)
    return str(state) if listed is None else listed.id

"""What the verbs share: how one record is looked up, and what a user hands in for a state.

What comes in is a key, a state or a release; what goes out is a record, a code or a row, and for a
key that leads nowhere the error that helps best.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from .._records.load import find_by_id, get_one, ids_of
from .._rows.bundle import Row, manifest
from .._rows.removed import release_that_removed, successor_of
from ..errors import NotFoundError
from ..model.base import Record
from ._named import only_one_named

if TYPE_CHECKING:
    from ..model.memberships import Membership
    from ..model.organisation import OfficeHolder
    from ..model.states import State

R = TypeVar("R", bound=Record)


def get_by_id(cls: type[R], key: str, release: str | None) -> R:
    """The record with this id or name, or an error with ids spelt much like it."""
    try:
        return get_one(cls, key, release)
    except (KeyError, TypeError):  # A key may be anything, also a list.
        pass

    named = only_one_named(key, cls, release)
    if named is None:
        raise not_found(
            key, ids_of(cls, release), cls.__name__.lower(), release
        )

    return named


def not_found(
    key: object, record_ids: Iterable[str], what: str, release: str | None
) -> NotFoundError:
    """The error for a key that is no id: with what took its place, or else what is spelt alike."""
    # Whoever looks up what is there need not load the classes of the states.
    from .._names import close_spellings

    removed_in = release_that_removed(str(key), release)
    if removed_in is None:
        return NotFoundError(key, close_spellings(key, record_ids), what)

    # An older release may not have yet what took its place.
    successor = successor_of(str(key))
    if successor is None or find_by_id(successor, release) is None:
        return NotFoundError(key, (), what, removed_in)

    return NotFoundError(key, (successor,), what, removed_in)


def code_of_state(state: State | str | None, release: str | None) -> str | None:
    """The ISO-3 code of a state of ours; any other text as it is, for there are other states.

    ``None`` stays: it is a condition that nobody made.
    """
    from .._names import listed_id

    if state is None:
        return None

    return listed_id(state, release) or str(state)


def first_day_of(thing: Membership | OfficeHolder) -> dt.date:
    """The day by which its period had begun; what has no period comes after all others."""
    if thing.period is None:
        return dt.date.max

    return thing.period.start.latest


def row_of_release(release: str | None) -> Row:
    """What the manifest says of a release; ``None`` is the newest, which stands last in it."""
    newest_first = reversed(manifest()["releases"])
    return next(row for row in newest_first if release in (None, row["id"]))

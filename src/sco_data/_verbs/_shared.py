"""What the verbs share: one record by its id."""

from __future__ import annotations

from typing import TypeVar

from .._records import index
from ..errors import NotFoundError
from ..model.base import Record

R = TypeVar("R", bound=Record)


def get_by_id(cls: type[R], key: str, release: str | None) -> R:
    """The record with this id, or an error with ids spelt much like it."""
    records = index(cls, release)
    try:
        return records[key]
    except (KeyError, TypeError):
        from .._names import close_spellings  # It loads the classes of the states.

        raise NotFoundError(key, close_spellings(key, records), cls.__name__.lower()) from None

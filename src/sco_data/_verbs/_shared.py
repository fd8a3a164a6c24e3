"""What the verbs share: one record by its id, and what had begun by a day."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from .._records import index
from ..errors import NotFoundError
from ..model.base import Record
from ..model.history import Tracked
from ..model.records import Records

R = TypeVar("R", bound=Record)
T = TypeVar("T", bound=Tracked)


def get_by_id(cls: type[R], key: str, release: str | None) -> R:
    """The record with this id, or an error with ids spelt much like it."""
    records = index(cls, release)
    try:
        return records[key]
    except (KeyError, TypeError):
        from .._names import close_spellings  # It loads the classes of the states.

        raise NotFoundError(key, close_spellings(key, records), cls.__name__.lower()) from None


def begun_by(records: Records[T], day: dt.date | None) -> Records[T]:
    """What had certainly taken a first step by the day."""
    if day is None:
        return records

    return records.filter(lambda record: any(step.on.latest <= day for step in record.history))

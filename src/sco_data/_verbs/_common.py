"""What the verbs share: filters that mean the same everywhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

from .._input import known
from .._load import holds, index
from ..errors import NotFoundError
from ..model.base import Records


def one(collection: str, key: str, release: str | None) -> Any:
    """The record with this id, or an error with ids spelt much like it."""
    found = index(collection, release)
    try:
        return found[key]
    except (KeyError, TypeError):
        from .._names import close  # which loads the classes of the states

        raise NotFoundError(key, close(key, list(found)), collection.rstrip("s")) from None


def select(rows: Records[Any], **wanted: Any) -> Records[Any]:
    """The rows whose fields equal, or hold, what is wanted; ``None`` wants nothing."""
    for field, value in wanted.items():
        if value is not None:
            rows = rows.filter(lambda row: holds(getattr(row, field), value))  # noqa: B023
    return rows


def term(rows: Records[Any], chairmanship: str | None, release: str | None) -> str | None:
    """A chairmanship's id, if there is such a term."""
    # The terms are loaded only where no row carries this one.
    if all(row.chairmanship != chairmanship for row in rows) and chairmanship is not None:
        known(index("chairmanships", release), chairmanship, "chairmanship")
    return chairmanship


def begun(rows: Records[Any], on: dt.date | None) -> Records[Any]:
    """What had taken a first step by the day."""
    if on is None:
        return rows
    return rows.filter(lambda row: any(step.on.latest <= on for step in row.history))

"""Records as of a day: those that stand on it, without what points to what had not begun."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar, cast

import attrs

from .._rows.once import build_once
from ..model.base import Record
from ..model.records import Records
from .load import load, record_class

R = TypeVar("R", bound=Record)


def cut_to_day(
    records: Records[R], day: dt.date, release: str | None
) -> Records[R]:
    """The records that stand on a day, each as of it.

    What points to a document that had not begun by then points to it no longer.
    """
    cut = []
    for record in records:
        record_then = record._at(day) if record._stands_on(day) else None
        if record_then is not None:
            cut.append(_drop_later_documents(record_then, day, release))

    return Records(cut)


def _drop_later_documents(record: R, day: dt.date, release: str | None) -> R:
    """The record without what points to documents that had not begun by the day."""
    changes: dict[str, Any] = {}
    documents = getattr(record, "documents", ())
    if any(_begins_later(document, day, release) for document in documents):
        changes["documents"] = [
            document
            for document in documents
            if not _begins_later(document, day, release)
        ]

    if _begins_later(getattr(record, "charter", None), day, release):
        changes["charter"] = None

    relations = getattr(record, "relations", ())
    if any(
        _is_later_relation(relation, day, release) for relation in relations
    ):
        changes["relations"] = [
            relation
            for relation in relations
            if not _is_later_relation(relation, day, release)
        ]

    history = getattr(record, "history", ())
    if any(_begins_later(step.document, day, release) for step in history):
        changes["history"] = [
            attrs.evolve(step, document=None)
            if _begins_later(step.document, day, release)
            else step
            for step in history
        ]

    return attrs.evolve(cast("Any", record), **changes) if changes else record


def _is_later_relation(
    relation: Any, day: dt.date, release: str | None
) -> bool:
    # A decision on a draft is about what is still to come.
    if relation.kind == "on draft of":
        return False

    return _begins_later(relation.to, day, release)


def _begins_later(
    document: str | None, day: dt.date, release: str | None
) -> bool:
    first_day = _first_days_of_documents(release).get(document)
    return first_day is not None and day < first_day


@build_once
def _first_days_of_documents(release: str | None) -> dict[str | None, dt.date]:
    """For each document the day by which its first step had certainly been taken."""
    first_days: dict[str | None, dt.date] = {}
    for document in load(record_class("documents"), release):
        history = getattr(document, "history", ())
        if history:
            first_days[document.id] = min(step.on.latest for step in history)

    return first_days

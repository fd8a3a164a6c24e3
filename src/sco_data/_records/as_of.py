"""Records as of a day: those that stand on it, without what points to what had not begun."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import filterfalse
from typing import TYPE_CHECKING, Any, cast

import attrs

from .._rows.once import build_once
from ..model.history import Step
from ..model.records import R, Records
from .load import load, record_class

if TYPE_CHECKING:
    from ..model.documents import Relation

IsLater = Callable[[str | None], bool]
"""Whether a document had not begun by the day; nothing is no such document."""


def cut_to_day(
    records: Records[R], day: dt.date, release: str | None
) -> Records[R]:
    """The records that stand on a day, each as of it.

    What points to a document that had not begun by then points to it no longer.
    """
    first_days = _first_days_of_documents(release)

    def is_later(document: str | None) -> bool:
        return day < first_days.get(document, dt.date.min)

    cut = []
    for record in records:
        # Some, such as a term that is over, are still there on a day and do not stand on it.
        record_then = record._at(day) if record._stands_on(day) else None
        if record_then is not None:
            cut.append(_drop_documents(record_then, is_later))

    return Records(cut)


def _drop_documents(record: R, is_later: IsLater) -> R:
    """The record without what points to documents that had not begun."""
    changes: dict[str, Any] = {}
    documents = getattr(record, "documents", ())
    if any(map(is_later, documents)):
        changes["documents"] = tuple(filterfalse(is_later, documents))

    if is_later(getattr(record, "charter", None)):
        changes["charter"] = None

    relations = getattr(record, "relations", ())
    if any(_points_ahead(relation, is_later) for relation in relations):
        changes["relations"] = [
            relation
            for relation in relations
            if not _points_ahead(relation, is_later)
        ]

    history = getattr(record, "history", ())
    if any(is_later(step.document) for step in history):
        changes["history"] = [
            _drop_document(step, is_later) for step in history
        ]

    # Most records point to nothing that came later, and stay the same object.
    if not changes:
        return record

    return cast("R", attrs.evolve(cast("Any", record), **changes))


def _points_ahead(relation: Relation, is_later: IsLater) -> bool:
    """Whether a relation is to a document that had not begun, and does not say so itself."""
    # A decision on a draft is about what is still to come.
    return relation.kind != "on draft of" and is_later(relation.to)


def _drop_document(step: Step, is_later: IsLater) -> Step:
    """The step without its document, where that had not begun."""
    if not is_later(step.document):
        return step

    return attrs.evolve(step, document=None)


@build_once
def _first_days_of_documents(release: str | None) -> dict[str | None, dt.date]:
    """For each document the day by which its first step had certainly been taken."""
    first_days: dict[str | None, dt.date] = {}
    for document in load(record_class("documents"), release):
        history = getattr(document, "history", ())
        # A document of which no step is recorded is there on every day.
        if history:
            first_days[document.id] = min(step.on.latest for step in history)

    return first_days

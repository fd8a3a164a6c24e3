"""Verbs on releases: which data this is, which releases there are, and what changed between two.

What comes in are the manifest and the rows of two releases; what goes out are records that say what
they tell. Of a change no more is kept than its place: its evidence is looked up where it stands.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .._records.load import COLLECTIONS, get_one, record_class
from .._rows.bundle import manifest
from .._rows.hashes import find_altered_files
from .._rows.releases import Difference, compare, release_ids, rows_of, steps_to
from ..model.base import Evidence, Record
from ..model.records import Records
from ..model.releases import Change, DataVersion, Release
from ._evidence import evidence_of, evidence_of_field

if TYPE_CHECKING:
    from importlib_resources.abc import Traversable


def data_version() -> DataVersion:
    """Which data is installed: its release, how far it was checked, its hash and its size.

    Example:
        >>> sco.data_version().licence
        'CC-BY-4.0'
    """
    stated = manifest()
    counts = {}
    for name in COLLECTIONS:
        counts[name] = stated["files"][f"{name}.json"]["records"]

    return DataVersion(
        release=stated["release"],
        version=stated["version"],
        date=stated["date"],
        sha256=stated["sha256"],
        licence=stated["licence"],
        checked_until=stated["checked_until"],
        counts=counts,
    )


def releases() -> Records[Release]:
    """The releases of the data that ``release=`` can answer from, oldest first.

    Example:
        >>> sco.releases()[0].id
        '26.1'
    """
    releases = []
    for row in manifest()["releases"]:
        releases.append(
            Release(id=row["id"], date=row["date"], sha256=row["sha256"])
        )

    return Records(releases)


def diff(old: str, new: str | None = None) -> Records[Change]:
    """What changed from one release to another, one row per changed fact.

    Args:
        old: a release, as in ``"26.1"``.
        new: another one; ``None`` is the newest.

    Returns:
        The changes by collection and record, each with what backs the fact as it stands in the
        new release or, where it was taken out, as it stood in the old one.

    Raises:
        ValueError: if there is no such release; the message lists those there are.

    Example:
        >>> sco.diff("26.1", "26.1")
        Records(())
    """
    # For a verb that takes one release None is the newest, but here it would be no question.
    if not isinstance(old, str):
        raise TypeError(
            f"old is text, such as {release_ids()[0]!r}, not {type(old).__name__}"
        )

    if new is None:
        new = release_ids()[-1]

    changes = []
    for collection in COLLECTIONS:
        old_rows = rows_of(collection, old)
        for difference in compare(old_rows, rows_of(collection, new)):
            changes.append(_change(collection, difference, old, new))

    return Records(changes)


def _change(
    collection: str, difference: Difference, old: str, new: str
) -> Change:
    """One difference as a record, with what backs it."""
    record_id, field, before, after = difference
    change_id = f"{new}:{record_id}"
    if field:
        change_id += f".{field}"

    # What was taken out is backed by what backed it when it still stood.
    release = old if after is None else new
    record = get_one(record_class(collection), record_id, release)
    return Change(
        id=change_id,
        release=new,
        collection=collection,
        record=record_id,
        field=field,
        before=_json_of(before),
        after=_json_of(after),
        evidence=_evidence_at(record, field),
    )


def _json_of(value: Any) -> str | None:
    """A value as JSON; ``None`` says that nothing stood there."""
    if value is None:
        return None

    return json.dumps(value, ensure_ascii=False)


def _evidence_at(record: Record, field: str | None) -> tuple[Evidence, ...]:
    """What backs a record, a field, or the one thing inside a record that a way leads to."""
    if field is None:
        return tuple(evidence_of(record))

    head, *rest = steps_to(field)
    value = getattr(record, head)
    if not (rest and isinstance(value, tuple)):
        return tuple(evidence_of_field(record, head))

    part: Any = value[int(rest[0])]
    return (part,) if isinstance(part, Evidence) else part.evidence


def files() -> Traversable:
    """The directory of the bundled files, for tools that read JSON themselves.

    Returns:
        A directory as ``importlib_resources`` gives it, with one array of objects per collection:
        it has ``iterdir()`` and ``joinpath()``, files have ``read_text()``.
        ``importlib_resources.as_file`` makes a path of one, also where the library is imported
        from a zip.

    Example:
        >>> sco.files().joinpath("states.json").is_file()
        True
    """
    from importlib_resources import files

    return files("sco_data").joinpath("data")


def verify() -> list[str]:
    """The names of those data files that are not as they were released; none if all is well.

    A file is named if it was altered, is missing or cannot be read.

    Example:
        >>> sco.verify()
        []
    """
    return find_altered_files()

"""Rows of any release: what comes in are the newest rows and the list of changes.

Only the newest release is stored whole. ``changes.json`` has one row per changed fact; undone
backwards they give the older releases, which the hashes in the manifest prove.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from .._input import describe_unknown
from .bundle import Row, canonical_json, manifest, newest_rows

Difference = tuple[str, str | None, Any, Any]
"""Record, field, before and after.

The field is ``None`` for a whole record, else the way to the fact in it, as in ``history[1].on``;
``None`` before or after says that nothing stood there.
"""


def release_ids() -> list[str]:
    """The releases that can be answered from, oldest first."""
    return [row["id"] for row in manifest()["releases"]]


def check_release(release: str | None) -> None:
    """Raise for what is no release."""
    if release is None or release in release_ids():
        return

    if not isinstance(release, str):
        raise TypeError(
            f"release is text, such as {release_ids()[-1]!r}, not {release!r:.40}"
        )

    message = describe_unknown("release", release, release_ids())
    # Whoever knows the version of the library may write that.
    data_release = release.strip().rpartition(".")[0]
    if data_release not in release_ids():
        raise ValueError(message)

    raise ValueError(
        f"{message}; version {release} has the data of release {data_release!r}"
    )


def checked_until(collection: str, release: str | None) -> dt.date:
    """The day up to which a collection had been checked against its sources in a release."""
    days: dict[str, str] = manifest()["checked_until"]
    for row in manifest()["releases"]:
        if row["id"] == release:
            # A release that wrote down no days of its own has those of the newest.
            days = row.get("checked_until", days)

    return dt.date.fromisoformat(days[collection])


def rows_of(collection: str, release: str | None) -> list[Row]:
    """The rows of a collection in a release: those of the newest with all later changes undone."""
    if release is None:
        return newest_rows(collection)

    check_release(release)
    rows = _by_id(newest_rows(collection))
    for change in reversed(_changes_after(release)):
        if change["collection"] == collection:
            undo(rows, change)

    return sorted(rows.values(), key=itemgetter("id"))


def _changes_after(release: str) -> list[Row]:
    """What later releases changed, in the order in which they did."""
    releases = release_ids()
    later = releases[releases.index(release) + 1 :]
    # The file of all changes is read only where there is anything to undo.
    if not later:
        return []

    changes = newest_rows("changes")
    return [change for change in changes if change["release"] in later]


def _by_id(rows: Iterable[Row]) -> dict[str, Row]:
    return {row["id"]: row for row in rows}


def undo(rows: dict[str, Row], change: Row) -> None:
    """Take one change back. Those that came after it were taken back before.

    What was added has neither before nor after in the file: it is there to read.
    """
    *way, last = [change["record"], *steps_to(change["field"])]
    container: Any = rows
    for step in way:
        container = container[_key_in(container, step)]

    key = _key_in(container, last)
    if change["before"] is None:
        # It was added.
        del container[key]
    elif change["after"] is None and isinstance(container, list):
        # It was taken from a list, where what came after it moved up.
        container.insert(key, change["before"])
    else:
        container[key] = change["before"]


def _key_in(container: Any, step: str) -> Any:
    """A step of a way as its container takes it: items of a list are counted."""
    if isinstance(container, list):
        return int(step)

    return step


def compare(old: Iterable[Row], new: Iterable[Row]) -> Iterator[Difference]:
    """Every difference between the rows of two releases, by record."""
    old_rows = _by_id(old)
    new_rows = _by_id(new)

    for record_id in sorted(old_rows.keys() | new_rows.keys()):
        before = old_rows.get(record_id)
        after = new_rows.get(record_id)
        if before is None or after is None:
            yield record_id, None, before, after
        else:
            for difference in _differences(before, after, ""):
                yield record_id, *difference


def steps_to(field: str | None) -> list[str]:
    """The steps of a way into a record: ``history[1].on`` is ``history``, ``1``, ``on``."""
    return re.findall(r"[^].[]+", field or "")


def _differences(
    was: Any, now: Any, path: str
) -> Iterator[tuple[str, Any, Any]]:
    """The smallest differences between two values, each with the way to it."""
    if canonical_json(was) == canonical_json(now):
        return

    if _is_same_object(was, now):
        # A dict, not a set of the keys, keeps their order.
        for key in {**was, **now}:
            yield from _differences(
                was.get(key), now.get(key), f"{path}.{key}".lstrip(".")
            )
    elif _is_list_of_objects(was) and _is_list_of_objects(now):
        yield from _differences_of_lists(was, now, path)
    else:
        yield path, was, now


def _differences_of_lists(
    was: list[Any], now: list[Any], path: str
) -> Iterator[tuple[str, Any, Any]]:
    """What changed between the items at the start and at the end that stayed as they were."""
    start = _common_start(was, now)
    common_end = _common_start(was[start:][::-1], now[start:][::-1])
    was_end = len(was) - common_end
    now_end = len(now) - common_end
    for position in range(start, min(was_end, now_end)):
        yield from _differences(
            was[position], now[position], f"{path}[{position}]"
        )
    for position in range(was_end, now_end):
        yield f"{path}[{position}]", None, now[position]
    # From the end, so that each place still is what it was when it is undone.
    for position in reversed(range(now_end, was_end)):
        yield f"{path}[{position}]", was[position], None


def _is_same_object(was: Any, now: Any) -> bool:
    """Whether two values are one object whose fields can be compared one by one."""
    if not (isinstance(was, dict) and isinstance(now, dict)):
        return False

    # A null inside could not be told from nothing: then the whole is one fact.
    return was.get("id") == now.get("id") and None not in (
        *was.values(),
        *now.values(),
    )


def _is_list_of_objects(value: Any) -> bool:
    if not isinstance(value, list):
        return False

    return all(isinstance(item, dict) for item in value)


def _common_start(was: list[Any], now: list[Any]) -> int:
    """How many items two lists have in common before they first differ."""
    for position, (one, other) in enumerate(zip(was, now, strict=False)):
        if canonical_json(one) != canonical_json(other):
            return position

    return min(len(was), len(now))

"""Which data this is, what the older releases said, and what changed between two of them.

Only the newest release is stored whole. ``changes.json`` has one row per changed fact; undone
backwards they give the older releases, which the hashes in the manifest prove.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Any

from ._evidence import _backing, all_evidence
from ._input import known
from ._load import COLLECTIONS, index, manifest, parse, read, rows
from .errors import DataError
from .model.base import Evidence, Record, Records
from .model.releases import Change, DataVersion, Release

Row = dict[str, Any]


def data_version() -> DataVersion:
    """Which data is installed: its release, how far it was checked, its hash and its size.

    Example:
        >>> sco.data_version().licence
        'CC-BY-4.0'
    """
    stated = manifest()
    return DataVersion(
        **{key: stated[key] for key in ("release", "version", "date", "sha256", "licence")},
        checked_until=stated["checked_until"],
        counts={name: stated["files"][f"{name}.json"]["records"] for name in COLLECTIONS},
    )


def releases() -> Records[Release]:
    """The releases of the data that ``release=`` can answer from, oldest first.

    Example:
        >>> sco.releases()[0].id
        '26.1'
    """
    return Records([Release(**row) for row in manifest()["releases"]])


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
    new = _order()[-1] if new is None else new
    found: list[Change] = []
    for collection in COLLECTIONS:
        was, now = rows_of(collection, old), rows_of(collection, new)
        for record, field, before, after in compare(was, now):
            stands = index(collection, old if after is None else new)[record]
            found.append(
                Change(
                    id=f"{new}:{record}" + (f".{field}" if field else ""),
                    release=new,
                    collection=collection,
                    record=record,
                    field=field,
                    before=None if before is None else json.dumps(before, ensure_ascii=False),
                    after=None if after is None else json.dumps(after, ensure_ascii=False),
                    evidence=tuple(_behind(stands, field)),
                )
            )
    return Records(found)


def rows_of(collection: str, release: str) -> list[Row]:
    """The rows of a collection in a release: those of the newest with all later changes undone."""
    order = _order()
    known(order, release, "release")
    later = set(order[order.index(release) + 1 :])
    found = {row["id"]: row for row in rows(collection)}
    for change in reversed(rows("changes") if later else []):
        if change["release"] in later and change["collection"] == collection:
            undo(found, change)
    return sorted(found.values(), key=lambda row: row["id"])


def verify() -> list[str]:
    """The data files that are not as they were released: altered, missing or unreadable.

    Example:
        >>> verify()
        []
    """
    try:
        whole = read("manifest.json")
        stated = parse("manifest.json", whole)
        own = stated["self"]  # the hash of the file without it
        blank = hashlib.sha256(whole.replace(own.encode(), b"", 1))
        altered = [] if blank.hexdigest() == own else ["manifest.json"]
        wanted = {file: row["sha256"] for file, row in stated["files"].items()}
    except (AttributeError, DataError, KeyError, TypeError):
        return ["manifest.json"]
    return altered + [file for file, digest in wanted.items() if _digest(file) != digest]


def sha256_of(data: Mapping[str, list[Row]]) -> str:
    """The hash of a release: of its collections that are not empty, in canonical form."""
    text = _text({name: found for name, found in data.items() if found})
    return hashlib.sha256(text.encode()).hexdigest()


def compare(old: Iterable[Row], new: Iterable[Row]) -> Iterator[tuple[str, str | None, Any, Any]]:
    """Every difference as (record, field, before, after), by record.

    ``field`` is ``None`` for a whole record, else the way to the fact in it, as in
    ``history[1].on``; ``None`` before or after says that nothing stood there.
    """
    was, now = ({row["id"]: row for row in rows} for rows in (old, new))
    for key in sorted(was.keys() | now.keys()):
        if key in was and key in now:
            for field, before, after in _differences(was[key], now[key], ""):
                yield key, field, before, after
        else:
            yield key, None, was.get(key), now.get(key)


def undo(found: dict[str, Row], change: Row) -> None:
    """Take one change back. Those that came after it were taken back before.

    What was added has neither before nor after in the file: it is there to read.
    """
    field, before = change["field"], change["before"]
    node: Any = found
    *way, last = [change["record"], *_way(field)]
    for key in way:
        node = node[int(key) if isinstance(node, list) else key]
    if not isinstance(node, list):
        if before is None:
            del node[last]
        else:
            node[last] = before
    elif before is None:
        del node[int(last)]
    elif change["after"] is None:
        node.insert(int(last), before)
    else:
        node[int(last)] = before


def _differences(was: Any, now: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if _text(was) == _text(now):
        return
    if _same_thing(was, now):
        for key in {**was, **now}:
            dotted = f"{path}.{key}" if path else key
            yield from _differences(was.get(key), now.get(key), dotted)
    elif _parts(was) and _parts(now):
        first = _shared(was, now)
        last = _shared(was[first:][::-1], now[first:][::-1])
        ends = len(was) - last, len(now) - last
        for place in range(first, min(ends)):
            yield from _differences(was[place], now[place], f"{path}[{place}]")
        for place in range(ends[0], ends[1]):
            yield f"{path}[{place}]", None, now[place]
        # From the end, so that each place still is what it was when it is undone.
        for place in reversed(range(ends[1], ends[0])):
            yield f"{path}[{place}]", was[place], None
    else:
        yield path, was, now


def _same_thing(was: Any, now: Any) -> bool:
    if not (isinstance(was, dict) and isinstance(now, dict)):
        return False
    # A null inside could not be told from nothing: then the whole is one fact.
    return was.get("id") == now.get("id") and None not in (*was.values(), *now.values())


def _parts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _shared(was: list[Any], now: list[Any]) -> int:
    pairs = takewhile(lambda pair: _text(pair[0]) == _text(pair[1]), zip(was, now, strict=False))
    return sum(1 for _ in pairs)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(file: str) -> str:
    try:
        return hashlib.sha256(read(file)).hexdigest()
    except DataError:
        return ""


def _order() -> list[str]:
    return [row["id"] for row in manifest()["releases"]]


def _way(field: str | None) -> list[str]:
    return re.findall(r"[^].[]+", field or "")


def _behind(record: Record, field: str | None) -> Iterable[Evidence]:
    if field is None:
        return all_evidence(record)
    head, *rest = _way(field)
    value = getattr(record, head)
    if rest and isinstance(value, tuple):
        part: Any = value[int(rest[0])]
        return [part] if isinstance(part, Evidence) else part.evidence
    return _backing(record, head, value)

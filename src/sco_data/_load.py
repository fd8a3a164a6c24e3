"""Bundled JSON to records.

Bundled data was validated when the release was built, so here the fields convert themselves:
``State(**row)``. A collection is read when it is first asked for, once, under a lock.
"""

from __future__ import annotations

import json
import zlib
from _thread import RLock  # threading adds a millisecond
from collections.abc import Callable
from functools import partial, wraps
from importlib import import_module
from os.path import dirname, join
from typing import Any, TypeVar, cast

from .errors import DataError
from .model.base import Record, Records

T = TypeVar("T")

COLLECTIONS = {
    "states": ("states", "State"),
    "memberships": ("memberships", "Membership"),
    "applications": ("memberships", "Application"),
    "chairmanships": ("chairmanship", "Chairmanship"),
    "priorities": ("chairmanship", "Priority"),
    "initiatives": ("chairmanship", "Initiative"),
    "documents": ("documents", "Document"),
    "participation": ("treaties", "Participation"),
    "events": ("organisation", "Event"),
    "bodies": ("organisation", "Body"),
    "office_holders": ("organisation", "OfficeHolder"),
    "projects": ("organisation", "Project"),
    "indicators": ("organisation", "Indicator"),
    "sources": ("sources", "Source"),
    "conflicts": ("sources", "Conflict"),
}
"""Every collection: the module and the class of its records."""

_lock = RLock()


def once(build: Callable[..., T]) -> Callable[..., T]:
    """Build each answer once, under the lock; later calls take it from a dict without one."""
    made: dict[tuple[Any, ...], T] = {}

    @wraps(build)
    def get(*key: Any) -> T:
        try:
            return made[key]
        except KeyError:
            pass
        with _lock:
            if key not in made:
                made[key] = build(*key)
            return made[key]

    return get


def read(file: str) -> bytes:
    """The bytes of a bundled data file; works from a zip as well."""
    try:
        # What pkgutil.get_data does, without the two milliseconds of importing it.
        loader = cast("Any", __spec__).loader
        return cast("bytes", loader.get_data(join(dirname(__file__), "data", file)))
    except OSError as error:
        raise DataError(((file, "", "", f"cannot be read: {error}"),)) from error


def parse(file: str, data: bytes) -> Any:
    """The JSON in ``data``."""
    try:
        return json.loads(data)
    except ValueError as error:
        raise DataError(((file, "", "", f"is not JSON: {error}"),)) from error


@once
def manifest() -> dict[str, Any]:
    """What the build wrote down of the release: versions, dates, counts and hashes."""
    found = parse("manifest.json", read("manifest.json"))
    if not isinstance(found, dict) or "files" not in found:
        raise DataError((("manifest.json", "", "", "is not a manifest"),))
    return cast("dict[str, Any]", found)


def _released(file: str) -> bytes:
    """A data file, checked against the manifest, so never silently altered."""
    data = read(file)
    if zlib.crc32(data) != manifest()["files"].get(file, {}).get("crc32"):
        raise DataError(((file, "", "", "is not the file of this release"),))
    return data


def rows(collection: str) -> list[dict[str, Any]]:
    """The rows of the newest release."""
    file = f"{collection}.json"
    return cast("list[dict[str, Any]]", parse(file, _released(file)))


def record_class(collection: str) -> type[Record]:
    """The class of a collection's records."""
    module, name = COLLECTIONS[collection]
    return cast("type[Record]", getattr(import_module(f"sco_data.model.{module}"), name))


@once
def _pieces(collection: str, release: str | None) -> list[Any]:
    """The rows of a collection, as text where that is bundled; each gives way to its record."""
    if release is None:
        # As the build writes the files, only rows begin on a line that is indented by one.
        whole = _released(f"{collection}.json").strip()[2:-2]
        return whole.split(b"},\n {") if whole else []
    from ._releases import rows_of

    return list(rows_of(collection, release))


def holds(found: Any, value: Any) -> bool:
    """Whether a field is what is wanted, or has it among its values."""
    return value in found if isinstance(found, list | tuple) else bool(found == value)


def some(collection: str, release: str | None = None, **wanted: str | None) -> Records[Any]:
    """The records whose fields are, or hold, the words wanted; ``None`` wants nothing.

    Reading rows and building records is what takes time: only these are built, each once, and a
    row is not read where a word wanted is nowhere in its text.
    """
    cls = record_class(collection)
    asked = {field: value for field, value in wanted.items() if value is not None}
    words = [json.dumps(value, ensure_ascii=False).encode() for value in asked.values()]
    pieces = _pieces(collection, release)
    chosen = [
        (place, piece)
        for place, piece in enumerate(pieces)
        if not isinstance(piece, bytes) or all(word in piece for word in words)
    ]
    texts = [piece for _, piece in chosen if isinstance(piece, bytes)]
    read = iter(parse(f"{collection}.json", b"[{%s}]" % b"},{".join(texts)) if texts else ())
    found: list[Record] = []
    for place, piece in chosen:
        row = next(read) if isinstance(piece, bytes) else piece
        get = row.get if isinstance(row, dict) else partial(getattr, row)
        if all(holds(get(field, None), value) for field, value in asked.items()):
            if isinstance(row, dict):
                with _lock:
                    now = pieces[place]  # another thread may have built it meanwhile
                    pieces[place] = cls(**row) if now is piece else now
            found.append(pieces[place])
    return Records(found)


@once
def load(collection: str, release: str | None = None) -> Records[Any]:
    """All records of a collection, as of a release."""
    return some(collection, release)


@once
def index(collection: str, release: str | None = None) -> dict[str, Any]:
    """The records of a collection by id."""
    return {record.id: record for record in load(collection, release)}


@once
def everything(release: str | None = None) -> dict[str, Record]:
    """All records of all collections by id, with the steps and aims inside them."""
    found: dict[str, Record] = {}
    for collection in COLLECTIONS:
        for record in load(collection, release):
            found[record.id] = record
            for part in (*getattr(record, "history", ()), *getattr(record, "aims", ())):
                found[part.id] = part
    return found

"""Records as text that says what it is, and back; and the files for other tools."""

from __future__ import annotations

import json
from functools import cache
from types import NoneType
from typing import Any

import attrs

from .. import model
from .._input import describe_unknown
from .._records import COLLECTIONS, everything, index, record_class
from .._rows.bundle import manifest
from ..errors import DataError
from ..model.base import Record
from ..model.records import Records
from .strict import converter, structure

VERSION = 1
MIXED = "records"
"""What a payload of several kinds is called; each record then says its own kind as ``type``."""

Fault = tuple[str, str, str, str]


@cache
def kinds() -> dict[str, type[Record]]:
    """What every kind of record is called in a payload: its collection, or else its class."""
    found = {name: record_class(name) for name in COLLECTIONS}
    for name in model.__all__:
        cls = getattr(model, name)
        if attrs.has(cls) and issubclass(cls, Record) and cls not in found.values():
            found[name.lower()] = cls
    return found


def to_json(records: Records[Any]) -> str:
    """The payload of some records."""
    names = {cls: name for name, cls in kinds().items()}
    rows = [(names[type(record)], converter().unstructure(record)) for record in records]
    used = {name for name, _ in rows}
    kind = used.pop() if len(used) == 1 else MIXED
    payload = {
        "schema": f"sco-data/{kind}",
        "version": VERSION,
        "release": _release(kind, records),
        "records": [{"type": name, **row} if kind == MIXED else row for name, row in rows],
    }
    return json.dumps(payload, ensure_ascii=False, allow_nan=False)


def from_json(text: str | bytes) -> Records[Any]:
    """Records from what :meth:`~sco_data.model.Records.to_json` wrote: equal to the original.

    Args:
        text: the whole payload.

    Raises:
        DataError: if it is no such payload, or one of another version; it tells every fault with
            its record and the way to the field.

    Example:
        >>> sco.from_json(sco.members().to_json()) == sco.members()
        True
    """
    try:
        payload = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant)
    except (RecursionError, ValueError) as error:
        raise _fault("", f"is not JSON: {error}") from error
    wanted = {"schema": (str,), "version": (int,), "release": (str, NoneType), "records": (list,)}
    if not isinstance(payload, dict) or payload.keys() != wanted.keys():
        raise _fault("", f"must be an object with {', '.join(wanted)}, and nothing else")
    for field, allowed in wanted.items():
        if type(payload[field]) not in allowed:  # exactly: true is no version
            raise _fault(field, f"cannot be {payload[field]!r:.60}")
    if payload["version"] != VERSION:
        raise _fault("version", f"is {payload['version']}; this library reads {VERSION}")
    kind = payload["schema"].removeprefix("sco-data/")
    if kind not in (*kinds(), MIXED) or kind == payload["schema"]:
        valid = [f"sco-data/{name}" for name in (*kinds(), MIXED)]
        raise _fault("schema", describe_unknown("schema", payload["schema"], valid))
    found: list[Record] = []
    faults: list[Fault] = []
    for number, row in enumerate(payload["records"]):
        try:
            found.append(_record(kind, row, number))
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(tuple(faults))
    return Records(found)


def _record(kind: str, row: Any, number: int) -> Record:
    file = f"sco-data/{kind}"
    if kind == MIXED:
        name = row.get("type") if isinstance(row, dict) else None
        if not isinstance(name, str) or name not in kinds():
            raise DataError(
                ((file, f"row {number}", "type", describe_unknown("type", name, kinds())),)
            )
        kind, row = name, {key: value for key, value in row.items() if key != "type"}
    return structure(kinds()[kind], [row], file, number)[0]


def _release(kind: str, records: Records[Any]) -> str | None:
    """The newest release that has all of these as they are; nothing for what was computed."""
    if kind not in (*COLLECTIONS, MIXED, "step", "aim"):
        return None
    for release in reversed(manifest()["releases"]):
        name: str = release["id"]
        asked = name if name != manifest()["release"] else None
        table = index(record_class(kind), asked) if kind in COLLECTIONS else everything(asked)
        if all(table.get(record.id) == record for record in records):
            return name
    return None


def _fault(field: str, message: str) -> DataError:
    return DataError((("payload", "", field, message),))


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(f"a key stands twice in {sorted(key for key, _ in pairs)}")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")

"""Records as text that says what it is, and back.

What comes in are records, or the text that was made of them; what goes out is the other. The text
names its schema, its version and the release, so that whoever reads it knows what it has.
"""

from __future__ import annotations

import json
from functools import cache
from math import isfinite
from types import NoneType
from typing import Any

import attrs

from .. import model
from .._input import describe_unknown, quote
from .._records.load import COLLECTIONS, find_by_id, record_class
from .._rows.bundle import manifest
from ..errors import DataError
from ..model.base import Record
from ..model.records import Records
from .strict import Fault, converter, structure

VERSION = 1
_MOST_DIGITS = 400
MIXED = "records"
"""What a payload of several kinds is called; each record then says its own kind as ``type``."""

_TYPES_OF_PARTS = {
    "schema": (str,),
    "version": (int,),
    "release": (str, NoneType),
    "records": (list,),
}
"""The parts of a payload, and what each may be."""


@cache
def kinds() -> dict[str, type[Record]]:
    """What every kind of record is called in a payload: its collection, or else its class."""
    class_of_kind = {
        collection: record_class(collection) for collection in COLLECTIONS
    }
    for name in model.__all__:
        cls = getattr(model, name)
        if (
            attrs.has(cls)
            and issubclass(cls, Record)
            and cls not in class_of_kind.values()
        ):
            class_of_kind[name.lower()] = cls

    return class_of_kind


def to_json(records: Records[Any]) -> str:
    """The payload of some records."""
    kind_of_class = {cls: kind for kind, cls in kinds().items()}
    kinds_here = {kind_of_class[type(record)] for record in records}
    kind = kinds_here.pop() if len(kinds_here) == 1 else MIXED

    rows = []
    for record in records:
        row = converter().unstructure(record)
        if kind == MIXED:
            row = {"type": kind_of_class[type(record)], **row}
        rows.append(row)

    payload = {
        "schema": f"sco-data/{kind}",
        "version": VERSION,
        "release": _newest_release_with(records),
        "records": rows,
    }
    return json.dumps(payload, ensure_ascii=False, allow_nan=False)


def _newest_release_with(records: Records[Any]) -> str | None:
    """The newest release that has all of these as they are; nothing for what was computed."""
    for release in reversed(manifest()["releases"]):
        release_id: str = release["id"]
        # The newest has the records that everybody has; they are not built a second time.
        asked = None if release_id == manifest()["release"] else release_id
        if all(find_by_id(record.id, asked) == record for record in records):
            return release_id

    return None


def from_json(text: str | bytes) -> Records[Any]:
    """Records from what :meth:`~sco_data.model.Records.to_json` wrote: equal to the original.

    Args:
        text: the whole payload.

    Raises:
        DataError: if it is no such payload, or one of another version; it tells every fault with
            its record and the way to the field. An id stands once. What could not be written
            again is a fault: half a sign, a whole number beyond 2**53 - 1, a number that is not
            finite, a day outside of the years 1 to 9999.
        TypeError: if ``text`` is neither text nor bytes.

    Example:
        >>> sco.from_json(sco.members().to_json()) == sco.members()
        True
    """
    try:
        payload = json.loads(
            text,
            object_pairs_hook=_read_object,
            parse_constant=_refuse_constant,
            parse_float=_read_fraction,
            parse_int=_read_whole,
        )
    except (RecursionError, ValueError) as error:
        raise _fault("", f"is not JSON: {error}") from error

    kind = _check_payload(payload)
    records: list[Record] = []
    faults: list[Fault] = []
    ids: set[str] = set()
    for number, row in enumerate(payload["records"]):
        try:
            record = _read_record(kind, row, number)
        except DataError as error:
            faults += error.faults
            continue

        records.append(record)
        if record.id in ids:
            message = f"{quote(record.id)} stands twice"
            faults.append((f"sco-data/{kind}", f"row {number}", "id", message))
        ids.add(record.id)

    if faults:
        raise DataError(tuple(faults))

    return Records(records)


def _check_payload(payload: Any) -> str:
    """Raise for what is no payload of this version; give back the kind of its records."""
    if (
        not isinstance(payload, dict)
        or payload.keys() != _TYPES_OF_PARTS.keys()
    ):
        parts = ", ".join(_TYPES_OF_PARTS)
        raise _fault("", f"must be an object with {parts}, and nothing else")

    for part, allowed_types in _TYPES_OF_PARTS.items():
        if (
            type(payload[part]) not in allowed_types
        ):  # Exactly: true is no version.
            raise _fault(part, f"cannot be {quote(payload[part])}")

    if payload["version"] != VERSION:
        raise _fault(
            "version", f"is {payload['version']}; this library reads {VERSION}"
        )

    schema: str = payload["schema"]
    valid = [f"sco-data/{kind}" for kind in (*kinds(), MIXED)]
    if schema not in valid:
        raise _fault("schema", describe_unknown("schema", schema, valid))

    return schema.removeprefix("sco-data/")


def _read_record(kind: str, row: Any, number: int) -> Record:
    file = f"sco-data/{kind}"
    if kind != MIXED:
        return structure(kinds()[kind], [row], file, number)[0]

    # The record says its own kind.
    own_kind = row.get("type") if isinstance(row, dict) else None
    if not isinstance(own_kind, str) or own_kind not in kinds():
        message = describe_unknown("type", own_kind, kinds())
        raise DataError(((file, f"row {number}", "type", message),))

    fields = {field: value for field, value in row.items() if field != "type"}
    return structure(kinds()[own_kind], [fields], file, number)[0]


def _fault(part: str, message: str) -> DataError:
    return DataError((("payload", "", part, message),))


def _read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these pairs; JSON would keep the last of two equal keys and say nothing."""
    read = dict(pairs)
    if len(read) < len(pairs):
        keys = sorted(key for key, _ in pairs)
        raise ValueError(f"a key stands twice in {quote(keys)}")

    return read


def _read_fraction(digits: str) -> float:
    """A number with a point or an exponent; what no float can hold is not made another number."""
    number = float(digits)
    if not isfinite(number):
        raise ValueError(f"{quote(digits)} is too large a number")

    is_written_as_zero = not digits.lower().partition("e")[0].strip("-0.")
    if number == 0 and not is_written_as_zero:
        raise ValueError(f"{quote(digits)} is too small a number")

    return number


def _read_whole(digits: str) -> int:
    """A whole number; reading thousands of digits would take long, and none is used."""
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"{quote(digits)} has more than {_MOST_DIGITS} digits")

    return int(digits)


def _refuse_constant(name: str) -> Any:
    """``NaN`` and the infinities, which Python reads, are no JSON."""
    raise ValueError(f"{name} is no JSON")

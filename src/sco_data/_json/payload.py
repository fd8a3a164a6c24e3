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
from .._rows.releases import release_ids
from ..errors import DataError
from ..model.base import Record
from ..model.records import Records
from .strict import Fault, converter, structure

VERSION = 1
_MOST_DIGITS = 400
MIXED = "records"
"""What a payload of several kinds is called; each record then says its own kind as ``type``."""

_PARTS = {
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
        # Among these names are vocabularies and words for type checkers too.
        if not attrs.has(cls) or not issubclass(cls, Record):
            continue

        if cls not in class_of_kind.values():
            class_of_kind[name.lower()] = cls

    return class_of_kind


def to_json(records: Records[Any]) -> str:
    """The payload of some records."""
    kind_of_class = {cls: kind for kind, cls in kinds().items()}
    own_kinds = [kind_of_class[type(record)] for record in records]
    rows = list(map(converter().unstructure, records))
    if len(set(own_kinds)) == 1:
        schema = f"sco-data/{own_kinds[0]}"
    else:
        schema = f"sco-data/{MIXED}"
        rows = [
            {"type": kind, **row}
            for kind, row in zip(own_kinds, rows, strict=True)
        ]

    payload = {
        "schema": schema,
        "version": VERSION,
        "release": _newest_release_with(records),
        "records": rows,
    }
    # Other readers take neither NaN nor infinity.
    return json.dumps(payload, ensure_ascii=False, allow_nan=False)


def _newest_release_with(records: Records[Any]) -> str | None:
    """The newest release that has all of these as they are; nothing for what was computed."""
    for release in reversed(release_ids()):
        # The newest has the records that everybody has; they are not built a second time.
        key = None if release == manifest()["release"] else release
        if all(find_by_id(record.id, key) == record for record in records):
            return release

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
    records: dict[str, Record] = {}
    faults: list[Fault] = []
    for number, row in enumerate(payload["records"]):
        try:
            record = _read_record(kind, row, number)
            if record.id in records:
                raise _row_fault(
                    kind, number, "id", f"{quote(record.id)} stands twice"
                )
        # The next rows are read all the same, so that every fault is told at once.
        except DataError as error:
            faults += error.faults
        else:
            records[record.id] = record

    if faults:
        raise DataError(tuple(faults))

    return Records(records.values())


def _check_payload(payload: Any) -> str:
    """Raise for what is no payload of this version; give back the kind of its records."""
    if not isinstance(payload, dict) or payload.keys() != _PARTS.keys():
        raise _fault(
            "",
            f"must be an object with {', '.join(_PARTS)}, and nothing else",
        )

    for part, allowed_types in _PARTS.items():
        # Exactly of the type: true is an int to Python, and no version.
        if type(payload[part]) not in allowed_types:
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
    """The record of a row; among records of several kinds it says its own."""
    file = f"sco-data/{kind}"
    if kind != MIXED:
        return structure(kinds()[kind], [row], file, number)[0]

    own_kind = row.get("type") if isinstance(row, dict) else None
    if not isinstance(own_kind, str) or own_kind not in kinds():
        message = describe_unknown("type", own_kind, kinds())
        raise _row_fault(kind, number, "type", message)

    # The kind is no field of the record.
    del row["type"]
    return structure(kinds()[own_kind], [row], file, number)[0]


def _fault(part: str, message: str) -> DataError:
    """The error that a part of the payload is at fault."""
    return DataError((("payload", "", part, message),))


def _row_fault(kind: str, number: int, field: str, message: str) -> DataError:
    """The error that a field of a row is at fault."""
    return DataError(((f"sco-data/{kind}", f"row {number}", field, message),))


def _read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these pairs; JSON would keep the last of two equal keys and say nothing."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        keys = sorted(key for key, _ in pairs)
        raise ValueError(f"a key stands twice in {quote(keys)}")

    return fields


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

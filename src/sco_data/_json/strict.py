"""The strict converter: no unknown keys, no coercion, every fault with its path.

What comes in are plain rows of unknown origin; what goes out are records, or one error with all
that is wrong. Bundled data does not pass here: it did when the release was built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cache, partial
from math import isfinite
from typing import Any, cast, get_args, get_origin

import attrs
import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from .._input import describe_unknown, quote
from ..errors import DataError
from ..model.records import R
from ..model.time import Period, When

Fault = tuple[str, str, str, str]
"""File, record, way to the field, and what is wrong."""

Hook = Callable[[Any, Any], Any]
"""What cattrs calls with a plain value and the type that is wanted of it."""

_SCALARS: tuple[tuple[Any, tuple[type, ...], str], ...] = (
    (str, (str,), "a string"),
    (bool, (bool,), "true or false"),
    (int, (int,), "a whole number"),
    (float, (int, float), "a number"),
    (
        str | int | float | bool | None,
        (str, int, float, bool, type(None)),
        "a scalar",
    ),
)
"""The types of plain fields, the types that JSON may have for them, and how an error says so."""

_LARGEST = 2**53 - 1
"""The largest whole number up to which every reader of JSON and every engine has each exactly."""

_LONGEST_ECHO = 100
_MOST_NAMED = 5

_KEYS_OF_PERIODS = ({"start"}, {"start", "end"}, {"first", "last"})


@cache
def converter() -> cattrs.Converter:
    """Our own converter: the global one of cattrs is never touched."""
    strict = cattrs.Converter()
    for hint, allowed_types, spoken in _SCALARS:
        strict.register_structure_hook(
            hint, _scalar_hook(allowed_types, spoken)
        )
    strict.register_structure_hook(StrEnum, _structure_word)
    strict.register_structure_hook(When, lambda value, _: When.parse(value))
    strict.register_structure_hook_factory(
        _is_tuple, partial(_tuple_hook, strict)
    )
    strict.register_structure_hook_factory(
        _is_object, partial(_object_hook, strict)
    )
    strict.register_structure_hook(Period, _structure_period)

    strict.register_unstructure_hook(When, str)
    strict.register_unstructure_hook_factory(
        _is_object, partial(_unstructure_hook, strict)
    )
    return strict


def structure(
    cls: type[R], rows: Iterable[Any], file: str, first: int = 0
) -> list[R]:
    """Records from plain rows.

    Raises:
        DataError: with every fault of every row.
    """
    records: list[R] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows, first):
        try:
            records.append(converter().structure(row, cls))
        # cattrs groups what went wrong, in errors of many classes.
        except Exception as error:
            faults += _faults_of(error, file, _name_record(row, number))

    if faults:
        raise DataError(tuple(faults))

    return records


def _name_record(row: Any, number: int) -> str:
    """How an error names a record: by its id or, where it has none, by its row."""
    if isinstance(row, dict) and isinstance(row.get("id"), str):
        return str(row["id"])[:_LONGEST_ECHO]

    return f"row {number}"


def _faults_of(error: Exception, file: str, record: str) -> Iterable[Fault]:
    """Each fault in a group of errors, with the way to it."""
    for line in cattrs.transform_error(
        error, path="", format_exception=_describe
    ):
        # The last one, because what the message quotes may have one too.
        message, _, path = line.rpartition(" @ ")
        yield file, record, path.lstrip("."), message


def _describe(error: BaseException, _: type | None) -> str:
    """What is wrong, in our words where those of cattrs are about Python."""
    if isinstance(error, KeyError):
        return "is missing"

    if not isinstance(error, cattrs.ForbiddenExtraKeysError):
        return str(error)

    # Whoever hands in another file altogether need not read all its fields.
    fields = sorted(error.extra_fields)
    message = f"unknown field {', '.join(map(quote, fields[:_MOST_NAMED]))}"
    if len(fields) <= _MOST_NAMED:
        return message

    return f"{message} and {len(fields) - _MOST_NAMED} more"


def _scalar_hook(allowed_types: tuple[type, ...], spoken: str) -> Hook:
    """A plain value as it is, where cattrs would make ``"5"`` a number."""

    def structure_scalar(value: Any, _: Any) -> Any:
        # True is an int to Python, and not to JSON.
        is_stray_bool = isinstance(value, bool) and bool not in allowed_types
        if isinstance(value, allowed_types) and not is_stray_bool:
            _check_scalar(value)
            return value

        raise TypeError(f"must be {spoken}, not {quote(value)}")

    return structure_scalar


def _check_scalar(value: object) -> None:
    """Raise for what cannot leave again: as UTF-8, or as a number of another library."""
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise ValueError(
                f"has half of a sign, {value[error.start]!a}, at {error.start}"
            ) from None

    if isinstance(value, int) and abs(value) > _LARGEST:
        raise ValueError(
            f"is beyond the whole numbers up to {_LARGEST}: {quote(value)}"
        )

    if isinstance(value, float) and not isfinite(value):
        raise ValueError(f"must be a finite number, not {value}")


def _structure_word(value: Any, vocabulary: Any) -> Any:
    """A member of a vocabulary, from its text exactly as it is."""
    words = list(map(str, vocabulary))
    # Here case and blanks matter, as they do not in arguments.
    if isinstance(value, str) and value in words:
        return vocabulary(value)

    raise ValueError(describe_unknown("word", value, words))


def _structure_period(value: Any, _: Any) -> Period:
    """A period in either of the two ways in which JSON has it."""
    if isinstance(value, dict) and set(value) in _KEYS_OF_PERIODS:
        return Period._read(value)

    raise ValueError(
        f'must be {{"start", "end"}} or {{"first", "last"}}, not {quote(value)}'
    )


def _is_tuple(hint: Any) -> bool:
    return get_origin(hint) is tuple


def _tuple_hook(strict: cattrs.Converter, hint: Any) -> Hook:
    """A tuple is a list in JSON; cattrs would take any iterable, such as a text."""
    list_type = cast("Any", list)[get_args(hint)[0]]
    structure_list = strict.get_structure_hook(list_type)

    def structure_tuple(value: Any, _: Any) -> Any:
        if not isinstance(value, list):
            raise TypeError(f"must be a list, not {quote(value)}")

        return tuple(structure_list(value, None))

    return structure_tuple


def _is_object(hint: Any) -> bool:
    # A date is written as text.
    return attrs.has(hint) and hint is not When


def _object_hook(strict: cattrs.Converter, cls: Any) -> Hook:
    """What is no object is said to be none; cattrs would tell which fields a text lacks."""
    structure_fields = make_dict_structure_fn(
        cls, strict, _cattrs_forbid_extra_keys=True
    )

    def structure_object(value: Any, hint: Any) -> Any:
        if not isinstance(value, dict):
            raise TypeError(f"must be an object, not {quote(value)}")

        return structure_fields(cast("dict[str, Any]", value), hint)

    return structure_object


def _unstructure_hook(
    strict: cattrs.Converter, cls: Any
) -> Callable[[Any], dict[str, Any]]:
    return make_dict_unstructure_fn(cls, strict, _cattrs_omit_if_default=True)

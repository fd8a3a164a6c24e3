"""The strict cattrs converter: no unknown keys, no coercion, every fault with its path."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cache, partial
from typing import Any, TypeVar, cast, get_args, get_origin

import attrs
import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from .._input import describe_unknown
from ..errors import DataError
from ..model.base import Record
from ..model.time import Period, When

R = TypeVar("R", bound=Record)
_SCALARS: tuple[tuple[Any, tuple[type, ...], str], ...] = (
    (str, (str,), "a string"),
    (bool, (bool,), "true or false"),
    (int, (int,), "a whole number"),
    (float, (int, float), "a number"),
    (str | int | float | bool | None, (str, int, float, bool, type(None)), "a scalar"),
)


@cache
def converter() -> cattrs.Converter:
    """Our own converter: the global one of cattrs is never touched."""
    conv = cattrs.Converter(forbid_extra_keys=True)
    for kind, wanted, spoken in _SCALARS:
        conv.register_structure_hook(kind, _only(wanted, spoken))
    conv.register_structure_hook(StrEnum, _word)
    conv.register_structure_hook(When, lambda value, _: When.parse(value))
    conv.register_structure_hook_factory(_is_tuple, partial(_tuple, conv))
    conv.register_structure_hook_factory(_is_object, partial(_object, conv))
    conv.register_structure_hook(Period, _a_period)
    conv.register_unstructure_hook(When, str)
    conv.register_unstructure_hook_factory(_is_object, partial(_plain, conv))
    return conv


def structure(cls: type[R], rows: Iterable[Any], file: str, first: int = 0) -> list[R]:
    """Records from plain rows.

    Raises:
        DataError: with every fault of every row.
    """
    found: list[R] = []
    faults: list[tuple[str, str, str, str]] = []
    for number, row in enumerate(rows, first):
        try:
            found.append(converter().structure(row, cls))
        except Exception as error:  # cattrs groups what went wrong in many classes
            name = row.get("id") if isinstance(row, dict) else None
            record = name if isinstance(name, str) else f"row {number}"
            faults += [(file, record, *fault) for fault in _paths(error)]
    if faults:
        raise DataError(tuple(faults))
    return found


def _paths(error: Exception) -> Iterable[tuple[str, str]]:
    for line in cattrs.transform_error(error, path="", format_exception=_message):
        text, _, path = line.rpartition(" @ ")
        yield path.lstrip("."), text


def _message(error: BaseException, kind: type | None) -> str:
    if isinstance(error, KeyError):
        return "is missing"
    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        return f"unknown field {', '.join(map(repr, sorted(error.extra_fields)))}"
    return str(error)


def _only(kinds: tuple[type, ...], spoken: str) -> Callable[[Any, Any], Any]:
    def hook(value: Any, _: Any) -> Any:
        if isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool)):
            return value
        raise TypeError(f"must be {spoken}, not {value!r:.60}")

    return hook


def _word(value: Any, cls: Any) -> Any:
    valid = [member.value for member in cls]
    if isinstance(value, str) and value in valid:
        return cls(value)
    raise ValueError(describe_unknown("word", value, valid))


def _a_period(value: Any, _: Any) -> Period:
    if not isinstance(value, dict) or set(value) not in (
        {"start"},
        {"start", "end"},
        {"first", "last"},
    ):
        raise ValueError(f'must be {{"start", "end"}} or {{"first", "last"}}, not {value!r:.60}')
    return Period._read(value)


def _tuple(conv: cattrs.Converter, cls: Any) -> Callable[[Any, Any], Any]:
    item = get_args(cls)[0]
    listed = conv.get_structure_hook(cast("Any", list)[item])

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, list):
            raise TypeError(f"must be a list, not {value!r:.60}")
        return tuple(listed(value, None))

    return hook


def _is_tuple(cls: Any) -> bool:
    return get_origin(cls) is tuple


def _is_object(cls: Any) -> bool:
    return attrs.has(cls) and cls is not When


def _object(conv: cattrs.Converter, cls: Any) -> Callable[[Any, Any], Any]:
    made = make_dict_structure_fn(cls, conv, _cattrs_forbid_extra_keys=True)

    def hook(value: Any, kind: Any) -> Any:
        if not isinstance(value, dict):
            raise TypeError(f"must be an object, not {value!r:.60}")
        return made(cast("dict[str, Any]", value), kind)

    return hook


def _plain(conv: cattrs.Converter, cls: Any) -> Callable[[Any], dict[str, Any]]:
    return make_dict_unstructure_fn(cls, conv, _cattrs_omit_if_default=True)

"""Records as flat tables: one rule of columns, and the same columns and types for every engine.

A field is a column; what lies inside a thing is spread out, several things give a list for each of
their fields, a date has its EDTF text beside it. Steps and evidence are tables of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from enum import StrEnum
from types import GenericAlias, NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

import attrs

from ._engines import need
from ._load import once
from .model.base import Evidence, Record, Records
from .model.history import Step
from .model.tables import EvidenceRow
from .model.time import Period, When

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Columns = dict[str, tuple[Any, Callable[[Any], Any]]]
"""For each column what it holds, and how it is read from a record.

It holds a plain type, a vocabulary, or ``list[...]``.
"""


@once
def columns(cls: type) -> Columns:
    """The columns of a class."""
    found: Columns = {}
    hints = get_type_hints(cls)
    names = [field.name for field in attrs.fields(cls)]
    for parent in cls.__mro__:
        for name, value in vars(parent).items():
            if isinstance(value, property) and name[0] != "_":
                hints[name] = get_type_hints(value.fget)["return"]
                names.append(name)
    for name in dict.fromkeys(names):
        if name not in ("history", "evidence"):
            for tail, (kind, read) in _spread(hints[name]).items():
                found[name + tail] = (kind, _then(name, read))
    return found


def _then(name: str, read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def get(thing: Any) -> Any:
        value = getattr(thing, name)
        return None if value is None else read(value)

    return get


def _spread(hint: Any) -> Columns:
    """The columns of a field of this type, by what is appended to its name."""
    options = [each for each in get_args(hint) if each is not NoneType]
    if get_origin(hint) in (Union, UnionType):
        # Several plain types in one field are text.
        return _spread(options[0]) if len(options) == 1 else {"": (str, str)}
    if get_origin(hint) is tuple:
        return {
            tail: (GenericAlias(list, str if _words(kind) else kind), _each(read))
            for tail, (kind, read) in _spread(options[0]).items()
        }
    if hint is When:
        return {"": (dt.date, lambda when: when.latest), "_edtf": (str, str)}
    if hint is Period:
        return {
            "_start": (dt.date, lambda period: period.start.latest),
            "_start_edtf": (str, lambda period: str(period.start)),
            "_end": (dt.date, _end),
            "_end_edtf": (str, lambda period: str(period.end) if period.end else None),
        }
    if attrs.has(hint):
        return {f"_{name}": column for name, column in columns(hint).items()}
    return {"": (hint, (lambda word: word.value) if _words(hint) else hint)}


def _each(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda things: [read(thing) for thing in things]


def _words(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum)


def _end(period: Period) -> dt.date | None:
    # An end that may lie arbitrarily early leaves no day certain.
    return None if period.end is None else period.end.earliest or period.start.latest


def table(records: Records[Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The columns with what they hold, and the rows.

    Of records of several classes, the columns of all; where they differ in what a column holds it
    is text.
    """
    kinds: dict[str, Any] = {}
    for cls in dict.fromkeys(type(record) for record in records):
        for name, (kind, _) in columns(cls).items():
            kinds[name] = str if kinds.get(name, kind) != kind else kind
    rows: list[dict[str, Any]] = []
    for record in records:
        row: dict[str, Any] = dict.fromkeys(kinds)
        for name, (kind, read) in columns(type(record)).items():
            value = read(record)
            differs = value is not None and kinds[name] != kind
            row[name] = str(value) if differs else value
        rows.append(row)
    return kinds, rows


def _series(records: Records[Any]) -> Iterable[tuple[str, Any, list[Any]]]:
    kinds, rows = table(records)
    return ((name, kind, [row[name] for row in rows]) for name, kind in kinds.items())


def to_pandas(records: Records[Any]) -> pandas.DataFrame:
    """The table for pandas 2 and 3."""
    pd = need("pandas", "to_pandas")
    plain = {int: "Int64", bool: "boolean", float: "float64", dt.date: "datetime64[s]"}

    def kind_of(kind: Any) -> Any:
        if _words(kind):
            return pd.CategoricalDtype([word.value for word in kind])
        text = "str" if pd.__version__ >= "3" else "object"
        return plain.get(kind, text if kind is str else "object")

    columns = {
        name: pd.Series(cells, dtype=kind_of(kind)) for name, kind, cells in _series(records)
    }
    made: pandas.DataFrame = pd.DataFrame(columns)
    return made


def to_polars(records: Records[Any]) -> polars.DataFrame:
    """The table for Polars."""
    pl = need("polars", "to_polars")
    plain = {str: pl.String, int: pl.Int64, bool: pl.Boolean, float: pl.Float64, dt.date: pl.Date}

    def kind_of(kind: Any) -> Any:
        if get_origin(kind) is list:
            return pl.List(kind_of(get_args(kind)[0]))
        return plain[kind] if kind in plain else pl.Enum([word.value for word in kind])

    columns = [pl.Series(name, cells, kind_of(kind)) for name, kind, cells in _series(records)]
    made: polars.DataFrame = pl.DataFrame(columns)
    return made


def to_arrow(records: Records[Any]) -> pyarrow.Table:
    """The table for PyArrow."""
    pa = need("pyarrow", "to_arrow")
    plain = {str: pa.string(), int: pa.int64(), bool: pa.bool_(), float: pa.float64()}
    plain |= {dt.date: pa.date32()}

    def kind_of(kind: Any) -> Any:
        return pa.list_(kind_of(get_args(kind)[0])) if get_origin(kind) is list else plain[kind]

    def array(kind: Any, cells: list[Any]) -> Any:
        if get_origin(kind) is list or kind in plain:
            return pa.array(cells, kind_of(kind))
        words = [word.value for word in kind]
        index = [None if cell is None else words.index(cell) for cell in cells]
        return pa.DictionaryArray.from_arrays(pa.array(index, pa.int8()), words)

    columns = {name: array(kind, cells) for name, kind, cells in _series(records)}
    made: pyarrow.Table = pa.table(columns)
    return made


def stream(records: Records[Any], schema: object) -> object:
    """The table as an Arrow stream, made by PyArrow or else by Polars."""
    made: Any
    try:
        made = to_arrow(records)
    except ImportError:
        made = to_polars(records)
    return made.__arrow_c_stream__(schema)


def steps(records: Records[Any]) -> Records[Step]:
    """The steps of all records."""
    return Records([step for record in records for step in getattr(record, "history", ())])


def evidence(records: Records[Any]) -> Records[EvidenceRow]:
    """All evidence of all records, also of what lies inside them."""
    return Records([row for record in records for row in _evidence(record)])


def _evidence(record: Record) -> Iterable[EvidenceRow]:
    found: list[tuple[str | None, Evidence]] = []
    for field in attrs.fields(type(record)):
        value = getattr(record, field.name)
        for number, part in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(part, Evidence):
                found.append((None, part))
            else:
                name = part.id if isinstance(part, Record) else f"{field.name}[{number}]"
                found += [(name, row) for row in getattr(part, "evidence", ())]
    for number, (part, row) in enumerate(found):
        values = attrs.asdict(row, recurse=False)
        yield EvidenceRow(
            id=f"{record.id}.evidence[{number}]", record=record.id, part=part, **values
        )

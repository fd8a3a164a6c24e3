"""Records as flat tables, with the same columns and types for every engine.

What comes in are records, what goes out are rows or a table of pandas, Polars or PyArrow. There is
one rule of columns: a field is a column; what lies inside a thing is spread out; several things
give a list for each of their fields; a date has its EDTF text beside it. Steps and evidence are
tables of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import chain, count
from operator import attrgetter, itemgetter
from types import GenericAlias, NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    NamedTuple,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs

from .._engines import need
from .._rows.once import build_once
from ..model.base import Record, parts_of
from ..model.history import Step
from ..model.plain import Words
from ..model.records import Records
from ..model.tables import EvidenceRow
from ..model.time import Period, When

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


class Kind(NamedTuple):
    """What a column holds: a plain type, a vocabulary, or a list of plain ones."""

    dtype: Any
    nullable: bool = False


class Column(NamedTuple):
    """What a column holds, and how a cell of it is read from a record."""

    kind: Kind
    read: Callable[[Any], Any]


class Table(NamedTuple):
    """What each column holds, by its name, and the rows."""

    kinds: dict[str, Kind]
    rows: list[dict[str, Any]]


def table(records: Records[Any]) -> Table:
    """The table of records; of several classes, it has the columns of all."""
    kinds = _common_kinds(records)
    rows = []
    for record in records:
        row: dict[str, Any] = dict.fromkeys(kinds)
        for name, column in columns(type(record)).items():
            value = column.read(record)
            # Where classes differ in what a column holds, it is text.
            if value is not None and column.kind.dtype != kinds[name].dtype:
                value = str(value)

            row[name] = value

        rows.append(row)

    return Table(kinds, rows)


def _common_kinds(records: Records[Any]) -> dict[str, Kind]:
    """What each column holds; text where the classes differ, and nullable where one has none."""
    tables = list(map(columns, dict.fromkeys(map(type, records))))
    kinds: dict[str, Kind] = {}
    for name in dict.fromkeys(chain.from_iterable(tables)):
        own_kinds = [table[name].kind for table in tables if name in table]
        dtypes = set(map(attrgetter("dtype"), own_kinds))
        kinds[name] = Kind(
            dtypes.pop() if len(dtypes) == 1 else str,
            nullable=len(own_kinds) < len(tables)
            or any(map(attrgetter("nullable"), own_kinds)),
        )

    return kinds


@build_once
def columns(cls: type) -> dict[str, Column]:
    """The columns of a class by name."""
    columns: dict[str, Column] = {}
    for name, hint in _readable_hints(cls).items():
        # Steps and evidence are tables of their own.
        if name in ("history", "evidence"):
            continue

        for ending, (kind, read) in _spread(hint).items():
            columns[name + ending] = Column(kind, _unless_none(name, read))

    return columns


def _readable_hints(cls: type) -> dict[str, Any]:
    """The types of all that can be read from a record: its fields, and what it says of them."""
    hints = get_type_hints(cls)
    readable = {field.name: hints[field.name] for field in attrs.fields(cls)}
    for parent in cls.__mro__:
        for name, value in vars(parent).items():
            if isinstance(value, property) and not name.startswith("_"):
                readable[name] = get_type_hints(value.fget)["return"]

    return readable


def _unless_none(
    field: str, read: Callable[[Any], Any]
) -> Callable[[Any], Any]:
    """How a cell is read from the thing that has the field."""

    def read_field(thing: Any) -> Any:
        value = getattr(thing, field)
        if value is None:
            return None

        return read(value)

    return read_field


def _spread(hint: Any) -> dict[str, Column]:
    """The columns of a field of this type, by what is appended to its name."""
    if get_origin(hint) is tuple:
        return {
            ending: _listed(column)
            for ending, column in _spread(get_args(hint)[0]).items()
        }

    if get_origin(hint) in (Union, UnionType):
        options = set(get_args(hint)) - {NoneType}
        # Several plain types in one field are text.
        inner = options.pop() if len(options) == 1 else str
        return {
            ending: Column(column.kind._replace(nullable=True), column.read)
            for ending, column in _spread(inner).items()
        }

    if hint is When:
        return _COLUMNS_OF_DATE

    if hint is Period:
        return _COLUMNS_OF_PERIOD

    if attrs.has(hint):
        return {f"_{name}": column for name, column in columns(hint).items()}

    if issubclass(hint, Words):
        return {"": Column(Kind(hint), attrgetter("value"))}

    return {"": Column(Kind(hint), hint)}


def _listed(column: Column) -> Column:
    """The column of a field that holds several such things."""
    # No engine has lists of categories, so words of a vocabulary are text there.
    dtype = str if _is_vocabulary(column.kind.dtype) else column.kind.dtype

    def read_each(things: Any) -> list[Any]:
        return list(map(column.read, things))

    return Column(Kind(GenericAlias(list, dtype)), read_each)


def _is_vocabulary(dtype: Any) -> bool:
    return isinstance(dtype, type) and issubclass(dtype, Words)


def _read_end(period: Period) -> dt.date | None:
    """The first day that is certainly after a period, so that a comparison of days is certain."""
    if period.end is None:
        return None

    # An end that may lie arbitrarily early leaves no day certain.
    return period.end.earliest or period.start.latest


_COLUMNS_OF_DATE = {
    "": Column(Kind(dt.date), attrgetter("latest")),
    "_edtf": Column(Kind(str), str),
}
_COLUMNS_OF_PERIOD = {
    "_start": Column(Kind(dt.date), attrgetter("start.latest")),
    "_start_edtf": Column(Kind(str), lambda period: str(period.start)),
    "_end": Column(Kind(dt.date, nullable=True), _read_end),
    "_end_edtf": Column(Kind(str, nullable=True), _unless_none("end", str)),
}


def _words_of(vocabulary: Any) -> list[str]:
    return list(map(str, vocabulary))


def _convert(
    source: Table, engine: Any, to_column: Callable[[Any, Kind, list[Any]], Any]
) -> dict[str, Any]:
    """The columns by name, each made for an engine from what it holds and its cells."""
    columns = {}
    for name, kind in source.kinds.items():
        cells = list(map(itemgetter(name), source.rows))
        columns[name] = to_column(engine, kind, cells)

    return columns


def to_pandas(records: Records[Any]) -> pandas.DataFrame:
    """The table for pandas 2 and 3."""
    pd = need("pandas", "to_pandas")
    columns = _convert(table(records), pd, _pandas_series)
    return cast("pandas.DataFrame", pd.DataFrame(columns))


def _pandas_series(pd: Any, kind: Kind, cells: list[Any]) -> Any:
    if _is_vocabulary(kind.dtype):
        return pd.Series(
            cells, dtype=pd.CategoricalDtype(_words_of(kind.dtype))
        )

    # What is not listed here are lists, which pandas has as objects alone.
    dtypes = {
        str: "str" if pd.__version__ >= "3" else "object",
        int: "int64",
        bool: "bool",
        float: "float64",
        dt.date: "datetime64[s]",
    }
    # Not elsewhere: models of statistics take NumPy's kinds alone.
    if kind.nullable:
        dtypes |= {int: "Int64", bool: "boolean"}

    return pd.Series(cells, dtype=dtypes.get(kind.dtype, "object"))


def to_polars(records: Records[Any]) -> polars.DataFrame:
    """The table for Polars."""
    pl = need("polars", "to_polars")
    columns = _convert(table(records), pl, _polars_series)
    return cast("polars.DataFrame", pl.DataFrame(columns))


def _polars_series(pl: Any, kind: Kind, cells: list[Any]) -> Any:
    return pl.Series(values=cells, dtype=_polars_dtype(pl, kind.dtype))


def _polars_dtype(pl: Any, dtype: Any) -> Any:
    if _is_vocabulary(dtype):
        return pl.Enum(_words_of(dtype))

    if get_origin(dtype) is list:
        return pl.List(_polars_dtype(pl, get_args(dtype)[0]))

    return {
        str: pl.String,
        int: pl.Int64,
        bool: pl.Boolean,
        float: pl.Float64,
        dt.date: pl.Date,
    }[dtype]


def to_arrow(records: Records[Any]) -> pyarrow.Table:
    """The table for PyArrow."""
    need("pyarrow", "to_arrow")
    return arrow_table(table(records))


def arrow_table(source: Table) -> pyarrow.Table:
    """A table, read before, for PyArrow."""
    pa = need("pyarrow", "arrow_table")
    return cast("pyarrow.Table", pa.table(_convert(source, pa, _arrow_array)))


def _arrow_array(pa: Any, kind: Kind, cells: list[Any]) -> Any:
    if not _is_vocabulary(kind.dtype):
        return pa.array(cells, _arrow_type(pa, kind.dtype))

    # From the words alone PyArrow would leave out those that no row has.
    words = _words_of(kind.dtype)
    position_of = dict(zip(words, range(len(words)), strict=True))
    positions = pa.array(map(position_of.get, cells), pa.int8())
    return pa.DictionaryArray.from_arrays(positions, words)


def _arrow_type(pa: Any, dtype: Any) -> Any:
    if get_origin(dtype) is list:
        return pa.list_(_arrow_type(pa, get_args(dtype)[0]))

    return {
        str: pa.string(),
        int: pa.int64(),
        bool: pa.bool_(),
        float: pa.float64(),
        dt.date: pa.date32(),
    }[dtype]


def stream(records: Records[Any], schema: object) -> object:
    """The table as an Arrow stream, made by PyArrow or else by Polars."""
    try:
        return to_arrow(records).__arrow_c_stream__(schema)
    except ImportError:
        return to_polars(records).__arrow_c_stream__(schema)


def steps(records: Records[Any]) -> Records[Step]:
    """The steps of all records."""
    return Records(
        chain.from_iterable(
            getattr(record, "history", ()) for record in records
        )
    )


def evidence(records: Records[Any]) -> Records[EvidenceRow]:
    """All evidence of all records, also of what lies inside them."""
    return Records(chain.from_iterable(map(_evidence_rows, records)))


def _evidence_rows(record: Record) -> Iterator[EvidenceRow]:
    """The evidence of one record: first of its parts, then its own."""
    number = count()
    for name, owner in (*parts_of(record), (None, record)):
        for piece in getattr(owner, "evidence", ()):
            yield EvidenceRow(
                id=f"{record.id}.evidence[{next(number)}]",
                record=record.id,
                part=name,
                **attrs.asdict(piece, recurse=False),
            )

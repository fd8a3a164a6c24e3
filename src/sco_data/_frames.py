"""``annotate``: status added to a table of rows, on the engine that holds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from ._input import day, one_of
from ._timeline import Span
from ._lookup import DAY, EPOCH, NEVER, YEAR, lookup, need, refuse

F = TypeVar("F")
_NEW = ("sco_state", "sco_status")


def annotate(
    frame: F,
    *,
    country: Any,
    date: Any = None,
    as_of: dt.date | str | None = None,
    codes: str = "m49",
    errors: str = "raise",
    release: str | None = None,
) -> F:
    """A table with two more columns: ``sco_state`` (ISO-3) and ``sco_status`` on a row's day.

    Both are null where the country is unknown or has no tie to the organisation; the status also
    where there was none on that day or the day is null. Rows, their order, the index and all other
    columns stay as they are; engines without an order lose and double no row.

    Args:
        frame: a table of pandas, Polars (also lazy), PyArrow, Dask, DuckDB, Ibis or PySpark.
        country: the column of countries. Text may be ISO-2, ISO-3 or any listed name, mixed; it is
            read as :func:`sco_data.state` reads it. Numbers are codes.
        date: the column of dates: dates, datetimes (the calendar day in the time zone of the
            column), text ``YYYY-MM-DD`` with or without a time, or years, which mean their last
            day.
        as_of: one day for all rows instead of ``date``.
        codes: what numbers are: ``"m49"`` (United Nations, the same as ISO numeric) or ``"cow"``
            (Correlates of War).
        errors: ``"raise"`` for values in ``date`` that are no dates, or ``"null"``.
        release: the release of the data to answer from; ``None`` is the newest.

    Returns:
        A table of the same kind, lazy where it was lazy. The new columns are categories where the
        engine has them. A text column of countries in DuckDB, Ibis or PySpark, and there also a
        column of dates that are text or numbers, is looked through once when this is called.

    Raises:
        ValueError: if a column is missing, or one of the new ones is there already; if both or
            none of ``date`` and ``as_of`` are given; for values that are no dates (lazy Polars
            and Dask raise that when they compute).
        TypeError: if the frame, or what a column holds, is none of the above.
        ImportError: without the extra ``frames``.
    """
    if (date is None) == (as_of is None):
        raise ValueError("give date=, a column, or as_of=, one day: one of the two")
    for name, value, valid in [
        ("codes", codes, ["m49", "cow"]),
        ("errors", errors, ["raise", "null"]),
    ]:
        if value not in valid:
            raise ValueError(one_of(name, value, valid))
    add, columns = _engine(frame)
    for name in [country] if date is None else [country, date]:
        if columns.count(name) != 1:
            raise ValueError(one_of("column or not the only one", name, map(str, columns)))
    for name in columns:
        if str(name).casefold() in _NEW:
            raise ValueError(f"the table has a column {name!r} already")
    on = day(as_of)
    fixed = None if on is None else on.toordinal() - EPOCH
    return add(frame, country, date, fixed, codes, errors, release)


def _engine(frame: Any) -> tuple[Callable[..., Any], list[Any]]:
    """Who can do it, by the library that the class of the frame comes from; and the columns."""
    roots = {cls.__module__.partition(".")[0].lstrip("_") for cls in type(frame).__mro__}
    engines: dict[str, Callable[..., Any]] = {"dask": _dask, "pandas": _pandas, "polars": _polars}
    engines |= {"pyarrow": _arrow, "duckdb": _joined, "ibis": _joined, "pyspark": _joined}
    for root in engines:
        if root in roots and hasattr(type(frame), "columns"):
            lazy = getattr(type(frame), "collect_schema", None)
            names = getattr(frame, "column_names", None)
            return engines[root], list(lazy(frame) if lazy else names or frame.columns)
    raise TypeError(
        "annotate takes a table of pandas, Polars, PyArrow, Dask, DuckDB, Ibis or PySpark, not "
        f"{type(frame).__module__}.{type(frame).__qualname__}"
    )


def _rows(
    read: Callable[[Any], tuple[Any, ...]],
    columns: list[Any],
    name: object,
    on: int | None,
    codes: str,
    errors: str,
    release: str | None,
) -> list[tuple[str, list[str], Any]]:
    """The two new columns as numbers from 1, 0 for null, with the words they stand for."""
    table = lookup(release)
    states = table.number(read(columns[0]), codes)
    days = (on, 1) if on is not None else table.days(read(columns[1]), name, errors)
    words = (table.states, table.statuses)
    return list(zip(_NEW, words, (states, table.status(states, *days)), strict=True))


def _pandas(frame: Any, country: Any, date: Any, on: int | None, *rest: Any) -> Any:
    import pandas as pd

    columns = [frame[name] for name in ([country] if on is not None else [country, date])]
    out = frame.copy(deep=False)
    for name, words, numbers in _rows(_read_pandas, columns, date, on, *rest):
        kind = pd.CategoricalDtype(words)
        out[name] = pd.Categorical.from_codes(numbers.astype("int8") - 1, dtype=kind)
    return out


def _read_pandas(column: Any) -> tuple[Any, ...]:
    import pandas as pd

    kind, is_a = str(column.dtype), pd.api.types
    if isinstance(column.dtype, pd.CategoricalDtype):
        return "values", column.cat.codes.to_numpy(), column.cat.categories.tolist()
    if kind.endswith("[pyarrow]") and kind.startswith(("date", "timestamp")):
        import pyarrow as pa

        return _read_arrow(pa.chunked_array(column.array.__arrow_array__()))
    if is_a.is_datetime64_any_dtype(column.dtype):
        values = column.dt.tz_localize(None).to_numpy()
        unit = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[values.dtype.str[4:-1]]
        return "days", values.view("int64"), 86400 * unit
    if is_a.is_numeric_dtype(column.dtype) and not is_a.is_bool_dtype(column.dtype):
        return "numbers", column.to_numpy("float64", na_value=float("nan"))
    index, values = pd.factorize(column)
    return "values", index, values.tolist()


def _dask(frame: Any, *args: Any) -> Any:
    return frame.map_partitions(_pandas, *args, meta=_pandas(frame._meta, *args))


def _arrow(frame: Any, country: str, date: Any, on: int | None, *rest: Any) -> Any:
    import pyarrow as pa

    columns = [frame[name] for name in ([country] if on is not None else [country, date])]
    for name, words, numbers in _rows(_read_arrow, columns, date, on, *rest):
        index = pa.array(numbers.astype("int8") - 1, mask=numbers == 0)
        frame = frame.append_column(name, pa.DictionaryArray.from_arrays(index, words))
    return frame


def _read_arrow(column: Any) -> tuple[Any, ...]:
    import pyarrow as pa
    import pyarrow.compute as pc

    is_a, kind = pa.types, column.type
    if is_a.is_date(kind) or is_a.is_timestamp(kind):
        if is_a.is_timestamp(kind) and kind.tz:
            column = pc.local_timestamp(column)
        days = column.cast(pa.date32(), safe=False).cast(pa.int32())
        return "days", days.fill_null(NEVER).to_numpy(), 1
    if is_a.is_integer(kind) or is_a.is_floating(kind) or is_a.is_decimal(kind):
        column = column.cast(pa.float64(), safe=False)
        return "numbers", column.fill_null(float("nan")).to_numpy()
    if is_a.is_null(kind) or is_a.is_string_view(kind):
        column = column.cast(pa.string())
    if not is_a.is_dictionary(kind):
        column = column.dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    return "values", whole.indices.fill_null(-1).to_numpy(), whole.dictionary.to_pylist()


def _polars(
    frame: Any, country: str, date: Any, on: int | None, codes: str, errors: str, release: str | None
) -> Any:
    import polars as pl

    table = lookup(release)
    names = [country] if on is not None else [country, date]
    if isinstance(frame, pl.DataFrame) and on is None and errors == "raise":
        # The whole column at once, so that the error counts all of it.
        table.days(_read_polars(frame[date]), date, errors)
        errors = "null"
    words = {name: pl.Enum(each) for name, each in zip(_NEW, (table.states, table.statuses))}
    tables = [pl.Series(name, [None, *kind.categories], kind) for name, kind in words.items()]

    def add(columns: Any) -> Any:
        rows = _rows(_read_polars, columns, date, on, codes, errors, release)
        parts = [each.gather(row[2]) for each, row in zip(tables, rows, strict=True)]
        return pl.DataFrame(parts).to_struct("sco")

    both = pl.map_batches(names, add, return_dtype=pl.Struct(words), is_elementwise=True)
    out = frame.lazy().with_columns(sco_state=both)
    out = out.with_columns(pl.col("sco_state").struct.field(name) for name in _NEW)
    return out.collect() if isinstance(frame, pl.DataFrame) else out


def _read_polars(column: Any) -> tuple[Any, ...]:
    import polars as pl

    kind = column.dtype
    if kind in (pl.Date, pl.Datetime):
        return "days", column.dt.date().to_physical().fill_null(NEVER).to_numpy(), 1
    if kind.is_numeric():
        return "numbers", column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    if kind not in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        raise TypeError(f"column {column.name!r} holds {kind}, which is not read")
    names = pl.Categories.random()  # Gone when this is done.
    held = column.cast(pl.String).cast(pl.Categorical(names))
    values = list(names)
    return "values", held.to_physical().fill_null(len(values)).to_numpy(), values


def _joined(
    frame: Any, country: str, date: Any, on: int | None, codes: str, errors: str, release: str | None
) -> Any:
    """A left join with one small row per country, that holds its changes in order of time."""
    nw, table = need("narwhals", "annotate"), lookup(release)
    lazy = nw.from_native(frame)
    columns, schema = [nw.col(name) for name in lazy.columns], lazy.collect_schema()
    key, kind = nw.col(country), schema[country]
    keys: dict[Any, str | None] = {}
    if kind.is_numeric():
        key, kind_of_key = key.cast(nw.Float64), "double"
        keys = {float(code): state for code, state in table.codes[codes].items()}
    elif kind in (nw.String, nw.Categorical, nw.Enum, nw.Unknown):
        key, kind_of_key = key.cast(nw.String), "string"
        # Folding is Python's work: it is done once for each spelling, not in the engine's words.
        seen = _fetch(lazy.select(key.alias("key")).unique())
        keys = {text: table.place(text, codes) for (text,) in seen if text is not None}
    else:
        raise TypeError(f"countries are text or numbers, not {kind}")
    if on is None:
        day_of, kind_of_day, written = _day_of(nw, lazy, date, schema[date], errors)
    else:
        day_of, kind_of_day = nw.lit(dt.date.fromordinal(on + EPOCH)), "date"
        written = _same
    changes = {state: _changes(rows) for state, rows in table.spans.items()}
    most = max(map(len, changes.values()))
    types = {"_sco_key": kind_of_key, "sco_state": "string"}
    for number in range(most):
        types |= {f"_sco_day{number}": kind_of_day, f"_sco_status{number}": "string"}
    rows: list[tuple[Any, ...]] = [(None,) * len(types)]  # An engine wants a row to know types by.
    for value, state in keys.items():
        if state:
            cells = [cell for when, what in changes[state] for cell in (written(when), what)]
            rows.append((value, state, *cells, *[None] * (2 * (most - len(changes[state])))))
    small = nw.from_native(_small(frame, types, rows))
    lazy = lazy.with_columns(key.alias("_sco_on"), day_of.alias("_sco_day"))
    lazy = lazy.join(small, how="left", left_on="_sco_on", right_on="_sco_key")
    status: Any = nw.lit(None, nw.String)
    for number in range(most):
        reached = nw.col("_sco_day") >= nw.col(f"_sco_day{number}")
        status = nw.when(reached).then(nw.col(f"_sco_status{number}")).otherwise(status)
    return lazy.select(*columns, "sco_state", status.alias("sco_status")).to_native()


def _changes(spans: tuple[Span, ...]) -> list[tuple[dt.date, str | None]]:
    found: dict[dt.date, str | None] = {}
    for start, end, status in spans:
        found |= {start: status.value, end: None}
    return [(day, what) for day, what in sorted(found.items()) if day != dt.date.max]


def _day_of(
    nw: Any, lazy: Any, date: str, kind: Any, errors: str
) -> tuple[Any, str, Callable[[dt.date], Any]]:
    """A column that can be compared with the days of changes, and how these are written for it."""
    column, bad = nw.col(date), None
    if kind in (nw.String, nw.Categorical, nw.Enum):
        column = column.cast(nw.String)
        whole, year = (column.str.contains(f"^(?:{form})\\z") for form in (DAY, YEAR))
        bad = ~(whole | year)
        # ISO days are in order as text, so they need no cast.
        last = nw.concat_str([column, nw.lit("-12-31")])
        column = nw.when(whole).then(column.str.slice(0, 10)).otherwise(nw.when(year).then(last))
        kind_of_day, written = "string", str
    elif kind.is_numeric():
        column = column.cast(nw.Float64)
        good = (column >= 1) & (column <= 9999) & (column == column.round())
        bad = ~(good | column.is_nan())
        column = nw.when(good).then(column)
        kind_of_day, written = "double", lambda day: float(day.year)
    elif kind in (nw.Date, nw.Datetime, nw.Unknown):
        return column.cast(nw.Date), "date", _same
    else:
        raise TypeError(f"dates are dates, datetimes, text or years, not {kind}")
    if errors == "raise":
        rows = lazy.filter(~nw.col(date).is_null() & bad).select(date)
        count = _fetch(rows.select(nw.len()))[0][0]
        if count:
            refuse(date, count, (value for (value,) in _fetch(rows.head(3))))
    return column, kind_of_day, written


def _same(day: dt.date) -> dt.date:
    return day


def _fetch(lazy: Any) -> list[tuple[Any, ...]]:
    native = lazy.to_native()
    if hasattr(native, "to_pyarrow"):
        return [tuple(row.values()) for row in native.to_pyarrow().to_pylist()]
    return [tuple(row) for row in (getattr(native, "fetchall", None) or native.collect)()]


def _small(frame: Any, types: dict[str, str], rows: list[tuple[Any, ...]]) -> Any:
    """A small table beside ``frame``, on its own connection or session."""
    if hasattr(frame, "sparkSession"):
        from pyspark.sql.functions import broadcast

        schema = ", ".join(f"{name} {kind}" for name, kind in types.items())
        return broadcast(frame.sparkSession.createDataFrame(rows, schema))
    if hasattr(frame, "fetchall"):
        quote = lambda cell: "NULL" if cell is None else "'" + str(cell).replace("'", "''") + "'"  # noqa: E731
        cells = ", ".join(f"({', '.join(map(quote, row))})" for row in rows)
        fields = ", ".join(f"{name} {kind}" for name, kind in types.items())
        listed = f"CAST([{cells}] AS STRUCT({fields})[])"
        one_row = frame.limit(0).aggregate("count(*)")
        return one_row.project(f"unnest({listed}, recursive := true)")
    import ibis

    return ibis.memtable([dict(zip(types, row, strict=True)) for row in rows], schema=types)

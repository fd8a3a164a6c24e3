"""``annotate``: status added to a table of rows, on the engine that holds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

from ._input import day, one_of
from ._lookup import DAY, EPOCH, NEVER, YEAR, lookup, need, refuse
from ._timeline import Span

F = TypeVar("F")
_NEW = ("sco_state", "sco_status")


class _Ask(NamedTuple):
    """What was asked for; it can travel to the workers of an engine."""

    country: Any
    date: Any
    day: int | None
    codes: str
    errors: str
    release: str | None

    @property
    def columns(self) -> list[Any]:
        return [self.country] if self.day is not None else [self.country, self.date]


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

    Example:
        >>> import pandas
        >>> table = pandas.DataFrame({"country": ["Iran", "俄罗斯", "FR"], "year": [2022] * 3})
        >>> annotate(table, country="country", date="year")["sco_status"].tolist()
        ['observer', 'member', nan]
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
    on = day(as_of)
    number = None if on is None else on.toordinal() - EPOCH
    ask = _Ask(country, date, number, codes, errors, release)
    for name in ask.columns:
        if columns.count(name) != 1:
            raise ValueError(one_of("single column", name, map(str, columns)))
    for name in columns:
        if str(name).casefold() in _NEW:
            raise ValueError(f"the table has a column {name!r} already")
    return cast("F", add(frame, ask))


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
    read: Callable[[Any], tuple[Any, ...]], columns: list[Any], ask: _Ask
) -> list[tuple[str, list[str], Any]]:
    """The two new columns as numbers from 1, 0 for null, with the words they stand for."""
    table = lookup(ask.release)
    states = table.number(read(columns[0]), ask.codes)
    if ask.day is None:
        days, unit = table.days(read(columns[1]), ask.date, ask.errors)
    else:
        days, unit = ask.day, 1
    words = (table.states, table.statuses)
    return list(zip(_NEW, words, (states, table.status(states, days, unit)), strict=True))


def _pandas(frame: Any, ask: _Ask) -> Any:
    pd = need("pandas", "annotate")
    new: dict[str, Any] = {}
    for name, words, numbers in _rows(_read_pandas, [frame[name] for name in ask.columns], ask):
        kind = pd.CategoricalDtype(words)
        new[name] = pd.Categorical.from_codes(numbers.astype("int8") - 1, dtype=kind)
    return frame.assign(**new)


def _read_pandas(column: Any) -> tuple[Any, ...]:
    pd = need("pandas", "annotate")
    kind, is_a = str(column.dtype), pd.api.types
    if isinstance(column.dtype, pd.CategoricalDtype):
        return "values", column.cat.codes.to_numpy(), column.cat.categories.tolist()
    if kind.endswith("[pyarrow]") and kind.startswith(("date", "timestamp")):
        pa = need("pyarrow", "annotate")
        return _read_arrow(pa.array(column))
    if is_a.is_datetime64_any_dtype(column.dtype):
        local = column if getattr(column.dtype, "tz", None) is None else column.dt.tz_localize(None)
        values = local.to_numpy()
        unit = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[values.dtype.str[4:-1]]
        return "days", values.view("int64"), 86400 * unit
    if is_a.is_numeric_dtype(column.dtype) and not is_a.is_bool_dtype(column.dtype):
        return "numbers", column.to_numpy("float64", na_value=float("nan"))
    index, values = pd.factorize(column)
    return "values", index, values.tolist()


def _dask(frame: Any, ask: _Ask) -> Any:
    return frame.map_partitions(_pandas, ask, meta=_pandas(frame._meta, ask))


def _arrow(frame: Any, ask: _Ask) -> Any:
    pa = need("pyarrow", "annotate")
    for name, words, numbers in _rows(_read_arrow, [frame[name] for name in ask.columns], ask):
        index = pa.array(numbers.astype("int8") - 1, mask=numbers == 0)
        frame = frame.append_column(name, pa.DictionaryArray.from_arrays(index, words))
    return frame


def _read_arrow(column: Any) -> tuple[Any, ...]:
    pa, pc = need("pyarrow", "annotate"), need("pyarrow.compute", "annotate")
    is_a, kind = pa.types, column.type
    if isinstance(column, pa.Array):
        column = pa.chunked_array([column])
    if is_a.is_date(kind) or is_a.is_timestamp(kind):
        if is_a.is_timestamp(kind) and kind.tz:
            column = pc.local_timestamp(column)
        days = column.cast(pa.date32(), safe=False).cast(pa.int32()).combine_chunks()
        return "days", _filled(days, NEVER), 1
    if is_a.is_integer(kind) or is_a.is_floating(kind) or is_a.is_decimal(kind):
        floats = column.cast(pa.float64(), safe=False).combine_chunks()
        return "numbers", _filled(floats, float("nan"))
    if is_a.is_null(kind) or is_a.is_string_view(kind):
        column = column.cast(pa.string())
    if not is_a.is_dictionary(kind):
        column = column.dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    return "values", _filled(whole.indices, -1), whole.dictionary.to_pylist()


def _filled(array: Any, value: float) -> Any:
    return (array.fill_null(value) if array.null_count else array).to_numpy()


def _polars(frame: Any, ask: _Ask) -> Any:
    pl, table = need("polars", "annotate"), lookup(ask.release)
    eager = isinstance(frame, pl.DataFrame)
    if eager and ask.day is None and ask.errors == "raise":
        # The whole column at once, so that the error counts all of it.
        table.days(_read_polars(frame[ask.date]), ask.date, ask.errors)
    words = (table.states, table.statuses)
    kinds = {name: pl.Enum(each) for name, each in zip(_NEW, words, strict=True)}
    tables = [pl.Series(name, [None, *kind.categories], kind) for name, kind in kinds.items()]

    def add(columns: Any) -> Any:  # pragma: no cover - in threads that are not Python's
        rows = _rows(_read_polars, columns, ask)
        at = [pl.Series(numbers).cast(pl.UInt32) for _, _, numbers in rows]
        parts = [words.gather(index) for words, index in zip(tables, at, strict=True)]
        return pl.DataFrame(parts).to_struct("sco")

    both = pl.map_batches(ask.columns, add, return_dtype=pl.Struct(kinds), is_elementwise=True)
    out = frame.lazy().with_columns(sco_state=both)
    out = out.with_columns(pl.col("sco_state").struct.field(name) for name in _NEW)
    return out.collect() if eager else out


def _read_polars(column: Any) -> tuple[Any, ...]:
    pl, kind = need("polars", "annotate"), column.dtype
    if kind in (pl.Date, pl.Datetime):
        column = column.dt.date() if kind == pl.Datetime else column
        return "days", column.to_physical().fill_null(NEVER).to_numpy(), 1
    if kind.is_numeric():
        return "numbers", column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    if kind not in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        raise TypeError(f"column {column.name!r} holds {kind}: text, numbers or dates are read")
    names = pl.Categories.random()  # Gone when this is done.
    held = column.cast(pl.String).cast(pl.Categorical(names))
    values = list(names)
    return "values", held.to_physical().fill_null(len(values)).to_numpy(), values


def _joined(frame: Any, ask: _Ask) -> Any:
    """A left join with one small row per country, that holds its changes in order of time."""
    nw, table = need("narwhals", "annotate"), lookup(ask.release)
    lazy = nw.from_native(frame)
    columns, schema = [nw.col(name) for name in lazy.columns], lazy.collect_schema()
    key, kind = nw.col(ask.country), schema[ask.country]
    keys: dict[Any, str | None] = {}
    if kind.is_numeric():
        key, kind_of_key = key.cast(nw.Float64), "double"
        keys = {float(code): state for code, state in table.codes[ask.codes].items()}
    elif kind in (nw.String, nw.Categorical, nw.Enum, nw.Unknown):
        key, kind_of_key = key.cast(nw.String), "string"
        # Folding is Python's work: it is done once for each spelling, not in the engine's words.
        seen = _fetch(lazy.select(key.alias("key")).to_native().distinct())
        keys = {text: table.place(text, ask.codes) for (text,) in seen if text is not None}
    else:
        raise TypeError(f"countries are text or numbers, not {kind}")
    if ask.day is None:
        day_of, kind_of_day, written = _day_of(nw, lazy, ask.date, ask.errors)
    else:
        on = nw.lit(dt.date.fromordinal(ask.day + EPOCH))
        day_of, kind_of_day, written = on, "date", _same
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
    nw: Any, lazy: Any, date: str, errors: str
) -> tuple[Any, str, Callable[[dt.date], Any]]:
    """A column that can be compared with the days of changes, and how these are written for it."""
    column, kind = nw.col(date), lazy.collect_schema()[date]
    written: Callable[[dt.date], Any]
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
        kind_of_day, written = "double", _year
    elif kind in (nw.Date, nw.Datetime, nw.Unknown):
        return column.cast(nw.Date), "date", _same
    else:
        raise TypeError(f"dates are dates, datetimes, text or years, not {kind}")
    if errors == "raise":
        rows = lazy.filter(~nw.col(date).is_null() & bad).select(date)
        count = _fetch(rows.select(nw.len()).to_native())[0][0]
        if count:
            refuse(date, count, (value for (value,) in _fetch(rows.head(3).to_native())))
    return column, kind_of_day, written


def _same(day: dt.date) -> dt.date:
    return day


def _year(day: dt.date) -> float:
    return float(day.year)


def _fetch(native: Any) -> list[tuple[Any, ...]]:
    if hasattr(native, "to_pyarrow"):
        return [tuple(row.values()) for row in native.to_pyarrow().to_pylist()]
    return [tuple(row) for row in (getattr(native, "fetchall", None) or native.collect)()]


def _small(frame: Any, types: dict[str, str], rows: list[tuple[Any, ...]]) -> Any:
    """A small table beside ``frame``, on its own connection or session."""
    fields = ", ".join(f"{name} {kind}" for name, kind in types.items())
    if hasattr(frame, "sparkSession"):  # pragma: no cover - has a test session of its own
        functions = need("pyspark.sql.functions", "annotate")
        return functions.broadcast(frame.sparkSession.createDataFrame(rows, fields))
    if hasattr(frame, "fetchall"):
        listed = ", ".join(f"({', '.join(map(_quoted, row))})" for row in rows)
        one_row = frame.limit(0).aggregate("count(*)")
        return one_row.project(f"unnest(CAST([{listed}] AS STRUCT({fields})[]), recursive := true)")
    records = [dict(zip(types, row, strict=True)) for row in rows]
    return need("ibis", "annotate").memtable(records, schema=types)


def _quoted(cell: object) -> str:
    return "NULL" if cell is None else "'" + str(cell).replace("'", "''") + "'"

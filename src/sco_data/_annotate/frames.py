"""``annotate``: status added to a table of rows, on the engine that holds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar, cast

from .._engines import have, need
from .._input import describe_unknown, parse_day
from .joins import joined
from .lookup import CODES, EPOCH, NEVER, Ask, lookup, short_codes

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
            (Correlates of War). ``"iso3"`` says that the column has ISO-3 codes as ISO writes
            them and that all else is unknown: nothing has to be looked through.
        errors: ``"raise"`` for values in ``date`` that are no dates, or ``"null"``.
        release: the release of the data to answer from; ``None`` is the newest.

    Returns:
        A table of the same kind, lazy where it was lazy. The new columns are categories where the
        engine has them. A text column of countries in DuckDB, Ibis or PySpark, and there also a
        column of dates that are text or numbers, is looked through once when this is called.

    Raises:
        ValueError: if a column is missing, or one of the new ones is there already; if both or
            none of ``date`` and ``as_of`` are given; for values that are no dates (lazy Polars
            and Dask raise that when they compute, Polars before 1.30 as its ``ComputeError``).
        TypeError: if the frame, or what a column holds, is none of the above.
        ImportError: without the extra ``frames``, or if a library is older than works.

    Example:
        >>> import pandas
        >>> table = pandas.DataFrame({"country": ["Iran", "俄罗斯", "FR"], "year": [2022] * 3})
        >>> annotate(table, country="country", date="year")["sco_status"].tolist()
        ['observer', 'member', nan]
    """
    if (date is None) == (as_of is None):
        raise ValueError("give date=, a column, or as_of=, one day: one of the two")
    for name, value, valid in [
        ("codes", codes, CODES),
        ("errors", errors, ["raise", "null"]),
    ]:
        if value not in valid:
            raise ValueError(describe_unknown(name, value, valid))
    add, columns = _engine(frame)
    on = parse_day(as_of)
    number = None if on is None else on.toordinal() - EPOCH
    ask = Ask(country, date, number, codes, errors, release)
    for name in ask.columns:
        if columns.count(name) != 1:
            raise ValueError(describe_unknown("single column", name, map(str, columns)))
    for name in columns:
        if str(name).casefold() in _NEW:
            raise ValueError(f"the table has a column {name!r} already")
    return cast("F", add(frame, ask))


def _engine(frame: Any) -> tuple[Callable[..., Any], list[Any]]:
    """Who can do it, by the library that the class of the frame comes from; and the columns."""
    roots = {cls.__module__.partition(".")[0].lstrip("_") for cls in type(frame).__mro__}
    engines: dict[str, Callable[..., Any]] = {"dask": _dask, "pandas": _pandas, "polars": _polars}
    engines |= {"pyarrow": _arrow, "duckdb": joined, "ibis": joined, "pyspark": joined}
    for root in engines:
        if root in roots and hasattr(type(frame), "columns"):
            need(root, "annotate")  # it is imported: a frame of it is here
            lazy = getattr(type(frame), "collect_schema", None)
            names = getattr(frame, "column_names", None)
            return engines[root], list(lazy(frame) if lazy else names or frame.columns)
    raise TypeError(
        "annotate takes a table of pandas, Polars, PyArrow, Dask, DuckDB, Ibis or PySpark, not "
        f"{type(frame).__module__}.{type(frame).__qualname__}"
    )


def _rows(
    read: Callable[[Any], tuple[Any, ...]], columns: list[Any], ask: Ask
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


def _pandas(frame: Any, ask: Ask) -> Any:
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
    as_arrow = kind.endswith("[pyarrow]") and kind.startswith(("date", "timestamp"))
    if as_arrow or getattr(column.dtype, "storage", "") == "pyarrow":
        pa = need("pyarrow", "annotate")
        return _read_arrow(pa.array(column))
    if is_a.is_datetime64_any_dtype(column.dtype):
        local = column if getattr(column.dtype, "tz", None) is None else column.dt.tz_localize(None)
        values = local.to_numpy()
        unit = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}[values.dtype.str[4:-1]]
        return "days", values.view("int64"), 86_400 * unit
    if is_a.is_numeric_dtype(column.dtype) and not is_a.is_bool_dtype(column.dtype):
        return "numbers", column.to_numpy("float64", na_value=float("nan"))
    index, values = pd.factorize(column)
    return "values", index, values.tolist()


def _dask(frame: Any, ask: Ask) -> Any:
    return frame.map_partitions(_pandas, ask, meta=_pandas(frame._meta, ask))


def _arrow(frame: Any, ask: Ask) -> Any:
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
    if found := short_codes(column):
        return found
    if not len(column):  # no chunks of some kinds of dictionary cannot be combined
        return "values", pa.array([], pa.int32()).to_numpy(), []
    if is_a.is_null(kind):
        column = column.cast(pa.string())
    if str(kind) == "string_view":  # Dictionaries of views are not joined, nor, until 17, cast.
        column = pa.chunked_array([column.combine_chunks().dictionary_encode()])
    elif not is_a.is_dictionary(kind):
        column = column.dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    return "values", _filled(whole.indices, -1), whole.dictionary.to_pylist()


def _filled(array: Any, value: float) -> Any:
    return (array.fill_null(value) if array.null_count else array).to_numpy()


def _polars(frame: Any, ask: Ask) -> Any:
    pl, table = need("polars", "annotate"), lookup(ask.release)
    words = (table.states, table.statuses)
    kinds = {name: pl.Enum(each) for name, each in zip(_NEW, words, strict=True)}
    tables = [pl.Series(name, [None, *kind.categories], kind) for name, kind in kinds.items()]

    def new(columns: Any) -> list[Any]:
        rows = _rows(_read_polars, columns, ask)
        return [
            words.gather(pl.Series(numbers))
            for words, (_, _, numbers) in zip(tables, rows, strict=True)
        ]

    if isinstance(frame, pl.DataFrame):
        return frame.with_columns(new([frame[name] for name in ask.columns]))

    def add(asked: Any) -> Any:  # pragma: no cover - in threads that are not Python's
        return pl.DataFrame(new([asked.struct.field(name) for name in ask.columns])).to_struct()

    # One struct of columns, because until 1.31 only a function of one column can be elementwise.
    asked = pl.struct(*dict.fromkeys(ask.columns))
    both = asked.map_batches(add, return_dtype=pl.Struct(kinds), is_elementwise=True)
    out = frame.with_columns(sco_state=both)
    return out.with_columns(pl.col("sco_state").struct.field(name) for name in _NEW)


def _read_polars(column: Any) -> tuple[Any, ...]:
    pl, kind = need("polars", "annotate"), column.dtype
    if kind in (pl.Date, pl.Datetime):
        column = column.dt.date() if kind == pl.Datetime else column
        return "days", column.to_physical().fill_null(NEVER).to_numpy(), 1
    if kind.is_numeric():
        return "numbers", column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    if kind not in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        raise TypeError(f"column {column.name!r} holds {kind}: text, numbers or dates are read")
    if kind == pl.String and (pa := have("pyarrow", "annotate")):
        views = column.rechunk().to_arrow(compat_level=pl.CompatLevel.newest())
        if found := short_codes(pa.chunked_array([views])):
            return found
    numbers, values = _categories(pl, column.cast(pl.String))
    return "values", numbers.fill_null(len(values)).to_numpy(), values


def _categories(pl: Any, texts: Any) -> tuple[Any, list[str]]:
    """The texts of a Polars column as numbers from 0, and what these stand for."""
    if not hasattr(pl, "Categories"):  # pragma: no cover - before 1.32: nox -s engines-lowest
        held = texts.cast(pl.Categorical).cat.to_local()
        return held.to_physical(), held.cat.get_categories().to_list()

    # Without a name of their own they would be shared by all columns, and never end.
    categories = pl.Categories.random()
    held = texts.cast(pl.Categorical(categories))
    numbers = held.to_physical()
    last = numbers.max()
    # They are asked for by number: who goes through them finds no end until 1.42.
    return numbers, [] if last is None else [categories[at] for at in range(last + 1)]

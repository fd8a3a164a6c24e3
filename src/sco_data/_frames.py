"""``annotate``: status added to a table of rows, on the engine that holds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from . import _timeline
from ._input import day, one_of
from ._load import load
from ._lookup import DAY, EPOCH, NEVER, YEAR, Lookup, lookup, need, refuse

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
    """A table with two more columns: ``sco_state`` (ISO-3) and ``sco_status`` on the day of a row.

    Both are null where the country is unknown or has no tie to the organisation; the status also
    where there was none on that day or the day is null. Rows, their order, the index and all other
    columns stay as they are; engines without an order lose and double no row.

    Args:
        frame: a table of pandas, Polars (also lazy), PyArrow, Dask, DuckDB, Ibis or PySpark.
        country: the column of countries. Text may be ISO-2, ISO-3 or any listed name, mixed; it is
            read as :func:`sco_data.state` reads it. Numbers are codes.
        date: the column of dates: dates, datetimes (the calendar day in the time zone of the
            column), text ``YYYY-MM-DD`` with or without a time, or years, which mean their last day.
        as_of: one day for all rows instead of ``date``.
        codes: what numbers are: ``"m49"`` (United Nations, the same as ISO numeric) or ``"cow"``
            (Correlates of War).
        errors: ``"raise"`` for values in ``date`` that are no dates, or ``"null"``.
        release: the release of the data to answer from; ``None`` is the newest.

    Returns:
        A table of the same kind, lazy where it was lazy. The new columns are categories where the
        engine has them. DuckDB, Ibis and PySpark look through a text column of countries, and a
        text or number column of dates, once when this is called.

    Raises:
        ValueError: if a column is missing, or one of the new ones is there already; if both or
            none of ``date`` and ``as_of`` are given; for values that are no dates. Lazy Polars
            and Dask frames raise that when they are computed.
        TypeError: if the frame, or the kind of a column, is none of those above.
        ImportError: without the extra ``frames``.

    Example:
        >>> import pandas
        >>> table = pandas.DataFrame({"country": ["Iran", "FR", "俄罗斯"], "year": [2022, 2022, 2022]})
        >>> annotate(table, country="country", date="year")["sco_status"].tolist()
        ['observer', nan, 'member']
    """
    if (date is None) == (as_of is None):
        raise ValueError("give date=, a column, or as_of=, one day: one of the two")
    for name, value, valid in (("codes", codes, ("m49", "cow")), ("errors", errors, ("raise", "null"))):
        if value not in valid:
            raise ValueError(one_of(name, value, valid))
    add = _engine(frame)
    columns = list(_columns(frame))
    for name in (country,) if date is None else (country, date):
        if columns.count(name) != 1:
            what = "column" if name not in columns else "single column"
            raise ValueError(one_of(what, name, map(str, columns)))
    taken = [name for name in columns if str(name).casefold() in _NEW]
    if taken:
        raise ValueError(f"the table has a column {taken[0]!r} already")
    on = day(as_of)
    fixed = None if on is None else on.toordinal() - EPOCH
    return add(frame, country, date, fixed, codes, errors, lookup(release))


def _engine(frame: Any) -> Callable[..., Any]:
    """Who can do it, by the library that the class of the frame comes from."""
    roots = {cls.__module__.partition(".")[0].lstrip("_") for cls in type(frame).__mro__}
    engines = {
        "pandas": _pandas, "polars": _polars, "pyarrow": _arrow, "dask": _dask,
        "duckdb": _joined, "ibis": _joined, "pyspark": _joined,
    }  # fmt: skip
    found = [engines[root] for root in engines if root in roots]
    if not found or not hasattr(frame, "columns") or hasattr(frame, "to_frame"):
        raise TypeError(
            "annotate takes a table of pandas, Polars, PyArrow, Dask, DuckDB, Ibis or PySpark, not "
            f"{type(frame).__module__}.{type(frame).__qualname__}"
        )
    return found[0]


def _columns(frame: Any) -> Any:
    if hasattr(frame, "collect_schema"):
        return frame.collect_schema()
    return getattr(frame, "column_names", frame.columns)


def _wrong(name: Any, kind: object, what: str) -> TypeError:
    wanted = "text or numbers" if what == "country" else "dates, datetimes, text or years"
    return TypeError(f"column {name!r} for {what} holds {kind}; {wanted} are read")


def _pandas(
    frame: Any, country: Any, date: Any, on: int | None, codes: str, errors: str, table: Lookup
) -> Any:
    import pandas as pd

    def split(column: Any) -> tuple[Any, list[Any]]:
        if isinstance(column.dtype, pd.CategoricalDtype):
            return column.cat.codes.to_numpy(), column.cat.categories.tolist()
        index, values = pd.factorize(column)
        return index, values.tolist()

    def number(column: Any) -> bool:
        types = pd.api.types
        return types.is_numeric_dtype(column.dtype) and not types.is_bool_dtype(column.dtype)

    def floats(column: Any) -> Any:
        return column.to_numpy("float64", na_value=float("nan"))

    column = frame[country]
    if number(column):
        states = table.numbered(floats(column), codes)
    else:
        index, values = split(column)
        if not all(isinstance(value, str | int | float) for value in values) or True in values:
            raise _wrong(country, column.dtype, "country")
        states = table.places(values, codes).take(index)
    days: Any = on
    unit = 1
    if date is not None:
        column = frame[date]
        kind = str(column.dtype)
        if kind.endswith("[pyarrow]") and kind.startswith(("date", "timestamp")):
            import pyarrow as pa

            days = _arrow_days(pa.chunked_array(pa.array(column)), date, errors, table)
        elif pd.api.types.is_datetime64_any_dtype(column.dtype):
            values = column.dt.tz_localize(None).to_numpy()
            unit = 86400 * {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[values.dtype.str[4:-1]]
            days = values.view("int64")
        elif number(column):
            days = table.year_days(floats(column), date, errors)
        else:
            days = table.value_days(*split(column), date, errors)
    out = frame.copy(deep=False)
    for name, words, numbers in _both(table, states, table.status(states, days, unit)):
        kind = pd.CategoricalDtype(words)
        out[name] = pd.Categorical.from_codes(numbers.astype("int8") - 1, dtype=kind)
    return out


def _both(table: Lookup, states: Any, statuses: Any) -> Any:
    return zip(_NEW, (table.states, table.statuses), (states, statuses), strict=True)


def _dask(frame: Any, *args: Any) -> Any:
    return frame.map_partitions(_pandas, *args, meta=_pandas(frame._meta, *args))


def _arrow(
    frame: Any, country: str, date: Any, on: int | None, codes: str, errors: str, table: Lookup
) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    column = frame[country]
    if _arrow_text(pa, column.type):
        index, values = _arrow_split(column)
        states = table.places(values, codes).take(index)
    elif pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        states = table.numbered(_arrow_floats(column), codes)
    else:
        raise _wrong(country, column.type, "country")
    days = on if date is None else _arrow_days(frame[date], date, errors, table)
    for name, words, numbers in _both(table, states, table.status(states, days)):
        index = pa.array(numbers.astype("int8") - 1, mask=numbers == 0)
        frame = frame.append_column(name, pa.DictionaryArray.from_arrays(index, words))
    return frame


def _arrow_text(pa: Any, kind: Any) -> bool:
    is_a = pa.types
    return any(
        test(kind)
        for test in (is_a.is_string, is_a.is_large_string, is_a.is_string_view, is_a.is_dictionary, is_a.is_null)
    )


def _arrow_split(column: Any) -> tuple[Any, list[Any]]:
    import pyarrow as pa

    if pa.types.is_null(column.type) or pa.types.is_string_view(column.type):
        column = column.cast(pa.string())
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    return whole.indices.fill_null(-1).to_numpy(), whole.dictionary.to_pylist()


def _arrow_floats(column: Any) -> Any:
    import pyarrow as pa

    return column.cast(pa.float64(), safe=False).fill_null(float("nan")).to_numpy()


def _arrow_days(column: Any, name: str, errors: str, table: Lookup) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    is_a, kind = pa.types, column.type
    if is_a.is_date(kind) or is_a.is_timestamp(kind):
        if is_a.is_timestamp(kind) and kind.tz:
            column = pc.local_timestamp(column)
        days = column.cast(pa.date32(), safe=False).cast(pa.int32())
        return days.fill_null(NEVER).to_numpy()
    if is_a.is_integer(kind) or is_a.is_floating(kind):
        return table.year_days(_arrow_floats(column), name, errors)
    if not _arrow_text(pa, kind):
        raise _wrong(name, kind, "date")
    return table.value_days(*_arrow_split(column), name, errors)

"""The engines that hold their rows: pandas, Dask, Polars and PyArrow.

Each has two functions. One reads a column of the engine to one of the three forms, the other adds
the new columns as categories of the engine. What is between is the same for all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from .._engines import need
from .ask import Ask
from .columns import Column, Days, Distinct, NewColumn, Numbers
from .days import (
    NEVER,
    check_not_beyond,
    date_of,
    day_number,
    read_days,
    same_day,
)
from .lookup import Lookup, lookup_of
from .unmatched import report, tell, tell_of_part

_NAN = float("nan")


def _make_columns(
    read: Callable[[Any], Column], frame: Any, ask: Ask
) -> list[NewColumn]:
    """The columns to add to a table whose columns ``read`` reads."""
    lookup = lookup_of(ask.release)
    countries = read(frame[ask.country])
    states = lookup.state_numbers(countries, ask.codes)
    if ask.unmatched != "null":
        _tell_unmatched(countries, ask)

    if ask.day is None:
        days = read_days(read(frame[ask.date]), ask.date, ask.errors)
    else:
        days = same_day(ask.day, len(states))

    if ask.beyond == "raise":
        _check_days(states, days, lookup, ask)

    statuses = lookup.status_numbers(states, days, ask.beyond)
    new = [
        NewColumn(ask.state_column, lookup.states, states),
        NewColumn(ask.status_column, lookup.statuses, statuses),
    ]
    if ask.caveats:
        caveats = lookup.caveat_numbers(states, days)
        new.append(NewColumn(ask.caveat_column, lookup.caveats, caveats))

    return new


def _tell_unmatched(countries: Column, ask: Ask) -> None:
    """Warn of what looks like a state of ours and is not listed, or raise, as was asked."""
    if isinstance(countries, Distinct):
        found = report(
            countries.values, countries.count_rows, ask.codes, ask.release
        )
    elif isinstance(countries, Numbers) and not ask.is_part:
        numbers = countries.distinct
        found = report(
            numbers, lambda: [1] * len(numbers), ask.codes, ask.release
        )
    else:
        return

    if ask.is_part:
        tell_of_part(found, ask)
    else:
        tell(found, ask)


def _check_days(states: Any, days: Days, lookup: Lookup, ask: Ask) -> None:
    """Raise if rows of our states have days after the data."""
    np = need("numpy", "annotate")
    numbers = days.numbers(slice(None))
    positions = np.flatnonzero(
        (states > 0) & (numbers > day_number(lookup.checked_until))
    )
    first = [date_of(int(number)) for number in numbers[positions[:3]]]
    check_not_beyond(ask.date, len(positions), first, lookup.checked_until)


def _no_column(dtype: object) -> TypeError:
    """The error for a column that is neither of countries nor of dates."""
    return TypeError(f"a column holds {dtype}: text, numbers or dates are read")


# --- pandas and Dask ---


def add_to_pandas(frame: Any, ask: Ask) -> Any:
    """A new frame, which shares the columns of the old one."""
    pd = need("pandas", "annotate")
    added = {}
    for column in _make_columns(_read_pandas, frame, ask):
        dtype = pd.CategoricalDtype(column.categories)
        added[column.name] = pd.Categorical.from_codes(
            column.codes, dtype=dtype
        )

    return frame.assign(**added)


def add_to_dask(frame: Any, ask: Ask) -> Any:
    """Part by part; what an empty part gets tells Dask the types."""
    ask = ask._replace(is_part=True)
    return frame.map_partitions(
        add_to_pandas, ask, meta=add_to_pandas(frame._meta, ask)
    )


def _read_pandas(column: Any) -> Column:
    pd = need("pandas", "annotate")
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        if dtype.categories.dtype == object and not {str}.issuperset(
            map(type, dtype.categories)
        ):
            column = (
                column.cat.remove_unused_categories()
            )  # They may be of types that none is.
        return Distinct(
            column.cat.codes.to_numpy(), column.cat.categories.tolist()
        )

    if _is_held_by_arrow(dtype):
        return read_arrow(need("pyarrow", "annotate").array(column))

    if pd.api.types.is_complex_dtype(
        dtype
    ):  # pandas takes them for numbers too.
        raise _no_column(dtype)

    if pd.api.types.is_datetime64_any_dtype(dtype):
        return _read_datetimes(column)

    if pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(
        dtype
    ):
        return Numbers(column.to_numpy("float64", na_value=_NAN))

    positions, found = pd.factorize(column)
    values = found.tolist()
    if all(map(_is_told_apart, values)):
        return Distinct(positions, values)

    # Each row for itself: True equals 1, and times are equal whose calendar days are not.
    is_value = column.notna().to_numpy()
    positions = (is_value.cumsum() - 1).astype("int64")
    positions[~is_value] = -1
    return Distinct(positions, column[is_value].tolist())


def _is_told_apart(value: object) -> bool:
    """Whether whatever equals a value means the same country or day."""
    if isinstance(value, dt.datetime):
        return value.tzinfo is None

    return type(value) in (str, dt.date)


def _is_held_by_arrow(dtype: Any) -> bool:
    """Whether a column of pandas is text, dates or times of Arrow, which Arrow reads better."""
    if getattr(dtype, "storage", "") == "pyarrow":
        return True

    return str(dtype).endswith("[pyarrow]") and str(dtype).startswith(
        ("date", "timestamp")
    )


def _read_datetimes(column: Any) -> Days:
    """Datetimes of pandas; the calendar day is that of the column's time zone."""
    if getattr(column.dtype, "tz", None) is not None:
        column = column.dt.tz_localize(None)

    per_second = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
    # What is no time is the least number there is, so it is before every day.
    times = column.to_numpy().view("int64")
    return Days(times, per_day=86_400 * per_second[column.dt.unit])


# --- PyArrow ---


def add_to_arrow(table: Any, ask: Ask) -> Any:
    """A new table or batch, which shares the columns of the old one."""
    pa = need("pyarrow", "annotate")
    for column in _make_columns(read_arrow, table, ask):
        codes = pa.array(column.codes, mask=column.numbers == 0)
        dictionary = pa.DictionaryArray.from_arrays(codes, column.categories)
        table = table.append_column(column.name, dictionary)

    return table


def read_arrow(column: Any) -> Column:
    """A column of Arrow in one of the three forms."""
    pa = need("pyarrow", "annotate")
    is_a, dtype = pa.types, column.type
    if isinstance(
        column, pa.Array
    ):  # A batch has arrays, a table has chunks of them.
        column = pa.chunked_array([column])

    if is_a.is_date(dtype) or is_a.is_timestamp(dtype):
        return _read_arrow_days(column)

    if (
        is_a.is_integer(dtype)
        or is_a.is_floating(dtype)
        or is_a.is_decimal(dtype)
    ):
        # An integer that no float is has no code and is no year; it need not be exact.
        floats = column.cast(pa.float64(), safe=False).combine_chunks()
        return Numbers(_to_numpy(floats, null=_NAN))

    return _read_dictionary(column)


def _read_arrow_days(column: Any) -> Days:
    """Dates or timestamps; the calendar day is that of the column's time zone."""
    pa, pc = need("pyarrow", "annotate"), need("pyarrow.compute", "annotate")
    if pa.types.is_timestamp(column.type) and column.type.tz:
        column = pc.local_timestamp(column)

    days = (
        column.cast(pa.date32(), safe=False).cast(pa.int32()).combine_chunks()
    )
    return Days(_to_numpy(days, null=NEVER), per_day=1)


def _read_dictionary(column: Any) -> Distinct:
    """Text, or whatever else there is, as a dictionary of its values."""
    pa = need("pyarrow", "annotate")
    if not len(
        column
    ):  # No chunks of some kinds of dictionary cannot be combined.
        return Distinct(pa.array([], pa.int32()).to_numpy(), [])

    if pa.types.is_null(column.type):
        column = column.cast(pa.string())
    if str(column.type) == "string_view":
        # In one piece, because dictionaries of views are not joined, nor, until 17, cast.
        column = pa.chunked_array([column.combine_chunks()])
    if not pa.types.is_dictionary(column.type):
        try:
            column = column.dictionary_encode()
        except NotImplementedError:  # Lists, structs and the like.
            raise _no_column(column.type) from None

    combined = column.unify_dictionaries().combine_chunks()
    positions = combined.indices
    if pa.types.is_unsigned_integer(positions.type):  # They cannot be -1.
        positions = positions.cast(pa.int64())
    return Distinct(
        _to_numpy(positions, null=-1), combined.dictionary.to_pylist()
    )


def _to_numpy(array: Any, null: float) -> Any:
    """The numbers of an array of Arrow, with one that stands for null."""
    if array.null_count:
        array = array.fill_null(null)

    return array.to_numpy()


# --- Polars ---


def add_to_polars(frame: Any, ask: Ask) -> Any:
    """A new frame; a lazy one stays lazy and is annotated when it is computed."""
    pl = need("polars", "annotate")
    if isinstance(frame, pl.DataFrame):
        return frame.with_columns(_make_series(frame, ask))

    ask = ask._replace(is_part=True)

    def add_to_batch(
        columns: Any,
    ) -> Any:  # pragma: no cover - in threads that are not Python's
        return pl.DataFrame(
            _make_series(columns.struct.unnest(), ask)
        ).to_struct()

    # One struct of columns, because until 1.31 only a function of one column can be elementwise.
    to_read = pl.struct(*dict.fromkeys(ask.columns))
    both = to_read.map_batches(
        add_to_batch, return_dtype=_struct_of_new(ask), is_elementwise=True
    )

    # The struct stands in the place of the first new column, so that it is computed once.
    frame = frame.with_columns(both.alias(ask.state_column))
    return frame.with_columns(
        pl.col(ask.state_column).struct.field(*ask.new_columns)
    )


def _make_series(frame: Any, ask: Ask) -> list[Any]:
    """The columns to add as Series of Enum."""
    pl = need("polars", "annotate")
    series = []
    for column in _make_columns(_read_polars, frame, ask):
        words = [None, *column.categories]
        word_of_number = pl.Series(
            column.name, words, pl.Enum(column.categories)
        )
        series.append(word_of_number.gather(pl.Series(column.numbers)))

    return series


def _struct_of_new(ask: Ask) -> Any:
    """The types of the new columns: those that a table without rows gets."""
    pl = need("polars", "annotate")
    no_rows = pl.DataFrame(schema=dict.fromkeys(ask.columns, pl.String))
    return pl.Struct(
        {series.name: series.dtype for series in _make_series(no_rows, ask)}
    )


def _read_polars(column: Any) -> Column:
    pl = need("polars", "annotate")
    dtype = column.dtype
    if dtype == pl.Datetime:
        column = column.dt.date()
    if dtype in (pl.Date, pl.Datetime):
        return Days(column.to_physical().fill_null(NEVER).to_numpy(), per_day=1)

    if dtype.is_numeric():
        return Numbers(column.cast(pl.Float64).fill_null(_NAN).to_numpy())

    if dtype not in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        raise TypeError(
            f"column {column.name!r} holds {dtype}: text, numbers or dates are read"
        )

    numbers, texts = _number_texts(column.cast(pl.String))
    return Distinct(numbers.fill_null(len(texts)).to_numpy(), texts)


def _number_texts(column: Any) -> tuple[Any, list[str]]:
    """The texts of a Polars column as numbers from 0, and what these stand for."""
    pl = need("polars", "annotate")
    if not hasattr(
        pl, "Categories"
    ):  # pragma: no cover - before 1.32: nox -s engines-lowest
        local = column.cast(pl.Categorical).cat.to_local()
        return local.to_physical(), local.cat.get_categories().to_list()

    # Without a name of their own they would be shared by all columns, and never end.
    categories = pl.Categories.random()
    categorical = column.cast(
        pl.Categorical(categories)
    )  # While this lives, they do.
    numbers = categorical.to_physical()
    last = numbers.max()
    if last is None:
        return numbers, []

    # They are asked for by number: who goes through them finds no end until 1.42.
    return numbers, [categories[number] for number in range(last + 1)]

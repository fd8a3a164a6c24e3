"""The engines that hold their rows: pandas, Dask, Polars and PyArrow.

Each has two functions. One reads a column of the engine to one of the three forms, the other adds
the new columns as categories of the engine. What is between is the same for all.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from .._engines import need
from ..model.states import Caveat, Status
from .ask import Ask
from .columns import (
    Column,
    Days,
    Distinct,
    NewColumn,
    Numbers,
    Read,
    read_days,
    same_day,
)
from .day_table import caveat_numbers, state_numbers, status_table
from .days import NEVER, check_not_beyond, date_of, day_number
from .lookup import lookup_of, no_countries
from .unmatched import tell_unmatched

_NAN = float("nan")


def _make_columns(read: Read, frame: Any, ask: Ask) -> dict[str, NewColumn]:
    """The columns to add to a table whose columns ``read`` reads."""
    need("numpy", "annotate")
    lookup = lookup_of(ask.release)
    countries = read(frame[ask.country])
    if isinstance(countries, Days):
        raise no_countries(ask.codes, "dates")

    states = state_numbers(countries, lookup, ask.codes)
    # Of the numbers in a part nothing is said: they tell a code system as a whole.
    if not (ask.is_part and isinstance(countries, Numbers)):
        tell_unmatched(countries.values, countries.count_rows, ask)

    if ask.day is None:
        days = read_days(read(frame[ask.date]), ask.date, ask.errors)
    else:
        days = same_day(ask.day, len(states))
    if ask.beyond == "raise":
        _check_days(states, days, lookup.checked_until, ask)

    statuses = status_table(ask.release, ask.beyond).take(states, days)
    new = [
        NewColumn(list(lookup.spans), states),
        NewColumn(list(map(str, Status)), statuses),
    ]
    if ask.caveats:
        caveats = caveat_numbers(states, days, ask.release)
        new.append(NewColumn(list(map(str, Caveat)), caveats))

    return dict(zip(ask.new_columns, new, strict=True))


def _check_days(states: Any, days: Days, until: dt.date, ask: Ask) -> None:
    """Raise if rows of our states have days after the data."""
    numbers = days.numbers(slice(None))
    beyond = numbers[(states > 0) & (numbers > day_number(until))]
    check_not_beyond(
        ask.date, len(beyond), map(date_of, beyond[:3].tolist()), until
    )


def _no_column(dtype: object) -> TypeError:
    """The error for a column that is neither of countries nor of dates."""
    return TypeError(f"a column holds {dtype}: text, numbers or dates are read")


# --- pandas and Dask ---


def add_to_pandas(frame: Any, ask: Ask) -> Any:
    """A new frame, which shares the columns of the old one."""
    pd = need("pandas", "annotate")
    added = {}
    for name, column in _make_columns(_read_pandas, frame, ask).items():
        added[name] = pd.Categorical.from_codes(column.codes, column.categories)

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
        kinds = set(map(type, dtype.categories))
        # Those that no row has may be of types that are not read.
        if dtype.categories.dtype == object and kinds != {str}:
            column = column.cat.remove_unused_categories()

        return Distinct(
            column.cat.codes.to_numpy(), column.cat.categories.tolist()
        )

    if _is_held_by_arrow(dtype):
        return read_arrow(need("pyarrow", "annotate").array(column))

    is_a = pd.api.types
    # pandas takes them for numbers too.
    if is_a.is_complex_dtype(dtype):
        raise _no_column(dtype)

    if is_a.is_datetime64_any_dtype(dtype):
        return _read_datetimes(column)

    if is_a.is_numeric_dtype(dtype) and not is_a.is_bool_dtype(dtype):
        return Numbers(column.to_numpy("float64", na_value=_NAN))

    positions, distinct = pd.factorize(column)
    values = distinct.tolist()
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
    for name, column in _make_columns(read_arrow, table, ask).items():
        codes = pa.array(column.codes, mask=column.numbers == 0)
        dictionary = pa.DictionaryArray.from_arrays(codes, column.categories)
        table = table.append_column(name, dictionary)

    return table


def read_arrow(column: Any) -> Column:
    """A column of Arrow in one of the three forms."""
    pa = need("pyarrow", "annotate")
    is_a, dtype = pa.types, column.type
    # A batch has arrays, a table has chunks of them.
    if isinstance(column, pa.Array):
        column = pa.chunked_array([column])

    if is_a.is_date(dtype) or is_a.is_timestamp(dtype):
        return _read_arrow_days(column)

    is_number = (is_a.is_integer, is_a.is_floating, is_a.is_decimal)
    if any(is_kind(dtype) for is_kind in is_number):
        # An integer that no float is has no code and is no year; it need not be exact.
        floats = column.cast(pa.float64(), safe=False).combine_chunks()
        return Numbers(_to_numpy(floats, null=_NAN))

    return _read_dictionary(column)


def _read_arrow_days(column: Any) -> Days:
    """Dates or timestamps; the calendar day is that of the column's time zone."""
    pa = need("pyarrow", "annotate")
    if pa.types.is_timestamp(column.type) and column.type.tz:
        compute = need("pyarrow.compute", "annotate")
        column = compute.local_timestamp(column)

    days = column.cast(pa.date32(), safe=False).cast(pa.int32())
    return Days(_to_numpy(days.combine_chunks(), null=NEVER))


def _read_dictionary(column: Any) -> Distinct:
    """Text, or whatever else there is, as a dictionary of its values."""
    pa = need("pyarrow", "annotate")
    # No chunks of some kinds of dictionary cannot be combined.
    if not len(column):
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

    # It runs in threads that are not Python's.
    def add_to_batch(columns: Any) -> Any:  # pragma: no cover
        series = _make_series(columns.struct.unnest(), ask)
        return pl.DataFrame(series).to_struct()

    # A table without rows tells the types of the new columns.
    no_rows = pl.DataFrame(schema=dict.fromkeys(ask.columns, pl.String))
    dtype = pl.DataFrame(_make_series(no_rows, ask)).to_struct().dtype

    # One struct of columns, because until 1.31 only a function of one column can be elementwise.
    new = pl.struct(*dict.fromkeys(ask.columns)).map_batches(
        add_to_batch, return_dtype=dtype, is_elementwise=True
    )

    # The struct stands in the place of the first new column, so that it is computed once.
    first = ask.new_columns[0]
    return frame.with_columns(new.alias(first)).with_columns(
        pl.col(first).struct.field(*ask.new_columns)
    )


def _make_series(frame: Any, ask: Ask) -> list[Any]:
    """The columns to add as Series of Enum."""
    pl = need("polars", "annotate")
    series = []
    for name, column in _make_columns(_read_polars, frame, ask).items():
        words = [None, *column.categories]
        word_of_number = pl.Series(name, words, pl.Enum(column.categories))
        series.append(word_of_number.gather(pl.Series(column.numbers)))

    return series


def _read_polars(column: Any) -> Column:
    pl = need("polars", "annotate")
    dtype = column.dtype
    if dtype == pl.Datetime:
        column = column.dt.date()
    if dtype in (pl.Date, pl.Datetime):
        return Days(column.to_physical().fill_null(NEVER).to_numpy())

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
    # Before 1.32: nox -s engines-lowest.
    if not hasattr(pl, "Categories"):  # pragma: no cover
        local = column.cast(pl.Categorical).cat.to_local()
        return local.to_physical(), local.cat.get_categories().to_list()

    # Without a name of their own they would be shared by all columns, and never end.
    categories = pl.Categories.random()
    # While this lives, they do.
    categorical = column.cast(pl.Categorical(categories))
    numbers = categorical.to_physical()
    last = numbers.max()
    if last is None:
        return numbers, []

    # They are asked for by number: who goes through them finds no end until 1.42.
    return numbers, [categories[number] for number in range(last + 1)]


ADD_BY_ENGINE = {
    "dask": add_to_dask,
    "pandas": add_to_pandas,
    "polars": add_to_polars,
    "pyarrow": add_to_arrow,
}
"""What adds the columns that were asked for to a table of an engine."""

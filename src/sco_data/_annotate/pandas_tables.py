"""Tables of pandas, and of Dask, which are many of pandas."""

from __future__ import annotations

import datetime as dt
from typing import Any

from .._engines import need
from .arrays import make_columns, no_column
from .ask import Ask
from .columns import Column, Days, Distinct, Numbers, np

pd: Any = need("pandas", "annotate")


def add_columns(frame: Any, ask: Ask) -> Any:
    """A new frame, which shares the columns of the old one; of Dask part by part."""
    if not hasattr(type(frame), "map_partitions"):
        return _add_to_pandas(frame, ask)

    ask = ask._replace(is_part=True)
    # What an empty part gets tells Dask the types.
    return frame.map_partitions(
        _add_to_pandas, ask, meta=_add_to_pandas(frame._meta, ask)
    )


def _add_to_pandas(frame: Any, ask: Ask) -> Any:
    added: dict[str, Any] = {}
    for name, column in make_columns(_read_pandas, frame, ask).items():
        added[name] = pd.Categorical.from_codes(column.codes, column.categories)

    return frame.assign(**added)


def _read_pandas(column: Any) -> Column:
    """A column of pandas in one of the three forms."""
    is_a = pd.api.types
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
        from .arrow_tables import pa, read_arrow

        return read_arrow(pa.array(column))

    # pandas takes them for numbers too.
    if is_a.is_complex_dtype(dtype):
        raise no_column(dtype)

    if is_a.is_datetime64_any_dtype(dtype):
        return _read_datetimes(column)

    if is_a.is_numeric_dtype(dtype) and not is_a.is_bool_dtype(dtype):
        return Numbers(column.to_numpy("float64", na_value=np.nan))

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

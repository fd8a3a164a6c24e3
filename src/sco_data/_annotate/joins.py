"""Status added by a query: what the engines share that plan, DuckDB, Ibis and PySpark.

A small table has one row for each spelling or code of a country: its state, and the days of the
state's changes with the status of each. The user's table is joined with it, and the status is
that of the last change which a row's day has reached.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from .._engines import need
from .._timeline.statuses import changes_of
from .ask import Ask
from .days import DAY, YEAR, check_dates, date_of, no_dates
from .lookup import lookup_of, no_countries

# Columns that help and go again: the country to join on and the day stand beside the user's
# columns, the rest in the small table.
_ON, _DAY = "_sco_on", "_sco_day"
_KEY, _CHANGE, _STATUS = "_sco_key", "_sco_change", "_sco_status"


class _Countries(NamedTuple):
    """The user's column of countries to join on, its type, and the state of what it can hold."""

    column: Any
    dtype: str
    state_of: Mapping[Any, str | None]


class _RowDays(NamedTuple):
    """The user's column of days, and the type in which it is compared with a change."""

    column: Any
    dtype: str


class _SmallTable(NamedTuple):
    """The table to join with; its steps are the columns of each change, day and status."""

    types: dict[str, str]
    steps: list[tuple[str, str]]
    rows: list[tuple[Any, ...]]


def add_by_join(frame: Any, ask: Ask) -> Any:
    """A left join with one small row per country, that holds its changes in order of time."""
    nw = need("narwhals", "annotate")
    table = nw.from_native(frame)

    countries = _read_countries(nw, table, ask)
    days = _read_days(nw, table, ask)
    small = _make_small_table(countries, days.dtype, ask)

    beside = nw.from_native(_put_beside(frame, small))
    joined = table.with_columns(countries.column.alias(_ON), days.column.alias(_DAY))
    joined = joined.join(beside, how="left", left_on=_ON, right_on=_KEY)

    status = nw.lit(None, nw.String)
    # Later changes wrap earlier ones, so the last that the day has reached is the answer.
    for day_of_change, new_status in small.steps:
        is_reached = nw.col(_DAY) >= nw.col(day_of_change)
        status = nw.when(is_reached).then(nw.col(new_status)).otherwise(status)

    new = (ask.state_column, status.alias(ask.status_column))
    return joined.select(*table.columns, *new).to_native()


def _read_countries(nw: Any, table: Any, ask: Ask) -> _Countries:
    lookup = lookup_of(ask.release)
    column = nw.col(ask.country)
    dtype = table.collect_schema()[ask.country]
    state_of: dict[Any, str | None] = {}
    if dtype.is_numeric() and ask.codes != "iso3":
        for code, state in lookup.states_by_code[ask.codes].items():
            state_of[float(code)] = state  # Spark takes no integer for a double.

        return _Countries(column.cast(nw.Float64), "double", state_of)

    if dtype not in (nw.String, nw.Categorical, nw.Enum, nw.Unknown):
        raise no_countries(ask.codes, dtype)

    column = column.cast(nw.String)
    if ask.codes == "iso3":
        return _Countries(column, "string", lookup.states_by_code["iso3"])

    # Folding is Python's work, done once for each spelling, not in the engine's words.
    spellings = table.select(column.alias(_ON)).to_native().distinct()
    for (spelling,) in _fetch(spellings):
        state_of[spelling] = lookup.state_of(spelling, ask.codes)

    return _Countries(column, "string", state_of)


def _read_days(nw: Any, table: Any, ask: Ask) -> _RowDays:
    if ask.day is not None:
        return _RowDays(nw.lit(date_of(ask.day)), "date")

    column = nw.col(ask.date)
    dtype = table.collect_schema()[ask.date]
    if dtype in (nw.Date, nw.Datetime, nw.Unknown):
        return _RowDays(column.cast(nw.Date), "date")

    if dtype in (nw.String, nw.Categorical, nw.Enum):
        days = _read_days_in_texts(nw, column.cast(nw.String))
    elif dtype.is_numeric():
        days = _read_years(nw, column.cast(nw.Float64))
    else:
        raise no_dates(dtype)

    if ask.errors == "raise":
        is_no_date = ~column.is_null() & days.column.is_null()
        if dtype.is_float():
            is_no_date = is_no_date & ~column.is_nan()
        _check_rows(nw, table.filter(is_no_date).select(ask.date), ask.date)

    return days


def _read_days_in_texts(nw: Any, texts: Any) -> _RowDays:
    """ISO days are in order as text, also with a time, so they need no cast."""
    # Not "$", which would let a line end pass.
    is_day = texts.str.contains(f"^(?:{DAY})\\z")
    is_year = texts.str.contains(f"^(?:{YEAR})\\z")
    last_of_year = nw.concat_str([texts, nw.lit("-12-31")])

    day = nw.when(is_day).then(texts).otherwise(nw.when(is_year).then(last_of_year))
    return _RowDays(day, "string")


def _read_years(nw: Any, numbers: Any) -> _RowDays:
    # The others go first, because Ibis rounds to integers, which cannot hold all numbers.
    numbers = nw.when((numbers >= 1) & (numbers <= 9999)).then(numbers)
    is_whole = numbers == numbers.round()
    return _RowDays(nw.when(is_whole).then(numbers), "double")


def _check_rows(nw: Any, bad_rows: Any, name: str) -> None:
    """Raise if there are rows that are no dates."""
    [(count,)] = _fetch(bad_rows.select(nw.len()).to_native())
    if count:  # The first are asked for only if there are any.
        first = [value for (value,) in _fetch(bad_rows.head(3).to_native())]
        check_dates(name, count, first)


def _make_small_table(countries: _Countries, day_type: str, ask: Ask) -> _SmallTable:
    spans_by_state = lookup_of(ask.release).spans
    most_changes = max(map(len, map(changes_of, spans_by_state.values())))

    types = {_KEY: countries.dtype, ask.state_column: "string"}
    steps = []
    for number in range(most_changes):
        day_of_change, new_status = f"{_CHANGE}{number}", f"{_STATUS}{number}"
        types[day_of_change] = day_type
        types[new_status] = "string"
        steps.append((day_of_change, new_status))

    rows: list[tuple[Any, ...]] = [(None,) * len(types)]  # An engine reads the types off a row.
    for country, state in countries.state_of.items():
        if state is None:
            continue

        cells = [country, state]
        for day, status in changes_of(spans_by_state[state]).items():
            # A plain word: PySpark 3.5 and 4.0 cannot send a member of an enumeration.
            cells += [_write_day(day, day_type), status and status.value]
        padding = [None] * (len(types) - len(cells))
        rows.append((*cells, *padding))

    return _SmallTable(types, steps, rows)


def _write_day(day: dt.date, dtype: str) -> object:
    """The day of a change in the type of the user's column."""
    if dtype == "string":
        return str(day)

    if dtype == "double":  # A year means its last day, so it has reached all of its changes.
        return float(day.year)

    return day


def _put_beside(frame: Any, small: _SmallTable) -> Any:
    """The small table on the connection or session of the user's, or they could not be joined."""
    # The class is asked, because a column can be called like a method.
    if hasattr(type(frame), "sparkSession"):  # pragma: no cover - has a test session of its own
        functions = need("pyspark.sql.functions", "annotate")
        native = frame.sparkSession.createDataFrame(small.rows, _write_fields(small.types))
        return functions.broadcast(native)

    if hasattr(type(frame), "fetchall"):
        return _put_beside_relation(frame, small)

    records = [dict(zip(small.types, row, strict=True)) for row in small.rows]
    return need("ibis", "annotate").memtable(records, schema=small.types)


def _put_beside_relation(relation: Any, small: _SmallTable) -> Any:
    """In DuckDB the connection of a relation cannot be had, so one row of it is unfolded."""
    rows = ", ".join(map(_write_row, small.rows))
    fields = _write_fields(small.types)
    one_row = relation.limit(0).aggregate("count(*)")
    return one_row.project(f"unnest(CAST([{rows}] AS STRUCT({fields})[]), recursive := true)")


def _write_fields(types: dict[str, str]) -> str:
    return ", ".join(f"{name} {dtype}" for name, dtype in types.items())


def _write_row(cells: tuple[object, ...]) -> str:
    return f"({', '.join(map(_write_cell, cells))})"


def _write_cell(cell: object) -> str:
    if cell is None:
        return "NULL"

    escaped = str(cell).replace("'", "''")
    return f"'{escaped}'"


def _fetch(native: Any) -> list[tuple[Any, ...]]:
    """The rows of a small result."""
    if hasattr(type(native), "to_pyarrow"):  # Ibis
        return [tuple(row.values()) for row in native.to_pyarrow().to_pylist()]

    if hasattr(type(native), "fetchall"):  # DuckDB
        return list(native.fetchall())

    return list(map(tuple, native.collect()))  # pragma: no cover - Spark, as above

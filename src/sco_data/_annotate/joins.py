"""Status added by a query: what the engines share that plan, DuckDB, Ibis and PySpark.

A small table has one row for each spelling or code of a country: its state, and the days of the
state's changes with the status, or the caveat, of each. The user's table is joined with it, and
the status is that of the last change which a row's day has reached.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Any, NamedTuple

from .._engines import need
from .._timeline.caveats import caveats_by_state
from .._timeline.statuses import changes_of
from .ask import Ask
from .days import DAY, YEAR, check_dates, check_not_beyond, no_dates
from .lookup import lookup_of, no_countries
from .unmatched import tell_unmatched

nw: Any = need("narwhals", "annotate")


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
    """The table to join with, by the types of its columns, and what is new after the join."""

    types: dict[str, str]
    rows: list[tuple[Any, ...]]
    new_columns: list[Any]


def add_columns(frame: Any, ask: Ask) -> Any:
    """A left join with one small row per country, that holds its changes in order of time."""
    table = nw.from_native(frame)
    countries = _read_countries(table, ask)
    days = _read_days(table, ask)
    if ask.beyond == "raise":
        _check_days(table, countries, days, ask)

    # What helps and goes again begins like no column that stays.
    helper = _find_free_start([*table.columns, *ask.new_columns])
    small = _make_small_table(countries, days.dtype, helper, ask)
    return (
        table.with_columns(
            countries.column.alias(f"{helper}on"),
            days.column.alias(f"{helper}day"),
        )
        .join(
            nw.from_native(_put_beside(frame, small)),
            how="left",
            left_on=f"{helper}on",
            right_on=f"{helper}key",
        )
        .select(*table.columns, *small.new_columns)
        .to_native()
    )


def _find_free_start(columns: Iterable[str]) -> str:
    """What no column begins with."""
    start = "_sco_"
    # SQL takes names that differ in case alone for the same.
    while any(name.casefold().startswith(start) for name in columns):
        start += "_"

    return start


def _read_countries(table: Any, ask: Ask) -> _Countries:
    """Codes are known beforehand; of text the spellings that the column has are looked up."""
    lookup = lookup_of(ask.release)
    states = lookup.states_by_code[ask.codes]
    column = nw.col(ask.country)
    dtype = table.collect_schema()[ask.country]
    if dtype.is_numeric() and ask.codes != "iso3":
        # Spark takes no integer for a double.
        state_of_code = {float(code): states[code] for code in states}
        return _Countries(column.cast(nw.Float64), "double", state_of_code)

    if dtype not in (nw.String, nw.Categorical, nw.Enum, nw.Unknown):
        raise no_countries(ask.codes, dtype)

    column = column.cast(nw.String)
    if ask.codes == "iso3":
        return _Countries(column, "string", states)

    # Folding is Python's work, done once for each spelling, not in the engine's words.
    spellings = table.select(column.alias("spelling")).group_by("spelling")
    rows_of = dict(_fetch(spellings.agg(nw.len().alias("row_count"))))
    tell_unmatched(list(rows_of), lambda: list(rows_of.values()), ask)
    state_of = {
        spelling: lookup.state_of(spelling, ask.codes) for spelling in rows_of
    }
    return _Countries(column, "string", state_of)


def _read_days(table: Any, ask: Ask) -> _RowDays:
    """The days of a column, or the one day for all rows; raise for what is none, if asked."""
    if ask.day is not None:
        return _RowDays(nw.lit(ask.as_of), "date")

    column = nw.col(ask.date)
    dtype = table.collect_schema()[ask.date]
    if dtype in (nw.Date, nw.Datetime, nw.Unknown):
        return _RowDays(column.cast(nw.Date), "date")

    if dtype in (nw.String, nw.Categorical, nw.Enum):
        days = _read_days_in_texts(column.cast(nw.String))
    elif dtype.is_numeric():
        days = _read_years(column.cast(nw.Float64))
    else:
        raise no_dates(dtype)

    if ask.errors == "raise":
        is_no_date = ~column.is_null() & days.column.is_null()
        if dtype.is_float():
            is_no_date = is_no_date & ~column.is_nan()
        check_dates(ask.date, *_find_days(table, is_no_date, ask))

    return days


def _read_days_in_texts(texts: Any) -> _RowDays:
    """ISO days are in order as text, also with a time, so they need no cast."""
    # Not "$", which would let a line end pass.
    is_day = texts.str.contains(f"^(?:{DAY})\\z")
    is_year = texts.str.contains(f"^(?:{YEAR})\\z")
    last_of_year = nw.concat_str([texts, nw.lit("-12-31")])

    day_of_year = nw.when(is_year).then(last_of_year)
    return _RowDays(
        nw.when(is_day).then(texts).otherwise(day_of_year), "string"
    )


def _read_years(numbers: Any) -> _RowDays:
    # The others go first, because Ibis rounds to integers, which cannot hold all numbers.
    numbers = nw.when((numbers >= 1) & (numbers <= 9999)).then(numbers)
    is_whole = numbers == numbers.round()
    return _RowDays(nw.when(is_whole).then(numbers), "double")


def _find_days(table: Any, is_bad: Any, ask: Ask) -> tuple[int, list[Any]]:
    """How many rows have a day that is not as it should be, and the first of these days."""
    rows = table.filter(is_bad).select(ask.date)
    [(count,)] = _fetch(rows.select(nw.len()))
    # The first are asked for only if there are any.
    if not count:
        return 0, []

    return count, [value for (value,) in _fetch(rows.head(3))]


def _check_days(
    table: Any, countries: _Countries, days: _RowDays, ask: Ask
) -> None:
    """Raise if rows of our states have days after the data."""
    until = lookup_of(ask.release).checked_until
    # A text that is a day with a time is after the day, so it is compared with the next.
    day_after = nw.lit(_write_day(until + dt.timedelta(1), days.dtype))
    ours = list(filter(countries.state_of.get, countries.state_of))
    is_beyond = countries.column.is_in(ours) & (days.column >= day_after)
    check_not_beyond(ask.date, *_find_days(table, is_beyond, ask), until)


def _make_small_table(
    countries: _Countries, day_type: str, helper: str, ask: Ask
) -> _SmallTable:
    """A row for each country: its state, and pairs of the day of a change and what it brings."""
    spans: list[Mapping[str, Iterable[Any]]] = [
        lookup_of(ask.release).spans_for(ask.beyond)
    ]
    if ask.caveats:
        spans.append(caveats_by_state(ask.release))

    types = {f"{helper}key": countries.dtype, f"{helper}state": "string"}
    new_columns = [nw.col(f"{helper}state").alias(ask.new_columns[0])]
    cells_of_state: dict[str, list[Any]] = {
        state: [state] for state in spans[0]
    }
    for name, spans_by_state in zip(ask.new_columns[1:], spans, strict=True):
        answer = nw.lit(None, nw.String)
        changes = map(changes_of, spans_by_state.values())
        # The first change of each state, then the second: a state that has none gets nulls.
        for step in zip_longest(
            *map(dict.items, changes), fillvalue=(None, None)
        ):
            for cells, (day, word) in zip(
                cells_of_state.values(), step, strict=True
            ):
                # A plain word: PySpark 3.5 and 4.0 cannot send a member of an enumeration.
                cells += [_write_day(day, day_type), word and word.value]

            day_column = f"{helper}day{len(types)}"
            word_column = f"{helper}word{len(types)}"
            types[day_column] = day_type
            types[word_column] = "string"
            # Later changes wrap earlier ones, so the last that the day has reached is the answer.
            answer = (
                nw.when(nw.col(f"{helper}day") >= nw.col(day_column))
                .then(nw.col(word_column))
                .otherwise(answer)
            )

        new_columns.append(answer.alias(name))

    # An engine reads the types off a row.
    rows: list[tuple[Any, ...]] = [(None,) * len(types)]
    for country, state in countries.state_of.items():
        if state is not None:
            rows.append((country, *cells_of_state[state]))

    return _SmallTable(types, rows, new_columns)


def _write_day(day: dt.date | None, dtype: str) -> object:
    """The day of a change in the type of the user's column."""
    if day is None or dtype == "date":
        return day

    # A year means its last day, so it has reached all of its changes.
    return str(day) if dtype == "string" else float(day.year)


def _put_beside(frame: Any, small: _SmallTable) -> Any:
    """The small table on the connection or session of the user's, or they could not be joined."""
    # The class is asked, because a column can be called like a method.
    if hasattr(type(frame), "fetchall"):
        return _put_beside_relation(frame, small)

    # Spark has a test session of its own.
    if hasattr(type(frame), "sparkSession"):  # pragma: no cover
        native = frame.sparkSession.createDataFrame(
            small.rows, _write_fields(small.types)
        )
        return need("pyspark.sql.functions", "annotate").broadcast(native)

    return need("ibis", "annotate").memtable(small.rows, schema=small.types)


def _put_beside_relation(relation: Any, small: _SmallTable) -> Any:
    """In DuckDB the connection of a relation cannot be had, so one row of it is unfolded."""
    rows = ", ".join(map(_write_row, small.rows))
    dtype = f"STRUCT({_write_fields(small.types)})[]"
    return (
        relation.limit(0)
        .aggregate("count(*)")
        .project(f"unnest(CAST([{rows}] AS {dtype}), recursive := true)")
    )


def _write_fields(types: dict[str, str]) -> str:
    return ", ".join(map(" ".join, types.items()))


def _write_row(cells: tuple[object, ...]) -> str:
    return f"({', '.join(map(_write_cell, cells))})"


def _write_cell(cell: object) -> str:
    if cell is None:
        return "NULL"

    escaped = str(cell).replace("'", "''")
    return f"'{escaped}'"


def _fetch(table: Any) -> list[tuple[Any, ...]]:
    """The rows of a small result."""
    native = table.to_native()
    if hasattr(type(native), "fetchall"):  # DuckDB
        return list(native.fetchall())

    if hasattr(type(native), "to_pyarrow"):  # Ibis
        columns = native.to_pyarrow().to_pydict().values()
        return list(zip(*columns, strict=True))

    return list(map(tuple, native.collect()))  # pragma: no cover - Spark

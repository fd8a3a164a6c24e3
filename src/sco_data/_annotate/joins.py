"""Status added by a query: what the engines share that plan, DuckDB, Ibis and PySpark.

A small table has one row for each spelling or code of a country: its state, and the days of the
state's changes with the status, or the caveat, of each. The user's table is joined with it, and
the status is that of the last change which a row's day has reached.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from .._engines import need
from .._timeline.caveats import caveats_by_state
from .._timeline.statuses import changes_of
from ..model.states import Caveat, Status
from .ask import Ask
from .days import DAY, YEAR, check_dates, check_not_beyond, date_of, no_dates
from .lookup import lookup_of, no_countries
from .unmatched import report, tell

_Changes = Mapping[dt.date, Status | Caveat | None]
"""The days of the changes of one state, in order of time, with what each brings."""


class _Helpers:
    """Names of columns that help and go again, of which none is the name of a column that stays.

    The country to join on and the day stand beside the user's columns, the rest in the small table.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        start = "_sco_"
        # SQL takes names that differ in case alone for the same.
        while any(name.casefold().startswith(start) for name in taken):
            start += "_"

        self.on = f"{start}on"
        self.day = f"{start}day"
        self.key = f"{start}key"
        self.state = f"{start}state"
        self.change = f"{start}change"
        self.word = f"{start}word"
        self.count = f"{start}count"


class _Countries(NamedTuple):
    """The user's column of countries to join on, its type, and the state of what it can hold."""

    column: Any
    dtype: str
    state_of: Mapping[Any, str | None]


class _RowDays(NamedTuple):
    """The user's column of days, and the type in which it is compared with a change."""

    column: Any
    dtype: str


class _Step(NamedTuple):
    """The columns of the small table for one change of each state: its day and what it brings."""

    day: str
    word: str


class _SmallTable(NamedTuple):
    """The table to join with; there are steps for each new column but that of states."""

    types: dict[str, str]
    steps: dict[str, list[_Step]]
    rows: list[tuple[Any, ...]]


def add_by_join(frame: Any, ask: Ask) -> Any:
    """A left join with one small row per country, that holds its changes in order of time."""
    nw = need("narwhals", "annotate")
    table = nw.from_native(frame)

    helpers = _Helpers([*table.columns, *ask.new_columns])
    countries = _read_countries(nw, table, helpers, ask)
    days = _read_days(nw, table, ask)
    if ask.beyond == "raise":
        _check_days(nw, table, countries, days, ask)

    small = _make_small_table(countries, days.dtype, helpers, ask)
    beside = nw.from_native(_put_beside(frame, small))
    joined = table.with_columns(
        countries.column.alias(helpers.on), days.column.alias(helpers.day)
    )
    joined = joined.join(
        beside, how="left", left_on=helpers.on, right_on=helpers.key
    )

    new = [nw.col(helpers.state).alias(ask.state_column)]
    for name, steps in small.steps.items():
        word = nw.lit(None, nw.String)
        # Later changes wrap earlier ones, so the last that the day has reached is the answer.
        for step in steps:
            is_reached = nw.col(helpers.day) >= nw.col(step.day)
            word = nw.when(is_reached).then(nw.col(step.word)).otherwise(word)
        new.append(word.alias(name))

    return joined.select(*table.columns, *new).to_native()


def _read_countries(
    nw: Any, table: Any, helpers: _Helpers, ask: Ask
) -> _Countries:
    lookup = lookup_of(ask.release)
    column = nw.col(ask.country)
    dtype = table.collect_schema()[ask.country]
    state_of: dict[Any, str | None] = {}
    if dtype.is_numeric() and ask.codes != "iso3":
        for code, state in lookup.states_by_code[ask.codes].items():
            state_of[float(code)] = (
                state  # Spark takes no integer for a double.
            )

        return _Countries(column.cast(nw.Float64), "double", state_of)

    if dtype not in (nw.String, nw.Categorical, nw.Enum, nw.Unknown):
        raise no_countries(ask.codes, dtype)

    column = column.cast(nw.String)
    if ask.codes == "iso3":
        return _Countries(column, "string", lookup.states_by_code["iso3"])

    # Folding is Python's work, done once for each spelling, not in the engine's words.
    spellings = table.select(column.alias(helpers.on)).group_by(helpers.on)
    counted = dict(
        _fetch(spellings.agg(nw.len().alias(helpers.count)).to_native())
    )
    for spelling in counted:
        state_of[spelling] = lookup.state_of(spelling, ask.codes)

    if ask.unmatched != "null":
        found = report(
            list(counted),
            lambda: list(counted.values()),
            ask.codes,
            ask.release,
        )
        tell(found, ask)

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

    day = (
        nw.when(is_day)
        .then(texts)
        .otherwise(nw.when(is_year).then(last_of_year))
    )
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


def _check_days(
    nw: Any, table: Any, countries: _Countries, days: _RowDays, ask: Ask
) -> None:
    """Raise if rows of our states have days after the data."""
    until = lookup_of(ask.release).checked_until
    # A text that is a day with a time is after the day, so it is compared with the next.
    day_after = nw.lit(_write_day(until + dt.timedelta(1), days.dtype))
    ours = [
        key for key, state in countries.state_of.items() if state is not None
    ]
    is_beyond = countries.column.is_in(ours) & (days.column >= day_after)

    beyond = table.filter(is_beyond).select(ask.date)
    [(count,)] = _fetch(beyond.select(nw.len()).to_native())
    if count:
        first = [value for (value,) in _fetch(beyond.head(3).to_native())]
        check_not_beyond(ask.date, count, first, until)


def _make_small_table(
    countries: _Countries, day_type: str, helpers: _Helpers, ask: Ask
) -> _SmallTable:
    changes_by_column = _find_changes(ask)
    types = {helpers.key: countries.dtype, helpers.state: "string"}
    steps: dict[str, list[_Step]] = {}
    for column, changes_by_state in changes_by_column.items():
        steps[column] = []
        for _ in range(max(map(len, changes_by_state.values()))):
            number = len(types)
            step = _Step(f"{helpers.change}{number}", f"{helpers.word}{number}")
            steps[column].append(step)
            types[step.day] = day_type
            types[step.word] = "string"

    rows: list[tuple[Any, ...]] = [
        (None,) * len(types)
    ]  # An engine reads the types off a row.
    for country, state in countries.state_of.items():
        if state is None:
            continue

        cells: list[Any] = [country, state]
        for column, changes_by_state in changes_by_column.items():
            cells += _write_changes(
                changes_by_state[state], day_type, len(steps[column])
            )
        rows.append(tuple(cells))

    return _SmallTable(types, steps, rows)


def _find_changes(ask: Ask) -> dict[str, dict[str, _Changes]]:
    """For each new column but that of states the changes of each state."""
    lookup = lookup_of(ask.release)
    spans = lookup.known_spans if ask.beyond == "null" else lookup.spans
    changes: dict[str, dict[str, _Changes]] = {}
    changes[ask.status_column] = {
        state: changes_of(own) for state, own in spans.items()
    }
    if ask.caveats:
        caveats = caveats_by_state(ask.release)
        changes[ask.caveat_column] = {
            state: changes_of(own) for state, own in caveats.items()
        }

    return changes


def _write_changes(changes: _Changes, day_type: str, count: int) -> list[Any]:
    """So many pairs of cells: the day of a change and what it brings, or nulls."""
    cells: list[Any] = []
    for day, word in changes.items():
        # A plain word: PySpark 3.5 and 4.0 cannot send a member of an enumeration.
        cells += [_write_day(day, day_type), word and word.value]

    return cells + [None] * (2 * count - len(cells))


def _write_day(day: dt.date, dtype: str) -> object:
    """The day of a change in the type of the user's column."""
    if dtype == "string":
        return str(day)

    if (
        dtype == "double"
    ):  # A year means its last day, so it has reached all of its changes.
        return float(day.year)

    return day


def _put_beside(frame: Any, small: _SmallTable) -> Any:
    """The small table on the connection or session of the user's, or they could not be joined."""
    # The class is asked, because a column can be called like a method.
    if hasattr(
        type(frame), "sparkSession"
    ):  # pragma: no cover - has a test session of its own
        functions = need("pyspark.sql.functions", "annotate")
        native = frame.sparkSession.createDataFrame(
            small.rows, _write_fields(small.types)
        )
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
    return one_row.project(
        f"unnest(CAST([{rows}] AS STRUCT({fields})[]), recursive := true)"
    )


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

    return list(
        map(tuple, native.collect())
    )  # pragma: no cover - Spark, as above

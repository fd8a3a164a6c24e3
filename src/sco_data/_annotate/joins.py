"""Status added by a query: what the engines share that plan, DuckDB, Ibis and PySpark."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from .. import _timeline
from .._engines import need
from .lookup import DAY, EPOCH, YEAR, Ask, lookup, no_country, refuse

_WRITTEN: dict[str, Callable[[dt.date], Any]] = {
    "string": str,
    "double": lambda day: float(day.year),
    "date": lambda day: day,
}


def joined(frame: Any, ask: Ask) -> Any:
    """A left join with one small row per country, that holds its changes in order of time."""
    nw, table = need("narwhals", "annotate"), lookup(ask.release)
    lazy = nw.from_native(frame)
    columns, schema = [nw.col(name) for name in lazy.columns], lazy.collect_schema()
    key, kind = nw.col(ask.country), schema[ask.country]
    keys: dict[Any, str | None] = {}
    if kind.is_numeric() and ask.codes != "iso3":
        key, kind_of_key = key.cast(nw.Float64), "double"
        keys = {float(code): state for code, state in table.codes[ask.codes].items()}
    elif kind in (nw.String, nw.Categorical, nw.Enum, nw.Unknown):
        key, kind_of_key = key.cast(nw.String), "string"
        if ask.codes == "iso3":
            keys = {**table.codes["iso3"]}
        else:  # Folding is Python's work, done once for each spelling, not in the engine's words.
            seen = _fetch(lazy.select(key.alias("key")).to_native().distinct())
            keys = {text: table.place(text, ask.codes) for (text,) in seen if text is not None}
    else:
        raise no_country(ask.codes, kind)
    if ask.day is None:
        day_of, kind_of_day = _day_of(nw, lazy, ask.date, ask.errors)
    else:
        day_of, kind_of_day = nw.lit(dt.date.fromordinal(ask.day + EPOCH)), "date"
    written = _WRITTEN[kind_of_day]
    changes = {state: _timeline.changes_of(rows) for state, rows in table.spans.items()}
    most = max(map(len, changes.values()))
    types = {"_sco_key": kind_of_key, "sco_state": "string"}
    for number in range(most):
        types |= {f"_sco_day{number}": kind_of_day, f"_sco_status{number}": "string"}
    rows: list[tuple[Any, ...]] = [(None,) * len(types)]  # An engine wants a row to know types by.
    for value, state in keys.items():
        if state:
            cells: list[Any] = []
            for when, what in changes[state].items():
                # A plain word: PySpark 3.5 and 4.0 cannot send a member of an enumeration.
                cells += [written(when), what and what.value]
            rows.append((value, state, *cells, *[None] * (2 * (most - len(changes[state])))))
    small = nw.from_native(_small(frame, types, rows))
    lazy = lazy.with_columns(key.alias("_sco_on"), day_of.alias("_sco_day"))
    lazy = lazy.join(small, how="left", left_on="_sco_on", right_on="_sco_key")
    status: Any = nw.lit(None, nw.String)
    for number in range(most):
        reached = nw.col("_sco_day") >= nw.col(f"_sco_day{number}")
        status = nw.when(reached).then(nw.col(f"_sco_status{number}")).otherwise(status)
    return lazy.select(*columns, "sco_state", status.alias("sco_status")).to_native()


def _day_of(nw: Any, lazy: Any, date: str, errors: str) -> tuple[Any, str]:
    """A column that can be compared with the days of changes, and the kind of these."""
    column, kind = nw.col(date), lazy.collect_schema()[date]
    if kind in (nw.String, nw.Categorical, nw.Enum):
        column = column.cast(nw.String)
        whole, year = (column.str.contains(f"^(?:{form})\\z") for form in (DAY, YEAR))
        bad = ~(whole | year)
        # ISO days are in order as text, also with a time, so they need no cast.
        last = nw.concat_str([column, nw.lit("-12-31")])
        column = nw.when(whole).then(column).otherwise(nw.when(year).then(last))
        kind_of_day = "string"
    elif kind.is_numeric():
        column = column.cast(nw.Float64)
        good = (column >= 1) & (column <= 9999) & (column == column.round())
        bad = ~(good | column.is_nan())
        column = nw.when(good).then(column)
        kind_of_day = "double"
    elif kind in (nw.Date, nw.Datetime, nw.Unknown):
        return column.cast(nw.Date), "date"
    else:
        raise TypeError(f"dates are dates, datetimes, text or years, not {kind}")
    if errors == "raise":
        rows = lazy.filter(~nw.col(date).is_null() & bad).select(date)
        count = _fetch(rows.select(nw.len()).to_native())[0][0]
        if count:
            refuse(date, count, (value for (value,) in _fetch(rows.head(3).to_native())))
    return column, kind_of_day


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

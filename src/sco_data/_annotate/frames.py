"""``annotate``: status added to a table of rows, on the engine that holds it.

What comes in is a table of any engine, what goes out is the same with two or three more columns.
The verb finds out who can do it: there is a module for each engine that holds its rows, and
``joins.py`` for those that plan.
"""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .._engines import need
from .ask import Ask, check_columns, check_options

if TYPE_CHECKING:
    from ..model.words import (
        CodesWord,
        ErrorsWord,
        TableBeyondWord,
        UnmatchedWord,
    )

F = TypeVar("F")

_MODULE_BY_ENGINE = {
    "dask": "pandas_tables",
    "pandas": "pandas_tables",
    "polars": "polars_tables",
    "pyarrow": "arrow_tables",
    "duckdb": "joins",
    "ibis": "joins",
    "pyspark": "joins",
}
"""Where the function ``add_columns`` is for a table of each engine."""


def annotate(
    frame: F,
    *,
    country: Any,
    date: Any = None,
    as_of: dt.date | str | None = None,
    codes: CodesWord = "m49",
    errors: ErrorsWord = "raise",
    unmatched: UnmatchedWord = "warn",
    caveats: bool = False,
    prefix: str = "sco_",
    beyond: TableBeyondWord = "last",
    release: str | None = None,
) -> F:
    """A table with two more columns: ``sco_state`` (ISO-3) and ``sco_status`` on a row's day.

    With ``caveats=True`` there is a third one, ``sco_caveat``: what to mind about the status.

    Both are null where the country is unknown or has no tie to the organisation; the status also
    where there was none on that day or the day is null. Rows, their order, the index and all other
    columns stay as they are; engines without an order lose and double no row.

    Args:
        frame: a table of pandas, Polars (also lazy), PyArrow, Dask, DuckDB, Ibis or PySpark.
        country: the column of countries. Text may be ISO-2, ISO-3 or any listed name, mixed; it is
            read as :func:`sco_data.state` reads it. Numbers are codes, also as text: ``"004"``.
        date: the column of dates: dates, datetimes (the calendar day in the time zone of the
            column), text ``YYYY-MM-DD`` with or without a time, or years, which mean their last
            day.
        as_of: one day for all rows instead of ``date``.
        codes: what numbers are: ``"m49"`` (United Nations, the same as ISO numeric) or ``"cow"``
            (Correlates of War). ``"iso3"`` says that the column has ISO-3 codes as ISO writes
            them and that all else is unknown: nothing has to be looked through.
        errors: ``"raise"`` for values in ``date`` that are no dates, or ``"null"``.
        unmatched: ``"warn"`` of spellings that look like a state of ours and are not listed, and
            of numbers of another code system, as :func:`unmatched` finds them; ``"raise"`` for
            them, or ``"null"`` without a word. They get null in any case. Other countries are
            passed over in silence. The first 10,000 spellings are looked at. Lazy Polars and
            Dask tell when they compute, each spelling once, and nothing of numbers; in DuckDB,
            Ibis and PySpark columns of numbers are not looked through.
        caveats: whether to add the third column: ``"beyond data"`` on days after that up to which
            the data was checked; ``"uncertain"`` where the status may have begun or ended, but
            not certainly; ``"disputed"`` between two readings of when it did; ``"inactive"``
            where the state took no part; the first of these that holds, or null.
        prefix: what the names of the new columns begin with, so that both sides of a pair fit:
            ``prefix="a_"`` gives ``a_state``, ``a_status``, ``a_caveat``.
        beyond: on days after ``data_version().checked_until`` the status is that known ``"last"``;
            with ``"raise"`` such days in rows of our states are an error, with ``"null"`` the
            status is null.
        release: the release of the data to answer from; ``None`` is the newest.

    Returns:
        A table of the same kind, lazy where it was lazy. The new columns are categories where the
        engine has them. A text column of countries in DuckDB, Ibis or PySpark, and there also a
        column of dates that are text or numbers, is looked through once when this is called.

    Raises:
        ValueError: if a column is missing, or one of the new ones is there already; if both or
            none of ``date`` and ``as_of`` are given; for an unknown word or release; for values
            that are no dates, and where it was asked for, for what did not match and for days
            after the data (lazy Polars and Dask raise these three when they compute, Polars
            before 1.30 as its ``ComputeError``).
        TypeError: if the frame, or what a column holds, is none of the above; if the prefix is
            not text.
        ImportError: without the extra ``frames``, or if a library is older than works.

    Example:
        >>> import pandas
        >>> table = pandas.DataFrame({"country": ["Iran", "俄罗斯", "FR"], "year": [2022] * 3})
        >>> annotate(table, country="country", date="year")["sco_status"].tolist()
        ['observer', 'member', nan]
    """
    ask = check_options(
        Ask(
            country=country,
            date=date,
            as_of=as_of,
            codes=codes,
            errors=errors,
            unmatched=unmatched,
            caveats=caveats,
            prefix=prefix,
            beyond=beyond,
            release=release,
        )
    )
    engine = _find_engine(frame)
    module_name = _MODULE_BY_ENGINE[engine]
    # The engine is imported, for a frame of it is here: is it new enough?
    need(engine, "annotate")
    need("narwhals" if module_name == "joins" else "numpy", "annotate")
    check_columns(_column_names(frame), ask)

    module = import_module(f".{module_name}", __package__)
    return cast("F", module.add_columns(frame, ask))


def _find_engine(frame: Any) -> str:
    """The library that the class of the frame, or one that it is derived from, comes from."""
    cls = type(frame)
    # A Series, or an array, is no table.
    if hasattr(cls, "columns"):
        for base in cls.__mro__:
            library = base.__module__.partition(".")[0].lstrip("_")
            if library in _MODULE_BY_ENGINE:
                return library

    raise TypeError(
        "annotate takes a table of pandas, Polars, PyArrow, Dask, DuckDB, Ibis or PySpark, not "
        f"{cls.__module__}.{cls.__qualname__}"
    )


def _column_names(frame: Any) -> list[Any]:
    """The names of the columns, which each engine gives in its own way."""
    # The class is asked, because a column can be called like a method.
    cls = type(frame)
    # Polars warns who asks a lazy frame for its columns.
    if hasattr(cls, "collect_schema"):
        return list(frame.collect_schema())

    # In Arrow the columns are arrays.
    if hasattr(cls, "column_names"):
        return list(frame.column_names)

    return list(frame.columns)

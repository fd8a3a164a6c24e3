"""Tables of Polars, also lazy ones."""

from __future__ import annotations

from typing import Any

from .._engines import need
from .arrays import make_columns
from .ask import Ask
from .columns import Column, Days, Distinct, Numbers, np
from .days import NEVER

pl: Any = need("polars", "annotate")


def add_columns(frame: Any, ask: Ask) -> Any:
    """A new frame; a lazy one stays lazy and is annotated when it is computed."""
    if isinstance(frame, pl.DataFrame):
        return frame.with_columns(_make_series(frame, ask))

    ask = ask._replace(is_part=True)

    # It runs in threads that are not Python's.
    def add_to_batch(columns: Any) -> Any:  # pragma: no cover
        return _make_struct(columns.struct.unnest(), ask)

    # A table without rows tells the types of the new columns.
    no_rows = pl.DataFrame(schema=dict.fromkeys(ask.columns, pl.String))
    dtype = _make_struct(no_rows, ask).dtype

    # One struct of columns, because until 1.31 only a function of one column can be elementwise.
    new = pl.struct(*dict.fromkeys(ask.columns)).map_batches(
        add_to_batch, return_dtype=dtype, is_elementwise=True
    )

    # The struct stands in the place of the first new column, so that it is computed once.
    first = ask.new_columns[0]
    return frame.with_columns(new.alias(first)).with_columns(
        pl.col(first).struct.field(*ask.new_columns)
    )


def _make_struct(frame: Any, ask: Ask) -> Any:
    """The columns to add as one Series of structs."""
    return pl.DataFrame(_make_series(frame, ask)).to_struct()


def _make_series(frame: Any, ask: Ask) -> list[Any]:
    """The columns to add as Series of Enum."""
    series = []
    for name, column in make_columns(_read_polars, frame, ask).items():
        words = [None, *column.categories]
        word_of_number = pl.Series(name, words, pl.Enum(column.categories))
        series.append(word_of_number.gather(pl.Series(column.numbers)))

    return series


def _read_polars(column: Any) -> Column:
    """A column of Polars in one of the three forms."""
    dtype = column.dtype
    if dtype == pl.Datetime:
        column = column.dt.date()
    if dtype in (pl.Date, pl.Datetime):
        return Days(column.to_physical().fill_null(NEVER).to_numpy())

    if dtype.is_numeric():
        return Numbers(column.cast(pl.Float64).fill_null(np.nan).to_numpy())

    if dtype not in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        raise TypeError(
            f"column {column.name!r} holds {dtype}: text, numbers or dates are read"
        )

    numbers, texts = _number_texts(column.cast(pl.String))
    return Distinct(numbers.fill_null(len(texts)).to_numpy(), texts)


def _number_texts(column: Any) -> tuple[Any, list[str]]:
    """The texts of a Polars column as numbers from 0, and what these stand for."""
    # Before 1.32: nox -s lowest.
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

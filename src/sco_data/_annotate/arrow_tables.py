"""Tables and batches of PyArrow, and its columns, which others hold too."""

from __future__ import annotations

from typing import Any

from .._engines import need
from .arrays import make_columns, no_column
from .ask import Ask
from .columns import Column, Days, Distinct, Numbers, np
from .days import NEVER

pa: Any = need("pyarrow", "annotate")


def add_columns(table: Any, ask: Ask) -> Any:
    """A new table or batch, which shares the columns of the old one."""
    for name, column in make_columns(read_arrow, table, ask).items():
        codes = pa.array(column.codes, mask=column.numbers == 0)
        dictionary = pa.DictionaryArray.from_arrays(codes, column.categories)
        table = table.append_column(name, dictionary)

    return table


def read_arrow(column: Any) -> Column:
    """A column of Arrow in one of the three forms."""
    is_a = pa.types
    dtype = column.type
    # A batch has arrays, a table has chunks of them.
    if isinstance(column, pa.Array):
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
        return Numbers(_to_numpy(floats, null=np.nan))

    return _read_dictionary(column)


def _read_arrow_days(column: Any) -> Days:
    """Dates or timestamps; the calendar day is that of the column's time zone."""
    if pa.types.is_timestamp(column.type) and column.type.tz:
        column = need("pyarrow.compute", "annotate").local_timestamp(column)

    days = column.cast(pa.date32(), safe=False).cast(pa.int32())
    return Days(_to_numpy(days.combine_chunks(), null=NEVER))


def _read_dictionary(column: Any) -> Distinct:
    """Text, or whatever else there is, as a dictionary of its values."""
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
            raise no_column(column.type) from None

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

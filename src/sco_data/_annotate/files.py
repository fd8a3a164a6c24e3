"""``annotate`` for files of any size: piece by piece, and nothing half-written at the end.

What comes in is a file of CSV or Parquet, what goes out another. A reader gives annotated pieces
of it and a writer takes them, so no more than one is held at a time.

DuckDB and Polars stream both formats themselves. They are not used for it, because neither tells
its caller how far it is, and they would have to be told cell by cell to leave text as it is. CSV
is the standard library's work, so the extra ``cli`` alone is enough for it; Parquet is PyArrow's.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from .._engines import need
from ..model.records import Records
from ..model.tables import Unmatched
from .arrays import add_to_arrow, read_arrow
from .ask import Ask, check_columns, make_ask
from .cells import Cells
from .columns import Distinct, Numbers
from .csv_rows import Lines, annotate_rows
from .lookup import lookup_of
from .target import find_target, open_target
from .unmatched import MOST_SPELLINGS, report

if TYPE_CHECKING:
    from ..model.words import CodesWord

ROWS, BYTES = 1 << 16, 1 << 24
"""A piece is full at so many rows, or so much of a file of CSV."""

FORMATS = (".csv", ".parquet")


class TextTable(NamedTuple):
    """Annotated rows of CSV, in which all is text and an empty cell is null."""

    header: list[str]
    new_header: list[str]
    rows: list[list[str]]

    @property
    def column_names(self) -> list[str]:
        """The names of all columns; a table of Arrow has them too."""
        return [*self.header, *self.new_header]


class Piece(NamedTuple):
    """Some annotated rows, as text or as a table of Arrow.

    ``unknown`` are those rows in which the country is none of ours, ``spellings`` how countries
    are written in how many rows, ``share_read`` is how much of the file is read with them.
    """

    table: Any
    rows: int
    unknown: int
    spellings: Iterable[tuple[Any, int]]
    share_read: float


Pieces = Generator[Piece, None, None]
"""What a reader gives; it can be closed before its end, and the file with it."""


class Tally:
    """How many rows there were, in how many the country is none of ours, and how it was spelt."""

    def __init__(self) -> None:
        self.rows = 0
        self.unknown = 0
        self.spellings: Counter[Any] = Counter()

    def add(self, piece: Piece) -> None:
        """Count the rows of a piece."""
        self.rows += piece.rows
        self.unknown += piece.unknown
        for spelling, count in piece.spellings:
            # Whoever has so many spellings has no column of countries.
            if (
                spelling in self.spellings
                or len(self.spellings) < MOST_SPELLINGS
            ):
                self.spellings[spelling] += count

    def sum_up(self, ask: Ask) -> Result:
        """What became of the whole file."""
        values, counts = list(self.spellings), list(self.spellings.values())
        unmatched = report(
            values, lambda: counts, cast("CodesWord", ask.codes), ask.release
        ).rows
        state_of = lookup_of(ask.release).state_of
        # A code of another system can be one of the system asked for, which is then the answer.
        lost = sum(
            row.count
            for row in unmatched
            if state_of(row.spelling, ask.codes) is None
        )
        return Result(self.rows, self.unknown - lost, lost, unmatched)


class Result(NamedTuple):
    """What became of a file."""

    rows: int
    without_tie: int
    """Rows of countries that are none of ours, and of none."""
    not_recognised: int
    """Rows of countries that look like one of ours, and are not listed."""
    unmatched: Records[Unmatched]
    """How these are written, and numbers of another code system."""


def annotate_file(
    source: Path,
    target: Path,
    *,
    progress: Callable[[float], object],
    country: str,
    date: str | None,
    as_of: dt.date | str | None,
    codes: CodesWord,
    errors: str,
    release: str | None,
) -> Result:
    """Write ``source`` with the two new columns to ``target``; both are CSV or Parquet.

    Cells of CSV are text and stay as they are; an empty one is null. The target is there when it
    is whole, see ``target.py``.
    """
    ask = make_ask(
        country=country,
        date=date,
        as_of=as_of,
        codes=codes,
        errors=errors,
        unmatched="null",  # What is not recognised is said once, of the whole file.
        caveats=False,
        prefix="sco_",
        beyond="last",
        release=release,
    )
    _check_paths(source, target)
    read = _read_csv if _is_csv(source) else _read_parquet
    write = _write_csv if _is_csv(target) else _write_parquet
    if not (_is_csv(source) and _is_csv(target)):
        need("pyarrow.parquet", "Parquet")

    tally = Tally()
    with closing(read(source, ask)) as pieces:
        # What is wrong with the first of it is found before a pipe gets anything.
        first = next(pieces)
        with open_target(target) as file:
            write(file, _tables_of(chain([first], pieces), tally, progress))

    return tally.sum_up(ask)


def _is_csv(path: Path) -> bool:
    return path.suffix.lower() == ".csv"


def _check_paths(source: Path, target: Path) -> None:
    for path in (source, target):
        if path.suffix.lower() not in FORMATS:
            raise ValueError(f"{path.name!r} should end in .csv or .parquet")

    was = source.stat()
    if not source.is_file():
        raise ValueError(f"{source} is no file that can be read piece by piece")

    old = find_target(target)
    if old is not None and os.path.samestat(was, old):
        raise ValueError(
            "the new table cannot stand in the place of the one it is made from"
        )


def _tables_of(
    pieces: Iterable[Piece], tally: Tally, progress: Callable[[float], object]
) -> Iterator[Any]:
    for piece in pieces:
        tally.add(piece)
        yield piece.table
        # Whoever asks for the next table has written this one.
        progress(piece.share_read)


# --- CSV ---


def _read_csv(path: Path, ask: Ask) -> Pieces:
    cells = Cells(ask)
    size = path.stat().st_size
    with (
        open(path, "rb") as raw,
        TextIOWrapper(raw, encoding="utf-8-sig", newline="") as file,
    ):
        lines = Lines(path, file)
        header = next(lines, [])
        if not header or len(set(header)) < len(header):
            raise ValueError(
                f"{path.name} has no header line, or one that names a column twice"
            )

        check_columns(header, ask)

        rows: list[list[str]] = []
        piece_start = 0
        is_first = True
        for row in annotate_rows(lines, header, ask, cells):
            rows.append(row)
            if len(rows) == ROWS or raw.tell() - piece_start > BYTES:
                table = TextTable(header, ask.new_columns, rows)
                yield _make_text_piece(table, ask, raw.tell() / size)
                rows = []
                piece_start = raw.tell()
                is_first = False

        # A file without rows gives one table without rows, so that the target has a header.
        if rows or is_first:
            yield _make_text_piece(
                TextTable(header, ask.new_columns, rows), ask, 1.0
            )


def _make_text_piece(table: TextTable, ask: Ask, share_read: float) -> Piece:
    state = table.column_names.index(ask.state_column)
    unknown = sum(not row[state] for row in table.rows)
    country = table.header.index(ask.country)
    spellings = Counter(row[country] for row in table.rows if row[country])
    return Piece(table, len(table.rows), unknown, spellings.items(), share_read)


def _write_csv(file: BinaryIO, tables: Iterator[Any]) -> None:
    first = next(tables)
    if not isinstance(first, TextTable):
        _check_types(first.schema)

    text = TextIOWrapper(file, encoding="utf-8", newline="")
    # With any other line end, a lone carriage return in a cell would not be quoted.
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(first.column_names)
    for table in chain([first], tables):
        writer.writerows(_rows_of(table))

    text.detach()  # It writes the rest; to close the file is for whoever opened it.


def _rows_of(table: Any) -> Iterable[Sequence[Any]]:
    if isinstance(table, TextTable):
        return table.rows

    return zip(*map(_cells_of, table.columns), strict=True)


def _check_types(schema: Any) -> None:
    """Raise for columns that a cell of text cannot hold."""
    for field in schema:
        if not _is_text_possible(field.type):
            raise ValueError(
                f"column {field.name!r} holds {field.type}, which CSV cannot hold"
            )


def _is_text_possible(dtype: Any) -> bool:
    is_a = need("pyarrow", "Parquet").types
    if str(dtype) == "extension<arrow.uuid>":
        return True
    if is_a.is_dictionary(dtype):
        dtype = dtype.value_type

    # Nobody could read the bytes again, nor all that others make of them.
    is_bytes = (
        is_a.is_binary(dtype)
        or is_a.is_large_binary(dtype)
        or is_a.is_binary_view(dtype)
    )
    is_other = is_a.is_fixed_size_binary(dtype) or hasattr(
        dtype, "storage_type"
    )
    return not (is_a.is_nested(dtype) or is_bytes or is_other)


def _cells_of(column: Any) -> list[Any]:
    """What stands in the cells of a column of Arrow, all digits of it."""
    is_a = need("pyarrow", "Parquet").types
    if is_a.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if (
        is_a.is_date(column.type)
        or is_a.is_time(column.type)
        or is_a.is_timestamp(column.type)
    ):
        column = _write_times(column)

    # The way through NumPy is five times as fast, and safe for text.
    if is_a.is_string(column.type):
        return cast("list[Any]", column.to_numpy().tolist())

    return cast("list[Any]", column.to_pylist())


def _write_times(column: Any) -> Any:
    """Dates and times as text. Python's own have no nanoseconds and end with the year 9999."""
    pa, pc = need("pyarrow", "Parquet"), need("pyarrow.compute", "Parquet")
    texts = column.cast(pa.string())
    whole = pc.replace_substring_regex(texts, r"\.0+(Z|[+-]|$)", r"\1")
    with_utc = pc.replace_substring_regex(whole, "Z$", "+00:00")
    return pc.replace_substring_regex(
        with_utc, "([+-][0-9]{2})([0-9]{2})$", r"\1:\2"
    )


# --- Parquet ---


def _read_parquet(path: Path, ask: Ask) -> Pieces:
    pa = need("pyarrow", "Parquet")
    try:
        with need("pyarrow.parquet", "Parquet").ParquetFile(path) as file:
            check_columns(file.schema_arrow.names, ask)
            total = file.metadata.num_rows
            rows = 0
            for record_batch in file.iter_batches(ROWS):
                rows += len(record_batch)
                yield _make_piece(
                    pa.Table.from_batches([record_batch]), ask, rows / total
                )

            if not total:
                yield _make_piece(file.schema_arrow.empty_table(), ask, 1.0)
    except pa.ArrowException as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from error


def _make_piece(table: Any, ask: Ask, share_read: float) -> Piece:
    annotated = add_to_arrow(table, ask)
    unknown = annotated[ask.state_column].null_count
    spellings = _count_spellings(table[ask.country])
    return Piece(annotated, len(table), unknown, spellings, share_read)


def _count_spellings(column: Any) -> Iterator[tuple[Any, int]]:
    """The distinct values of a column of countries, each with the number of its rows."""
    countries = read_arrow(column)
    if isinstance(countries, Distinct):
        return zip(
            countries.values, countries.count_rows().tolist(), strict=True
        )

    # What annotate took, and is not text, is numbers.
    numbers = cast("Numbers", countries).floats
    values, counts = need("numpy", "Parquet").unique(
        numbers, return_counts=True
    )
    return zip(values.tolist(), counts.tolist(), strict=True)


def _write_parquet(file: BinaryIO, tables: Iterator[Any]) -> None:
    first = _as_arrow(next(tables))
    parquet = need("pyarrow.parquet", "Parquet")
    with parquet.ParquetWriter(file, first.schema) as writer:
        for table in chain([first], map(_as_arrow, tables)):
            writer.write_table(table.cast(first.schema))


def _as_arrow(table: Any) -> Any:
    """The table itself, or rows of CSV as one."""
    if not isinstance(table, TextTable):
        return table

    pa = need("pyarrow", "Parquet")
    words = pa.dictionary(pa.int32(), pa.string())
    columns = []
    for position in range(len(table.column_names)):
        cells = [row[position] or None for row in table.rows]
        is_new = position >= len(table.header)
        columns.append(pa.array(cells, words if is_new else pa.string()))

    return pa.table(columns, names=table.column_names)

"""``annotate`` for files of any size: piece by piece, and nothing half-written at the end.

What comes in is a file of CSV or Parquet, what goes out another. A reader gives annotated pieces
of it and a writer takes them, so no more than one is held at a time.

DuckDB and Polars stream both formats themselves. They are not used for it, because neither tells
its caller how far it is, and they would have to be told cell by cell to leave text as it is. CSV
is the standard library's work, so the extra ``cli`` alone is enough for it; Parquet is PyArrow's.
"""

from __future__ import annotations

import csv
import stat
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from io import TextIOWrapper
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from .._engines import need
from ..model.records import Records
from ..model.tables import Unmatched
from .ask import Ask, check_columns, check_options
from .csv_rows import annotate_rows, read_lines
from .lookup import lookup_of
from .target import find_target, open_target
from .unmatched import MOST_SPELLINGS, report, tell

ROWS = 1 << 16
BYTES = 1 << 24
"""A piece is full at so many rows, or so much of a file of CSV."""

FORMATS = (".csv", ".parquet")


class TextTable(NamedTuple):
    """Annotated rows of CSV, in which all is text and an empty cell is null."""

    column_names: list[str]
    first_new: int
    rows: list[list[str]]


Tables = Generator[Any, None, None]
"""What a reader gives: the annotated rows, as text or as tables of Arrow, piece by piece.

Whoever asks for the next piece has written that before, so then the reader tells how far it is. It
can be closed before its end, and the file with it.
"""

Progress = Callable[[float], object]
"""What is told the share of the file that was read and written."""


class Tally:
    """What was read so far: how many rows, and how countries are spelt."""

    def __init__(self) -> None:
        self.rows = 0
        self.unknown = 0
        self.spellings: Counter[Any] = Counter()

    def add(
        self, rows: int, unknown: int, spellings: Iterable[tuple[Any, int]]
    ) -> None:
        """Count rows, those in which the country is none of ours, and those of each spelling."""
        self.rows += rows
        self.unknown += unknown
        for spelling, count in spellings:
            # Whoever has so many spellings has no column of countries.
            is_room = len(self.spellings) < MOST_SPELLINGS
            if is_room or spelling in self.spellings:
                self.spellings[spelling] += count

    def sum_up(self, ask: Ask) -> Result:
        """What became of the whole file, or an error where that was asked for."""
        findings = report(
            list(self.spellings),
            lambda: list(self.spellings.values()),
            ask.codes,
            ask.release,
        )
        if ask.unmatched == "raise":
            tell(findings, ask)

        # A code of another system can be one of the system asked for, which is then the answer.
        lost = sum(
            row.count
            for row in findings.rows
            if lookup_of(ask.release).state_of(row.spelling, ask.codes) is None
        )
        return Result(self.rows, self.unknown - lost, lost, findings.rows)


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
    progress: Progress,
    **options: Any,
) -> Result:
    """Write ``source`` with the new columns to ``target``; both are CSV or Parquet.

    The options are those of ``annotate``. Cells of CSV are text and stay as they are; an empty one
    is null. The target is there when it is whole, see ``target.py``.
    """
    ask = check_options(Ask(**options))
    _check_paths(source, target)
    read = _read_csv if _is_csv(source) else _read_parquet
    write = _write_csv if _is_csv(target) else _write_parquet
    if not (_is_csv(source) and _is_csv(target)):
        need("pyarrow.parquet", "Parquet")

    tally = Tally()
    # What is not recognised is said once, of the whole file.
    ask_of_piece = ask._replace(unmatched="null")
    with closing(read(source, ask_of_piece, tally, progress)) as tables:
        # What is wrong with the first of it is found before a pipe gets anything.
        first = next(tables)
        with open_target(target) as file:
            write(file, first, chain([first], tables))
            return tally.sum_up(ask)


def _is_csv(path: Path) -> bool:
    return path.suffix.lower() == ".csv"


def _check_paths(source: Path, target: Path) -> None:
    """Raise for what cannot be read or written, and for a table that would replace itself."""
    for path in (source, target):
        if path.suffix.lower() not in FORMATS:
            raise ValueError(f"{path.name!r} should end in .csv or .parquet")

    if not stat.S_ISREG(source.stat().st_mode):
        raise ValueError(f"{source} is no file that can be read piece by piece")

    if find_target(target) is not None and source.samefile(target):
        raise ValueError(
            "the new table cannot stand in the place of the one it is made from"
        )


# --- CSV ---


def _read_csv(path: Path, ask: Ask, tally: Tally, progress: Progress) -> Tables:
    size = path.stat().st_size
    with (
        open(path, "rb") as raw,
        TextIOWrapper(raw, encoding="utf-8-sig", newline="") as file,
    ):
        lines = read_lines(path, file)
        _, header = next(lines, (0, []))
        if not header or len(set(header)) < len(header):
            raise ValueError(
                f"{path.name} has no header line, or one that names a column twice"
            )

        check_columns(header, ask)

        rows: list[list[str]] = []
        start = 0
        for row in annotate_rows(path, lines, header, ask):
            rows.append(row)
            if len(rows) == ROWS or raw.tell() - start > BYTES:
                yield _make_text_table(header, rows, ask, tally)
                progress(raw.tell() / size)
                rows = []
                start = raw.tell()

        # Without rows too, so that the target has a header.
        yield _make_text_table(header, rows, ask, tally)
        progress(1.0)


def _make_text_table(
    header: list[str], rows: list[list[str]], ask: Ask, tally: Tally
) -> TextTable:
    """A piece of some annotated rows, which are counted."""
    countries = Counter(map(itemgetter(header.index(ask.country)), rows))
    countries.pop("", None)
    # The first new cell is that of the state.
    states = list(map(itemgetter(len(header)), rows))
    tally.add(len(rows), states.count(""), countries.items())
    return TextTable([*header, *ask.new_columns], len(header), rows)


def _write_csv(file: BinaryIO, first: Any, tables: Iterable[Any]) -> None:
    if not isinstance(first, TextTable):
        _check_types(first.schema)

    text = TextIOWrapper(file, encoding="utf-8", newline="")
    # With any other line end, a lone carriage return in a cell would not be quoted.
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(first.column_names)
    for table in tables:
        writer.writerows(_rows_of(table))

    # It writes the rest; to close the file is for whoever opened it.
    text.detach()


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
    """Whether text can hold it: not lists, nor bytes, which nobody could read again."""
    is_a = need("pyarrow", "Parquet").types
    if str(dtype) == "extension<arrow.uuid>":
        return True

    if is_a.is_dictionary(dtype):
        dtype = dtype.value_type

    # What others make of bytes has a type to store them in.
    return not hasattr(dtype, "storage_type") and not (
        is_a.is_nested(dtype)
        or is_a.is_binary(dtype)
        or is_a.is_large_binary(dtype)
        or is_a.is_binary_view(dtype)
        or is_a.is_fixed_size_binary(dtype)
    )


def _cells_of(column: Any) -> list[Any]:
    """What stands in the cells of a column of Arrow, all digits of it."""
    is_a = need("pyarrow", "Parquet").types
    if is_a.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    # Dates and times, and no lengths of time.
    if is_a.is_temporal(column.type) and not is_a.is_duration(column.type):
        column = _write_times(column)

    # The way through NumPy is five times as fast, and safe for text.
    if is_a.is_string(column.type):
        return list(column.to_numpy())

    return list(column.to_pylist())


def _write_times(column: Any) -> Any:
    """Dates and times as text. Python's own have no nanoseconds and end with the year 9999."""
    texts = column.cast(need("pyarrow", "Parquet").string())
    replace = need("pyarrow.compute", "Parquet").replace_substring_regex
    texts = replace(texts, r"\.0+(Z|[+-]|$)", r"\1")
    texts = replace(texts, "Z$", "+00:00")
    return replace(texts, "([+-][0-9]{2})([0-9]{2})$", r"\1:\2")


# --- Parquet ---


def _read_parquet(
    path: Path, ask: Ask, tally: Tally, progress: Progress
) -> Tables:
    pa = need("pyarrow", "Parquet")
    try:
        with need("pyarrow.parquet", "Parquet").ParquetFile(path) as file:
            check_columns(file.schema_arrow.names, ask)
            for batch in file.iter_batches(ROWS):
                table = pa.Table.from_batches([batch])
                yield _annotate_and_count(table, ask, tally)
                progress(tally.rows / file.metadata.num_rows)

            # Without rows too, so that the target has its columns.
            if not tally.rows:
                table = file.schema_arrow.empty_table()
                yield _annotate_and_count(table, ask, tally)
    except pa.ArrowException as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from error


def _annotate_and_count(table: Any, ask: Ask, tally: Tally) -> Any:
    """A table of Arrow with the new columns, of which the rows are counted."""
    # It needs NumPy, and CSV does without.
    from .arrow_tables import add_columns

    annotated = add_columns(table, ask)
    unknown = annotated[ask.new_columns[0]].null_count
    tally.add(len(table), unknown, _count_spellings(table[ask.country]))
    return annotated


def _count_spellings(column: Any) -> Iterable[tuple[Any, int]]:
    """The distinct values of a column of countries, each with the number of its rows."""
    from .arrow_tables import read_arrow
    from .columns import Distinct, np

    # What annotate took, and is not text, is numbers.
    countries: Any = read_arrow(column)
    if isinstance(countries, Distinct):
        return zip(countries.values, countries.count_rows(), strict=True)

    return zip(*np.unique(countries.floats, return_counts=True), strict=True)


def _write_parquet(file: BinaryIO, first: Any, tables: Iterable[Any]) -> None:
    schema = _as_arrow(first).schema
    parquet = need("pyarrow.parquet", "Parquet")
    with parquet.ParquetWriter(file, schema) as writer:
        for table in map(_as_arrow, tables):
            writer.write_table(table.cast(schema))


def _as_arrow(table: Any) -> Any:
    """The table itself, or rows of CSV as one."""
    if not isinstance(table, TextTable):
        return table

    pa = need("pyarrow", "Parquet")
    words = pa.dictionary(pa.int32(), pa.string())
    columns = []
    for position in range(len(table.column_names)):
        cells = [row[position] or None for row in table.rows]
        is_new = position >= table.first_new
        columns.append(pa.array(cells, words if is_new else pa.string()))

    return pa.table(columns, names=table.column_names)

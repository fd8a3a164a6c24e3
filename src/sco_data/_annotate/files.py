"""``annotate`` for files of any size: batch by batch, and nothing half-written at the end.

What comes in is a file of CSV or Parquet, what goes out another. A reader gives tables, which are
annotated as they come, and a writer takes them; so no more than one is held at a time.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from functools import partial
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from .._engines import need
from ..model.records import Records
from ..model.tables import Unmatched
from .arrays import read_arrow
from .columns import Distinct, Numbers
from .frames import annotate
from .lookup import lookup_of
from .unmatched import MOST_SPELLINGS, report

if TYPE_CHECKING:
    from ..model.words import CodesWord

ROWS, BYTES = 1 << 16, 1 << 24
"""A batch is full at so many rows, or so much of the file."""

FORMATS = (".csv", ".parquet")


class Batch(NamedTuple):
    """Some rows as a table of Arrow, and which share of the file is read with them."""

    table: Any
    share_read: float


Batches = Generator[Batch, None, None]
"""What a reader gives; it can be closed before its end, and the file with it."""

Annotate = Callable[[Any], Any]
"""What gives a table of Arrow its new columns."""


class Tally:
    """How many rows there were, in how many the country is none of ours, and how it was spelt."""

    def __init__(self, country: str) -> None:
        self.country = country
        self.rows = 0
        self.unknown = 0
        self.spellings: Counter[Any] = Counter()

    def add(self, table: Any) -> None:
        """Count the rows of an annotated table."""
        self.rows += len(table)
        self.unknown += table["sco_state"].null_count
        for spelling, count in _count_spellings(table[self.country]):
            # Whoever has so many spellings has no column of countries.
            if spelling in self.spellings or len(self.spellings) < MOST_SPELLINGS:
                self.spellings[spelling] += count


def _count_spellings(column: Any) -> Iterator[tuple[Any, int]]:
    """The distinct values of a column of countries, each with the number of its rows."""
    countries = read_arrow(column)
    if isinstance(countries, Distinct):
        return zip(countries.values, countries.count_rows().tolist(), strict=True)

    # What annotate took, and is not text, is numbers.
    numbers = cast("Numbers", countries).floats
    values, counts = need("numpy", "annotate").unique(numbers, return_counts=True)
    return zip(values.tolist(), counts.tolist(), strict=True)


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
    codes: CodesWord,
    release: str | None,
    **asked: Any,
) -> Result:
    """Write ``source`` with the two new columns to ``target``; both are CSV or Parquet.

    Cells of CSV are text and stay as they are; an empty one is null. The target grows beside its
    place under another name and is put there when it is whole.
    """
    pa = need("pyarrow", "annotate")
    _check_paths(source, target)
    read = _read_csv if source.suffix.lower() == ".csv" else _read_parquet
    write = _write_csv if target.suffix.lower() == ".csv" else _write_parquet

    options = {"country": country, "codes": codes, "release": release, **asked}
    # What is not recognised is said once, of the whole file.
    add: Annotate = partial(annotate, unmatched="null", **options)

    place = target.resolve()
    unfinished = place.with_name(f".{place.name}.{os.getpid()}.part")
    tally = Tally(country)
    try:
        with closing(read(source)) as batches:
            write(unfinished, _annotate_batches(batches, add, tally, progress))
        unfinished.replace(place)
    except (pa.ArrowException, csv.Error, UnicodeError) as error:
        raise ValueError(f"{source.name} cannot be read: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)

    values, counts = list(tally.spellings), list(tally.spellings.values())
    unmatched = report(values, lambda: counts, codes, release).rows
    state_of = lookup_of(release).state_of
    # A code of another system can be one of the system asked for, which is then the answer.
    lost = [row.count for row in unmatched if state_of(row.spelling, codes) is None]
    return Result(tally.rows, tally.unknown - sum(lost), sum(lost), unmatched)


def _check_paths(source: Path, target: Path) -> None:
    for path in (source, target):
        if path.suffix.lower() not in FORMATS:
            raise ValueError(f"{path.name!r} should end in .csv or .parquet")

    if source.resolve() == target.resolve():
        raise ValueError("the new table cannot stand in the place of the one it is made from")


def _annotate_batches(
    batches: Batches, add: Annotate, tally: Tally, progress: Callable[[float], object]
) -> Iterator[Any]:
    for batch in batches:
        table = add(batch.table)
        tally.add(table)
        yield table
        # Whoever asks for the next table has written this one.
        progress(batch.share_read)


# --- CSV ---


def _read_csv(path: Path) -> Batches:
    size = path.stat().st_size
    with (
        open(path, "rb") as raw,
        TextIOWrapper(raw, encoding="utf-8-sig", newline="") as file,
    ):
        reader = csv.reader(file, strict=True)
        header = next(reader, [])
        if not header or len(set(header)) < len(header):
            raise ValueError(f"{path.name} has no header line, or one that names a column twice")

        rows: list[list[str]] = []
        batch_start = 0
        is_first = True
        for row in _whole_rows(reader, len(header), path.name):
            rows.append(row)
            if len(rows) == ROWS or raw.tell() - batch_start > BYTES:
                yield Batch(_make_table(header, rows), raw.tell() / size)
                rows = []
                batch_start = raw.tell()
                is_first = False

        # A file without rows gives one table without rows, so that the target has a header.
        if rows or is_first:
            yield Batch(_make_table(header, rows), 1.0)


def _whole_rows(reader: Any, width: int, name: str) -> Iterator[list[str]]:
    """The rows, or an error for one that has not as many cells as the header."""
    for row in reader:
        # An empty line is no row, but in a table of one column it is an empty cell.
        if not row and width > 1:
            continue

        cells = row or [""]
        if len(cells) != width:
            where = f"{name}, line {reader.line_num}"
            raise ValueError(f"{where}: {len(cells)} cells, and the header has {width}")

        yield cells


def _make_table(header: list[str], rows: list[list[str]]) -> Any:
    """A table of text; an empty cell is null."""
    pa = need("pyarrow", "annotate")
    columns = []
    for position in range(len(header)):
        cells = [row[position] or None for row in rows]
        columns.append(pa.array(cells, pa.string()))

    return pa.table(columns, names=header)


def _write_csv(path: Path, tables: Iterator[Any]) -> None:
    first = next(tables)
    _check_types(first.schema)
    with open(path, "x", encoding="utf-8", newline="") as file:
        # With any other line end, a lone carriage return in a cell would not be quoted.
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(first.column_names)
        for table in chain([first], tables):
            cells = map(_cells_of, table.columns)
            writer.writerows(zip(*cells, strict=True))


def _check_types(schema: Any) -> None:
    """Raise for columns that a cell of text cannot hold."""
    is_a = need("pyarrow", "annotate").types
    for field in schema:
        if is_a.is_nested(field.type) or is_a.is_binary(field.type):
            raise ValueError(f"column {field.name!r} holds {field.type}, which CSV cannot hold")


def _cells_of(column: Any) -> list[Any]:
    is_a = need("pyarrow", "annotate").types
    if is_a.is_dictionary(column.type):
        column = column.cast(column.type.value_type)

    # The way through NumPy is five times as fast, and safe for text.
    if is_a.is_string(column.type):
        return cast("list[Any]", column.to_numpy().tolist())

    return cast("list[Any]", column.to_pylist())


# --- Parquet ---


def _read_parquet(path: Path) -> Batches:
    pa = need("pyarrow", "annotate")
    with need("pyarrow.parquet", "annotate").ParquetFile(path) as file:
        total = file.metadata.num_rows
        rows = 0
        for record_batch in file.iter_batches(ROWS):
            rows += len(record_batch)
            yield Batch(pa.Table.from_batches([record_batch]), rows / total)

        if not total:
            yield Batch(file.schema_arrow.empty_table(), 1.0)


def _write_parquet(path: Path, tables: Iterator[Any]) -> None:
    first = next(tables)
    parquet = need("pyarrow.parquet", "annotate")
    with parquet.ParquetWriter(path, first.schema) as writer:
        for table in chain([first], tables):
            writer.write_table(table.cast(first.schema))

"""``annotate`` for files of any size: batch by batch, and nothing half-written at the end."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import TextIOWrapper
from pathlib import Path
from typing import Any, cast

from ._engines import need
from ._frames import annotate

ROWS, BYTES = 1 << 16, 1 << 24  # A batch is full at so many rows, or so much of the file.
Batches = Iterator[tuple[Any, float]]


def annotate_file(
    source: Path,
    target: Path,
    *,
    progress: Callable[[float], object],
    country: str,
    codes: str | None = None,
    **asked: Any,
) -> tuple[int, int]:
    """Write ``source`` with the two new columns to ``target``; both are CSV or Parquet.

    Cells of CSV are text and stay as they are; an empty one is null. So ``codes`` has to say where
    the countries in CSV are numbers. The target grows beside its place under another name and is
    put there when it is whole.

    Returns:
        How many rows there are, and in how many the country is none that has or had a status.
    """
    pa = need("pyarrow", "annotate")
    kinds = {".csv": (_read_csv, _to_csv), ".parquet": (_read_parquet, _to_parquet)}
    for path in (source, target):
        if path.suffix.lower() not in kinds:
            raise ValueError(f"{path.name!r} should end in .csv or .parquet")
    if source.resolve() == target.resolve():
        raise ValueError("the new table cannot stand in the place of the one it is made from")
    read, write = kinds[source.suffix.lower()][0], kinds[target.suffix.lower()][1]
    whole = target.resolve()
    part = whole.with_name(f".{whole.name}.{os.getpid()}.part")
    rows = unknown = 0
    try:
        with ExitStack() as stack:
            put = None
            for table, done in read(pa, source, stack):
                keys, at = table, table.schema.get_field_index(country)
                as_numbers = codes and read is _read_csv and at >= 0
                if as_numbers:
                    keys = table.set_column(at, country, table.column(at).cast(pa.int64()))
                out = annotate(keys, country=country, codes=codes or "m49", **asked)
                if as_numbers:
                    out = out.set_column(at, country, table.column(at))
                put = put or write(pa, part, out, stack)
                put(out)
                rows += len(out)
                unknown += out["sco_state"].null_count
                progress(done)
        part.replace(whole)
    except (pa.ArrowException, csv.Error, UnicodeError) as error:
        raise ValueError(f"{source.name} cannot be read: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return rows, unknown


def _read_csv(pa: Any, path: Path, stack: ExitStack) -> Batches:
    raw = stack.enter_context(open(path, "rb"))  # noqa: SIM115
    file = stack.enter_context(TextIOWrapper(raw, encoding="utf-8-sig", newline=""))
    reader = csv.reader(file, strict=True)
    size = path.stat().st_size
    head = next(reader, [])
    if not head or len(set(head)) < len(head):
        raise ValueError(f"{path.name} has no header line, or one that names a column twice")

    def table(rows: list[list[str]]) -> Any:
        columns = zip(*rows, strict=True) if rows else [()] * len(head)
        text = [[cell or None for cell in column] for column in columns]
        return pa.table([pa.array(column, pa.string()) for column in text], names=head)

    rows: list[list[str]] = []
    start, first = 0, True
    for row in reader:
        if not row and len(head) > 1:
            continue
        if len(row or [""]) != len(head):
            where = f"{path.name}, line {reader.line_num}"
            raise ValueError(f"{where}: {len(row)} cells, and the header has {len(head)}")
        rows.append(row or [""])
        if len(rows) == ROWS or raw.tell() - start > BYTES:
            yield table(rows), raw.tell() / size
            rows, start, first = [], raw.tell(), False
    if rows or first:
        yield table(rows), 1.0


def _read_parquet(pa: Any, path: Path, stack: ExitStack) -> Batches:
    file = stack.enter_context(need("pyarrow.parquet", "annotate").ParquetFile(path))
    total, rows = file.metadata.num_rows, 0
    for batch in file.iter_batches(ROWS):
        rows += len(batch)
        yield pa.Table.from_batches([batch]), rows / total
    if not total:
        yield file.schema_arrow.empty_table(), 1.0


def _to_csv(pa: Any, path: Path, first: Any, stack: ExitStack) -> Callable[[Any], object]:
    is_a = pa.types
    for field in first.schema:
        if is_a.is_nested(field.type) or is_a.is_binary(field.type):
            raise ValueError(f"column {field.name!r} holds {field.type}, which CSV cannot hold")
    file = stack.enter_context(open(path, "x", encoding="utf-8", newline=""))  # noqa: SIM115
    # With any other line end, a lone carriage return in a cell would not be quoted.
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(first.column_names)

    def cells(column: Any) -> list[Any]:
        if is_a.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        # The way through NumPy is five times as fast, and safe for text.
        text = is_a.is_string(column.type)
        return cast("list[Any]", column.to_numpy().tolist() if text else column.to_pylist())

    return lambda table: writer.writerows(zip(*map(cells, table.columns), strict=True))


def _to_parquet(pa: Any, path: Path, first: Any, stack: ExitStack) -> Callable[[Any], object]:
    parquet = need("pyarrow.parquet", "annotate")
    writer = stack.enter_context(parquet.ParquetWriter(path, first.schema))
    return lambda table: writer.write_table(table.cast(first.schema))

"""The whole data as files for other tools: SQLite, Parquet or CSV.

What comes in are all records; what goes out is a directory with their tables and
``datapackage.json``, which describes them. That file is written last: where it is, all others are.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import os
from contextlib import closing
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._engines import need
from .._input import parse_choice
from .._rows.bundle import manifest
from .._rows.releases import check_release
from .._verbs._shared import row_of_release
from .package import (
    Description,
    describe_package,
    describe_tables,
    file_of,
    read_tables,
)
from .tables import Kind, Table, arrow_table

if TYPE_CHECKING:
    from ..model.words import FormatWord

FORMATS = ("sqlite", "parquet", "csv")

_SQL_TYPES = {int: "INTEGER", bool: "INTEGER", float: "REAL"}
"""The types of SQLite by what a column holds; all others are text."""


def export(
    directory: str | os.PathLike[str],
    format: FormatWord = "sqlite",
    *,
    release: str | None = None,
) -> list[Path]:
    """Write all data as tables that other tools read, and a description of them.

    There is a table for each collection, with the columns of ``to_dicts()``, and one each for the
    steps and the evidence of all records. In CSV and SQLite dates are ISO text and lists are JSON
    text; in Parquet they have types of their own. ``datapackage.json`` (Frictionless, version 2)
    has the version, the release, the hashes, the licence, the keys and what each field holds.

    Args:
        directory: where to write; it is made, or has to be empty.
        format: ``"sqlite"`` for one database, ``"parquet"`` (needs PyArrow) or ``"csv"`` for a
            file per table.
        release: the release of the data to write; ``None`` is the newest.

    Returns:
        The files that were written, ``datapackage.json`` last.

    Raises:
        FileExistsError: if the directory holds files, or is one.
        ImportError: without PyArrow, for Parquet.
        ValueError: if the format or the release is unknown.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as directory:
        ...     [path.name for path in sco.export(directory)]
        ['sco_data.sqlite', 'datapackage.json']
    """
    file_format = parse_choice(FORMATS, format, "format")
    check_release(release)
    # What is missing is told before anything is written.
    if file_format == "parquet":
        need("pyarrow.parquet", "export")

    target = Path(directory)
    _check_empty(target)

    data = read_tables(release)
    target.mkdir(parents=True, exist_ok=True)
    paths = _write_tables(target, file_format, data)

    package = target / "datapackage.json"
    description = _describe(target, file_format, release)
    text = json.dumps(description, ensure_ascii=False, indent=1)
    package.write_text(text + "\n", "utf-8", newline="\n")
    return [*paths, package]


def _check_empty(directory: Path) -> None:
    """Raise for a place where something is."""
    advice = "export into a directory that is new or empty"
    if directory.is_dir():
        if any(directory.iterdir()):
            raise FileExistsError(f"{directory} holds other files: {advice}")
    elif directory.exists():
        raise FileExistsError(f"{directory} is a file: {advice}")


def _describe(
    directory: Path, file_format: str, release: str | None
) -> dict[str, Any]:
    """The description of what was written: with the release, and the hash of each file."""
    exported = row_of_release(release)
    description = describe_package(
        file_format,
        version=manifest()["version"],
        release=exported["id"],
        released=exported["date"],
        sha256=exported["sha256"],
    )

    for resource in description["resources"]:
        content = (directory / resource["path"]).read_bytes()
        resource["bytes"] = len(content)
        resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"

    return description


def _write_tables(
    directory: Path, file_format: str, data: dict[str, Table]
) -> list[Path]:
    """The files that were written: one for each table, but SQLite has all tables in one."""
    if file_format == "sqlite":
        path = directory / file_of("", file_format)
        _write_sqlite(path, data)
        return [path]

    paths = []
    for name, table in data.items():
        path = directory / file_of(name, file_format)
        if file_format == "csv":
            _write_csv(path, table)
        else:
            _write_parquet(path, table)

        paths.append(path)

    return paths


# --- CSV ---


def _write_csv(path: Path, table: Table) -> None:
    with open(path, "x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(table.kinds)
        for row in table.rows:
            writer.writerow(map(_csv_cell, row.values()))


def _csv_cell(value: Any) -> Any:
    # Python's own words for them have capitals.
    if isinstance(value, bool):
        return json.dumps(value)

    return _plain_cell(value)


def _plain_cell(value: Any) -> Any:
    """A value as text or number."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)

    if isinstance(value, dt.date):
        return value.isoformat()

    return value


# --- SQLite ---


def _write_sqlite(path: Path, data: dict[str, Table]) -> None:
    # Not every Python has it, and the other formats need none.
    import sqlite3

    with closing(sqlite3.connect(path)) as database, database:
        for description in describe_tables():
            database.execute(_create_table(description))
            places = ", ".join("?" * len(description.kinds))
            database.executemany(
                f"INSERT INTO {description.name} VALUES ({places})",
                map(_plain_cells, data[description.name].rows),
            )


def _plain_cells(row: dict[str, Any]) -> list[Any]:
    return list(map(_plain_cell, row.values()))


def _create_table(table: Description) -> str:
    """The statement that makes a table, with its keys."""
    # Names are quoted, for some of them are words of SQL.
    lines = list(starmap(_define_column, table.kinds.items()))
    lines.append('PRIMARY KEY ("id")')
    for field, target in table.table_of_key.items():
        lines.append(f'FOREIGN KEY ("{field}") REFERENCES "{target}" ("id")')

    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(lines) + "\n)"


def _define_column(name: str, kind: Kind) -> str:
    definition = f'"{name}" {_SQL_TYPES.get(kind.dtype, "TEXT")}'
    if kind.nullable:
        return definition

    return f"{definition} NOT NULL"


# --- Parquet ---


def _write_parquet(path: Path, table: Table) -> None:
    need("pyarrow.parquet", "export").write_table(arrow_table(table), path)

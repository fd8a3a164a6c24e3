"""All data as files for other tools, read by those tools."""

from __future__ import annotations

import csv
import hashlib
import importlib
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import sco_data as sco
from sco_data._records.load import COLLECTIONS, everything, load, record_class
from sco_data._show import fields
from sco_data._show.package import describe_column, describe_package, describe_tables
from sco_data.model import Status

FORMATS = ("sqlite", "parquet", "csv")
TABLES = [*COLLECTIONS, "steps", "evidence"]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A directory for each format."""
    root = tmp_path_factory.mktemp("exported")
    for name in FORMATS:
        sco.export(root / name, name)  # type: ignore[arg-type]
    return {name: root / name for name in FORMATS}


def read_csv(directory: Path, name: str) -> list[dict[str, str]]:
    with (directory / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def describe(directory: Path) -> Any:
    return json.loads((directory / "datapackage.json").read_text("utf-8"))


def test_the_files_are_named(tmp_path: Path) -> None:
    paths = sco.export(tmp_path / "a" / "b")
    assert paths == [
        tmp_path / "a" / "b" / name for name in ("sco_data.sqlite", "datapackage.json")
    ]
    empty = tmp_path / "empty"
    empty.mkdir()
    names = [path.name for path in sco.export(str(empty), "csv")]
    assert names == [*(f"{name}.csv" for name in TABLES), "datapackage.json"]
    assert sorted(path.name for path in empty.iterdir()) == sorted(names)


def test_nothing_is_written_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(FileExistsError, match=r"holds other files: .* new or empty"):
        sco.export(tmp_path, "csv")
    with pytest.raises(FileExistsError, match=r"mine\.txt is a file"):
        sco.export(tmp_path / "mine.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("options", "error"),
    [({"format": "xlsx"}, "sqlite.*parquet.*csv"), ({"release": "99.1"}, "99.1")],
)
def test_what_there_is_not_is_refused_before_anything_is_made(
    tmp_path: Path, options: dict[str, Any], error: str
) -> None:
    with pytest.raises(ValueError, match=error):
        sco.export(tmp_path / "new", **options)
    assert not (tmp_path / "new").exists()


def test_without_pyarrow_the_error_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(ImportError, match=r"export needs pyarrow.*pip install"):
        sco.export(tmp_path / "new", "parquet")
    assert not (tmp_path / "new").exists()
    assert sco.export(tmp_path / "new", "sqlite")
    assert sco.export(tmp_path / "other", "csv")


def test_every_record_step_and_evidence_is_there(exported: dict[str, Path]) -> None:
    """Counted in the data itself, not in the tables."""
    history = {
        step.id for record in everything().values() for step in getattr(record, "history", ())
    }
    for name in COLLECTIONS:
        ids = [record.id for record in load(record_class(name))]
        assert [row["id"] for row in read_csv(exported["csv"], name)] == ids
    rows = read_csv(exported["csv"], "steps")
    assert sorted(row["id"] for row in rows) == sorted(history)
    for row in rows:
        assert row["id"].startswith(f"{row['record']}#")
    evidence = read_csv(exported["csv"], "evidence")
    assert len({row["id"] for row in evidence}) == len(evidence)
    assert {row["collection"] for row in evidence} == {*COLLECTIONS} - {"sources"}


def test_the_formats_say_the_same(exported: dict[str, Path]) -> None:
    parquet = importlib.import_module("pyarrow.parquet")
    with closing(sqlite3.connect(exported["sqlite"] / "sco_data.sqlite")) as database:
        database.row_factory = sqlite3.Row
        for name in TABLES:
            in_csv = read_csv(exported["csv"], name)
            in_sqlite = [dict(row) for row in database.execute(f'SELECT * FROM "{name}"')]
            in_parquet = parquet.read_table(exported["parquet"] / f"{name}.parquet").to_pylist()
            booleans = {
                key for row in in_parquet for key, cell in row.items() if isinstance(cell, bool)
            }
            for row, flat, typed in zip(in_csv, in_sqlite, in_parquet, strict=True):
                for key, cell in typed.items():
                    text = "" if flat[key] is None else str(flat[key])
                    if key in booleans:
                        text = {"1": "true", "0": "false", "": ""}[text]
                    assert row[key] == text
                    if isinstance(cell, list):
                        assert json.loads(row[key]) == cell
                    elif not isinstance(cell, bool):
                        assert text == ("" if cell is None else str(cell))


def test_known_facts_in_csv(exported: dict[str, Path]) -> None:
    rows = {row["id"]: row for row in read_csv(exported["csv"], "memberships")}
    # India became a member at Astana on 9 June 2017.
    india = rows["IND/member"]
    assert (india["state"], india["status"], india["period_end"]) == ("IND", "member", "")
    assert (india["period_start"], india["period_start_edtf"]) == ("2017-06-09", "2017-06-09")
    states = {row["id"]: row for row in read_csv(exported["csv"], "states")}
    assert (states["KAZ"]["m49"], states["KAZ"]["iso2"]) == ("398", "KZ")
    assert "哈萨克斯坦" in json.loads(states["KAZ"]["names_text"])


def test_sqlite_finds_its_keys_whole(exported: dict[str, Path]) -> None:
    with closing(sqlite3.connect(exported["sqlite"] / "sco_data.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        keys = database.execute("PRAGMA foreign_key_list(evidence)").fetchall()
        assert [row[2:5] for row in keys] == [("sources", "source", "id")]
        members = database.execute(
            "SELECT name FROM memberships JOIN states ON states.id = state WHERE status = 'member'"
            " AND period_start <= '2017-06-10' AND coalesce(period_end, '9999') > '2017-06-10'"
        ).fetchall()
        assert len(members) == 8
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            database.execute("UPDATE memberships SET state = 'XXX'")


def test_duckdb_reads_parquet_and_csv(exported: dict[str, Path]) -> None:
    duckdb = importlib.import_module("duckdb")
    for name in ("parquet", "csv"):
        memberships, states = (
            f"'{(exported[name] / table).as_posix()}.{name}'" for table in ("memberships", "states")
        )
        [(count,)] = duckdb.sql(
            f"SELECT count(*) FROM {memberships} m JOIN {states} s ON s.id = m.state"
            " WHERE status = 'member' AND period_start <= DATE '2017-06-10'"
            " AND (period_end IS NULL OR period_end > DATE '2017-06-10')"
        ).fetchall()
        assert count == 8
    path = (exported["parquet"] / "documents.parquet").as_posix()
    types = {row[0]: row[1] for row in duckdb.sql(f"DESCRIBE FROM '{path}'").fetchall()}
    assert types["adopted"] == "DATE"
    assert types["areas"] == "VARCHAR[]"
    assert types["signed"] == "BOOLEAN"


@pytest.mark.once
def test_frictionless_finds_every_description_valid(exported: dict[str, Path]) -> None:
    frictionless = importlib.import_module("frictionless")
    for directory in exported.values():
        about = describe(directory)
        assert [str(error) for error in frictionless.Package.metadata_validate(about)] == []
        assert [resource["name"] for resource in about["resources"]] == TABLES
    report = frictionless.validate(str(exported["csv"] / "datapackage.json"))
    assert report.valid, report.to_summary()
    assert report.stats["tasks"] == len(TABLES)


def test_the_description_says_which_data_it_is(exported: dict[str, Path]) -> None:
    version = sco.data_version()
    for name, directory in exported.items():
        about = describe(directory)
        assert about["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
        assert (about["version"], about["release"]) == (version.version, version.release)
        assert (about["released"], about["sha256"]) == (str(version.date), version.sha256)
        assert [licence["name"] for licence in about["licenses"]] == [version.licence]
        for resource in about["resources"]:
            content = (directory / resource["path"]).read_bytes()
            assert resource["format"] == name
            assert resource["bytes"] == len(content)
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_every_field_is_described_and_no_description_is_left_over() -> None:
    for resource in describe_package("csv")["resources"]:
        assert resource["description"]
        for field in resource["schema"]["fields"]:
            assert field["description"].endswith("."), field
    used = set()
    for table in describe_tables():
        for column, kind in table.kinds.items():
            text = describe_column(table.name, column, kind)
            used |= {key for key, sentence in fields.FIELDS.items() if text.startswith(sentence)}
    assert used == set(fields.FIELDS)


@pytest.mark.once
def test_an_older_release_is_as_it_was(tmp_path: Path) -> None:
    sco.export(tmp_path, "csv", release="26.1")
    oldest = sco.releases()[0]
    about = describe(tmp_path)
    assert (about["release"], about["sha256"]) == ("26.1", oldest.sha256)
    ids = {row["id"] for row in read_csv(tmp_path, "priorities")}
    assert "003-results/1" in ids  # It has another id since.
    frictionless = importlib.import_module("frictionless")
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_rows_of_a_panel_rest_on_the_memberships_of_their_states() -> None:
    india = sco.panel(2020, 2020).filter(lambda row: row.state == "IND")
    assert sco.cite(india) == sco.cite(sco.memberships(state="IND"))
    assert sco.cite(india[0]) != sco.cite()
    pair = sco.dyads(2020, 2020).filter(lambda row: {row.state_a, row.state_b} == {"IND", "IRN"})
    assert len(pair) == 1
    both = [sco.memberships(state=state) for state in ("IND", "IRN")]
    assert sco.cite(pair) == sco.cite(*both)
    assert sco.cite(sco.dyads(2019, 2020)) == sco.cite(sco.memberships())
    assert sco.cite(sco.panel(2019, 2020), release="26.1") == sco.cite(
        sco.memberships(release="26.1"), release="26.1"
    )


def test_the_words_of_the_tables_are_those_of_the_vocabularies() -> None:
    resources = {one["name"]: one for one in describe_package("parquet")["resources"]}
    columns = {one["name"]: one for one in resources["memberships"]["schema"]["fields"]}
    assert columns["status"]["constraints"] == {"required": True, "enum": [*map(str, Status)]}

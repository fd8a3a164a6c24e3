"""What other tools are told of the data is what the classes say, and those tools agree."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import sco_data as sco
from sco_data._records.load import COLLECTIONS, load, record_class

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "src" / "sco_data" / "schema"
DATA = ROOT / "src" / "sco_data" / "data"


def run(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def test_the_schemas_are_those_of_the_classes() -> None:
    done = run("tools/schema.py", "--check")
    assert (done.returncode, done.stdout) == (0, "")
    assert {path.name for path in SCHEMA.iterdir()} == {
        *(f"{name}.schema.json" for name in COLLECTIONS),
        "records.schema.json",
        "datapackage.json",
    }


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables") / "new"
    done = run("tools/schema.py", "--tables", folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_description_is_of_this_release(tables: Path) -> None:
    about = json.loads((tables / "datapackage.json").read_text("utf-8"))
    assert about["version"] == sco.__version__
    for field in ("version", "release", "released", "sha256"):
        del about[field]
    for resource in about["resources"]:
        del resource["bytes"], resource["hash"]
    assert about == json.loads((SCHEMA / "datapackage.json").read_text("utf-8"))


def test_frictionless_finds_faults(tables: Path, tmp_path: Path) -> None:
    frictionless = importlib.import_module("frictionless")
    about = json.loads((tables / "datapackage.json").read_text("utf-8"))
    about["resources"] = about["resources"][:2]
    for resource in about["resources"]:
        del resource["bytes"], resource["hash"]
    (tmp_path / "datapackage.json").write_text(json.dumps(about), "utf-8")
    for name in ("states", "memberships"):
        text = (tables / f"{name}.csv").read_text("utf-8")
        text = text.replace(",IND,member,", ",IND,chief,").replace(",IRN,", ",XXX,")
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert {"constraint-error", "foreign-key"} <= {row[0] for row in report.flatten(["type"])}


def validate(*words: object) -> Result:
    """What check-jsonschema says, in this process."""
    main = importlib.import_module("check_jsonschema").main
    return CliRunner().invoke(main, [str(word) for word in words])


def validate_data(schema: str, *files: object) -> Result:
    return validate("--schemafile", SCHEMA / f"{schema}.schema.json", *files)


@pytest.mark.parametrize("name", COLLECTIONS)
def test_check_jsonschema_finds_the_data_valid(name: str, tmp_path: Path) -> None:
    payload = tmp_path / "payload.json"
    payload.write_text(load(record_class(name)).to_json(), "utf-8")
    done = validate_data(name, DATA / f"{name}.json", payload)
    assert done.exit_code == 0, done.output


def test_check_jsonschema_finds_faults(tmp_path: Path) -> None:
    row = {"id": "a", "state": "KAZ", "status": "member", "period": {"start": "2024-07"}}
    bad: list[Any] = [
        [{**row, "status": "chief"}],
        [{**row, "more": 1}],
        [{**row, "period": {"start": "7/2024"}}],
        [{**row, "period": {"start": "2024", "first": "2024", "last": None}}],
        [{**row, "history": {}}],
        [{"id": "a", "state": "KAZ"}],
        {"schema": "sco-data/states", "version": 1, "release": None, "records": []},
        {"schema": "sco-data/memberships", "version": 2, "release": None, "records": []},
        "memberships",
    ]
    for number, value in enumerate([[row], *bad]):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(value), "utf-8")
        assert validate_data("memberships", path).exit_code == (number > 0), value


def test_the_schemas_and_the_citation_file_are_sound_themselves() -> None:
    done = validate("--check-metaschema", *SCHEMA.glob("*.schema.json"))
    assert done.exit_code == 0, done.output
    done = validate("--builtin-schema", "vendor.citation-file-format", ROOT / "CITATION.cff")
    assert done.exit_code == 0, done.output

"""A file that is damaged gives an error that names it, never an answer."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest

from interpreters import PACKAGE, fresh

pytestmark = pytest.mark.once


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package somewhere else, to be damaged."""
    shutil.copytree(PACKAGE, tmp_path / "sco_data", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


DAMAGE = ["missing", "truncated", "altered", "empty list"]
DAMAGED = """
import sco_data
from sco_data._records.load import COLLECTIONS, load, record_class
from sco_data._rows.bundle import manifest
try:
    print("answered", sco_data.members())
except sco_data.DataError as error:
    print("DataError", error.file)
"""


# A byte that is altered in the manifest itself is for `verify` to find.
@pytest.mark.parametrize(
    ("file", "damage"),
    [
        *itertools.product(["states.json", "memberships.json"], DAMAGE),
        *itertools.product(["manifest.json"], [kind for kind in DAMAGE if kind != "altered"]),
    ],
)
def test_damage_is_an_error_that_names_the_file(copy: Path, file: str, damage: str) -> None:
    path = copy / "sco_data" / "data" / file
    data = path.read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage == "truncated":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "empty list":
        path.write_bytes(b"[]")
    else:
        path.write_bytes(data.replace(b"2", b"3", 1))
    assert fresh(DAMAGED, path=copy) == f"DataError {file}"


def test_verify_finds_any_changed_byte(copy: Path) -> None:
    """One byte at a time, spread over every file, and each is named."""
    code = f"""
from pathlib import Path
from sco_data import verify
assert verify() == []
missed = tried = 0
for file in sorted(Path({str(copy)!r}, "sco_data", "data").glob("*.json")):
    data = file.read_bytes()
    for place in {{0, len(data) // 3, len(data) // 2, len(data) - 2, len(data) - 1}}:
        for bit in (1, 128):
            file.write_bytes(data[:place] + bytes([data[place] ^ bit]) + data[place + 1:])
            tried += 1
            missed += verify()[:1] != [file.name]
    for other in (data[:-1], data + b" ", b"", b"[]", b"null"):
        file.write_bytes(other)
        tried += 1
        missed += verify()[:1] != [file.name]
    file.unlink()
    missed += verify()[:1] != [file.name]
    file.write_bytes(data)
print(missed, tried > 150)
"""
    assert fresh(code, path=copy) == "0 True"


def test_no_damaged_file_gives_an_answer(copy: Path) -> None:
    """Whatever is wrong with a file of a collection, its verbs say so and name the file."""
    code = f"""
from pathlib import Path
import sco_data
from sco_data._records.load import COLLECTIONS, load, record_class
wrong = []
for name in COLLECTIONS:
    file = Path({str(copy)!r}, "sco_data", "data", name + ".json")
    data = file.read_bytes()
    for other in (b"", b"[]", data[:-1], data[:len(data) // 2], data.replace(b"2", b"3", 1), data[1:], None):
        file.unlink() if other is None else file.write_bytes(other)
        try:
            wrong.append((name, len(load(record_class(name)))))
        except sco_data.DataError as error:
            wrong += [(name, error.file)] if error.file != file.name else []
        file.write_bytes(data)
    load(record_class(name))
print(wrong)
"""
    assert fresh(code, path=copy) == "[]"

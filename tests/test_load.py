"""Loading: lazily, once, from anywhere, and never a damaged file in silence."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import sco_data as sco
from sco_data import DataError, _load

PACKAGE = Path(sco.__file__).parent
SITE = Path(__import__("attrs").__file__).parent.parent


def run(code: str, *flags: str, path: Path | None = None) -> str:
    """What a fresh interpreter prints."""
    start = f"import sys; sys.path[:0] = [{str(path or PACKAGE.parent)!r}]\n"
    done = subprocess.run(
        [sys.executable, *flags, "-c", start + code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_import_loads_nothing() -> None:
    heavy = (
        "attr attrs cattrs json pkgutil importlib_resources numpy pandas narwhals sco_data.model"
    )
    found = run(f"import sco_data; print([m for m in {heavy.split()} if m in sys.modules])")
    assert found == "[]"


def test_a_first_answer_needs_neither_cattrs_nor_resources() -> None:
    heavy = ["cattrs", "importlib_resources", "importlib.metadata", "sco_data.model.documents"]
    code = (
        f"import sco_data; sco_data.state('KAZ'); print([m for m in {heavy} if m in sys.modules])"
    )
    assert run(code) == "[]"


def test_the_terms_are_read_only_to_say_that_one_is_unknown() -> None:
    code = "import sco_data as s; s.documents_by_area(); s.documents(chairmanship=None)\n"
    code += "print('sco_data.model.chairmanship' in sys.modules)"
    assert run(code) == "False"


THREADS = """
import threading, sco_data
barrier, found = threading.Barrier(16), []
def first():
    barrier.wait()
    found.append((len(sco_data.members()), len(sco_data.documents_by_area("security")),
                  sco_data.state("KAZ").name, len(sco_data.conflicts())))
threads = [threading.Thread(target=first) for _ in range(16)]
[t.start() for t in threads]; [t.join() for t in threads]
print(len(found), len(set(found)), found[0][0])
"""


def test_sixteen_threads_at_once() -> None:
    for _ in range(5):
        assert run(THREADS) == "16 1 10"


def test_from_a_zip(tmp_path: Path) -> None:
    archive = tmp_path / "lib.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for file in PACKAGE.rglob("*"):
            if file.suffix in {".py", ".json"}:
                made.write(file, file.relative_to(PACKAGE.parent))
    code = f"import sco_data; print(sco_data.__file__.startswith({str(archive)!r}), len(sco_data.members()))"
    assert run(code, path=archive) == "True 10"


def test_once_builds_once_and_not_again_after_an_error() -> None:
    calls: list[int] = []

    @_load.once
    def build(number: int) -> int:
        calls.append(number)
        if number < 0:
            raise ValueError(number)
        return number * 2

    assert [build(2), build(2), build(3)] == [4, 4, 6]
    for _ in range(2):
        with pytest.raises(ValueError, match="-1"):
            build(-1)
    assert calls == [2, 3, -1, -1]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package somewhere else, to be damaged."""
    import shutil

    shutil.copytree(PACKAGE, tmp_path / "sco_data", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


DAMAGED = """
import sco_data
try:
    print("answered", sco_data.members())
except sco_data.DataError as error:
    print("DataError", error.file)
"""


@pytest.mark.parametrize("file", ["states.json", "memberships.json", "manifest.json"])
@pytest.mark.parametrize("damage", ["missing", "truncated", "altered", "empty list"])
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
    if file == "manifest.json" and damage == "altered":
        return  # what a flipped byte there does is for `verify` to find
    assert run(DAMAGED, path=copy) == f"DataError {file}"


def test_the_rows_are_json(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match=r"x\.json: is not JSON"):
        _load.parse("x.json", b"{")


def test_words_of_any_script_find_their_rows() -> None:
    code = "from sco_data import _load; print(*_load.some('states', name='T\\xfcrkiye').by('id'))"
    assert run(code) == "TUR"


def test_everything_holds_steps_and_aims() -> None:
    found = _load.everything()
    assert found["BLR/member"].history[-1] in found.values()  # type: ignore[attr-defined]
    assert found["2023-areas/3"].aims[0].id in found  # type: ignore[attr-defined]


def test_a_record_is_built_once_whichever_way_it_is_asked_for_first() -> None:
    code = """
import sco_data as sco
some = sco.documents_by_area("security")
everyone = {id(row) for row in sco.documents()}
assert some and all(id(row) in everyone for row in some)
assert sco.document(some[0].id) is some[0] is sco.get(some[0].id)
assert all(row.chairmanship == "2023-2024" for row in some)
assert sco.documents(chairmanship="2023-2024") == sco.documents(chairmanship="2023-2024")
"""
    subprocess.run([sys.executable, "-c", code], check=True)

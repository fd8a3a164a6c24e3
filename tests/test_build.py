"""What is shipped: the same bytes each time, no more than is needed, and it works."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import audit
import sco_data as sco

importlib.import_module("build")
importlib.import_module("hatchling")

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
IGNORED = [".git", *(Path(line).name for line in (ROOT / ".gitignore").read_text("utf-8").split())]


def run(*words: object, **env: str) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, words)],
        env={**os.environ, **env},
        cwd="/",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Wheel and sdist, made twice from copies of the tree that differ in all but content."""
    outs: list[Path] = []
    for number, name in enumerate(["one", "somewhere-else"]):
        tree = tmp_path_factory.mktemp(name) / "tree"
        ignored = shutil.ignore_patterns(*IGNORED)
        shutil.copytree(ROOT, tree, ignore=ignored, copy_function=shutil.copyfile)
        for path in tree.rglob("*"):
            os.utime(path, (1_700_000_000 + number * 90_000,) * 2)
            if number and path.is_file():
                path.chmod(0o600)
        out = tree.parent / "out"
        run("-m", "build", "--no-isolation", "--outdir", out, tree)
        outs.append(out)
    return outs


def files(built: list[Path]) -> tuple[Path, Path]:
    [wheel], [sdist] = built[0].glob("*.whl"), built[0].glob("*.tar.gz")
    return wheel, sdist


def test_two_builds_are_byte_identical(built: list[Path]) -> None:
    one, two = ({path.name: path.read_bytes() for path in out.iterdir()} for out in built)
    assert sorted(one) == [
        f"sco_data-{sco.__version__}-py3-none-any.whl",
        f"sco_data-{sco.__version__}.tar.gz",
    ]
    assert one == two


def test_the_wheel_has_what_it_needs_and_no_more(built: list[Path]) -> None:
    wheel, _ = files(built)
    names = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    wanted = {
        str(path.relative_to(source).as_posix())
        for path in (source / "sco_data").rglob("*")
        if path.is_file() and not {"__pycache__", "schema"} & {*path.parts}
    }
    info = f"sco_data-{sco.__version__}.dist-info"
    assert {name for name in names if not name.startswith(info)} == wanted
    assert {name.removeprefix(info) for name in names - wanted} == {
        "/METADATA",
        "/RECORD",
        "/WHEEL",
        "/entry_points.txt",
        "/licenses/LICENSE",
        "/licenses/LICENSE-DATA",
        "/licenses/LICENSES/CC-BY-4.0.txt",
        "/sboms/sco-data.cdx.json",
    }
    assert {Path(name).suffix for name in wanted} == {".css", ".json", ".py", ".txt", ".typed"}


def test_the_wheel_is_small(built: list[Path]) -> None:
    size = files(built)[0].stat().st_size
    assert size <= 470_000
    # What it may have grows with the facts in it, not with the code.
    rows = (row for path in audit.COLLECTIONS.split() for row in audit.read(path))
    assert size <= 95 * sum(1 for row in rows for _ in audit.facts(row))


def test_what_builds_is_pinned_once(built: list[Path]) -> None:
    """Another hatchling writes another generator and, at times, other metadata."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    [backend] = project["build-system"]["requires"]
    assert backend in project["dependency-groups"]["build"]
    name, _, version = backend.partition("==")
    with zipfile.ZipFile(files(built)[0]) as wheel:
        info = f"sco_data-{sco.__version__}.dist-info"
        assert f"Generator: {name} {version}\n" in wheel.read(f"{info}/WHEEL").decode()
        assert wheel.read(f"{info}/METADATA").startswith(b"Metadata-Version: 2.4\n")
    assert backend in (ROOT / "SECURITY.md").read_text("utf-8")


def test_both_licences_are_in_the_wheel(built: list[Path]) -> None:
    with zipfile.ZipFile(files(built)[0]) as wheel:
        licences = f"sco_data-{sco.__version__}.dist-info/licenses/"
        code = wheel.read(f"{licences}LICENSE").decode()
        data = wheel.read(f"{licences}LICENSES/CC-BY-4.0.txt").decode()
    assert "Permission is hereby granted, free of charge" in code
    assert code == (ROOT / "LICENSES" / "MIT.txt").read_text("utf-8")
    sections = [line for line in data.splitlines() if line.startswith("Section ")]
    assert [line.partition(" -- ")[0] for line in sections] == [f"Section {n}" for n in range(1, 9)]


def test_the_sdist_is_the_whole_tree(built: list[Path]) -> None:
    """So everything that can be done in a clone can be done with it: the tests pass from it."""
    with tarfile.open(files(built)[1]) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    tree = built[0].parent / "tree"
    files_of_tree = {
        path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file()
    }
    assert held - {"PKG-INFO"} == files_of_tree - {"PKG-INFO"}
    assert {"conftest.py", "noxfile.py", ".github/workflows/ci.yml", "LICENSE"} < held


def test_the_sdist_gives_the_same_wheel(built: list[Path], tmp_path: Path) -> None:
    wheel, sdist = files(built)
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    [tree] = tmp_path.iterdir()
    run("-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path / "out", tree)
    assert (tmp_path / "out" / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_wheel_works_installed_and_as_a_zip(built: list[Path], tmp_path: Path) -> None:
    wheel, _ = files(built)
    run("-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", tmp_path, wheel)
    code = """if 1:
        import sco_data as sco
        from sco_data._rows.hashes import find_altered_files as verify
        assert sco.__file__.startswith({place!r})
        members = sco.members(as_of="2017-06-10", release=sco.releases()[0].id)
        assert sco.from_json(members.to_json()) == members
        assert sco.files().joinpath("states.json").is_file()
        print(len(members), verify(), sco.__version__)
        """
    for place in (tmp_path, wheel):
        said = run("-c", code.format(place=str(place)), PYTHONPATH=str(place))
        assert said == f"8 [] {sco.__version__}"
    # An installed copy that somebody has altered says so.
    path = tmp_path / "sco_data" / "data" / "states.json"
    path.write_text(path.read_text("utf-8").replace("Kazakhstan", "Kazakstan"), "utf-8")
    verify = "from sco_data._rows.hashes import find_altered_files; print(find_altered_files())"
    assert run("-c", verify, PYTHONPATH=str(tmp_path)) == "['states.json']"

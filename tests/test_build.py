"""What is shipped: the same bytes each time, no more than is needed, and it works."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import sco_data as sco

importlib.import_module("build")
importlib.import_module("hatchling")

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 250 * 1024


def run(*words: object, **env: str) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, words)],
        env={**os.environ, **env},
        cwd="/",
        capture_output=True,
        text=True,
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
        junk = shutil.ignore_patterns("__pycache__", ".*", "_build", "dist")
        shutil.copytree(ROOT, tree, ignore=junk, copy_function=shutil.copyfile)
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
        "/sboms/sco-data.cdx.json",
    }
    assert {Path(name).suffix for name in wanted} == {".py", ".json", ".typed"}
    assert wheel.stat().st_size < LIMIT


def test_the_sdist_gives_the_same_wheel(built: list[Path], tmp_path: Path) -> None:
    wheel, sdist = files(built)
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    [tree] = tmp_path.iterdir()
    assert {"tests", "tools", "CHANGELOG.md", "CITATION.cff", "LICENSE"} <= {
        p.name for p in tree.iterdir()
    }
    run("-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path / "out", tree)
    assert (tmp_path / "out" / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_wheel_works_installed_and_as_a_zip(built: list[Path], tmp_path: Path) -> None:
    wheel, _ = files(built)
    run("-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", tmp_path, wheel)
    code = """if 1:
        import sco_data as sco
        from sco_data._releases import verify
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
    verify = "from sco_data import _releases; print(_releases.verify())"
    assert run("-c", verify, PYTHONPATH=str(tmp_path)) == "['states.json']"

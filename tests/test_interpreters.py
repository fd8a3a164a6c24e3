"""The same answers with every flag of Python, from a zip, and where nothing can be written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from interpreters import ANSWERS, PACKAGE, PRINT, archive, fresh


@pytest.mark.parametrize("flags", ["-O", "-OO", "-I", "-W error", "-I -OO -b -b -W error -X dev"])
def test_with_every_flag(answers: str, flags: str) -> None:
    assert fresh(PRINT, *flags.replace("-W error", "-Werror").split()) == answers


def test_as_a_zipapp_with_all_it_needs(answers: str, tmp_path: Path) -> None:
    path = tmp_path / "app.pyz"
    inside = f"""
import sys
assert all({str(path)!r} in sys.modules[name].__file__ for name in ("sco_data", "attr", "cattrs"))
"""
    archive(path, PRINT + inside)
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.stdout.strip(), done.stderr) == (answers, "")


def test_from_a_directory_that_cannot_be_written(answers: str, tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "sco_data", ignore=shutil.ignore_patterns("__pycache__"))
    places = [tmp_path, *(path for path in tmp_path.rglob("*") if path.is_dir())]
    for place in places:
        place.chmod(0o555)
    # The superuser writes everywhere, unless it gives that right away.
    drop = "-dac_override,-dac_read_search"
    powers = ["setpriv", f"--bounding-set={drop}", f"--inh-caps={drop}"]
    before = (
        powers if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("setpriv") else []
    )
    probe = f"""
try:
    open({str(tmp_path / "sco_data" / "x")!r}, "w")
except OSError:
    print(answers())
"""
    found = fresh(ANSWERS + probe, path=tmp_path, before=before, cwd=str(tmp_path))
    for place in places:
        place.chmod(0o755)
    if not before and not found:
        pytest.skip("this user can write anywhere")
    assert found == answers
    assert not list(tmp_path.rglob("__pycache__"))

"""What takes long, run by `nox -s trust`: many processes, a frozen app."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

from interpreters import EAGER, PRINT, THREADS, fresh

PROCESSES = int(os.environ.get("PROCESSES", "200"))


def test_sixteen_threads_in_each_of_two_hundred_processes() -> None:
    wanted = fresh(PRINT)
    wrong = []
    for number in range(PROCESSES):
        found = fresh((EAGER if number % 2 else "") + THREADS)
        if found != f"16\n{wanted}":
            wrong.append(found)
    assert not wrong, f"{len(wrong)} of {PROCESSES}: {wrong[0]}"


def test_a_frozen_app(tmp_path: Path) -> None:
    importlib.import_module("PyInstaller")
    script = tmp_path / "app.py"
    script.write_text(PRINT, "utf-8")
    command = [sys.executable, "-m", "PyInstaller", "--onefile", "--collect-all", "sco_data"]
    for name in ("altair", "numpy", "pandas", "polars", "pyarrow"):
        command += ["--exclude-module", name]
    subprocess.run([*command, str(script)], cwd=tmp_path, check=True, capture_output=True)
    app = tmp_path / "dist" / "app"
    env = {"PYTHONUTF8": "1", "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [app], capture_output=True, encoding="utf-8", check=False, env=env, cwd="/"
    )
    assert (done.stdout.strip(), done.stderr) == (fresh(PRINT), "")

"""What takes long, run by `nox -s trust`: many processes, a frozen app, another Python in Node."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from interpreters import ANSWERS, EAGER, PRINT, THREADS, archive, fresh

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


NODE = """
import { loadPyodide } from "pyodide";
import { readFileSync, writeFileSync } from "fs";
const python = await loadPyodide();
python.FS.writeFile("/all.zip", readFileSync("all.zip"));
console.log(await python.runPythonAsync(readFileSync("asked.py", "utf-8")));
"""


def test_another_python_in_node(tmp_path: Path) -> None:
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        pytest.skip("needs npm and Node")
    subprocess.run([npm, "install", "--silent", "pyodide"], cwd=tmp_path, check=True)
    archive(tmp_path / "all.zip")
    told = "import json, platform, sys\nsys.path[:0] = ['/all.zip']\n" + ANSWERS
    told += "\njson.dumps([platform.system(), sys.version_info[:2], answers()])"
    (tmp_path / "asked.py").write_text(told, "utf-8")
    (tmp_path / "ask.mjs").write_text(NODE, "utf-8")
    done = subprocess.run(
        [node, "ask.mjs"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    system, version, said = json.loads(done.stdout)
    assert (system, version >= [3, 13]) == ("Emscripten", True)
    assert said == fresh(PRINT)
    print(f"Python {version}")

"""The Python that Pyodide brings to Node, which knows neither processes nor threads."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bundle import PYODIDE
from interpreters import ANSWERS, PRINT, archive, fresh

ROOT = Path(__file__).resolve().parents[2]

# These test what the extras bring, or need other libraries to test with.
NOT_CORE = {
    *("build", "charts", "cite", "cli", "docs", "frames", "fuzz_targets", "lookup", "schema"),
    *("tables", "workflows", "annotate_days", "annotate_files", "as_of", "engines", "errors"),
    *("export", "linear", "payload_exits", "unmatched"),
}

NODE = """
import { loadPyodide } from "pyodide";
import { readFileSync } from "fs";
const python = await loadPyodide();
for (const [place, root] of Object.entries(JSON.parse(process.argv[2]))) {
  python.FS.mkdir(place);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, place);
}
console.log(await python.runPythonAsync(readFileSync("asked.py", "utf-8")));
"""

RUN_TESTS = """
import json, os, subprocess, sys
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = "/tmp/hypothesis"
os.chdir("/tree")
sys.path[:0] = ["/site", "/tree/src"]
sys.dont_write_bytecode = True

import pytest

class Outcomes:
    passed, failed, skipped = [], [], []

    def pytest_collectreport(self, report):
        if report.failed:
            self.failed.append(f"{report.nodeid}: {report.longreprtext}")

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.failed.append(f"{report.nodeid}: {report.longreprtext}")
        elif report.skipped:
            self.skipped.append(report.longrepr[2])
        elif report.when == "call":
            self.passed.append(report.nodeid)

def no_process(*_, **__):
    pytest.skip("needs a process")

subprocess.Popen = no_process
outcomes = Outcomes()
options = ["-q", "-p", "no:cacheprovider", "-m", "not once"]
pytest.main([*options, *TESTS], plugins=[outcomes])
json.dumps([sys.version_info[:2], len(outcomes.passed), outcomes.failed, outcomes.skipped])
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with Pyodide, of the version that the site has."""
    npm = shutil.which("npm")
    assert npm, "apt-get install npm"
    place = tmp_path_factory.mktemp("node")
    subprocess.run([npm, "install", "--silent", f"pyodide@{PYODIDE}"], cwd=place, check=True)
    (place / "ask.mjs").write_text(NODE, "utf-8")
    return place


def ask(project: Path, code: str, **mounts: Path) -> Any:
    """What the code, whose last line is JSON, gives there."""
    (project / "asked.py").write_text(code, "utf-8")
    places = json.dumps({f"/{name}": str(path) for name, path in mounts.items()})
    # Rendering deeply nested data takes more of Node's stack than it gives by default.
    node = ["bash", "-c", 'ulimit -s 65000; exec node --stack-size=50000 ask.mjs "$0"', places]
    done = subprocess.run(node, cwd=project, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    print(done.stdout)
    return json.loads(done.stdout.splitlines()[-1])


def test_the_same_answers_from_one_zip(project: Path) -> None:
    archive(project / "all.zip")
    code = "import json, platform, sys\nsys.path[:0] = ['/node/all.zip']\n" + ANSWERS
    code += "\njson.dumps([platform.system(), sys.version_info[:2], answers()])"
    system, version, said = ask(project, code, node=project)
    assert (system, version) == ("Emscripten", [3, 14])
    assert said == fresh(PRINT)


def test_the_tests_of_the_core_pass(project: Path) -> None:
    needs = ["attrs", "cattrs", "importlib-resources", "hypothesis", "pytest"]
    pure = ["--only-binary=:all:", "--implementation=py", "--abi=none", "--platform=any"]
    install = [sys.executable, "-m", "pip", "install", "-q", "--target", str(project / "site")]
    subprocess.run([*install, *pure, "--python-version=3.14", *needs], check=True)
    tests = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tests").glob("test_*.py"))
        if path.stem.removeprefix("test_") not in NOT_CORE
    ]
    code = f"TESTS = {tests}\n{RUN_TESTS}"
    version, passed, failed, skipped = ask(project, code, site=project / "site", tree=ROOT)
    print(f"Python {version}: {passed} passed, {len(skipped)} need a process")
    assert version == [3, 14]
    assert failed == []
    assert set(skipped) <= {"Skipped: needs a process"}
    assert passed > 10 * len(skipped)

"""What the workflows run is there: sessions, extras, groups, and paths; and so for the noxfile."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
NOXFILE = (ROOT / "noxfile.py").read_text("utf-8")
FOLDERS = ("benchmarks", "docs", "fuzz", "src", "tests", "tools")
# What the jobs themselves make, or get from an earlier job.
MADE = ("built/", "dist/", "wheel/")


def combinations(matrix: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Each instance of a job, as the service makes them."""
    axes = {name: values for name, values in matrix.items() if name not in {"include", "exclude"}}
    for values in product(*axes.values()):
        yield dict(zip(axes, values, strict=True))
    yield from matrix.get("include", [])


def commands() -> Iterator[str]:
    """Each line that a job runs, with what the matrix and the variables put into it."""
    for workflow in WORKFLOWS:
        read = yaml.safe_load(workflow.read_text("utf-8"))
        for job in read["jobs"].values():
            for instance in combinations(job.get("strategy", {}).get("matrix", {})):
                for step in job["steps"]:
                    script = step.get("run", "")
                    values = job.get("env", {}) | step.get("env", {})
                    for name, value in values.items():
                        script = re.sub(rf"\$\{{?{name}\b\}}?", str(value), script)
                    for name, value in instance.items():
                        script = re.sub(rf"\$\{{\{{ matrix\.{name} \}}\}}", value, script)
                    yield from script.splitlines()


COMMANDS = sorted(set(commands()))


def words_after(option: str) -> set[str]:
    """What follows an option, in any command."""
    return {word for line in COMMANDS for word in re.findall(rf"{option} \"?([\w.-]+)", line)}


def extras_in(text: str) -> set[str]:
    """The names in the brackets of a requirement of this project."""
    lists = re.findall(r"(?:\.|wheel\}|sco[-_]data|\")\[([\w,-]+)\]", text)
    return {name for names in lists for name in names.split(",")}


def groups_of_the_noxfile() -> set[str]:
    """What its functions that install are given, and its jobs."""
    calls = (node for node in ast.walk(ast.parse(NOXFILE)) if isinstance(node, ast.Call))
    installs = (call for call in calls if getattr(call.func, "id", "") in {"_install", "Job"})
    given = (call.args[1] for call in installs)
    return {
        group
        for words in given
        if isinstance(words, ast.Constant)
        for group in str(words.value).split()
    }


def paths_in(text: str) -> set[str]:
    """What looks like a file or a folder of this repository."""
    found = re.findall(r"(?<![\w/.{}-])((?:[\w.-]+/)+[\w.*-]*|[\w-]+\.(?:md|py|toml|json))", text)
    return {path for path in found if path.startswith(FOLDERS) or "/" not in path}


@pytest.fixture(scope="module")
def sessions() -> set[str]:
    """The names of all sessions, also of those whose Python is not on this machine."""
    listed = subprocess.run(
        [sys.executable, "-m", "nox", "--list"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
    )
    return set(re.findall(r"^[*-] (\S+)", listed.stdout, re.M))


def test_every_session_exists(sessions: set[str]) -> None:
    run = words_after("nox -s")
    assert {"lint", "tests-3.14", "tests-3.14t"} <= run
    assert run <= sessions


@pytest.mark.parametrize("files", ["*.md", ".ci/run", "docs/**/*.md", "src/**/*.py"])
def test_every_session_that_is_spoken_of_exists(files: str, sessions: set[str]) -> None:
    """The change log speaks of what was as well."""
    texts = [path.read_text("utf-8") for path in ROOT.glob(files) if path.name != "CHANGELOG.md"]
    named = [names.split() for text in texts for names in re.findall("nox -s ([a-z -]+)", text)]
    assert named
    # In prose the sentence goes on behind the name; a script names several.
    told = {name for names in named for name in (names if files == ".ci/run" else names[:1])}
    assert told <= sessions


def test_every_session_that_can_fail_runs_somewhere(sessions: set[str]) -> None:
    """The rest is measuring, or takes hours."""
    measures = {"bench", "mutation", "others", "search", "trust"}
    assert sessions - words_after("nox -s") <= measures


def test_the_pythons_are_those_that_the_package_names() -> None:
    named = {
        classifier.rpartition(" ")[2]
        for classifier in PROJECT["project"]["classifiers"]
        if re.search(r"Python :: 3\.\d+$", classifier)
    }
    tested = {word.removeprefix("tests-") for word in words_after("nox -s") if "tests-" in word}
    assert tested - {"3.14t"} == named


def test_every_group_exists() -> None:
    groups = PROJECT["dependency-groups"]
    assert {"core", "tests"} <= words_after("--group") <= set(groups)
    assert {"core", "lint", "tests"} <= groups_of_the_noxfile() <= set(groups)


def test_every_extra_exists() -> None:
    extras = set(PROJECT["project"]["optional-dependencies"])
    assert extras_in("\n".join(COMMANDS)) == extras
    assert extras_in(NOXFILE) == extras


def test_groups_are_installed_by_a_pip_that_knows_them() -> None:
    """Python 3.11 to 3.13 bring older ones into a fresh environment."""
    for workflow in WORKFLOWS:
        for job in yaml.safe_load(workflow.read_text("utf-8"))["jobs"].values():
            for step in job["steps"]:
                before, group, _ = step.get("run", "").partition("--group")
                assert not group or "pip install --upgrade pip" in before


@pytest.mark.parametrize(
    "name", ["workflows", "noxfile.py", "README.md", ".pre-commit-config.yaml"]
)
def test_every_path_exists(name: str) -> None:
    text = "\n".join(COMMANDS) if name == "workflows" else (ROOT / name).read_text("utf-8")
    paths = {path for path in paths_in(text) if not path.startswith(("docs/_build/", *MADE))}
    assert paths
    assert [path for path in sorted(paths) if not any(ROOT.glob(path.rstrip("/")))] == []


def test_actions_are_pinned_and_the_same_everywhere() -> None:
    text = "\n".join(path.read_text("utf-8") for path in WORKFLOWS)
    uses = re.findall(r"uses: ([^@\s]+)@(\S+)(.*)", text)
    assert uses
    assert all(re.fullmatch(r"[0-9a-f]{40}", commit) for _, commit, _ in uses)
    assert len(set(uses)) == len({action for action, _, _ in uses})

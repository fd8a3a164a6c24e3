"""Run the tests as other machines would; prints a table, and fails if anything failed.

    python tools/everywhere.py                    # all, which takes hours
    python tools/everywhere.py adak locale        # some; --list tells which there are
    python tools/everywhere.py --missing --write  # what docs/trust.md does not have of this commit

`--write` puts each row into docs/trust.md as soon as it is known, so a run can be stopped and taken
up again, or done by parts. Each run has a fresh clone of the last commit. The clock is moved by
Debian's `faketime`.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "trust.md"
MARKED = re.compile("(<!-- everywhere -->\n).*(<!-- end of everywhere -->\n)", re.DOTALL)
HEAD = [
    "| condition | runs | passed | seconds | day | commit |",
    "| --- | ---: | ---: | ---: | --- | --- |",
]

PYTEST = ["-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "-p", "no:cacheprovider"]
COVERED = [*PYTEST, "--cov", "--cov-branch", "-m", "not hypothesis and not once"]
WHOLE = [COVERED, [*PYTEST, "-m", "hypothesis or once"]]


class Condition(NamedTuple):
    """What is special about a machine; it is the usual one but for this."""

    about: str
    runs: int = 1
    python: str = "3.11"
    pytest: list[list[str]] = WHOLE
    random_order: bool = False
    before: str = ""
    folder: str = "tree"
    kind: str = "clone"  # or "no git", "sdist"


CONDITIONS = {
    "command": Condition("the README's command in a fresh clone", 3),
    "order-3.11": Condition("coverage on 3.11, random order", 20, "3.11", [COVERED], True),
    "order-3.12": Condition("coverage on 3.12, random order", 5, "3.12", [COVERED], True),
    "order-3.13": Condition("coverage on 3.13, random order", 5, "3.13", [COVERED], True),
    "2027": Condition("the clock in 2027", before="faketime 2027-03-04T05:06:07"),
    "2031": Condition("the clock in 2031", before="faketime 2031-12-31T23:00:00"),
    "kiritimati": Condition(
        "the zone Pacific/Kiritimati, 14 hours ahead", before="env TZ=Pacific/Kiritimati"
    ),
    "adak": Condition("the zone America/Adak, 10 hours behind", before="env TZ=America/Adak"),
    "locale": Condition(
        "`LC_ALL=C PYTHONUTF8=0`", before="env LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0"
    ),
    "path": Condition("a path with a blank and Cyrillic letters", folder="дом у моря"),
    "home": Condition("a home that cannot be written", before="env HOME=/proc/nowhere"),
    "no-git": Condition("a tree without `.git`", kind="no git"),
    "sdist": Condition("the unpacked sdist", kind="sdist"),
}


class NotReadyError(Exception):
    """What the tests need before they can start was not to be had."""


def passes(words: list[str], where: Path) -> bool:
    """Whether the command ends well; of one that does not, the failures and the end are shown."""
    steady = {**os.environ, "DONT_FAKE_MONOTONIC": "1"}  # only the date moves, not what waits
    done = subprocess.run(
        words,
        cwd=where,
        env=steady,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        lines = done.stdout.splitlines()
        failures = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
        print("$", *words, *lines[-30:], *failures, sep="\n  ", flush=True)
    return done.returncode == 0


def must(words: list[str], where: Path) -> None:
    """Do what the tests need before they can start."""
    if not passes(words, where):
        raise NotReadyError


def make_python(version: str, work: Path) -> str:
    """A virtual environment of this Python with all that the tests need, made once."""
    home = work / f"python-{version}"
    python = str(home / "bin" / "python")
    if not (home / "ready").exists():
        pyenv = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
        must([str(pyenv[-1]) if pyenv else f"python{version}", "-m", "venv", str(home)], work)
        must([python, "-m", "pip", "install", "-q", "pip>=25.1"], work)  # the first with --group
        package = f"{ROOT}[frames,charts,cli]"
        must([python, "-m", "pip", "install", "-q", "--group", "tests", "-e", package], ROOT)
        (home / "ready").touch()
    return python


def make_tree(condition: Condition, work: Path) -> Path:
    """The project as somebody has it who has just fetched it."""
    tree = Path(tempfile.mkdtemp(prefix="tree-", dir=work)) / condition.folder
    must(["git", "clone", "-q", str(ROOT), str(tree)], work)
    if condition.kind == "no git":
        shutil.rmtree(tree / ".git")
    if condition.kind == "sdist":
        build = ["-m", "build", "--no-isolation", "--sdist", "--outdir", "../sdist"]
        must([make_python(condition.python, work), *build], tree)
        [packed] = (tree.parent / "sdist").iterdir()
        with tarfile.open(packed) as archive:
            archive.extractall(tree.parent / "unpacked", filter="data")
        [tree] = (tree.parent / "unpacked").iterdir()
    return tree


def commands(name: str, condition: Condition, tree: Path, work: Path) -> Iterator[list[str]]:
    """What one run consists of."""
    if name == "command":
        after = (tree / "README.md").read_text("utf-8").split("<!-- test command -->")[1]
        yield ["sh", "-c", after.split("```")[1].removeprefix("sh\n")]
        return
    python = make_python(condition.python, work)
    # The environment serves all conditions; this puts this tree into it.
    install = ["-m", "pip", "install", "-q", "--no-deps", "-e", "."]
    must([python, *install], tree)
    for words in condition.pytest:
        seed = ["--random-order", f"--random-order-seed={secrets.randbelow(10**6)}"]
        yield [*condition.before.split(), python, *words, *(seed if condition.random_order else [])]


def measure(name: str, work: Path) -> tuple[int, int]:
    """How many runs passed, and the seconds of the longest."""
    condition, passed, longest = CONDITIONS[name], 0, 0
    for number in range(1, condition.runs + 1):
        start = time.monotonic()
        try:
            tree = make_tree(condition, work)
            start = time.monotonic()
            done = all(passes(words, tree) for words in commands(name, condition, tree, work))
        except NotReadyError:
            done = False
        seconds = round(time.monotonic() - start)
        passed += done
        longest = max(longest, seconds)
        said = "passed" if done else "FAILED"
        print(f"{name}, run {number} of {condition.runs}: {said}, {seconds} s", flush=True)
        for place in work.glob("tree-*"):
            shutil.rmtree(place)
    return passed, longest


def read_rows() -> dict[str, str]:
    """The rows of the page, by what is special about the machine."""
    lines = MARKED.search(PAGE.read_text("utf-8"))[0].splitlines()  # type: ignore[index]
    rows = [line for line in lines if line.startswith("|")][len(HEAD) :]
    return {row.split(" | ")[0].removeprefix("| "): row for row in rows}


def write(rows: dict[str, str]) -> None:
    """Put the table into the page, in the order of the list above."""
    table = [*HEAD, *(rows[each.about] for each in CONDITIONS.values() if each.about in rows)]
    text = "\n".join(["The seconds are those of the longest run.", "", *table, ""])
    page = PAGE.read_text("utf-8")
    PAGE.write_text(MARKED.sub(lambda found: found[1] + text + found[2], page), "utf-8")


def main() -> int:
    """The number to exit with."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("names", nargs="*", choices=[*CONDITIONS, []], default=[])
    ask.add_argument("--list", action="store_true")
    ask.add_argument("--missing", action="store_true", help="what has not passed on this commit")
    ask.add_argument("--write", action="store_true")
    asked = ask.parse_args()

    # To write the page is a commit too, which changes nothing of what is run.
    last = ["git", "log", "-1", "--format=%h", "--", ".", ":!docs/trust.md"]
    found = subprocess.run(last, cwd=ROOT, check=True, capture_output=True, text=True)
    on = found.stdout.strip()
    names = asked.names or list(CONDITIONS)
    if asked.missing:
        known = read_rows()
        runs = {name: f"| {CONDITIONS[name].runs} | {CONDITIONS[name].runs} |" for name in names}
        old = {name: known.get(CONDITIONS[name].about, "") for name in names}
        names = [name for name in names if runs[name] not in old[name] or on not in old[name]]
    if asked.list:
        print("\n".join(f"{name}: {CONDITIONS[name].about}" for name in names))
        return 0

    is_moved = any("faketime" in CONDITIONS[name].before for name in names)
    if is_moved and not shutil.which("faketime"):
        sys.exit("faketime is not here, so the clock cannot be moved: apt-get install faketime")

    table, failed = [*HEAD], 0
    with tempfile.TemporaryDirectory() as work:
        for name in names:
            passed, seconds = measure(name, Path(work))
            about, times = CONDITIONS[name][:2]
            failed += times - passed
            row = f"| {about} | {times} | {passed} | {seconds} | {date.today()} | `{on}` |"
            table.append(row)
            if asked.write:
                write(read_rows() | {about: row})
    print("", *table, sep="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

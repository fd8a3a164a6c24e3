#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["nox>=2024.10"]
# ///
"""Every check of the project, one session each; `nox` alone runs those that need Python alone.

Sessions that need Debian packages (`browser`, `r`, `spark`) or much time (`mutation`, `fuzz`, ...)
run only when named.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import NamedTuple

import nox

nox.needs_version = ">=2024.10"
nox.options.default_venv_backend = "virtualenv"
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = True  # a session that is named runs, or fails

VERSIONS = ["3.11", "3.12", "3.13", "3.14"]
FREE_THREADED = "3.14t"

PROJECT = nox.project.load_toml("pyproject.toml")
NEEDS: list[str] = PROJECT["project"]["dependencies"]


def _files(names: str) -> list[str]:
    """Files of tests by the word that tells them apart."""
    return ["tests/test_*.py".replace("*", name) for name in names.split()]


# What needs the core alone, so that it runs where no other library is.
CORE = _files("base evidence load payload releases states strict time")
# What is asked of every engine.
TABLES = _files("engines frames lookup panel tables")

PYTEST = ("pytest", "-q", "-n", "2", "--dist", "worksteal")


def _interpreter(version: str) -> str | None:
    """A Python of this version that runs: pyenv's shims refuse until PYENV_VERSION names one."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    paths = [sys.executable, shutil.which(f"python{version}")]
    paths += map(str, pyenv.glob(f"{version.rstrip('t')}.*/bin/python"))
    return next((path for path in paths if path and _version(path) == version), None)


def _version(python: str) -> str:
    """What this Python says it is: `3.14`, or `3.14t` without the global lock; '' if it fails."""
    ask = "import sys; print('%d.%d' % sys.version_info[:2] + getattr(sys, 'abiflags', ''))"
    answer = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)
    return answer.stdout.strip()


HERE = {version: path for version in VERSIONS if (path := _interpreter(version))}
OLDEST = next(iter(HERE.values()), sys.executable)
"""What need not run on each Python runs on this one."""

by_default = partial(nox.session, python=OLDEST)
when_named = partial(nox.session, python=OLDEST, default=False)


class Job(NamedTuple):
    """A session that installs and then runs."""

    about: str
    groups: str
    extras: str | None
    """None leaves the package itself out."""
    commands: str
    """The last is given what stands after `--`."""
    default: bool = False


ALL = "[frames,charts,cli]"

JOBS = {
    "lint": Job("Format and style.",
        "lint", None, "ruff check .; ruff format --check .", default=True),
    "types": Job("The type checkers, also on what users write and on what must not pass.",
        "core typing", ALL, "mypy; pyright; pyright --verifytypes sco_data --ignoreexternal;"
        " mypy --strict tests/typing; pyright -p tests/typing; python tools/pyrefly.py",
        default=True),
    "data": Job("The data obeys its rules and has its one form; so do change log and parts list.",
        "", "", "python tools/data.py check; python tools/changelog.py --check;"
        " python tools/sbom.py check", default=True),
    "spark": Job("Tables on a real Spark session (apt-get install openjdk-17-jre-headless).",
        "code spark", "[frames]", "pytest -q tests/spark"),
    "spark-lowest": Job("The same with the oldest Spark that is claimed to work.",
        "spark-lowest", "[frames]", "pytest -q tests/spark"),
    "r": Job("What the documents say in R (apt-get install r-base-core r-cran-rsqlite).",
        "core", "", "pytest -q tests/r"),
    "docs": Job("The site, in docs/_build/html, from notebooks that are run; npm brings Pyodide.",
        "docs tests", ALL, "python tools/bundle.py; python tools/pictures.py;"
        " sphinx-build -n -W --keep-going -q docs docs/_build/html;"
        " pytest -q tests/test_docs.py tests/test_json_ld.py"),
    "fuzz": Job("Hostile input, guided by coverage; `-- --seconds 7200` is the long run.",
        "fuzz", "[frames,cli]", "python fuzz/run.py --seconds 10"),
    "mutation": Job("Whether tests notice changes of the code; `-- model/time.py` is one module.",
        "tests mutation", ALL, "python tools/mutation.py"),
    "trust": Job("Threads in 200 processes, a frozen app, the core in Pyodide, which npm brings.",
        "core frozen", "[cli]", "pytest -q -s tests/runtimes"),
}  # fmt: skip


def _install(session: nox.Session, groups: str, extras: str | None, *more: str) -> None:
    """What the dependency groups name, and the package as it is in the tree."""
    needs = nox.project.dependency_groups(PROJECT, *groups.split())
    package = [] if extras is None else ["-e", f".{extras}"]
    # To compile all of it takes as long as the rest; what is imported is compiled then.
    session.install("-q", "--no-compile", *needs, *package, *more)


def _run(session: nox.Session, job: Job) -> None:
    """Install what a job needs, and run it."""
    _install(session, job.groups, job.extras)
    *commands, last = [command.split() for command in job.commands.split(";")]
    for command in commands:
        session.run(*command)
    session.run(*last, *session.posargs)


def _make_job(name: str, job: Job) -> None:
    """Make the session of a job."""

    def run(session: nox.Session) -> None:
        _run(session, job)

    run.__doc__ = job.about
    nox.session(run, name=name, python=OLDEST, default=job.default)


def _make_tests(version: str) -> None:
    """Make the session of one Python; by default it runs where the machine has that Python."""
    python = HERE.get(version, version)

    @nox.session(name=f"tests-{version}", python=python, default=version in HERE)
    def tests(session: nox.Session) -> None:
        """The tests that need Python alone; on one Python also the coverage."""
        if missing := [version for version in VERSIONS if version not in HERE]:
            session.warn(f"not tested here, because not on this machine: {', '.join(missing)}")
        if python != OLDEST:
            _install(session, "code", ALL)
            session.run(*PYTEST, "-m", "not hypothesis and not once", *session.posargs)
            return
        _install(session, "tests", ALL)
        # What covers a line is an example that one can read, not one that Hypothesis drew.
        measure = ["--cov", "--cov-branch", "--cov-report=term:skip-covered"]
        session.run(*PYTEST, *measure, "-m", "not hypothesis and not once", *session.posargs)
        if not session.posargs:
            session.run(*PYTEST, "-m", "hypothesis or once")


for _each in VERSIONS:
    _make_tests(_each)
for _name, _job in JOBS.items():
    _make_job(_name, _job)


@nox.session(
    name=f"tests-{FREE_THREADED}",
    python=_interpreter(FREE_THREADED) or FREE_THREADED,
    default=False,
)
def free_threaded(session: nox.Session) -> None:
    """The core and its threads, on a Python without the global lock."""
    _install(session, "core")
    session.run("pytest", "-q", *CORE, "tests/test_threads.py", *session.posargs)


@by_default()
def lowest(session: nox.Session) -> None:
    """The oldest libraries that are claimed to work: the core with no others, then the engines."""
    pinned = [need.replace(">=", "==") for need in NEEDS]
    _install(session, "core", "", *pinned)
    session.run("pytest", "-q", "-m", "not once", *CORE, *session.posargs)
    _install(session, "engines-lowest", "[frames]", *pinned)
    session.run(*PYTEST, *TABLES, *session.posargs)


@when_named()
def search(session: nox.Session) -> None:
    """Faults, by properties on random examples; `-- --hypothesis-seed=7` repeats a search."""
    _install(session, "tests", ALL)
    seed = f"--hypothesis-seed={secrets.randbelow(2**32)}"  # nox prints it; a later one counts
    session.run(*PYTEST, "-m", "hypothesis", "--hypothesis-profile=search", seed, *session.posargs)


@when_named()
def browser(session: nox.Session) -> None:
    """The site, JupyterLab and Notebook in a browser; needs Debian's chromium, chromium-driver."""
    if not Path("docs/_build/html/try.html").exists():
        _run(session, JOBS["docs"])
    _install(session, "browser", "[images]")
    session.run("pytest", "-q", "-p", "no:cacheprovider", "tests/browser", *session.posargs)


@when_named()
def others(session: nox.Session) -> None:
    """Comparable packages still answer what the page of questions says."""
    packages = session.run("python", "docs/_ext/others.py", "packages", silent=True) or ""
    session.install("-q", *packages.split(), "pandas<3")  # one of them fails with pandas 3
    session.run("python", "docs/_ext/others.py")


@when_named(venv_backend="venv")
def bench(session: nox.Session) -> None:
    """Start, first answers, look-ups and growth, against peers and floors."""
    _install(session, "bench", None)
    built = Path(session.create_tmp())
    session.run("pip", "wheel", "-q", "--no-deps", "-w", str(built), ".")
    wheel = str(max(built.glob("*.whl"), key=lambda path: path.stat().st_mtime))
    session.install("-q", "--force-reinstall", "--no-deps", wheel)
    session.install("-q", *NEEDS)
    session.run("pip", "uninstall", "-qy", "setuptools")  # it has code run at every start
    session.run("python", "-m", "venv", str(built / "coco"))
    coco = str(built / "coco" / "bin" / "python")  # country_converter fails with pandas 3
    needs = ["country_converter", "pandas<3"]
    session.run(coco, "-m", "pip", "install", "-q", *needs, external=True)
    session.run("python", "benchmarks/cold.py", "--coco", coco, "--wheel", wheel)
    session.run("python", "benchmarks/warm.py", "--coco", coco)
    session.run("python", "benchmarks/growth.py")


@when_named(name="audit-deps")
def audit_deps(session: nox.Session) -> None:
    """No known weakness in what is needed or in the workflows; each file has its licence."""
    _install(session, "audit", None)
    extras = PROJECT["project"]["optional-dependencies"].values()
    listed = Path(session.create_tmp(), "requirements.txt")
    listed.write_text("\n".join([*NEEDS, *(need for extra in extras for need in extra)]), "utf-8")
    session.run("reuse", "lint", "--quiet")
    session.run("zizmor", "--offline", "--persona", "auditor", ".github")
    session.run("pip-audit", "--strict", "--requirement", str(listed))


if __name__ == "__main__":
    nox.main()

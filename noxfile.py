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

import nox

nox.needs_version = ">=2024.10"
nox.options.default_venv_backend = "virtualenv"
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = True  # a session that is named runs, or fails

VERSIONS = ["3.11", "3.12", "3.13", "3.14"]
FREE_THREADED = "3.14t"

PROJECT = nox.project.load_toml("pyproject.toml")
NEEDS: list[str] = PROJECT["project"]["dependencies"]

# What needs the core alone, so that it runs where no other library is.
CORE = [
    "tests/test_base.py",
    "tests/test_evidence.py",
    "tests/test_load.py",
    "tests/test_payload.py",
    "tests/test_releases.py",
    "tests/test_states.py",
    "tests/test_strict.py",
    "tests/test_time.py",
]

# What is asked of every engine.
TABLES = [
    "tests/test_engines.py",
    "tests/test_frames.py",
    "tests/test_lookup.py",
    "tests/test_panel.py",
    "tests/test_tables.py",
]

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


def _needs(*groups: str) -> list[str]:
    """What the dependency groups name."""
    return [*nox.project.dependency_groups(PROJECT, *groups)]


def _install(session: nox.Session, *groups: str, extras: str = "") -> None:
    """The package as it is in the tree, and what the dependency groups name."""
    session.install("-q", *_needs(*groups), "-e", f".{extras}")


@by_default()
def lint(session: nox.Session) -> None:
    """Format and style."""
    session.install("-q", *_needs("lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@by_default()
def types(session: nox.Session) -> None:
    """The type checkers, and that every public name has a type."""
    _install(session, "typing", "tests", extras="[frames,charts,cli]")
    session.run("mypy")
    session.run("pyright")
    session.run("pyright", "--verifytypes", "sco_data", "--ignoreexternal")
    # What users write, and what must not pass.
    session.run("mypy", "--strict", "tests/typing")
    session.run("pyright", "-p", "tests/typing")
    session.run("python", "tools/pyrefly.py")


@by_default()
def data(session: nox.Session) -> None:
    """The data obeys its rules and is in its one form; the change log and the parts list too."""
    _install(session)
    session.run("python", "tools/data.py", "check")
    session.run("python", "tools/changelog.py", "--check")
    session.run("python", "tools/sbom.py", "check")


def _make_tests(version: str) -> None:
    """Make the session of one Python; by default it runs where the machine has that Python."""
    python = HERE.get(version, version)

    @nox.session(name=f"tests-{version}", python=python, default=version in HERE)
    def tests(session: nox.Session) -> None:
        """The tests that need Python alone; on one Python, that examples cover every branch."""
        if missing := [version for version in VERSIONS if version not in HERE]:
            session.warn(f"not tested here, because not on this machine: {', '.join(missing)}")
        _install(session, "tests", extras="[frames,charts,cli]")
        if python != OLDEST:
            session.run(*PYTEST, "-m", "not once", *session.posargs)
            return
        # What covers a line is an example that one can read, not one that Hypothesis drew.
        measure = ["--cov", "--cov-branch", "--cov-report=term:skip-covered"]
        session.run(*PYTEST, *measure, "-m", "not hypothesis and not once", *session.posargs)
        if not session.posargs:
            session.run(*PYTEST, "-m", "hypothesis or once")


for _each in VERSIONS:
    _make_tests(_each)


@nox.session(
    name=f"tests-{FREE_THREADED}",
    python=_interpreter(FREE_THREADED) or FREE_THREADED,
    default=False,
)
def free_threaded(session: nox.Session) -> None:
    """The core and its threads, on a Python without the global lock."""
    _install(session, "core")
    session.run("pytest", "-q", *CORE, "tests/test_threads.py", *session.posargs)


@when_named()
def search(session: nox.Session) -> None:
    """Faults, by properties on random examples; `-- --hypothesis-seed=7` repeats a search."""
    _install(session, "tests", extras="[frames,charts,cli]")
    seed = f"--hypothesis-seed={secrets.randbelow(2**32)}"  # nox prints it; a later one counts
    session.run(*PYTEST, "-m", "hypothesis", "--hypothesis-profile=search", seed, *session.posargs)


@by_default(name="engines-lowest")
def engines_lowest(session: nox.Session) -> None:
    """Tables with the oldest engines that are claimed to work, pandas 2 among them."""
    _install(session, "engines-lowest", extras="[frames]")
    session.run(*PYTEST, *TABLES, *session.posargs)


@by_default()
def lowest(session: nox.Session) -> None:
    """The core with the oldest libraries it claims to work with."""
    _install(session, "core")
    session.install("-q", *(need.replace(">=", "==") for need in NEEDS))
    session.run("pytest", "-q", *CORE, *session.posargs)


@when_named()
def spark(session: nox.Session) -> None:
    """Tables on a real Spark session (apt-get install openjdk-17-jre-headless)."""
    _install(session, "tests", "spark", extras="[frames]")
    session.run("pytest", "-q", "tests/spark", *session.posargs)


@when_named(name="spark-lowest")
def spark_lowest(session: nox.Session) -> None:
    """The same with the oldest Spark that is claimed to work."""
    _install(session, "spark-lowest", extras="[frames]")
    session.run("pytest", "-q", "tests/spark", *session.posargs)


@when_named()
def r(session: nox.Session) -> None:
    """What the documents say in R (apt-get install r-base-core r-cran-rsqlite)."""
    _install(session, "core")
    session.run("pytest", "-q", "tests/r", *session.posargs)


def _build_site(session: nox.Session) -> None:
    """Build it; npm brings Pyodide."""
    _install(session, "docs", extras="[frames,charts,cli]")
    session.run("python", "tools/bundle.py")
    session.run("python", "tools/pictures.py")
    session.run("sphinx-build", "-n", "-W", "--keep-going", "-q", "docs", "docs/_build/html")


@when_named()
def docs(session: nox.Session) -> None:
    """The site, in docs/_build/html, from notebooks that are run; every warning is an error."""
    _build_site(session)
    session.install("-q", *_needs("tests"))
    # With the packages that some pages need, and the reader of Croissant.
    session.run("pytest", "-q", "tests/test_docs.py", "tests/test_json_ld.py")


@when_named()
def browser(session: nox.Session) -> None:
    """The site, JupyterLab and Notebook in a browser; needs Debian's chromium, chromium-driver."""
    if not Path("docs/_build/html/try.html").exists():
        _build_site(session)
    _install(session, "browser", extras="[images]")
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
    session.install("-q", *_needs("bench"))
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


@when_named()
def fuzz(session: nox.Session) -> None:
    """Hostile input, guided by coverage, shortly; `-- --seconds 7200` is the long run."""
    _install(session, "fuzz", extras="[frames,cli]")
    session.run("python", "fuzz/run.py", *(session.posargs or ["--seconds", "10"]))


@when_named()
def mutation(session: nox.Session) -> None:
    """Whether tests notice changes of the code: hours; `-- model/time.py` is one module."""
    _install(session, "tests", "mutation", extras="[frames,cli]")
    session.run("python", "tools/mutation.py", *session.posargs)


@when_named()
def trust(session: nox.Session) -> None:
    """Threads in 200 processes, a frozen app, the core under Pyodide's Python 3.14. Needs npm."""
    _install(session, "core", "frozen", extras="[cli]")
    session.run("pytest", "-q", "-s", "tests/runtimes", *session.posargs)


@when_named(name="audit-deps")
def audit_deps(session: nox.Session) -> None:
    """No known weakness in what is needed or in the workflows; each file has its licence."""
    session.install("-q", *_needs("audit"))
    extras = PROJECT["project"]["optional-dependencies"].values()
    listed = Path(session.create_tmp(), "requirements.txt")
    listed.write_text("\n".join([*NEEDS, *(need for extra in extras for need in extra)]), "utf-8")
    session.run("reuse", "lint", "--quiet")
    session.run("zizmor", "--offline", "--persona", "auditor", ".github")
    session.run("pip-audit", "--strict", "--requirement", str(listed))


if __name__ == "__main__":
    nox.main()

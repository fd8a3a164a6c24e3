"""Every check of the project, one session each; `nox` alone runs those that need Python alone.

Sessions that need Debian packages (`browser`, `spark`) or much time (`audit`, `fuzz`, ...) run
only when named.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import nox

nox.needs_version = ">=2024.10"
nox.options.default_venv_backend = "virtualenv"
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = False

VERSIONS = ["3.11", "3.12", "3.13"]


def _interpreter(version: str) -> str | None:
    """A Python of this version that runs: pyenv's shims refuse until PYENV_VERSION names one."""
    roots = [Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"]
    found = [str(path) for root in roots for path in sorted(root.glob(f"{version}.*/bin/python"))]
    for path in [shutil.which(f"python{version}"), *reversed(found)]:
        if (
            path
            and not subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode
        ):
            return path
    return None


HERE = {version: path for version in VERSIONS if (path := _interpreter(version))}
MISSING = [version for version in VERSIONS if version not in HERE]
NEWEST_LOCAL = HERE.get("3.11") or next(iter(HERE.values()), "python3")

nox.options.sessions = ["lint", "types", "data", *(f"tests-{version}" for version in HERE)]
nox.options.sessions += ["pandas2", "lowest"]


def _install(session: nox.Session, *groups: str, extras: str = "") -> None:
    needs = nox.project.dependency_groups(PROJECT, *groups)
    session.install("-q", *needs, "-e", f".{extras}")


PROJECT = nox.project.load_toml("pyproject.toml")


@nox.session(python=NEWEST_LOCAL)
def lint(session: nox.Session) -> None:
    """Format and style."""
    session.install("-q", *nox.project.dependency_groups(PROJECT, "lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session(python=NEWEST_LOCAL)
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


@nox.session(python=NEWEST_LOCAL)
def data(session: nox.Session) -> None:
    """The data obeys its rules and is in its one form."""
    _install(session)
    session.run("python", "tools/data.py", "check")
    session.run("python", "tools/changelog.py", "--check")


def _tests(version: str) -> None:
    @nox.session(name=f"tests-{version}", python=HERE[version])
    def tests(session: nox.Session) -> None:
        """The tests that need Python alone; every branch is covered."""
        if MISSING:
            session.warn(f"not tested here, because not on this machine: {', '.join(MISSING)}")
        _install(session, "tests", extras="[frames,charts,cli]")
        # Coverage is the same on each version, and costs half of the time.
        measure = ["--cov", "--cov-branch", "--cov-report=term:skip-covered"]
        session.run(
            *["pytest", "-q", "-n", "2", "--dist", "worksteal"],
            *(measure if HERE[version] == NEWEST_LOCAL else []),
            *session.posargs,
        )


for _version in HERE:
    _tests(_version)


@nox.session(python=NEWEST_LOCAL)
def pandas2(session: nox.Session) -> None:
    """Tables with pandas 2."""
    _install(session, "pandas2", extras="[frames]")
    tables = [f"tests/test_{name}.py" for name in ("frames", "lookup", "tables", "panel")]
    session.run("pytest", "-q", *tables, *session.posargs)


@nox.session(python=NEWEST_LOCAL)
def spark(session: nox.Session) -> None:
    """Tables on a real Spark session (apt-get install openjdk-17-jre-headless)."""
    _install(session, "tests", "spark", extras="[frames]")
    session.run("pytest", "-q", "tests/spark", *session.posargs)


@nox.session(python=NEWEST_LOCAL)
def lowest(session: nox.Session) -> None:
    """The core with the oldest libraries it claims to work with."""
    _install(session, "core")
    needs: list[str] = PROJECT["project"]["dependencies"]
    session.install("-q", *(need.replace(">=", "==") for need in needs))
    files = ("base", "evidence", "load", "payload", "releases", "states", "strict", "time")
    session.run("pytest", "-q", *(f"tests/test_{name}.py" for name in files), *session.posargs)


def _site(session: nox.Session) -> None:
    """Build it; npm brings Pyodide."""
    _install(session, "docs", extras="[frames,charts,cli]")
    session.run("python", "tools/bundle.py")
    session.run("sphinx-build", "-n", "-W", "--keep-going", "-q", "docs", "docs/_build/html")


@nox.session(python=NEWEST_LOCAL)
def docs(session: nox.Session) -> None:
    """The site, in docs/_build/html, from notebooks that are run; every warning is an error."""
    _site(session)
    session.install("-q", *nox.project.dependency_groups(PROJECT, "tests"))
    session.run("pytest", "-q", "tests/test_docs.py")  # with the packages that some pages need


@nox.session(python=NEWEST_LOCAL)
def browser(session: nox.Session) -> None:
    """The site in a browser; needs the Debian packages chromium and chromium-driver."""
    if not Path("docs/_build/html/try.html").exists():
        _site(session)
    _install(session, "browser")
    session.run("pytest", "-q", "-p", "no:cacheprovider", "tests/browser", *session.posargs)


@nox.session(python=NEWEST_LOCAL)
def others(session: nox.Session) -> None:
    """Comparable packages still answer what the page of questions says."""
    asked = session.run("python", "docs/_ext/others.py", "packages", silent=True) or ""
    session.install("-q", *asked.split(), "pandas<3")  # one of them cannot work with pandas 3
    session.run("python", "docs/_ext/others.py")


@nox.session(python=NEWEST_LOCAL, venv_backend="venv")
def bench(session: nox.Session) -> None:
    """Start, first answers, look-ups and growth, against peers and floors."""
    session.install("-q", *nox.project.dependency_groups(PROJECT, "bench"))
    built = Path(session.create_tmp())
    session.run("pip", "wheel", "-q", "--no-deps", "-w", str(built), ".")
    wheel = str(max(built.glob("*.whl"), key=lambda path: path.stat().st_mtime))
    session.install("-q", "--force-reinstall", "--no-deps", wheel)
    session.install("-q", *PROJECT["project"]["dependencies"])
    session.run("pip", "uninstall", "-qy", "setuptools")  # it has code run at every start
    coco = built / "coco"  # country_converter fails with pandas 3
    session.run("python", "-m", "venv", str(coco))
    python = str(coco / "bin" / "python")
    session.run(
        python, "-m", "pip", "install", "-q", "country_converter", "pandas<3", external=True
    )
    session.run("python", "benchmarks/cold.py", "--coco", python, "--wheel", wheel)
    session.run("python", "benchmarks/warm.py", "--coco", python)
    session.run("python", "benchmarks/growth.py")


@nox.session(python=NEWEST_LOCAL)
def fuzz(session: nox.Session) -> None:
    """Hostile input, guided by coverage, shortly; `-- --seconds 7200` is the long run."""
    _install(session, "fuzz", extras="[frames,cli]")
    session.run("python", "fuzz/run.py", *(session.posargs or ["--seconds", "10"]))


@nox.session(python=NEWEST_LOCAL)
def mutation(session: nox.Session) -> None:
    """Whether tests notice changes of the code: hours; `-- model/time.py` is one module."""
    _install(session, "tests", "mutation", extras="[frames,cli]")
    session.run("python", "tools/mutation.py", *session.posargs)


@nox.session(python=NEWEST_LOCAL)
def trust(session: nox.Session) -> None:
    """First calls of 16 threads in 200 processes, a frozen app, Pyodide in Node. Needs npm."""
    _install(session, "core", "frozen", extras="[cli]")
    session.run("pytest", "-q", "-s", "tests/runtimes", *session.posargs)


@nox.session(name="audit-deps", python=NEWEST_LOCAL)
def audit_deps(session: nox.Session) -> None:
    """No known weakness in what the library needs or in the workflows; the parts list is right."""
    session.install("-q", *nox.project.dependency_groups(PROJECT, "audit"))
    needs: list[str] = list(PROJECT["project"]["dependencies"])
    for extra in PROJECT["project"]["optional-dependencies"].values():
        needs += extra
    listed = Path(session.create_tmp(), "requirements.txt")
    listed.write_text("\n".join(needs), "utf-8")
    session.run("python", "tools/sbom.py", "check")
    session.run("zizmor", "--offline", "--persona", "auditor", ".github/workflows")
    session.run("pip-audit", "--strict", "--requirement", str(listed))

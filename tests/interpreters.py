"""Fresh interpreters, and one set of questions whose answers must be the same in all of them."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import attrs
import cattrs
import importlib_resources

import sco_data as sco

PACKAGE = Path(sco.__file__).parent
ANSWERS = """
import hashlib, sco_data as sco
def answers():
    said = [
        len(sco.members(as_of="2017-06-10")), sco.state("俄罗斯").id, sco.state("Kirghizia").iso2,
        sco.status("Белоруссия", as_of="2024-07-03").value, sco.status("Iran", as_of="2022-01-01").value,
        sco.chairmanship(as_of="2024-07-04").id, len(sco.conflicts()), len(sco.outcomes()),
        [len(group) for group in sco.documents_by_area().values()],
        sco.search("anti-drug strategy")[0].id, sco.get("BLR/observer").state,
        sco.data_version().sha256, len(sco.panel("2001-01-01", "2024-12-31")),
        sco.from_json(sco.members().to_json()) == sco.members(), len(sco.cite("KAZ")),
        [row.id for row in sco.memberships(state="IRN").steps()], sorted(sco.facts("KAZ")[0].sources),
        hashlib.sha256(sco.documents().to_json().encode()).hexdigest(),
        hashlib.sha256(sco.get("KAZ/member")._repr_html_().encode()).hexdigest(),
        sco.files().joinpath("states.json").is_file(),
        len(sco.members(release=sco.releases()[0].id)),
    ]
    return repr(said)
"""
PRINT = ANSWERS + "\nprint(answers())\n"

THREADS = (
    ANSWERS
    + """
import threading
barrier, found = threading.Barrier(16), []
def first():
    barrier.wait()
    try:
        found.append(answers())
    except BaseException as error:
        found.append(repr(error))
threads = [threading.Thread(target=first) for _ in range(16)]
[thread.start() for thread in threads]; [thread.join() for thread in threads]
print(len(found), *set(found), sep="\\n")
"""
)
EAGER = "import sys; sys.setswitchinterval(1e-6)\n"


def fresh(
    code: str, *flags: str, path: Path | None = None, before: Sequence[str] = (), cwd: str = "/"
) -> str:
    """What a new interpreter prints, which has ``sys`` and looks at the path before what is installed."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        # Not `-c`: what is on a command line must be in the encoding of the locale.
        [*before, sys.executable, *flags, "-X", "utf8", "-"],
        input="import sys\n" + code,
        env=env | ({"PYTHONPATH": str(path)} if path else {}),
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def archive(target: Path, main: str = "", everything: bool = True) -> Path:
    """The package, and what it needs, in one zip."""
    roots = [PACKAGE]
    if everything:
        roots += [Path(module.__file__ or "").parent for module in (attrs, cattrs)]
        roots += [Path(attrs.__file__ or "").parent.parent / "attr"]
        roots += [Path(importlib_resources.__file__ or "").parent]
    with zipfile.ZipFile(target, "w") as made:
        for root in roots:
            for file in sorted(root.rglob("*")):
                if file.is_file() and file.suffix != ".pyc":
                    made.write(file, file.relative_to(root.parent))
        alone = Path(attrs.__file__ or "").parent.parent / "typing_extensions.py"
        if everything:
            made.write(alone, alone.name)
        if main:
            made.writestr("__main__.py", main)
    return target

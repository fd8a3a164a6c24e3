"""Fresh interpreters, and one set of questions whose answers must be the same in all of them."""

from __future__ import annotations

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
ROOT = Path(__file__).parent.parent

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


def fresh(
    code: str, *flags: str, path: Path | None = None, before: Sequence[str] = (), cwd: str = "/"
) -> str:
    """What a new interpreter prints, with this package first on its path."""
    start = f"import sys; sys.path[:0] = [{str(path or PACKAGE.parent)!r}]\n"
    done = subprocess.run(
        [*before, sys.executable, *flags, "-X", "utf8", "-c", start + code],
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

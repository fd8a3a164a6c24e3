"""Bring together what the browser page and the charts need: `python tools/bundle.py`.

Writes `docs/_generated/site` (Pyodide, our wheel, the wheels it needs, and a list of all with
sizes) and `docs/_generated/static/vega.js`. Everything comes through npm and pip as they are set
up here; the built site then serves it all itself.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "_generated"
SITE = OUT / "site"
PYODIDE = "314.0.7"
PYODIDE_SHA256 = "66b7949e5a0cba2250b586d7e368bf12fb482800748d182c4618254b685ffaa0"
PARTS = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
NEEDS = ("attrs", "cattrs", "typing_extensions", "importlib-resources")


def pyodide() -> None:
    """Python for the browser, as npm has it; kept between builds."""
    into = SITE / "pyodide"
    if all((into / part).exists() for part in PARTS):
        return
    into.mkdir(parents=True, exist_ok=True)
    run = ["npm", "pack", f"pyodide@{PYODIDE}", "--silent", "--pack-destination", str(OUT)]
    subprocess.run(run, check=True, cwd=OUT, stdout=subprocess.DEVNULL)
    packed = OUT / f"pyodide-{PYODIDE}.tgz"
    if hashlib.sha256(packed.read_bytes()).hexdigest() != PYODIDE_SHA256:
        sys.exit(f"{packed.name} is not the package that was reviewed")
    with tarfile.open(packed) as archive:
        for part in PARTS:
            found = archive.extractfile(f"package/{part}")
            if found is None:
                sys.exit(f"{packed.name} has no {part}")
            (into / part).write_bytes(found.read())
    packed.unlink()


def wheels() -> None:
    """Our wheel, built from this tree, and those of what it needs."""
    into = SITE / "wheels"
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    python, here = sys.executable, str(into)
    build = [python, "-m", "hatchling", "build", "-t", "wheel", "-d", here]
    subprocess.run(build, check=True, cwd=ROOT)
    fetch = [python, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "-d", here]
    subprocess.run([*fetch, *NEEDS], check=True, cwd=ROOT)


def files() -> None:
    """What the page loads, with sizes, so that it can tell how far it is."""
    names = [path for part in ("pyodide", "wheels") for path in sorted((SITE / part).iterdir())]
    rows = {path.relative_to(SITE).as_posix(): path.stat().st_size for path in names}
    (SITE / "try-files.json").write_text(json.dumps(rows, indent=1), "utf-8")


def vega() -> None:
    """Vega, Vega-Lite and Vega-Embed in one file, as the installed Altair wants them."""
    import altair
    import vl_convert

    into = OUT / "static"
    into.mkdir(parents=True, exist_ok=True)
    bundle = vl_convert.javascript_bundle(vl_version=altair.VEGALITE_VERSION.rpartition(".")[0])
    (into / "vega.js").write_text(bundle, "utf-8")


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    pyodide()
    wheels()
    files()
    vega()

"""What the data costs as it grows: the same package with ten and a hundred times the records.

    python benchmarks/growth.py [--runs 15]

The installed package is copied three times for each size: with every collection grown, with every
one but the states, and with every one but the documents. A copy of a record has an id, codes and
names of its own and keeps its dates. Import should be flat, a first answer should grow only with
the collection asked, and a look-up not at all.
"""

from __future__ import annotations

import argparse
import compileall
import json
import shutil
import subprocess
import sys
import tempfile
import zlib
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from cold import once

UNIQUE = {"id", "iso2", "iso3", "state", "formal_name"}
ANSWERS = {
    "import": "import sco_data",
    "state": "import sco_data; sco_data.state('KAZ')",
    "documents": "import sco_data; sco_data.documents_by_area('security')",
}
WARM = """
import datetime, timeit, sco_data as sco
day = datetime.date(2017, 6, 9)
for code in ("sco.state('KAZ')", "sco.document('astana-declaration-2024')", "sco.get('KAZ')",
             "sco.status('KAZ', as_of=day)", "sco.members(as_of=day)"):
    timer = timeit.Timer(code, globals=globals())
    timer.timeit(1)
    loops = timer.autorange()[0] // 4
    print(min(timer.repeat(7, loops)) / loops * 1e9)
"""


def renamed(value: Any, number: int, collection: str) -> Any:
    """A copy of plain data with ids and names of its own."""
    if isinstance(value, list):
        return [renamed(item, number, collection) for item in value]
    if not isinstance(value, dict):
        return value
    keys = UNIQUE | ({"name", "text"} if collection == "states" else set())
    return {
        key: f"{item}~{number}"
        if key in keys and isinstance(item, str)
        else renamed(item, number, collection)
        for key, item in value.items()
    }


def grow(times: int, home: Path, but: str | None) -> None:
    """A copy of the installed package in ``home`` with so many times the records."""
    package = home / "sco_data"
    spec = find_spec("sco_data")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    shutil.copytree(spec.submodule_search_locations[0], package, symlinks=True)
    stated = json.loads((package / "data/manifest.json").read_bytes())
    for file in sorted((package / "data").glob("*.json")):
        name = file.stem
        if name in {"manifest", "changes"} or f"{name}.json" not in stated["files"]:
            continue
        rows = json.loads(file.read_bytes())
        if name != but and not (but == "states" and name == "memberships"):
            copies = (renamed(rows, number, name) for number in range(1, times))
            rows += [row for copy in copies for row in copy]
        # As the build writes them: a row begins on a line that is indented by one.
        lines = ",\n ".join(json.dumps(row, ensure_ascii=False) for row in rows)
        text = f"[{lines}]\n".encode()
        file.write_bytes(text)
        stated["files"][file.name]["crc32"] = zlib.crc32(text)
    (package / "data/manifest.json").write_text(json.dumps(stated))
    compileall.compile_dir(str(package), quiet=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        homes: dict[tuple[int, str], Path] = {}
        for times in (1, 10, 100):
            for but in ("", "states", "documents"):
                homes[times, but] = Path(temporary) / f"{times}-{but}"
                grow(times, homes[times, but], but or None)
        taken: dict[tuple[int, str, str], list[float]] = {}
        for number in range(options.runs + 1):
            for (times, but), home in homes.items():
                for name, code in ANSWERS.items():
                    path = f"import sys; sys.path.insert(0, {str(home)!r}); "
                    wall, _ = once(sys.executable, path + code)
                    if number:
                        taken.setdefault((times, but, name), []).append(wall)
        print("First answers, ms, medians:\n")
        print("| grown | asked | 1 x | 10 x | 100 x |\n|---|---|--:|--:|--:|")
        for but in ("", "states", "documents"):
            for name in ANSWERS:
                cells = [f"{median(taken[times, but, name]):.1f}" for times in (1, 10, 100)]
                print(f"| all{f' but {but}' if but else ''} | {name} | {' | '.join(cells)} |")
        print("\nLook-ups with all grown, ns, least of four processes:\n")
        print("| data | state | document | get | status | members |\n|---|--:|--:|--:|--:|--:|")
        least: dict[int, list[float]] = {}
        for _ in range(4):
            for times in (1, 10, 100):
                path = f"import sys; sys.path.insert(0, {str(homes[times, ''])!r})"
                run = [sys.executable, "-I", "-c", path + WARM]
                found = [float(ns) for ns in subprocess.check_output(run, encoding="utf-8").split()]
                least[times] = [
                    min(pair) for pair in zip(found, least.get(times, found), strict=True)
                ]
        for times, found in least.items():
            print(f"| {times} x | {' | '.join(f'{ns:.0f}' for ns in found)} |")


if __name__ == "__main__":
    main()

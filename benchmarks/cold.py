"""Cold start: import, first answers and a load of everything, each in a fresh process.

    python benchmarks/cold.py [--runs 15] [--coco PYTHON] [--wheel FILE] [--quick]

Every run starts each process once, in turn; medians are shown. For the ratios that are goals the
two processes then take turns alone (one, other, other, one), so that a ratio compares neighbours
in time. Processes run isolated (`-I`) in the environment of the Python that runs this file.
`--coco` names a Python that has country_converter (it needs pandas 2). Peak memory is `VmHWM`,
which Linux alone has, read in a run of its own.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata, util
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

EVERYTHING = "from sco_data._records.load import everything\neverything()"
CLASSES = (
    "from sco_data._records.load import COLLECTIONS, record_class\n"
    "for name in COLLECTIONS: record_class(name)"
)
PARSED = (
    "from sco_data._records.load import COLLECTIONS\n"
    "from sco_data._rows.bundle import newest_rows\n"
    "for name in COLLECTIONS: newest_rows(name)"
)
OURS = {"`import sco_data`": "import sco_data"}
for _question in (
    'state("KAZ")',
    "members()",
    'status("KAZ")',
    'document("astana-declaration-2024")',
    'chairmanship("2023-2024")',
    "priorities()",
    'documents_by_area("security")',
    "outcomes()",
    'facts("astana-declaration-2024")',
    'cite("astana-declaration-2024")',
    'get("astana-declaration-2024")',
    'search("Astana summit")',
    'search("天津峰会")',
):
    OURS[f"`{_question}`"] = f"import sco_data; sco_data.{_question}"
OURS["everything loaded"] = EVERYTHING
FLOORS = {
    "bare interpreter": "pass",
    "`import attrs`": "import attrs",
    "`import attrs, json`": "import attrs, json",
    "all our JSON parsed, `import attrs`": PARSED,
    "all our classes made": CLASSES,
}
PEERS = {
    "iso3166": "import iso3166; iso3166.countries.get('KAZ')",
    "countryinfo": "import countryinfo; countryinfo.CountryInfo('Kazakhstan').capital()",
    "pycountry": "import pycountry; pycountry.countries.get(alpha_3='KAZ')",
    "particle": "import particle; particle.Particle.from_pdgid(211).mass",
    "holidays": "import holidays; holidays.KZ(years=2024).get('2024-03-22')",
    "country_converter": "import country_converter as coco; coco.convert('KAZ', to='ISO2')",
}
BARE, ATTRS, JSON, PYCOUNTRY = *list(FLOORS)[:3], "pycountry"
IMPORT, STATE, *_OTHERS, _ALL = OURS
LIMITS = dict(zip(_OTHERS, [1.45] * 6 + [1.5] + [1.9] * 3 + [2.3] * 2, strict=True))
GOALS = [(IMPORT, BARE, 1.05), (STATE, PYCOUNTRY, 1.0), (STATE, ATTRS, 1.35)]
GOALS += [(name, ATTRS, limit) for name, limit in LIMITS.items()]
MEMORY = "\nprint(next(line.split()[1] for line in open('/proc/self/status') if 'VmHWM' in line))"


def once(python: str, code: str) -> tuple[float, float]:
    """Wall and processor time of one process, in ms."""
    start = perf_counter()
    pid = os.posix_spawn(python, [python, "-I", "-c", code], os.environ)
    _, status, used = os.wait4(pid, 0)
    wall = perf_counter() - start
    if status:
        sys.exit(f"failed: {code}")
    return wall * 1e3, (used.ru_utime + used.ru_stime) * 1e3


def pairs(code: str, base: str, runs: int) -> Iterator[tuple[float, float]]:
    """The ratios of wall and of processor time of two processes that take turns."""
    for _ in range(runs):
        one, other, again, last = (once(sys.executable, text) for text in (code, base, base, code))
        wall, processor = ((one[at] + last[at]) / (other[at] + again[at]) for at in (0, 1))
        yield wall, processor


def peak(python: str, code: str) -> float:
    """The most memory a process held, in MiB; the median of five."""
    if not Path("/proc/self/status").exists():
        return float("nan")
    run = [python, "-I", "-c", code + MEMORY]
    return median(int(subprocess.check_output(run)) for _ in range(5)) / 1024


def cases(coco: str | None, *, quick: bool) -> Iterator[tuple[str, str, str]]:
    for name, code in {**FLOORS, **OURS}.items():
        yield name, sys.executable, code
    for name, code in PEERS.items():
        python = coco if name == "country_converter" else sys.executable
        there = python == coco or util.find_spec(name)
        if python and there and (not quick or name == PYCOUNTRY):
            yield name, python, code


def sizes(wheel: str | None) -> Iterator[str]:
    if wheel:
        yield f"- the wheel of sco_data: {Path(wheel).stat().st_size / 1024:.0f} KiB"
    for name in ("sco-data", *PEERS):
        try:
            files = metadata.files(name) or []
        except metadata.PackageNotFoundError:
            continue
        held = [file.locate() for file in files if file.suffix != ".pyc"]
        size = sum(Path(str(path)).stat().st_size for path in held if Path(str(path)).exists())
        yield f"- {name} {metadata.version(name)}: {size / 1024:.0f} KiB installed"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--coco", help="a Python that has country_converter")
    parser.add_argument("--wheel", help="a wheel whose size is shown")
    parser.add_argument("--quick", action="store_true", help="no peers but pycountry")
    options = parser.parse_args()
    coco = shutil.which(options.coco) if options.coco else None
    todo = list(cases(coco, quick=options.quick))
    times: dict[str, list[tuple[float, float]]] = {name: [] for name, _, _ in todo}
    for number in range(options.runs + 1):
        for name, python, code in todo:
            taken = once(python, code)
            if number:  # the first run fills the page cache
                times[name].append(taken)

    def ratio(name: str, base: str) -> float:
        both = zip(times[name], times.get(base, ()), strict=False)
        return median([one[0] / other[0] for one, other in both] or [float("nan")])

    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, ", end="")
    print(f"{os.cpu_count()} processors, {options.runs} runs, medians\n")
    bases = (BARE, ATTRS, JSON, PYCOUNTRY)
    print("| process | ms | least | processor ms |", *(f"/ {base} |" for base in bases), "MiB |")
    print("|---|" + "--:|" * 8)
    for name, python, code in todo:
        walls = [wall for wall, _ in times[name]]
        cells = [median(walls), min(walls), median(cpu for _, cpu in times[name])]
        row = [f"{cell:.1f}" for cell in cells] + [f"{ratio(name, base):.2f}" for base in bases]
        print(f"| {name} | {' | '.join(row)} | {peak(python, code):.1f} |")
    print("\n| goal | at most | wall | middle half | processor |\n|---|--:|--:|--:|--:|")
    code = {name: code for name, _, code in todo}
    for name, base, limit in GOALS:
        if base in code:
            runs = options.runs * (4 if base == BARE else 1)  # short, so that noise is larger
            walls, cpus = zip(*pairs(code[name], code[base], runs), strict=True)
            low, wall, high = quantiles(walls, n=4)
            cells = f"{wall:.3f} | {low:.2f} to {high:.2f} | {median(cpus):.3f}"
            print(f"| {name} / {base} | {limit} | {cells} |", flush=True)
    print("", *sizes(options.wheel), sep="\n")


if __name__ == "__main__":
    main()

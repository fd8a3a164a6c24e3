"""Warm look-ups: how long one takes once everything is loaded.

    python benchmarks/warm.py [--runs 15] [--coco PYTHON]

Each look-up is timed in blocks, the blocks of all look-ups in turn; the least is shown, because
what else runs on the machine can only add to it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from importlib import util
from timeit import Timer

SETUP = """
import datetime
import sco_data as sco
from sco_data import document, get, members, state, status
day = datetime.date(2017, 6, 9)
table = {row.id: row for row in sco.states()}
def plain(key):
    return table[key]
get("KAZ"); state("KAZ"); document("astana-declaration-2024")
status("KAZ", as_of=day); members(as_of=day)
"""
OURS = {
    "a plain dict in a function": "plain('KAZ')",
    '`state("KAZ")`': "state('KAZ')",
    '`sco_data.state("KAZ")`': "sco.state('KAZ')",
    '`document("astana-declaration-2024")`': "document('astana-declaration-2024')",
    '`get("KAZ")`': "get('KAZ')",
    '`status("KAZ", as_of=day)`': "status('KAZ', as_of=day)",
    "`members(as_of=day)`": "members(as_of=day)",
    '`state("республика казахстан")`, folded': "state('республика казахстан')",
}
PEERS = {
    "iso3166": "iso3166.countries.get('KAZ')",
    "pycountry": "pycountry.countries.get(alpha_3='KAZ')",
    "particle": "particle.Particle.from_pdgid(211)",
    "countryinfo": "countryinfo.CountryInfo('Kazakhstan').capital()",
    "holidays": "table.get(day)",
    "country_converter": "table.convert('KAZ', to='ISO2')",
}
SETUPS = {
    "holidays": "import datetime, holidays; table = holidays.KZ(years=2017); "
    "day = datetime.date(2017, 6, 9)",
    "country_converter": "import country_converter; table = country_converter.CountryConverter()",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--coco", help="a Python that has country_converter")
    options = parser.parse_args()
    timers = {name: Timer(code, SETUP) for name, code in OURS.items()}
    for name, code in PEERS.items():
        if name != "country_converter" and util.find_spec(name):
            timers[name] = Timer(code, SETUPS.get(name, f"import {name}"))
    loops = {name: max(timer.autorange()[0] // 4, 1) for name, timer in timers.items()}
    taken: dict[str, list[float]] = {name: [] for name in timers}
    for _ in range(options.runs):
        for name, timer in timers.items():
            taken[name].append(timer.timeit(loops[name]) / loops[name] * 1e9)
    found = {name: min(times) for name, times in taken.items()}
    if options.coco:
        name = "country_converter"
        run = [options.coco, "-I", "-m", "timeit", "-u", "nsec", "-s", SETUPS[name], PEERS[name]]
        found[name] = float(
            subprocess.check_output(run, encoding="utf-8").split("best of")[1].split()[1]
        )
    base = found[next(iter(OURS))]
    print(f"Python {sys.version.split()[0]}, {options.runs} blocks, least\n")
    print("| look-up | ns | a second | / plain dict | pycountry / it |\n|---|--:|--:|--:|--:|")
    for name, taken_ns in found.items():
        than = found.get("pycountry", float("nan")) / taken_ns
        print(f"| {name} | {taken_ns:.0f} | {1e9 / taken_ns:,.0f} | {taken_ns / base:.2f} ", end="")
        print(f"| {than:.1f} |")


if __name__ == "__main__":
    main()

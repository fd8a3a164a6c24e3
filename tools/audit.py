"""Draw facts at random to look up again: `python tools/audit.py --seed 3 --number 150 --dates 75`.

A fact is one field of a record, one field of a step, one aim or one name, with the sources that
say so; facts derived from other records, ids and our own sortings are not drawn. Every collection
is drawn from, in proportion to the square root of its number of facts (at least two), so that the
long ones do not crowd out the short ones. With `--dates`, so many of them are dates, and those are
drawn apart. The same seed and data give the same table.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).resolve().parent.parent / "src" / "sco_data" / "data"
COLLECTIONS = """states memberships applications chairmanships priorities initiatives documents
participation events bodies office_holders attendance projects indicators"""
DATES = frozenset(["as_of", "due", "in_force", "on", "period", "ratified", "valid"])


class Fact(NamedTuple):
    """What a row of the table says; ``sources`` with the place in each."""

    record: str
    field: str
    value: str
    sources: str


def _cited(part: dict[str, Any], field: str | None = None) -> str:
    """The sources of a part, or of one field of it; empty where none supports it."""
    found = []
    for row in part.get("evidence", []):
        named = {name.partition(".")[0] for name in row.get("fields", [])}
        if "source" in row and row.get("says") != "silent" and (not named or field in named):
            found.append(f"{row['source']} {row.get('at', '')}".strip())
    return ", ".join(found)


def read(collection: str, data: Path = DATA) -> list[dict[str, Any]]:
    """The rows of a collection."""
    rows: list[dict[str, Any]] = json.loads((data / f"{collection}.json").read_text("utf-8"))
    return rows


def facts(row: dict[str, Any]) -> Iterator[Fact]:
    """Every fact of a record that a source supports."""
    for part in (row, *row.get("history", [])):
        for field, value in part.items():
            if field not in {"id", "evidence", "history", "names", "aims", "note"}:
                text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                if sources := _cited(part, field):
                    yield Fact(part["id"], field, text, sources)
    for name in row.get("names", []):
        if sources := _cited(name):
            text = f"{name['text']} [{name['language']}, {name['role']}]"
            yield Fact(row["id"], "names", text, sources)
    for aim in row.get("aims", []):
        if sources := _cited(aim):
            yield Fact(aim["id"], "text", aim["text"], sources)


def is_date(fact: Fact) -> bool:
    """Whether the fact says when: the day of signing of an accession, but not who signed."""
    return fact.field in DATES or (fact.field == "signed" and fact.value[0].isdigit())


def draw(
    seed: int, number: int, data: Path = DATA, dates: int | None = None
) -> list[tuple[str, Fact]]:
    """So many facts, each with its collection; ``dates`` says how many of them are dates."""
    chance = random.Random(seed)
    stock: dict[str, list[Fact]] = {}
    for name in COLLECTIONS.split():
        stock[name] = [fact for row in read(name, data) for fact in facts(row)]

    if dates is None:
        return _sample(chance, stock, number)

    when = {name: [fact for fact in found if is_date(fact)] for name, found in stock.items()}
    other = {name: [fact for fact in found if not is_date(fact)] for name, found in stock.items()}
    return _sample(chance, when, dates) + _sample(chance, other, number - dates)


def _sample(
    chance: random.Random, stock: dict[str, list[Fact]], number: int
) -> list[tuple[str, Fact]]:
    """So many facts of the stock, of every collection that has any."""
    stock = {name: found for name, found in stock.items() if found}
    weight = {name: math.sqrt(len(found)) for name, found in stock.items()}
    share = number / sum(weight.values())
    quota = {name: max(2, int(weight[name] * share)) for name in stock}
    while sum(quota.values()) < number:  # what rounding left goes where most is missing
        quota[max(quota, key=lambda name: weight[name] * share - quota[name])] += 1

    return [(name, fact) for name in stock for fact in chance.sample(stock[name], quota[name])]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--dates", type=int, help="so many of them are dates")
    asked = parser.parse_args()
    drawn = draw(asked.seed, asked.number, dates=asked.dates)
    sys.stdout.write("| # | collection | record | field | value | sources |\n|" + "---|" * 6 + "\n")
    for count, (name, fact) in enumerate(drawn, 1):
        cells = (str(count), name, *(cell.replace("|", "\\|") for cell in fact))
        sys.stdout.write(f"| {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main()

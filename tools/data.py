"""Look after the data: `python tools/data.py check`, `tidy` or `release YY.N`.

`tidy` validates, sorts, numbers new steps, formats every file in the one way, and writes the
manifest. `check` only tells what is wrong and fails if `tidy` would change anything.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

import rules  # noqa: E402
from sco_data._load import COLLECTIONS, record_class  # noqa: E402
from sco_data._strict import structure  # noqa: E402
from sco_data.errors import DataError  # noqa: E402

DATA = ROOT / "src" / "sco_data" / "data"
WIDTH = 120


def show(value: Any, indent: int = 0, room: int = WIDTH) -> str:
    """JSON for people: whatever fits stands on one line."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + indent <= room or not isinstance(value, dict | list) or not value:
        return flat
    pad = " " * (indent + 1)
    if isinstance(value, dict):
        parts = [
            f"{pad}{json.dumps(key)}: {show(item, indent + 1, room - len(key) - 4)}"
            for key, item in value.items()
        ]
        return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"
    parts = [pad + show(item, indent + 1, room) for item in value]
    return "[\n" + ",\n".join(parts) + "\n" + " " * indent + "]"


def load() -> tuple[dict[str, list[Any]], list[tuple[str, ...]]]:
    """The raw rows of every collection and the faults of files that cannot be read."""
    raw: dict[str, list[Any]] = {}
    faults: list[tuple[str, ...]] = []
    for collection in COLLECTIONS:
        path = DATA / f"{collection}.json"
        try:
            raw[collection] = json.loads(path.read_text("utf-8")) if path.exists() else []
        except ValueError as error:
            faults.append((path.name, "", "", f"is not JSON: {error}"))
    return raw, faults


def check(raw: dict[str, list[Any]]) -> list[tuple[str, ...]]:
    """Every fault of the rows: of their shape and of the rules."""
    faults: list[tuple[str, ...]] = []
    records: dict[str, list[Any]] = {}
    for collection, rows in raw.items():
        sound = records[collection] = list[Any]()
        for number, row in enumerate(rows):
            try:
                sound += structure(record_class(collection), [row], f"{collection}.json", number)
            except DataError as error:
                faults += error.faults
    return faults + [(f"{name}.json", *rest) for name, *rest in rules.faults(records)]


if __name__ == "__main__":
    rows, found = load()
    found += check(rows)
    for fault in found:
        print(": ".join(part for part in fault if part))
    print(f"{len(found)} faults in {sum(map(len, rows.values()))} records")
    sys.exit(1 if found else 0)

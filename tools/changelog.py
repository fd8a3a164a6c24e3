"""Write what changed in the facts into CHANGELOG.md: `python tools/changelog.py [--check]`.

Every changed or removed fact stands under **Data** one by one, what was added as counts. All else
in the file is written by hand and stays.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src" / "sco_data" / "data"
WIDTH = 160


def lines(release: str, stated: dict[str, Any], changes: list[dict[str, Any]]) -> list[str]:
    """The lines under Data of a release."""
    if release == stated["releases"][0]["id"]:
        first = Counter({file[:-5]: row["records"] for file, row in stated["files"].items()})
        del first["changes"], first["successors"]  # Neither holds records.
        for row in changes:
            if row["field"] is None:
                first[row["collection"]] += 1 if row["after"] is None and row["before"] else -1
        return [f"- Added: {_counts(first)}."]
    added, facts, evidence = Counter[str](), Counter[str](), Counter[str]()
    single: list[str] = []
    for row in changes:
        field, before, after = row["field"], row["before"], row["after"]
        place = f"`{row['record']}`" + (f" `{field}`" if field else "")
        if row["release"] != release:
            continue
        if field is None and before is None:
            added[row["collection"]] += 1
        elif field is None:
            single.append(f"- Removed: {place} from {row['collection']}.")
        elif re.search(r"\bevidence\b", field):
            evidence[row["collection"]] += 1
        elif before is None:
            facts[row["collection"]] += 1
        elif after is None:
            single.append(f"- Removed: {place}, which was {_short(before)}.")
        else:
            single.append(f"- Changed: {place} from {_short(before)} to {_short(after)}.")
    counted = (
        ("Added", added),
        ("Facts added to records that were there", facts),
        ("Evidence added or corrected", evidence),
    )
    return [f"- {what}: {_counts(count)}." for what, count in counted if count] + single


def update(text: str, stated: dict[str, Any], changes: list[dict[str, Any]]) -> str:
    """The changelog with the Data section of every release as it should be."""
    for row in stated["releases"]:
        parts = re.split(r"(?m)^(?=## )", text)
        heading = f"## {row['id']}.0 - {row['date']}\n"
        at = next((i for i, part in enumerate(parts) if part.startswith(f"## {row['id']}.0 ")), 0)
        if not at:
            at = next((i for i, part in enumerate(parts) if re.match(r"## \d", part)), len(parts))
            parts[at - 1] = parts[at - 1].rstrip() + "\n\n"
            parts.insert(at, heading)
        kept = re.sub(r"(?ms)^### Data\n.*?(?=^### |\Z)", "", parts[at]).split("\n", 1)[1].strip()
        data = "\n".join(["### Data", "", *lines(row["id"], stated, changes)])
        body = f"{kept}\n\n{data}" if kept else data
        parts[at] = f"{heading}\n{body}\n" + ("\n" if at + 1 < len(parts) else "")
        text = "".join(parts)
    return text


def _counts(found: Counter[str]) -> str:
    return ", ".join(
        f"{number} {name.replace('_', ' ')}" for name, number in found.items() if number
    )


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"“{text}”" if len(text) < WIDTH else f"“{text[:WIDTH]}…”"


def main() -> int:
    """Write the file, or with --check only tell whether it is as it should be."""
    stated, changes = (
        json.loads((DATA / f).read_text("utf-8")) for f in ("manifest.json", "changes.json")
    )
    path = ROOT / "CHANGELOG.md"
    old = path.read_text("utf-8")
    new = update(old, stated, changes)
    if "--check" in sys.argv:
        print(
            "CHANGELOG.md",
            "is as it should be" if old == new else "is stale: python tools/changelog.py",
        )
        return old != new
    path.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Look after the data: `python tools/data.py check`, `tidy` or `release YY.N`.

`tidy` validates, sorts, numbers new steps, formats every file in the one way, and writes the
manifest. `check` only tells what is wrong, also where `tidy` would change a file. `release`
tidies, and writes down what changed since the release before, which it takes from the git history
(or from the data directory given with `--base`); it can be repeated until the release is tagged.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import itertools
import json
import re
import subprocess
import sys
import tomllib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

import changelog  # noqa: E402
import rules  # noqa: E402
import sbom  # noqa: E402
from sco_data._json.strict import converter, structure  # noqa: E402
from sco_data._records.load import COLLECTIONS, record_class  # noqa: E402
from sco_data._rows.bundle import canonical_json  # noqa: E402
from sco_data._rows.hashes import sha256_of  # noqa: E402
from sco_data._rows.releases import compare  # noqa: E402
from sco_data.errors import DataError  # noqa: E402

DATA = ROOT / "src" / "sco_data" / "data"
WIDTH = 120


def show(value: Any, indent: int = 0, room: int = WIDTH) -> str:
    """JSON for people: whatever fits stands on one line, and brackets take no lines."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + indent <= room or not isinstance(value, dict | list) or not value:
        return flat
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(key)}: {show(item, indent + 1, room - len(key) - 4)}"
            for key, item in value.items()
        ]
    else:
        parts = [show(item, indent + 1, room) for item in value]
    left, right = "{}" if isinstance(value, dict) else "[]"
    return left + (",\n" + " " * (indent + 1)).join(parts) + right


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
    faults += _faults_of_successors(raw)
    return faults + [(f"{name}.json", *rest) for name, *rest in rules.faults(records)]


def _faults_of_successors(raw: dict[str, list[Any]]) -> Iterator[tuple[str, ...]]:
    """What has a successor was there and is gone; the successor is there."""
    _, changes = _kept()
    ids = _ids_in(raw)
    former_ids = _ids_in([change["before"] for change in changes])
    for former_id, successor in _successors().items():
        if former_id in ids or former_id not in former_ids:
            yield "successors.json", former_id, "", "was never taken out"
        if successor not in ids:
            yield "successors.json", former_id, "", f"{successor!r} is not there"


def _ids_in(rows: Any) -> set[str]:
    """The ids of all records, steps and aims in rows of JSON."""
    found = re.findall(r'"id":("[^"]*")', canonical_json(rows))
    return {json.loads(each) for each in found}


def _successors() -> dict[str, str]:
    """For each id that a release took out, the one that took its place, as far as reviewed."""
    path = DATA / "successors.json"
    return cast("dict[str, str]", json.loads(path.read_text("utf-8"))) if path.exists() else {}


def tidy(raw: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The rows of every collection in their one form; they must be sound."""
    data = {name: [_tidy_row(name, row) for row in raw[name]] for name in COLLECTIONS}
    for rows in data.values():
        rows.sort(key=lambda row: row["id"])  # chairmanships have years as ids: it is by time
    return data


def written(
    data: dict[str, list[Any]], stated: dict[str, Any], changes: list[Any]
) -> dict[str, str]:
    """The text of every file.

    ``stated`` is what a manifest says that cannot be counted: date, checked_until, releases.
    """
    texts = {f"{name}.json": show(rows) + "\n" for name, rows in data.items()}
    texts["changes.json"] = show(changes) + "\n"
    texts["successors.json"] = show(dict(sorted(_successors().items()))) + "\n"
    today = str(dt.date.today())
    checked = stated.get("checked_until", {})
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    manifest = {
        "schema": 1,
        "version": version,
        "release": version.rpartition(".")[0],
        "date": stated.get("date", today),
        "checked_until": {name: checked.get(name, today) for name in data},
        "licence": "CC-BY-4.0",
        "sha256": sha256_of(data),
        "files": {
            file: {
                "records": len(json.loads(text)),
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "crc32": zlib.crc32(text.encode()),
            }
            for file, text in texts.items()
        },
        "releases": stated.get("releases", []),
    }
    blank = show({**manifest, "self": ""}) + "\n"
    own = hashlib.sha256(blank.encode()).hexdigest()
    texts["manifest.json"] = blank.replace('"self": ""', f'"self": "{own}"')
    return texts


def _tidy_row(collection: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row with its keys in the order of the class, without those that say the default."""
    record = structure(record_class(collection), [row], collection)[0]
    return cast("dict[str, Any]", _as_written(converter().unstructure(record), row))


def _as_written(plain: Any, raw: Any) -> Any:
    """What the converter says, but periods stay as a person wrote them."""
    if isinstance(raw, dict):
        return raw if "first" in raw else {key: _as_written(plain[key], raw[key]) for key in plain}
    if isinstance(raw, list):
        return [_as_written(*pair) for pair in zip(plain, raw, strict=True)]
    return plain


def number_steps(rows: list[Any]) -> None:
    """Give every step that has no id the next number of its record; ids that stand are kept."""
    for row in rows:
        if not isinstance(row, dict) or not isinstance(history := row.get("history"), list):
            continue
        used = [int(each) for each in re.findall(r'"id": "[^"]*#(\d+)"', json.dumps(history))]
        following = itertools.count(1 + max(used, default=0))
        for place, step in enumerate(history):
            if isinstance(step, dict) and "id" not in step:
                history[place] = {"id": f"{row.get('id')}#{next(following)}", **step}


def release(name: str, raw: dict[str, list[Any]], base: Path | None) -> dict[str, str]:
    """The text of every file of a new release; the version in other files is set as well."""
    stated, changes = _kept()
    earlier = [row for row in stated.get("releases", []) if row["id"] != name]
    if not re.fullmatch(r"\d\d\.[1-9]\d*", name) or any(
        _order(row["id"]) > _order(name) for row in earlier
    ):
        sys.exit(f"{name} is not a release after {earlier[-1]['id'] if earlier else '00.0'}")
    if _git("tag", "--list", f"{name}.*"):
        sys.exit(f"{name} is out; its data stays as it is")
    day = str(dt.date.today())
    data = tidy(raw)
    changes = [row for row in changes if row["release"] != name]
    old = _released(earlier[-1], base) if earlier else {}
    for collection in old:
        for record, field, before, after in compare(old[collection], data[collection]):
            row = {"release": name, "collection": collection, "record": record, "field": field}
            changes.append({**row, "before": before, "after": None if before is None else after})
    made = {
        "id": name,
        "date": day,
        "sha256": sha256_of(data),
        "checked_until": stated.get("checked_until", dict.fromkeys(data, day)),
    }
    stated |= {"date": day, "releases": [*earlier, made]}
    for file, pattern, text in (
        ("pyproject.toml", r'^version = ".*"$', f'version = "{name}.0"'),
        ("CITATION.cff", r"^version: .*$", f"version: {name}.0"),
        ("CITATION.cff", r"^date-released: .*$", f"date-released: {day}"),
    ):
        path = ROOT / file
        path.write_text(
            re.sub(pattern, text, path.read_text("utf-8"), count=1, flags=re.M), "utf-8"
        )
    texts = written(data, stated, changes)
    path = ROOT / "CHANGELOG.md"
    news = changelog.update(path.read_text("utf-8"), json.loads(texts["manifest.json"]), changes)
    path.write_text(news, "utf-8")
    return texts


def _released(wanted: dict[str, str], base: Path | None) -> dict[str, list[Any]]:
    """The data of a release, proven by its hash."""
    for commit in ["", *_git("log", "--format=%H", "--", str(DATA / "manifest.json")).split()]:

        def read(file: str, at: str = commit) -> Any:
            if at:
                return json.loads(_git("show", f"{at}:./src/sco_data/data/{file}") or "[]")
            path = (base or DATA) / file
            return json.loads(path.read_text("utf-8")) if path.exists() else []

        if read("manifest.json")["sha256"] == wanted["sha256"]:
            found = {name: read(f"{name}.json") for name in COLLECTIONS}
            if sha256_of(found) == wanted["sha256"]:
                return found
    sys.exit(f"no commit has the data of {wanted['id']}; give its data directory with --base")


def _git(*words: str) -> str:
    command = ["git", "-C", str(ROOT), *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout


def _order(release: str) -> list[int]:
    return [int(part) for part in release.split(".")]


def _kept() -> tuple[dict[str, Any], list[Any]]:
    """The manifest and the changes as they are; nothing before the first time."""
    files = DATA / "manifest.json", DATA / "changes.json"
    stated, changes = (json.loads(f.read_text("utf-8")) if f.exists() else None for f in files)
    return stated or {}, changes or []


def main() -> int:
    """Do what the command line says; 0 if all is well."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("act", choices=["check", "tidy", "release"])
    parser.add_argument("name", nargs="?", help="of the release: YY.N")
    parser.add_argument("--base", type=Path, help="data directory of the release before")
    asked = parser.parse_args()
    if (asked.act == "release") is (asked.name is None):
        parser.error("release, and nothing else, takes a name: release YY.N")
    raw, faults = load()
    texts: dict[str, str] = {}
    if not faults:
        for rows in raw.values():
            number_steps(rows)
        faults = check(raw)
        try:
            if asked.name and not faults:
                texts = release(asked.name, raw, asked.base)
            elif not asked.name:
                texts = written(tidy(raw), *_kept())
        except DataError:
            pass  # check has told of it
    if asked.act == "check":
        faults += _stale(texts)
    for fault in faults:
        print(": ".join(part for part in fault if part))
    print(f"{len(faults)} faults in {sum(map(len, raw.values()))} records")
    if asked.act != "check":
        for file, text in texts.items():
            (DATA / file).write_text(text, "utf-8")
    if asked.act == "release" and texts:
        sbom.main("write")
    return 1 if faults else 0


def _stale(texts: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for file, text in texts.items():
        path = DATA / file
        if not path.exists() or path.read_text("utf-8") != text:
            yield file, "", "", "is not tidy: python tools/data.py tidy"
    if texts:
        stated = json.loads(texts["manifest.json"])
        last = stated["releases"][-1] if stated["releases"] else None
        if last and last["sha256"] != stated["sha256"]:
            yield "manifest.json", "", "", f"the data is not that of {last['id']}: release the next"


if __name__ == "__main__":
    sys.exit(main())

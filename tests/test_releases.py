"""Releases: which data this is, the older ones proven by their hashes, and what changed."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sco_data as sco
from sco_data._records.load import COLLECTIONS, find_one, get_one, load, record_class
from sco_data._rows import bundle
from sco_data._rows.bundle import newest_rows
from sco_data._rows.hashes import find_altered_files, sha256_of
from sco_data._rows.releases import compare, rows_of, undo
from sco_data._verbs._evidence import evidence_of
from sco_data.model import Evidence, Release

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src" / "sco_data" / "data"
NAMES = [release.id for release in sco.releases()]


def canonical(data: dict[str, Any]) -> str:
    """As docs/versions.md states it, written down a second time."""
    full = {name: rows for name, rows in data.items() if rows}
    text = json.dumps(full, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_which_data_this_is() -> None:
    found = sco.data_version()
    files = {name: json.loads((DATA / f"{name}.json").read_text("utf-8")) for name in COLLECTIONS}
    assert found.sha256 == canonical(files)
    assert found.counts == {name: len(rows) for name, rows in files.items()}
    assert found.checked_until.keys() == files.keys()
    assert all(day <= found.date for day in found.checked_until.values())
    assert found.licence == "CC-BY-4.0"
    assert found.date == sco.releases()[-1].date


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert sco.__version__ == sco.data_version().version == project["version"]
    assert re.fullmatch(rf"{re.escape(sco.data_version().release)}\.\d+", project["version"])


def test_the_data_is_that_of_the_newest_release() -> None:
    newest = sco.releases()[-1]
    assert newest.id == sco.data_version().release
    assert newest.sha256 == sco.data_version().sha256, "run: python tools/data.py release YY.N"
    assert sorted(NAMES, key=lambda name: [int(part) for part in name.split(".")]) == NAMES


@pytest.mark.parametrize("release", sco.releases(), ids=lambda release: release.id)
def test_every_release_is_there_byte_for_byte(release: Release) -> None:
    rows = {name: rows_of(name, release.id) for name in COLLECTIONS}
    assert canonical(rows) == sha256_of(rows) == release.sha256
    for name in COLLECTIONS:
        assert len(load(record_class(name), release.id)) == len(rows[name])


def test_the_newest_release_can_be_named() -> None:
    for name in COLLECTIONS:
        assert load(record_class(name), NAMES[-1]) == load(record_class(name))
    assert sco.members(as_of="2017-06-10", release=NAMES[-1]) == sco.members(as_of="2017-06-10")


VERBS: dict[str, Any] = {
    "applications": sco.applications,
    "attendance": sco.attendance,
    "bodies": sco.bodies,
    "chairmanships": sco.chairmanships,
    "conflicts": sco.conflicts,
    "documents": sco.documents,
    "events": sco.events,
    "indicators": sco.indicators,
    "initiatives": sco.initiatives,
    "memberships": sco.memberships,
    "office_holders": sco.office_holders,
    "participation": sco.participation,
    "priorities": sco.priorities,
    "projects": sco.projects,
    "sources": sco.sources,
    "states": sco.states,
}
"""The verb that gives the records of a collection."""


@pytest.mark.parametrize("collection", VERBS)
def test_each_verb_answers_from_the_release_it_is_asked_for(collection: str) -> None:
    records = VERBS[collection](release=NAMES[0])

    assert {record.id for record in records} == {row["id"] for row in rows_of(collection, NAMES[0])}
    # Equal records of two releases are two objects, so this tells of which they are.
    for record in records:
        assert record is get_one(type(record), record.id, NAMES[0])


@pytest.mark.parametrize("ask", [sco.diff, lambda name: sco.members(release=name)])
def test_an_unknown_release_is_told_from_those_there_are(ask: Any) -> None:
    with pytest.raises(ValueError, match=f"unknown release '01.7'; valid are '{NAMES[0]}'"):
        ask("01.7")
    with pytest.raises(ValueError, match="unknown release"):
        sco.diff(NAMES[0], "01.7")


def test_nothing_changed_within_a_release() -> None:
    assert sco.diff(NAMES[-1]) == ()


@pytest.mark.once
def test_the_changes_written_down_are_the_differences() -> None:
    written = newest_rows("changes")
    for old, new in pairwise(NAMES):
        found = [
            (
                change.collection,
                change.record,
                change.field,
                change.before and json.loads(change.before),
                change.before and change.after and json.loads(change.after),
            )
            for change in sco.diff(old, new)
        ]
        # Keys that were taken away come back in the other order, so the order is left out.
        assert sorted(map(json.dumps, found)) == sorted(
            json.dumps(
                (row["collection"], row["record"], row["field"], row["before"], row["after"])
            )
            for row in written
            if row["release"] == new
        )
    assert {row["release"] for row in written} == set(NAMES[1:])


@pytest.mark.once
def test_a_change_says_what_backs_it() -> None:
    for old, new in [(NAMES[0], NAMES[-1]), (NAMES[-1], NAMES[0])]:
        changes = sco.diff(old, new)
        assert len({change.id for change in changes}) == len(changes)
        for change in changes:
            sides = [
                find_one(record_class(change.collection), change.record, side)
                for side in (old, new)
            ]
            assert (change.before is None and change.field is None) == (sides[0] is None)
            assert (change.after is None and change.field is None) == (sides[1] is None)
            assert change.release == new
            assert all(isinstance(row, Evidence) for row in change.evidence)
        backed = [change for change in changes if change.collection not in ("sources", "conflicts")]
        assert not backed or any(change.evidence for change in backed)


SCALARS = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["a", "b", "1"])
PARTS = st.dictionaries(st.sampled_from(["id", "on", "by", "fields"]), SCALARS, min_size=1)
VALUES = (
    st.booleans()
    | st.sampled_from([1, 1.0, "a", "b"])
    | st.lists(st.sampled_from(["a", "b"]), min_size=1)
    | st.dictionaries(st.sampled_from(["start", "end", "first"]), SCALARS, min_size=1)
    | st.lists(PARTS, min_size=1, max_size=6)
)
ROWS = st.dictionaries(
    st.sampled_from(["x", "y.z", "w[0]", "q/ä"]),
    st.dictionaries(st.sampled_from(["name", "history", "period"]), VALUES),
).map(lambda rows: [{"id": key, **row} for key, row in rows.items()])


STEPS = [{"id": "x#1", "on": "2020"}, {"id": "x#2", "on": "2021"}, {"id": "x#3", "on": "2022"}]


@pytest.mark.parametrize(
    ("was", "now", "changes"),
    [
        ({"name": "a"}, {"name": "a"}, []),
        ({"name": "a"}, {"name": "b"}, [("name", "a", "b")]),
        ({}, {"name": "b"}, [("name", None, "b")]),
        ({"name": "a"}, {}, [("name", "a", None)]),
        ({"count": 1}, {"count": True}, [("count", 1, True)]),  # equal in Python, not in JSON
        ({"on": {"start": "1"}}, {"on": {"start": "2"}}, [("on.start", "1", "2")]),
        (
            {"on": {"start": None}},
            {"on": {"start": "2"}},
            [("on", {"start": None}, {"start": "2"})],  # a null is not the same as nothing
        ),
        ({"topics": ["a"]}, {"topics": ["a", "b"]}, [("topics", ["a"], ["a", "b"])]),
        ({"history": STEPS[:1]}, {"history": STEPS[:2]}, [("history[1]", None, STEPS[1])]),
        ({"history": STEPS[1:]}, {"history": STEPS}, [("history[0]", None, STEPS[0])]),
        (
            {"history": STEPS},
            {"history": STEPS[:1]},
            [("history[2]", STEPS[2], None), ("history[1]", STEPS[1], None)],
        ),
        ({"history": STEPS}, {"history": STEPS[::2]}, [("history[1]", STEPS[1], None)]),
        (
            {"history": STEPS[:1]},
            {"history": [{"id": "x#1", "on": "2023"}]},
            [("history[0].on", "2020", "2023")],
        ),
        ({"history": STEPS[:1]}, {"history": STEPS[1:2]}, [("history[0]", STEPS[0], STEPS[1])]),
    ],
)
def test_what_a_change_of_one_record_is_called(
    was: dict[str, Any], now: dict[str, Any], changes: list[Any]
) -> None:
    old, new = {"id": "x", **was}, {"id": "x", **now}
    found = list(compare([old], [new]))
    assert found == [("x", *change) for change in changes]
    rows = {"x": copy.deepcopy(new)}
    for record, field, before, after in reversed(found):
        change = {"record": record, "field": field, "before": before}
        undo(rows, {**change, "after": None if before is None else after})
    assert json.dumps(rows["x"], sort_keys=True) == json.dumps(old, sort_keys=True)


def test_a_record_that_comes_and_one_that_goes() -> None:
    new, old = {"id": "new", "name": "n"}, {"id": "old", "name": "o"}
    assert list(compare([old], [new])) == [
        ("new", None, None, new),
        ("old", None, old, None),
    ]
    rows = {"new": new}
    undo(rows, {"record": "old", "field": None, "before": old, "after": None})
    undo(rows, {"record": "new", "field": None, "before": None, "after": None})
    assert rows == {"old": old}


@given(ROWS, ROWS)
def test_changes_undone_give_the_older_rows(old: list[Any], new: list[Any]) -> None:
    changes = [
        dict(zip(("record", "field", "before", "after"), row, strict=True))
        for row in compare(old, new)
    ]
    for change in changes:
        if change["before"] is None:
            change["after"] = None  # as it is written down
    found = copy.deepcopy({row["id"]: row for row in new})
    for change in reversed(json.loads(json.dumps(changes))):
        undo(found, change)
    rows = sorted(found.values(), key=lambda row: row["id"])
    assert canonical({"rows": rows}) == canonical({"rows": sorted(old, key=lambda row: row["id"])})
    assert bool(changes) == (rows != sorted(new, key=lambda row: row["id"]) or _typed(old, new))


def _typed(old: list[Any], new: list[Any]) -> bool:
    """1, 1.0 and True are equal in Python and differ in JSON."""
    key = lambda row: row["id"]  # noqa: E731
    return canonical({"": sorted(old, key=key)}) != canonical({"": sorted(new, key=key)})


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data that the library reads instead of its own."""
    shutil.copytree(DATA, tmp_path / "data")
    monkeypatch.setattr(bundle, "_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_verify_is_content_with_what_was_released(copied: Path) -> None:
    assert find_altered_files() == []


def test_verify_names_every_altered_file(copied: Path) -> None:
    for path in sorted(copied.iterdir()):
        whole = path.read_bytes()
        path.write_bytes(whole.replace(b"2", b"3", 1) if b"2" in whole else whole + b" ")
        assert find_altered_files() == [path.name]
        path.write_bytes(whole)
    (copied / "states.json").unlink()
    (copied / "events.json").write_bytes(b"")
    assert sorted(find_altered_files()) == ["events.json", "states.json"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"self": "", "files": []}', '{"self": 1, "files": {"a": 1}}']
)
def test_verify_with_a_broken_manifest(copied: Path, text: str) -> None:
    (copied / "manifest.json").write_text(text, "utf-8")
    assert find_altered_files() == ["manifest.json"]


@pytest.mark.once
def test_every_changed_and_removed_fact_stands_in_the_changelog() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    for old, new in pairwise(NAMES):
        part = text.split(f"\n## {new}.0 ")[1].split("\n## ")[0].split("### Data\n")[1]
        added: Counter[str] = Counter()
        for change in sco.diff(old, new):
            place = f"`{change.record}`" + (f" `{change.field}`" if change.field else "")
            if change.before is None and change.field is None:
                added[change.collection.replace("_", " ")] += 1
            elif change.before is not None and "evidence" not in (change.field or ""):
                kind = "Removed" if change.after is None else "Changed"
                end = ", which was " if change.field and change.after is None else " "
                assert f"- {kind}: {place}{end}" in part
        for name, number in added.items():
            assert re.search(rf"Added: .*\b{number} {name}\b", part)
    counts = re.findall(r"\d+ [a-z ]+", text.split(f"\n## {NAMES[0]}.0 ")[1].split("- Added: ")[1])
    assert sum(int(count.split()[0]) for count in counts[: len(COLLECTIONS)]) == sum(
        len(rows_of(name, NAMES[0])) for name in COLLECTIONS
    )


# The tool, on a copy of the tree: three releases, one after another.


def tool(tree: Path, *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, words)]
    env = {**os.environ, "PYTHONPATH": str(tree / "src")}
    return subprocess.run(
        command, cwd=tree, env=env, capture_output=True, encoding="utf-8", check=False
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("src", "tools"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "CITATION.cff", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def edit(tree: Path, collection: str, change: Any) -> None:
    path = tree / "src/sco_data/data" / f"{collection}.json"
    rows = json.loads(path.read_text("utf-8"))
    change(rows)
    path.write_text(json.dumps(rows), "utf-8")


def add(rows: list[Any]) -> None:
    """Another application, written as a person would: no ids of steps, defaults spelt out."""
    new = copy.deepcopy(next(row for row in rows if len(row.get("history", ())) > 1))
    for step in new["history"]:
        del step["id"]
        step["note"] = None
    rows.append(new | {"id": "AAA/new", "names": []} if "names" in new else new | {"id": "AAA/new"})


def correct(rows: list[Any]) -> None:
    row = next(row for row in rows if row["id"] == "AAA/new")
    row["name"] = "Nowhere"
    row["history"][0]["note"] = "Ours."
    row["history"][1]["evidence"] += row["history"][0]["evidence"]


@pytest.mark.once
def test_the_tool_makes_one_release_after_another(tree: Path, tmp_path: Path) -> None:
    data = tree / "src/sco_data/data"
    shutil.copytree(data, tmp_path / "base")
    edit(tree, "applications", add)
    stale = tool(tree, "tools/data.py", "check")
    assert stale.returncode == 1
    assert "applications.json: is not tidy" in stale.stdout
    assert f"the data is not that of {NAMES[-1]}" in stale.stdout
    done = tool(tree, "tools/data.py", "release", "98.1", "--base", tmp_path / "base")
    assert done.returncode == 0, done.stdout + done.stderr
    rows = json.loads((data / "applications.json").read_text("utf-8"))
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    new = next(row for row in rows if row["id"] == "AAA/new")
    assert [step["id"] for step in new["history"]][:2] == ["AAA/new#1", "AAA/new#2"]
    assert "note" not in new["history"][0]
    assert 'version = "98.1.0"' in (tree / "pyproject.toml").read_text("utf-8")
    assert "version: 98.1.0" in (tree / "CITATION.cff").read_text("utf-8")
    assert "## 98.1.0 - " in (tree / "CHANGELOG.md").read_text("utf-8")

    shutil.copytree(data, tmp_path / "second")
    edit(tree, "applications", correct)
    for act in (["tidy"], *[["release", "98.2", "--base", tmp_path / "second"]] * 2):
        done = tool(tree, "tools/data.py", *act)  # a release can be repeated
        assert done.returncode == 0, done.stdout + done.stderr
    shutil.copytree(data, tmp_path / "third")
    edit(
        tree,
        "applications",
        lambda rows: rows.remove(next(r for r in rows if r["id"] == "AAA/new")),
    )
    done = tool(tree, "tools/data.py", "release", "98.3", "--base", tmp_path / "third")
    assert done.returncode == 0, done.stdout + done.stderr
    news = (tree / "CHANGELOG.md").read_text("utf-8")
    assert "- Removed: `AAA/new` from applications." in news
    assert "- Changed: `AAA/new` `name` from " in news
    for words in (["tools/data.py", "check"], ["tools/changelog.py", "--check"]):
        assert tool(tree, *words).returncode == 0

    show = """if 1:
        from sco_data import diff, releases
        from sco_data._records.load import COLLECTIONS
        from sco_data._rows.hashes import find_altered_files, sha256_of
        from sco_data._rows.releases import rows_of
        for release in releases():
            rows = {name: rows_of(name, release.id) for name in COLLECTIONS}
            assert sha256_of(rows) == release.sha256, release
        assert not find_altered_files()
        for old, new in ["98.1 98.2".split(), "98.3 98.1".split(), "98.1 98.3".split()]:
            for row in diff(old, new): print(old, new, row.field, row.before is None, row.after is None, len(row.evidence) > 0)
        """
    done = tool(tree, "-c", show)
    assert done.stderr == ""
    assert done.stdout.splitlines()[:2] == [
        "98.1 98.2 name False False True",
        "98.1 98.2 history[0].note True False True",
    ]
    assert done.stdout.splitlines()[-2:] == [
        "98.3 98.1 None True False True",
        "98.1 98.3 None False True True",
    ]


@pytest.mark.once
@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_the_tool_finds_the_release_before_in_the_history(tree: Path) -> None:
    def git(*words: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *words], cwd=tree, check=True, capture_output=True)

    git("init")
    edit(tree, "applications", add)
    done = tool(tree, "tools/data.py", "release", "98.1")
    assert done.returncode == 1
    assert f"no commit has the data of {NAMES[-1]}" in done.stderr
    assert f'version = "{sco.__version__}"' in (tree / "pyproject.toml").read_text("utf-8")
    shutil.rmtree(tree / "src/sco_data/data")
    shutil.copytree(DATA, tree / "src/sco_data/data")
    git("add", ".")
    git("commit", "-m", "the release")
    edit(tree, "applications", add)
    git("commit", "-am", "work")
    done = tool(tree, "tools/data.py", "release", "98.1")
    assert done.returncode == 0, done.stdout + done.stderr
    git("commit", "-am", "the next release")
    git("tag", "98.1.0")
    assert "98.1 is out" in tool(tree, "tools/data.py", "release", "98.1").stderr
    for name in ("97.9", "98.0"):
        assert (
            f"{name} is not a release after" in tool(tree, "tools/data.py", "release", name).stderr
        )


@pytest.mark.once
def test_the_tool_writes_nothing_that_is_not_sound(tree: Path) -> None:
    edit(tree, "applications", lambda rows: rows[0].update(state=7))
    data = tree / "src/sco_data/data"
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    for words in (["tidy"], ["release", "98.1"]):
        done = tool(tree, "tools/data.py", *words)
        assert done.returncode == 1
        assert "state: must be a string, not 7" in done.stdout
        assert {path.name: path.read_bytes() for path in data.iterdir()} == before
    (data / "states.json").write_text("{")
    assert "states.json: is not JSON" in tool(tree, "tools/data.py", "tidy").stdout
    assert "takes a name" in tool(tree, "tools/data.py", "tidy", "98.1").stderr


def test_a_version_in_place_of_a_release_says_what_to_write() -> None:
    with pytest.raises(ValueError, match=r"version 26\.2\.0 has the data of release '26\.2'"):
        sco.diff("26.2.0")
    with pytest.raises(ValueError, match=r"unknown release '1\.1\.0'; valid are [^;]*$"):
        sco.diff("1.1.0")
    with pytest.raises(TypeError, match=f"release is text, such as '{NAMES[-1]}', not 26.1"):
        sco.members(release=26.1)  # type: ignore[arg-type]


def test_changes_come_by_collection_and_record() -> None:
    collections = list(COLLECTIONS)
    places = [(collections.index(row.collection), row.record) for row in sco.diff("26.1", "26.2")]
    assert len(set(places)) > 100
    assert places == sorted(places)


def test_a_change_is_backed_by_what_backs_the_fact_where_it_stands() -> None:
    for change in sco.diff("26.1", "26.2"):
        # A source backs itself.
        if change.collection == "sources":
            continue

        release = "26.1" if change.after is None else "26.2"
        record = get_one(record_class(change.collection), change.record, release)
        # Equal evidence of two releases are two objects, so this tells of which it is.
        own = set(map(id, evidence_of(record)))
        assert {id(piece) for piece in change.evidence} <= own
        if change.field is not None and re.fullmatch(r"[a-z_]+(\.[a-z]+)?", change.field):
            for piece in change.evidence:
                fields = {field.partition(".")[0] for field in piece.fields}
                assert not fields or change.field.partition(".")[0] in fields

"""It works anywhere, leaves no trace, and what it gives cannot be changed by anybody."""

from __future__ import annotations

import ast
import copy
import datetime as dt
import json
import os
import pickle
import pickletools
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import attrs
import pytest

import sco_data as sco
from elsewhere import ANSWERS, PACKAGE, archive, fresh
from sco_data import _load, model
from sco_data.model import Change, DataVersion, Record, Records

PRINT = ANSWERS + "\nprint(answers())"


@pytest.fixture(scope="module")
def answers() -> str:
    """What this interpreter says, so what every other has to say."""
    scope: dict[str, Any] = {}
    exec(ANSWERS, scope)
    said = str(scope["answers"]())
    assert said.startswith("[8, 'RUS', 'KG', 'observer', 'observer', '2024-2025', ")
    return said


# Anywhere


@pytest.mark.parametrize("flags", ["-O", "-OO", "-I", "-W error", "-I -OO -b -b -W error -X dev"])
def test_with_every_flag(answers: str, flags: str) -> None:
    assert fresh(PRINT, *flags.replace("-W error", "-Werror").split()) == answers


def test_from_a_zip_with_all_it_needs(answers: str, tmp_path: Path) -> None:
    path = archive(tmp_path / "all.zip")
    outside = f"\nassert all({str(path)!r} in sys.modules[m].__file__ for m in ('sco_data', 'attr', 'cattrs'))"
    assert fresh(PRINT + outside, "-I", "-S", path=path) == answers


def test_as_a_zipapp(answers: str, tmp_path: Path) -> None:
    path = archive(tmp_path / "app.pyz", PRINT)
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.stdout.strip(), done.stderr) == (answers, "")


def test_from_a_directory_that_cannot_be_written(answers: str, tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "sco_data", ignore=shutil.ignore_patterns("__pycache__"))
    places = [tmp_path, *(path for path in tmp_path.rglob("*") if path.is_dir())]
    for place in places:
        place.chmod(0o555)
    # The superuser writes everywhere, unless it gives that right away.
    drop = "-dac_override,-dac_read_search"
    powers = ["setpriv", f"--bounding-set={drop}", f"--inh-caps={drop}"]
    before = (
        powers if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("setpriv") else []
    )
    probe = f"""
try:
    open({str(tmp_path / "sco_data" / "x")!r}, "w")
except OSError:
    print(answers())
"""
    found = fresh(ANSWERS + probe, path=tmp_path, before=before, cwd=str(tmp_path))
    for place in places:
        place.chmod(0o755)
    if not before and not found:
        pytest.skip("this user can write anywhere")
    assert found == answers
    assert not list(tmp_path.rglob("__pycache__"))


# Without a trace

AUDIT = """
import os
seen, read = [], []
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
FORBIDDEN = ("socket.", "subprocess.", "os.", "shutil.", "urllib.", "http.", "ftplib.", "smtplib.",
             "sqlite3.", "ctypes.", "pickle.", "marshal.", "tempfile.", "webbrowser.", "winreg.", "syslog.")
ALLOWED = ("os.listdir", "os.scandir", "marshal.loads")  # what the import of a module does
def hook(event, args):
    if event == "open":
        path, mode, flags = args
        if flags & WRITES or set(mode or "") & set("wax+"):
            seen.append((event, path, mode, flags))
        read.append(str(path))
    elif event in ("compile", "exec"):
        frame = sys._getframe(1)
        caller = frame.f_globals.get("__name__", "")
        if caller.split(".")[0] == "sco_data":
            seen.append((event, caller, str(args)[:80]))
        if event == "compile" and args[0] is not None and caller.split(".")[0] != "importlib":
            source = args[0] if isinstance(args[0], str) else str(args[0])
            if "Kazakhstan" in source and not os.path.exists(str(args[1])):
                seen.append((event, caller, source[:80]))
    elif event.startswith(FORBIDDEN) and event not in ALLOWED:
        seen.append((event, *map(str, args)))
class Watched(type(os.environ)):
    def __getitem__(self, key):
        frame = sys._getframe(1)
        while frame.f_globals.get("__name__") in ("os", "collections.abc", "_collections_abc"):
            frame = frame.f_back
        seen.append(("environ", key, frame.f_globals.get("__name__")))
        return super().__getitem__(key)
    get = lambda self, key, default=None: self[key] if key in self else (self.__getitem__("PATH"), default)[1]
    def __iter__(self):
        seen.append(("environ", "all"))
        return super().__iter__()
os.environ.__class__ = Watched
sys.addaudithook(hook)
"""


def test_no_write_no_network_no_process_no_environment_no_evaluation(answers: str) -> None:
    # Two rounds: what is cached in the first is not asked for in the second.
    told = "\nprint(answers()); answers(); print(seen); print(sorted({p for p in read if p.endswith('.json')}))"
    said, seen, read = fresh(AUDIT + ANSWERS + told, "-B", "-I").splitlines()
    assert said == answers
    assert seen == "[]"
    places = {str(Path(path).parent) for path in ast.literal_eval(read)}
    assert places == {str(PACKAGE / "data")}


def test_the_watch_sees_what_it_watches_for() -> None:
    code = """
import subprocess, socket, tempfile
open(os.devnull, "w"); os.environ.get("HOME"); os.getenv("no such variable"); subprocess.run(["true"])
try: socket.create_connection(("127.0.0.1", 9), 0.1)
except OSError: pass
print(sorted({each[0] for each in seen}))
"""
    found = ast.literal_eval(fresh(AUDIT + code, "-B"))
    assert {"environ", "open", "socket.connect", "subprocess.Popen"} <= set(found)


def test_the_source_names_nothing_that_runs_data_or_asks_the_machine() -> None:
    bad = {
        "eval",
        "exec",
        "compile",
        "__import__",
        "environ",
        "getenv",
        "environb",
        "system",
        "popen",
    }
    libraries = {
        "pickle",
        "marshal",
        "shelve",
        "subprocess",
        "socket",
        "urllib",
        "http",
        "ctypes",
        "tempfile",
    }
    found = []
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                names = [node.func.id]
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                names = [node.attr] if node.value.id in ("os", "builtins") else []
            elif isinstance(node, ast.Import):
                names = [alias.name.partition(".")[0] for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [
                    (node.module or "").partition(".")[0],
                    *(alias.name for alias in node.names),
                ]
            found += [(file.name, name) for name in names if name in bad | libraries]
    assert found == []


# Threads

THREADS = (
    ANSWERS
    + """
import threading
barrier, found = threading.Barrier(16), []
def first():
    barrier.wait()
    try:
        found.append(answers())
    except BaseException as error:
        found.append(repr(error))
threads = [threading.Thread(target=first) for _ in range(16)]
[thread.start() for thread in threads]; [thread.join() for thread in threads]
print(len(found), *set(found), sep="\\n")
"""
)


@pytest.mark.parametrize("number", range(3))
def test_the_first_call_of_sixteen_threads(answers: str, number: int) -> None:
    assert fresh("import sys; sys.setswitchinterval(1e-6)\n" + THREADS) == f"16\n{answers}"


def test_no_lock_is_taken_once_all_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    class Lock:
        def __enter__(self) -> None:
            pytest.fail("a lock was taken")

    scope: dict[str, Any] = {}
    exec(ANSWERS, scope)
    scope["answers"]()
    monkeypatch.setattr(_load, "_lock", Lock())
    scope["answers"]()


# Records

FLAT = (str, int, float, bool, type(None), dt.date)


def inside(value: Any) -> Iterator[Any]:
    """A value and all values in it; fails at one that can be changed."""
    yield value
    if attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from inside(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from inside(part)
    elif isinstance(value, Mapping):
        hash(value)
        for part in value.items():
            yield from inside(part)
    else:
        assert isinstance(value, FLAT), f"{type(value)} can be changed"


@pytest.fixture(scope="module")
def instances() -> dict[type, Any]:
    """One object of every public class, from the data or a verb; the first with most to it."""
    change = Change(
        id="26.2:KAZ.name", release="26.2", collection="states", record="KAZ",
        field="name", before='"Kazakh"', after='"Kazakhstan"',
    )  # fmt: skip
    rows: list[Any] = [*_load.everything().values(), *sco.outcomes(), *sco.panel("2023", "2024")]
    rows += [
        *sco.dyads("2023", "2024"),
        *sco.facts("KAZ"),
        *sco.releases(),
        sco.data_version(),
        change,
    ]
    rows += sco.memberships().evidence()
    found: dict[type, Any] = {}
    for row in rows:
        for value in inside(row):
            if attrs.has(type(value)):
                found.setdefault(type(value), value)
    return found


CLASSES = [
    cls
    for name in model.__all__
    if attrs.has(cls := getattr(model, name)) and name not in ("Tracked", "Record")
]


def test_every_value_of_every_record_is_frozen_all_the_way_down(instances: dict[type, Any]) -> None:
    assert set(instances) == set(CLASSES)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_an_object_can_be_copied_and_compared_and_never_changed(
    cls: Any, instances: dict[type, Any]
) -> None:
    thing, text = instances[cls], repr(instances[cls])
    for field in [*(field.name for field in attrs.fields(cls)), "anything"]:
        with pytest.raises(AttributeError):
            setattr(thing, field, None)
        with pytest.raises(AttributeError):
            delattr(thing, field)
    assert not hasattr(thing, "__dict__")
    assert not hasattr(thing, "__weakref__")
    twins = [copy.copy(thing), copy.deepcopy(thing), attrs.evolve(thing)]
    twins += [pickle.loads(pickle.dumps(thing, protocol)) for protocol in range(2, 6)]
    for twin in twins:
        assert twin == thing
        assert hash(twin) == hash(thing)
        assert type(twin) is cls
    assert len({thing, *twins}) == 1
    assert thing != object()
    assert repr(thing) == text


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_an_object_matches_by_its_fields(cls: type, instances: dict[type, Any]) -> None:
    names = [field.name for field in attrs.fields(cls)]
    pattern = ", ".join(f"{name}=found_{name}" for name in names)
    scope = {"cls": cls, "thing": instances[cls]}
    exec(f"match thing:\n    case cls({pattern}): matched = True", scope)
    assert scope["matched"] is True
    assert [scope[f"found_{name}"] for name in names] == [getattr(instances[cls], n) for n in names]


def test_a_pickle_is_small_and_drags_nothing_along() -> None:
    for record in _load.everything().values():
        data = pickle.dumps(record)
        text = Records([record]).to_json()
        # Names of classes and fields once, and then no more than the record as text.
        assert len(data) < 1.2 * len(text.encode()) + 500, record
    sizes = [len(pickle.dumps(sco.state("KAZ"), protocol)) for protocol in (4, 5)]
    assert max(sizes) < 10_000
    modules = {
        str(arg).split()[0]
        for record in (
            sco.state("KAZ"),
            sco.get("KAZ/member"),
            sco.documents()[0],
            sco.conflicts()[0],
        )
        for opcode, arg, _ in pickletools.genops(pickle.dumps(record, 2))
        if opcode.name == "GLOBAL"
    }
    assert {name for name in modules if not name.startswith("sco_data.model.")} <= {
        "copy_reg",
        "copyreg",
        "datetime",
        "_codecs",
        "__builtin__",
    }


def test_records_are_a_tuple_that_stays_what_it_is() -> None:
    members = sco.members()
    for change in ("append", "extend", "sort", "clear", "__setitem__", "__iadd__", "__delitem__"):
        assert not hasattr(members, change)
    with pytest.raises(AttributeError):
        members.more = 1  # type: ignore[attr-defined]
    assert hash(members) == hash(tuple(members))
    assert pickle.loads(pickle.dumps(members)) == copy.copy(members) == copy.deepcopy(members)
    assert type(copy.deepcopy(members)) is Records
    match members[:2]:
        case [model.State(iso2=first), model.State(iso2=second)]:
            assert (first, second) == ("BY", "CN")
        case _:
            pytest.fail("does not match")


def test_what_is_handed_out_is_not_what_is_kept() -> None:
    first, groups = sco.documents_by_area(), sco.members().by("capital")
    first.clear(), groups.clear()
    assert len(sco.documents_by_area()) == 5
    rows = sco.members().to_dicts()
    rows[0]["names_text"].clear()
    assert sco.members().to_dicts()[0]["names_text"]
    sco.documents().to_dicts()[0]["areas"].clear()
    assert sco.documents()[0].areas


def test_words_are_words_and_cannot_be_changed() -> None:
    for name in model.__all__:
        cls = getattr(model, name)
        if isinstance(cls, type) and issubclass(cls, StrEnum):
            for word in cls:
                assert word == word.value == str(word) == f"{word}" == json.loads(json.dumps(word))
                assert pickle.loads(pickle.dumps(word)) is copy.deepcopy(word) is word
                with pytest.raises(AttributeError):
                    word.value = "x"  # type: ignore[misc]


def test_data_version_is_a_fact_too() -> None:
    stated = sco.data_version()
    assert isinstance(stated, DataVersion)
    for table in (stated.counts, stated.checked_until):
        before = dict(table)
        for change in (
            "clear",
            "popitem",
            "pop",
            "update",
            "setdefault",
            "__setitem__",
            "__delitem__",
        ):
            with pytest.raises(TypeError, match="cannot be changed"):
                getattr(table, change)("states")
        with pytest.raises(TypeError):
            table |= {"states": 0}  # type: ignore[operator]
        assert table == before


def test_a_record_of_the_library_is_a_record() -> None:
    assert all(isinstance(record, Record) for record in _load.everything().values())


# Damage


def test_verify_finds_any_changed_byte(tmp_path: Path) -> None:
    """One byte at a time, spread over every file, and each is named."""
    shutil.copytree(PACKAGE, tmp_path / "sco_data", ignore=shutil.ignore_patterns("__pycache__"))
    code = f"""
from pathlib import Path
from sco_data._rows.releases import verify
assert verify() == []
missed = tried = 0
for file in sorted(Path({str(tmp_path)!r}, "sco_data", "data").glob("*.json")):
    data = file.read_bytes()
    for place in {{0, len(data) // 3, len(data) // 2, len(data) - 2, len(data) - 1}}:
        for bit in (1, 128):
            file.write_bytes(data[:place] + bytes([data[place] ^ bit]) + data[place + 1:])
            tried += 1
            missed += verify()[:1] != [file.name]
    for other in (data[:-1], data + b" ", b"", b"[]", b"null"):
        file.write_bytes(other)
        tried += 1
        missed += verify()[:1] != [file.name]
    file.unlink()
    missed += verify()[:1] != [file.name]
    file.write_bytes(data)
print(missed, tried > 150)
"""
    assert fresh(code, path=tmp_path) == "0 True"


def test_no_damaged_file_gives_an_answer(tmp_path: Path) -> None:
    """Whatever is wrong with a file of a collection, its verbs say so and name the file."""
    shutil.copytree(PACKAGE, tmp_path / "sco_data", ignore=shutil.ignore_patterns("__pycache__"))
    code = f"""
from pathlib import Path
import sco_data
from sco_data import _load
wrong = []
for name in _load.COLLECTIONS:
    file = Path({str(tmp_path)!r}, "sco_data", "data", name + ".json")
    data = file.read_bytes()
    for other in (b"", b"[]", data[:-1], data[:len(data) // 2], data.replace(b"2", b"3", 1), data[1:], None):
        file.unlink() if other is None else file.write_bytes(other)
        try:
            wrong.append((name, len(_load.load(name))))
        except sco_data.DataError as error:
            wrong += [(name, error.file)] if error.file != file.name else []
        file.write_bytes(data)
    _load.load(name)
print(wrong)
"""
    assert fresh(code, path=tmp_path) == "[]"

"""The command line: answers, exit codes and messages a script can rely on."""

from __future__ import annotations

import csv
import errno
import importlib
import io
import json
import os
import pty
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import sco_data as sco
from sco_data import __main__
from sco_data._show import text
from sco_data.cli import _brief, _output
from sco_data.model import Area

cli = importlib.import_module("sco_data.cli")
PACKAGE = Path(sco.__file__).parent


class Ran:
    """What a command gave back."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        assert self.err == ""
        return json.loads(self.out)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*args: object) -> Ran:
        with pytest.raises(SystemExit) as stop:
            cli.main([str(arg) for arg in args])
        out, err = capsys.readouterr()
        for printed in (out, err):
            assert not text.UNSAFE.search(printed.replace("\n", "").replace("\t", ""))
        assert isinstance(stop.value.code, int | None)
        return Ran(stop.value.code or 0, out, err)

    return run


def process(*args: str, root: Path | None = None, **environment: str) -> Ran:
    env = {**os.environ, "PYTHONPATH": str(root or PACKAGE.parent), **environment}
    command = [sys.executable, "-m", "sco_data", *args]
    done = subprocess.run(command, capture_output=True, env=env, check=False)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_versions(run: Any) -> None:
    found = run("--version")
    data = sco.data_version()
    assert found.out == f"sco-data {sco.__version__}, data {data.release} of {data.date}\n"
    assert found.code == 0


def test_export(run: Any, tmp_path: Path) -> None:
    done = run("export", tmp_path / "a", "--release", "26.1")
    files = [str(tmp_path / "a" / name) for name in ("sco_data.sqlite", "datapackage.json")]
    assert (done.code, done.err, done.out.splitlines()) == (0, "", files)
    assert json.loads(Path(files[1]).read_text("utf-8"))["release"] == "26.1"
    again = run("export", tmp_path / "a")
    assert (again.code, again.out) == (2, "")
    assert "holds other files" in again.err
    done = run("export", tmp_path / "b", "--format", "csv", "--json")
    assert done.json["files"][0] == str(tmp_path / "b" / "states.csv")
    assert run("export", tmp_path / "c", "--format", "xlsx").code == 2


def test_brief(run: Any) -> None:
    found = run("brief")
    assert found.code == 0
    for fact in (
        "Kazakhstan, Kassym-Jomart Tokayev",
        "2023-07-04 to 2024-07-03",
        "Strengthening Multilateral Dialogue",
        "Members 2023-07-04  9; China, India, Iran",
        "Members 2024-07-04  10; new: Belarus",
        "(astana-declaration-2024)",
    ):
        assert fact in found.out, fact
    five = found.out.partition("Priorities\n")[2].partition("\n\n")[0].splitlines()
    assert len(five) == 5


def test_brief_as_json(run: Any) -> None:
    answer = run("brief", "--json").json
    assert answer["chairmanship"]["state"] == "KAZ"
    assert [len(rows) for rows in answer["members"].values()] == [9, 10]
    assert len(answer["priorities"]) == 5
    assert {row["id"] for row in answer["documents"]} >= {"astana-declaration-2024"}
    assert any(row["subject"] == "2023-2024" for row in answer["conflicts"])


def test_brief_counts_what_the_records_say(run: Any) -> None:
    lines = [" ".join(line.split()) for line in run("brief").out.splitlines()]
    answer = run("brief", "--json").json
    assert f"Documents: {len(answer['documents'])}, each counted in all its areas" in lines
    assert f"Disputes {len(answer['conflicts'])} facts on which sources disagree" in lines
    for area in Area:
        number = sum(area in row["areas"] for row in answer["documents"])
        [counted] = [line for line in lines if line.startswith(f"{area} ")]
        total, stages = counted.removeprefix(f"{area} ").split(": ")
        assert int(total) == number
        assert sum(int(count.split()[0]) for count in stages.split(", ")) == number
        # The furthest stands first, and last what was only taken note of.
        furthest = ["ended", "held", "launched", "in force", "signed", "adopted", "decided"]
        furthest += ["drafted", "planned", "proposed", "noted"]
        told = [count.partition(" ")[2] for count in stages.split(", ")]
        assert told == [stage for stage in furthest if stage in told]
    late = sum(row.outcome == "late" for row in sco.outcomes(chairmanship="2023-2024"))
    assert f" {late} late," in next(line for line in lines if line.startswith("Promises "))


def test_brief_names_commands_that_work(run: Any) -> None:
    for release in ([], ["--release", "26.1"]):
        found = run("brief", "2023-2024", *release).out
        commands = re.findall(r"sco-data (.*)", found.partition("More of each\n")[2])
        assert len(commands) == 6
        for command in commands:
            assert command.split()[len(command.split()) - len(release) :] == release
            assert run(*command.split()).code == 0


def test_what_matters_most_is_a_result() -> None:
    term = sco.chairmanship("2023-2024")
    documents = sco.documents(chairmanship=term.id)
    important = _brief.find_most_important(documents, term, None)
    assert important[0].id == "astana-declaration-2024"
    assert len(important) == 3
    # The concept was drafted and no more.
    proposals = documents.filter(lambda document: document.adopted is None)
    assert "drafted" in {document.stage for document in proposals}
    assert _brief.find_most_important(proposals, term, None) == ()


def test_what_matters_most_is_what_others_build_on() -> None:
    term = sco.chairmanship("2023-2024")
    ids = [
        "decision-mou-caricc-2024",  # one step, no document relates to it
        "anti-drug-strategy-2024-2029",  # three steps; a decision approves, a programme implements
        "energy-cooperation-strategy-2030",  # four steps, and again two documents
    ]
    documents = sco.documents().filter(lambda document: document.id in ids)
    important = _brief.find_most_important(documents, term, None)
    assert [document.id for document in important] == ids[::-1]


@pytest.mark.parametrize("term", [term.id for term in sco.chairmanships()])
def test_brief_of_every_term(run: Any, term: str) -> None:
    found = run("brief", term)
    assert found.code == 0
    assert sco.state(sco.chairmanship(term).state).name in found.out
    assert run("brief", term, "--json").json["chairmanship"]["id"] == term


@pytest.mark.parametrize(
    ("day", "number"), [("2001-06-14", 0), ("2017-06-09", 8), ("2024-07-04", 10)]
)
def test_members_on_a_day(run: Any, day: str, number: int) -> None:
    assert len(run("members", "--as-of", day, "--json").json["records"]) == number
    lines = run("members", "--as-of", day).out.splitlines()
    assert len(lines) == (number + 1 if number else 0)


def test_lists(run: Any) -> None:
    found = run("documents", "--area", "security", "--chairmanship", "2023-2024").out.splitlines()
    asked = sco.documents(area="security", chairmanship="2023-2024")
    assert [line.split("\t")[0] for line in found] == ["id", *(row.id for row in asked)]
    assert "strategy-2035" in run("outcomes", "--as-of", "2024-07-04").out
    assert sco.from_json(run("outcomes", "--json").out) == sco.outcomes()
    assert sco.from_json(run("members", "--release", "26.1", "--json").out) == sco.members(
        release="26.1"
    )
    assert "about 25" in run("conflicts", "chs-24").out
    of_term = run("conflicts", "--chairmanship", "2023-2024", "--json").json["records"]
    assert of_term == run("brief", "2023-2024", "--json").json["conflicts"]
    assert len(run("conflicts", "--json").json["records"]) == len(sco.conflicts())


def test_status(run: Any) -> None:
    assert run("status", "TUR", "--as-of", "2013-04-26").out == "dialogue partner\n"
    assert run("status", "Белоруссия", "--as-of", "2024-07-03").out == "observer\n"
    assert run("status", "TUR", "--as-of", "2001-06-15").out == "none\n"
    # Until 26.2 it was only known in which month Bahrain became a partner, then it was the 15th.
    assert run("status", "BHR", "--as-of", "2023-07-20", "--release", "26.1").out == "none\n"
    of_26_3 = run("status", "BHR", "--as-of", "2023-07-20", "--release", "26.3")
    assert of_26_3.out == "dialogue partner\n"
    answer = run("status", "TUR", "--as-of", "2001-06-15", "--json").json
    assert answer == {"state": "TUR", "as_of": "2001-06-15", "status": None}


def test_show(run: Any) -> None:
    found = run("show", "chs-24")
    assert "24th meeting" in found.out
    assert "\nSources\n" in found.out
    assert "http://en.kremlin.ru/events/president/news/74464" in found.out
    assert "about 25" in found.out
    assert sco.from_json(run("show", "KAZ", "--json").out)[0] == sco.state("KAZ")


def test_a_record_of_an_older_release_is_shown_with_its_disputes(run: Any) -> None:
    # That the day on which the next term began is disputed was found for release 26.3.
    dispute = "2022-2023 period.start"
    assert dispute in run("show", "2021-2022", "--release", "26.3").out
    older = run("show", "2021-2022", "--release", "26.1").out
    assert "Where sources disagree" in older
    assert dispute not in older
    # Bahrain's ministry, which tells the day on which it became a partner, was found then too.
    for release, is_there in (("26.1", False), ("26.3", True)):
        shown = run("show", "BHR/dialogue-partner", "--release", release).out
        assert ("  mofa-bhr-sco  " in shown) is is_there


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["members"], lambda release: sco.members(release=release)),
        (["documents"], lambda release: sco.documents(release=release)),
        (["outcomes"], lambda release: sco.outcomes(release=release)),
        (["conflicts"], lambda release: sco.conflicts(release=release)),
        (["conflicts", "chs-24"], lambda release: sco.conflicts("chs-24", release=release)),
        (["search", "ecology"], lambda release: sco.search("ecology", release=release)),
        (["show", "chs-24"], lambda release: [sco.get("chs-24", release=release)]),
    ],
)  # fmt: skip
def test_each_command_answers_from_the_release_it_is_asked_for(
    run: Any, words: list[str], answer: Any
) -> None:
    answers = []
    for release in ("26.1", "26.3"):
        found = sco.from_json(run(*words, "--release", release, "--json").out)
        assert found == tuple(answer(release))
        answers.append(found)
    # So an answer from the newest would be another one.
    assert answers[0] != answers[1]


def test_a_brief_of_an_older_release_has_its_records(run: Any) -> None:
    of_term = {}
    for release in ("26.1", "26.3"):
        for states in _brief.gather_brief("2023-2024", release).members.values():
            # Equal records of two releases are two objects, so this tells of which they are.
            assert all(state is sco.state(state.id, release=release) for state in states)
        answer = run("brief", "2023-2024", "--release", release, "--json").json
        documents = sco.documents(chairmanship="2023-2024", release=release)
        assert [row["id"] for row in answer["documents"]] == [row.id for row in documents]
        of_term[release] = len(answer["conflicts"])
        printed = run("brief", "2023-2024", "--release", release).out
        assert f"\nDocuments: {len(documents)}, each counted" in printed
        promises = sco.outcomes(chairmanship="2023-2024", release=release)
        assert re.search(rf"\n  Promises +{len(promises)}: ", printed)
    assert of_term["26.1"] < of_term["26.3"]
    listed = run("conflicts", "--chairmanship", "2023-2024", "--release", "26.1", "--json").json
    assert len(listed["records"]) == of_term["26.1"]


def test_what_others_wrote_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    _output.print_sections({"t\x1b[2J": [("l\x07", "w\x9b\u202e")]})
    assert capsys.readouterr().out == "t\\u001b[2J\n  l\\u0007  w\\u009b\\u202e\n"
    _output.print_lines(["a\x1bb"])
    _output.print_json({"a": "\x9b"})
    assert capsys.readouterr().out == 'a\\u001bb\n{\n "a": "\\u009b"\n}\n'


def test_the_command_cite_names_the_release(run: Any) -> None:
    assert "data release 26.1," in run("cite", "KAZ", "--release", "26.1").out
    assert "data release 26.3," in run("cite", "KAZ", "--release", "26.3").out


def test_a_pipe_is_as_wide_as_a_hundred_signs(run: Any) -> None:
    record = sco.get("rats-agreement-2002")
    # Each of these widths breaks it in another place.
    assert len({text.card(record, width) for width in (99, 100, 101)}) == 3
    assert run("show", record.id).out.startswith(f"{text.card(record, 100)}\n\nSources\n")


def test_a_table_without_its_column_of_countries_is_refused(run: Any, tmp_path: Path) -> None:
    found = run("annotate", tmp_path / "in.csv", tmp_path / "out.csv", "--as-of", "2024-07-04")
    assert (found.code, found.out) == (2, "")
    assert "Missing option '--country'" in found.err


def test_names_in_json_can_be_read_where_the_encoding_has_them(run: Any) -> None:
    assert "Россия" in run("show", "RUS", "--json").out


def test_search(run: Any) -> None:
    assert "anti-drug-strategy-2024-2029" in run("search", "anti-drug", "strategy").out
    nothing = run("search", "qqqqqqqq")
    assert (nothing.code, nothing.out) == (1, "")
    assert run("search", "qqqqqqqq", "--json").json["records"] == []


def test_cite(run: Any) -> None:
    assert run("cite", "KAZ", "--style", "bibtex").out.startswith("@")
    assert run("cite").out.startswith("The sco_data authors")
    assert len(run("cite", "KAZ", "--json").json) > 1
    assert run("cite", "KAZ", "--style", "csl-json").json == run("cite", "KAZ", "--json").json


def test_releases(run: Any) -> None:
    newest = sco.data_version().release
    same = run("diff", newest)
    assert (same.code, same.out) == (0, "")
    assert run("diff", newest, "--json").json["records"] == []
    # As `diff` itself does, it ends with 1 where anything differs.
    oldest = sco.releases()[0].id
    assert run("diff", oldest).code == run("diff", oldest, newest, "--json").code == 1
    assert run("verify").out == "as released\n"
    assert run("verify", "--json").json == {"altered": []}


def test_altered_data_is_found(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "sco_data")
    file = tmp_path / "sco_data" / "data" / "events.json"
    file.write_bytes(file.read_bytes() + b"\n")
    found = process("verify", root=tmp_path)
    assert (found.code, found.out) == (1, "altered: events.json\n")
    assert json.loads(process("verify", "--json", root=tmp_path).out) == {
        "altered": ["events.json"]
    }
    broken = process("brief", root=tmp_path)
    assert (broken.code, broken.out) == (2, "")
    assert "events.json" in broken.err


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["show", "nope"], 1, "no record 'nope'"),
        (["status", "Georgia"], 1, "no state 'Georgia'"),
        (["brief", "1999"], 1, "no chairmanship '1999'"),
        (["conflicts", "nope"], 1, "no record 'nope'"),
        (["cite", "nope"], 1, "no record 'nope'"),
        (["members", "--as-of", "20240704"], 2, "YYYY-MM-DD"),
        (["members", "--release", "9"], 2, "unknown release '9'; valid are"),
        (["documents", "--area", "x"], 2, "'reform', 'security'"),
        (["documents", "--stage", "x"], 2, "'proposed', 'planned'"),
        (["outcomes", "--chairmanship", "x"], 2, "valid are"),
        (["search", "..."], 2, "no word"),
        (["conflicts", "--chairmanship", "1999"], 1, "no chairmanship '1999'"),
        (["conflicts", "chs-24", "--chairmanship", "2023-2024"], 2, "not both"),
        (["diff"], 2, "OLD"),
        (["diff", "9"], 2, "release"),
        ([], 2, "Missing command"),
        (["\x1b[31m"], 2, "try: sco-data --help"),
        (["show", "\x1b]0;x\x07\u202e"], 1, "no record"),
        (["members", "--\x9b31m"], 2, "try: sco-data members --help"),
    ],
)
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_what_goes_wrong(run: Any, args: list[str], code: int, says: str, more: list[str]) -> None:
    found = run(*args, *(more if args else []))
    assert (found.code, found.out) == (code, "")
    assert says in found.err
    assert all(line.startswith("sco-data: ") for line in found.err.splitlines())


def test_a_stop_from_the_keyboard(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(**_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sco, "members", stop)
    found = run("members")
    assert (found.code, found.err.strip()) == (2, "sco-data: stopped")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make the output a terminal of so many columns."""

    def set_width(columns: int) -> None:
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        monkeypatch.setenv("COLUMNS", str(columns))

    return set_width


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_in_a_terminal(run: Any, terminal: Any, width: int) -> None:
    terminal(width)
    for command in ("members", "documents", "conflicts", "outcomes"):
        found = run(command)
        assert found.code == 0
        assert max(map(len, found.out.splitlines())) <= width


@pytest.mark.parametrize("term", [term.id for term in sco.chairmanships()])
def test_a_brief_fits_the_screen(run: Any, terminal: Any, term: str) -> None:
    terminal(80)
    lines = run("brief", term).out.splitlines()
    assert len(lines) < 50
    assert max(map(len, lines)) <= 80


def test_a_terminal_gets_what_print_gives(run: Any, terminal: Any) -> None:
    terminal(80)
    assert run("members").out == f"{sco.members()}\n"
    assert run("search", "qqqqqqqq").out == "0 records\n"
    card = run("show", "chs-24").out
    assert card.startswith(f"{sco.get('chs-24')}\n\nSources\n")


def test_a_terminal_gets_all_records(run: Any, terminal: Any) -> None:
    terminal(200)
    found = run("documents")
    assert found.out.endswith(f"\n{len(sco.documents())} records\n")
    assert all(document.id in found.out for document in sco.documents())


@pytest.mark.parametrize("width", ["20", "100"])
def test_in_a_real_terminal(width: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", width)
    command = [sys.executable, "-m", "sco_data", "members"]
    assert pty.spawn(command, lambda fd: os.read(fd, 1 << 16)) == 0


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8", "cp1251"])
def test_any_encoding(encoding: str) -> None:
    """One process answers all: that each command starts by itself stands in other tests."""
    code = """
import runpy, sys
for words in ("show CHN", "brief", "members", "show CHN --json"):
    print("\\f", end="")
    sys.argv = ["sco-data", *words.split()]
    try:
        runpy.run_module("sco_data", run_name="__main__")
    except SystemExit as stop:
        assert not stop.code, words
"""
    # Without site, which in this locale cannot read of an installation in a folder of Cyrillic name.
    places = {
        "PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), *sys.path]),
        "LC_ALL": "C",
        "PYTHONIOENCODING": encoding,
    }
    command = [sys.executable, "-S", "-c", code]
    done = subprocess.run(command, capture_output=True, env={**os.environ, **places}, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    *printed, text = done.stdout.split(b"\f")[1:]
    assert all(printed)
    names = {name["text"] for name in json.loads(text.decode(encoding))["records"][0]["names"]}
    assert {"中国", "Китай"} <= names


def test_a_reader_that_leaves_early() -> None:
    command = [sys.executable, "-m", "sco_data", "conflicts", "--json"]
    env = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    ) as child:
        assert child.stdout
        assert child.stderr
        child.stdout.read(10)
        child.stdout.close()
        assert child.stderr.read() == b""


def test_as_a_module(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["sco-data", "status", "KAZ"])
    monkeypatch.delitem(sys.modules, "sco_data.__main__")
    with pytest.raises(SystemExit) as stop:
        runpy.run_module("sco_data", run_name="__main__")
    assert (stop.value.code, capsys.readouterr().out) == (0, "member\n")


@pytest.fixture
def cli_not_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(sco, "cli")
    for name in list(sys.modules):
        if name.startswith("sco_data.cli"):
            monkeypatch.delitem(sys.modules, name)


@pytest.mark.usefixtures("cli_not_imported")
def test_without_the_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "click", None)
    with pytest.raises(SystemExit) as stop:
        __main__.main()
    assert stop.value.code == 2
    assert capsys.readouterr().err == (
        "sco-data: the command line needs: pip install 'sco-data[cli]'\n"
    )


@pytest.mark.usefixtures("cli_not_imported")
def test_other_import_errors_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "json", None)
    with pytest.raises(ImportError, match="json"):
        __main__.main()


# Annotating files; what is promised of the target stands in test_annotate_files.py.

TABLE = 'country,day,note\nBelarus,2024-07-03,"a ""q"", b"\nРоссия,2001-06-15,\nNarnia,2020,004\n,,"x\r\ny\rz"\n'
WANTED = ["observer", "member", "", ""]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    importlib.import_module("pyarrow")
    path = tmp_path / "in.csv"
    path.write_bytes(TABLE.encode())
    return path


def read(path: Path) -> list[list[str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


def test_annotate_keeps_every_cell(run: Any, table: Path) -> None:
    out = table.with_name("out.csv")
    found = run("annotate", table, out, "--country", "country", "--date", "day")
    assert (found.code, found.out) == (0, "")
    assert "4 rows; in 2" in found.err
    before, after = read(table), read(out)
    assert [row[:3] for row in after] == before
    assert after[0][3:] == ["sco_state", "sco_status"]
    assert [row[4] for row in after[1:]] == WANTED


def test_annotate_between_kinds(run: Any, table: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out, back = table.with_name("out.parquet"), table.with_name("back.csv")
    args = ("--country", "country", "--date", "day")
    assert run("annotate", table, out, *args, "--json").json == {
        "out": str(out),
        "rows": 4,
        "unknown": 2,
        "not_recognised": 0,
    }
    found = pq.read_table(out)
    assert found["sco_status"].cast("string").to_pylist() == ["observer", "member", None, None]
    pq.write_table(found.drop_columns(["sco_state", "sco_status"]), table.with_name("in.parquet"))
    assert run("annotate", table.with_name("in.parquet"), back, *args).code == 0
    assert [row[:3] for row in read(back)] == read(table)
    typed = pa.table({"m49": [4, 398, None], "on": [[1], [], None]})
    pq.write_table(typed, table.with_name("typed.parquet"))
    args = ("--country", "m49", "--as-of", "2024-07-04")
    assert run("annotate", table.with_name("typed.parquet"), out, *args).code == 0
    assert pq.read_table(out)["sco_state"].cast("string").to_pylist() == ["AFG", "KAZ", None]
    nested = run("annotate", table.with_name("typed.parquet"), table.with_name("no.csv"), *args)
    assert nested.code == 2
    assert "'on'" in nested.err
    pq.write_table(typed.slice(0, 0).drop_columns("on"), table.with_name("none.parquet"))
    assert run("annotate", table.with_name("none.parquet"), back, *args).code == 0
    assert read(back) == [["m49", "sco_state", "sco_status"]]


def test_annotate_codes_as_text(run: Any, table: Path) -> None:
    table.write_text("\ufeffc,x\n004,1\n,2\n398,3\n\n", "utf-8")
    out = table.with_name("out.csv")
    args = ("--country", "c", "--as-of", "2024-07-04")
    assert run("annotate", table, out, *args, "--codes", "m49").code == 0
    assert read(out)[1:] == [
        ["004", "1", "AFG", "observer"],
        ["", "2", "", ""],
        ["398", "3", "KAZ", "member"],
    ]
    assert run("annotate", table, out, *args).code == 0
    assert read(out)[1][2] == "AFG"
    missing = run("annotate", table, out, "--country", "d", *args[2:], "--codes", "m49")
    assert missing.code == 2
    assert "unknown single column 'd'; valid are 'c', 'x'" in missing.err


def test_annotate_tells_what_was_not_recognised_from_what_has_no_tie(run: Any, table: Path) -> None:
    cells = ["Iran Isl. Repub.", "Iran", "France", "Iran Isl. Repub.", "Uzb\x1bekstan", "Hong Kong"]
    table.write_text("\n".join(["c", *cells, "", ""]), "utf-8")
    args = (table.with_name("out.csv"), "--country", "c", "--as-of", "2024-07-04")
    found = run("annotate", table, *args)
    assert found.code == 0
    assert found.err.splitlines() == [
        "7 rows; in 3 the country has no tie to the organisation, in 3 it was not recognised",
        "like a listed name: 'Iran Isl. Repub.' (Iran, 2 rows), 'Uzb\\x1bekstan' (Uzbekistan)",
    ]
    assert run("annotate", table, *args, "--json").json | {"out": ""} == {
        "out": "", "rows": 7, "unknown": 6, "not_recognised": 3,
    }  # fmt: skip
    table.write_text("c\n365\n705\n31\n710\n", "utf-8")
    found = run("annotate", table, *args)
    assert found.err.splitlines() == [
        "4 rows; in 0 the country has no tie to the organisation, in 3 it was not recognised",
        "numbers as of --codes cow: '365' (Russia), '705' (Kazakhstan), '710' (China)",
    ]
    found = run("annotate", table, *args, "--codes", "cow")
    assert "4 rows; in 1 the country has no tie" in found.err


@pytest.mark.parametrize("kind", ["csv", "parquet"])
class TestAnnotateHasTheOptionsOfTheVerb:
    """In CSV they are read cell by cell, in Parquet as columns: both answer alike."""

    @pytest.fixture
    def annotate(self, run: Any, table: Path, kind: str) -> Any:
        def annotate(rows: str, *options: str) -> tuple[Ran, list[list[str]]]:
            table.write_text(f"c,d\n{rows}", "utf-8")
            source, out = table.with_name(f"source.{kind}"), table.with_name("out.csv")
            if kind == "csv":
                table.rename(source)
            else:
                csv_module = importlib.import_module("pyarrow.csv")
                typed = csv_module.ConvertOptions(
                    column_types={"d": "string"}, strings_can_be_null=True
                )
                parsed = csv_module.read_csv(table, convert_options=typed)
                importlib.import_module("pyarrow.parquet").write_table(parsed, source)
            found = run("annotate", source, out, "--country", "c", "--date", "d", *options)
            return found, read(out) if out.exists() else []

        return annotate

    def test_caveats_under_another_prefix(self, annotate: Any) -> None:
        rows = "AFG,2022-01-01\nAFG,2020-01-01\nKAZ,\nFrance,2020-01-01\nKAZ,2099-01-01\n"
        found, table = annotate(rows, "--caveats", "--prefix", "a_")

        assert found.code == 0
        assert table[0][2:] == ["a_state", "a_status", "a_caveat"]
        assert [row[2:] for row in table[1:]] == [
            ["AFG", "observer", "inactive"],
            ["AFG", "observer", ""],
            ["KAZ", "", ""],
            ["", "", ""],
            ["KAZ", "member", "beyond data"],
        ]

    def test_days_after_the_data(self, annotate: Any) -> None:
        rows = "KAZ,2099-01-01\nKAZ,2020-01-01\n"
        _, table = annotate(rows, "--beyond", "null")
        assert [row[3] for row in table[1:]] == ["", "member"]

        _, table = annotate("France,2099-01-01\n", "--beyond", "raise")
        assert [row[3] for row in table[1:]] == [""]

        found, _ = annotate(rows, "--beyond", "raise")
        assert found.code == 2
        assert "days in 'd' after" in found.err
        assert "first 2099-01-01" in found.err

    def test_what_is_not_recognised_is_an_error(self, annotate: Any) -> None:
        found, table = annotate("Uzbekstan,2020-01-01\n", "--unmatched", "raise")
        assert (found.code, table) == (2, [])
        assert "not found in 'c', but like a listed name: 'Uzbekstan' (Uzbekistan)" in found.err

        found, table = annotate("Uzbekistan,2020-01-01\n", "--unmatched", "raise")
        assert (found.code, table[1][3]) == (0, "member")

    def test_what_is_not_recognised_is_not_named(self, annotate: Any) -> None:
        found, _ = annotate("Uzbekstan,2020-01-01\n", "--unmatched", "null")
        assert found.err.splitlines() == [
            "1 rows; in 0 the country has no tie to the organisation, in 1 it was not recognised"
        ]


def test_annotate_remembers_ten_thousand_spellings(
    run: Any, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sco_data._annotate import files

    monkeypatch.setattr(files, "MOST_SPELLINGS", 2)
    table.write_text("c\nIran x\nNiger\nUzbekstan\nIran x\n", "utf-8")
    found = run(
        "annotate", table, table.with_name("o.csv"), "--country", "c", "--as-of", "2024-07-04"
    )
    assert found.err.splitlines() == [
        "4 rows; in 2 the country has no tie to the organisation, in 2 it was not recognised",
        "like a listed name: 'Iran x' (Iran, 2 rows)",
    ]


def test_annotate_names_numbers_of_a_parquet_file(run: Any, table: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    source = table.with_name("codes.parquet")
    pq.write_table(pa.table({"c": pa.array([365, 710, 365, None, 220], pa.int16())}), source)
    found = run(
        "annotate", source, table.with_name("o.csv"), "--country", "c", "--as-of", "2024-07-04"
    )
    assert found.err.splitlines()[1:] == [
        "numbers as of --codes cow: '365' (Russia, 2 rows), '710' (China)"
    ]


def test_annotate_one_column_and_no_rows(run: Any, table: Path) -> None:
    out = table.with_name("out.csv")
    args = ("--country", "c", "--as-of", "2024-07-04")
    table.write_text("c\nKAZ\n\nIND\n", "utf-8")
    assert run("annotate", table, out, *args).code == 0
    assert [row[0] for row in read(out)] == ["c", "KAZ", "", "IND"]
    table.write_text("c\n", "utf-8")
    assert run("annotate", table, out, *args).code == 0
    assert read(out) == [["c", "sco_state", "sco_status"]]


def test_annotate_in_many_batches(run: Any, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sco_data._annotate import files

    monkeypatch.setattr(files, "ROWS", 10)
    table.write_text("c\n" + "KAZ\nIND\nNarnia\n" * 10, "utf-8")
    for out in (table.with_name("out.parquet"), table.with_name("out.csv")):
        source = table if out.suffix == ".parquet" else table.with_name("in.parquet")
        assert run("annotate", source, out, "--country", "c", "--as-of", "2018-01-01").code == 0
        if out.suffix == ".parquet":
            import pyarrow.parquet as pq

            whole = pq.read_table(out)
            assert len(whole) == 30
            pq.write_table(whole.select(["c"]), table.with_name("in.parquet"))
    assert [row[2] for row in read(out)[1:]] == ["member", "member", ""] * 10
    monkeypatch.setattr(files, "BYTES", 1)
    assert run("annotate", table, out, "--country", "c", "--as-of", "2018-01-01").code == 0
    assert len(read(out)) == 31


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no header"),
        (b"c,c\nKAZ,1\n", "twice"),
        (b"c,x\nKAZ,1\nKAZ\n", "line 3: 1 cells"),
        (b"c,x\nKAZ,\xff\n", "utf-8"),
        (b'c,x\n"KAZ,1\n', "cannot be read"),
        (b"country\nKAZ\n", "'c'"),
        (b"c,sco_status\nKAZ,1\n", "sco_status"),
        (b"c,x\n" + b"KAZ,1\n" * 70000 + b"KAZ\n", "line 70002"),
        (b"c,x\n\x1b[31mK,\x1b[31m,\n", "3 cells"),
    ],
)
def test_bad_tables_leave_nothing_behind(run: Any, table: Path, data: bytes, says: str) -> None:
    table.write_bytes(data)
    out = table.with_name("out.csv")
    out.write_text("before", "utf-8")
    found = run("annotate", table, out, "--country", "c", "--as-of", "2024-07-04")
    assert (found.code, found.out) == (2, "")
    assert says in found.err
    assert out.read_text("utf-8") == "before"
    assert sorted(path.name for path in table.parent.iterdir()) == ["in.csv", "out.csv"]


def test_wrong_files(run: Any, table: Path) -> None:
    args = ("--country", "country", "--as-of", "2024-07-04")
    bad = table.with_name("bad.parquet")
    bad.write_bytes(b"PAR1 not really")
    for source, target, says in [
        (table, table, "place of the one"),
        (table, table.with_name("out.xlsx"), ".parquet"),
        (bad, table.with_name("out.csv"), "bad.parquet cannot be read"),
        (table.with_name("none.csv"), table.with_name("out.csv"), "none.csv"),
        (table, table.parent / "none" / "out.csv", "none"),
    ]:
        found = run("annotate", source, target, *args)
        assert (found.code, found.out) == (2, "")
        assert says in found.err
    assert sorted(path.name for path in table.parent.iterdir()) == ["bad.parquet", "in.csv"]
    both = run("annotate", table, table.with_name("out.csv"), *args, "--date", "day")
    assert both.code == 2
    words = run(
        "annotate", table, table.with_name("out.csv"), "--country", "country", "--date", "note"
    )
    assert (words.code, words.out) == (2, "")
    assert "no dates" in words.err


def test_annotate_shows_a_bar_on_a_terminal(
    table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    args = ["--country", "country", "--date", "day"]
    with pytest.raises(SystemExit) as stop:
        cli.main(["annotate", str(table), str(table.with_name("out.csv")), *args])
    assert stop.value.code == 0
    printed = capsys.readouterr().err
    assert "100%" in printed
    assert "4 rows; in 2" in printed


def test_annotate_without_rich(run: Any, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    out = table.with_name("out.csv")
    args = ("annotate", table, out, "--country", "country", "--date", "day")
    assert run(*args).code == 0
    out.unlink()
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    found = run(*args)
    assert (found.code, found.out) == (2, "")
    assert "sco-data[cli]" in found.err
    assert not out.exists()


@pytest.mark.parametrize("words", ["members", "documents --json", "--help", "search astana"])
def test_who_closes_the_pipe_gets_silence_and_the_code_of_other_tools(words: str) -> None:
    """1 would say that nothing was found; a shell says 141 of a tool that SIGPIPE ended."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "sco_data", *words.split()],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_closed_stdout(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    ran = run("members")
    assert ran.code == 2
    assert ran.err == "sco-data: stdout is closed: there is nowhere to answer\n"


def test_a_reader_that_is_gone_while_a_command_answers(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr(sys, "stderr", sys.stderr)
    monkeypatch.setattr(sys, "stdout", Gone())
    assert run("members").code == 141

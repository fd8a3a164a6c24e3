"""The command `annotate` and the file that it was told to write: what stood there, and whose it is."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import importlib
import json
import os
import pty
import secrets
import signal
import socket
import stat
import subprocess
import sys
import threading
import tty
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import sco_data as sco
from sco_data._annotate import csv_rows, files
from sco_data._annotate.files import annotate_file

cli = importlib.import_module("sco_data.cli")

CSV = "country,day\nBelarus,2024-07-03\nРоссия,2001-06-15\nNarnia,2020\n"
STATUSES = ["observer", "member", ""]
COLUMNS = {
    "country": "country",
    "date": "day",
    "as_of": None,
    "codes": "m49",
    "errors": "raise",
    "release": None,
}


def annotate(source: Path, target: Path, progress: Any = abs, **options: Any) -> tuple[int, int]:
    """How many rows there are, and in how many the country has no tie."""
    found = annotate_file(source, target, progress=progress, **(COLUMNS | options))
    return found.rows, found.without_tie


def command(*args: object) -> int:
    with pytest.raises(SystemExit) as stop:
        cli.main(list(map(str, args)))
    assert isinstance(stop.value.code, int | None)
    return stop.value.code or 0


def read_csv(path: Path) -> list[list[str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


def statuses(path: Path) -> list[str]:
    if path.suffix == ".csv":
        return [row[-1] for row in read_csv(path)[1:]]
    column = importlib.import_module("pyarrow.parquet").read_table(path)["sco_status"]
    return [word or "" for word in column.cast("string").to_pylist()]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text(CSV, "utf-8")
    return path


@pytest.fixture(params=["out.csv", "out.parquet"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param.endswith("parquet"):
        importlib.import_module("pyarrow")
    return tmp_path / str(request.param)


class TestWhoMayReadIt:
    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o666])
    def test_a_file_that_is_replaced_leaves_its_mode(
        self, source: Path, target: Path, mode: int
    ) -> None:
        target.write_text("before", "utf-8")
        target.chmod(mode)

        annotate(source, target)

        assert stat.S_IMODE(target.stat().st_mode) == mode
        assert statuses(target) == STATUSES

    def test_a_new_file_has_the_mode_of_the_umask(self, source: Path, target: Path) -> None:
        before = os.umask(0o027)
        try:
            annotate(source, target)
        finally:
            os.umask(before)

        assert stat.S_IMODE(target.stat().st_mode) == 0o640

    def test_what_replaces_a_private_file_is_private_from_the_start(
        self, source: Path, target: Path
    ) -> None:
        modes: list[int] = []
        target.write_text("before", "utf-8")
        target.chmod(0o600)

        def look(_: float) -> None:
            modes.extend(stat.S_IMODE(path.stat().st_mode) for path in target.parent.glob(".*"))

        annotate(source, target, look)

        assert modes == [0o600]


class TestThePrivateName:
    def test_a_link_planted_at_the_name_of_old_leads_nowhere(
        self, source: Path, target: Path
    ) -> None:
        victim = source.with_name("victim")
        victim.write_text("precious", "utf-8")
        target.with_name(f".{target.name}.{os.getpid()}.part").symlink_to(victim)

        annotate(source, target)

        assert victim.read_text("utf-8") == "precious"
        assert statuses(target) == STATUSES

    def test_a_link_planted_at_the_very_name_is_refused(
        self, source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        victim = source.with_name("victim")
        victim.write_text("precious", "utf-8")
        monkeypatch.setattr(secrets, "token_hex", lambda _: "guessed")
        source.with_name(".sco-data-guessed.part").symlink_to(victim)

        with pytest.raises(FileExistsError, match=target.name):
            annotate(source, target)
        assert victim.read_text("utf-8") == "precious"
        assert not target.exists()

    def test_two_runs_at_once_do_not_meet_and_the_later_whole_one_stays(
        self, source: Path, target: Path
    ) -> None:
        other = source.with_name("other.csv")
        other.write_text("country,day\nIndia,2018-01-01\n", "utf-8")
        seen: list[list[str]] = []

        def run_the_other(_: float) -> None:
            annotate(other, target)
            seen.append(statuses(target))

        annotate(source, target, run_the_other)

        assert seen == [["member"]]
        assert statuses(target) == STATUSES
        assert names(source.parent) == sorted(["in.csv", "other.csv", target.name])

    def test_a_name_as_long_as_a_name_can_be_is_written(self, source: Path) -> None:
        target = source.with_name("o" * 251 + ".csv")
        annotate(source, target)
        assert statuses(target) == STATUSES


class TestLinks:
    def test_a_link_stays_and_what_it_leads_to_is_written(
        self, source: Path, target: Path, tmp_path: Path
    ) -> None:
        place = tmp_path / "elsewhere" / "table"
        place.parent.mkdir()
        target.symlink_to(place)  # It leads to nothing yet.
        for _ in range(2):
            annotate(source, target)
            assert target.is_symlink()
            assert not place.is_symlink()
            assert statuses(target) == STATUSES
        assert names(place.parent) == ["table"]

    def test_a_loop_of_links_is_told(
        self, source: Path, target: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        target.symlink_to(target.with_name("b.csv"))
        target.with_name("b.csv").symlink_to(target)
        for paths in ((source, target), (target, source.with_name("new.csv"))):
            code = command("annotate", *paths, "--country", "country", "--date", "day")
            assert code == 2
            assert f"symbolic links: '{target}'" in capsys.readouterr().err

    def test_a_link_to_the_source_is_the_source(self, source: Path, target: Path) -> None:
        target.symlink_to(source)
        with pytest.raises(ValueError, match="the place of the one"):
            annotate(source, target)
        assert source.read_text("utf-8") == CSV


def read_to_end(terminal: int) -> bytes:
    """What was written to a terminal; when all others have closed it, reading is an error."""
    read = b""
    with suppress(OSError):
        while block := os.read(terminal, 1 << 16):
            read += block
    return read


class TestWhatIsNoFile:
    def test_a_pipe_is_written_through_and_stays(self, source: Path, target: Path) -> None:
        os.mkfifo(target)
        got = target.with_name(f"got{target.suffix}")
        reader = threading.Thread(target=lambda: got.write_bytes(target.read_bytes()))
        reader.start()

        annotate(source, target)
        reader.join()

        assert target.is_fifo()
        assert statuses(got) == STATUSES

    def test_a_device_is_written_through_and_stays(self, source: Path, target: Path) -> None:
        # A terminal: nothing can be put in its place, so a test that fails harms no machine.
        master, slave = pty.openpty()
        tty.setraw(slave)
        target.symlink_to(os.ttyname(slave))
        got = target.with_name(f"got{target.suffix}")
        reader = threading.Thread(target=lambda: got.write_bytes(read_to_end(master)))
        reader.start()

        counted = annotate(source, target)
        os.close(slave)
        reader.join()
        os.close(master)

        assert counted == (3, 1)
        assert target.is_symlink()
        assert statuses(got) == STATUSES

    def test_standard_output_is_written_through(self, source: Path, target: Path) -> None:
        target.symlink_to("/dev/stdout")
        args = [sys.executable, "-m", "sco_data", "annotate", str(source), str(target)]
        done = subprocess.run(
            [*args, "--country", "country", "--date", "day"], capture_output=True, check=True
        )
        got = target.with_name(f"got{target.suffix}")
        got.write_bytes(done.stdout)
        assert statuses(got) == STATUSES

    def test_nothing_goes_through_a_pipe_if_the_columns_are_wrong(
        self, source: Path, target: Path
    ) -> None:
        os.mkfifo(target)  # To open it would wait for a reader.
        with pytest.raises(ValueError, match="'year'"):
            annotate(source, target, date="year")

    def test_folders_and_sockets_are_refused(self, source: Path, target: Path) -> None:
        target.mkdir()
        with pytest.raises(OSError, match="neither a file nor a pipe"):
            annotate(source, target)
        target.rmdir()
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(target))
            with pytest.raises(OSError, match="neither a file nor a pipe"):
                annotate(source, target)
        assert target.is_socket()

    def test_what_cannot_be_read_piece_by_piece_is_refused(
        self, source: Path, target: Path
    ) -> None:
        pipe = source.with_name("pipe.csv")
        os.mkfifo(pipe)
        folder = source.with_name("folder.csv")
        folder.mkdir()
        for path in (pipe, folder):
            with pytest.raises(ValueError, match=f"{path.name} is no file"):
                annotate(path, target)
        assert not target.exists()


ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""What asks a process to end; Windows has no SIGHUP."""


class TestStops:
    @pytest.fixture(autouse=True)
    def _as_at_a_terminal(self) -> Iterator[None]:
        """Whoever runs the tests may ignore signals, as ``nohup`` does, and they inherit it."""
        before = {number: signal.signal(number, signal.SIG_DFL) for number in ENDING}
        yield
        for number, handler in before.items():
            signal.signal(number, handler)

    @pytest.mark.parametrize("number", ENDING)
    def test_a_signal_that_ends_a_process_leaves_nothing_behind(
        self, source: Path, target: Path, number: signal.Signals
    ) -> None:
        target.write_text("before", "utf-8")
        with pytest.raises(SystemExit) as stop:
            annotate(source, target, lambda _: signal.raise_signal(number))
        assert stop.value.code == 128 + number
        assert target.read_text("utf-8") == "before"
        assert names(source.parent) == sorted(["in.csv", target.name])
        assert signal.getsignal(number) is signal.SIG_DFL

    def test_a_process_that_is_told_to_end_leaves_nothing_behind(
        self, source: Path, target: Path
    ) -> None:
        program = (
            "import sys; from pathlib import Path\n"
            "from sco_data._annotate.files import annotate_file\n"
            "def wait(_): print('half', flush=True); sys.stdin.read()\n"
            "source, target = map(Path, sys.argv[1:])\n"
            f"annotate_file(source, target, progress=wait, **{COLUMNS!r})\n"
        )
        args = [sys.executable, "-c", program, str(source), str(target)]
        pipe = subprocess.PIPE
        with subprocess.Popen(args, stdin=pipe, stdout=pipe) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"half\n"
            process.terminate()
            process.communicate()  # It would end now, were it not told to.
            assert process.returncode == 128 + signal.SIGTERM
        assert names(source.parent) == ["in.csv"]

    def test_an_interrupt_leaves_nothing_behind(self, source: Path, target: Path) -> None:
        # Who runs the tests in the background of a shell ignores it.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            with pytest.raises(KeyboardInterrupt):
                annotate(source, target, lambda _: signal.raise_signal(signal.SIGINT))
        finally:
            signal.signal(signal.SIGINT, before)
        assert names(source.parent) == ["in.csv"]

    def test_a_signal_that_is_ignored_or_asked_for_is_left_so(
        self, source: Path, target: Path
    ) -> None:
        came: list[int] = []
        before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # As nohup does.
        signal.signal(signal.SIGTERM, lambda number, _: came.append(number))

        def end(_: float) -> None:
            signal.raise_signal(signal.SIGHUP)
            signal.raise_signal(signal.SIGTERM)

        try:
            assert annotate(source, target, end) == (3, 1)
        finally:
            signal.signal(signal.SIGHUP, before)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
        assert came == [signal.SIGTERM]
        assert statuses(target) == STATUSES

    def test_a_thread_may_annotate_too(self, source: Path, target: Path) -> None:
        thread = threading.Thread(target=annotate, args=(source, target))
        thread.start()
        thread.join()
        assert statuses(target) == STATUSES

    def test_a_full_disk_is_told_and_nothing_stays(
        self, source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(_: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, "fsync", refuse)
        target.write_text("before", "utf-8")
        with pytest.raises(OSError, match="No space left on device"):
            annotate(source, target)
        assert target.read_text("utf-8") == "before"
        assert names(source.parent) == sorted(["in.csv", target.name])

    def test_a_folder_that_is_not_there_is_told_by_the_name_of_the_target(
        self, source: Path, target: Path
    ) -> None:
        nowhere = target.parent / "none" / target.name
        with pytest.raises(FileNotFoundError) as error:
            annotate(source, nowhere)
        assert error.value.filename == str(nowhere)


WITHOUT_ENGINES = """
import sys
for name in ("numpy", "pandas", "polars", "pyarrow", "narwhals", "duckdb"):
    sys.modules[name] = None
from sco_data.cli import main
main(sys.argv[1:])
"""


class TestWithTheExtraForTheCommandLineAlone:
    def run(self, *args: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", WITHOUT_ENGINES, "annotate", *map(str, args)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_csv_is_annotated(self, source: Path) -> None:
        target = source.with_name("out.csv")
        done = self.run(source, target, "--country", "country", "--date", "day", "--json")
        assert json.loads(done.stdout) == {
            "out": str(target),
            "rows": 3,
            "unknown": 1,
            "not_recognised": 0,
        }
        assert statuses(target) == STATUSES

    @pytest.mark.parametrize(
        ("cells", "says"),
        [
            (["Uzbekstan", "France"], "like a listed name: 'Uzbekstan' (Uzbekistan)"),
            (["365", "710", "220"], "numbers as of --codes cow: '365' (Russia), '710' (China)"),
        ],
    )
    def test_what_is_not_recognised_is_named(
        self, source: Path, cells: list[str], says: str
    ) -> None:
        source.write_text("\n".join(["c", *cells]), "utf-8")
        target = source.with_name("out.csv")
        done = self.run(source, target, "--country", "c", "--as-of", "2024-07-04")
        assert done.returncode == 0
        counts = f"in 1 the country has no tie to the organisation, in {len(cells) - 1} it was not"
        assert counts in done.stderr
        assert done.stderr.splitlines()[1:] == [says]
        assert statuses(target) == [""] * len(cells)

    def test_parquet_names_the_engine_that_it_needs(self, source: Path) -> None:
        target = source.with_name("out.parquet")
        done = self.run(source, target, "--country", "country", "--date", "day")
        assert done.returncode == 2
        assert done.stderr.startswith("sco-data: Parquet needs pyarrow")
        assert done.stderr.endswith("pip install 'sco-data[frames]' pyarrow\n")
        assert names(source.parent) == ["in.csv"]


class TestCellsOfCsv:
    @pytest.mark.parametrize(
        ("options", "line", "status"),
        [
            ({}, "Iran,2022", "observer"),
            ({}, " iran ,2023-07-04T12:00:00Z", "member"),
            ({}, "IR,2023-07-03", "observer"),
            ({}, "364,2024", "member"),
            ({}, " 0364 ,2024", "member"),
            ({}, "IRN,", ""),
            ({"codes": "m49"}, "0364,2024", "member"),
            ({"codes": "m49"}, "-99,2024", ""),
            ({"codes": "m49"}, "Iran,2024", "member"),
            ({"codes": "m49"}, "364.5,2024", ""),
            ({"codes": "m49"}, "3_64,2024", ""),
            ({"codes": "m49"}, "٣٦٤,2024", ""),
            ({"codes": "m49"}, "9" * 5000 + ",2024", ""),
            ({"codes": "cow"}, "364,2024", ""),
            ({"codes": "cow"}, "630,2024", "member"),
            ({"codes": "cow"}, ",2024", ""),
            ({"codes": "iso3"}, "IRN,2024", "member"),
            ({"codes": "iso3"}, "Iran,2024", ""),
            ({"errors": "null"}, "IRN,soon", ""),
            ({"errors": "null"}, "IRN,2024-02-30", ""),
            ({"date": None, "as_of": "2022-01-01"}, "IRN,soon", "observer"),
        ],
    )
    def test_a_cell_is_read_as_the_verbs_read_it(
        self, source: Path, target: Path, options: Any, line: str, status: str
    ) -> None:
        source.write_text(f"country,day\n{line}\n", "utf-8")
        annotate(source, target, **options)
        assert statuses(target) == [status]

    def test_a_country_without_a_day_has_a_state_and_no_status(self, source: Path) -> None:
        source.write_text("country,day\nIran,\nFrance,\n", "utf-8")
        target = source.with_name("out.csv")
        annotate(source, target, caveats=True)
        assert read_csv(target)[1:] == [
            ["Iran", "", "IRN", "", ""],
            ["France", "", "", "", ""],
        ]

    def test_every_state_has_its_status_on_days_around_each_change(self, source: Path) -> None:
        days = {dt.date(1990, 1, 1), dt.date(2026, 1, 1)}
        for membership in sco.memberships():
            if membership.period is not None:
                first = membership.period.start.latest
                days |= {first, first - dt.timedelta(1)}
        pairs = [(state.iso3, str(day)) for state in sco.states() for day in sorted(days)]
        lines = [",".join(pair) for pair in pairs]
        source.write_text("\n".join(["country,day", *lines]), "utf-8")

        annotate(source, source.with_name("out.csv"))

        wanted = [str(sco.status(state, as_of=day) or "") for state, day in pairs]
        assert statuses(source.with_name("out.csv")) == wanted

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("KAZ,2024\nKAZ,soon\n", "in.csv, line 3: values of 'day' that are no dates"),
            ('"KAZ",2024\n"K\nZ",soon\n', "in.csv, line 4: values of 'day'"),
            ("KAZ\n", "in.csv, line 2: 1 cells, and the header has 2"),
            ('"KAZ,2024\n', "in.csv cannot be read from line 2 on"),
            ('KAZ,2024\n"KAZ,2024\nKAZ,2024\n', "in.csv cannot be read from line 3 on"),
            ('KAZ,2024\nKAZ,2024\n"KAZ,2024\n', "in.csv cannot be read from line 4 on"),
            (
                "KAZ,2024\n" * 9000 + "\udcff,2024\n",
                "in.csv, line 9002, cannot be read: 'utf-8'",
            ),
        ],
    )
    def test_what_is_wrong_is_told_with_its_line(self, source: Path, text: str, says: str) -> None:
        source.write_bytes(f"country,day\n{text}".encode("utf-8", "surrogateescape"))
        with pytest.raises(ValueError, match="^" + says.replace("(", r"\(")):
            annotate(source, source.with_name("out.csv"))
        assert names(source.parent) == ["in.csv"]


def test_a_quote_that_is_open_in_the_header_is_told(source: Path) -> None:
    source.write_text('"country,day\nKAZ,2024\n', "utf-8")
    with pytest.raises(ValueError, match=r"^in\.csv cannot be read from line 1 on"):
        annotate(source, source.with_name("out.csv"))


def test_status_and_caveat_are_those_of_the_release_asked_for(source: Path) -> None:
    # Until 26.2 it was only known in which month Bahrain became a partner, then it was the 15th.
    source.write_text("country,day\nBHR,2023-07-20\n", "utf-8")
    target = source.with_name("out.csv")
    for release, answer in (("26.1", ["", "uncertain"]), ("26.3", ["dialogue partner", ""])):
        annotate(source, target, release=release, caveats=True)
        assert read_csv(target)[1][-2:] == answer


def test_the_last_checked_day_is_not_beyond_the_data(source: Path) -> None:
    source.write_text("country,day\nKAZ,2026-11-22\n", "utf-8")
    target = source.with_name("out.csv")
    for beyond in ("last", "raise", "null"):
        annotate(source, target, release="26.1", beyond=beyond)
        assert statuses(target) == ["member"]
    source.write_text("country,day\nKAZ,2026-11-23\n", "utf-8")
    annotate(source, target, release="26.1", beyond="null")
    assert statuses(target) == [""]
    with pytest.raises(ValueError, match="days in 'day' after 2026-11-22"):
        annotate(source, target, release="26.1", beyond="raise")


@pytest.fixture
def arrow() -> Any:
    importlib.import_module("pyarrow.parquet")
    return importlib.import_module("pyarrow")


def cells_from_parquet(folder: Path, column: Any) -> list[str]:
    """What the cells of a column are when a table of Parquet becomes CSV."""
    pa, parquet = map(importlib.import_module, ("pyarrow", "pyarrow.parquet"))
    table = pa.table({"c": pa.array(["KAZ"] * len(column)), "x": column})
    parquet.write_table(table, folder / "typed.parquet")
    annotate(
        folder / "typed.parquet", folder / "typed.csv", country="c", date=None, as_of="2024-07-04"
    )
    return [row[1] for row in read_csv(folder / "typed.csv")[1:]]


class TestParquetToCsv:
    def test_no_digit_of_a_time_is_lost(self, arrow: Any, tmp_path: Path) -> None:
        pa = arrow
        for dtype, number, cell in [
            (pa.time64("ns"), 45_296_000_000_007, "12:34:56.000000007"),
            (pa.time64("us"), 45_296_000_007, "12:34:56.000007"),
            (pa.time64("ns"), 45_296_000_000_000, "12:34:56"),
            (pa.timestamp("ns"), 1_720_008_000_000_000_001, "2024-07-03 12:00:00.000000001"),
            (pa.timestamp("s"), 1_720_008_000, "2024-07-03 12:00:00"),
            (pa.timestamp("us"), 0, "1970-01-01 00:00:00"),
            (pa.timestamp("ms", "UTC"), 1_720_008_000_000, "2024-07-03 12:00:00+00:00"),
            (pa.timestamp("us", "+05:00"), 1_720_008_000_000_000, "2024-07-03 17:00:00+05:00"),
            (pa.timestamp("ns", "-03:30"), 7, "1969-12-31 20:30:00.000000007-03:30"),
            (pa.date32(), 19_907, "2024-07-03"),
        ]:
            whole = pa.int32() if dtype == pa.date32() else pa.int64()
            column = pa.array([number, None], whole).cast(dtype)
            assert cells_from_parquet(tmp_path, column) == [cell, ""]

    def test_a_day_after_the_year_9999_is_written(self, arrow: Any, tmp_path: Path) -> None:
        column = arrow.array([4_000_000], arrow.int32()).cast(arrow.date32())
        assert cells_from_parquet(tmp_path, column) == ["12921-08-18"]

    def test_a_dictionary_is_written_as_its_words(self, arrow: Any, tmp_path: Path) -> None:
        column = arrow.array(["b", None, "a"]).dictionary_encode()
        assert cells_from_parquet(tmp_path, column) == ["b", "", "a"]

    def test_numbers_and_truth_are_written_as_they_are(self, arrow: Any, tmp_path: Path) -> None:
        assert cells_from_parquet(tmp_path, arrow.array([0.1, 1e300])) == ["0.1", "1e+300"]
        assert cells_from_parquet(tmp_path, arrow.array([2**63 - 1])) == [str(2**63 - 1)]
        assert cells_from_parquet(tmp_path, arrow.array([True, False])) == ["True", "False"]

    def test_a_uuid_is_written(self, arrow: Any, tmp_path: Path) -> None:
        if not hasattr(arrow, "uuid"):
            return  # PyArrow has had them since 18.
        value = uuid.UUID(int=7)
        assert cells_from_parquet(tmp_path, arrow.array([value.bytes], arrow.uuid())) == [
            str(value)
        ]

    def test_what_no_cell_can_hold_is_refused(self, arrow: Any, tmp_path: Path) -> None:
        pa = arrow
        for column in (
            pa.array([[1]]),
            pa.array([{"a": 1}]),
            pa.array([b"\0"]),
            pa.array([b"\0"], pa.large_binary()),
            pa.array([b"\0"], pa.binary(1)),
            pa.array([b"\0"]).dictionary_encode(),
        ):
            with pytest.raises(ValueError, match=r"column 'x' holds .*, which CSV cannot hold"):
                cells_from_parquet(tmp_path, column)
        assert names(tmp_path) == ["typed.parquet"]


def test_a_file_that_was_mended_meanwhile_has_no_bad_line(source: Path) -> None:
    assert csv_rows._find_bad_text(source) == 0
    source.write_bytes(b"c\nKAZ\n\xff\n")
    assert csv_rows._find_bad_text(source) == 3


@pytest.fixture
def batches(source: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of thirty rows, and pieces of ten."""
    monkeypatch.setattr(files, "ROWS", 10)
    source.write_text("country,day\n" + "KAZ,2018\nIND,2018\nNarnia,2018\n" * 10, "utf-8")
    return source


def test_pieces_become_one_table_in_every_format(arrow: Any, batches: Path) -> None:
    shares: list[float] = []
    for suffix in ("csv", "parquet"):
        out = batches.with_name(f"out.{suffix}")
        assert annotate(batches, out, shares.append) == (30, 10)
        assert statuses(out) == ["member", "member", ""] * 10
    assert shares[2] == shares[-1] == 1.0

    table = importlib.import_module("pyarrow.parquet").read_table(batches.with_name("out.parquet"))
    plain = batches.with_name("plain.parquet")
    importlib.import_module("pyarrow.parquet").write_table(table.select(["country", "day"]), plain)
    for suffix in ("csv", "parquet"):
        again = batches.with_name(f"again.{suffix}")
        assert annotate(plain, again) == (30, 10)
        assert statuses(again) == ["member", "member", ""] * 10


def test_words_of_polars_in_parquet_are_read(arrow: Any, tmp_path: Path) -> None:
    polars = importlib.import_module("polars")
    words = polars.Series(["KAZ", None, "FR"], dtype=polars.Categorical)
    source = tmp_path / "in.parquet"
    polars.DataFrame({"country": words, "day": ["2024-07-04"] * 3}).write_parquet(source)

    annotate(source, tmp_path / "out.csv")

    assert read_csv(tmp_path / "out.csv")[1:] == [
        ["KAZ", "2024-07-04", "KAZ", "member"],
        ["", "2024-07-04", "", ""],
        ["FR", "2024-07-04", "", ""],
    ]


def test_in_parquet_cells_of_csv_stay_text_and_new_ones_are_words(arrow: Any, source: Path) -> None:
    annotate(source, source.with_name("out.parquet"), caveats=True)

    parquet = importlib.import_module("pyarrow.parquet")
    schema = parquet.read_schema(source.with_name("out.parquet"))
    words = arrow.dictionary(arrow.int32(), arrow.string())
    assert dict(zip(schema.names, schema.types, strict=True)) == {
        "country": arrow.string(),
        "day": arrow.string(),
        "sco_state": words,
        "sco_status": words,
        "sco_caveat": words,
    }


def test_the_share_that_was_read_of_parquet_grows_to_all(arrow: Any, batches: Path) -> None:
    plain = batches.with_name("plain.parquet")
    column = arrow.array(["KAZ"] * 25)
    importlib.import_module("pyarrow.parquet").write_table(arrow.table({"country": column}), plain)
    shares: list[float] = []
    annotate(plain, plain.with_name("out.csv"), shares.append, date=None, as_of="2024-07-04")
    assert shares == [10 / 25, 20 / 25, 1.0]

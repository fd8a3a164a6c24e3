"""The edges: just inside and just outside, where one sign or one number more or less would matter."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest

import sco_data as sco
from sco_data import _load, _names, _timeline, model
from sco_data._verbs import memberships
from sco_data.model import Membership, Period, Records, Status, When


@pytest.mark.parametrize(
    "text",
    [
        "]2024-07-03..2024-07-04]",
        "[2024-07-03..2024-07-04",
        "2024-07-03..2024-07-04]",
        "{2024-07-03..2024-07-04}",
        "(2024-07-03..2024-07-04]",
        "[2024-07-03..2024-07-04)",
        "[2024-07-03..2024-07-04}",
        "[2024-07-04]",
        "[2024-07-03.2024-07-04]",
        "[..2024-07]",
        "[2024-07-04..]",
        "202",
        "20240",
        "2024-7",
        "2024-07-4",
        "2024-W27-4",
        "2024-07-04 ",
        "2024-07-04T00:00",
        "２０２４-07-04",
        "[2024-07-04..2024-07-03]",
    ],
)
def test_what_is_nearly_a_date_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="is no date of the forms"):
        When.parse(text)


def test_exact_is_about_days_and_not_about_objects() -> None:
    one, two = dt.date(2024, 7, 4), dt.datetime(2024, 7, 4).date()
    assert When(earliest=one, latest=two).exact
    assert str(When(earliest=one, latest=two)) == "2024-07-04"
    assert not When(earliest=None, latest=one).exact
    assert not When.parse("2024-07").exact


def test_a_period_has_at_least_a_day() -> None:
    with pytest.raises(ValueError, match="cannot end 2024-01-01"):
        Period(start="2024-01-01", end="2024-01-01")
    assert Period(start="2024-01-01", end="2024-01-02").last == When.parse("2024-01-01")
    assert Period(start="[..2024-01-01]", end="2024-01-01").possible(dt.date(2023, 1, 1))


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        (When.parse, 40),
        (lambda text: sco.members(as_of=text), 40),
        (lambda text: sco.states(status=text), 100),
        (lambda text: sco.search("-" * len(text)), 40),
    ],
)
def test_errors_show_just_so_much_of_what_was_given(call: Any, shown: int) -> None:
    with pytest.raises(ValueError, match="'") as caught:
        call("x" * 500)
    quoted = max(str(caught.value).split("'"), key=lambda part: part.count("x") + part.count("-"))
    assert len(quoted) == shown


def test_three_suggestions_and_no_more_from_the_first_eighty_signs() -> None:
    assert len(_names.close("aaaa", [f"aaaa{letter}" for letter in "bcdefgh"])) == 3
    assert _names.close("a" * 80 + "b" * 900, ["a" * 80]) == ("a" * 80,)
    assert _names.close("a" * 900, ["a" * 133, "a" * 134]) == ("a" * 133,)  # 160 signs of 213
    assert _names.close("a" * 900, ["a" * 48]) == ("a" * 48,)  # 96 signs of 128, just enough
    exact = "a" * 60 + "b" * 20
    assert _names.close(exact + "c", [exact]) == (exact,)
    assert _names.close("abcd", ["abcx"]) == ("abcx",)  # three of four signs are close enough
    assert _names.close("abcdefghijk", ["abcdefghxyz"]) == ()  # eight of eleven are not


def test_what_is_worked_out_once_is_not_worked_out_again() -> None:
    for found in (
        _names.exact,
        _names.folded,
        _timeline.spans,
        _timeline.days,
        _timeline.census,
        _load.manifest,
        _load.everything,
        lambda: _load.load("states"),
        lambda: _load.index("states"),
        sco.members,
        sco.chairmanships,
    ):
        assert found() is found()


def test_only_certain_spans_count(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = {
        "certain": ("2010", "2012-05-01"),
        "never certain": ("2010", "[2010-03-01..2012-01-01]"),
        "begins as the other ends": ("2010", "[2010-12-31..2012-01-01]"),
        "one day": ("2010", "[2011-01-01..2012-01-01]"),
        "no earliest end": ("2010", "[..2012-01-01]"),
        "open": ("2010-05-06", None),
        "decided": None,
    }
    rows = [
        Membership(
            id=f"{name}/member",
            state=name,
            status="member",
            period=days and {"start": days[0], "end": days[1]},
        )
        for name, days in ends.items()
    ]
    states = [type("Named", (), {"id": name}) for name in ends]
    tables: dict[str, Any] = {"states": states, "memberships": Records(rows)}
    monkeypatch.setattr(_timeline, "load", lambda collection, release: tables[collection])
    day, member = dt.date, Status.MEMBER
    assert _timeline.spans.__wrapped__() == {  # type: ignore[attr-defined]
        "certain": ((day(2010, 12, 31), day(2012, 4, 30), member),),
        "never certain": (),
        "begins as the other ends": (),
        "one day": ((day(2010, 12, 31), day(2010, 12, 31), member),),
        "no earliest end": (),
        "open": ((day(2010, 5, 6), day.max, member),),
        "decided": (),
    }


def test_the_first_and_the_last_day_of_a_status() -> None:
    row = [(dt.date(2010, 1, 1), dt.date(2010, 1, 2), Status.OBSERVER)]
    days = [dt.date(2009, 12, 31) + dt.timedelta(days=number) for number in range(5)]
    found = [_timeline.on(tuple(row), day) for day in days]
    assert found == [None, Status.OBSERVER, Status.OBSERVER, None, None]
    assert [len(sco.members(as_of=day)) for day in ("2001-06-14", "2001-06-15")] == [0, 6]


def test_days_of_change_are_starts_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    start, last = dt.date(2010, 1, 1), dt.date(2012, 1, 1)
    table: dict[str, Any] = {"X": ((start, last, Status.OBSERVER),)}
    monkeypatch.setattr(_timeline, "spans", lambda release: table)
    assert _timeline.days.__wrapped__() == [start, dt.date(2012, 1, 2)]  # type: ignore[attr-defined]
    table["Y"] = ((start, dt.date.max, Status.MEMBER),)
    assert _timeline.days.__wrapped__() == [start, dt.date(2012, 1, 2)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("year", [1, 2000, 2026, 9999])
def test_what_is_open_is_open_to_the_last_day_there_is(year: int) -> None:
    day = dt.date(year, 12, 31)
    by_state = {state.id: sco.status(state, as_of=day) for state in sco.states()}
    for status in Status:
        expected = [key for key, found in by_state.items() if found is status]
        assert [state.id for state in sco.states(status=status, as_of=day)] == expected
    for row in sco.panel(f"{year:04}", f"{year:04}"):
        assert row.status is by_state[row.state]
        assert not row.changed
        whole = (day - dt.date(year, 1, 1)).days + 1
        assert row.days_member == (whole if row.status is Status.MEMBER else 0)


def test_the_status_of_today_is_the_last_one_that_has_not_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, last, never = dt.date(2010, 1, 1), dt.date(2011, 12, 31), dt.date(9999, 12, 31)
    then = dt.date(2012, 1, 1)
    monkeypatch.setattr(
        memberships,
        "_spans",
        {
            "rose": ((first, last, Status.OBSERVER), (then, never, Status.MEMBER)),
            "left": ((first, last, Status.OBSERVER),),
            "never": (),
        },
    )
    assert sco.status("rose") is Status.MEMBER
    assert sco.status("rose", as_of="2011-01-01") is Status.OBSERVER
    assert sco.status("left") is None
    assert sco.status("never") is None


def test_what_is_kept_of_the_newest_release_answers_for_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    oldest = sco.releases()[0].id
    kept: dict[Any, Any] = {}
    monkeypatch.setattr(memberships, "_spans", kept)
    if len(sco.releases()) > 1:
        sco.status("Iran", release=oldest)
        assert not kept
    sco.status("Iran")
    assert "IRN" in kept
    sco.state("Iran")
    for call in (sco.state, sco.status):
        for _ in range(2):
            with pytest.raises(ValueError, match=r"unknown release '1\.1'"):
                call("Iran", release="1.1")  # type: ignore[operator]


def test_arguments_can_be_named() -> None:
    assert sco.state(key="KAZ", default=None) is sco.state("KAZ")
    assert sco.status(state="KAZ", as_of="2024-07-04") is Status.MEMBER


def test_what_is_possible_ends_where_the_latest_end_is() -> None:
    found = Period(start="2010", end="[2012-01-01..2012-06-01]")
    days = ["2009-12-31", "2010-01-01", "2012-05-31", "2012-06-01", "2013-01-01"]
    possible = [found.possible(dt.date.fromisoformat(day)) for day in days]
    assert possible == [False, True, True, False, False]
    assert str(Period(start="2010", end="2010-05-01")) == "2010 to 2010-04-30"


@pytest.mark.parametrize("text", [b"{}", b"[]", b'"files"', b"null", b"1", b""])
def test_a_manifest_that_is_none(text: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_load, "read", lambda file: text)
    with pytest.raises(sco.DataError) as caught:
        _load.manifest.__wrapped__()  # type: ignore[attr-defined]
    assert caught.value.file == "manifest.json"


def test_only_what_is_wanted_is_built() -> None:
    found = _load.some("documents", None, chairmanship="".join(["2023", "-2024"]))
    assert found
    assert {row.chairmanship for row in found} == {"2023-2024"}
    assert set(found) == {row for row in _load.load("documents") if row.chairmanship == "2023-2024"}


def test_who_waits_for_the_lock_takes_what_was_built_meanwhile() -> None:
    built: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    @_load.once
    def build(key: str) -> list[str]:
        built.append(key)
        begun.set()
        assert go_on.wait(10)
        return [key]

    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(build("a"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    threading.Timer(0.2, go_on.set).start()  # by then the others stand at the lock
    for thread in threads:
        thread.join(10)
    assert built == ["a"]
    assert found == [["a"]] * 4
    assert all(each is found[0] for each in found)


def test_a_file_that_is_not_of_the_release(monkeypatch: pytest.MonkeyPatch) -> None:
    _load.manifest()
    monkeypatch.setattr(_load, "read", lambda file: b"[]")
    with pytest.raises(sco.DataError, match=r"states\.json: is not the file of this release"):
        _load.rows("states")


def test_a_document_of_a_release_that_is_named() -> None:
    newest = sco.releases()[-1].id
    found = sco.document("astana-declaration-2024", release=newest)
    assert found == sco.document("astana-declaration-2024")


def test_a_name_of_the_model_that_no_module_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "__all__", [*model.__all__, "Nowhere"])
    with pytest.raises(AttributeError, match="no attribute 'Nowhere'"):
        _ = model.Nowhere  # type: ignore[attr-defined]


def test_filters_and_order_of_documents_against_every_record_one_by_one() -> None:
    ranks = {"adopted": 5, "signed": 5, "in force": 6, "launched": 6, "held": 6, "ended": 9}
    every = _load.load("documents")
    for on in (None, dt.date(2010, 1, 1), dt.date(2024, 7, 4)):
        begun = [row for row in every if on is None or any(s.on.latest <= on for s in row.history)]
        done = {row.id for row in begun if ranks.get(str(row.stage_at(on)), 0) >= 5}
        assert {row.id for row in sco.documents(adopted=True, as_of=on)} == done
        others = {row.id for row in sco.documents(adopted=False, as_of=on)}
        assert others == {row.id for row in begun} - done
        for stage in ranks:
            found = {row.id for row in sco.documents(stage=stage, as_of=on)}
            assert found == {row.id for row in begun if row.stage_at(on) == stage}

    def when(row: model.Document) -> tuple[str, str, str]:
        first = row.adopted or row.history[0].on
        return str(first.latest), str(first.earliest or ""), row.id

    assert list(sco.documents()) == sorted(every, key=when)
    assert {str(row.stage) for row in every} > {"signed", "in force", "planned"}


@pytest.mark.parametrize("wrong", ["topic", "body", "chairmanship", "kind", "stage", "area"])
def test_an_unknown_word_is_told_whatever_else_is_asked(wrong: str) -> None:
    for more in ({}, {"chairmanship": "2023-2024"}, {"topic": "drugs"}):
        with pytest.raises(ValueError, match=f"unknown {wrong} 'nothing'; valid are "):
            sco.documents(**{**more, wrong: "nothing"})  # type: ignore[arg-type]


def test_a_key_that_is_known_is_still_not_in_a_release_that_is_not() -> None:
    for call, key in ((sco.document, "astana-declaration-2024"), (sco.get, "KAZ")):
        for _ in range(2):
            call(key)  # type: ignore[operator]
            with pytest.raises(ValueError, match=r"unknown release '1\.1'"):
                call(key, release="1.1")  # type: ignore[operator]

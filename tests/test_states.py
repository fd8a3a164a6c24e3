"""Who was what, when; expected values are from the organisation's own history as published."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sco_data as sco
from sco_data._verbs import states as state_verbs
from sco_data.model import Status

FOUNDERS = {"CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB"}
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2001-06-14", 0), ("2001-06-15", 6), ("2017-06-08", 6), ("2017-06-09", 8),
        ("2023-07-03", 8), ("2023-07-04", 9), ("2024-07-03", 9), ("2024-07-04", 10),
        (dt.datetime(2024, 7, 3, 23, 59), 9), (None, 10),
        ("0001-01-01", 0), ("9999-12-31", 10),
    ],
)  # fmt: skip
def test_members_by_day(day: str | dt.date | None, number: int) -> None:
    assert len(sco.members(as_of=day)) == number


def test_who_joined_when() -> None:
    def codes(day: str) -> set[str]:
        return {state.id for state in sco.members(as_of=day)}

    assert codes("2001-06-15") == FOUNDERS
    assert codes("2017-06-09") - codes("2017-06-08") == {"IND", "PAK"}
    assert codes("2023-07-04") - codes("2023-07-03") == {"IRN"}
    assert codes("2024-07-04") - codes("2024-07-03") == {"BLR"}


@pytest.mark.parametrize(
    ("state", "day", "status"),
    [
        ("MNG", "2004-06-16", None), ("MNG", "2004-06-17", "observer"),
        ("IRN", "2005-07-05", "observer"), ("IRN", "2023-07-03", "observer"),
        ("BLR", "2010-04-28", None), ("BLR", "2010-04-29", "dialogue partner"),
        ("BLR", "2015-07-09", "dialogue partner"), ("BLR", "2015-07-10", "observer"),
        ("BLR", "2024-07-03", "observer"), ("BLR", "2024-07-04", "member"),
        ("AFG", "2012-06-06", None), ("AFG", "2012-06-07", "observer"), ("AFG", None, "observer"),
        ("TUR", "2013-04-25", None), ("TUR", "2013-04-26", "dialogue partner"),
        ("SAU", "2022-09-29", None), ("SAU", "2022-09-30", "dialogue partner"),
        ("ARE", "2023-05-04", None), ("ARE", "2023-05-05", "dialogue partner"),
        ("LAO", "2025-08-31", None), ("LAO", "2025-09-01", "dialogue partner"),
        ("MNG", None, "observer"), ("KAZ", None, "member"),
    ],
)  # fmt: skip
def test_status_around_each_change(state: str, day: str | None, status: str | None) -> None:
    assert sco.status(state, as_of=day) == status


def test_nobody_is_an_sco_partner_yet_and_the_rows_say_why() -> None:
    assert sco.states(status="SCO partner") == ()
    rows = sco.memberships(status="SCO partner")
    assert len(rows) == 17
    assert all(row.period is None for row in rows)
    assert all(row.history[0].on == sco.memberships(state="LAO")[0].period.start for row in rows)  # type: ignore[union-attr]
    assert any(found.note for row in rows for found in row.evidence)


def test_observers_in_2012() -> None:
    found = {state.name for state in sco.states(status=Status.OBSERVER, as_of="2012-12-31")}
    assert found == {"Afghanistan", "India", "Iran", "Mongolia", "Pakistan"}


def test_states_in_all_and_the_numbers_of_partners() -> None:
    assert len(sco.states()) == 27
    assert len(sco.states(as_of="2024-07-04")) == 26
    assert len(sco.states(status="dialogue partner")) == 15


@given(st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)))
def test_the_verbs_agree_on_every_day(day: dt.date) -> None:
    by_status = {
        state.id: status for status in Status for state in sco.states(status=status, as_of=day)
    }
    assert {state.id for state in sco.states(as_of=day)} == set(by_status)
    for row in sco.states():
        assert sco.status(row.id, as_of=day) == sco.status(row, as_of=day) == by_status.get(row.id)
    assert {row.state: row.status for row in sco.memberships(as_of=day)} == by_status


def test_memberships_filter() -> None:
    assert [row.id for row in sco.memberships(state="Белоруссия", status="observer")] == [
        "BLR/observer"
    ]
    assert len(sco.memberships(status="member")) == 10


def test_memberships_on_a_day_are_those_in_force_then() -> None:
    found = sco.memberships(state="Belarus", as_of="2012-01-01")
    assert [row.id for row in found] == ["BLR/dialogue-partner"]
    assert [row.status for row in sco.memberships(as_of="2001-06-15")] == [Status.MEMBER] * 6


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("KAZ", "KAZ"), ("kz", "KAZ"), (" kazakhstan ", "KAZ"), ("Казахстан", "KAZ"),
        ("哈萨克斯坦", "KAZ"), ("Republic of Kazakhstan", "KAZ"), ("Белоруссия", "BLR"),
        ("俄罗斯", "RUS"), ("Kirghizia", "KGZ"), ("TÜRKİYE", "TUR"), ("turkiye", "TUR"),
        ("Turkey", "TUR"), ("Lao People’s Democratic Republic", "LAO"), ("U.A.E.", "ARE"),
        ("the  united-arab EMIRATES", "ARE"), (" kaz ", "KAZ"), ("R.-U.", None), ("Niger", None), ("Shanghai", None), ("Georgia", None),
        ("", None), ("\x00", None), ("KA", None), ("Korea", None),
    ],
)  # fmt: skip
def test_state_finds_listed_names_and_never_guesses(key: str, code: str | None) -> None:
    found = sco.state(key, None)
    assert (found and found.id) == code


@given(st.sampled_from([n.text for s in sco.states() for n in s.names]), st.data())
def test_a_name_is_found_however_it_is_written(text: str, data: st.DataObject) -> None:
    known = sco.state(text)
    way = data.draw(st.sampled_from(["upper", "lower", "title", "nfd", "spaced", "dashed"]))
    written = {
        "upper": text.upper(),
        "lower": text.lower(),
        "title": text.title(),
        "nfd": unicodedata.normalize("NFD", text),
        "spaced": "  ".join(text.split(" ")) + "\u00a0",
        "dashed": text.replace(" ", "-"),
    }[way]
    assert sco.state(written) is known


@given(st.text())
def test_any_text_gives_a_state_or_our_error(text: str) -> None:
    found = sco.state(text, None)
    if found is None:
        with pytest.raises(LookupError) as caught:
            sco.state(text)
        assert isinstance(caught.value, sco.NotFoundError)
        assert caught.value.query == text


def test_an_unknown_state_comes_with_suggestions() -> None:
    with pytest.raises(sco.NotFoundError, match="did you mean") as caught:
        sco.state("Kazahkstan")
    assert "Kazakhstan" in caught.value.suggestions


@pytest.mark.parametrize("key", [5, None, ["KAZ"], 3.2])
def test_a_state_is_asked_for_by_a_string(key: object) -> None:
    with pytest.raises(TypeError, match="asked for by a string"):
        sco.state(key)  # type: ignore[call-overload]
    with pytest.raises(TypeError):
        sco.status(key)  # type: ignore[arg-type]


@pytest.mark.parametrize("day", ["20240704", "2024-W27-4", "2024-7-4", "", "today", "2024-02-30"])
def test_a_day_in_any_other_form_is_refused(day: str) -> None:
    with pytest.raises(ValueError, match="as_of is a date or 'YYYY-MM-DD'"):
        sco.members(as_of=day)
    with pytest.raises(ValueError, match="as_of"):
        sco.status("KAZ", as_of=day)


@pytest.mark.parametrize("day", [20240704, 2024.5, [], dt.time()])
def test_a_day_of_another_type_is_refused(day: object) -> None:
    with pytest.raises(TypeError, match="as_of is a date"):
        sco.members(as_of=day)  # type: ignore[arg-type]


def test_an_unknown_status_lists_the_valid_ones() -> None:
    with pytest.raises(ValueError, match="'member', 'observer', 'dialogue partner', 'SCO partner'"):
        sco.states(status="guest")


def test_applications() -> None:
    assert sco.applications(state="IRN")[0].history[0].on.latest == dt.date(2008, 3, 24)
    assert all(row.outcome == "pending" for row in sco.applications(outcome="pending"))
    with pytest.raises(ValueError, match="unknown state 'ZZZ'"):
        sco.applications(state="ZZZ")


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
        state_verbs,
        "_spans_by_state",
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
    monkeypatch.setattr(state_verbs, "_spans_by_state", kept)
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


def test_a_status_is_that_of_the_release_asked_for() -> None:
    # Until 26.2 it was only known in which month Bahrain became a partner, then it was the 15th.
    statuses = {name: sco.status("BHR", "2023-07-20", release=name) for name in ("26.1", "26.3")}
    assert statuses == {"26.1": None, "26.3": "dialogue partner"}
    assert sco.status("BHR", "2023-07-31", release="26.1") == "dialogue partner"


def test_the_data_of_a_release_ends_when_that_was_checked() -> None:
    # 26.1 was checked until 22 November 2026, and 26.3 four days longer.
    asks: list[Any] = [sco.members, sco.states, lambda **asked: sco.status("KAZ", **asked)]
    for ask in asks:
        assert ask(as_of="2026-11-22", release="26.1", beyond="raise")
        assert ask(as_of="2026-11-26", release="26.3", beyond="raise")
        with pytest.raises(ValueError, match="2026-11-23 is after 2026-11-22"):
            ask(as_of="2026-11-23", release="26.1", beyond="raise")
        with pytest.raises(ValueError, match="2026-11-27 is after 2026-11-26"):
            ask(as_of="2026-11-27", release="26.3", beyond="raise")

"""The panel and the dyads agree with `status`, and with the state-years of the Correlates of War."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sco_data as sco
from sco_data._records.load import load
from sco_data._timeline import statuses
from sco_data._verbs import panel as _panel
from sco_data.model import Caveat, DyadRow, PanelRow, Records, State, Status

DATA = Path(__file__).parent / "data"
COW = DATA / "cow_igo_v3.csv"
COW_STATES = DATA / "cow_states.csv"
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
STATES = sorted(state.id for state in sco.states())


def days_of(year: int, month: int | None) -> list[dt.date]:
    first = dt.date(year, month or 1, 1)
    later = first.replace(year=year + 1) if month is None else first + dt.timedelta(31)
    return [first + dt.timedelta(n) for n in range((later.replace(day=1) - first).days)]


@given(st.integers(2000, 2026), st.none() | st.integers(1, 12))
def test_a_row_is_what_status_says_day_by_day(year: int, month: int | None) -> None:
    name = str(year) if month is None else f"{year}-{month:02}"
    rows = sco.panel(name, name, unit="month" if month else "year")
    assert [row.state for row in rows] == STATES
    days = days_of(year, month)
    for row in rows:
        found = [sco.status(row.state, as_of=day) for day in days]
        before = sco.status(row.state, as_of=days[0] - dt.timedelta(1))
        assert (row.year, row.month) == (year, month)
        assert row.status is found[-1]
        assert row.any_tie is (found[-1] is not None)
        assert row.changed is any(a is not b for a, b in zip([before, *found], found, strict=False))
        counted = (
            row.days_member,
            row.days_observer,
            row.days_dialogue_partner,
            row.days_sco_partner,
        )
        assert counted == tuple(found.count(status) for status in Status)


def test_members_are_those_of_the_correlates_of_war() -> None:
    with COW.open(encoding="utf-8", newline="") as file:
        theirs = {(int(row["ccode"]), int(row["year"])) for row in csv.DictReader(file)}
    ours = {(row.cow, row.year) for row in sco.panel(2001, 2014) if row.status is Status.MEMBER}
    assert ours == {(code, year) for code, year in theirs if year >= 2001}


def test_periods_are_those_that_hold_the_ends() -> None:
    def months(
        start: int | str | dt.date, end: int | str | dt.date
    ) -> list[tuple[int, int | None]]:
        rows = sco.panel(start, end, unit="month").filter(lambda row: row.state == "KAZ")
        return [(row.year, row.month) for row in rows]

    assert months("2001-11", "2002-02") == [(2001, 11), (2001, 12), (2002, 1), (2002, 2)]
    assert months(2024, 2024) == [(2024, month) for month in range(1, 13)]
    assert months(dt.date(2024, 7, 4), dt.datetime(2024, 8, 1, 12)) == [(2024, 7), (2024, 8)]
    assert months("2024-07-04", "2024-07-04") == [(2024, 7)]
    assert [row.year for row in sco.panel("2001-06-15", 2003) if row.state == "KAZ"] == [
        2001,
        2002,
        2003,
    ]
    row = sco.panel("2024-07", "2024-07", unit="month").filter(lambda row: row.state == "BLR")[0]
    assert (row.id, row.changed, row.days_observer, row.days_member) == ("BLR/2024-07", True, 3, 28)
    assert sco.panel(2000, 2001)[0].id == "AFG/2000"


def test_a_change_on_the_first_or_the_last_day_is_inside() -> None:
    def changed(*days: dt.date) -> bool:
        span = (*days, Status.OBSERVER)
        stretch = _panel._Stretch(2024, None, FIRST, LAST, LAST)
        return _panel._panel_row(sco.state("KAZ"), (span,), (), stretch).changed

    far = dt.date(1990, 1, 1), dt.date(2050, 1, 1)
    day = dt.timedelta(1)
    for inside in (FIRST, dt.date(2024, 7, 4), LAST):
        assert changed(inside, far[1])
        assert changed(far[0], inside - day)  # the last day before
    for outside in (FIRST - day, LAST + day):
        assert not changed(outside, far[1])
        assert not changed(far[0], outside - day)


def test_errors_say_what_is_right() -> None:
    with pytest.raises(ValueError, match="end 2001 is before the start 2002"):
        sco.panel(2002, 2001)
    with pytest.raises(ValueError, match="unknown unit 'week'; valid are 'year', 'month'"):
        sco.panel(2001, 2002, unit="week")
    for verb in (sco.panel, sco.dyads):
        with pytest.raises(
            ValueError, match="unknown beyond 'x'; valid are 'last', 'raise', 'null'"
        ):
            verb(2001, 2002, beyond="x")
    for wrong in ("soon", "2001-13", "{2001", "[2001-01-01..2001-02-01]", "", True):
        with pytest.raises(ValueError, match="start is a year, a month 'YYYY-MM' or a date"):
            sco.panel(wrong, 2002)
    with pytest.raises(ValueError, match="not '" + "x" * 40 + "'$"):
        sco.panel("x" * 60, 2002)
    with pytest.raises(ValueError, match="end is a year"):
        sco.dyads(2001, "2001/06")


@given(st.integers(2000, 2026))
def test_dyads_are_all_pairs_with_the_status_of_the_last_day(year: int) -> None:
    rows = sco.dyads(year, year)
    assert [(row.state_a, row.state_b) for row in rows] == list(combinations(STATES, 2))
    last = dt.date(year, 12, 31)
    members = {state.id for state in sco.members(as_of=last)}
    tied = {state.id for state in sco.states(as_of=last)}
    for row in rows:
        assert row.status_a is sco.status(row.state_a, as_of=last)
        assert row.status_b is sco.status(row.state_b, as_of=last)
        assert row.joint is ({row.state_a, row.state_b} <= members)
        assert row.joint_any is ({row.state_a, row.state_b} <= tied)


def test_joint_pairs_grow_with_the_members() -> None:
    """6 members are 15 pairs, 8 are 28, 9 are 36 and 10 are 45."""
    joint = sco.dyads(2001, 2024).filter(lambda row: row.joint).by("year")
    assert {year: len(rows) for year, rows in joint.items() if year in (2001, 2017, 2023, 2024)} == {
        2001: 15, 2017: 28, 2023: 36, 2024: 45,
    }  # fmt: skip
    rows = sco.dyads(2016, 2017).filter(lambda row: (row.state_a, row.state_b) == ("IND", "PAK"))
    assert [(row.id, row.joint) for row in rows] == [
        ("IND-PAK/2016", False),
        ("IND-PAK/2017", True),
    ]


def test_a_release_can_be_asked() -> None:
    release = sco.releases()[0].id
    assert sco.panel(2024, 2024, release=release) == sco.panel(2024, 2024)
    assert sco.dyads(2024, 2024, release=release) == sco.dyads(2024, 2024)
    # Bahrain became a partner in July 2023; since 26.3 it is known that it was on the 15th.
    days = {}
    for name in ("26.1", "26.3"):
        row = row_of(sco.panel("2023-07", "2023-07", unit="month", release=name), "BHR")
        days[name] = row.days_dialogue_partner
    assert days == {"26.1": 1, "26.3": 17}


def test_caveats_are_those_of_the_release_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    caveat_of = {"26.1": Caveat.DISPUTED, "26.2": Caveat.UNCERTAIN}

    def caveats_by_state(release: str) -> dict[str, Any]:
        span = (dt.date.min, dt.date.max, caveat_of[release])
        return {state.id: (span,) for state in load(State, release)}

    monkeypatch.setattr(_panel, "caveats_by_state", caveats_by_state)
    for release, caveat in caveat_of.items():
        rows = [*sco.panel(2020, 2020, release=release), *sco.dyads(2020, 2020, release=release)]
        assert {row.caveat for row in rows} == {caveat}


def row_of(rows: Records[PanelRow], state: str) -> PanelRow:
    (row,) = rows.filter(lambda row: row.state == state)
    return row


def pair_of(rows: Records[DyadRow], *states: str) -> DyadRow:
    (row,) = rows.filter(lambda row: (row.state_a, row.state_b) == states)
    return row


@pytest.fixture
def data_ends(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.date], None]:
    """Lets the data end on a day."""

    def end_on(day: dt.date) -> None:
        for module in (_panel, statuses):
            monkeypatch.setattr(module, "checked_until", lambda collection, release: day)

    return end_on


def test_words_may_be_written_with_blanks_and_capitals() -> None:
    assert sco.panel(2024, 2024, unit=" Month ")[0].month == 1
    assert row_of(sco.panel(2096, 2096, beyond="NULL"), "KAZ").status is None


def test_rows_after_the_data_go_on_with_the_last_known_state() -> None:
    row = row_of(sco.panel(2096, 2096), "KAZ")
    assert (row.status, row.any_tie, row.days_member) == (Status.MEMBER, True, 366)
    assert row.caveat is Caveat.BEYOND_DATA
    pair = pair_of(sco.dyads(2096, 2096), "KAZ", "LAO")
    assert (pair.status_a, pair.joint, pair.joint_any) == (Status.MEMBER, False, True)
    assert pair.caveat is Caveat.BEYOND_DATA


def test_rows_after_the_data_can_be_null() -> None:
    row = row_of(sco.panel(2096, 2096, beyond="null"), "KAZ")
    assert (row.status, row.any_tie, row.changed, row.days_member) == (None, False, False, 0)
    assert row.caveat is Caveat.BEYOND_DATA
    pair = pair_of(sco.dyads(2096, 2096, beyond="null"), "CHN", "KAZ")
    assert (pair.status_a, pair.status_b, pair.joint, pair.joint_any) == (None, None, False, False)
    assert pair.caveat is Caveat.BEYOND_DATA


def test_rows_after_the_data_can_be_an_error(data_ends: Callable[[dt.date], None]) -> None:
    data_ends(dt.date(2024, 6, 30))
    told = "2024-07-31 is after 2024-06-30, up to which the data was checked"
    with pytest.raises(ValueError, match=told):
        sco.panel("2024-01", "2026-01", unit="month", beyond="raise")
    with pytest.raises(ValueError, match="2024-12-31 is after 2024-06-30"):
        sco.dyads(2020, 2030, beyond="raise")


def test_a_row_that_ends_as_the_data_does_is_as_ever(data_ends: Callable[[dt.date], None]) -> None:
    data_ends(dt.date(2024, 12, 31))
    assert sco.panel(2024, 2024, beyond="null") == sco.panel(2024, 2024)
    assert sco.panel(2024, 2024, beyond="raise") == sco.panel(2024, 2024)
    assert sco.dyads(2024, 2024, beyond="raise") == sco.dyads(2024, 2024)
    assert row_of(sco.panel(2025, 2025, beyond="null"), "KAZ").status is None


@pytest.mark.parametrize(
    ("end", "changed", "observer", "member"),
    [
        (dt.date(2017, 6, 8), False, 159, 0),  # 31 + 28 + 31 + 30 + 31 + 8 days
        (dt.date(2017, 6, 9), True, 159, 1),
        (dt.date(2017, 12, 30), True, 159, 205),
    ],
)
def test_days_after_the_data_are_not_counted(
    end: dt.date,
    changed: bool,
    observer: int,
    member: int,
    data_ends: Callable[[dt.date], None],
) -> None:
    """India was an observer until 8 June 2017 and a member from 9 June on."""
    data_ends(end)
    row = row_of(sco.panel(2017, 2017, beyond="null"), "IND")
    assert (row.status, row.changed) == (None, changed)
    assert (row.days_observer, row.days_member) == (observer, member)


def test_the_data_of_a_release_ends_when_it_was_checked() -> None:
    """26.1 was checked until 22 November 2026, the 326th day of a year that has no 29 February."""
    row = row_of(sco.panel(2026, 2026, release="26.1", beyond="null"), "KAZ")
    assert (row.status, row.days_member, row.caveat) == (None, 326, Caveat.BEYOND_DATA)
    caveats = {}
    for month in (10, 11):
        point = f"2026-{month}"
        rows = sco.panel(point, point, unit="month", release="26.1")
        caveats[month] = row_of(rows, "KAZ").caveat
    assert caveats == {10: None, 11: Caveat.BEYOND_DATA}
    pair = pair_of(sco.dyads(2026, 2026, release="26.1", beyond="null"), "CHN", "KAZ")
    assert (pair.status_a, pair.joint) == (None, False)


def test_what_to_mind_is_said_of_the_last_day() -> None:
    """Afghanistan took no part since autumn 2021; sources differ on when India became a member."""
    inactive = {
        row.year
        for row in sco.panel(2018, 2024)
        if row.state == "AFG" and row.caveat is Caveat.INACTIVE
    }
    assert inactive == {2021, 2022, 2023, 2024}
    assert row_of(sco.panel(2016, 2016), "IND").caveat is Caveat.DISPUTED
    assert row_of(sco.panel(2024, 2024), "IND").caveat is None


def test_what_to_mind_of_a_pair_is_the_first_word_that_holds_for_either_side() -> None:
    rows = sco.dyads(2016, 2024)
    found = {row.id: row.caveat for row in rows}
    assert found["AFG-KAZ/2024"] is Caveat.INACTIVE
    assert found["IND-KAZ/2016"] is Caveat.DISPUTED
    assert found["CHN-IND/2016"] is Caveat.DISPUTED
    assert found["KAZ-RUS/2024"] is None
    order = [Caveat.BEYOND_DATA, Caveat.UNCERTAIN, Caveat.DISPUTED, Caveat.INACTIVE]
    for first, second in combinations(order, 2):
        assert _panel._first_caveat(first, second) is first
        assert _panel._first_caveat(second, first) is first


def test_states_have_the_numbers_of_the_correlates_of_war() -> None:
    with COW_STATES.open(encoding="utf-8", newline="") as file:
        numbers = {int(row["ccode"]) for row in csv.DictReader(file)}
    cow = {row.state: row.cow for row in sco.panel(2024, 2024)}
    assert set(cow.values()) <= numbers
    assert len(set(cow.values())) == len(cow)
    assert (cow["RUS"], cow["CHN"], cow["IND"], cow["IRN"]) == (365, 710, 750, 630)
    for row in sco.dyads(2024, 2024):
        assert (row.cow_a, row.cow_b) == (cow[row.state_a], cow[row.state_b])


def test_rows_that_an_older_version_wrote_are_read() -> None:
    written = json.loads(sco.panel(2024, 2024)[:1].to_json())
    del written["records"][0]["caveat"], written["records"][0]["cow"]
    (row,) = sco.from_json(json.dumps(written))
    assert (row.state, row.caveat, row.cow) == ("AFG", None, 0)

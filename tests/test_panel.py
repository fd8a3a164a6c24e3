"""The panel and the dyads agree with `status`, and with the state-years of the Correlates of War."""

from __future__ import annotations

import csv
import datetime as dt
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sco_data as sco
from sco_data._verbs import panel as _panel
from sco_data.model import Status

COW = Path(__file__).parent / "data" / "cow_igo_v3.csv"
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
    codes = {state.id: state.cow for state in sco.states()}
    ours = {
        (codes[row.state], row.year) for row in sco.panel(2001, 2014) if row.status is Status.MEMBER
    }
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
        return _panel._panel_row("XXX", (span,), (2024, None, FIRST, LAST)).changed

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
    with pytest.raises(ValueError, match="valid are 'year', 'month'"):
        sco.panel(2001, 2002, unit="week")
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
    for row in rows:
        assert row.status_a is sco.status(row.state_a, as_of=last)
        assert row.status_b is sco.status(row.state_b, as_of=last)
        assert row.joint is ({row.state_a, row.state_b} <= members)


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

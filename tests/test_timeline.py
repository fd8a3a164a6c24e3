"""Spans of days on which a status is certain, and the days on which it changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import sco_data as sco
from sco_data._timeline import statuses as _timeline
from sco_data.model import Status


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
        {
            "state": name,
            "status": "member",
            "period": days and {"start": days[0], "end": days[1]},
        }
        for name, days in ends.items()
    ]
    monkeypatch.setattr(_timeline, "ids_of", lambda cls, release: list(ends))
    monkeypatch.setattr(_timeline, "rows_of", lambda collection, release: rows)
    day, member = dt.date, Status.MEMBER
    assert _timeline.spans_by_state.__wrapped__() == {  # type: ignore[attr-defined]
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
    found = [_timeline.status_on(tuple(row), day) for day in days]
    assert found == [None, Status.OBSERVER, Status.OBSERVER, None, None]
    assert [len(sco.members(as_of=day)) for day in ("2001-06-14", "2001-06-15")] == [0, 6]


def test_days_of_change_are_starts_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    start, last = dt.date(2010, 1, 1), dt.date(2012, 1, 1)
    table: dict[str, Any] = {"X": ((start, last, Status.OBSERVER),)}
    monkeypatch.setattr(_timeline, "spans_by_state", lambda release: table)
    assert _timeline.days_of_change.__wrapped__() == [start, dt.date(2012, 1, 2)]  # type: ignore[attr-defined]
    table["Y"] = ((start, dt.date.max, Status.MEMBER),)
    assert _timeline.days_of_change.__wrapped__() == [start, dt.date(2012, 1, 2)]  # type: ignore[attr-defined]

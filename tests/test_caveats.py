"""What to mind about a status on a day, by small worlds of one state and by the data."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import sco_data as sco
from sco_data._timeline import caveats
from sco_data.model import Caveat, Conflict, Membership, Records, State

DAY = dt.timedelta(days=1)
UNTIL = dt.date(2026, 1, 31)


def spans_in(
    monkeypatch: pytest.MonkeyPatch, membership: dict[str, Any], *conflicts: Conflict
) -> list[tuple[str, str, str]]:
    """The spans of caveats of a state with one membership, the data's end left out."""
    row = Membership(id="X/member", state="X", status="member", **membership)
    tables: dict[type, Any] = {
        State: [type("Named", (), {"id": "X"})],
        Membership: Records([row]),
        Conflict: Records(conflicts),
    }
    monkeypatch.setattr(caveats, "load", lambda cls, release: tables[cls])
    monkeypatch.setattr(caveats, "checked_until", lambda collection, release: UNTIL)
    (spans,) = caveats.caveats_by_state.__wrapped__().values()  # type: ignore[attr-defined]
    *own, beyond = spans
    assert beyond == (UNTIL + DAY, dt.date.max, Caveat.BEYOND_DATA)
    return [(str(first), str(last), caveat.value) for first, last, caveat in own]


def conflict_on(field: str, *values: Any, subject: str = "X/member") -> Conflict:
    readings = [{"value": value} for value in values]
    return Conflict(
        id="c", subject=subject, field=field, readings=readings,
        kind="date", cause="error", reason="…",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("membership", "spans"),
    [
        ({}, []),
        ({"period": {"start": "2010-05-06", "end": None}}, []),
        ({"period": {"start": "2010-04", "end": None}}, [("2010-04-01", "2010-04-29", "uncertain")]),
        (
            {"period": {"start": "2010-05-06", "end": "[2012-01-01..2012-03-31]"}},
            [("2012-01-01", "2012-03-30", "uncertain")],
        ),
        # Nobody says since when: it may have been so ever since.
        (
            {"period": {"start": "[..2010-05-06]", "end": None}},
            [("0001-01-01", "2010-05-05", "uncertain")],
        ),
        (
            {"period": {"start": "2012-06-07", "end": None}, "inactive": {"start": "2021-08", "end": None}},
            [("2021-08-31", "2026-01-31", "inactive")],
        ),
        (
            {
                "period": {"start": "2012-06-07", "end": None},
                "inactive": {"start": "2021-08-15", "end": "2023"},
            },
            [("2021-08-15", "2022-12-31", "inactive")],
        ),
        # It ended on or before some day, and nobody says when: no day of it is certain.
        (
            {
                "period": {"start": "2012-06-07", "end": None},
                "inactive": {"start": "2021-08-15", "end": "[..2023-01-01]"},
            },
            [],
        ),
    ],
)  # fmt: skip
def test_spans_of_one_membership(
    monkeypatch: pytest.MonkeyPatch, membership: dict[str, Any], spans: list[tuple[str, str, str]]
) -> None:
    assert spans_in(monkeypatch, membership) == spans


@pytest.mark.parametrize(
    ("conflict", "spans"),
    [
        # Between the earliest and the latest day that anybody gives.
        (
            conflict_on("period.start", "2010-05-06", "2010-06"),
            [("2010-05-06", "2010-06-29", "disputed")],
        ),
        (
            conflict_on("period.end", "2012-01-01", "[..2012-01-10]"),
            [("2012-01-01", "2012-01-09", "disputed")],
        ),
        # Some readings are no dates: they say what was not, or nothing.
        (
            conflict_on("period.start", "2010-05-06", "not before 2011", None, "2010-05-09"),
            [("2010-05-06", "2010-05-08", "disputed")],
        ),
        (conflict_on("period.start", "never", None), []),
        (conflict_on("period.start", "2010-05-06", "none"), []),
        (conflict_on("status", "2010-05-06", "2010-05-09"), []),
        (conflict_on("period.start", "2010-05-06", "2010-05-09", subject="Y/member"), []),
    ],
)
def test_spans_of_a_conflict(
    monkeypatch: pytest.MonkeyPatch, conflict: Conflict, spans: list[tuple[str, str, str]]
) -> None:
    membership = {"period": {"start": "2010-05-06", "end": None}}
    assert spans_in(monkeypatch, membership, conflict) == spans


def test_of_several_the_first_in_the_order_of_the_vocabulary(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    membership = {
        "period": {"start": "2010-04", "end": None},
        "inactive": {"start": "2010-04-20", "end": "2010-05-20"},
    }
    disputed = conflict_on("period.start", "2010-04-10", "2010-05-10")
    assert spans_in(monkeypatch, membership, disputed) == [
        ("2010-04-01", "2010-04-09", "uncertain"),
        ("2010-04-10", "2010-04-19", "uncertain"),
        ("2010-04-20", "2010-04-29", "uncertain"),
        ("2010-04-30", "2010-05-09", "disputed"),
        ("2010-05-10", "2010-05-19", "inactive"),
    ]


def test_the_caveat_on_a_day() -> None:
    span = (dt.date(2021, 8, 15), dt.date(2021, 8, 16), Caveat.INACTIVE)
    days = [dt.date(2021, 8, 14) + DAY * number for number in range(4)]
    assert [caveats.caveat_on((span,), day) for day in days] == [
        None, Caveat.INACTIVE, Caveat.INACTIVE, None,
    ]  # fmt: skip


def test_caveats_of_the_data() -> None:
    by_state = caveats.caveats_by_state()
    until = sco.data_version().checked_until["memberships"].latest
    assert set(by_state) == {state.id for state in sco.states(as_of=None)} | {
        row.state for row in sco.memberships()
    }
    for spans in by_state.values():
        assert caveats.caveat_on(spans, until + DAY) is Caveat.BEYOND_DATA
    # After August 2021 nobody acted for Afghanistan in the organisation.
    assert caveats.caveat_on(by_state["AFG"], dt.date(2023, 1, 1)) is Caveat.INACTIVE
    assert caveats.caveat_on(by_state["KAZ"], dt.date(2010, 1, 1)) is None

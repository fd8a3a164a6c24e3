"""Dates as precise as they are known, and periods."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sco_data.model import Document, Period, When

DAY = dt.timedelta(days=1)
days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@st.composite
def whens(draw: st.DrawFn) -> When:
    day = draw(days)
    kind = draw(st.sampled_from(["day", "month", "year", "range", "before"]))
    if kind == "day":
        return When.parse(day.isoformat())
    if kind == "month":
        return When.parse(day.isoformat()[:7])
    if kind == "year":
        return When.parse(day.isoformat()[:4])
    if kind == "before":
        return When.parse(f"[..{day}]")
    return When(earliest=day, latest=day + DAY * draw(st.integers(1, 5000)))


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2024-07-04", dt.date(2024, 7, 4), dt.date(2024, 7, 4)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2023-12", dt.date(2023, 12, 1), dt.date(2023, 12, 31)),
        ("2023", dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
        ("[2022-09-14..2022-09-16]", dt.date(2022, 9, 14), dt.date(2022, 9, 16)),
        ("[..2023-11-11]", None, dt.date(2023, 11, 11)),
    ],
)
def test_reads_the_edtf_forms(text: str, earliest: dt.date | None, latest: dt.date) -> None:
    when = When.parse(text)
    assert (when.earliest, when.latest) == (earliest, latest)
    assert str(when) == text
    assert when.exact is (earliest == latest)


@pytest.mark.parametrize(
    "text",
    [
        "", "20240704", "2024-W27-4", "2024-7-4", "2024-13", "2024-02-30", "24", "july",
        "2024/2025", "[2024-07-04]", "[2024-07-04..]", "[2024..2025]", "[2024-07-05..2024-07-04]",
        "٢٠٢٤-٠٧-٠٤", "２０２４-07-04", "202", "20240", "2024-07-4",
        "2024-07-04 ", "2024-07-04T00:00",
        "[2024-07-03.2024-07-04]", "[..2024-07]",
        "[2024-07-03..2024-07-04", "2024-07-03..2024-07-04]", "]2024-07-03..2024-07-04]",
        "{2024-07-03..2024-07-04}", "(2024-07-03..2024-07-04]", "[2024-07-03..2024-07-04)",
        "[2024-07-03..2024-07-04}",
    ],
)  # fmt: skip
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no date of the forms"):
        When.parse(text)


def test_a_date_is_written_as_text() -> None:
    with pytest.raises(TypeError, match="EDTF string, not int"):
        When.parse(20240704)  # type: ignore[arg-type]


@given(whens())
def test_text_and_back(when: When) -> None:
    assert When.parse(str(when)) == when
    assert eval(repr(when), {"When": When.parse}) == when


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_a_month_ends_on_its_last_day(year: int, month: int) -> None:
    last = When.parse(f"{year}-{month:02}").latest
    assert last.day == calendar.monthrange(year, month)[1]


@given(st.lists(whens()))
def test_order_is_by_the_latest_day_first(found: list[When]) -> None:
    ordered = sorted(found)
    assert [when.latest for when in ordered] == sorted(when.latest for when in found)


def test_order_is_only_among_dates() -> None:
    with pytest.raises(TypeError):
        assert When.parse("2024") < "2024"  # type: ignore[operator]


@given(whens(), st.integers(-400, 400))
def test_shift_and_back(when: When, days: int) -> None:
    assert when.shift(days).shift(-days) == when


@given(whens(), st.none() | whens(), days)
def test_certain_is_possible_and_both_agree_where_ends_are_exact(
    start: When, end: When | None, day: dt.date
) -> None:
    if end is not None and start.earliest is not None and end.latest <= start.earliest:
        with pytest.raises(ValueError, match="cannot end"):
            Period(start=start, end=end)
        return
    period = Period(start=start, end=end)
    assert period.possible(day) or day not in period
    if start.exact and (end is None or end.exact):
        assert period.possible(day) is (day in period)
        assert (day in period) is (start.latest <= day and (end is None or day < end.latest))


def test_a_month_is_certain_only_at_its_end() -> None:
    period = Period(start="2010-04", end="2015-07-10")
    assert dt.date(2010, 4, 1) not in period
    assert period.possible(dt.date(2010, 4, 1))
    assert dt.date(2010, 4, 30) in period
    assert dt.date(2015, 7, 9) in period
    assert dt.date(2015, 7, 10) not in period
    assert not period.possible(dt.date(2015, 7, 10))


def test_an_end_before_some_day_is_never_certain_inside() -> None:
    period = Period(start="2020-01-01", end="[..2021-01-01]")
    assert dt.date(2020, 5, 5) not in period
    assert period.possible(dt.date(2020, 5, 5))


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period(start="2023-07-04", end="2024-07-04"), "2023-07-04 to 2024-07-03"),
        (Period(start="2024-07-04"), "2024-07-04 to today"),
        (Period(start="2024-07-04", end="2024-07-05"), "2024-07-04"),
        (Period(start="2026", end="[2035-01-02..2036-01-01]"), "2026 to 2035"),
    ],
)
def test_a_period_prints_its_last_day(period: Period, text: str) -> None:
    assert str(period) == text


def test_repr_shows_both_ends() -> None:
    assert repr(Period(start="2023")) == "Period(start='2023', end=None)"
    assert repr(Period(start="2023", end="2024")) == "Period(start='2023', end='2024')"


def test_bounds_must_be_in_order() -> None:
    with pytest.raises(ValueError, match="is after"):
        When(earliest=dt.date(2024, 1, 2), latest=dt.date(2024, 1, 1))


@pytest.mark.parametrize(
    "text",
    [
        "[2024-07-01..2024-07-03]",
        "[2024-07-01..2024-08-31]",
        "[2024-01-01..2024-12-30]",
        "[2024-01-01..2024-11-30]",
        "[2024-01-02..2024-12-31]",
        "[2024-02-01..2024-12-31]",
        "[2023-01-01..2024-12-31]",
        "[2024-01-31..2024-02-29]",
    ],
)
def test_nearly_a_month_or_a_year_is_neither(text: str) -> None:
    assert str(When.parse(text)) == text


def test_every_comparison() -> None:
    early, late = When.parse("2023"), When.parse("2024-07-04")
    assert early < late
    assert early <= late
    assert late > early
    assert late >= early
    assert late >= When.parse("2024-07-04")
    assert not early > late
    assert not late <= early
    with pytest.raises(TypeError):
        _ = early < "2024"  # type: ignore[operator]


def test_an_error_repeats_only_the_beginning_of_what_was_given() -> None:
    with pytest.raises(ValueError, match="is no date") as caught:
        When.parse("x" * 10_000)
    assert len(str(caught.value)) < 200


def test_first_and_last_are_both_inside() -> None:
    def valid(**days: str | None) -> Period | None:
        return Document(id="d", title="D", kind="plan", valid=days).valid

    found = valid(first="2024-05-01", last="2024-05-31")
    assert found is not None
    assert (str(found.start), str(found.end), str(found.last)) == (
        "2024-05-01",
        "2024-06-01",
        "2024-05-31",
    )
    assert dt.date(2024, 5, 31) in found
    assert dt.date(2024, 6, 1) not in found
    still = valid(first="2024", last=None)
    assert still is not None
    assert still.end is None
    assert str(still) == "2024 to today"


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


def test_what_is_possible_ends_where_the_latest_end_is() -> None:
    found = Period(start="2010", end="[2012-01-01..2012-06-01]")
    days = ["2009-12-31", "2010-01-01", "2012-05-31", "2012-06-01", "2013-01-01"]
    possible = [found.possible(dt.date.fromisoformat(day)) for day in days]
    assert possible == [False, True, True, False, False]
    assert str(Period(start="2010", end="2010-05-01")) == "2010 to 2010-04-30"

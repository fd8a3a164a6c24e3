"""Who was what, as tables for statistics: a row per state and period, a row per pair and year.

What comes in are the certain spans of days of each state; what goes out are rows of records.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import combinations
from typing import NamedTuple

from .._input import describe_unknown
from .._timeline.statuses import Span, changes_of, spans_by_state, status_on
from ..model.records import Records
from ..model.states import Status
from ..model.tables import DyadRow, PanelRow
from ..model.time import When

_Point = int | str | dt.date
"""A year, a month or a day, as a user writes it."""


class _Stretch(NamedTuple):
    """A year, or a month of one, with its first and last day."""

    year: int
    month: int | None
    first: dt.date
    last: dt.date


def panel(
    start: _Point, end: _Point, *, unit: str = "year", release: str | None = None
) -> Records[PanelRow]:
    """One row for every state that ever had a status and every year (or month), in that order.

    Args:
        start: the first year or month: ``2001``, ``"2001"``, ``"2001-06"`` or a date in it.
        end: the last one, which is included.
        unit: ``"year"`` or ``"month"``.
        release: the release of the data to answer from; ``None`` is the newest.

    Returns:
        Rows by state and period: the status on the last day (``None`` where there is none), whether
        one began or ended inside, and the days (certain ones) with each status. What lies ahead of
        the data is answered with the last known state.

    Raises:
        ValueError: if ``end`` is before ``start``, or one of them is no year, month or date.

    Example:
        >>> rows = panel(2017, 2017).filter(lambda row: row.state == "IND")
        >>> rows[0].status.value, rows[0].changed, rows[0].days_observer, rows[0].days_member
        ('member', True, 159, 206)
    """
    if unit not in ("year", "month"):
        raise ValueError(describe_unknown("unit", unit, ["year", "month"]))

    stretches = _stretches(start, end, monthly=unit == "month")
    rows = []
    for state, spans in spans_by_state(release).items():
        rows += [_panel_row(state, spans, stretch) for stretch in stretches]

    return Records(rows)


def _panel_row(state: str, spans: tuple[Span, ...], stretch: _Stretch) -> PanelRow:
    year, month, first, last = stretch
    days: Counter[Status] = Counter()
    for begin, end, status in spans:
        overlap = (min(end, last) - max(begin, first)).days + 1
        days[status] += max(overlap, 0)

    return PanelRow(
        id=f"{state}/{year}" if month is None else f"{state}/{year}-{month:02}",
        state=state,
        year=year,
        month=month,
        status=status_on(spans, last),
        changed=any(first <= day <= last for day in changes_of(spans)),
        days_member=days[Status.MEMBER],
        days_observer=days[Status.OBSERVER],
        days_dialogue_partner=days[Status.DIALOGUE_PARTNER],
        days_sco_partner=days[Status.SCO_PARTNER],
    )


def dyads(start: _Point, end: _Point, *, release: str | None = None) -> Records[DyadRow]:
    """One row for every pair of states that ever had a status and every year, in that order.

    Args:
        start: the first year, ``2001``, or a date in it.
        end: the last year, which is included.
        release: the release of the data to answer from; ``None`` is the newest.

    Returns:
        Rows by pair and year, ``state_a`` before ``state_b``: the status of each on the last day,
        and ``joint``, true when both were members on that day.

    Raises:
        ValueError: as :func:`panel`.

    Example:
        >>> len(dyads(2018, 2018).filter(lambda row: row.joint))
        28
    """
    stretches = _stretches(start, end, monthly=False)
    spans = spans_by_state(release)

    rows = []
    for state_a, state_b in combinations(sorted(spans), 2):
        for stretch in stretches:
            status_a = status_on(spans[state_a], stretch.last)
            status_b = status_on(spans[state_b], stretch.last)
            row = DyadRow(
                id=f"{state_a}-{state_b}/{stretch.year}",
                state_a=state_a,
                state_b=state_b,
                year=stretch.year,
                status_a=status_a,
                status_b=status_b,
                joint=status_a is status_b is Status.MEMBER,
            )
            rows.append(row)

    return Records(rows)


def _stretches(start: _Point, end: _Point, *, monthly: bool) -> list[_Stretch]:
    """The years, or months, from that of ``start`` to that of ``end``."""
    first, last = _read_point(start, "start"), _read_point(end, "end")
    if first.earliest is None or last.latest < first.earliest:
        raise ValueError(f"the end {end} is before the start {start}")

    stretches = []
    for year in range(first.earliest.year, last.latest.year + 1):
        if not monthly:
            stretches.append(_Stretch(year, None, dt.date(year, 1, 1), dt.date(year, 12, 31)))
            continue

        for month in range(1, 13):
            whole = When.parse(f"{year:04}-{month:02}")
            # From the month of the first day to that of the last.
            if whole.latest >= first.earliest and whole.earliest and whole.earliest <= last.latest:
                stretches.append(_Stretch(year, month, whole.earliest, whole.latest))

    return stretches


def _read_point(value: _Point, name: str) -> When:
    text = str(value.date() if isinstance(value, dt.datetime) else value)
    try:
        return When.parse(text if text[:1] != "[" else "")
    except ValueError:
        raise ValueError(
            f"{name} is a year, a month 'YYYY-MM' or a date, not {text[:40]!r}"
        ) from None

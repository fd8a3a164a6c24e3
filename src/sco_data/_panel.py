"""Who was what, as tables for statistics: a row per state and period, a row per pair and year."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import combinations

from . import _timeline
from ._input import one_of
from .model.base import Records
from .model.states import Status
from .model.tables import DyadRow, PanelRow
from .model.time import When

_Point = int | str | dt.date
_Period = tuple[int, int | None, dt.date, dt.date]


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
        raise ValueError(one_of("unit", unit, ["year", "month"]))
    periods = _periods(start, end, monthly=unit == "month")
    return Records(
        [
            _row(state, spans, period)
            for state, spans in _timeline.spans(release).items()
            for period in periods
        ]
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
    years = [(year, last) for year, _, _, last in _periods(start, end, monthly=False)]
    found = {
        (state, year): _timeline.on(spans, last)
        for state, spans in _timeline.spans(release).items()
        for year, last in years
    }
    return Records(
        [
            DyadRow(
                id=f"{a}-{b}/{year}",
                state_a=a,
                state_b=b,
                year=year,
                status_a=found[a, year],
                status_b=found[b, year],
                joint=found[a, year] is found[b, year] is Status.MEMBER,
            )
            for a, b in combinations(sorted(_timeline.spans(release)), 2)
            for year, _ in years
        ]
    )


def _periods(start: _Point, end: _Point, *, monthly: bool) -> list[_Period]:
    """Year, month, first and last day of each period from that of ``start`` to that of ``end``."""
    first, last = _point(start, "start"), _point(end, "end")
    if first.earliest is None or last.latest < first.earliest:
        raise ValueError(f"the end {end} is before the start {start}")
    names = [f"{year:04}" for year in range(first.earliest.year, last.latest.year + 1)]
    if monthly:
        low, high = str(first.earliest)[:7], str(last.latest)[:7]
        months = [f"{name}-{month:02}" for name in names for month in range(1, 13)]
        names = [name for name in months if low <= name <= high]
    days = [(name, When.parse(name)) for name in names]
    return [
        (when.latest.year, int(name[5:]) if monthly else None, when.earliest, when.latest)
        for name, when in days
        if when.earliest
    ]


def _point(value: _Point, name: str) -> When:
    text = str(value.date() if isinstance(value, dt.datetime) else value)
    try:
        return When.parse(text if text[:1] != "[" else "")
    except ValueError:
        raise ValueError(
            f"{name} is a year, a month 'YYYY-MM' or a date, not {text[:40]!r}"
        ) from None


def _row(state: str, spans: tuple[_timeline.Span, ...], period: _Period) -> PanelRow:
    year, month, first, last = period
    days: Counter[Status] = Counter()
    for begin, end, status in spans:
        overlap = (min(end, last) - max(begin, first)).days + 1
        days[status] += max(overlap, 0)
    return PanelRow(
        id=f"{state}/{year}" if month is None else f"{state}/{year}-{month:02}",
        state=state,
        year=year,
        month=month,
        status=_timeline.on(spans, last),
        changed=any(first <= day <= last for day in _timeline.changes(spans)),
        days_member=days[Status.MEMBER],
        days_observer=days[Status.OBSERVER],
        days_dialogue_partner=days[Status.DIALOGUE_PARTNER],
        days_sco_partner=days[Status.SCO_PARTNER],
    )

"""Who was what, as tables for statistics: a row per state and period, a row per pair and year.

What comes in are each state's certain spans of days with a status, and those with a caveat; what
goes out are rows of records. The rows of pairs are made of those of their two states.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from .._input import parse_choice
from .._records.load import load
from .._rows.releases import checked_until
from .._timeline.caveats import CaveatSpan, caveat_on, caveats_by_state
from .._timeline.statuses import (
    Span,
    changes_of,
    check_beyond,
    spans_by_state,
    status_on,
)
from ..model.records import Records
from ..model.states import Caveat, State, Status
from ..model.tables import DyadRow, PanelRow
from ..model.time import When

if TYPE_CHECKING:
    from ..model.words import TableBeyondWord, UnitWord

_Point = int | str | dt.date
"""A year, a month or a day, as a user writes it."""


class _Stretch(NamedTuple):
    """A year, or a month of one, with its first and last day."""

    year: int
    month: int | None
    first: dt.date
    last: dt.date
    last_known: dt.date
    """The last day that is answered for: with ``beyond="null"`` no day after the data."""


def panel(
    start: _Point,
    end: _Point,
    *,
    unit: UnitWord = "year",
    release: str | None = None,
    beyond: TableBeyondWord = "last",
) -> Records[PanelRow]:
    """One row for every state that ever had a status and every year (or month), in that order.

    The year in which the data ends, and every later one, has a last day that nobody has checked.
    By default its rows go on with the last known state, and their ``caveat`` is ``beyond data``.

    Args:
        start: the first year or month: ``2001``, ``"2001"``, ``"2001-06"`` or a date in it.
        end: the last one, which is included.
        unit: ``"year"`` or ``"month"``.
        release: the release of the data to answer from; ``None`` is the newest.
        beyond: what is answered for a row whose last day lies after the data (``checked_until`` of
            :func:`data_version`): ``"last"``, the last known state, whose days are counted to the
            end of the row; ``"raise"``, an error; or ``"null"``, no status, with only days up to
            the end of the data counted.

    Returns:
        Rows by state and period: the status on the last day (``None`` where there is none), whether
        one began or ended inside, the days (certain ones) with each status, and what to mind about
        the last day, ``caveat``.

    Raises:
        ValueError: if ``end`` is before ``start``, one of them is no year, month or date, ``unit``
            or ``beyond`` is unknown or, with ``beyond="raise"``, a row ends after the data.

    Example:
        >>> rows = panel(2017, 2017).filter(lambda row: row.state == "IND")
        >>> rows[0].status.value, rows[0].changed, rows[0].days_observer, rows[0].days_member
        ('member', True, 159, 206)
        >>> rows = panel(2031, 2031).filter(lambda row: row.state == "IND")
        >>> rows[0].status.value, rows[0].days_member, rows[0].caveat.value
        ('member', 365, 'beyond data')
        >>> rows = panel(2031, 2031, beyond="null").filter(lambda row: row.state == "IND")
        >>> rows[0].status, rows[0].days_member, rows[0].caveat.value
        (None, 0, 'beyond data')
    """
    monthly = parse_choice(("year", "month"), unit, "unit") == "month"
    stretches = _stretches(start, end, beyond, release, monthly=monthly)
    spans = spans_by_state(release)
    caveats = caveats_by_state(release)

    rows = []
    for state in load(State, release):
        for stretch in stretches:
            rows.append(
                _panel_row(state, spans[state.id], caveats[state.id], stretch)
            )

    return Records(rows)


def _panel_row(
    state: State,
    spans: tuple[Span, ...],
    caveats: tuple[CaveatSpan, ...],
    stretch: _Stretch,
) -> PanelRow:
    """The row of one state in one year or month."""
    row_id = f"{state.id}/{stretch.year}"
    if stretch.month is not None:
        row_id += f"-{stretch.month:02}"

    days: Counter[Status] = Counter()
    for begin, end, status in spans:
        last_inside = min(end, stretch.last_known)
        overlap = last_inside - max(begin, stretch.first)
        days[status] += max(overlap.days + 1, 0)

    # Only beyond="null" answers for less than the whole row: then its last day has no status.
    status_at_end = None
    if stretch.last_known == stretch.last:
        status_at_end = status_on(spans, stretch.last)

    return PanelRow(
        id=row_id,
        state=state.id,
        year=stretch.year,
        month=stretch.month,
        status=status_at_end,
        changed=any(
            stretch.first <= day <= stretch.last_known
            for day in changes_of(spans)
        ),
        days_member=days[Status.MEMBER],
        days_observer=days[Status.OBSERVER],
        days_dialogue_partner=days[Status.DIALOGUE_PARTNER],
        days_sco_partner=days[Status.SCO_PARTNER],
        caveat=caveat_on(caveats, stretch.last),
        cow=state.cow,
    )


def dyads(
    start: _Point,
    end: _Point,
    *,
    release: str | None = None,
    beyond: TableBeyondWord = "last",
) -> Records[DyadRow]:
    """One row for every pair of states that ever had a status and every year, in that order.

    Args:
        start: the first year, ``2001``, or a date in it.
        end: the last year, which is included.
        release: the release of the data to answer from; ``None`` is the newest.
        beyond: as for :func:`panel`; with ``"null"`` neither state has a status in a year that
            ends after the data, so ``joint`` and ``joint_any`` are false there.

    Returns:
        Rows by pair and year, ``state_a`` before ``state_b``: the status of each on the last day;
        ``joint``, true when both were members on that day, and ``joint_any``, when both had any
        status; and what to mind about either side, ``caveat``.

    Raises:
        ValueError: as :func:`panel`.

    Example:
        >>> len(dyads(2018, 2018).filter(lambda row: row.joint))
        28
    """
    # A year of a pair is the same year of a panel for either side.
    years_of = panel(start, end, release=release, beyond=beyond).by("state")
    rows: list[DyadRow] = []
    for a, b in combinations(sorted(years_of), 2):
        rows += map(_dyad_row, years_of[a], years_of[b])

    return Records(rows)


def _dyad_row(a: PanelRow, b: PanelRow) -> DyadRow:
    """The row of a pair in a year, from those of its two states."""
    return DyadRow(
        id=f"{a.state}-{b.state}/{a.year}",
        state_a=a.state,
        state_b=b.state,
        year=a.year,
        status_a=a.status,
        status_b=b.status,
        joint=a.status is b.status is Status.MEMBER,
        caveat=_first_caveat(a.caveat, b.caveat),
        cow_a=a.cow,
        cow_b=b.cow,
    )


def _first_caveat(a: Caveat | None, b: Caveat | None) -> Caveat | None:
    """Of two caveats the first in the order of the vocabulary."""
    if a is None or b is None:
        return a or b

    return min(a, b, key=list(Caveat).index)


def _stretches(
    start: _Point,
    end: _Point,
    beyond: str,
    release: str | None,
    *,
    monthly: bool,
) -> list[_Stretch]:
    """The years, or months, that are asked for, each with the last day that is answered for."""
    beyond = parse_choice(("last", "raise", "null"), beyond, "beyond")
    until = dt.date.max
    if beyond == "null":
        until = checked_until("memberships", release)

    stretches = []
    for year, month, last in _periods(start, end, monthly=monthly):
        if beyond == "raise":
            check_beyond(beyond, last, release)

        first = dt.date(year, month or 1, 1)
        stretches.append(_Stretch(year, month, first, last, min(last, until)))

    return stretches


def _periods(
    start: _Point, end: _Point, *, monthly: bool
) -> Iterator[tuple[int, int | None, dt.date]]:
    """The years, or months, from that of ``start`` to that of ``end``, each with its last day."""
    first = _read_point(start, "start").earliest
    last = _read_point(end, "end").latest
    if first is None or last < first:
        raise ValueError(f"the end {end} is before the start {start}")

    for year in range(first.year, last.year + 1):
        if not monthly:
            yield year, None, dt.date(year, 12, 31)
            continue

        for month in range(1, 13):
            whole = When.parse(f"{year:04}-{month:02}")
            # From the month of the first day to that of the last.
            if first <= whole.latest and dt.date(year, month, 1) <= last:
                yield year, month, whole.latest


def _read_point(value: _Point, name: str) -> When:
    """A year, a month or a day; no other stretch of days, which EDTF would have in brackets."""
    if isinstance(value, dt.datetime):
        value = value.date()

    text = str(value)
    message = (
        f"{name} is a year, a month 'YYYY-MM' or a date, not {text[:40]!r}"
    )
    if text.startswith("["):
        raise ValueError(message)

    try:
        return When.parse(text)
    except ValueError:
        raise ValueError(message) from None

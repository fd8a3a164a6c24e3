"""Dates as precise as they are known, and the periods they bound."""

from __future__ import annotations

import datetime as _dt
from collections.abc import Callable, Mapping
from functools import lru_cache, total_ordering
from typing import Any

import attrs

from .declare import OneOrNone, record
from .plain import Plain

ONE_DAY = _dt.timedelta(days=1)


@total_ordering
@record(kw_only=True)
class When(Plain):
    """A date as precise as it is known: one day between ``earliest`` and ``latest``.

    ``earliest`` is ``None`` where only the latest possible day is known. ``str()`` gives the
    EDTF text back: ``2024-07-04``, ``2010-05``, ``2023``, ``[2022-09-14..2022-09-16]`` (one day
    in it) or ``[..2023-11-11]`` (on or before).

    Example:
        >>> When.parse("2010-02").latest
        datetime.date(2010, 2, 28)
    """

    earliest: _dt.date | None
    latest: _dt.date

    def __attrs_post_init__(self) -> None:
        _check_is_day(self.latest)
        if self.earliest is None:
            return

        _check_is_day(self.earliest)
        if self.earliest > self.latest:
            raise ValueError(
                f"earliest {self.earliest} is after latest {self.latest}"
            )

    @classmethod
    def parse(cls, text: str) -> When:
        """Read one of the EDTF forms above.

        Raises:
            TypeError: if ``text`` is not a string.
            ValueError: if it is in no form that is read here.
        """
        if not isinstance(text, str):
            raise TypeError(
                f"a date is written as an EDTF string, not {type(text).__name__}"
            )

        return _parse(text)

    @classmethod
    def _read(cls, value: When | str) -> When:
        """In JSON a date is a text and no mapping."""
        return read_when(value)

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.earliest == self.latest

    def shift(self, days: int) -> When:
        """The same date, so many days later (earlier, where ``days`` is negative).

        Raises:
            TypeError: if ``days`` is no whole number.
            ValueError: if that is no day of the years 1 to 9999.
        """
        if isinstance(days, bool) or not isinstance(days, int):
            raise TypeError(
                f"days are a whole number, not {type(days).__name__}"
            )

        try:
            step = _dt.timedelta(days=days)
            if self.earliest is None:
                return When(earliest=None, latest=self.latest + step)

            return When(
                earliest=self.earliest + step, latest=self.latest + step
            )
        except OverflowError:
            raise ValueError(
                f"{self} and {days!r:.20} days is no day of the years 1 to 9999"
            ) from None

    def __str__(self) -> str:
        first = self.earliest
        if first is None:
            return f"[..{self.latest}]"

        if first == self.latest:
            return str(first)

        # The shortest form that says the same.
        begins_a_year = (first.month, first.day) == (1, 1)
        if begins_a_year and self.latest == first.replace(month=12, day=31):
            return f"{first.year:04}"

        if first.day == 1 and self.latest == _month_end(first):
            return str(first)[:7]

        return f"[{first}..{self.latest}]"

    def __repr__(self) -> str:
        return f"When({str(self)!r})"

    def __lt__(self, other: When) -> bool:
        if not isinstance(other, When):
            return NotImplemented

        return self._order < other._order

    @property
    def _order(self) -> tuple[_dt.date, _dt.date]:
        """Dates are in order of their latest day."""
        return (self.latest, self.earliest or _dt.date.min)


def _check_is_day(value: object) -> None:
    """Raise for what is no date."""
    # A datetime is a date to Python, and would be printed with its time.
    if not isinstance(value, _dt.date) or isinstance(value, _dt.datetime):
        raise TypeError(f"a day is a date, not {type(value).__name__}")


# The same few days are written again and again.
@lru_cache(4096)
def _parse(text: str) -> When:
    """Each form of a date has a length of its own, but for those in brackets."""
    try:
        match len(text):
            case 4:
                return When(
                    earliest=iso_day(f"{text}-01-01"),
                    latest=iso_day(f"{text}-12-31"),
                )
            case 7:
                first = iso_day(f"{text}-01")
                return When(earliest=first, latest=_month_end(first))
            case 10:
                return When(earliest=iso_day(text), latest=iso_day(text))
            case _:
                return _parse_stretch(text)
    except ValueError:
        raise ValueError(
            f"{text[:40]!r} is no date of the forms 2024-07-04, 2024-07, 2024, "
            "[2024-07-03..2024-07-04] or [..2024-07-04]"
        ) from None


def _parse_stretch(text: str) -> When:
    """``[2022-09-14..2022-09-16]``, or ``[..2023-11-11]``."""
    if not (text.startswith("[") and text.endswith("]")):
        raise ValueError(text)

    start, _, end = text[1:-1].partition("..")
    return When(earliest=iso_day(start) if start else None, latest=iso_day(end))


def iso_day(text: str) -> _dt.date:
    """The day that is written ``YYYY-MM-DD``, or a ``ValueError``."""
    day = _dt.date.fromisoformat(text)
    # It would also take 20240704 and 2024-W27-4.
    if str(day) != text:
        raise ValueError(text)

    return day


def read_day(value: _dt.date | str, name: str) -> _dt.date:
    """A day as a user gives it: a date, the calendar day of a datetime, or ``"YYYY-MM-DD"``."""
    # First, because a datetime is a date to Python.
    if isinstance(value, _dt.datetime):
        return value.date()

    if isinstance(value, _dt.date):
        return value

    if isinstance(value, str):
        try:
            return iso_day(value)
        except ValueError:
            raise ValueError(_describe_no_day(value, name)) from None

    raise TypeError(_describe_no_day(value, name))


def _describe_no_day(value: object, name: str) -> str:
    """What an error says of a value that is no day; of a year, what to write instead."""
    form = f"{name} is a date or 'YYYY-MM-DD'"
    year = str(value)
    if type(value) in (int, str) and len(year) == 4 and year.isdecimal():
        return f"{form}, not {value!r}; for the end of that year write '{year}-12-31'"

    if isinstance(value, str):
        return f"{form}, not {value[:40]!r}"

    return f"{form}, not {type(value).__name__}"


def _month_end(first: _dt.date) -> _dt.date:
    """The last day of the month that a day begins."""
    # After December of 9999 there is no month to step back from.
    if first.month == 12:
        return first.replace(day=31)

    return first.replace(month=first.month + 1) - ONE_DAY


def read_when(value: When | str) -> When:
    """A date from itself or its EDTF text."""
    if isinstance(value, When):
        return value

    return When.parse(value)


@record(kw_only=True)
class Period(Plain):
    """A stretch of days, half-open: ``end`` is the first day no longer in it, ``None`` is open.

    ``day in period`` is true only when it is certain; :meth:`possible` is the other reading.
    It is printed with the last day covered.

    Example:
        >>> str(Period(start="2023-07-04", end="2024-07-04"))
        '2023-07-04 to 2024-07-03'
    """

    start: When = attrs.field(converter=read_when)
    end: When | None = attrs.field(default=None, converter=OneOrNone[When])

    def __attrs_post_init__(self) -> None:
        if self.end is None:
            return

        first = self.start.earliest
        if first is not None and self.end.latest <= first:
            raise ValueError(
                f"a period that starts {self.start} cannot end {self.end}"
            )

        # Its last day, with which it is printed, would be before the first that there is.
        if _dt.date.min in (self.end.earliest, self.end.latest):
            raise ValueError(
                f"a period cannot end {self.end}, before which there is no day"
            )

    @classmethod
    def _read(cls, value: Period | Mapping[str, Any]) -> Period:
        """Events and validities are written ``first``/``last`` in JSON, both inclusive."""
        if isinstance(value, Period):
            return value

        if "first" not in value:
            return Period(**value)

        if value["last"] is None:
            return Period(start=value["first"])

        end = read_when(value["last"]).shift(1)
        return Period(start=value["first"], end=end)

    @property
    def last(self) -> When | None:
        """The last day covered; ``None`` where the period is open."""
        return self.end and self.end.shift(-1)

    def __contains__(self, day: _dt.date) -> bool:
        _check_is_day(day)
        if day < self.start.latest:
            return False

        if self.end is None:
            return True

        return self.end.earliest is not None and day < self.end.earliest

    def possible(self, day: _dt.date) -> bool:
        """Whether ``day`` may lie in the period, given what is known of its ends."""
        _check_is_day(day)
        first = self.start.earliest
        if first is not None and day < first:
            return False

        return self.end is None or day < self.end.latest

    def __str__(self) -> str:
        return self._write(str)

    def _write(self, write_date: Callable[[When], str]) -> str:
        """The period with the last day in it, each date written as asked."""
        last = self.last
        if last is None:
            return f"{write_date(self.start)} to today"

        if last == self.start:
            return write_date(last)

        return f"{write_date(self.start)} to {write_date(last)}"

    def __repr__(self) -> str:
        end = self.end and str(self.end)
        return f"Period(start={str(self.start)!r}, end={end!r})"

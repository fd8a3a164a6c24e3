"""The tables that every engine is given, and what has to come back."""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from pathlib import Path

import pyarrow as pa

import sco_data as sco
from sco_data.model import State

DATA = Path(__file__).parent / "data"
OURS = {
    "CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB", "IND", "PAK", "IRN", "BLR", "MNG", "AFG", "LKA", "TUR",
    "KHM", "AZE", "NPL", "ARM", "EGY", "QAT", "SAU", "KWT", "MDV", "MMR", "ARE", "BHR", "LAO",
}  # fmt: skip
SPELLINGS = [
    *OURS, "kz", "RU", "India", " india ", "Kirghizia", "Белоруссия", "белоруссия", "俄罗斯", "哈萨克斯坦",
    "Islamic Republic of Iran", "turkiye", "TÜRKİYE", "U.A.E.", "Ｋａｚ", "K-A-Z", "Россия", "France",
    "FRA", "ZZ", "", "  ", "Chin", "Георгия", None,
]  # fmt: skip


@cache
def named(name: str) -> State | None:
    return sco.state(name, None)


def truth(name: str | None, day: dt.date | None) -> tuple[str | None, str | None]:
    """What the library says of one row."""
    state = None if name is None else named(name)
    status = sco.status(state, as_of=day) if state and day else None
    return (state.iso3 if state else None, status.value if status else None)


Rows = list[tuple[str | None, str | None]]


# Every 97th day, and for each change of the members the day before, the day and a day long after.
DAYS = [
    *(dt.date(1995, 1, 1) + dt.timedelta(days=97 * number) for number in range(124)),
    *map(dt.date.fromisoformat, ("2001-06-14", "2001-06-15", "2017-06-08", "2017-06-09")),
    *map(dt.date.fromisoformat, ("2023-07-03", "2023-07-04", "2024-07-03", "2024-07-04")),
    None,
]


def every_spelling_on_every_day(times: int = 1) -> tuple[pa.Table, Rows]:
    """Rows of every spelling and every day, with what `sco.status` says of each."""
    rows = [(name, day) for day in DAYS for name in SPELLINGS] * times
    table = pa.table(
        {
            "row": pa.array(range(len(rows)), pa.int64()),
            "country": pa.array([name for name, _ in rows], pa.string()),
            "date": pa.array([day for _, day in rows], pa.date32()),
        }
    )
    return table, [truth(name, day) for name, day in rows]


def table_of(country: pa.Array, date: pa.Array | None = None) -> pa.Table:
    columns = {"row": pa.array(range(len(country)), pa.int64()), "country": country}
    return pa.table(columns if date is None else {**columns, "date": date})


def codes(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


ISO = codes("iso_3166.csv")
TEXTS = [pa.string(), pa.large_string(), pa.string_view()]
TZ = dt.timezone(dt.timedelta(hours=9))
NOON = dt.datetime(2024, 7, 3, 12)
LATE = dt.datetime(2024, 7, 3, 23, 30)

DATES: dict[str, tuple[pa.Array, Rows]] = {
    "dates": (
        pa.array([dt.date(2024, 7, 3), dt.date(2024, 7, 4), None]),
        [("BLR", "observer"), ("BLR", "member"), ("BLR", None)],
    ),
    "datetimes": (
        pa.array([LATE, dt.datetime(2024, 7, 4), None], pa.timestamp("us")),
        [("BLR", "observer"), ("BLR", "member"), ("BLR", None)],
    ),
    "nanoseconds, before 1970": (
        pa.array([LATE, dt.datetime(1969, 7, 4, 1), None], pa.timestamp("ns")),
        [("BLR", "observer"), ("BLR", None), ("BLR", None)],
    ),
    "text": (
        pa.array(["2024-07-03T23:59:59.999Z", "2024-07-04", None]),
        [("BLR", "observer"), ("BLR", "member"), ("BLR", None)],
    ),
    "text of years": (
        pa.array(["2014", "2015", "2024"]),
        [("BLR", "dialogue partner"), ("BLR", "observer"), ("BLR", "member")],
    ),
    "years": (
        pa.array([2009, 2010, 2024], pa.int32()),
        [("BLR", None), ("BLR", "dialogue partner"), ("BLR", "member")],
    ),
    "years with null": (
        pa.array([1, 9999, None], pa.int64()),
        [("BLR", None), ("BLR", "member"), ("BLR", None)],
    ),
    "years as floats": (
        pa.array([2015.0, 2024.0, None]),
        [("BLR", "observer"), ("BLR", "member"), ("BLR", None)],
    ),
    "null alone": (pa.array([None, None, None], pa.date32()), [("BLR", None)] * 3),
}
BAD: dict[str, tuple[pa.Array, list[str]]] = {
    "text": (
        pa.array(["2023-02-29", "2024-07-04", "20240704", "4 July 2024", "2024-07", "", None]),
        ["'date'", ": 5, first", "2023-02-29", "20240704", "4 July 2024"],
    ),
    "numbers": (
        pa.array([20240704, 2024, 0, -5, 10_000, 2024, None], pa.int64()),
        ["'date'", ": 4, first", "20240704", "-5"],
    ),
    "floats": (
        pa.array([2024.5, 2024.4, 2015, 2023.6, 9999.5, 0.5, None]),
        ["'date'", ": 5, first", "2024.5", "2024.4", "2023.6"],
    ),
}

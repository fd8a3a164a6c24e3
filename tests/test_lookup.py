"""The edges of `annotate`: first and last days, values of several kinds, and what errors say."""

from __future__ import annotations

import datetime as dt
import decimal
import importlib
from typing import Any

import pytest

np = importlib.import_module("numpy")
pa = importlib.import_module("pyarrow")
pd = importlib.import_module("pandas")
pl = importlib.import_module("polars")

import engines  # noqa: E402
import sco_data as sco  # noqa: E402
from sco_data._annotate.columns import Days  # noqa: E402
from sco_data._annotate.day_table import DayTable  # noqa: E402
from sco_data._annotate.lookup import Lookup, lookup_of, read_digits  # noqa: E402
from sco_data.model import Status  # noqa: E402

STATES = sorted(engines.OURS)
DAY = dt.timedelta(days=1)
KINDS = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.table}


def cells(column: Any) -> list[Any]:
    found = column.to_pylist() if hasattr(column, "to_pylist") else column.to_list()
    return [None if pd.isna(cell) else cell for cell in found]


def objects(**columns: list[Any]) -> Any:
    """A pandas frame whose cells are Python's own."""
    return pd.DataFrame({name: pd.Series(each, dtype=object) for name, each in columns.items()})


def statuses(country: str, dates: list[Any], **asked: Any) -> list[str | None]:
    frame = objects(country=[country] * len(dates), date=dates)
    return cells(sco.annotate(frame, country="country", date="date", **asked)["sco_status"])


@pytest.mark.parametrize("kind", KINDS)
def test_each_day_around_each_change(kind: str) -> None:
    days = {
        dt.date.min,
        dt.date(1901, 1, 1),
        dt.date(1969, 12, 31),
        dt.date(1970, 1, 1),
        dt.date.max,
    }
    for row in sco.memberships():
        for end in (row.period.start, row.period.end) if row.period else ():
            days |= {end.latest - DAY, end.latest, end.latest + DAY} if end else set()
    rows = [(state, day) for state in STATES for day in sorted(days)]
    countries, dates = [state for state, _ in rows], [day for _, day in rows]
    expected = [engines.truth(*row)[1] for row in rows]
    for texts in (dates, list(map(str, dates)), [f"{day} 12:00" for day in dates]):
        table = KINDS[kind]({"country": countries, "date": texts})
        done = sco.annotate(table, country="country", date="date")
        assert cells(done["sco_state"]) == countries
        assert cells(done["sco_status"]) == expected
    assert set(expected) == {None, "member", "observer", "dialogue partner"}


@pytest.mark.parametrize("length", range(1, 6))
def test_a_span_has_the_days_it_has(length: int) -> None:
    for start in (dt.date(2001, 6, 15), dt.date(1996, 4, 26)):
        spans: dict[str, Any] = dict.fromkeys(STATES, ())
        row = (start, start + DAY * (length - 1), Status.OBSERVER)
        spans["MNG"] = (row,)
        table = DayTable(spans, Status)
        days = [start + DAY * number for number in range(-3, length + 3)]
        numbers = np.array([(day - dt.date(1970, 1, 1)).days for day in days])
        for state in ("MNG", "KAZ"):
            rows = np.full(len(days), STATES.index(state) + 1, np.uint8)
            found = [list(Status)[n - 1] if n else None for n in table.take(rows, Days(numbers))]
            inside = ["observer" if state == "MNG" else None] * length
            assert found == [None] * 3 + inside + [None] * 3


@pytest.mark.parametrize("kind", KINDS)
def test_each_year_means_its_last_day(kind: str) -> None:
    years = [1, 2, 1969, 1970, 1971, *range(1999, 2040), 9998, 9999]
    rows = [(state, year) for state in STATES for year in years]
    expected = [engines.truth(state, dt.date(year, 12, 31))[1] for state, year in rows]
    for written in (int, float, "{:04}".format):
        table = {"country": [row[0] for row in rows], "date": [written(row[1]) for row in rows]}
        done = sco.annotate(KINDS[kind](table), country="country", date="date")
        assert cells(done["sco_status"]) == expected


def test_each_code_of_each_kind_and_its_neighbours() -> None:
    for codes, known in (
        ("m49", {state.m49: state.iso3 for state in sco.states()}),
        ("cow", {state.cow: state.iso3 for state in sco.states()}),
    ):
        asked = range(-2, 1000)
        expected = [known.get(code) for code in asked]
        for numbers in (np.array(asked), np.array(asked, float), pd.Series(asked, dtype=object)):
            frame = pd.DataFrame({"country": numbers})
            done = sco.annotate(frame, country="country", as_of="2024-01-01", codes=codes)
            assert cells(done["sco_state"]) == expected
        tenths = pd.DataFrame({"country": [code + 0.1 for code in asked]})
        done = sco.annotate(tenths, country="country", as_of="2024-01-01", codes=codes)
        assert done["sco_state"].isna().all()


def test_objects_that_are_dates_years_or_neither() -> None:
    good = [1, 2014, 2015.0, np.int64(2015), np.float64(2024), "2024", "2024-07-04T23:00", 9999]
    expected = [None, "dialogue partner", *["observer"] * 2, *["member"] * 4]
    assert statuses("BLR", good) == expected
    bad = [
        0, -1, 10_000, 0.5, 2014.5, "0", "0000", "10000", "2024-07", "24", "2024-07-32", "", " 2024",
    ]  # fmt: skip
    assert statuses("BLR", bad, errors="null") == [None] * len(bad)
    for value in bad:
        with pytest.raises(ValueError, match="are no dates: 1, first"):
            statuses("BLR", [2024, value])
    for value in (True, decimal.Decimal(2024), (2024,), 2024j):
        message = f"^dates are dates, datetimes, text or years, not {type(value).__name__}$"
        with pytest.raises(TypeError, match=message):
            statuses("BLR", [value])


def test_objects_that_are_countries_codes_or_neither() -> None:
    def states(values: list[Any], codes: str = "m49") -> list[str | None]:
        frame = objects(country=values)
        done = sco.annotate(frame, country="country", as_of="2024-01-01", codes=codes)
        return cells(done["sco_state"])

    assert states(["KAZ", " kaz", 398, 398.0, np.int16(398), None, 397, "398"]) == [
        *["KAZ"] * 5, None, None, "KAZ",
    ]  # fmt: skip
    assert states([705, 705.0, "KAZ"], "cow") == ["KAZ"] * 3
    assert states(["KAZ", "kaz", None], "iso3") == ["KAZ", None, None]
    assert states([1, 1.0, "1"]) == [None] * 3  # What True must not be taken for.
    for value, codes in ((True, "m49"), (b"KAZ", "m49"), ((398,), "cow")):
        kind = type(value).__name__
        with pytest.raises(TypeError, match=f"^countries are text or numbers, not {kind}$"):
            states([value], codes)
    for value in (398, 398.0, True):
        with pytest.raises(TypeError, match=f"^countries are text, not {type(value).__name__}$"):
            states(["KAZ", value], "iso3")


@pytest.mark.parametrize("kind", KINDS)
def test_columns_that_hold_no_countries(kind: str) -> None:
    for column, codes, message in (
        ([dt.date(2024, 1, 1)], "m49", "countries are text or numbers, not dates"),
        ([dt.date(2024, 1, 1)], "iso3", "countries are text, not dates"),
        ([398], "iso3", "countries are text, not numbers"),
        ([398.5], "iso3", "countries are text, not numbers"),
    ):
        cast = pd.to_datetime(column) if kind == "pandas" and "dates" in message else column
        with pytest.raises(TypeError, match=f"^{message}$"):
            sco.annotate(KINDS[kind]({"c": cast}), country="c", as_of="2024-01-01", codes=codes)


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_tells_the_first_three_and_how_many_there_are(kind: str) -> None:
    rest = "; dates, datetimes, 'YYYY-MM-DD' and years are, and errors='null' gives null for the others"
    for values, count, first in (
        (["2024", "b", "a", "b", "c", "d", None], 5, "'b', 'a', 'b'"),
        (["x" * 50, "2024-07-04", "y" * 38], 2, f"'{'x' * 39}, '{'y' * 38}'"),
        ([2024.0, 0.0, 10_000.0, 2024.5, 1.5], 4, "0.0, 10000.0, 2024.5"),
        ([-1, 9999, 1], 1, "-1.0"),
    ):
        table = KINDS[kind]({"c": ["KAZ"] * len(values), "my day": values})
        with pytest.raises(ValueError, match="no dates") as caught:
            sco.annotate(table, country="c", date="my day")
        found = f"values of 'my day' that are no dates: {count}, first {first}{rest}"
        assert str(caught.value) == found
        done = sco.annotate(table, country="c", date="my day", errors="null")
        assert cells(done["sco_state"]) == ["KAZ"] * len(values)


def test_more_rows_than_are_done_at_a_time() -> None:
    """Each row is its own: the last of a block, the first of the next, and those after it."""
    count = 150_001
    rows = [(STATES[n % 27], dt.date(2000, 1, 1) + DAY * (n * 7 % 10_000)) for n in range(count)]
    at = [*range(5), *range(65_530, 65_542), *range(131_066, 131_078), *range(count - 5, count)]
    codes = {state.iso3: state.m49 for state in sco.states()}
    for written in (str, codes.get):
        column = [written(state) for state, _ in rows]  # type: ignore[operator]
        for kind in (pa.table, pl.DataFrame):
            table = kind({"c": column, "d": [day for _, day in rows]})
            done = sco.annotate(table, country="c", date="d")
            done = done.take(at) if kind is pa.table else done[at]
            assert cells(done["sco_state"]) == [rows[n][0] for n in at]
            assert cells(done["sco_status"]) == [engines.truth(*rows[n])[1] for n in at]


def test_an_older_release_has_its_own_table() -> None:
    first = sco.releases()[0].id
    assert lookup_of(first) is lookup_of(first) is not lookup_of(None)
    done = sco.annotate(
        pd.DataFrame({"c": ["Iran", "IR", "364"]}), country="c", as_of="2024-01-01", release=first
    )
    assert cells(done["sco_state"]) == ["IRN", "IRN", "IRN"]
    with pytest.raises(ValueError, match="release"):
        sco.annotate(pd.DataFrame({"c": ["IR"]}), country="c", as_of="2024-01-01", release="1.0")


def test_a_status_that_begins_after_the_data_is_not_known() -> None:
    lookup = Lookup(None)
    until = lookup.checked_until
    # An equal day need not be the same object.
    same = dt.date.fromordinal(until.toordinal())
    lookup.spans = {
        "KAZ": ((same, dt.date.max, Status.MEMBER),),
        "BLR": ((until + DAY, dt.date.max, Status.MEMBER),),
    }
    assert lookup.spans_for("null") == {"KAZ": ((until, until, Status.MEMBER),), "BLR": ()}


def test_zeros_before_a_number_are_no_digits_of_it() -> None:
    assert read_digits("0" * 5000 + "364") == 364
    assert read_digits("0" * 5000) == 0
    assert read_digits("364" * 5000) not in lookup_of(None).states_by_code["m49"]

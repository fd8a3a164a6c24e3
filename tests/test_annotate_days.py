"""Days and countries of `annotate` are read from the values as they are, however a column holds them."""

from __future__ import annotations

import datetime as dt
import importlib
from typing import Any

import pytest

pa = importlib.import_module("pyarrow")
pd = importlib.import_module("pandas")
pl = importlib.import_module("polars")

import sco_data as sco  # noqa: E402

# Belarus was an observer until 3 July 2024 and is a member from the next day on.
LATE = dt.datetime(2024, 7, 3, 20, 0, tzinfo=dt.UTC)
IN_ALMATY = LATE.astimezone(dt.timezone(dt.timedelta(hours=5)))


def statuses_of_objects(days: list[object]) -> list[Any]:
    """The statuses of Belarus on days in a pandas column of objects."""
    frame = pd.DataFrame({"country": ["BLR"] * len(days), "day": pd.Series(days, dtype=object)})
    found = sco.annotate(frame, country="country", date="day")["sco_status"]
    return [None if pd.isna(word) else word for word in found]


@pytest.mark.parametrize("cls", [dt.datetime, pd.Timestamp])
def test_one_instant_in_two_time_zones_can_be_two_days(cls: Any) -> None:
    days = [LATE, IN_ALMATY]
    if cls is pd.Timestamp:
        days = list(map(pd.Timestamp, days))
    assert days[0] == days[1]
    wanted = ["observer", "member"]
    assert statuses_of_objects([*days]) == wanted
    assert statuses_of_objects([*reversed(days)]) == wanted[::-1]
    assert statuses_of_objects([None, *days, pd.NaT, None]) == [None, *wanted, None, None]


def test_true_is_no_year_also_after_a_one() -> None:
    columns: list[list[object]] = [[1, True], [True, 1], [1.0, True], [2024, 1, True]]
    for days in columns:
        with pytest.raises(TypeError, match="not bool"):
            statuses_of_objects(days)


def test_true_is_no_code_also_after_a_one() -> None:
    frame = pd.DataFrame({"country": pd.Series([1, True], dtype=object)})
    with pytest.raises(TypeError, match="not bool"):
        sco.annotate(frame, country="country", as_of="2024-01-01")


def test_a_column_can_hold_days_of_every_kind() -> None:
    days = [
        dt.date(2024, 7, 4),
        dt.datetime(2024, 7, 3, 23, 59),
        LATE,
        "2024-07-04",
        "2024-07-03T23:59:59Z",
        2024,
        2023.0,
        None,
        float("nan"),
        pd.NA,
        pd.NaT,
        IN_ALMATY,
    ]
    assert statuses_of_objects(days) == [
        "member", "observer", "observer", "member", "observer", "member", "observer",
        None, None, None, None, "member",
    ]  # fmt: skip


def test_what_is_no_day_is_counted_by_rows() -> None:
    with pytest.raises(ValueError, match="no dates: 2, first 0, 0"):
        statuses_of_objects([0, 2024, 0, LATE])


@pytest.mark.parametrize(
    "day", [dt.date(2024, 7, 4), LATE, IN_ALMATY, dt.datetime(2024, 7, 4), "2024-07-04"]
)
def test_a_verb_and_a_column_take_a_day_for_the_same(day: Any) -> None:
    assert statuses_of_objects([day]) == [sco.status("BLR", as_of=day)]


class TestCategories:
    def test_a_category_that_no_row_has_may_be_no_date(self) -> None:
        words = pd.Categorical(["2024-07-04", "n/a", None])
        frame = pd.DataFrame({"country": ["BLR"] * 3, "day": words})
        frame = frame[frame["day"] != "n/a"]
        assert "n/a" in frame["day"].cat.categories
        found = sco.annotate(frame, country="country", date="day")["sco_status"]
        assert found.tolist()[:1] == ["member"]

    def test_a_category_that_no_row_has_may_be_of_any_type(self) -> None:
        days = pd.Categorical([dt.date(2024, 7, 4)], categories=[True, dt.date(2024, 7, 4)])
        countries = pd.Categorical(["BLR"], categories=[dt.date(2024, 7, 4), "BLR"])
        frame = pd.DataFrame({"country": countries, "day": days})
        found = sco.annotate(frame, country="country", date="day")
        assert found["sco_status"].tolist() == ["member"]

    def test_a_category_that_a_row_has_is_refused(self) -> None:
        frame = pd.DataFrame({"country": ["BLR"], "day": pd.Categorical(["n/a"])})
        with pytest.raises(ValueError, match="no dates: 1, first 'n/a'"):
            sco.annotate(frame, country="country", date="day")

    @pytest.mark.parametrize("dtype", [pl.Categorical, pl.Enum(["n/a", "2024-07-04"])])
    def test_the_words_of_polars_likewise(self, dtype: Any) -> None:
        days = pl.Series(["n/a", "2024-07-04"], dtype=dtype)
        frame = pl.DataFrame({"country": ["BLR", "BLR"], "day": days}).slice(1)
        found = sco.annotate(frame, country="country", date="day")
        assert found["sco_status"].to_list() == ["member"]

    def test_the_words_of_arrow_likewise(self) -> None:
        days = pa.DictionaryArray.from_arrays(pa.array([1]), ["n/a", "2024-07-04"])
        found = sco.annotate(
            pa.table({"country": ["BLR"], "day": days}), country="country", date="day"
        )
        assert found["sco_status"].to_pylist() == ["member"]

    @pytest.mark.parametrize("bits", [8, 16, 32, 64])
    @pytest.mark.parametrize("sign", ["", "u"])
    def test_positions_of_any_type_can_be_null(self, sign: str, bits: int) -> None:
        positions = pa.array([0, None, 1], getattr(pa, f"{sign}int{bits}")())
        countries = pa.DictionaryArray.from_arrays(positions, ["BLR", "FR"])
        days = pa.DictionaryArray.from_arrays(positions, ["2024-07-04", "2024"])
        table = pa.table({"country": countries, "day": days})
        found = sco.annotate(table, country="country", date="day")
        assert found["sco_state"].to_pylist() == ["BLR", None, None]
        assert found["sco_status"].to_pylist() == ["member", None, None]

    def test_all_positions_of_a_byte_can_be_taken(self) -> None:
        words = [*map(str, range(1, 10)), "2024-07-04", *map(str, range(9000, 9246))]
        positions = pa.array([9, None, 255], pa.uint8())
        days = pa.DictionaryArray.from_arrays(positions, words)
        table = pa.table({"country": ["BLR"] * 3, "day": days})
        found = sco.annotate(table, country="country", date="day", errors="null")
        assert found["sco_status"].to_pylist() == ["member", None, "member"]

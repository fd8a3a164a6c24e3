"""`annotate` on the engines themselves: the same answers as `status`, and nothing else changed."""

from __future__ import annotations

import datetime as dt
import importlib
import subprocess
import sys
from typing import Any

import pytest

pa = importlib.import_module("pyarrow")
pd = importlib.import_module("pandas")
pl = importlib.import_module("polars")
importlib.import_module("narwhals")

from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from packaging.version import Version  # noqa: E402

import engines  # noqa: E402
import sco_data as sco  # noqa: E402
from sco_data._annotate import days  # noqa: E402

Rows = list[tuple[str | None, str | None]]
NAMES = [
    "pandas", "pandas on Arrow", "pandas categories", "pandas objects", "polars", "polars lazy", "polars streaming",
    "pyarrow", "pyarrow chunks", "duckdb", "duckdb default", "dask", "ibis",
]  # fmt: skip
SQL = ("duckdb", "duckdb default", "ibis")
STREAMING = (
    {"engine": "streaming"} if Version(pl.__version__) >= Version("1.23") else {"streaming": True}
)
# A lazy frame raises what a function raised in it; before Polars 1.30, an error of its own.
LAZY = () if Version(pl.__version__) >= Version("1.30") else (pl.exceptions.ComputeError,)
CONNECTIONS: list[Any] = []
EPOCH = dt.date(1970, 1, 1)


def to_pandas(table: Any) -> Any:
    frame = table.to_pandas()
    for field in table.schema:
        if pa.types.is_date32(field.type):
            frame[field.name] = pd.to_datetime(frame[field.name])
    return frame


def made(engine: str, table: Any) -> Any:
    """A table of an engine."""
    if engine == "pandas":
        return to_pandas(table)
    if engine == "pandas on Arrow":
        return table.to_pandas(types_mapper=pd.ArrowDtype)
    if engine == "pandas categories":
        return to_pandas(table).astype({"country": "category"})
    if engine == "pandas objects":
        return table.to_pandas().astype({"country": "object"})
    if engine.startswith("polars"):
        frame = pl.from_arrow(table)
        return frame if engine == "polars" else frame.lazy()
    if engine == "pyarrow":
        return table
    if engine == "pyarrow chunks":
        return pa.concat_tables([table.slice(0, 1), table.slice(1, 0), table.slice(1)])
    if engine == "dask":
        dd = importlib.import_module("dask.dataframe")
        return dd.from_pandas(to_pandas(table), npartitions=3)
    duckdb = importlib.import_module("duckdb")
    if engine == "ibis":
        ibis = importlib.import_module("ibis")
        return ibis.memtable(table)
    if engine == "duckdb default":
        return duckdb.from_arrow(table)
    CONNECTIONS.append(duckdb.connect())
    return CONNECTIONS[-1].from_arrow(table)


def rows(engine: str, frame: Any) -> list[tuple[Any, ...]]:
    """The rows of a table of an engine, in its order where it has one."""
    if engine.startswith("polars"):
        if engine == "polars lazy":
            frame = frame.collect()
        if engine == "polars streaming":
            frame = frame.collect(**STREAMING)
        return list(frame.rows())
    if engine.startswith("pyarrow"):
        return [tuple(row.values()) for row in frame.to_pylist()]
    if engine == "ibis":
        frame = frame.to_pyarrow()
        return sorted(tuple(row.values()) for row in frame.to_pylist())
    if engine.startswith("duckdb"):
        return sorted(frame.fetchall())
    if engine == "dask":
        frame = frame.compute()
    return [
        tuple(None if pd.isna(cell) else cell for cell in row)
        for row in frame.itertuples(index=False)
    ]


def answers(engine: str, table: Any, **asked: Any) -> Rows:
    """What `annotate` adds, after checking that it leaves all else as it was."""
    frame = made(engine, table)
    before = rows(engine, made(engine, table))
    done = sco.annotate(frame, country="country", **asked)
    assert type(done) is type(frame)
    after = rows(engine, done)
    assert [row[:-2] for row in after] == before
    return [row[-2:] for row in after]


@pytest.fixture(params=NAMES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def many() -> tuple[Any, Rows]:
    return engines.every_spelling_on_every_day()


def test_every_row_is_what_status_says(engine: str, many: tuple[Any, Rows]) -> None:
    table, expected = many
    assert answers(engine, table, date="date") == expected


@pytest.mark.parametrize("kind", engines.DATES)
def test_dates_of_every_kind(engine: str, kind: str) -> None:
    dates, expected = engines.DATES[kind]
    table = engines.table_of(pa.array(["BLR", "Белоруссия", "by"]), dates)
    assert answers(engine, table, date="date") == expected


@pytest.mark.parametrize("kind", engines.BAD)
def test_what_is_no_date_is_said_or_null(engine: str, kind: str) -> None:
    dates, words = engines.BAD[kind]
    table = engines.table_of(pa.array(["KAZ"] * len(dates)), dates)
    with pytest.raises((ValueError, *LAZY), match="that are no dates") as caught:
        rows(engine, sco.annotate(made(engine, table), country="country", date="date"))
    if engine not in (
        "dask",
        "polars lazy",
        "polars streaming",
    ):  # They raise for a part of the rows.
        assert [word for word in words if word not in str(caught.value)] == []
        shown = str(caught.value).partition(" first ")[2].partition(";")[0]
        assert len(shown.split(", ")) == 3
    found = answers(engine, table, date="date", errors="null")
    good = [2024, 2015, "2024-07-04"]
    assert found == [("KAZ", "member" if day in good else None) for day in dates.to_pylist()]


@pytest.mark.parametrize("coding", ["iso2", "iso3", "m49"])
def test_of_all_of_iso_3166_ours_match(engine: str, coding: str) -> None:
    keys = [row[coding] for row in engines.ISO]
    array = pa.array(map(int, keys)) if coding == "m49" else pa.array(keys)
    found = answers(engine, engines.table_of(array), as_of="2026-09-01")
    assert [state for state, _ in found] == [
        row["iso3"] if row["iso3"] in engines.OURS else None for row in engines.ISO
    ]
    assert sum(status is not None for _, status in found) == 27


def test_codes_of_the_correlates_of_war(engine: str) -> None:
    codes = [int(row["ccode"]) for row in engines.codes("cow_states.csv")]
    rows = engines.codes("cow_igo_v3.csv")
    for year in (2001, 2014):
        table = engines.table_of(pa.array(codes), pa.array([year] * len(codes)))
        found = answers(engine, table, date="date", codes="cow")
        members = {
            code for code, (_, status) in zip(codes, found, strict=True) if status == "member"
        }
        assert members == {int(row["ccode"]) for row in rows if int(row["year"]) == year}
    assert len({state for state, _ in found} - {None}) == 27


def test_710_is_china_or_south_africa(engine: str) -> None:
    table = engines.table_of(pa.array([710, 156], pa.int16()))
    assert answers(engine, table, as_of="2024-01-01") == [(None, None), ("CHN", "member")]
    # Both numbers are M49 and one is not of the other system, so by default that is said.
    found = answers(engine, table, as_of="2024-01-01", codes="cow", unmatched="null")
    assert found == [("CHN", "member"), (None, None)]


def test_text_is_read_as_names_whatever_numbers_are(engine: str) -> None:
    table = engines.table_of(pa.array(["Iran", "kz", "CHN"]))
    for codes in ("m49", "cow"):
        found = answers(engine, table, as_of="2024-01-01", codes=codes)
        assert [state for state, _ in found] == ["IRN", "KAZ", "CHN"]


def test_iso_3_alone_is_what_is_written_so(engine: str) -> None:
    table = engines.table_of(pa.array(["KAZ", "kaz", "KZ", "Iran", "FRA", "", None, "IRN"]))
    found = answers(engine, table, as_of="2024-01-01", codes="iso3")
    assert found == [("KAZ", "member"), *[(None, None)] * 6, ("IRN", "member")]
    with pytest.raises((TypeError, *LAZY), match="countries are text, not"):
        answers(engine, engines.table_of(pa.array([398])), as_of="2024-01-01", codes="iso3")


def test_a_fixed_day_before_there_was_anybody(engine: str) -> None:
    table = engines.table_of(pa.array(["KAZ", None]))
    for day in (dt.date(2001, 6, 14), "1970-01-01", "1969-12-31", "1901-01-01"):
        assert answers(engine, table, as_of=day) == [("KAZ", None), (None, None)]
    assert answers(engine, table, as_of=dt.datetime(2001, 6, 15, 1)) == [
        ("KAZ", "member"),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("kind", "dates"), [("string", "date32"), ("int64", "int32"), ("float64", "string")]
)
def test_empty_and_all_null(engine: str, kind: str, dates: str) -> None:
    for cells in ([], [None, None]):
        if engine == "dask" and not cells:
            continue
        table = engines.table_of(pa.array(cells, kind), pa.array(cells, dates))
        assert answers(engine, table, date="date") == [(None, None)] * len(cells)


def test_numbers_with_nulls_and_fractions(engine: str) -> None:
    table = engines.table_of(pa.array([398.0, None, 398.5, 1e18, float("-inf")]))
    expected = [("KAZ", "member"), *[(None, None)] * 4]
    assert answers(engine, table, as_of="2024-01-01") == expected
    table = engines.table_of(pa.array([398, 2**62 + 1, -(2**53) - 1]))  # That no float is.
    assert answers(engine, table, as_of="2024-01-01") == [("KAZ", "member"), *[(None, None)] * 2]


def test_numbers_far_from_any_year(engine: str) -> None:
    years = pa.array([2024.0, float("nan"), float("inf"), -1e300, 1e300, 2005.0, None])
    table = engines.table_of(pa.array(["KAZ"] * len(years)), years)
    frame = sco.annotate(made(engine, table), country="country", date="date", errors="null")
    found = [status for *_, status in rows(engine, frame)]
    assert found == ["member", *[None] * 4, "member", None]
    good = engines.table_of(pa.array(["KAZ"] * 2), years.slice(0, 2))
    frame = sco.annotate(made(engine, good), country="country", date="date")
    assert [status for *_, status in rows(engine, frame)] == ["member", None]


def test_columns_that_hold_other_things(engine: str) -> None:
    truths = pa.array([True, False])
    with pytest.raises((TypeError, *LAZY), match="text"):
        answers(engine, engines.table_of(truths), as_of="2024-01-01")
    with pytest.raises((TypeError, *LAZY), match="text"):
        answers(engine, engines.table_of(pa.array([dt.date(2024, 1, 1)])), as_of="2024-01-01")
    table = engines.table_of(pa.array(["KAZ", "CHN"]), truths)
    with pytest.raises((TypeError, *LAZY), match="text"):
        answers(engine, table, date="date")


def test_the_call_itself(engine: str) -> None:
    frame = made(engine, engines.table_of(pa.array(["KAZ"]), pa.array([dt.date(2024, 1, 1)])))
    for asked, message in (
        ({}, "one of the two"),
        ({"date": "date", "as_of": "2024-01-01"}, "one of the two"),
        ({"as_of": "2024-01-01", "codes": "gw"}, "valid are 'm49', 'cow', 'iso3'"),
        ({"as_of": "2024-01-01", "errors": "ignore"}, "valid are 'raise', 'null'"),
        ({"date": "day"}, "'row', 'country', 'date'"),
    ):
        with pytest.raises(ValueError, match=message):
            sco.annotate(frame, country="country", **asked)
    with pytest.raises(ValueError, match="'nation'"):
        sco.annotate(frame, country="nation", as_of="2024-01-01")
    done = sco.annotate(frame, country="country", as_of="2024-01-01")
    with pytest.raises(ValueError, match="has a column 'sco_state' already"):
        sco.annotate(done, country="country", as_of="2024-01-01")


def test_types_are_categories_where_there_are_any(engine: str) -> None:
    done = sco.annotate(
        made(engine, engines.table_of(pa.array(["KAZ"]))), country="country", as_of="2024-01-01"
    )
    if engine in ("polars", "polars lazy"):
        schema = done.collect_schema()
        assert schema["sco_status"] == pl.Enum(
            ["member", "observer", "dialogue partner", "SCO partner"]
        )
        assert schema["sco_state"] == pl.Enum(sorted(engines.OURS))
    elif engine.startswith(("pandas", "dask")):
        assert list(done["sco_state"].dtype.categories) == sorted(engines.OURS)
    elif engine.startswith("pyarrow"):
        assert pa.types.is_dictionary(done["sco_status"].type)


def test_pandas_keeps_index_names_and_the_frame_it_was_given() -> None:
    index = pd.MultiIndex.from_tuples([(1, "a"), (1, "a"), (0, "b")], names=["x", "y"])
    frame = pd.DataFrame({"country": ["KAZ", "FR", "KAZ"], 7: [1, 2, 3]}, index=index)
    frame.attrs["source"] = "mine"
    done = sco.annotate(frame, country="country", as_of="2024-01-01")
    pd.testing.assert_frame_equal(done[["country", 7]], frame)
    assert done.attrs == frame.attrs
    assert list(frame) == ["country", 7]
    done.loc[done[7] == 2, "country"] = "changed"
    assert frame["country"].tolist() == ["KAZ", "FR", "KAZ"]
    assert done["sco_state"].tolist()[::2] == ["KAZ", "KAZ"]


def test_a_column_that_stands_twice_is_refused() -> None:
    frame = pd.DataFrame([["KAZ", "CHN"]], columns=["country", "country"])
    with pytest.raises(ValueError, match="unknown single column"):
        sco.annotate(frame, country="country", as_of="2024-01-01")


@pytest.mark.parametrize(
    "engine", ["pandas", "pandas on Arrow", "polars", "polars lazy", "pyarrow"]
)
def test_the_day_is_that_of_the_time_zone_of_the_column(engine: str) -> None:
    late = dt.datetime(2024, 7, 3, 20, tzinfo=dt.UTC)  # The 4th in Tokyo.
    for zone, status in (("UTC", "observer"), ("Asia/Tokyo", "member")):
        table = engines.table_of(pa.array(["BLR"]), pa.array([late], pa.timestamp("us", zone)))
        frame = made(engine, table)
        done = sco.annotate(frame, country="country", date="date")
        assert rows(engine, done)[0][-1] == status


def test_pandas_objects_of_several_kinds() -> None:
    import numpy as np

    dates = [
        dt.date(2024, 7, 4),
        dt.datetime(2024, 7, 3, 9),
        "2015-07-10",
        2014,
        np.int64(2015),
        None,
        pd.NaT,
        2010.0,
    ]
    frame = pd.DataFrame({"country": ["BLR"] * 8, "date": pd.Series(dates, dtype=object)})
    done = sco.annotate(frame, country="country", date="date")
    expected = [
        "member",
        "observer",
        "observer",
        "dialogue partner",
        "observer",
        None,
        None,
        "dialogue partner",
    ]
    assert [None if pd.isna(each) else each for each in done["sco_status"]] == expected
    frame = pd.DataFrame(
        {"country": pd.Series(["Iran", 364, np.int64(398), 31.0, None], dtype=object)}
    )
    done = sco.annotate(frame, country="country", as_of="2024-01-01")
    assert done["sco_state"].tolist()[:4] == ["IRN", "IRN", "KAZ", "AZE"]
    frame = pd.DataFrame({"country": ["BLR"], "date": [[2024]]})
    with pytest.raises(TypeError):
        sco.annotate(frame, country="country", date="date")


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_pandas_datetimes_of_every_unit(unit: str) -> None:
    stamps = pd.Series(
        ["2024-07-03 23:59:59", "2024-07-04 00:00:00", "1969-12-31 23:00:00"]
    ).astype(f"datetime64[{unit}]")
    frame = pd.DataFrame({"country": "BLR", "date": stamps})
    found = sco.annotate(frame, country="country", date="date")["sco_status"]
    assert [None if pd.isna(each) else each for each in found] == ["observer", "member", None]


CODED = {
    "both cases": ["KAZ", "kaz", "Kaz", "CHN"],
    "digits": ["KAZ", "1AZ", "15-6", "QAZ"],
    "several lengths": ["KAZ", "KZ", "CHIN", "CHN", ""],
    "one sign of three bytes": ["俄", "KAZ", "中"],
    "zeros": ["\0\0\0", "KAZ", "\0\0"],
    "many, one after another": [chr(65 + n // 676 % 26) + chr(65 + n // 26 % 26) + chr(65 + n % 26) for n in range(17_576)],
}  # fmt: skip


@pytest.mark.parametrize("kind", engines.TEXTS, ids=str)
@pytest.mark.parametrize("name", CODED)
def test_texts_are_told_apart_as_they_are(name: str, kind: Any) -> None:
    texts = CODED[name]
    whole = pa.array([*texts, "left out"], kind)
    parts = [whole.slice(0, 2), whole.slice(2, 0), whole.slice(2, len(texts) - 2)]
    states = [engines.truth(text, None)[0] for text in texts]
    frame = pl.DataFrame({"country": whole.slice(0, len(texts))})
    asked = {"country": "country", "as_of": "2024-01-01", "unmatched": "null"}
    done = sco.annotate(frame, **asked)
    assert done["sco_state"].to_list() == states
    table = pa.table({"country": pa.chunked_array(parts)})
    done = sco.annotate(table, **asked)
    assert done["sco_state"].to_pylist() == states


@given(st.lists(st.text("AKZaz\0é俄", max_size=3), max_size=40))
def test_a_column_of_short_texts_is_read_text_by_text(texts: list[str]) -> None:
    for kind in engines.TEXTS:
        table = pa.table({"country": pa.array(texts, kind)})
        done = sco.annotate(table, country="country", as_of="2024-01-01")
        assert done["sco_state"].to_pylist() == [engines.truth(text, None)[0] for text in texts]


def test_dictionaries_views_and_nullable_columns() -> None:
    for kind in (pa.dictionary(pa.int8(), pa.string()), *engines.TEXTS):
        table = engines.table_of(pa.array(["KAZ", "FR", None], kind))
        found = sco.annotate(table, country="country", as_of="2024-01-01")
        assert found["sco_state"].to_pylist() == ["KAZ", None, None]
    cells = pa.DictionaryArray.from_arrays(pa.array([0, 1, None]), [None, "KAZ"])
    days = pa.DictionaryArray.from_arrays(pa.array([1, 1, 0]), [None, "2024-01-01"])
    table = engines.table_of(pa.chunked_array([cells]), pa.chunked_array([days]))
    found = sco.annotate(table, country="country", date="date")
    assert found["sco_status"].to_pylist() == [None, "member", None]
    nothing = engines.table_of(pa.nulls(2), pa.nulls(2))
    for frame in (nothing, pl.from_arrow(nothing), pl.from_arrow(nothing).lazy()):
        done = sco.annotate(frame, country="country", date="date")
        done = done.collect() if isinstance(done, pl.LazyFrame) else done
        nulls = done["sco_state"].null_count
        assert (nulls() if callable(nulls) else nulls) == 2
    frame = pd.DataFrame(
        {"country": pd.array([398, None], "Int64"), "date": pd.array([2024, None], "Int64")}
    )
    assert sco.annotate(frame, country="country", date="date")["sco_status"].isna().tolist() == [
        False,
        True,
    ]
    for kind in (pl.Categorical, pl.Enum(["KAZ", "FR"])):
        frame = pl.DataFrame({"country": pl.Series(["KAZ", "FR", None], dtype=kind)})
        found = sco.annotate(frame, country="country", as_of="2024-01-01")["sco_state"].to_list()
        assert found == ["KAZ", None, None]


def test_a_lazy_polars_frame_is_not_read_and_names_no_row_twice() -> None:
    lazy = pl.LazyFrame({"country": ["KAZ"] * 3}).with_columns(date=pl.lit(dt.date(2024, 1, 1)))
    plan = sco.annotate(lazy, country="country", date="date")
    assert plan.collect()["sco_status"].to_list() == ["member"] * 3
    assert plan.filter(pl.col("sco_state") == "IRN").collect().is_empty()
    bad = pl.LazyFrame({"country": ["KAZ"], "date": ["soon"]})
    plan = sco.annotate(bad, country="country", date="date")  # Nothing is computed yet.
    with pytest.raises((ValueError, *LAZY), match="soon"):
        plan.collect()


def test_columns_may_be_called_like_methods_of_any_engine(engine: str) -> None:
    names = ["column_names", "collect_schema", "fetchall", "to_pyarrow", "sparkSession", "date"]
    country = pa.array(["KAZ", "FRA"])
    table = pa.table({"row": pa.array([0, 1]), **dict.fromkeys(["country", *names], country)})
    assert answers(engine, table, as_of="2024-01-01") == [("KAZ", "member"), (None, None)]


def test_categories_that_no_row_has_are_not_refused() -> None:
    days = pd.Categorical(["2024-01-01"], categories=["n/a", "2024-01-01"])
    frame = pd.DataFrame({"country": ["KAZ"], "date": days})
    done = sco.annotate(frame, country="country", date="date")
    assert done["sco_status"].tolist() == ["member"]


def test_what_is_no_table_is_refused() -> None:
    class Grid:
        columns = ("country",)

    for thing in (
        Grid(),
        [{"country": "KAZ"}],
        pd.Series(["KAZ"]),
        pl.Series(["KAZ"]),
        pa.array(["KAZ"]),
        7,
    ):
        with pytest.raises(TypeError, match="annotate takes a table of pandas"):
            sco.annotate(thing, country="country", as_of="2024-01-01")


def test_a_record_batch_is_a_table_too() -> None:
    batch = engines.table_of(pa.array(["KAZ", "FR"])).to_batches()[0]
    done = sco.annotate(batch, country="country", as_of="2024-01-01")
    assert isinstance(done, pa.RecordBatch)
    assert done.column("sco_state").to_pylist() == ["KAZ", None]


def test_a_subclass_keeps_its_class() -> None:
    class Mine(pd.DataFrame):
        @property
        def _constructor(self) -> type[Mine]:
            return Mine

    assert type(sco.annotate(Mine({"c": ["KAZ"]}), country="c", as_of="2024-01-01")) is Mine


def test_an_older_release_can_be_asked() -> None:
    frame = pd.DataFrame({"c": ["KAZ"]})
    done = sco.annotate(frame, country="c", as_of="2024-01-01", release=sco.releases()[0].id)
    assert done["sco_status"].tolist() == ["member"]


def test_names_as_people_write_them(engine: str) -> None:
    written = [
        "Russian Federation",
        "IRAN",
        "viet nam",
        "Lao PDR",
        "Republic of Belarus",
        "Türkiye",
        "KSA ",
        "China, PRC",
    ]
    found = answers(engine, engines.table_of(pa.array(written)), as_of="2024-01-01")
    assert [state for state, _ in found] == [
        state.iso3 if (state := sco.state(name, None)) else None for name in written
    ]
    assert [state for state, _ in found][:3] == ["RUS", "IRN", None]


def test_the_country_year_table_of_gapminder() -> None:
    """Facts that anybody can look up: the members at the end of 2007, and no one before 2001."""
    gapminder = importlib.import_module("plotly.data").gapminder()
    done = sco.annotate(gapminder, country="iso_alpha", date="year")
    assert len(done) == len(gapminder) == 1704
    latest = done[done["year"] == 2007]
    members = latest.loc[latest["sco_status"] == "member", "country"]
    # Kazakhstan, Kyrgyzstan, Russia, Tajikistan and Uzbekistan are not in that table.
    assert list(members) == ["China"]
    observers = latest.loc[latest["sco_status"] == "observer", "country"]
    assert list(observers) == ["India", "Iran", "Mongolia", "Pakistan"]
    assert done.loc[done["year"] < 2001, "sco_status"].isna().all()
    by_name = sco.annotate(gapminder, country="country", date="year")
    assert by_name["sco_state"].equals(done["sco_state"])


@given(st.text(alphabet="0123456789-T :Z", max_size=12) | st.dates().map(str))
def test_text_is_a_day_where_python_says_so(text: str) -> None:
    found = days.day_number(text)
    try:
        day = dt.date.fromisoformat(text[:10]) if text[4:5] == text[7:8] == "-" else None
    except ValueError:
        day = None
    if day is not None and (len(text) == 10 or text[10] in "T "):
        assert found == (day - EPOCH).days
    elif len(text) == 4 and text.isdigit() and text != "0000":
        assert found == (dt.date(int(text), 12, 31) - EPOCH).days
    else:
        assert found == days.NO_DATE


def test_without_numpy_the_error_names_the_extra() -> None:
    code = (
        "import sys; sys.modules['numpy'] = None; import sco_data as sco\n"
        "try: import sco_data._annotate.arrays\nexcept ImportError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert "pip install 'sco-data[frames]'" in done.stdout


def test_the_library_itself_imports_no_engine() -> None:
    code = "import sys, sco_data as s; s.members(); print({*sys.modules} & {'pandas','polars','pyarrow','narwhals','numpy','duckdb'})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "set()"

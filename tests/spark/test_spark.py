"""`annotate` on a real Spark session: Java 17 is needed, so this has a nox session of its own."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterator
from typing import Any

import pytest

pyspark = importlib.import_module("pyspark")
pa = importlib.import_module("pyarrow")

import engines  # noqa: E402
import sco_data as sco  # noqa: E402

pytestmark = [pytest.mark.filterwarnings("ignore")]  # Spark's own warnings are not ours.


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "Asia/Tokyo")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def made(spark: Any, table: Any) -> Any:
    """The table in Spark; before PySpark 4 that is made of rows alone."""
    if pyspark.__version__ >= "4":
        return spark.createDataFrame(table)
    types = importlib.import_module("pyspark.sql.pandas.types")
    schema = types.from_arrow_schema(table.schema, prefer_timestamp_ntz=True)
    return spark.createDataFrame([tuple(row.values()) for row in table.to_pylist()], schema)


def answers(spark: Any, table: Any, **asked: Any) -> engines.Rows:
    frame = made(spark, table)
    done = sco.annotate(frame, country="country", **asked)
    assert type(done) is type(frame)
    assert done.columns == [*frame.columns, "sco_state", "sco_status"]
    found = sorted(tuple(row) for row in done.select("row", "sco_state", "sco_status").collect())
    assert [row for row, *_ in found] == list(range(table.num_rows))
    return [(state, status) for _, state, status in found]


def test_every_row_is_what_status_says(spark: Any) -> None:
    table, expected = engines.every_spelling_on_every_day()
    assert answers(spark, table, date="date") == expected


@pytest.mark.parametrize("kind", [kind for kind in engines.DATES if "nano" not in kind])
def test_dates_of_every_kind(spark: Any, kind: str) -> None:
    dates, expected = engines.DATES[kind]
    table = engines.table_of(pa.array(["BLR", "Белоруссия", "by"]), dates)
    assert answers(spark, table, date="date") == expected


def test_instants_are_read_in_the_time_zone_of_the_session(spark: Any) -> None:
    late = dt.datetime(2024, 7, 3, 20, tzinfo=dt.UTC)  # The 4th in Tokyo.
    table = engines.table_of(pa.array(["BLR"]), pa.array([late], pa.timestamp("us", "UTC")))
    assert answers(spark, table, date="date") == [("BLR", "member")]


@pytest.mark.parametrize("kind", engines.BAD)
def test_what_is_no_date_is_said_or_null(spark: Any, kind: str) -> None:
    dates, words = engines.BAD[kind]
    table = engines.table_of(pa.array(["KAZ"] * len(dates)), dates)
    with pytest.raises(ValueError, match="that are no dates") as caught:
        answers(spark, table, date="date")
    assert [word for word in words if word not in str(caught.value)] == []
    found = answers(spark, table, date="date", errors="null")
    good = [2024, 2015, "2024-07-04"]
    assert found == [("KAZ", "member" if day in good else None) for day in dates.to_pylist()]


def test_iso_3_alone_needs_no_look_through(spark: Any) -> None:
    table = engines.table_of(pa.array(["KAZ", "kaz", "KZ", "Iran", "FRA", "", None, "IRN"]))
    found = answers(spark, table, as_of="2024-01-01", codes="iso3")
    assert found == [("KAZ", "member"), *[(None, None)] * 6, ("IRN", "member")]


@pytest.mark.parametrize("coding", ["iso2", "iso3", "m49"])
def test_of_all_of_iso_3166_ours_match(spark: Any, coding: str) -> None:
    keys = [row[coding] for row in engines.ISO]
    array = pa.array(list(map(int, keys))) if coding == "m49" else pa.array(keys)
    found = answers(spark, engines.table_of(array), as_of="2026-09-01")
    assert [state for state, _ in found] == [
        row["iso3"] if row["iso3"] in engines.OURS else None for row in engines.ISO
    ]


def test_codes_of_the_correlates_of_war(spark: Any) -> None:
    table = engines.table_of(pa.array([710, 156, None], pa.int16()))
    assert answers(spark, table, as_of="2024-01-01", codes="cow") == [
        ("CHN", "member"), (None, None), (None, None),
    ]  # fmt: skip


def test_empty_and_all_null(spark: Any) -> None:
    for cells in ([], [None, None]):
        table = engines.table_of(pa.array(cells, pa.string()), pa.array(cells, pa.date32()))
        assert answers(spark, table, date="date") == [(None, None)] * len(cells)


def test_columns_and_kinds_that_are_refused(spark: Any) -> None:
    table = engines.table_of(pa.array([True]), pa.array([True]))
    with pytest.raises(TypeError, match="text or numbers"):
        answers(spark, table, as_of="2024-01-01")
    with pytest.raises(TypeError, match="text or years"):
        sco.annotate(
            made(spark, engines.table_of(pa.array(["KAZ"]), pa.array([True]))),
            country="country",
            date="date",
        )
    done = sco.annotate(
        made(spark, engines.table_of(pa.array(["KAZ"]))),
        country="country",
        as_of="2024-01-01",
    )
    with pytest.raises(ValueError, match="has a column 'SCO_STATE' already"):
        sco.annotate(
            done.withColumnRenamed("sco_state", "SCO_STATE"), country="country", as_of="2024-01-01"
        )


def test_the_small_side_is_broadcast(spark: Any) -> None:
    frame = made(spark, engines.table_of(pa.array(["KAZ"])))
    done = sco.annotate(frame, country="country", as_of="2024-01-01")
    plan = done._jdf.queryExecution().toString()
    assert "BroadcastHashJoin" in plan or "BroadcastExchange" in plan


def test_spark_reads_the_tables_of_records(spark: Any) -> None:
    frame = made(spark, sco.panel(2024, 2024).to_arrow())
    assert frame.where("status = 'member'").count() == 10

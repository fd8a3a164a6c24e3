"""`annotate` against the best that was written by hand for each engine, in one run.

    python benchmarks/annotate.py [--rows 10000 1000000 10000000] [--engines pandas polars ...]
        [--coco PYTHON]

ISO-3 text and dates, 195 codes of which 27 are ours. For each engine that is installed: `annotate`,
the same two columns written by hand for exact ISO-3 codes, and the floor, which only encodes the
column of countries. The ways take turns; the table shows medians, and ratios of medians. `--coco`
names a Python with country_converter, pandas 2 and this library, whose `pandas_convert` is timed on
the same column.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import subprocess
import time
from collections.abc import Callable
from typing import Any

import numpy as np

import sco_data as sco
from sco_data.model import Status

EPOCH = np.datetime64("1970-01-01")
STATES = [state.iso3 for state in sco.states()]
OTHERS = [f"{a}{b}{c}" for a in "QWXYZ" for b in "BCDFGHJ" for c in "KLMNP"][: 195 - len(STATES)]
WORDS = [status.value for status in Status]
FIRST = (np.datetime64("2001-06-14") - EPOCH).astype(int)
DAYS = 9400


def changes() -> dict[str, list[tuple[Any, str]]]:
    """The days on which each state got a status, from the verbs alone."""
    found: dict[str, list[tuple[Any, str]]] = {state: [] for state in STATES}
    for row in sco.memberships():
        if row.period:
            found[row.state].append((row.period.start.latest, row.status.value))
    return {state: sorted(rows) for state, rows in found.items()}


CHANGES = changes()
CELLS = np.zeros((len(STATES) + 1, DAYS), np.uint8)
for _number, _rows in enumerate(CHANGES.values(), 1):
    for _day, _word in _rows:
        CELLS[_number, (np.datetime64(_day) - EPOCH).astype(int) - FIRST :] = 1 + WORDS.index(_word)
FLAT = CELLS.ravel()


def kernel(codes: Any, days: Any, unit: int) -> Any:
    """The status numbers of codes (from 1) on days; what the hand-written ways share."""
    out = np.empty(len(codes), np.uint8)
    for at in range(0, len(codes), 1 << 16):
        rows = slice(at, at + (1 << 16))
        day = days[rows] if unit == 1 else days[rows] // unit
        cell = np.clip(day, FIRST, FIRST + DAYS - 1) - FIRST
        np.take(FLAT, cell + codes[rows].astype(np.int32) * DAYS, out=out[rows])
    return out


def wide(text: bool) -> tuple[list[str], list[list[Any]]]:
    """One row per state with its changes, and their number."""
    most = max(map(len, CHANGES.values()))
    names = ["code", *[f"{kind}{n}" for n in range(most) for kind in "dv"]]
    rows = []
    for state, found in CHANGES.items():
        cells = [cell for day, word in found for cell in (str(day) if text else day, word)]
        rows.append([state, *cells, *[None] * (2 * (most - len(found)))])
    return names, rows


def pandas_native(frame: Any) -> Any:
    import pandas as pd

    index, values = pd.factorize(frame["country"])
    number = {state: n for n, state in enumerate(STATES, 1)}
    codes = np.array([*[number.get(value, 0) for value in values], 0], np.uint8)[index]
    unit = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[frame["date"].dt.unit] * 86400
    status = kernel(codes, frame["date"].to_numpy().view("int64"), unit)
    return frame.assign(
        sco_state=pd.Categorical.from_codes(codes.astype("int8") - 1, STATES),
        sco_status=pd.Categorical.from_codes(status.astype("int8") - 1, WORDS),
    )


def pandas_merge(frame: Any) -> Any:
    import pandas as pd

    rows = [
        (state, day, (found[n + 1 : n + 2] or [(pd.Timestamp("2199-01-01"), "")])[0][0], word)
        for state, found in CHANGES.items()
        for n, (day, word) in enumerate(found)
    ]
    table = pd.DataFrame(rows, columns=["country", "start", "end", "word"])
    table[["start", "end"]] = table[["start", "end"]].astype("datetime64[s]")
    slim = frame[["country", "date"]].reset_index()
    found = slim.merge(table, on="country")
    found = found[(found["start"] <= found["date"]) & (found["date"] < found["end"])]
    out = frame.copy(deep=False)
    out["sco_status"] = found.set_index("index")["word"].reindex(frame.index)
    out["sco_state"] = frame["country"].where(frame["country"].isin(STATES))
    return out


def polars_native(frame: Any) -> Any:
    import polars as pl

    words = pl.Series([None, *WORDS], dtype=pl.Enum(WORDS)).gather(FLAT.astype(np.uint32))
    state = pl.col("country").cast(pl.Enum(STATES), strict=False)
    code = (state.to_physical().cast(pl.UInt32) + 1).fill_null(0)
    day = (pl.col("date").to_physical() - FIRST).clip(0, DAYS - 1).cast(pl.UInt32)
    status = pl.lit(words).gather(code * DAYS + day)
    return frame.lazy().with_columns(sco_state=state, sco_status=status)


def arrow_native(table: Any) -> Any:
    import pyarrow as pa

    coded = table["country"].combine_chunks().dictionary_encode()
    number = {state: n for n, state in enumerate(STATES, 1)}
    codes = np.array([number.get(value, 0) for value in coded.dictionary.to_pylist()], np.uint8)
    codes = codes[coded.indices.to_numpy()]
    status = kernel(codes, table["date"].combine_chunks().cast(pa.int32()).to_numpy(), 1)
    for name, numbers, words in (("sco_state", codes, STATES), ("sco_status", status, WORDS)):
        index = pa.array(numbers.astype("int8") - 1, mask=numbers == 0)
        table = table.append_column(name, pa.DictionaryArray.from_arrays(index, words))
    return table


def duckdb_native(con: Any) -> Any:
    names, rows = wide(text=True)
    cells = ", ".join(
        "(" + ", ".join("NULL" if cell is None else f"'{cell}'" for cell in row) + ")"
        for row in rows
    )
    case = " ".join(
        f"WHEN t.date >= w.d{n}::DATE THEN w.v{n}" for n in reversed(range(len(names) // 2))
    )
    return con.sql(
        f"SELECT t.*, w.code AS sco_state, CASE {case} END AS sco_status FROM t "
        f"LEFT JOIN (VALUES {cells}) AS w({', '.join(names)}) ON t.country = w.code"
    )


def spark_native(frame: Any) -> Any:
    from pyspark.sql import functions as f

    names, rows = wide(text=False)
    schema = ", ".join(f"{name} {'date' if name[0] == 'd' else 'string'}" for name in names)
    small = f.broadcast(frame.sparkSession.createDataFrame(rows, schema))
    status = f.lit(None).cast("string")
    for n in range(len(names) // 2):
        status = f.when(f.col("date") >= f.col(f"d{n}"), f.col(f"v{n}")).otherwise(status)
    joined = frame.join(small, frame["country"] == small["code"], "left")
    return joined.select(
        *frame.columns, f.col("code").alias("sco_state"), status.alias("sco_status")
    )


Ways = dict[str, Callable[[], Any]]
ASKED: dict[str, Any] = {"country": "country", "date": "date"}
ISO3 = 'annotate, codes="iso3"'


def data(rows: int) -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(7)
    codes = rng.integers(0, 195, rows)
    return np.array(STATES + OTHERS), codes, rng.integers(8036, 20600, rows).astype(np.int32)


def pandas_ways(rows: int) -> Ways:
    import pandas as pd

    names, codes, days = data(rows)
    kind = "str" if pd.__version__ >= "3" else "object"
    frame = pd.DataFrame(
        {
            "country": pd.Series(names.astype(object), dtype=kind)
            .take(codes)
            .reset_index(drop=True),
            "date": days.astype("datetime64[D]").astype("datetime64[us]"),
        }
    )
    return {
        "annotate": lambda: sco.annotate(frame, **ASKED),
        "by hand: factorize, look-up table": lambda: pandas_native(frame),
        "by hand: merge and filter": lambda: pandas_merge(frame),
        "floor: factorize": lambda: pd.factorize(frame["country"]),
    }


def pandas_convert(rows: int) -> Ways:
    import country_converter as coco
    import pandas as pd

    names, codes, _ = data(rows)
    known = np.array([name if name in STATES else "FRA" for name in names], object)
    column, converter = pd.Series(known[codes]), coco.CountryConverter()
    return {
        "convert": lambda: converter.pandas_convert(column, src="ISO3", to="name_short"),
    }


def polars_frame(rows: int) -> Any:
    import polars as pl

    names, codes, days = data(rows)
    return pl.DataFrame(
        {"country": pl.Series(names).gather(codes), "date": pl.Series(days).cast(pl.Date)}
    )


def polars_ways(rows: int) -> Ways:
    import polars as pl

    frame = polars_frame(rows)
    return {
        "annotate": lambda: sco.annotate(frame, **ASKED),
        "annotate, lazy, streaming": lambda: sco.annotate(frame.lazy(), **ASKED).collect(
            engine="streaming"
        ),
        "by hand: Enum cast, look-up table": lambda: polars_native(frame).collect(),
        "floor: cast to Categorical": lambda: frame["country"].cast(
            pl.Categorical(pl.Categories.random())
        ),
    }


def arrow_table(rows: int) -> Any:
    import pyarrow as pa

    names, codes, days = data(rows)
    return pa.table(
        {"country": pa.array(names).take(pa.array(codes)), "date": pa.array(days).cast(pa.date32())}
    )


def arrow_ways(rows: int) -> Ways:
    table = arrow_table(rows)
    return {
        "annotate": lambda: sco.annotate(table, **ASKED),
        "by hand: dictionary_encode, look-up table": lambda: arrow_native(table),
        "floor: dictionary_encode": table["country"].dictionary_encode,
    }


def duckdb_ways(rows: int) -> Ways:
    import duckdb

    con = duckdb.connect()
    con.register("source", arrow_table(rows))
    con.execute("CREATE TABLE t AS FROM source")
    return {
        "annotate": lambda: sco.annotate(con.table("t"), **ASKED).to_arrow_table(),
        ISO3: lambda: sco.annotate(con.table("t"), **ASKED, codes="iso3").to_arrow_table(),
        "by hand: wide left join": lambda: duckdb_native(con).to_arrow_table(),
        "floor: distinct countries": lambda: con.sql("SELECT DISTINCT country FROM t").fetchall(),
    }


def ibis_ways(rows: int) -> Ways:
    import ibis

    con = ibis.duckdb.connect()
    con.con.register("source", arrow_table(rows))
    con.raw_sql("CREATE TABLE t AS FROM source")
    return {
        "annotate": lambda: sco.annotate(con.table("t"), **ASKED).to_pyarrow(),
        ISO3: lambda: sco.annotate(con.table("t"), **ASKED, codes="iso3").to_pyarrow(),
        "by hand: wide left join in SQL": lambda: duckdb_native(con.con).to_arrow_table(),
        "floor: distinct countries": lambda: (
            con.table("t").select("country").distinct().to_pyarrow()
        ),
    }


def dask_ways(rows: int) -> Ways:
    import dask.dataframe as dd
    import pandas as pd

    names, codes, days = data(rows)
    pdf = pd.DataFrame(
        {
            "country": pd.Series(names.astype(object), dtype="str")
            .take(codes)
            .reset_index(drop=True),
            "date": days.astype("datetime64[D]").astype("datetime64[us]"),
        }
    )
    frame = dd.from_pandas(pdf, npartitions=4).persist()
    meta = pandas_native(pdf.head(0))
    return {
        "annotate": lambda: sco.annotate(frame, **ASKED).compute(),
        "by hand: the pandas way in map_partitions": lambda: frame.map_partitions(
            pandas_native, meta=meta
        ).compute(),
        "floor: factorize in map_partitions": lambda: (
            frame["country"]
            .map_partitions(lambda part: pd.Series(pd.factorize(part)[0]), meta=("x", "int64"))
            .compute()
        ),
    }


def pyspark_ways(rows: int) -> Ways:
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.memory", "4g")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    names = ", ".join(f"'{name}'" for name in STATES + OTHERS)
    frame = session.range(rows, numPartitions=2).selectExpr(
        f"element_at(array({names}), 1 + cast(rand(7) * 195 as int)) AS country",
        "date_add(date'1992-01-01', cast(rand(8) * 12564 as int)) AS date",
    )
    frame = frame.cache()
    frame.count()

    def run(out: Any) -> None:
        out.write.format("noop").mode("overwrite").save()

    return {
        "annotate": lambda: run(sco.annotate(frame, **ASKED)),
        ISO3: lambda: run(sco.annotate(frame, **ASKED, codes="iso3")),
        "by hand: broadcast wide left join": lambda: run(spark_native(frame)),
        "floor: scan": lambda: run(frame),
    }


ENGINES = {
    "pandas": pandas_ways, "polars": polars_ways, "pyarrow": arrow_ways, "duckdb": duckdb_ways,
    "ibis": ibis_ways, "dask": dask_ways, "pyspark": pyspark_ways,
}  # fmt: skip


def medians(ways: Ways, times: int) -> dict[str, float]:
    """The medians of all ways, which take turns."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(times + 1):
        for name, way in ways.items():
            gc.collect()
            start = time.perf_counter()
            way()
            if turn:  # The first turn warms up.
                found[name].append(time.perf_counter() - start)
    return {name: statistics.median(runs) for name, runs in found.items()}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, nargs="+", default=[10**4, 10**6, 10**7])
    asked.add_argument("--engines", nargs="+", default=list(ENGINES), choices=list(ENGINES))
    asked.add_argument("--times", type=int, default=5)
    asked.add_argument("--coco", help="a Python that has country_converter")
    asked.add_argument("--convert", type=int, help=argparse.SUPPRESS)  # what that Python is asked
    args = asked.parse_args()
    if args.convert:
        print(medians(pandas_convert(args.convert), args.times)["convert"])
        return
    print("| engine | rows | way | median ms | ns per row | `annotate` / this |")
    print("|---|---|---|---|---|---|")
    for engine in args.engines:
        for rows in args.rows:
            try:
                ways = ENGINES[engine](rows)
            except ImportError as error:
                print(f"| {engine} | | not installed: {error.name} | | | |")
                break
            times = medians(ways, args.times)
            if engine == "pandas" and args.coco:
                ask = [args.coco, __file__, "--convert", str(rows), "--times", str(args.times)]
                out = subprocess.check_output(ask, encoding="utf-8")
                times["country_converter.pandas_convert, pandas 2, no dates"] = float(out)
            for name, took in times.items():
                ratio = times["annotate"] / took
                per = took * 1e9 / rows
                cells = (engine, f"{rows:,}", name, f"{took * 1000:,.1f}", f"{per:,.1f}")
                print("|", " | ".join(cells), f"| {ratio:.2f} |", flush=True)


if __name__ == "__main__":
    main()

"""A Parquet file that is larger than the memory given: annotated by each engine, peak and time.

    python benchmarks/outofcore.py make big.parquet [--rows 100000000]
    python benchmarks/outofcore.py polars big.parquet out.parquet      # or duckdb, or pyspark

Run each engine in a process of its own: the peak is that of the process and its children.
"""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psutil

import sco_data as sco

CODES = [state.iso3 for state in sco.states()]
CODES += [f"{a}{b}{c}" for a in "QWXYZ" for b in "BCDFGHJ" for c in "KLMNP"][: 195 - len(CODES)]
ASKED: dict[str, Any] = {"country": "country", "date": "date"}
LIMIT = "512MB"


def make(target: Path, rows: int) -> None:
    """ISO-3 codes, dates of 1992 to 2026 and a number, in row groups of a million."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng, names = np.random.default_rng(7), pa.array(CODES)
    schema = pa.schema({"country": pa.string(), "date": pa.date32(), "value": pa.float64()})
    with pq.ParquetWriter(target, schema) as writer:
        for at in range(0, rows, 1_000_000):
            size = min(1_000_000, rows - at)
            days = pa.array(rng.integers(8036, 20600, size, dtype=np.int32)).cast(pa.date32())
            country = names.take(pa.array(rng.integers(0, 195, size)))
            writer.write_table(pa.table([country, days, pa.array(rng.random(size))], schema=schema))


def polars(source: str, target: str) -> None:
    import polars as pl

    sco.annotate(pl.scan_parquet(source), **ASKED).sink_parquet(target)


def duckdb(source: str, target: str) -> None:
    import duckdb

    con = duckdb.connect(config={"memory_limit": LIMIT, "preserve_insertion_order": False})
    sco.annotate(con.read_parquet(source), **ASKED).write_parquet(target)


def pyspark(source: str, target: str) -> None:
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "1g")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    done = sco.annotate(session.read.parquet(source), **ASKED)
    done.write.mode("overwrite").parquet(target)
    session.stop()


@contextmanager
def measured() -> Iterator[dict[str, float]]:
    """The time, and the largest memory of this process and its children together."""
    found, over, me = {"peak": 0.0}, threading.Event(), psutil.Process()

    def watch() -> None:
        while not over.wait(0.05):
            used = 0
            for process in (me, *me.children(recursive=True)):
                try:
                    used += process.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            found["peak"] = max(found["peak"], used / 2**20)

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    yield found
    found["seconds"] = time.perf_counter() - start
    over.set()
    watcher.join()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("what", choices=["make", "polars", "duckdb", "pyspark"])
    asked.add_argument("source")
    asked.add_argument("target", nargs="?")
    asked.add_argument("--rows", type=int, default=100_000_000)
    args = asked.parse_args()
    if args.what == "make":
        make(Path(args.source), args.rows)
        print(f"{Path(args.source).stat().st_size / 2**20:,.0f} MiB")
        return
    with measured() as found:
        {"polars": polars, "duckdb": duckdb, "pyspark": pyspark}[args.what](
            args.source, args.target
        )
    print(f"| {args.what} | {found['seconds']:,.1f} s | {found['peak']:,.0f} MiB |")


if __name__ == "__main__":
    main()

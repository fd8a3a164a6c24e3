"""The optional libraries: the table of their lowest versions, and what is checked at a call."""

from __future__ import annotations

import importlib
import re
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from packaging.version import Version

pa = importlib.import_module("pyarrow")
pd = importlib.import_module("pandas")
pl = importlib.import_module("polars")

import sco_data as sco  # noqa: E402
from sco_data import _engines  # noqa: E402
from sco_data._annotate import polars_tables  # noqa: E402

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
GROUPS = PROJECT["dependency-groups"]
# PySpark needs Java, so it has sessions of its own.
HERE = [name for name in _engines.LOWEST if name != "pyspark"]
EXITS = {"pandas": "to_pandas", "polars": "to_polars", "pyarrow": "to_arrow"}


def table_of(engine: str) -> Any:
    """A small table that `annotate` needs this library for."""
    if engine == "pandas":
        return pd.DataFrame({"c": ["KAZ"]})
    if engine == "polars":
        return pl.DataFrame({"c": ["KAZ"]})
    if engine in ("pyarrow", "numpy"):
        return pa.table({"c": ["KAZ"]})
    if engine == "dask":
        dd = importlib.import_module("dask.dataframe")
        return dd.from_pandas(pd.DataFrame({"c": ["KAZ"]}), npartitions=1)
    if engine == "ibis":
        return importlib.import_module("ibis").memtable(pa.table({"c": ["KAZ"]}))
    return importlib.import_module("duckdb").sql("SELECT 'KAZ' AS c")  # narwhals is asked for it


def bounds(needs: list[Any]) -> dict[str, str]:
    """The lowest version of each package; what names none, or another group, is left out."""
    texts = [need for need in needs if isinstance(need, str)]
    found = [re.match(r"([\w-]+)(?:\[.*\])?[>=]=([\d.]+)", text) for text in texts]
    return {bound[1]: bound[2] for bound in found if bound}


def lowest(*names: str) -> dict[str, str]:
    """The lines of the table by the name to install."""
    return {_engines.PACKAGES.get(name, name): _engines.LOWEST[name] for name in names}


def test_the_extra_asks_for_what_the_table_says() -> None:
    extra = PROJECT["project"]["optional-dependencies"]["frames"]
    assert bounds(extra) == lowest("narwhals", "numpy")


def test_the_table_is_what_is_tested_at_its_lowest_end() -> None:
    pinned = [need for need in GROUPS["engines-lowest"] if "==" in need]
    assert bounds(pinned) == lowest(*HERE)
    pinned = [need for need in GROUPS["spark-lowest"] if "==" in need]
    assert bounds(pinned) == lowest("narwhals", "numpy", "pandas", "pyarrow", "pyspark")


def test_no_group_takes_what_is_older_than_works() -> None:
    table = lowest(*_engines.LOWEST)
    taken = [item for needs in GROUPS.values() for item in bounds(needs).items()]
    assert [
        (name, version)
        for name, version in taken
        if name in table and Version(version) < Version(table[name])
    ] == []


@pytest.mark.parametrize("name", HERE)
def test_annotate_says_which_version_is_here_and_which_is_needed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = table_of(name)
    assert sco.annotate(table, country="c", as_of="2024-01-01") is not None
    monkeypatch.setattr(importlib.import_module(name), "__version__", "0.99.1")
    with pytest.raises(ImportError) as caught:
        sco.annotate(table, country="c", as_of="2024-01-01")
    needed, package = _engines.LOWEST[name], _engines.PACKAGES.get(name, name)
    assert str(caught.value) == (
        f"annotate needs {name} {needed} or newer, and this is {name} 0.99.1: "
        f"pip install --upgrade '{package}>={needed}'"
    )
    assert caught.value.name == name


@pytest.mark.parametrize("name", EXITS)
def test_an_exit_says_which_version_is_here_and_which_is_needed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.import_module(name), "__version__", "1.2rc1")
    needed = _engines.LOWEST[name]
    said = f"{EXITS[name]} needs {name} {needed} or newer, and this is {name} 1.2rc1"
    with pytest.raises(ImportError, match=re.escape(said)):
        getattr(sco.members(), EXITS[name])()


@pytest.mark.parametrize("name", _engines.LOWEST)
def test_each_library_that_is_missing_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    package = {"ibis": "ibis-framework"}.get(name, name)
    with pytest.raises(ImportError) as caught:
        _engines.need(name, "annotate")
    wanted = f"pip install 'sco-data[frames]' {package}"
    assert str(caught.value) == f"annotate needs {name}: {wanted}"
    assert isinstance(caught.value.__cause__, ImportError)


@pytest.mark.parametrize("name", _engines.LOWEST)
def test_versions_are_compared_as_numbers(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    library = SimpleNamespace()
    monkeypatch.setitem(sys.modules, name, library)
    with pytest.raises(ImportError, match=rf"this is {name} of an unknown version"):
        _engines.need(name, "annotate")
    needed = _engines.LOWEST[name]
    first, second, _ = map(int, needed.split("."))
    newer = [f"{first}.{second + 90}", f"{first}.{second + 90}.dev1+a7", f"{first + 100}"]
    for version in (needed, f"{needed}rc1", f"{needed}.post1", *newer):
        library.__version__ = version
        assert _engines.need(name, "annotate") is library
    for version in (f"{first - 1}.99.99", "0", "0+unknown", "main"):
        library.__version__ = version
        with pytest.raises(ImportError, match=re.escape(f"this is {name} {version}: pip install")):
            _engines.need(name, "annotate")


def test_a_stream_is_made_by_polars_where_pyarrow_is_too_old(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arrow = sco.members().to_arrow()
    monkeypatch.setattr(pa, "__version__", "8.0.0")
    read = pa.RecordBatchReader.from_stream(sco.members()).read_all()
    assert read.column_names == arrow.column_names


@pytest.mark.parametrize("cells", [[], [None, None], ["KAZ", None, "Иран", "KAZ", "nobody"]])
def test_texts_that_polars_numbers_are_all_there(cells: list[str | None]) -> None:
    numbers, texts = polars_tables._number_texts(pl.Series(cells, dtype=pl.String))
    assert [None if at is None else texts[at] for at in numbers.to_list()] == cells
    assert texts == list(dict.fromkeys(cell for cell in cells if cell))

"""What each public function raises: the table in the documentation is the whole list."""

from __future__ import annotations

import datetime as dt
import decimal
import inspect
import math
import re
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import sco_data as sco
from sco_data import charts, errors
from sco_data.model import Initiative, Period, Record, Records, When

PAGE = Path(__file__).parent.parent / "docs" / "api" / "errors.md"
ROW = re.compile(r"^\| `([\w.]+)` \| (.+) \|$", re.M)

WRONG: dict[str, object] = {
    "5": 5, "1.5": 1.5, "None": None, "[]": [], "{}": {}, "object()": object(), "b''": b"",
    "True": True, "''": "", "nan": math.nan, "10**400": 10**400, "1j": 1j, "date": dt.date.min,
    "set()": set(), "half a sign": "\ud800", "Decimal": decimal.Decimal("1e999"),
}  # fmt: skip

PYTHON_S_OWN = "attribute '|JSON serializable|unhashable|not iterable|not supported between"
"""What says how something failed, and not what was wrong with what was handed in."""

TABLE = pd.DataFrame({"country": ["KAZ"], "year": [2020]})
INITIATIVE = sco.initiatives()[0]
assert isinstance(INITIATIVE, Initiative)

WRITTEN = TemporaryDirectory()

RIGHT: dict[str, dict[str, object]] = {
    "annotate": {"frame": TABLE, "country": "country", "date": "year"},
    "chairmanship": {"key": None},
    "diff": {"old": "26.1"},
    "document": {"key": "astana-declaration-2024"},
    "dyads": {"start": 2020, "end": 2020},
    "export": {"directory": Path(WRITTEN.name) / "new"},
    "facts": {"record": "KAZ"},
    "from_json": {"text": sco.members()[:1].to_json()},
    "get": {next(iter(inspect.signature(sco.get).parameters)): "KAZ"},
    "initiative": {"key": "development-bank"},
    "panel": {"start": 2020, "end": 2020},
    "search": {"text": "astana"},
    "source": {"key": "akorda-speech-2024"},
    "state": {"key": "KAZ"},
    "status": {"state": "KAZ"},
    "unmatched": {"values": ["Khazakstan"]},
    "Period": {"start": When.parse("2024")},
    "Period.possible": {"day": dt.date(2024, 1, 1)},
    "Record.at": {"day": "2024-07-04"},
    "Records.by": {"field": "id"},
    "Records.filter": {"predicate": bool},
    "When": {"earliest": None, "latest": dt.date(2024, 1, 1)},
    "When.parse": {"text": "2024"},
    "When.shift": {"days": 1},
}
"""What a function needs at least, by the name of the parameter."""

TAKEN = {
    ("unmatched", "values"): {
        "[]",
        "{}",
        "set()",
        "b''",
        "''",
    },  # No values, so none that is not found.
    ("annotate", "prefix"): {"''"},  # The new columns are then state and status.
    ("cite", "records"): {"[]", "set()"},  # Records of which there are none.
    ("documents_by_area", "chairmanship"): {"None"},  # As everywhere, it leaves a condition out.
    ("Period", "end"): {"None"},
    ("When", "earliest"): {"None", "date"},
    ("When.shift", "days"): {"5"},
}
"""Values of the list above that are right, where type hints do not say so."""


def functions() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every public function by its name in the table."""
    for module, prefix in ((sco, ""), (charts, "charts.")):
        for name in module.__all__:
            if inspect.isfunction(getattr(module, name)):
                yield prefix + name, getattr(module, name)
    members = sco.members()
    yield "When", When
    yield "When.parse", When.parse
    yield "When.shift", When.parse("2024").shift
    yield "Period", Period
    yield "Period.possible", Period(start="2024").possible
    yield "Record.at", INITIATIVE.at
    yield "Records.by", members.by
    yield "Records.filter", members.filter
    for name in ("to_json", "to_dicts", "to_pandas", "to_polars", "to_arrow", "steps", "evidence"):
        yield f"Records.{name}", getattr(members, name)


FUNCTIONS = dict(functions())


@cache
def documented() -> dict[str, tuple[type[Exception], ...]]:
    """For each function the errors that its row names."""
    found = {}
    for name, raises in ROW.findall(PAGE.read_text("utf-8")):
        names = re.findall(r"`(\w+)`", raises)
        found[name] = tuple(getattr(errors, each, None) or eval(each) for each in names)
    return found


PARAMETERS = [
    (name, parameter)
    for name, function in FUNCTIONS.items()
    for parameter in inspect.signature(function).parameters
]


def is_right(name: str, parameter: inspect.Parameter, wrong: str) -> bool:
    """Whether a value is one that the parameter takes."""
    hint = str(parameter.annotation)
    return (
        wrong in TAKEN.get((name, parameter.name), ())
        or parameter.name == "default"
        or (wrong == "None" and parameter.default is None)
        or (wrong == "None" and "None" in hint)
        or (wrong == "True" and "bool" in hint)
        or (wrong == "date" and bool(re.search(r"\bdate\b|Point", hint)))
    )


def call(name: str, parameter: str, value: object) -> object:
    function = FUNCTIONS[name]
    arguments = {**RIGHT.get(name, {}), parameter: value}
    if name == "annotate" and parameter == "as_of":
        del arguments["date"]
    if value is dt.date.min and "end" in arguments:
        arguments["end"] = value  # From the first day that there is to 2020 is a long way.
    if name == "export" and parameter != "directory":
        arguments["directory"] = mkdtemp(dir=WRITTEN.name)  # It writes into an empty one alone.
    positional, keywords = [], {}
    for found in inspect.signature(function).parameters.values():
        if found.name not in arguments:
            continue
        if found.kind is found.KEYWORD_ONLY:
            keywords[found.name] = arguments[found.name]
        else:
            positional.append(arguments[found.name])
    return function(*positional, **keywords)


def test_every_public_function_has_a_row() -> None:
    assert set(documented()) == set(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_right_values_are_right(name: str) -> None:
    """Or the errors below would come from something else."""
    call(name, *next(iter(RIGHT.get(name, {"": None}).items())))


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_a_wrong_kind_is_an_error_of_the_list(name: str, parameter: str) -> None:
    """Never another library's error, never an answer, never a page of text."""
    stated = inspect.signature(FUNCTIONS[name]).parameters[parameter]
    for wrong, value in WRONG.items():
        try:
            call(name, parameter, value)
        except documented()[name] as error:
            # Some list all words that are valid; nothing is echoed at length.
            said = re.sub(r"valid are .*", "", str(error))
            assert 0 < len(said) < 300, wrong
            said.encode()
            assert not re.search(PYTHON_S_OWN, said), wrong
        else:
            assert is_right(name, stated, wrong), f"{wrong} gave an answer"


@pytest.mark.parametrize(
    "ask",
    [
        lambda: sco.documents(adopted="yes"),  # type: ignore[arg-type]
        lambda: sco.conflicts(5),  # type: ignore[arg-type]
        lambda: sco.facts(None),  # type: ignore[arg-type]
        lambda: sco.members(2017),  # type: ignore[arg-type]
        lambda: sco.members(release=["26.1"]),  # type: ignore[arg-type]
        lambda: sco.documents(topic=["trade"]),  # type: ignore[arg-type]
        lambda: sco.diff(None),  # type: ignore[arg-type]
        lambda: sco.cite({"KAZ": 1}),
        lambda: sco.cite(b"KAZ"),  # type: ignore[arg-type]
        lambda: When(earliest=None, latest="2024"),  # type: ignore[arg-type]
        lambda: When(earliest=None, latest=dt.datetime(2024, 1, 1)),
        lambda: When.parse("2024").shift(1.5),  # type: ignore[arg-type]
    ],
)
def test_a_wrong_kind_is_told_by_its_type(ask: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        ask()


COLUMNS: dict[str, tuple[Any, str]] = {
    "complex in pandas": (pd.DataFrame, "[1j, 2j]"),
    "lists in Arrow": (pa.table, "[['KAZ'], None]"),
    "structs in Arrow": (pa.table, "[{'a': 'KAZ'}, None]"),
    "bytes in Arrow": (pa.table, "[b'KAZ', None]"),
    "truth values in Arrow": (pa.table, "[True, None]"),
    "lists in Polars": (pl.DataFrame, "[['KAZ'], None]"),
    "structs in Polars": (pl.DataFrame, "[{'a': 'KAZ'}, None]"),
    "complex in Polars": (pl.DataFrame, "[1j, None]"),
    "lists in pandas": (pd.DataFrame, "[['KAZ'], None]"),
    "dicts in pandas": (pd.DataFrame, "[{'a': 1}, None]"),
    "objects in pandas": (pd.DataFrame, "[object(), None]"),
    "complex objects in pandas": (pd.DataFrame, "[1j, None]"),
}


@pytest.mark.parametrize("column", ["country", "date"])
@pytest.mark.parametrize("kind", COLUMNS)
def test_a_column_of_a_wrong_kind(kind: str, column: str) -> None:
    make, values = COLUMNS[kind]
    table = {"country": ["KAZ", "IRN"], "date": [2020, 2020], column: eval(values)}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(TypeError):
            sco.annotate(make(table), country="country", date="date")


@pytest.mark.parametrize("value", [10**400, -(10**400), 1e308])
def test_a_number_that_is_far_from_any_date(value: float) -> None:
    table = pd.DataFrame({"country": ["KAZ"], "date": pd.Series([value], dtype=object)})
    with pytest.raises(ValueError, match="no dates: 1"):
        sco.annotate(table, country="country", date="date")
    found = sco.annotate(table, country="country", date="date", errors="null")
    assert found["sco_status"].isna().all()


@pytest.mark.parametrize("records", [(), [], Records()])
def test_no_records_are_cited_as_the_library_alone(records: Any) -> None:
    assert sco.cite(records) == sco.cite()


def test_a_record_is_as_of_a_day_alone() -> None:
    with pytest.raises(TypeError):
        Record.at(sco.state("KAZ"), 2024)  # type: ignore[arg-type]

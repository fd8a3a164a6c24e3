"""The flat tables: one rule of columns, the same for every engine."""

from __future__ import annotations

import datetime as dt
import importlib
import sys
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sco_data as sco
from sco_data import model
from sco_data._records.load import COLLECTIONS, load, record_class
from sco_data._show import tables as _tables
from sco_data.model import Event, Membership, Name, Period, Record, Records, Says, Status, When

CLASSES = [
    cls
    for cls in (getattr(model, name) for name in model.__all__ if not name.endswith("Word"))
    if attrs.has(cls) and issubclass(cls, Record) and attrs.fields(cls)
]
TABLES = {name: load(record_class(name)) for name in COLLECTIONS} | {
    "panel": sco.panel(2023, 2024),
    "dyads": sco.dyads(2024, 2024),
    "steps": sco.memberships().steps(),
    "evidence": sco.memberships().evidence(),
    "outcomes": sco.outcomes(),
    "mixed": Records([*sco.memberships()[:3], *sco.documents()[:3], *sco.participation()[:3]]),
}


@pytest.fixture(params=TABLES)
def records(request: pytest.FixtureRequest) -> Records[Any]:
    return TABLES[request.param]


def test_the_columns_of_a_document() -> None:
    row = sco.documents().filter(lambda each: each.id == "astana-declaration-2024").to_dicts()[0]
    assert row["adopted"] == dt.date(2024, 7, 4)
    assert (row["adopted_edtf"], row["stage"], row["kind"]) == (
        "2024-07-04",
        "adopted",
        "declaration",
    )
    assert {"item_list", "item_number", "valid_start", "valid_end_edtf", "signed"} <= set(row)
    assert len(row["names_text"]) == len(row["names_language"]) == len(row["names_role"])
    assert isinstance(row["areas"], list)
    assert not {"history", "evidence", "names"} & set(row)


def test_dates_are_dates_beside_what_is_known_of_them() -> None:
    row = sco.memberships(state="Belarus", status="dialogue partner").to_dicts()[0]
    assert row["period_start"] == dt.date(2010, 4, 29)
    assert row["period_start_edtf"] == "[2010-04-28..2010-04-29]"
    assert row["period_end"] == dt.date(2015, 7, 10)
    row = sco.memberships(state="Belarus", status="member").to_dicts()[0]
    assert (row["period_end"], row["period_end_edtf"], row["status"]) == (None, None, "member")


DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2003, 1, 1))
WHENS = st.tuples(DAYS, DAYS).map(lambda pair: When(earliest=min(pair), latest=max(pair)))
UNTIL = DAYS.map(lambda day: When(earliest=None, latest=day))


@given(WHENS | UNTIL, st.none() | WHENS | UNTIL, st.lists(DAYS, min_size=5))
def test_a_comparison_of_columns_is_the_certain_reading(
    start: When, end: When | None, days: list[dt.date]
) -> None:
    try:
        period = Period(start=start, end=end)
    except ValueError:
        return
    row = Records(
        [Membership(id="KAZ/member", state="KAZ", status="member", period=period)]
    ).to_dicts()[0]
    first, last = row["period_start"], row["period_end"]
    for day in [*days, first]:
        assert (first <= day and (last is None or day < last)) is (day in period)


def test_every_class_has_columns_of_plain_types() -> None:
    for cls in CLASSES:
        for name, column in _tables.columns(cls).items():
            dtype = column.kind.dtype
            is_plain = dtype in (str, int, float, bool, dt.date) or "list" in str(dtype)
            assert is_plain or dtype.__members__, (cls, name)


def test_rows_have_all_columns_in_one_order(records: Records[Any]) -> None:
    kinds, rows = _tables.table(records)
    assert len(rows) == len(records)
    assert {tuple(row) for row in rows} == {tuple(kinds)}


def test_of_several_classes_a_column_that_differs_is_text() -> None:
    rows = TABLES["mixed"].to_dicts()
    assert {type(row["signed"]) for row in rows} <= {str, type(None)}
    assert rows[0]["status"]
    assert rows[-1]["status"] is None


def test_no_records_have_no_columns() -> None:
    assert Records(()).to_dicts() == []


def test_steps_know_their_record() -> None:
    iran = sco.memberships(state="Iran")
    steps = iran.steps()
    assert list(steps) == [step for row in iran for step in row.history]
    assert {step.record for step in steps} == {"IRN/observer", "IRN/member"}
    assert list(sco.states().steps()) == []


def test_evidence_of_every_part_is_a_row() -> None:
    row = Event(
        id="e", name="E", kind="summit", stage="held",
        names=[Name(text="E", language="en", role="official", evidence=[{"source": "a"}])],
        evidence=[{"source": "b", "fields": ["name"]}, {"derived_from": ["x"], "says": "silent"}],
    )  # fmt: skip
    found = Records([row]).evidence()
    assert [(each.id, each.part, each.source) for each in found] == [
        ("e.evidence[0]", "names[0]", "a"),
        ("e.evidence[1]", None, "b"),
        ("e.evidence[2]", None, None),
    ]
    assert (found[1].fields, found[2].says, found[2].derived_from) == (
        ("name",),
        Says.SILENT,
        ("x",),
    )
    steps = sco.memberships(state="Iran").evidence()
    assert {each.part for each in steps} >= {
        step.id for step in sco.memberships(state="Iran").steps() if step.evidence
    }
    aims = sco.priorities().evidence()
    assert {each.part for each in aims if each.part and "/" in each.part} or aims


# The exits, on the real libraries.


def test_polars_and_arrow_hold_the_same_as_the_dicts(records: Records[Any]) -> None:
    importlib.import_module("pyarrow")
    importlib.import_module("polars")
    rows = records.to_dicts()
    assert records.to_arrow().to_pylist() == rows
    assert records.to_polars().to_dicts() == rows
    assert records.to_polars().columns == records.to_arrow().column_names == list(rows[0])


def test_pandas_holds_the_same_as_the_dicts(records: Records[Any]) -> None:
    pd = importlib.import_module("pandas")
    frame = records.to_pandas()
    rows = records.to_dicts()
    assert list(frame) == list(rows[0])
    for name in frame:
        for cell, row in zip(frame[name], rows, strict=True):
            if isinstance(row[name], dt.date):
                assert cell.date() == row[name]
            elif row[name] is None:
                assert pd.isna(cell)
            else:
                assert cell == row[name]


def test_types_of_the_columns() -> None:
    pa = importlib.import_module("pyarrow")
    pl = importlib.import_module("polars")
    pd = importlib.import_module("pandas")
    words = [status.value for status in Status]
    rows = sco.panel(2024, 2024)
    arrow = rows.to_arrow().schema
    assert arrow.field("status").type == pa.dictionary(pa.int8(), pa.string())
    assert (arrow.field("year").type, arrow.field("changed").type) == (pa.int64(), pa.bool_())
    polars = rows.to_polars().schema
    assert (polars["status"], polars["year"], polars["changed"]) == (
        pl.Enum(words),
        pl.Int64,
        pl.Boolean,
    )
    pandas = rows.to_pandas().dtypes
    assert pandas["status"] == pd.CategoricalDtype(words)
    documents = sco.documents()
    assert str(documents.to_arrow().schema.field("adopted").type) == "date32[day]"
    assert documents.to_arrow().schema.field("areas").type == pa.list_(pa.string())
    assert documents.to_polars().schema["adopted"] == pl.Date
    assert documents.to_polars().schema["areas"] == pl.List(pl.String)
    assert str(documents.to_pandas().dtypes["adopted"]) == "datetime64[s]"
    assert str(documents.to_pandas().dtypes["title"]) == (
        "str" if pd.__version__ >= "3" else "object"
    )
    assert sco.indicators().to_polars().schema["value"] == pl.Float64
    nested = sco.priorities().to_polars().schema["aims_initiatives"]
    assert nested == pl.List(pl.List(pl.String))


def pandas_types(records: Records[Any], *names: str) -> list[str]:
    return [str(records.to_pandas().dtypes[name]) for name in names]


def test_pandas_has_plain_columns_of_what_is_never_null() -> None:
    """Models of statistics take NumPy's types, and not the nullable ones of pandas."""
    panel = sco.panel(2023, 2024)
    days = ["days_member", "days_observer", "days_dialogue_partner", "days_sco_partner"]
    assert pandas_types(panel, "year", "cow", *days) == ["int64"] * 6
    assert pandas_types(panel, "changed", "any_tie") == ["bool", "bool"]
    assert pandas_types(sco.dyads(2024, 2024), "cow_a", "cow_b") == ["int64", "int64"]
    assert pandas_types(sco.dyads(2024, 2024), "joint", "joint_any") == ["bool", "bool"]
    assert pandas_types(sco.states(), "m49") == ["int64"]
    assert pandas_types(sco.indicators(), "value") == ["float64"]


def test_pandas_has_nullable_columns_of_what_can_be_null() -> None:
    """That goes by the class, so that rows without a null have the same types as the others."""
    assert pandas_types(sco.panel("2024-01", "2024-02", unit="month"), "month") == ["Int64"]
    documents = sco.documents().filter(lambda document: document.item is not None)
    assert pandas_types(documents, "item_number") == ["Int64"]  # a number inside what can be null


def test_of_several_classes_what_one_lacks_can_be_null() -> None:
    mixed: Records[Any] = Records([*sco.panel(2024, 2024)[:1], *sco.dyads(2024, 2024)[:1]])
    assert pandas_types(mixed, "year", "cow", "joint") == ["int64", "Int64", "boolean"]
    assert mixed.to_pandas()["cow"].isna().tolist() == [False, True]


def test_no_records_give_empty_tables() -> None:
    for module, give in (("pandas", "to_pandas"), ("polars", "to_polars"), ("pyarrow", "to_arrow")):
        importlib.import_module(module)
        assert getattr(Records(()), give)().shape == (0, 0)


def test_duckdb_reads_the_table_by_its_name() -> None:
    duckdb = importlib.import_module("duckdb")
    importlib.import_module("pyarrow")
    rows = sco.memberships().to_arrow()  # noqa: F841 - named in the query
    query = "SELECT state FROM rows WHERE status = 'member' AND period_start <= DATE '2017-06-09' ORDER BY 1"
    found = [state for (state,) in duckdb.sql(query).fetchall()]
    assert found == ["CHN", "IND", "KAZ", "KGZ", "PAK", "RUS", "TJK", "UZB"]


def test_the_stream_is_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    pa = importlib.import_module("pyarrow")
    importlib.import_module("polars")
    rows = sco.panel(2024, 2024)
    whole = rows.to_arrow()
    assert pa.RecordBatchReader.from_stream(rows).read_all() == whole

    def absent(_: object) -> None:
        raise ImportError

    monkeypatch.setattr(_tables, "to_arrow", absent)
    found = pa.RecordBatchReader.from_stream(rows).read_all()
    assert found.column_names == whole.column_names
    assert found.num_rows == 27


def test_ibis_and_dask_take_the_tables() -> None:
    ibis = importlib.import_module("ibis")
    dd = importlib.import_module("dask.dataframe")
    rows = sco.panel(2024, 2024)
    assert (
        ibis.memtable(rows.to_arrow())
        .filter(ibis._.status == "member")
        .count()
        .to_pyarrow()
        .as_py()
        == 10
    )
    frame = dd.from_pandas(rows.to_pandas(), npartitions=2)
    assert (frame["status"] == "member").sum().compute() == 10


@pytest.mark.parametrize(
    ("give", "module"), [("to_pandas", "pandas"), ("to_polars", "polars"), ("to_arrow", "pyarrow")]
)
def test_without_the_library_the_error_names_what_to_install(
    give: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(
        ImportError, match=rf"needs {module}: pip install 'sco-data\[frames\]' {module}"
    ):
        getattr(sco.members(), give)()


def test_a_stream_needs_pyarrow_or_polars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ImportError, match=r"needs polars: pip install 'sco-data\[frames\]' polars"):
        sco.members().__arrow_c_stream__()


@pytest.mark.parametrize(
    ("start", "end", "first", "after"),
    [
        ("2020-03", "2023-05", "2020-03-31", "2023-05-01"),
        ("2020", "[2023-05-04..2023-05-09]", "2020-12-31", "2023-05-04"),
        ("2020", "[..2023-05-09]", "2020-12-31", "2020-12-31"),  # No day is certain.
    ],
)
def test_between_the_two_days_of_a_period_all_days_are_certain(
    start: str, end: str, first: str, after: str
) -> None:
    row = Membership(
        id="m", state="KAZ", status="member", period={"start": start, "end": end}
    ).to_dict()
    assert (str(row["period_start"]), str(row["period_end"])) == (first, after)
    assert (row["period_start_edtf"], row["period_end_edtf"]) == (start, end)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_the_text_of_a_date_stands_behind_its_day(cls: type[Record]) -> None:
    names = list(_tables.columns(cls))
    for position, name in enumerate(names):
        if name.endswith("_edtf"):
            assert names[position - 1] == name.removesuffix("_edtf")

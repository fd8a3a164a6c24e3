"""What `annotate` says of what did not match, and the columns and days it can be asked for."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import warnings
from pathlib import Path
from typing import Any

import pytest

pa = importlib.import_module("pyarrow")
pd = importlib.import_module("pandas")
pl = importlib.import_module("polars")
importlib.import_module("narwhals")

import engines  # noqa: E402
import sco_data as sco  # noqa: E402
from sco_data._annotate import likeness, unmatched  # noqa: E402
from sco_data.model import Caveat  # noqa: E402

FILE = Path(__file__).parent / "data" / "names_in_data_sets.json"
OTHERS = json.loads(FILE.read_text("utf-8"))["others"]
Columns = dict[str, list[Any]]


def to_dask(columns: Columns) -> Any:
    return importlib.import_module("dask.dataframe").from_pandas(pd.DataFrame(columns), 2)


def to_duckdb(columns: Columns) -> Any:
    return importlib.import_module("duckdb").from_arrow(pa.table(columns))


def to_ibis(columns: Columns) -> Any:
    return importlib.import_module("ibis").memtable(pa.table(columns))


WHOLE = {
    "pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.table, "duckdb": to_duckdb, "ibis": to_ibis,
}  # fmt: skip
PARTS = {"polars lazy": pl.LazyFrame, "dask": to_dask}
ALL = WHOLE | PARTS


def rows(frame: Any) -> list[tuple[Any, ...]]:
    """The rows of a table of any engine, sorted by the first column, which numbers them."""
    for method in ("collect", "compute", "to_pyarrow"):
        if hasattr(frame, method):
            frame = getattr(frame, method)()
    if hasattr(type(frame), "fetchall"):
        return sorted(frame.fetchall())
    if isinstance(frame, pd.DataFrame):
        frame = pl.DataFrame({name: map(plain, frame[name]) for name in frame})
    if isinstance(frame, pa.Table):
        return sorted(tuple(row.values()) for row in frame.to_pylist())
    return sorted(frame.rows())


def plain(cell: Any) -> Any:
    return None if pd.isna(cell) else cell


def table(kind: str, countries: list[Any], dates: list[Any] | None = None) -> Any:
    columns: Columns = {"row": list(range(len(countries))), "c": countries}
    return ALL[kind](columns if dates is None else {**columns, "d": dates})


def warned(frame: Any, **asked: Any) -> list[str]:
    """What `annotate` warns of, also while the table is computed."""
    unmatched._told.clear()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        rows(sco.annotate(frame, country="c", **{"as_of": "2024-01-01"} | asked))
    assert {warning.category for warning in caught} <= {sco.UnmatchedWarning}
    return [str(warning.message) for warning in caught]


# --- Which spellings look like a state of ours ---


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Iran, Isl. Repub.", "Iran"),
        ("iran_islamic", "Iran"),
        ("Peoples Rep. of China", "China"),
        ("India (excl. Sikkim)", "India"),
        ("Sri Lanka and others", "Sri Lanka"),
        ("Китай (КНР)", "Китай"),
        ("Uzbekstan", "Uzbekistan"),  # A letter is missing,
        ("Uzbekiistan", "Uzbekistan"),  # one is too many,
        ("Usbekistam", "Usbekistan"),  # one is another,
        ("Tukrey", "Turkey"),  # or two have changed places.
        ("Cambdoia", "Cambodia"),
        ("The Kingdom of Saudi Arabia - total", "the Kingdom of Saudi Arabia"),
    ],
)
def test_what_looks_like_a_state_of_ours(text: str, name: str) -> None:
    [row] = sco.unmatched([text])
    state = sco.state(name)
    assert (row.spelling, row.name, row.state, row.count) == (text, name, state.id, 1)
    assert sco.state(text, None) is None


@pytest.mark.parametrize("data_set", OTHERS)
def test_names_of_other_countries_look_like_none(data_set: str) -> None:
    assert sco.unmatched(OTHERS[data_set]).to_dicts() == []


@pytest.mark.parametrize(
    "text",
    [
        "Niger", "Hong Kong SAR, China", "Korea, Rep.", "Guinea", "Dominica", "Iraq", "South Sudan",
        "Equatorial Guinea", "Macao, China", "Taiwan, China", "Chinese Taipei", "Republic of China",
        "China, Republic of", "Prussia", "Indiana", "Iranian", "Romania", "Oman",
        "India and Pakistan", "Afghanistan & Iran", "Irann", "Lao", "", " ", "...", "'", "Narnia",
        "Pakistan (former)", "Uzbekstam", "Turk", "Tkruey", "China" * 100, "中国香港",
    ],
)  # fmt: skip
def test_what_looks_like_none(text: str) -> None:
    assert sco.unmatched([text]) == ()
    for kind in ("pandas", "polars"):
        assert warned(table(kind, [text])) == []


def test_no_letter_of_a_listed_name_can_slip_unseen() -> None:
    for wrong in ("kazakhstn", "kazakhstaan", "kazakhsten", "kazakhsatn", "azakhstan", "kazakhsta"):
        assert likeness.likely_state(wrong, None) == ("Kazakhstan", "KAZ")
    for wrong in ("kazkhstn", "kazakhtsna", "kzkhstan", "kazakhstanum"):
        assert likeness.likely_state(wrong, None) is None


# --- What is said ---


@pytest.mark.parametrize("kind", WHOLE)
def test_each_spelling_is_named_once_with_its_rows(kind: str) -> None:
    cells = ["Iran, Isl. Repub.", "KAZ", "Niger", "Iran, Isl. Repub.", None, "Iran, Isl. Repub."]
    assert warned(table(kind, cells)) == [
        "not found in 'c', but like a listed name: 'Iran, Isl. Repub.' (Iran, 3 rows); they get "
        "null, and sco_data.unmatched() lists them"
    ]
    assert warned(table(kind, cells), unmatched="null") == []
    assert warned(table(kind, ["KAZ", "Niger", "Hong Kong SAR, China", None])) == []
    with pytest.raises(ValueError, match=r"'Iran, Isl\. Repub\.' \(Iran, 3 rows\)"):
        sco.annotate(table(kind, cells), country="c", as_of="2024-01-01", unmatched="raise")
    done = sco.annotate(table(kind, cells[1:3]), country="c", as_of="2024-01-01", unmatched="raise")
    assert rows(done) == [(0, "KAZ", "KAZ", "member"), (1, "Niger", None, None)]


@pytest.mark.parametrize("kind", PARTS)
def test_parts_of_a_table_tell_each_spelling_once_and_nothing_of_the_whole(kind: str) -> None:
    cells = ["Uzbekstan", "KAZ", "Uzbekstan", "Niger", "Iran (x)", "Uzbekstan"]
    told = " ".join(warned(table(kind, cells)))
    assert told.count("'Uzbekstan' (Uzbekistan)") == told.count("'Iran (x)' (Iran)") == 1
    assert "rows" not in told
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # They were told of in this process.
        frame = sco.annotate(table(kind, cells), country="c", as_of="2024-01-01")
        assert rows(frame)[1] == (1, "KAZ", "KAZ", "member")
    assert warned(table(kind, cells), unmatched="null") == []
    assert warned(table(kind, [365, 710, 630, 703])) == []
    with pytest.raises((ValueError, pl.exceptions.ComputeError), match="like a listed name"):
        rows(sco.annotate(table(kind, cells), country="c", as_of="2024-01-01", unmatched="raise"))


def test_the_warning_stands_at_the_line_of_the_call() -> None:
    with pytest.warns(sco.UnmatchedWarning) as caught:
        sco.annotate(pd.DataFrame({"c": ["Uzbekstan"]}), country="c", as_of="2024-01-01")
    assert [warning.filename for warning in caught] == [__file__]
    assert issubclass(sco.UnmatchedWarning, UserWarning)


def test_many_spellings_are_cut_short() -> None:
    [said] = warned(pd.DataFrame({"c": [f"Iran {number}" for number in range(12)]}))
    assert "'Iran 9' (Iran), and 2 more;" in said
    [said] = warned(pd.DataFrame({"c": [f"Iran {'x' * 100}"]}))
    assert f"'Iran {'x' * 55}' (Iran)" in said


def test_ten_thousand_spellings_are_looked_at() -> None:
    fillers = [f"nobody {number}" for number in range(9_999)]
    [said] = warned(pd.DataFrame({"c": [*fillers, "Uzbekstan", "KAZ"]}))
    assert said.startswith("not found in 'c', but like a listed name: 'Uzbekstan' (Uzbekistan);")
    assert "more" not in said
    frame = pd.DataFrame({"c": [*fillers, "last", "Uzbekstan", "Niger"]})
    for word in ("warn", "raise"):
        [said] = warned(frame, unmatched=word)
        assert said == (
            "2 more spellings in 'c' are not found either, and only the first 10,000 were compared "
            "with names of states"
        )
    assert [row.spelling for row in sco.unmatched(frame["c"])] == ["Uzbekstan"]


@pytest.mark.parametrize("kind", ["pandas", "polars"])
def test_a_category_that_no_row_has_is_no_spelling_of_the_table(kind: str) -> None:
    texts = ["KAZ", "Uzbekstan", "Iran (x)"]
    if kind == "pandas":
        column = pd.Categorical(["KAZ", None, "Iran (x)"], categories=texts)
        frame = pd.DataFrame({"row": [0, 1, 2], "c": column})
    else:
        column = pl.Series(["KAZ", None, "Iran (x)"], dtype=pl.Enum(texts))
        frame = pl.DataFrame({"row": [0, 1, 2], "c": column})
    [said] = warned(frame)
    assert "'Iran (x)' (Iran);" in said
    assert "Uzbekstan" not in said


# --- Codes ---


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
@pytest.mark.parametrize("cells", [[365.0, 710, 630, 220, None], [365, 710, 630, 220]])
def test_numbers_of_another_code_system_are_said(kind: str, cells: list[Any]) -> None:
    said = (
        "of 4 distinct numbers in 'c', 4 are codes of countries by codes='cow', and 2 by "
        "codes='m49', which was asked for"
    )
    assert warned(table(kind, cells)) == [said]
    assert warned(table(kind, cells), codes="cow") == []
    assert warned(table(kind, cells), unmatched="null") == []
    with pytest.raises(ValueError, match="codes='cow'"):
        sco.annotate(table(kind, cells), country="c", as_of="2024-01-01", unmatched="raise")


@pytest.mark.parametrize("kind", WHOLE)
def test_also_where_they_are_digits_or_match_another_state(kind: str) -> None:
    # The Bahamas, Jamaica and East Timor of the Correlates of War are other states' M49 numbers.
    [said] = warned(table(kind, ["31", "51", "860", "365", "710", "630", "701", "702", "703"]))
    assert "9 are codes of countries by codes='cow', and 7 by codes='m49'" in said
    [said] = warned(table(kind, ["643", "398", "2", "20"]), codes="cow")
    assert "3 are codes of countries by codes='m49', and 2 by codes='cow'" in said


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_a_table_of_the_whole_world_in_another_system(kind: str) -> None:
    cow = [int(row["ccode"]) for row in engines.codes("cow_states.csv")]
    m49 = [int(row["m49"]) for row in engines.codes("iso_3166.csv") if row["m49"]]
    [said] = warned(table(kind, cow))
    assert said.startswith(f"of {len(cow)} distinct numbers in 'c', {len(cow)} are codes")
    assert len(warned(table(kind, m49), codes="cow")) == 1
    assert warned(table(kind, m49)) == warned(table(kind, cow), codes="cow") == []


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_a_table_that_merely_holds_other_countries_is_silent(kind: str) -> None:
    m49 = [250, 276, 840, 710, 566, 404, 32, 76, 152, 170]  # 710 is South Africa.
    assert warned(table(kind, m49)) == []
    assert warned(table(kind, [2, 20, 40, 200, 220, 255]), codes="cow") == []
    assert warned(table(kind, [10**9 + number for number in range(20_000)] + [710])) == []
    assert warned(table(kind, [0.5, float("inf"), float("-inf"), 1e300, -1.0])) == []


def test_numbers_in_a_column_of_texts_that_are_none() -> None:
    frame = pd.DataFrame({"c": ["643", "x1", "١٢", "²", "-643", "+643", "643.0", "1" * 5_000]})
    done = sco.annotate(frame, country="c", as_of="2024-01-01")
    assert [plain(cell) for cell in done["sco_state"]] == ["RUS", *[None] * 7]
    [said] = warned(pd.DataFrame({"c": ["643", "398"]}), codes="iso3")
    assert "2 are codes of countries by codes='m49', and 0 by codes='iso3'" in said


@pytest.mark.parametrize("kind", ALL)
def test_digits_written_as_text_are_codes(kind: str) -> None:
    cells = ["643", " 643 ", "0643", "004", "4", "398", "Iran", None, "0", "00"]
    asked: dict[str, Any] = {"country": "c", "as_of": "2024-07-04"}
    found = [row[2] for row in rows(sco.annotate(table(kind, cells), **asked))]
    assert found == ["RUS", "RUS", "RUS", "AFG", "AFG", "KAZ", "IRN", None, None, None]
    done = sco.annotate(table(kind, ["365", "710", "0710", "643"]), codes="cow", **asked)
    assert [row[2] for row in rows(done)] == ["RUS", "CHN", "CHN", None]
    done = sco.annotate(table(kind, ["643", "KAZ", "FRA"]), codes="iso3", unmatched="null", **asked)
    assert [row[2] for row in rows(done)] == [None, "KAZ", None]


# --- The table of what did not match ---


@pytest.mark.parametrize("kind", ["list", "pandas", "polars", "pyarrow", "iterator"])
def test_unmatched_takes_a_column_of_any_kind(kind: str) -> None:
    cells = ["Uzbekstan", "KAZ", None, "Iran (x)", "Uzbekstan", "France"]
    columns = {
        "list": cells, "pandas": pd.Series(cells), "polars": pl.Series(cells),
        "pyarrow": pa.chunked_array([cells[:2], cells[2:]]), "iterator": iter(cells),
    }  # fmt: skip
    found = sco.unmatched(columns[kind])
    assert [(row.id, row.name, row.state, row.codes, row.count) for row in found] == [
        ("Uzbekstan", "Uzbekistan", "UZB", None, 2),
        ("Iran (x)", "Iran", "IRN", None, 1),
    ]
    assert list(found.to_pandas()["count"]) == [2, 1]


def test_unmatched_has_numbers_of_another_system() -> None:
    found = sco.unmatched([365.0, 710, 710, 220, float("nan"), None, True])
    expected = [("365", "Russia", "RUS", "cow", 1), ("710", "China", "CHN", "cow", 2)]
    assert [(row.spelling, row.name, row.state, row.codes, row.count) for row in found] == expected
    assert sco.unmatched([365, 710, 220], codes="cow") == ()
    assert sco.unmatched(["Uzbekstan"], codes=" ISO3 ") == ()  # type: ignore[arg-type]


def test_unmatched_reads_an_older_release() -> None:
    first = sco.releases()[0].id
    assert [row.state for row in sco.unmatched(["Uzbekstan"], release=first)] == ["UZB"]
    with pytest.raises(ValueError, match="unknown release"):
        sco.unmatched([], release="1.0")
    with pytest.raises(ValueError, match="unknown codes"):
        sco.unmatched([], codes="gw")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not one text"):
        sco.unmatched("Iran")


# --- Caveats, names of columns, days after the data ---

CAVEATS = [
    ("AFG", dt.date(2021, 9, 29), "observer", None),
    ("AFG", dt.date(2021, 9, 30), "observer", "inactive"),
    ("MMR", dt.date(2023, 5, 4), None, "uncertain"),
    ("MMR", dt.date(2023, 5, 5), "dialogue partner", None),
    ("IRN", dt.date(2023, 7, 3), "observer", "disputed"),
    ("IRN", dt.date(2023, 7, 4), "member", None),
    ("KAZ", dt.date(2099, 1, 1), "member", "beyond data"),
    ("KAZ", dt.date(1990, 1, 1), None, None),
    ("France", dt.date(2099, 1, 1), None, None),
    (None, dt.date(2024, 1, 1), None, None),
    ("AFG", None, None, None),
]
COUNTRIES = [row[0] for row in CAVEATS]
DAYS = [row[1] for row in CAVEATS]


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("written", ["dates", "texts"])
def test_caveats_of_rows(kind: str, written: str) -> None:
    days = DAYS if written == "dates" else [None if day is None else f"{day} 10:00" for day in DAYS]
    if kind in ("pandas", "dask") and written == "dates":
        days = list(pd.to_datetime(pd.Series(days)))
    done = sco.annotate(table(kind, COUNTRIES, days), country="c", date="d", caveats=True)
    assert [row[-2:] for row in rows(done)] == [row[2:] for row in CAVEATS]


@pytest.mark.parametrize("kind", ALL)
def test_status_and_caveat_are_those_of_the_release_asked_for(kind: str) -> None:
    # Until 26.2 it was only known in which month Bahrain became a partner, then it was the 15th.
    for release, answer in (("26.1", (None, "uncertain")), ("26.3", ("dialogue partner", None))):
        options = {"as_of": "2023-07-20", "caveats": True, "release": release}
        done = sco.annotate(table(kind, ["BHR"]), country="c", **options)
        assert [row[-2:] for row in rows(done)] == [answer]


@pytest.mark.parametrize("kind", ALL)
def test_caveats_of_years_and_of_one_day(kind: str) -> None:
    frame = table(kind, ["AFG"] * 4, [2010, 2020, 2022, 9999])
    done = rows(sco.annotate(frame, country="c", date="d", caveats=True))
    assert [row[-1] for row in done] == ["disputed", None, "inactive", "beyond data"]
    done = sco.annotate(table(kind, ["AFG", None]), country="c", as_of="2024-07-04", caveats=True)
    assert [row[-2:] for row in rows(done)] == [("observer", "inactive"), (None, None)]


def test_a_caveat_is_a_category_where_a_status_is_one() -> None:
    words = [caveat.value for caveat in Caveat]
    asked: dict[str, Any] = {"country": "c", "as_of": "2024-07-04", "caveats": True}
    done = sco.annotate(table("pandas", ["AFG"]), **asked)
    assert list(done["sco_caveat"].dtype.categories) == words
    assert sco.annotate(table("polars", ["AFG"]), **asked).schema["sco_caveat"] == pl.Enum(words)
    lazy = sco.annotate(table("polars lazy", ["AFG"]), **asked)
    assert lazy.collect_schema()["sco_caveat"] == pl.Enum(words)
    done = sco.annotate(table("pyarrow", ["AFG"]), **asked)
    assert done["sco_caveat"].combine_chunks().dictionary.to_pylist() == words


def test_a_caveat_since_time_began_is_none_of_a_row_without_a_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from sco_data._annotate import day_table

    spans: dict[str, Any] = {state.id: () for state in sco.states()}
    spans["KAZ"] = ((dt.date.min, dt.date(2001, 6, 14), Caveat.UNCERTAIN),)
    caveats = day_table.DayTable(spans, Caveat)
    monkeypatch.setattr(day_table, "_caveat_table", lambda release: caveats)
    days = [None, dt.date.min, dt.date(1969, 1, 1), dt.date(2001, 6, 14), dt.date(2001, 6, 15)]
    frame = table("polars", ["KAZ"] * 5, days)
    done = sco.annotate(frame, country="c", date="d", caveats=True)
    assert done["sco_caveat"].to_list() == [None, *["uncertain"] * 3, None]


@pytest.mark.parametrize("kind", ALL)
def test_both_sides_of_a_pair(kind: str) -> None:
    columns: Columns = {"row": [0], "a": ["KAZ"], "b": ["Iran"], "year": [2022]}
    done = sco.annotate(ALL[kind](columns), country="a", date="year", prefix="a_", caveats=True)
    done = sco.annotate(done, country="b", date="year", prefix="b ")
    expected = (0, "KAZ", "Iran", 2022, "KAZ", "member", None, "IRN", "observer")
    assert rows(done) == [expected]
    with pytest.raises(ValueError, match="has a column 'a_state' already; prefix= names"):
        sco.annotate(done, country="b", date="year", prefix="A_")
    with pytest.raises(TypeError, match="prefix is text"):
        sco.annotate(done, country="b", date="year", prefix=None)  # type: ignore[arg-type]
    frame = ALL[kind]({"row": ["KAZ"], "state": [1]})
    with pytest.raises(ValueError, match="has a column 'state' already"):
        sco.annotate(frame, country="row", as_of="2024-01-01", prefix="")


@pytest.mark.parametrize("kind", ["duckdb", "ibis"])
def test_columns_that_are_called_like_helpers_stay_what_they_are(kind: str) -> None:
    names = [
        "_sco_on",
        "_SCO_DAY",
        "_sco_key",
        "_sco_state",
        "_sco_change2",
        "_sco_word3",
        "_sco_status0",
    ]
    columns: Columns = {"row": [0, 1], "c": ["KAZ", "France"]}
    columns |= {name: [f"{name} 1", f"{name} 2"] for name in names}
    done = sco.annotate(ALL[kind](columns), country="c", as_of="2024-01-01", caveats=True)
    mine = [[column[row] for column in columns.values()] for row in (0, 1)]
    assert rows(done) == [
        (*mine[0], "KAZ", "member", None),
        (*mine[1], None, None, None),
    ]
    frame = ALL[kind]({"row": [0], "_sco_on": ["KAZ"]})
    done = sco.annotate(frame, country="_sco_on", as_of="2024-01-01", prefix="_sco_")
    assert rows(done) == [(0, "KAZ", "KAZ", "member")]
    # To SQL these are the same names, though no letter is.
    frame = ALL[kind]({"row": [0], "c": ["KAZ"], "_SCO_ON": ["on"], "_SCO_DAY": ["day"]})
    done = sco.annotate(frame, country="c", as_of="2024-01-01")
    assert rows(done) == [(0, "KAZ", "on", "day", "KAZ", "member")]


@pytest.mark.parametrize("kind", ALL)
def test_a_name_with_an_apostrophe_is_a_name(kind: str) -> None:
    frame = table(kind, ["Lao People's Democratic Republic", "Côte d'Ivoire"])
    done = sco.annotate(frame, country="c", as_of="2026-01-01")
    assert [row[-2] for row in rows(done)] == ["LAO", None]


UNTIL = sco.data_version().checked_until["memberships"].latest
AFTER = UNTIL + dt.timedelta(1)


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("written", ["dates", "texts", "years"])
def test_days_after_the_data(kind: str, written: str) -> None:
    countries = ["KAZ", "KAZ", "KAZ", "Iran", "France", None, "KAZ"]
    days: list[Any] = [UNTIL, AFTER, dt.date.max, AFTER, AFTER, AFTER, None]
    beyond = [False, True, True, True, True, True, False]
    if written == "texts":
        days = [day and f"{day} 10:00" for day in days]
    elif written == "years":
        days = [UNTIL.year - 1, 2099, 9999, 2099, 2099, 2099, None]
    elif kind in ("pandas", "dask"):
        days[2] = AFTER  # The last nanosecond is in 2262.
        days = list(pd.to_datetime(pd.Series(days)))
    frame = table(kind, countries, days)
    asked: dict[str, Any] = {"country": "c", "date": "d"}
    last = [row[-2:] for row in rows(sco.annotate(frame, **asked))]
    kaz, iran, none = ("KAZ", "member"), ("IRN", "member"), (None, None)
    assert last == [kaz, kaz, kaz, iran, none, none, ("KAZ", None)]
    found = [row[-2:] for row in rows(sco.annotate(frame, **asked, beyond=" NULL "))]
    assert found == [
        (state, None if is_beyond else status)
        for (state, status), is_beyond in zip(last, beyond, strict=True)
    ]
    with pytest.raises((ValueError, pl.exceptions.ComputeError), match="up to which") as caught:
        rows(sco.annotate(frame, **asked, beyond="raise"))
    said = str(caught.value)
    assert f"days in 'd' after {UNTIL}" in said
    if kind in WHOLE:
        assert ": 3, first 2" in said
    good = table(kind, ["KAZ", "France"], [2020, 2099])
    assert len(rows(sco.annotate(good, **asked, beyond="raise"))) == 2


@pytest.mark.parametrize("kind", ALL)
def test_one_day_after_the_data(kind: str) -> None:
    frame = table(kind, ["KAZ", "France"])
    for day, status in ((UNTIL, "member"), (AFTER, None)):
        done = sco.annotate(frame, country="c", as_of=day, beyond="null")
        assert [row[-2:] for row in rows(done)] == [("KAZ", status), (None, None)]
    assert rows(sco.annotate(frame, country="c", as_of=UNTIL, beyond="raise"))[0][-1] == "member"
    with pytest.raises(ValueError, match=f"{AFTER} is after {UNTIL}"):
        sco.annotate(frame, country="c", as_of=AFTER, beyond="raise")


@pytest.mark.parametrize("option", ["codes", "errors", "unmatched", "beyond"])
def test_a_word_that_is_none_is_said(option: str) -> None:
    with pytest.raises(ValueError, match=f"unknown {option} 'wran'; valid are '"):
        sco.annotate(table("polars", ["KAZ"]), country="c", as_of="2024-01-01", **{option: "wran"})

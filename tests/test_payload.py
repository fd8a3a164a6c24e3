"""JSON out and back: exact for every kind of record, and clear about what is broken."""

from __future__ import annotations

import datetime as dt
import json
import types
import typing
from enum import StrEnum
from operator import attrgetter
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sco_data as sco
from sco_data import DataError
from sco_data._json import payload as _payload
from sco_data._records.load import COLLECTIONS, get_one, load, record_class
from sco_data.model import Change, Period, Records, State, When

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
WHENS = st.builds(
    lambda one, two: When(earliest=one and min(one, two), latest=max(one or two, two)),
    st.none() | DAYS,
    DAYS,
) | st.sampled_from(["2024", "2024-02", "2024-07-04"]).map(When.parse)
PERIODS = st.builds(
    lambda start, days: Period(start=start, end=days and start.shift(9999).shift(days)),
    WHENS,
    st.none() | st.integers(1, 9999),
)
LARGEST = 2**53 - 1  # RFC 7493: the whole numbers that all readers of JSON have exactly.
LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=20),
    bool: st.booleans(),
    int: st.integers(-LARGEST, LARGEST),
    float: st.floats(allow_nan=False, allow_infinity=False) | st.integers(-LARGEST, LARGEST),
    types.NoneType: st.none(),
    When: WHENS,
    Period: PERIODS,
}


ID = attrgetter("id")


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Any value that a field of this type can hold."""
    if kind in LEAVES:
        return LEAVES[kind]
    if isinstance(kind, types.UnionType):
        return st.one_of([values(each) for each in typing.get_args(kind)])
    if typing.get_origin(kind) is tuple:
        return st.lists(values(typing.get_args(kind)[0]), max_size=2).map(tuple)
    if issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    hints = typing.get_type_hints(kind)
    return st.builds(
        kind, **{field.name: values(hints[field.name]) for field in attrs.fields(kind)}
    )


def payload(**changed: Any) -> str:
    rows = [{"id": "1", "date": "2026-01-01", "sha256": "0"}]
    whole = {"schema": "sco-data/release", "version": 1, "release": None, "records": rows}
    return json.dumps({**whole, **changed})


def faults(text: str) -> list[tuple[str, ...]]:
    with pytest.raises(DataError) as caught:
        sco.from_json(text)
    return [fault[1:] for fault in caught.value.faults]


@pytest.mark.parametrize("kind", _payload.kinds())
@given(data=st.data())
def test_every_kind_of_record_comes_back_equal(kind: str, data: st.DataObject) -> None:
    one = values(_payload.kinds()[kind])
    records: list[Any] = data.draw(st.lists(one, min_size=1, max_size=2, unique_by=ID))
    text = Records(records).to_json()
    again = sco.from_json(text)
    assert again == tuple(records)
    # 1, 1.0 and True are equal in Python, but not in print.
    assert [attrs.asdict(row).__repr__() for row in again] == [
        attrs.asdict(row).__repr__() for row in records
    ]
    assert json.loads(text)["schema"] == f"sco-data/{kind}"


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_bundled_record_comes_back_equal(collection: str) -> None:
    records = load(record_class(collection))
    text = records.to_json()
    assert sco.from_json(text) == records
    assert sco.from_json(text.encode()) == records
    assert json.loads(text)["release"] == sco.data_version().release


def test_rows_that_verbs_compute_come_back_equal() -> None:
    for rows in (sco.outcomes(), sco.facts("KAZ"), sco.releases()):
        assert rows
        assert sco.from_json(rows.to_json()) == rows
        assert json.loads(rows.to_json())["release"] is None


def test_records_of_several_kinds_carry_their_type() -> None:
    found = sco.search("Astana")
    text = found.to_json()
    assert len({type(record) for record in found}) > 2
    assert sco.from_json(text) == found
    assert {"documents", "events"} <= {row["type"] for row in json.loads(text)["records"]}
    assert json.loads(text)["release"] == sco.data_version().release


def test_no_records_at_all() -> None:
    assert sco.from_json(Records(()).to_json()) == Records(())


def test_a_record_that_no_release_has_claims_none() -> None:
    altered = attrs.evolve(sco.state("KAZ"), capital="Almaty")
    assert json.loads(Records([altered]).to_json())["release"] is None
    assert json.loads(Records([sco.state("KAZ"), altered]).to_json())["release"] is None


def test_records_of_an_older_release_say_so() -> None:
    oldest = sco.releases()[0].id
    changed = sco.diff(oldest).filter(lambda change: bool(change.before and change.field))
    for change in changed[:3]:
        record = get_one(record_class(change.collection), change.record, oldest)
        said = json.loads(Records([record]).to_json())["release"]
        assert said != sco.data_version().release
        assert get_one(record_class(change.collection), change.record, said) == record


def test_another_version_is_refused() -> None:
    assert faults(payload(version=2)) == [("", "version", "is 2; this library reads 1")]
    assert faults(payload(version=True)) == [("", "version", "cannot be True")]


@pytest.mark.parametrize("name", ["sco-data/stats", "release", "sco-data/sco-data/release", ""])
def test_another_schema_is_refused(name: str) -> None:
    [(record, field, message)] = faults(payload(schema=name))
    assert (record, field) == ("", "schema")
    assert repr(name) in message
    assert "'sco-data/states'" in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        (b"\xff", "is not JSON"),
        ('{"version": NaN}', "NaN is no JSON"),
        ('{"version": 1, "version": 1}', "a key stands twice in ['version', 'version']"),
        ("[]", "must be an object with schema, version, release, records, and nothing else"),
        ('{"version": 1}', "must be an object with"),
        (payload(more=1), "and nothing else"),
        (payload(records={}), "records: cannot be {}"),
        (payload(release=26.1), "release: cannot be 26.1"),
        (payload(schema=None), "schema: cannot be None"),
    ],
)
def test_what_is_no_payload(text: str | bytes, said: str) -> None:
    with pytest.raises(DataError, match="payload") as caught:
        sco.from_json(text)
    assert said in str(caught.value)


def test_text_is_wanted() -> None:
    with pytest.raises(TypeError):
        sco.from_json(None)  # type: ignore[arg-type]


def test_every_fault_is_told_with_its_path() -> None:
    rows = [
        {"id": "a", "state": "KAZ", "status": "chief"},
        {
            "id": "b",
            "state": "KAZ",
            "status": "member",
            "history": [{"id": "b#1", "stage": "signed"}],
        },
        {"id": "c", "state": 7, "status": "member", "period": {"start": "2024-13"}, "more": 1},
        "d",
    ]
    found = faults(payload(schema="sco-data/memberships", records=rows))
    assert [fault[:2] for fault in found] == [
        ("a", "status"),
        ("b", "history[0].on"),
        ("c", "state"),
        ("c", "period"),
        ("c", ""),
        ("row 3", ""),
    ]
    assert "'member'" in found[0][2]
    assert found[1][2] == "is missing"
    assert "'more'" in found[4][2]


def test_a_type_that_is_missing_or_unknown() -> None:
    rows = [{"id": "KAZ"}, {"type": "nation"}, {"type": ["states"]}, 5]
    found = faults(payload(schema="sco-data/records", records=rows))
    assert [fault[:2] for fault in found] == [(f"row {n}", "type") for n in range(4)]
    assert "'states'" in found[0][2]


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        Records([attrs.evolve(sco.indicators()[0], value=float("nan"))]).to_json()


def test_files_are_those_that_the_library_reads() -> None:
    states = json.loads(sco.files().joinpath("states.json").read_text("utf-8"))
    assert [row["id"] for row in states] == [state.id for state in load(record_class("states"))]
    assert {path.name for path in sco.files().iterdir()} == {
        *(f"{name}.json" for name in COLLECTIONS),
        "changes.json",
        "manifest.json",
        "successors.json",
    }


def test_the_classes_of_the_kinds() -> None:
    assert _payload.kinds()["states"] is State
    assert _payload.kinds()["change"] is Change


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)


def row(**changed: Any) -> str:
    """A payload of one indicator."""
    whole = {
        "id": "i", "name": "n", "quantity": "q", "value": 60, "unit": "u",
        "qualifier": "exact", "as_of": "2024",
    }  # fmt: skip
    return payload(schema="sco-data/indicators", records=[{**whole, **changed}])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (row(value=0.5).replace("0.5", "1e999"), "is too large a number"),
        (row(value=0.5).replace("0.5", "-1e999"), "is too large a number"),
        (row(value=0.5).replace("0.5", "1e-999"), "is too small a number"),
        (row(value=5).replace("5", "9" * 4000), "has more than 400 digits"),
        (row(value=5).replace("5", "9" * 400_000), "has more than 400 digits"),
        (row(value=2**53), "i: value: is beyond the whole numbers up to 9007199254740991"),
        (row(value=-(10**300)), "i: value: is beyond the whole numbers"),
        (row(name="a\ud800"), "i: name: has half of a sign, '\\ud800', at 1"),
        (row(id="\udfff"), "id: has half of a sign"),
        (row(as_of="\ud800"), "as_of: '\\ud800' is no date"),
        (row(unit="\ud800").replace("\\ud800", "\ud800"), "unit: has half of a sign"),
    ],
)  # fmt: skip
def test_what_could_not_leave_again_is_refused(text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        sco.from_json(text)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("digits", "number"),
    [("0e5", 0.0), ("-0.0", -0.0), ("5e-324", 5e-324), ("1E308", 1e308), ("2.50", 2.5)],
)
def test_numbers_that_a_float_has(digits: str, number: float) -> None:
    found = sco.from_json(row(value=0.5).replace("0.5", digits))
    assert repr(found.to_dicts()[0]["value"]) == repr(number)


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ({"first": "2024", "last": "9999-12-31"}, "is no day of the years 1 to 9999"),
        ({"first": "2024", "last": "9999"}, "is no day of the years 1 to 9999"),
        ({"start": "[..0001-01-01]", "end": "0001-01-01"}, "before which there is no day"),
        ({"start": "[..0001-01-01]", "end": "0001"}, "before which there is no day"),
        ({"start": "[..0001-01-01]", "end": "[..0001-01-01]"}, "before which there is no day"),
    ],
)
def test_a_period_whose_last_day_could_not_be_printed(period: dict[str, str], said: str) -> None:
    event = {"id": "e", "name": "n", "kind": "forum", "stage": "held", "period": period}
    [(record, field, message)] = faults(payload(schema="sco-data/events", records=[event]))
    assert (record, field) == ("e", "period")
    assert said in message


def test_an_id_stands_once() -> None:
    one, two = {"id": "1", "date": "2026-01-01", "sha256": "0"}, {"id": "1", "date": "2026"}
    found = faults(payload(records=[one, {**two, "sha256": "1"}, two]))
    assert found == [("row 1", "id", "'1' stands twice"), ("1", "sha256", "is missing")]
    mixed = [{"type": "states", **json.loads(sco.members()[:1].to_json())["records"][0]}] * 2
    [(record, field, _)] = faults(payload(schema="sco-data/records", records=mixed))
    assert (record, field) == ("row 1", "id")


LONG = "x" * 1_000_000
DEEP: Any = json.loads('{"a":' * 400 + "1" + "}" * 400)


@pytest.mark.parametrize(
    "text",
    [
        row(id=LONG, value="x"),
        row(value=LONG),
        row(value=[LONG]),
        row(value={LONG: 1}),
        row(value=DEEP),
        row(as_of=LONG),
        row(qualifier=LONG),
        row(**{LONG: 1}),
        row(**{f"{number}{LONG[:1000]}": 1 for number in range(999)}),
        payload(schema=LONG),
        payload(schema=DEEP),
        payload(release=[LONG]),
        payload(version=int("9" * 399)),
        payload(records=[LONG]),
        payload(schema="sco-data/records", records=[{"type": LONG}]),
        payload(schema="sco-data/records", records=[{"type": DEEP}]),
        payload(records=[{"id": LONG, "date": "2026", "sha256": ""}] * 2),
        f'{{"{LONG}": 1, "{LONG}": 1}}',
        LONG,
    ],
    ids=range(19),
)
def test_an_error_says_little_of_what_is_long_or_deep(text: str) -> None:
    with pytest.raises(DataError) as caught:
        sco.from_json(text)
    assert len(str(caught.value)) < 2000


def test_names_can_be_read_in_the_text_itself() -> None:
    text = Records([sco.state("RUS")]).to_json()
    assert "Россия" in text
    assert "俄罗斯" in text


@pytest.mark.parametrize(
    ("record_id", "asked", "named"),
    [
        ("tourist-territories-project", "26.1", sco.data_version().release),  # never changed
        ("BHR/dialogue-partner", "26.1", "26.2"),  # 26.3 found the day of its start
        ("chs-24", "26.1", "26.1"),  # 26.2 changed it
    ],
)
def test_the_newest_release_that_has_a_record_so_is_named(
    record_id: str, asked: str, named: str
) -> None:
    text = Records([sco.get(record_id, release=asked)]).to_json()
    assert json.loads(text)["release"] == named

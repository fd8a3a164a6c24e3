"""What is handed in is taken as it is or refused with every fault at once."""

from __future__ import annotations

import pickle
from typing import Any

import attrs
import pytest

from sco_data import DataError, model
from sco_data._json.strict import converter, structure
from sco_data._records.load import COLLECTIONS, load, record_class
from sco_data._rows.bundle import newest_rows
from sco_data.model import Conflict, Document, Indicator, Membership, Reading

CONFLICT = {
    "id": "c",
    "subject": "s",
    "field": "f",
    "kind": "count",
    "cause": "rule",
    "reason": "r",
}
DOCUMENT: dict[str, Any] = {"id": "d", "title": "D", "kind": "plan"}


@pytest.mark.parametrize("collection", sorted(COLLECTIONS))
def test_both_ways_give_equal_records_for_every_bundled_row(collection: str) -> None:
    raw = newest_rows(collection)
    cls = record_class(collection)
    assert (
        structure(cls, raw, collection)
        == [cls(**row) for row in raw]
        == list(load(record_class(collection)))
    )
    assert raw, "a collection without rows tests nothing"


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"title": None}, "title", "must be a string, not None"),
        ({"title": 5}, "title", "must be a string, not 5"),
        ({"kind": "law"}, "kind", "unknown word 'law'; valid are 'agreement'"),
        ({"kind": 1}, "kind", "unknown word"),
        ({"topics": "abc"}, "topics", "must be a list, not 'abc'"),
        ({"topics": ("a", "b")}, "topics", "must be a list"),
        ({"topics": ["a", None]}, "topics[1]", "must be a string"),
        ({"count": True}, "count", "must be a whole number, not True"),
        ({"count": 2.0}, "count", "must be a whole number"),
        ({"count": "2"}, "count", "must be a whole number"),
        ({"item": []}, "item", "must be an object"),
        ({"item": {"list": "l", "number": "1"}}, "item.number", "must be a whole number"),
        ({"valid": "2024"}, "valid", "first"),
        ({"valid": {"first": "2024"}}, "valid", "first"),
        ({"valid": {"start": 2024}}, "valid", "EDTF string"),
        ({"colour": "red"}, "", "unknown field 'colour'"),
        ({"history": [{"id": "d#1", "stage": "signed", "on": "20240704"}]},
         "history[0].on", "no date"),
        ({"history": [{"id": "d#1", "stage": "signed"}]}, "history[0].on", "is missing"),
        ({"history": [{"id": "d#1", "stage": "signed", "on": "2024", "signed": "yes"}]},
         "history[0].signed", "true or false"),
    ],
)  # fmt: skip
def test_the_wrong_kind_is_refused_with_its_path(
    change: dict[str, Any], field: str, message: str
) -> None:
    with pytest.raises(DataError) as caught:
        structure(Document, [{**DOCUMENT, **change}], "mine.json")
    assert (caught.value.file, caught.value.record, caught.value.field) == ("mine.json", "d", field)
    assert message in str(caught.value)


WRONG = [None, 7, 1.5, True, "\x00", [], {}, [None], {"a": 1}]


@pytest.mark.parametrize(
    "cls", [record_class(name) for name in COLLECTIONS], ids=lambda c: c.__name__
)
def test_no_field_of_any_record_takes_a_wrong_kind(cls: type) -> None:
    name = next(name for name in COLLECTIONS if record_class(name) is cls)
    good = converter().unstructure(
        max(load(record_class(name)), key=lambda r: len(str(converter().unstructure(r))))
    )
    for field in attrs.fields(cls):
        for wrong in WRONG:
            row = {**good, field.name: wrong}
            try:
                found = structure(cls, [row], "f")[0]
            except DataError as error:
                first = error.field.partition("[")[0].partition(".")[0]
                assert first in {field.name, ""}
            else:
                back = converter().unstructure(found).get(field.name, field.default)
                assert back == wrong or (wrong == [] and back == ()), (field.name, wrong)
                assert type(back) is type(wrong) or wrong == []


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(DataError) as caught:
        structure(
            Document, [{"id": 1}, DOCUMENT, {**DOCUMENT, "kind": "law", "place": 3}], "f.json"
        )
    assert [fault[1:3] for fault in caught.value.faults] == [
        ("row 0", "id"),
        ("row 0", "title"),
        ("row 0", "kind"),
        ("d", "kind"),
        ("d", "place"),
    ]
    assert pickle.loads(pickle.dumps(caught.value)).faults == caught.value.faults


def test_a_row_that_is_no_object() -> None:
    with pytest.raises(DataError, match="f: row 3: must be an object, not 'x'"):
        structure(Document, ["x"], "f", 3)


def test_numbers_stay_what_they_are() -> None:
    row = {
        "id": "i",
        "name": "n",
        "quantity": "q",
        "value": 60,
        "unit": "u",
        "qualifier": "exact",
        "as_of": "2024",
    }
    found = structure(Indicator, [row], "f")[0]
    assert type(found.value) is int
    assert type(structure(Indicator, [{**row, "value": 6.5}], "f")[0].value) is float
    with pytest.raises(TypeError, match="a number is wanted, not bool"):
        Indicator(**{**row, "value": True})


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 2**53, "\ud800"])
def test_what_no_exit_could_give_is_refused(value: Any) -> None:
    with pytest.raises(DataError, match=r"finite|beyond|half of a sign"):
        structure(Conflict, [{**CONFLICT, "readings": [{"value": value}]}], "f")


@pytest.mark.parametrize("value", ["a", 1, 1.5, True, None])
def test_a_reading_takes_any_scalar(value: Any) -> None:
    found = converter().structure({"value": value}, Reading)
    assert found.value is value or found.value == value


def test_written_and_read_again() -> None:
    row = {
        "id": "m", "state": "KAZ", "status": "member",
        "period": {"first": "2010-04", "last": "2010-05"},
        "history": [{"id": "m#1", "stage": "adopted", "on": "2024-07-04", "completes": True}],
    }  # fmt: skip
    found = structure(Membership, [row], "f")[0]
    plain = converter().unstructure(found)
    assert structure(Membership, [plain], "f") == [found]
    assert model.Membership(**plain) == found


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (1, "unknown field 'x00'"),
        (5, "unknown field 'x00', 'x01', 'x02', 'x03', 'x04'"),
        (6, "unknown field 'x00', 'x01', 'x02', 'x03', 'x04' and 1 more"),
        (12, "unknown field 'x00', 'x01', 'x02', 'x03', 'x04' and 7 more"),
    ],
)
def test_of_many_unknown_fields_the_first_five_are_named(number: int, told: str) -> None:
    unknown = {f"x{place:02}": 1 for place in range(number)}
    with pytest.raises(DataError) as caught:
        structure(Document, [{**DOCUMENT, **unknown}], "f")
    assert [fault[3] for fault in caught.value.faults] == [told]

"""What the library gives cannot be changed by anybody, and can be copied, pickled and matched."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
import pickletools
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import attrs
import pytest

import sco_data as sco
from sco_data import model
from sco_data._records.load import everything
from sco_data.model import Change, DataVersion, Record, Records

FLAT = (str, int, float, bool, type(None), dt.date)


def inside(value: Any) -> Iterator[Any]:
    """A value and all values in it; fails at one that can be changed."""
    yield value
    if attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from inside(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from inside(part)
    elif isinstance(value, Mapping):
        hash(value)
        for part in value.items():
            yield from inside(part)
    else:
        assert isinstance(value, FLAT), f"{type(value)} can be changed"


@pytest.fixture(scope="module")
def instances() -> dict[type, Any]:
    """One object of every public class, from the data or a verb; the first with most to it."""
    change = Change(
        id="26.2:KAZ.name", release="26.2", collection="states", record="KAZ",
        field="name", before='"Kazakh"', after='"Kazakhstan"',
    )  # fmt: skip
    rows: list[Any] = [*everything().values(), *sco.outcomes(), *sco.panel("2023", "2024")]
    rows += [
        *sco.dyads("2023", "2024"),
        *sco.facts("KAZ"),
        *sco.unmatched(["Khazakstan"]),
        *sco.releases(),
        sco.data_version(),
        change,
    ]
    rows += sco.memberships().evidence()
    found: dict[type, Any] = {}
    for row in rows:
        for value in inside(row):
            if attrs.has(type(value)):
                found.setdefault(type(value), value)
    return found


CLASSES = [
    cls
    for name in model.__all__
    if attrs.has(cls := getattr(model, name)) and name not in ("Tracked", "Record")
]


def test_every_value_of_every_record_is_frozen_all_the_way_down(instances: dict[type, Any]) -> None:
    assert set(instances) == set(CLASSES)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_an_object_can_be_copied_and_compared_and_never_changed(
    cls: Any, instances: dict[type, Any]
) -> None:
    thing, text = instances[cls], repr(instances[cls])
    for field in [*(field.name for field in attrs.fields(cls)), "anything"]:
        with pytest.raises(AttributeError):
            setattr(thing, field, None)
        with pytest.raises(AttributeError):
            delattr(thing, field)
    assert not hasattr(thing, "__dict__")
    assert not hasattr(thing, "__weakref__")
    twins = [copy.copy(thing), copy.deepcopy(thing), attrs.evolve(thing)]
    twins += [pickle.loads(pickle.dumps(thing, protocol)) for protocol in range(2, 6)]
    for twin in twins:
        assert twin == thing
        assert hash(twin) == hash(thing)
        assert type(twin) is cls
    assert len({thing, *twins}) == 1
    assert thing != object()
    assert repr(thing) == text


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_an_object_matches_by_its_fields(cls: type, instances: dict[type, Any]) -> None:
    names = [field.name for field in attrs.fields(cls)]
    pattern = ", ".join(f"{name}=found_{name}" for name in names)
    scope = {"cls": cls, "thing": instances[cls]}
    exec(f"match thing:\n    case cls({pattern}): matched = True", scope)
    assert scope["matched"] is True
    assert [scope[f"found_{name}"] for name in names] == [getattr(instances[cls], n) for n in names]


def test_a_pickle_is_small_and_drags_nothing_along() -> None:
    for record in everything().values():
        data = pickle.dumps(record)
        text = Records([record]).to_json()
        # Names of classes and fields once, and then no more than the record as text.
        assert len(data) < 1.2 * len(text.encode()) + 500, record
    sizes = [len(pickle.dumps(sco.state("KAZ"), protocol)) for protocol in (4, 5)]
    assert max(sizes) < 10_000
    modules = {
        str(arg).split()[0]
        for record in (
            sco.state("KAZ"),
            sco.get("KAZ/member"),
            sco.documents()[0],
            sco.conflicts()[0],
        )
        for opcode, arg, _ in pickletools.genops(pickle.dumps(record, 2))
        if opcode.name == "GLOBAL"
    }
    assert {name for name in modules if not name.startswith("sco_data.model.")} <= {
        "copy_reg",
        "copyreg",
        "datetime",
        "_codecs",
        "__builtin__",
    }


def test_records_are_a_tuple_that_stays_what_it_is() -> None:
    members = sco.members()
    for change in ("append", "extend", "sort", "clear", "__setitem__", "__iadd__", "__delitem__"):
        assert not hasattr(members, change)
    with pytest.raises(AttributeError):
        members.more = 1  # type: ignore[attr-defined]
    assert hash(members) == hash(tuple(members))
    assert pickle.loads(pickle.dumps(members)) == copy.copy(members) == copy.deepcopy(members)
    assert type(copy.deepcopy(members)) is Records
    match members[:2]:
        case [model.State(iso2=first), model.State(iso2=second)]:
            assert (first, second) == ("BY", "CN")
        case _:
            pytest.fail("does not match")


def test_what_is_handed_out_is_not_what_is_kept() -> None:
    first, groups = sco.documents_by_area(), sco.members().by("capital")
    first.clear(), groups.clear()
    assert len(sco.documents_by_area()) == 5
    rows = sco.members().to_dicts()
    rows[0]["names_text"].clear()
    assert sco.members().to_dicts()[0]["names_text"]
    sco.documents().to_dicts()[0]["areas"].clear()
    assert sco.documents()[0].areas


def test_words_are_words_and_cannot_be_changed() -> None:
    for name in model.__all__:
        cls = getattr(model, name)
        if isinstance(cls, type) and issubclass(cls, StrEnum):
            for word in cls:
                assert word == word.value == str(word) == f"{word}" == json.loads(json.dumps(word))
                assert pickle.loads(pickle.dumps(word)) is copy.deepcopy(word) is word
                with pytest.raises(AttributeError):
                    word.value = "x"  # type: ignore[misc]


def test_data_version_is_a_fact_too() -> None:
    stated = sco.data_version()
    assert isinstance(stated, DataVersion)
    for table in (stated.counts, stated.checked_until):
        before = dict(table)
        for change in (
            "clear",
            "popitem",
            "pop",
            "update",
            "setdefault",
            "__setitem__",
            "__delitem__",
        ):
            with pytest.raises(TypeError, match="cannot be changed"):
                getattr(table, change)("states")
        with pytest.raises(TypeError):
            table |= {"states": 0}  # type: ignore[operator]
        assert table == before


def test_a_record_of_the_library_is_a_record() -> None:
    assert all(isinstance(record, Record) for record in everything().values())

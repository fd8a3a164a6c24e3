"""Steps and their rules of rank, and the tuple that holds records."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sco_data import model
from sco_data.model import Document, Evidence, Record, Records, Stage, Step, When

CLASSES = [getattr(model, name) for name in model.__all__ if attrs.has(getattr(model, name))]
RANKS = {
    "proposed": 1, "planned": 2, "drafted": 3, "decided": 4, "adopted": 5, "signed": 5,
    "in force": 6, "launched": 6, "held": 6, "ended": 9,
}  # fmt: skip


def document(*history: tuple[str, str], **more: Any) -> Document:
    steps = [
        {"id": f"d#{number}", "stage": stage, "on": on}
        for number, (stage, on) in enumerate(history, 1)
    ]
    return Document(id="d", title="D", kind="plan", history=steps, **more)


def test_ranks_are_those_of_the_design() -> None:
    assert {str(stage): stage.rank for stage in Stage} == {**RANKS, "noted": None}


def test_the_stage_is_the_highest_reached_by_then() -> None:
    found = document(("proposed", "2023-07-04"), ("adopted", "2024-07-04"), ("decided", "2025"))
    assert found.stage_at(dt.date(2023, 7, 3)) is None
    assert found.stage_at(dt.date(2024, 7, 3)) is Stage.PROPOSED
    assert found.stage is Stage.ADOPTED


def test_at_equal_rank_the_later_and_ended_wins_and_noted_raises_nothing() -> None:
    assert document(("adopted", "2024-01-01"), ("signed", "2024-02-01")).stage is Stage.SIGNED
    assert document(("ended", "2020"), ("in force", "2024")).stage is Stage.ENDED
    assert document(("noted", "2024")).stage is None
    assert document().stage is None
    assert document(("signed", "2024"), ("adopted", "2024")).stage is Stage.ADOPTED
    assert document(("proposed", "2023"), ("noted", "2024"), ("planned", "2022")).stage is (
        Stage.PLANNED
    )
    assert document(("noted", "2023"), ("proposed", "2022")).stage is Stage.PROPOSED


def test_a_step_knows_its_record_and_completes_nothing_unasked() -> None:
    step = Step(id="a#b#2", stage="held", on="2024")
    assert step.record == "a#b"
    assert step.completes is False
    assert hash(step) == hash((Step, "a#b#2"))
    assert repr(step) == "Step('a#b#2')"


@given(st.lists(st.tuples(st.sampled_from(sorted(RANKS)), st.dates(dt.date(2000, 1, 1)))))
def test_the_stage_never_falls_as_time_goes_on(history: list[tuple[str, dt.date]]) -> None:
    found = document(*((stage, day.isoformat()) for stage, day in history))
    ranks = [found.stage_at(day) for day in sorted(day for _, day in history)]
    numbers = [stage.rank or 0 for stage in ranks if stage]
    assert numbers == sorted(numbers)
    assert len(numbers) == len(history)


def test_signed_and_adopted_are_read_from_history() -> None:
    assert document(("signed", "2024-07-04")).signed is True
    assert document(("adopted", "2024-07-04")).signed is None
    assert document(("proposed", "2024-07-04")).signed is None
    assert document(("proposed", "2024-07-04")).adopted is None
    assert document(("adopted", "2024-07-04"), ("signed", "2025")).adopted == When.parse(
        "2024-07-04"
    )
    step = Step(id="d#1", stage="adopted", on="2024-07-04", signed=False)
    assert Document(id="d", title="D", kind="statement", history=[step]).signed is False


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_class_is_frozen_slotted_and_by_keyword(cls: type) -> None:
    assert not {"__dict__", "__weakref__"} & set(dir(cls))
    assert "__eq__" not in vars(cls)
    assert "__repr__" not in vars(cls) or cls.__module__.endswith(".time")
    assert all(field.kw_only for field in attrs.fields(cls))
    with pytest.raises(TypeError):
        cls("positional")
    assert cls.__setattr__ is not object.__setattr__


def test_nothing_can_be_set_or_added() -> None:
    found = document(("signed", "2024-07-04"))
    for name in ("title", "unknown"):
        with pytest.raises(AttributeError):
            setattr(found, name, "x")
    with pytest.raises(AttributeError):
        del found.title
    assert isinstance(found.history, tuple)


def test_pickle_copy_and_match() -> None:
    found = document(("signed", "2024-07-04"), areas=["security"])
    for protocol in range(2, 6):
        assert pickle.loads(pickle.dumps(found, protocol)) == found
    assert copy.copy(found) == copy.deepcopy(found) == found
    assert len({found, copy.deepcopy(found)}) == 1
    match found:
        case Document(id=key, history=(Step(stage=stage), *_)):
            assert (key, stage) == ("d", Stage.SIGNED)
        case _:
            pytest.fail("does not match")


def test_fields_convert_themselves_and_stay() -> None:
    found = document(
        ("signed", "2024-07-04"), areas=["security"], valid={"first": "2024", "last": "2029"}
    )
    assert str(found.valid) == "2024 to 2029"
    assert attrs.evolve(found) == found


def test_a_string_is_no_list_of_strings() -> None:
    with pytest.raises(TypeError, match="not the string 'abc'"):
        document(topics="abc")
    with pytest.raises(TypeError, match="not the string 'field'"):
        Evidence(source="s", fields="field")


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(ValueError, match="law"):
        Document(id="d", title="D", kind="law")


def test_records_added_to_records_are_records() -> None:
    one, two = Records([document()]), Records([document(areas=["security"])])
    both = one + two
    assert isinstance(both, Records)
    assert both == (one[0], two[0])
    nothing: tuple[Any, ...] = ()
    number: tuple[Any, ...] = (1,)
    assert one + nothing == (one[0],)
    assert type(one + number) is tuple


def test_one_record_leaves_as_several_do() -> None:
    record = document(("proposed", "2023-07-04"))
    assert record.to_dict() == Records([record]).to_dicts()[0]
    assert record.to_dict()["title"] == "D"
    assert record.to_json() == Records([record]).to_json()


def test_records_stay_records() -> None:
    rows = Records([document(areas=["security", "economy"]), document(areas=["security"])])
    assert isinstance(rows[:1], Records)
    assert isinstance(rows[0], Document)
    assert rows.filter(lambda row: len(row.areas) == 2) == rows[:1]
    assert {str(key): len(group) for key, group in rows.by("areas").items()} == {
        "security": 2,
        "economy": 1,
    }
    assert list(rows.by("id")) == ["d"]
    assert pickle.loads(pickle.dumps(rows)) == rows
    with pytest.raises(ValueError, match="Document has no field 'colour'"):
        rows.by("colour")


def test_lazy_names_of_the_model() -> None:
    assert dir(model) == sorted(model.__all__)
    assert issubclass(model.Document, Record)
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = model.Nothing  # type: ignore[attr-defined]


def test_equality_and_hash_are_by_class_and_every_field() -> None:
    one, other = Evidence(source="s", at="¶1"), Evidence(source="s", at="¶1")
    assert one == other
    assert hash(one) == hash(other)
    assert one != Evidence(source="s", at="¶2")
    assert one != "s"
    assert repr(one) == (
        "Evidence(source='s', derived_from=(), at='¶1', fields=(), "
        "says=<Says.SUPPORTS: 'supports'>, note=None)"
    )


def test_a_name_of_the_model_that_no_module_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "__all__", [*model.__all__, "Nowhere"])
    with pytest.raises(AttributeError, match="no attribute 'Nowhere'"):
        _ = model.Nowhere  # type: ignore[attr-defined]

"""One way to ask for records: what is read, what is built, and what stays as it is in the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest

import sco_data as sco
from sco_data._records import as_of, find
from sco_data._records import load as loading
from sco_data._verbs import documents as document_verbs
from sco_data.model import Document, Evidence, Records, State


@pytest.fixture
def slots_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[Any]]:
    """The slots of a collection, in a process that has read nothing yet."""
    fresh: dict[str, list[Any]] = {}

    def slots(collection: str, release: str | None = None) -> list[Any]:
        if collection not in fresh:
            fresh[collection] = unwrapped["_slots"](collection, release)
        return fresh[collection]

    names = ("_slots", "_positions", "load", "get_one")
    unwrapped = {name: getattr(loading, name).__wrapped__ for name in names}
    for name in names:
        monkeypatch.setattr(loading, name, unwrapped[name])
    monkeypatch.setattr(loading, "_slots", slots)
    monkeypatch.setattr(loading, "_loaded", set())
    return slots


def test_one_record_is_built_and_no_other(slots_of: Callable[[str], list[Any]]) -> None:
    found = loading.find_by_id("KAZ")
    assert isinstance(found, State)
    assert [slot for slot in slots_of("states") if not isinstance(slot, bytes)] == [found]
    assert loading.find_by_id("KAZ") is found
    assert loading.find_one(State, "KAZ") is found
    assert loading.find_one(State, "XXX") is None
    assert loading.find_by_id("XXX") is None


def test_rows_without_the_word_are_not_read(slots_of: Callable[[str], list[Any]]) -> None:
    found = find.find(Document, area="security")
    built = [slot for slot in slots_of("documents") if not isinstance(slot, bytes)]
    assert built == list(found)
    assert 0 < len(found) < len(slots_of("documents"))
    # Asked a second time, those that were built are looked at as they are.
    assert all(one is two for one, two in zip(find.find(Document, area="security"), found, strict=True))  # fmt: skip
    assert len(find.find(Document)) == len(slots_of("documents"))


def test_a_row_that_has_the_word_elsewhere_is_read_and_left_out(
    slots_of: Callable[[str], list[Any]],
) -> None:
    rows_with_the_word = [slot for slot in slots_of("documents") if b'"chs"' in slot]
    found = find.find(Document, body="chs")
    assert {document.body for document in found} == {"chs"}
    assert len(found) < len(rows_with_the_word)


def test_a_document_without_history_comes_last_and_began_on_no_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bare = Document(id="a-bare-document", title="A", kind="plan")
    charter = sco.document("sco-charter-2002")
    monkeypatch.setattr(document_verbs, "find", lambda *_, **__: Records([bare, charter]))
    assert sco.documents() == (charter, bare)

    monkeypatch.setattr(as_of, "load", lambda cls, release: Records([bare, charter]))
    first_days = as_of._first_days_of_documents.__wrapped__(None)  # type: ignore[attr-defined]
    assert {key: str(day) for key, day in first_days.items()} == {"sco-charter-2002": "2002-06-07"}


def test_evidence_that_was_handed_in_may_name_what_is_not_there() -> None:
    state = sco.state("KAZ")
    wrong = attrs.evolve(state, names=(), evidence=[Evidence(source="nowhere", fields=["name"])])
    with pytest.raises(sco.NotFoundError, match="no source 'nowhere'"):
        sco.cite(wrong)
    derived = attrs.evolve(wrong, evidence=[Evidence(derived_from=["nothing"], fields=["name"])])
    assert sco.cite(derived) == sco.cite()


def test_a_day_after_the_data_is_the_last_known_or_an_error() -> None:
    assert sco.status("KAZ", "2099-01-01") == "member"
    asks: list[Any] = [sco.members, sco.states, lambda **asked: sco.status("KAZ", **asked)]
    for ask in asks:
        with pytest.raises(ValueError, match=r"2099-01-01 is after \d{4}-\d\d-\d\d"):
            ask(as_of="2099-01-01", beyond="raise")
        with pytest.raises(ValueError, match="unknown beyond 'null'; valid are 'last', 'raise'"):
            ask(as_of="2099-01-01", beyond="null")
        assert ask(as_of="2024-07-04", beyond="raise") == ask(as_of="2024-07-04")
        assert ask(as_of=None, beyond="raise") == ask()

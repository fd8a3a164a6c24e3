"""Who says so, and who says otherwise."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import sco_data as sco
from sco_data._verbs._evidence import evidence_of, origin_of
from sco_data.model import Document


def test_every_source_of_a_fact() -> None:
    fact = sco.facts("2023-2024", "period")[0]
    assert (fact.record, fact.field, fact.value) == (
        "2023-2024", "period", "2023-07-04 to 2024-07-03",
    )  # fmt: skip
    assert {"kremlin-74464", "baigenews-155809"} <= set(fact.sources)
    assert fact.origins <= len(fact.sources)


def test_texts_that_repeat_one_speech_are_one_origin() -> None:
    fact = sco.facts(
        sco.indicators(
            stated_by="Kassym-Jomart Tokayev", quantity="chairmanship-2023-2024-documents"
        )[0],
        "value",
    )[0]
    assert {"akorda-speech-2024", "csc-results-2024", "noor-2024"} <= set(fact.sources)
    assert fact.origins == 1


def test_facts_follow_what_a_field_is_derived_from() -> None:
    fact = sco.facts("BLR/member", "period")[0]
    assert "kremlin-74464" in fact.sources


def test_when_did_iran_become_a_member_and_says_who() -> None:
    found = sco.facts("IRN/member")
    assert next(row.value for row in found if row.field == "period") == "2023-07-04 to today"
    assert all(row.sources for row in found if row.field == "period")


def test_a_title_rests_on_its_name() -> None:
    assert sco.facts("astana-declaration-2024", "title")[0].sources


def test_a_source_rests_on_itself() -> None:
    found = sco.source("kremlin-74464")
    assert [row.source for row in evidence_of(found)] == ["kremlin-74464"]
    assert sco.facts(found) == ()


def made(**more: Any) -> Document:
    names = [
        {
            "text": text,
            "language": "en",
            "role": "reported",
            "evidence": [{"source": f"name-{text}"}],
        }
        for text in "ABC"
    ]
    history = [{"id": "d#1", "stage": "signed", "on": "2024", "evidence": [{"source": "step"}]}]
    relations = [{"kind": "approves", "to": "e", "evidence": [{"source": "relation"}]}]
    evidence = [
        {"source": "of-areas-and-place", "fields": ["areas", "place"]},
        {"source": "of-title", "fields": ["title"]},
        {"source": "of-a-part", "fields": ["valid.first"]},
        {"source": "silent", "fields": ["url"], "says": "silent"},
    ]
    return Document(
        id="d", title="B", kind="plan", names=names, history=history, relations=relations,
        areas=["security"], url="https://example.org", valid={"first": "2024", "last": "2025"},
        **{"evidence": evidence, **more},
    )  # fmt: skip


def test_a_fact_has_the_evidence_of_its_own_field_and_parts() -> None:
    found = {row.field: row.sources for row in sco.facts(made())}
    assert found == {
        "title": ("name-B", "of-title"),
        "names": ("name-A", "name-B", "name-C"),
        "place": ("of-areas-and-place",),
        "areas": ("of-areas-and-place",),
        "valid": ("of-a-part",),
        "relations": ("relation",),
        "history": ("step",),
        "url": (),
    }
    assert [row.value for row in sco.facts(made(), "place")] == [None]
    assert [row.value for row in sco.facts(made(), "title")] == ["B"]


def test_evidence_of_no_field_backs_the_whole() -> None:
    found = sco.facts(made(evidence=[{"source": "whole"}]))
    assert {row.field for row in found if "whole" in row.sources} == {
        field.name for field in attrs.fields(Document)
    } - {"evidence"}


def test_evidence_of_is_that_of_every_part() -> None:
    assert [row.source for row in evidence_of(made())] == [
        "of-areas-and-place", "of-title", "of-a-part", "silent",
        "name-A", "name-B", "name-C", "relation", "step",
    ]  # fmt: skip
    assert [row.source for row in evidence_of(sco.conflicts("chs-24")[0])][:1] != []
    assert [row.source for row in evidence_of(sco.priorities()[0])] != []


def test_errors() -> None:
    with pytest.raises(sco.NotFoundError):
        sco.facts("nothing")
    with pytest.raises(ValueError, match="unknown field 'colour'; valid are 'id'") as caught:
        sco.facts("astana-declaration-2024", "colour")
    fields = [field.name for field in attrs.fields(Document) if field.name != "evidence"]
    assert str(caught.value).endswith(", ".join(map(repr, fields)))
    with pytest.raises(sco.NotFoundError):
        sco.conflicts("nothing at all")


def test_conflicts_of_the_term() -> None:
    found = {row.field: row for row in sco.conflicts("2023-2024") if row.subject == "2023-2024"}
    start = found["period.start"]
    assert {reading.value for reading in start.readings} == {"2023-07-04", "2023-07-05", "2023"}
    assert start.kept is not None
    assert start.kept.value == "2023-07-04"
    assert any(
        row.source == "perspective-2024" and row.at == "¶15"
        for reading in start.readings
        for row in reading.evidence
    )
    assert sco.conflicts(sco.chairmanship("2023-2024")) == sco.conflicts("2023-2024")


def test_a_conflict_stands_on_every_record_that_it_touches() -> None:
    # The year's 60 documents: three texts say three things of what was done with them.
    row = next(row for row in sco.conflicts() if row.id == "documents-60-what-was-done")
    assert "anti-drug-strategy-2024-2029" in row.touches
    for touched in row.touches:
        assert row in sco.conflicts(touched)
        assert row in sco.conflicts(sco.get(touched))
    card = sco.get("anti-drug-strategy-2024-2029")._repr_html_()
    assert "quantity:chairmanship-2023-2024-documents what was done" in card


def test_what_only_touches_a_record_comes_last() -> None:
    found = [row.subject == "chs-24" for row in sco.conflicts("chs-24")]
    assert found == sorted(found, reverse=True)
    assert set(found) == {True, False}


def test_the_number_of_documents_is_disputed() -> None:
    row = next(row for row in sco.conflicts("chs-24") if row.field == "items")
    assert {24, 25} <= {reading.value for reading in row.readings}


def test_conflicts_on_steps_and_quantities() -> None:
    subjects = {row.subject for row in sco.conflicts("IRN/member") if not row.touches}
    assert subjects == {"IRN/member", "IRN/member#3"}
    gdp = sco.conflicts("sco-gdp-share")
    assert len(gdp) == 1
    assert gdp[0].kept is None
    indicator = sco.indicators(quantity="sco-gdp-share")[0]
    assert gdp[0] in sco.conflicts(indicator)
    assert len(sco.conflicts()) > 25


def test_conflicts_of_a_state_are_those_of_its_memberships() -> None:
    subjects = {row.subject for row in sco.conflicts("IRN")}
    assert {"IRN/member", "IRN/member#3"} <= subjects
    assert "IRN/member period.start" in sco.get("IRN")._repr_html_()
    assert sco.conflicts("IRN") == sco.conflicts("Iran") == sco.conflicts(sco.state("IRN"))
    assert {row.subject for row in sco.conflicts("IRN/member")} >= {"IRN/member", "IRN/member#3"}


def test_conflicts_of_a_priority_are_those_of_its_aims() -> None:
    assert "2024-areas/1/cyber" in {row.subject for row in sco.conflicts("2024-areas/1")}


def test_a_conflict_gives_itself() -> None:
    conflict = sco.conflicts()[0]
    assert sco.conflicts(conflict.id) == sco.conflicts(conflict) == (conflict,)


def test_conflicts_on_facts_that_stand_elsewhere_come_last() -> None:
    # The person's time in the chair is derived from the term, of which the days are disputed.
    holder = sco.get("tokayev-chs-chair")
    fields = [row.field for row in sco.conflicts(holder) if row.subject == "2023-2024"]
    assert {"period.start", "period.end"} <= set(fields)
    assert "theme" not in fields


def test_conflicts_on_the_same_priority_elsewhere() -> None:
    # The speech's fourth area is the first of the year before, whose title is disputed.
    assert "2023-areas/1" in {row.subject for row in sco.conflicts("2024-areas/4")}
    assert "2023-areas/1" not in {row.subject for row in sco.conflicts("2024-areas/1")}


def test_a_source_that_repeats_one_that_repeats_another_has_the_origin_of_that() -> None:
    chain = ["urdupoint-1668276", "urdupoint-1667578", "spa-2023-03-28"]
    assert [sco.source(key).derives_from for key in chain] == [*chain[1:], None]
    assert {origin_of(key, None) for key in chain} == {"spa-2023-03-28"}


def test_what_is_derived_rests_on_the_sources_of_the_release_asked_for() -> None:
    # Bahrain's ministry, which tells the day, was found for release 26.3.
    found = {}
    for release in ("26.1", "26.3"):
        facts = sco.facts("BHR/dialogue-partner", "period", release=release)
        found[release] = "mofa-bhr-sco" in facts[0].sources
    assert found == {"26.1": False, "26.3": True}


def test_conflicts_on_a_record_come_before_those_on_facts_it_repeats() -> None:
    """The term began with the summit of the year before, whose first day is disputed."""
    ids = [row.id for row in sco.conflicts("2010-2011")]
    assert ids == ["chair-2010-2011-start", "kaz-chairmanships-count", "chs-11-start"]

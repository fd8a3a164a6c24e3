"""Who says so, and who says otherwise."""

from __future__ import annotations

import pytest

import sco_data as sco
from sco_data._evidence import all_evidence


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
    assert [row.source for row in all_evidence(found)] == ["kremlin-74464"]
    assert sco.facts(found) == ()


def test_errors() -> None:
    with pytest.raises(sco.NotFoundError):
        sco.facts("nothing")
    with pytest.raises(ValueError, match="unknown field 'colour'; valid are 'id'"):
        sco.facts("BLR/member", "colour")
    with pytest.raises(sco.NotFoundError):
        sco.conflicts("nothing at all")


def test_conflicts_of_the_term() -> None:
    found = {row.field: row for row in sco.conflicts("2023-2024")}
    start = found["period.start"]
    assert {reading.value for reading in start.readings} == {"2023-07-04", "2023-07-05"}
    assert start.kept is not None
    assert start.kept.value == "2023-07-04"
    assert any(
        row.source == "perspective-2024" and row.at == "¶15"
        for reading in start.readings
        for row in reading.evidence
    )
    assert sco.conflicts(sco.chairmanship("2023-2024")) == sco.conflicts("2023-2024")


def test_the_number_of_documents_is_disputed() -> None:
    row = next(row for row in sco.conflicts("chs-24") if row.field == "items")
    assert {24, 25} <= {reading.value for reading in row.readings}


def test_conflicts_on_steps_and_quantities() -> None:
    assert {row.subject for row in sco.conflicts("IRN/member")} == {"IRN/member", "IRN/member#3"}
    gdp = sco.conflicts("sco-gdp-share")
    assert len(gdp) == 1
    assert gdp[0].kept is None
    indicator = sco.indicators(quantity="sco-gdp-share")[0]
    assert gdp[0] in sco.conflicts(indicator)
    assert len(sco.conflicts()) > 25

"""The bundled data obeys its rules, and each rule can fail."""

from __future__ import annotations

import copy
import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import data as tool
import sco_data as sco
from sco_data._records import COLLECTIONS, record_class
from sco_data._rows.bundle import newest_rows
from sco_data.model import Status

pytestmark = pytest.mark.once

HERE = Path(__file__).parent

Raw = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def sound() -> Raw:
    return {name: newest_rows(name) for name in COLLECTIONS}


def test_no_rule_is_broken(sound: Raw) -> None:
    assert tool.check(sound) == []


def find(raw: Raw, collection: str, key: str) -> dict[str, Any]:
    return next(row for row in raw[collection] if row["id"] == key)


def change(collection: str, key: str, **fields: Any) -> Callable[[Raw], None]:
    return lambda raw: find(raw, collection, key).update(fields)


def step(collection: str, key: str, number: int, **fields: Any) -> Callable[[Raw], None]:
    return lambda raw: find(raw, collection, key)["history"][number].update(fields)


BREAKS: list[tuple[str, Callable[[Raw], None], str]] = [
    ("shape", change("states", "KAZ", m49="398"), "must be a whole number"),
    ("unknown field", change("states", "KAZ", colour="blue"), "unknown field 'colour'"),
    ("same id", change("events", "chs-24", id="KAZ"), "is also the id of a record in"),
    ("step id", step("memberships", "BLR/member", 0, id="x#1"), "should be BLR/member#"),
    ("source", change("states", "KAZ", evidence=[{"source": "no", "fields": ["name"]}]), "'no' is not"),
    ("reference", change("documents", "astana-declaration-2024", event="chs-99"), "'chs-99' is not"),
    ("actor", step("initiatives", "military-cbm", 0, by="USA"), "'USA' is not there"),
    ("no evidence", change("states", "KAZ", evidence=[]), "has no evidence for '398'"),
    ("no fields", change("states", "KAZ", evidence=[{"source": "kremlin-74464"}]), "names no fields"),
    ("wrong field", change("states", "KAZ",
        evidence=[{"source": "kremlin-74464", "fields": ["x"]}]), "evidenced but is no field"),
    ("both kinds", change("states", "KAZ",
        evidence=[{"source": "kremlin-74464", "derived_from": ["KAZ"], "fields": ["m49"]}]), "not both"),
    ("forecast", step("documents", "astana-declaration-2024", -1, on="2024-07-04",
        evidence=[{"source": "perspective-2024", "fields": ["stage", "on", "by"]}]), "no source of"),
    ("in force", step("documents", "astana-declaration-2024", -1, stage="in force"),
        "in force without adopted or signed"),
    ("overlap", change("memberships", "BLR/observer", period={"start": "2015-07-10"}), "overlaps"),
    ("no completing step", step("memberships", "BLR/member", -1, completes=False), "no completing step"),
    ("outcome", change("initiatives", "strategy-2035", outcome="fulfilled"), "the history says late"),
    ("fulfilled", change("initiatives", "military-cbm", outcome="fulfilled"), "has no completing step"),
    ("proposer", change("initiatives", "military-cbm", proposer="CHN"), "KAZ proposed first"),
    ("kept", change("chairmanships", "2023-2024", period={"start": "2023-07-05", "end": "2024-07-04"}),
        "keeps '2023-07-04', record has 2023-07-05"),
    ("kept number", lambda raw: find(raw, "conflicts", "events-count")["readings"][0].update(kept=True),
        "keeps a number that no record has"),
    ("touched", change("conflicts", "events-count", touches=["chs-99"]), "touches: 'chs-99' is not"),
    ("subject touched", change("conflicts", "areas-2023-count", touches=["priorities-2023"]),
        "names the subject once more"),
    ("founding text", lambda raw: find(raw, "conflicts", "kaz-trade-growth")["readings"][0].update(
        evidence=[{"source": "akorda-speech-2024", "at": "¶37"}]), "none cites noor-2024 ¶10"),
    ("name", change("states", "KAZ", formal_name="Uzbekistan"), "'Uzbekistan' is also"),
    ("iso3", change("states", "KAZ", iso3="KZZ"), "is not the ISO-3 code"),
    ("address", change("documents", "astana-declaration-2024", url="https://example.org"),
        "is not that of its first text"),
    ("uncited", lambda raw: raw["sources"].append(
        {"id": "z", "publisher": "Z", "language": "en", "kind": "blog", "read": "beginning"}),
        "nothing cites it"),
    ("page twice", lambda raw: find(raw, "sources", "kremlin-74464").update(
        url=find(raw, "sources", "akorda-speech-2024")["url"]), "is also the page of"),
    ("no licence", change("sources", "cldr-2025", licence=None), "a data set says its licence"),
    ("share-alike fact", change("sources", "factbook-af", licence="CC-BY-SA-4.0"),
        "conflicts.json: kaz-capital: evidence: rests on share-alike sources alone"),
    ("share-alike name", change("sources", "cldr-2025", licence="ODbL-1.0"),
        "states.json: MMR: names: 'မြန်မာ' rests on share-alike sources alone"),
    ("share-alike step", change("sources", "kremlin-74464", licence="GPL-3.0-only"),
        "rests on share-alike sources alone"),
]  # fmt: skip


@pytest.mark.parametrize(("breaking", "message"), [row[1:] for row in BREAKS], ids=[row[0] for row in BREAKS])  # fmt: skip
def test_each_rule_can_fail(sound: Raw, breaking: Callable[[Raw], None], message: str) -> None:
    broken = copy.deepcopy(sound)
    breaking(broken)
    assert any(message in ": ".join(fault) for fault in tool.check(broken)), message


def test_what_must_stand() -> None:
    assert len(sco.states()) == 27
    assert len([term for term in sco.chairmanships() if term.period and term.period.end]) >= 25
    assert len(sco.bodies()) >= 28
    assert len(sco.documents()) >= 100
    assert len(sco.initiatives()) >= 47
    assert len(sco.events()) >= 55
    assert len(sco.indicators()) >= 24


def test_members_agree_with_the_correlates_of_war_from_2001() -> None:
    """COW's IGO data v3 (rows of 1996 to 2014) starts with the Shanghai Five; we start in 2001."""
    with (HERE / "data" / "cow_igo_v3.csv").open(encoding="utf-8", newline="") as file:
        found = {(int(row["ccode"]), int(row["year"])) for row in csv.DictReader(file)}
    ours = {
        (state.cow, year)
        for year in range(2001, 2015)
        for state in sco.members(as_of=f"{year}-12-31")
    }
    assert {row for row in found if row[1] >= 2001} == ours
    assert {year for _, year in found if year < 2001} == {1996, 1997, 1998, 1999, 2000}


def test_what_the_factbook_says_otherwise() -> None:
    """The CIA World Factbook of January 2026 lags behind; each difference is named here."""
    words = {
        "SCO": Status.MEMBER,
        "SCO (observer)": Status.OBSERVER,
        "SCO (dialogue member)": Status.DIALOGUE_PARTNER,
    }
    with (HERE / "data" / "cia_factbook_2026.csv").open(encoding="utf-8", newline="") as file:
        said = {row["iso3"]: words.get(row["token"]) for row in csv.DictReader(file)}
    assert said.keys() == {state.id for state in sco.states()}
    differ = {
        key: value for key, value in said.items() if value != sco.status(key, as_of="2026-01-31")
    }
    assert {key for key, value in differ.items() if value} == {"AFG", "BLR", "IND", "IRN"}
    assert {key for key, value in differ.items() if value is None} == {
        "ARE", "ARM", "AZE", "BHR", "EGY", "KHM", "KWT", "LAO", "MDV", "MMR", "NPL", "QAT", "SAU",
    }  # fmt: skip


def test_the_form_of_the_files_is_one() -> None:
    for name in COLLECTIONS:
        text = (tool.DATA / f"{name}.json").read_text("utf-8")
        assert text == tool.show(newest_rows(name)) + "\n", name
        assert record_class(name)


def test_show_breaks_only_what_does_not_fit() -> None:
    assert tool.show({"a": [1, 2]}) == '{"a": [1, 2]}'
    long = tool.show([{"a": "x" * 70, "b": "y" * 70}])
    assert len(long.splitlines()) == 2
    assert max(map(len, long.splitlines())) < 120

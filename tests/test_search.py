"""Search: thirty things that readers of the founding texts look for, in three languages."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

import sco_data as sco
from sco_data._verbs._search_words import fold_json, read_terms
from sco_data._verbs.search import _Candidate, _count, _Query, _rank
from sco_data.model import Step

SEARCHES = json.loads((Path(__file__).parent / "data" / "searches.json").read_text("utf-8"))
"""What is searched for, and the ids of the records that answer it."""


def test_right_record_comes_first() -> None:
    missed = [
        search["text"]
        for search in SEARCHES
        if not {record.id for record in sco.search(search["text"])[:1]} & {*search["right"]}
    ]

    assert len(missed) <= len(SEARCHES) * 0.2, missed


def test_right_record_is_among_the_first_three() -> None:
    missed = [
        search["text"]
        for search in SEARCHES
        if not {record.id for record in sco.search(search["text"])[:3]} & {*search["right"]}
    ]

    assert len(missed) <= len(SEARCHES) * 0.05, missed


def ids(text: str, release: str | None = None) -> list[str]:
    """The ids of what is found."""
    return [record.id for record in sco.search(text, release=release)]


@pytest.mark.parametrize("wrong", ["", "  ", "…", "--"])
def test_a_text_without_a_word_is_an_error(wrong: str) -> None:
    with pytest.raises(ValueError, match="no word"):
        sco.search(wrong)


def test_so_many_words_are_searched_for_at_once() -> None:
    with pytest.raises(ValueError, match="at most 64 words are searched for, not 65"):
        sco.search(" ".join(f"word{number}" for number in range(65)))
    assert ids(" ".join(f"qqqq{number}" for number in range(64))) == []


def test_what_is_searched_for_is_text() -> None:
    with pytest.raises(TypeError, match="text is a string, not int"):
        sco.search(5)  # type: ignore[arg-type]


def test_what_stands_nowhere_is_not_found() -> None:
    assert sco.search("zzzz qqqq") == ()


def test_words_are_found_whole_and_by_their_beginning() -> None:
    assert "anti-drug-strategy-2024-2029" in ids("narcot")
    # "port" is in "support", "transport" and "report", which all stand in more records.
    assert "ports-network" in ids("port")[:3]
    assert "transport-forum-2023" not in ids("port")


@pytest.mark.parametrize(
    "text", ["Токаев", "Токаева", "токаеву", "TOKAYEV", "Tokáyev", "托卡耶夫", "Tokayev's"]
)
def test_a_person_is_found_in_any_case_and_language(text: str) -> None:
    assert ids(text)[0] in {"2023-2024", "tokayev-chs-chair"}


@pytest.mark.parametrize("text", ["上合組織開發銀行", "上合组织开发银行", "开发银行", "開發銀行"])
def test_chinese_is_found_in_both_ways_of_writing(text: str) -> None:
    assert set(ids(text)[:2]) == {"bank", "development-bank"}


def test_chinese_words_that_are_not_known_are_found_by_their_signs() -> None:
    # "The safety of drinking water" is in the title of a statement of 2024.
    assert ids("安全饮用水卫生")[0].startswith("statement-")


def test_a_common_word_may_stand_in_another_language() -> None:
    assert ids("саммит в Самарканде")[0] == ids("撒马尔罕 峰会")[0] == "chs-22"
    assert ids("антинаркотическая стратегия")[0] == "anti-drug-strategy-2024-2029"
    assert (
        ids("organization Shanghai secretariat")[:1] == ids("organisation Shanghai secretariat")[:1]
    )


def test_numbers_dates_and_months_are_found() -> None:
    assert ids("trade Kazakhstan 6.5%")[0].startswith("kaz-trade-growth")
    assert "chs-24" in ids("3 July 2024 summit")[:3]
    assert "chs-24" in ids("2024-07-03 summit")[:3]
    assert "chs-24" in ids("2024年阿斯塔纳峰会")[:3]


def test_words_that_stand_everywhere_count_only_alone() -> None:
    assert ids("bank of the SCO")[:2] == ids("bank")[:2]
    assert {*ids("bank of the SCO")} == {*ids("bank")}
    assert len(ids("SCO")) > 100


def test_a_record_comes_before_its_steps() -> None:
    found = sco.search("Belarus observer 2015")
    kinds = [isinstance(record, Step) for record in found]
    assert found[0].id == "BLR/observer"
    assert kinds == sorted(kinds)
    assert any(kinds)


def test_steps_are_found_in_which_the_words_stand_and_no_others() -> None:
    steps = [record for record in sco.search("ratified") if isinstance(record, Step)]
    assert "treaty-good-neighbourliness-2007#2" in {step.id for step in steps}
    assert all("ratif" in (step.note or "") for step in steps)


def test_notes_are_found_in_which_facts_stand() -> None:
    assert "2023-2024" in ids("hands over to China")


def test_the_year_of_the_mission_comes_before_others() -> None:
    # Kazakhstan had four terms, and Astana four summits.
    assert ids("Kazakhstan chairmanship")[0] == "2023-2024"
    assert next(each for each in ids("summit Astana") if each.startswith("chs-")) == "chs-24"


def test_words_that_stand_in_no_record_together() -> None:
    found = ids("spiritual shrines qqqq")
    assert {"spiritual-shrines", "spiritual-shrines-project"} & {*found[:2]}
    assert ids("shrines qqqq zzzz") == []


def test_an_older_release_is_searched_in_its_own_rows() -> None:
    assert "chs-24" in ids("Astana summit", release="26.1")[:3]
    assert all(isinstance(each, str) for each in ids("Токаев", release="26.1"))


def test_signs_that_fold_to_those_of_json_stay_harmless() -> None:
    assert json.loads(fold_json('{"name": "＂Wide＼ and small﹨ sign: É"}')) == {
        "name": " wide  and small  sign: e"
    }


@pytest.mark.parametrize("before", ["", " "])
def test_a_whole_word_counts_more_wherever_it_ends(before: str) -> None:
    [term] = read_terms("astana")
    assert _count(term, f"{before}astana", 10) > _count(term, f"{before}astanas", 10) > 0
    assert _count(term, f"{before}astanas, astana.", 10) == _count(term, "astana", 10)
    assert _count(term, f"{before}kastana", 10) == 0


def test_of_two_terms_that_fit_as_well_that_of_the_mission_comes_first() -> None:
    query = _Query("chair")
    places = {"2022-2023": 0, "2023-2024": 1, "2024-2025": 2}
    candidates = [
        _Candidate(("chairmanships", position), {"is": "chairmanship", "id": term}, query)
        for term, position in places.items()
    ]
    candidates.sort(key=partial(_rank, query.terms))
    assert [each.place[1] for each in candidates] == [1, 0, 2]

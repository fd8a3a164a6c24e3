"""Ids that a release took out or renamed, and errors that say what to write instead."""

from __future__ import annotations

import importlib
import json
import pickle
from itertools import pairwise
from typing import Any

import pytest

import sco_data as sco
from sco_data._records.load import everything
from sco_data._rows import removed
from sco_data._rows.removed import release_that_removed, successor_of

RELEASES = [release.id for release in sco.releases()]
SUCCESSORS = json.loads(sco.files().joinpath("successors.json").read_text("utf-8"))


def removed_ids() -> dict[str, str]:
    """Every id that some release lacked and the one before it had, with the later release."""
    removed: dict[str, str] = {}
    for old, new in pairwise(RELEASES):
        for key in everything(old).keys() - everything(new).keys():
            removed[key] = new
    return removed


def test_the_opening_of_the_year_of_ecology_went_in_the_second_release() -> None:
    message = (
        "no record 'year-of-ecology-opening-2024': taken out in release 26.2; "
        "see 'year-of-ecology-2024'"
    )
    for release in (None, "26.2"):
        with pytest.raises(sco.NotFoundError) as caught:
            sco.get("year-of-ecology-opening-2024", release=release)
        assert str(caught.value) == message
        assert caught.value.suggestions == ("year-of-ecology-2024",)
        assert caught.value.removed_in == "26.2"
        assert str(pickle.loads(pickle.dumps(caught.value))) == message
    assert sco.get("year-of-ecology-opening-2024", release="26.1").id


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("003-results/1", "csc-results-2024-results/1"),
        ("003-results/7/improve", "csc-results-2024-results/7/improve"),
        ("003-points/6", "csc-results-2024-points/6"),
        ("observer-regulation-date", "regulation-observer-status-date"),
    ],
)
def test_what_was_renamed_says_its_new_name(old: str, new: str) -> None:
    asks: list[Any] = [sco.get, sco.facts, sco.conflicts, sco.cite, sco.document, sco.chairmanship]
    for ask in (*asks, sco.initiative, sco.source):
        with pytest.raises(sco.NotFoundError, match=f"'{old}': taken out in .*; see '{new}'$"):
            ask(old)
    assert sco.get(new)


def test_every_id_that_went_says_when() -> None:
    removed = removed_ids()
    assert len(removed) > 50
    for key, release in removed.items():
        assert release_that_removed(key, None) == release
        with pytest.raises(sco.NotFoundError, match=f": taken out in release {release}") as caught:
            sco.get(key)
        assert caught.value.suggestions == ((SUCCESSORS[key],) if key in SUCCESSORS else ())
    assert SUCCESSORS.keys() <= removed.keys()
    assert set(SUCCESSORS.values()) <= everything().keys()


def test_what_has_no_successor_names_none() -> None:
    assert successor_of("chinanews-98322") is None
    with pytest.raises(sco.NotFoundError, match=r"'chinanews-98322': taken out in release 26\.3$"):
        sco.source("chinanews-98322")


def test_a_successor_that_an_older_release_lacks_is_not_named_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared = sco._verbs._shared  # type: ignore[attr-defined]
    monkeypatch.setattr(shared, "successor_of", lambda record_id: "csc-results-2024-results/1")
    with pytest.raises(sco.NotFoundError, match=r"taken out in release 26\.2$"):
        sco.get("year-of-ecology-opening-2024", release="26.2")


def test_what_never_was_is_not_called_taken_out() -> None:
    for key in ("year-of-ecology-opening-2042", "source", '"', "26.2", ""):
        assert release_that_removed(key, None) is None
    with pytest.raises(sco.NotFoundError, match="did you mean year-of-ecology-2024"):
        sco.get("year-of-ecology-2042")
    # In a release that did not have it yet, it was not taken out either.
    assert release_that_removed("003-results/7/improve", "26.1") is None
    assert release_that_removed("003-results/7/improve", "26.2") is None


@pytest.mark.parametrize("ask", [sco.members, lambda day: sco.status("Belarus", day)])
def test_a_year_is_no_day_and_the_error_says_what_to_write(ask: Any) -> None:
    for year, error in ((2017, TypeError), ("2017", ValueError)):
        with pytest.raises(
            error, match=r"as_of is a date or .*for the end of that year write '2017-12-31'"
        ):
            ask(year)
    for wrong in (20170609, True, 2017.0, 99):
        with pytest.raises(TypeError, match=f"not {type(wrong).__name__}$"):
            ask(wrong)
    with pytest.raises(ValueError, match=r"not 'June'$"):
        ask("June")


@pytest.mark.parametrize("wrong", ["yes", 1, 0, "True", []])
def test_adopted_is_true_or_false(wrong: Any) -> None:
    with pytest.raises(TypeError, match="adopted is True, False or None, not"):
        sco.documents(adopted=wrong)


@pytest.mark.parametrize("wrong", [5, 2.5, b"KAZ", ["KAZ"], ...])
def test_facts_and_conflicts_are_of_a_record_or_an_id(wrong: Any) -> None:
    for ask in (sco.facts, sco.conflicts):
        with pytest.raises(TypeError, match=f"its id is wanted, not {type(wrong).__name__}$"):
            ask(wrong)  # type: ignore[operator]
    with pytest.raises(TypeError, match="not NoneType"):
        sco.facts(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [5, ["chs"], object(), b"chs"])
def test_what_a_filter_is_compared_with_is_text(wrong: Any) -> None:
    with pytest.raises(TypeError, match=f"body is text, not {type(wrong).__name__}"):
        sco.documents(body=wrong)


def test_a_state_that_did_nothing_with_a_treaty_is_no_mistake() -> None:
    iran = sco.state("IRN")
    assert sco.participation(state="IRN") == sco.participation(state="伊朗") == ()
    assert sco.participation(state=iran) == ()
    kazakhstan = sco.participation(state="Kazakhstan")
    assert kazakhstan == sco.participation(state="KAZ")
    assert {row.state for row in kazakhstan} == {"KAZ"}
    assert sco.applications(state="Iran") == sco.applications(state="IRN")
    assert {row.state for row in sco.applications(state=iran)} == {"IRN"}
    assert not sco.applications(state="KAZ")
    for ask in (sco.participation, sco.applications):
        with pytest.raises(ValueError, match="unknown state 'France'; valid are 'AFG', "):
            ask(state="France")  # type: ignore[operator]
        with pytest.raises(TypeError, match="a state is asked for by a string, not int"):
            ask(state=5)  # type: ignore[operator]


def test_an_applicant_that_never_had_a_status_is_found_by_its_code() -> None:
    ours = {state.id for state in (*sco.states(), sco.state("MNG"))}
    others = {row.state for row in sco.applications()} - ours
    assert "SYR" in others
    for code in others:
        assert {row.state for row in sco.applications(state=code)} == {code}


def test_whatever_exists_may_be_asked_for_though_nothing_belongs_to_it() -> None:
    assert sco.participation(document="astana-declaration-2024") == ()
    assert sco.office_holders(body="forum") == ()
    assert sco.bodies(parent="forum") == ()
    with pytest.raises(ValueError, match=r"unknown body 'nato'; valid are .*'chs'"):
        sco.office_holders(body="nato")


def test_the_check_of_the_data_tells_of_wrong_successors(monkeypatch: pytest.MonkeyPatch) -> None:
    data = importlib.import_module("data")
    raw, unread = data.load()
    assert not unread
    assert not list(data._faults_of_successors(raw))

    wrong = {
        "astana-declaration-2024": "sco-charter-2002",
        "never-was": "sco-charter-2002",
        "003-results/1": "nowhere",
    }
    monkeypatch.setattr(data, "_successors", lambda: wrong)
    faults = [(key, message) for _, key, _, message in data._faults_of_successors(raw)]
    assert faults == [
        ("astana-declaration-2024", "was never taken out"),
        ("never-was", "was never taken out"),
        ("003-results/1", "'nowhere' is not there"),
    ]


def test_of_an_id_that_went_twice_the_last_release_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"id": "x"}
    changes = [
        {"release": "26.1", "before": None},
        {"release": "26.2", "before": row},
        {"release": "26.3", "before": row},
    ]
    monkeypatch.setattr(removed, "newest_rows", lambda _: changes)
    told = {name: release_that_removed("x", name) for name in (None, "26.1", "26.2", "26.3")}
    assert told == {None: "26.3", "26.1": None, "26.2": "26.2", "26.3": "26.3"}


def test_names_are_those_of_the_release_asked_for() -> None:
    old, new = "Opening of the SCO Year of Ecology", "антинаркотический центр ШОС"
    assert sco.get(old, release="26.1").id == "year-of-ecology-opening-2024"
    assert sco.get(new, release="26.3").id == "adc"
    for name, release in ((old, "26.3"), (new, "26.1")):
        with pytest.raises(sco.NotFoundError):
            sco.get(name, release=release)

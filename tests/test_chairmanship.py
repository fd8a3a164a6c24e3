"""Terms, priorities, promises and outcomes."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

import sco_data as sco
from sco_data._verbs import chairmanship as chairmanship_verbs
from sco_data.model import Initiative, Outcome, Priority


def test_the_term_of_kazakhstan() -> None:
    term = sco.chairmanship("2023-2024")
    assert term.state == "KAZ"
    assert term.chair == "Kassym-Jomart Tokayev"
    assert term.period is not None
    assert (str(term.period.start), str(term.period.end)) == ("2023-07-04", "2024-07-04")
    assert term.theme == (
        "Strengthening Multilateral Dialogue – Striving for Sustainable Peace and Development"
    )


def test_on_the_day_it_passes_the_new_term_is_given() -> None:
    assert sco.chairmanship(as_of="2023-07-03").state == "IND"
    assert sco.chairmanship(as_of="2023-07-04").state == "KAZ"
    assert sco.chairmanship(as_of=dt.date(2024, 7, 3)).state == "KAZ"
    assert sco.chairmanship(as_of="2024-07-04").state == "CHN"
    assert sco.chairmanship().state == sco.chairmanships()[-1].state


def test_who_chaired_since_2019() -> None:
    """The hosts of the summits that ended each term, as published."""
    hosts = {
        "2019-2020": "RUS", "2020-2021": "TJK", "2021-2022": "UZB", "2022-2023": "IND",
        "2023-2024": "KAZ", "2024-2025": "CHN", "2025-2026": "KGZ", "2026-2027": "PAK",
    }  # fmt: skip
    assert {key: sco.chairmanship(key).state for key in hosts} == hosts


def test_terms_follow_one_another() -> None:
    terms = [term for term in sco.chairmanships() if term.period]
    for one, two in itertools.pairwise(terms):
        assert one.period
        assert two.period
        assert one.period.end == two.period.start


def test_a_term_by_its_state_or_theme() -> None:
    # India had one term, Pakistan has its first from 2026.
    assert sco.chairmanship("IND").id == sco.chairmanship("Индия").id == "2022-2023"
    assert sco.chairmanship("印度", release="26.1").id == "2022-2023"
    assert sco.chairmanship("Towards a SECURE SCO").id == "2022-2023"


def test_errors() -> None:
    with pytest.raises(sco.NotFoundError, match="no chairmanship '2023'"):
        sco.chairmanship("2023")
    with pytest.raises(sco.NotFoundError) as caught:
        sco.chairmanship("KAZ")
    assert caught.value.suggestions == ("2004-2005", "2010-2011", "2016-2017", "2023-2024")
    with pytest.raises(sco.NotFoundError) as caught:
        sco.chairmanship("Uzbekistan")
    assert set(caught.value.suggestions) == {"2003-2004", "2009-2010", "2015-2016", "2021-2022"}
    with pytest.raises(sco.NotFoundError, match=r"no chairmanship '2024-07-04'; .* as_of='2024"):
        sco.chairmanship("2024-07-04")
    with pytest.raises(sco.NotFoundError, match="as_of='2024-07-04'"):
        sco.chairmanship(dt.date(2024, 7, 4))  # type: ignore[arg-type]
    with pytest.raises(sco.NotFoundError, match="no chairmanship '2024'"):
        sco.chairmanship(2024)  # type: ignore[arg-type]
    with pytest.raises(LookupError, match="chairmanship on '2001-01-01'"):
        sco.chairmanship(as_of="2001-01-01")
    with pytest.raises(ValueError, match="not by both"):
        sco.chairmanship("2023-2024", as_of="2024-01-01")


def test_groupings_of_priorities() -> None:
    counts = {"areas 2023": 5, "key areas 2024": 4, "results 2024": 7, "speech points 2024": 6}
    for grouping, count in counts.items():
        rows = sco.priorities(grouping=grouping, chairmanship="2023-2024")
        assert [row.number for row in rows] == list(range(1, count + 1))
    five = {row.id for row in sco.priorities(grouping="areas 2023")}
    for row in sco.priorities():
        assert {counterpart.to for counterpart in row.maps_to} <= five - {row.id}
    assert {row.grouping for row in sco.priorities(area="reform")} == {
        "areas 2023", "key areas 2024", "results 2024", "speech points 2024",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "then", "now"),
    [
        ("strategy-2035", "open", "late"),
        ("world-unity", "fulfilled", "fulfilled"),
        ("world-unity-un", "open", "open"),
        ("military-cbm", "open", "open"),
        ("unep-mou", "fulfilled", "fulfilled"),
        ("development-bank", "open", "open"),
        ("concept-improvement", "replaced", "replaced"),
        ("special-regimes", "open", "no trace"),
    ],
)
def test_what_became_of_it_by_the_summit_and_since(key: str, then: str, now: str) -> None:
    assert {row.initiative: row.outcome for row in sco.outcomes(as_of="2024-07-04")}[key] == then
    assert {row.initiative: row.outcome for row in sco.outcomes()}[key] == now


def test_a_proposal_is_never_shown_as_a_result() -> None:
    found = sco.initiative("military-cbm")
    assert found.stage == "proposed"
    assert found.proposer == "KAZ"
    assert sco.initiative("development-bank").proposer == "CHN"


def test_rows_of_promises() -> None:
    rows = {row.initiative: row for row in sco.outcomes(chairmanship="2023-2024")}
    late = rows["strategy-2035"]
    assert (str(late.since), late.priority, late.outcome) == ("2025-09-01", "2023-areas/1", "late")
    assert rows.keys() == {row.id for row in sco.initiatives(chairmanship="2023-2024")}
    assert (str(late.promised), late.id, late.stage) == (
        "[2023-08-21..2023-08-24]",
        "strategy-2035/promise",
        "adopted",
    )
    assert str(rows["world-unity"].promised) == "2023-07-04"
    for row in rows.values():
        about = sco.initiative(row.initiative)
        assert (row.name, row.proposer, row.areas) == (about.name, about.proposer, about.areas)
        assert (row.due, row.checked, row.documents) == (about.due, about.checked, about.documents)
        assert row.promised == min(step.on for step in about.history)
    security = sco.outcomes(area="security", chairmanship="2023-2024")
    assert {row.initiative for row in security} == {
        key for key, row in rows.items() if "security" in row.areas
    }
    then = {row.initiative: row for row in sco.outcomes(as_of="2024-07-04")}
    assert then["strategy-2035"].since is None
    assert str(then["strategy-2035"].promised) == "[2023-08-21..2023-08-24]"
    assert str(then["world-unity"].since) == "2024-07-04"
    early = sco.outcomes(as_of="2023-07-04")
    assert early
    assert all(row.promised and row.promised.latest <= dt.date(2023, 7, 4) for row in early)
    assert not any(row.outcome is Outcome.LATE for row in early)


def test_filters_of_initiatives() -> None:
    assert {row.outcome for row in sco.initiatives(outcome="late")} == {Outcome.LATE}
    assert {row.stage for row in sco.initiatives(stage="proposed")} == {"proposed"}
    assert "strategy-2035" in {
        row.id for row in sco.initiatives(outcome="open", as_of="2024-07-04")
    }
    with pytest.raises(ValueError, match="unknown outcome 'kept'; valid are 'fulfilled'"):
        sco.initiatives(outcome="kept")
    with pytest.raises(sco.NotFoundError):
        sco.initiative("nothing")


def initiative(outcome: str, *steps: tuple[str, str, bool], due: str | None = None) -> Initiative:
    history = [
        {"id": f"i#{n}", "stage": stage, "on": on, "completes": done}
        for n, (stage, on, done) in enumerate(steps, 1)
    ]
    return Initiative(id="i", name="I", outcome=outcome, due=due, history=history)


@pytest.mark.parametrize(
    ("found", "day", "outcome"),
    [
        (initiative("open"), dt.date(2024, 1, 1), None),
        (initiative("open", ("proposed", "2023-07-04", False)), dt.date(2023, 7, 3), None),
        (initiative("no trace", ("proposed", "2023-07-04", False)), dt.date(2024, 1, 1), "no trace"),
        (initiative("continuing", ("held", "2020", False), ("held", "2024", False)),
         dt.date(2021, 1, 1), "continuing"),
        (initiative("partly", ("proposed", "2020", False), ("decided", "2024", False)),
         dt.date(2021, 1, 1), "open"),
        (initiative("late", ("signed", "2025-09-01", True), due="2024-07-04"),
         dt.date(2025, 9, 1), "late"),
        (initiative("fulfilled", ("signed", "2024-07-04", True), due="2024-07-04"),
         dt.date(2024, 7, 4), "fulfilled"),
        (initiative("fulfilled", ("signed", "2024-07", True)), dt.date(2024, 7, 30), None),
        (initiative("open"), None, "open"),
    ],
)  # fmt: skip
def test_the_outcome_on_a_day(found: Initiative, day: dt.date | None, outcome: str | None) -> None:
    assert found.outcome_at(day) == outcome


def test_promises_of_an_older_release_are_those_of_its_initiatives() -> None:
    for release in ("26.1", "26.3"):
        initiatives = sco.initiatives(release=release)
        promises = sco.outcomes(release=release)
        assert [row.initiative for row in promises] == [row.id for row in initiatives]
        # Each priority that is named is one of the release, and names the initiative.
        named = {
            (priority.id, initiative)
            for priority in sco.priorities(grouping="areas 2023", release=release)
            for aim in priority.aims
            for initiative in aim.initiatives
        }
        told = {(row.priority, row.initiative) for row in promises if row.priority}
        assert told <= named
        assert {initiative for _, initiative in told} == {initiative for _, initiative in named}


def test_what_an_older_release_dated_later_is_not_pointed_to_before() -> None:
    # 26.1 knew the concept of ports from 20 June 2024, a later release from three days earlier.
    for release, documents in (("26.1", ()), ("26.3", ("concept-ports-logistics-centres-2024",))):
        [ports] = sco.initiatives(as_of="2024-06-18", release=release).filter(
            lambda row: row.id == "ports-network"
        )
        assert ports.documents == documents


def test_a_promise_is_dated_by_its_first_step_and_done_with_the_first_that_completes_it() -> None:
    history = [
        {"id": "i#1", "stage": "proposed", "on": "2023-07-04"},
        {"id": "i#2", "stage": "adopted", "on": "2024-07-04", "completes": True},
        {"id": "i#3", "stage": "launched", "on": "2024-09-01", "completes": True},
        {"id": "i#4", "stage": "noted", "on": "2025-01-01"},
    ]
    initiative = Initiative(id="i", name="I", outcome="fulfilled", history=history)
    promise = chairmanship_verbs._promise(initiative, None)
    assert (str(promise.promised), str(promise.since)) == ("2023-07-04", "2024-07-04")


def test_priorities_of_promises_are_those_of_the_release_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def priorities(*, grouping: str, release: str) -> list[Priority]:
        aims = [{"id": "p/1", "text": "A", "initiatives": ["strategy-2035"]}]
        name = f"priority of {release}"
        return [
            Priority(id=name, chairmanship="c", grouping=grouping, number=1, title="P", aims=aims)
        ]

    monkeypatch.setattr(chairmanship_verbs, "priorities", priorities)
    for release in ("26.1", "26.2"):
        named = {row.priority for row in sco.outcomes(release=release)}
        assert named == {None, f"priority of {release}"}

"""A record as of a day, by examples: what is cut, what stays, and when there is none yet."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

import sco_data as sco
from sco_data._records import as_of
from sco_data.model import Application, Body, Document, Event, Indicator, Participation, Stage


def test_the_declaration_of_astana_was_a_draft_five_weeks_before_the_summit() -> None:
    then = sco.document("astana-declaration-2024").at("2024-05-30")
    assert then is not None
    assert (then.stage, then.adopted, then.signed) == (Stage.DRAFTED, None, None)
    assert [str(step.on) for step in then.history] == ["2024-05-21"]

    rows = {row.id: row for row in sco.documents(as_of="2024-05-30")}
    assert rows["astana-declaration-2024"] == then
    assert "astana-declaration-2024" not in {
        row.id for row in sco.documents(as_of="2024-05-30", stage="adopted")
    }
    # The title is the one that is known today, and so is who says so.
    today = sco.document("astana-declaration-2024")
    assert (then.title, then.names, then.evidence) == (today.title, today.names, today.evidence)


def test_the_strategy_was_decided_and_open_at_the_summit_and_is_adopted_late() -> None:
    (then,) = sco.initiatives(as_of="2024-07-04", stage="decided").filter(
        lambda row: row.id == "strategy-2035"
    )
    assert (then.stage, then.outcome) == ("decided", "open")
    assert "adopted" not in str(then).partition("disputed")[0].splitlines()[-1]
    (promise,) = sco.outcomes(as_of="2024-07-04").filter(
        lambda row: row.initiative == "strategy-2035"
    )
    assert (promise.stage, promise.outcome, promise.since) == ("decided", "open", None)

    today = sco.initiative("strategy-2035")
    assert (today.stage, today.outcome) == ("adopted", "late")
    assert today.at("2025-09-01") is today


def test_a_day_is_given_as_anywhere_else() -> None:
    declaration = sco.document("astana-declaration-2024")
    days: list[Any] = ["2024-07-04", dt.date(2024, 7, 4), dt.datetime(2024, 7, 4, 23, 59)]
    assert all(declaration.at(day) is declaration for day in days)
    assert declaration.at("2024-05-20") is None
    with pytest.raises(ValueError, match="day is a date or 'YYYY-MM-DD', not '4 July'"):
        declaration.at("4 July")
    with pytest.raises(TypeError, match="not None"):
        declaration.at(None)  # type: ignore[arg-type]


def test_what_has_no_time_is_the_same_on_every_day() -> None:
    for record in (sco.state("KAZ"), sco.source("akorda-speech-2024"), sco.projects()[0]):
        assert record.at("1900-01-01") is record


def test_an_application_is_pending_until_it_is_granted() -> None:
    application = sco.get("application-iran-2008")
    assert isinstance(application, Application)
    assert application.outcome == "granted"
    granted = next(step.on.latest for step in application.history if step.completes)

    before = application.at(granted - dt.timedelta(days=1))
    assert before is not None
    assert before.outcome == "pending"
    assert application.at(granted) is not None
    assert application.outcome_at(granted) == "granted"
    assert application.outcome_at() == "granted"
    first = application.history[0].on.latest
    assert application.at(first - dt.timedelta(days=1)) is None


def made_application(outcome: str, *, completes: bool, checked: str | None) -> Application:
    history: list[dict[str, Any]] = [{"id": "a#1", "stage": "proposed", "on": "2010-01-01"}]
    if completes:
        history.append({"id": "a#2", "stage": "decided", "on": "2012-06-07", "completes": True})
    return Application(
        id="a", state="AAA", name="A", outcome=outcome, checked=checked, history=history
    )


@pytest.mark.parametrize(
    ("application", "day", "outcome"),
    [
        (made_application("granted", completes=True, checked=None), "2012-06-06", "pending"),
        (made_application("granted", completes=True, checked=None), "2012-06-07", "granted"),
        (made_application("pending", completes=False, checked="2020"), "2011-01-01", "pending"),
        # What ended without a step is known since somebody looked.
        (made_application("no trace", completes=False, checked="2020-05"), "2020-05-30", "pending"),
        (made_application("no trace", completes=False, checked="2020-05"), "2020-05-31", "no trace"),
        (made_application("blocked", completes=False, checked=None), "2011-01-01", "blocked"),
    ],
)  # fmt: skip
def test_the_outcome_of_an_application(application: Application, day: str, outcome: str) -> None:
    then = application.at(day)
    assert then is not None
    assert then.outcome == outcome
    if application.checked is not None:
        assert then.checked == (application.checked if day >= "2020-05-31" else None)


def test_what_a_state_did_with_a_treaty_by_a_day() -> None:
    row = Participation(
        id="t/KAZ", document="t", state="KAZ",
        signed="2002-06-07", ratified="2003", in_force="2003-09-19",
    )  # fmt: skip
    assert row.at("2002-06-06") is None
    acts = [("2002-06-07", "2002-06-07", None, None), ("2003-09-19", "2002-06-07", None, "2003-09-19")]  # fmt: skip
    for day, *dates in acts:
        then = row.at(day)
        assert then is not None
        found = [when and str(when) for when in (then.signed, then.ratified, then.in_force)]
        assert found == dates
    # A year without a day has certainly come with its last day.
    assert row.at("2003-12-31") is row


def test_meetings_are_there_once_begun() -> None:
    summit = sco.get("chs-24")
    assert isinstance(summit, Event)
    assert (summit.at("2024-07-02"), summit.at("2024-07-03")) == (None, summit)
    assert attrs.evolve(summit, period=None).at("2024-07-03") is None
    assert "chs-24" not in {row.id for row in sco.events(as_of="2024-07-02")}
    assert "chs-24" in {row.id for row in sco.events(as_of="2026-01-01")}


def test_bodies_without_a_date_are_there_on_every_day_and_say_so() -> None:
    early = sco.bodies(as_of="1900-01-01")
    assert early
    assert all(body.undated for body in early)
    contact_group = Body(
        id="afg", name="A", kind="experts", period={"start": "2005-11-04", "end": None}
    )
    assert not contact_group.undated
    assert (contact_group.at("2005-11-03"), contact_group.at("2005-11-04")) == (None, contact_group)


def test_figures_are_there_since_the_day_as_of_which_they_were_stated() -> None:
    figure = next(row for row in sco.indicators() if str(row.as_of) == "2024-07-04")
    assert isinstance(figure, Indicator)
    assert (figure.at("2024-07-03"), figure.at("2024-07-04")) == (None, figure)
    assert figure in sco.indicators(as_of="2024-07-04")
    assert figure not in sco.indicators(as_of="2024-07-03")


def test_terms_and_offices_are_held_on_the_days_that_are_certain() -> None:
    assert [term.state for term in sco.chairmanships(as_of="2024-07-03")] == ["KAZ"]
    assert [term.state for term in sco.chairmanships(as_of="2024-07-04")] == ["CHN"]
    assert not sco.chairmanships(as_of="2001-06-14")
    # Zhang Deguang began on some day of 2004.
    for day, holders in (("2004-12-30", []), ("2004-12-31", ["Zhang Deguang"])):
        found = sco.office_holders(body="secretariat", as_of=day)
        assert [row.holder for row in found] == holders


def test_initiatives_lose_their_later_documents_and_keep_the_draft_of_what_was_to_come() -> None:
    summit = "2024-07-04"
    strategy = sco.initiatives(as_of="2024-06-22").filter(lambda row: row.id == "strategy-2035")[0]
    assert "decision-draft-development-strategy-2035-2024" not in strategy.documents
    decision = sco.documents(as_of=summit).filter(
        lambda row: row.id == "decision-draft-development-strategy-2035-2024"
    )[0]
    assert [relation.kind for relation in decision.relations] == ["on draft of"]


def test_a_relation_and_a_step_do_not_point_to_a_paper_that_had_not_begun(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    days = {"old": dt.date(2001, 1, 1), "new": dt.date(2020, 1, 1)}
    monkeypatch.setattr(as_of, "_first_days_of_documents", lambda release: days)
    paper = Document(
        id="d", title="D", kind="plan",
        relations=[
            {"kind": "replaces", "to": "old"},
            {"kind": "reports on", "to": "new"},
            {"kind": "on draft of", "to": "new"},
        ],
        history=[
            {"id": "d#1", "stage": "drafted", "on": "2010", "document": "old"},
            {"id": "d#2", "stage": "adopted", "on": "2011", "document": "new"},
        ],
    )  # fmt: skip
    then, later = (
        as_of.cut_to_day(sco.model.Records([paper]), day, None)[0]
        for day in (dt.date(2015, 1, 1), dt.date(2020, 1, 1))
    )
    assert [(row.kind, row.to) for row in then.relations] == [
        ("replaces", "old"),
        ("on draft of", "new"),
    ]
    assert [step.document for step in then.history] == ["old", None]
    assert later is paper


def test_memberships_of_a_day_have_the_steps_of_that_day() -> None:
    then = {row.id: row for row in sco.memberships(as_of="2024-07-03")}
    assert then["BLR/observer"].status == "observer"
    assert all(step.on.latest <= dt.date(2024, 7, 3) for step in then["BLR/observer"].history)
    # The end of the period is what is known today.
    assert str(then["BLR/observer"].period) == "2015-07-10 to 2024-07-03"

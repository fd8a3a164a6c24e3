"""What users write, for type checkers alone: every `type: ignore` stands where an error must be.

mypy, pyright and pyrefly all report one that is not needed, so what stops being an error is seen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, assert_type

import attrs

import sco_data as sco
from sco_data.model import (
    Application,
    Area,
    Caveat,
    Chairmanship,
    Change,
    Conflict,
    DataVersion,
    Document,
    Event,
    Initiative,
    Membership,
    Name,
    PanelRow,
    Participation,
    Period,
    Priority,
    Promise,
    Record,
    Records,
    Release,
    Stage,
    State,
    Status,
    Step,
    Unmatched,
    When,
)


def verbs() -> None:
    assert_type(sco.members("2024-07-04"), Records[State])
    assert_type(sco.members(as_of="2024-07-04", beyond="raise"), Records[State])
    assert_type(sco.states(status=Status.OBSERVER, as_of=dt.date(2012, 1, 1)), Records[State])
    assert_type(sco.states(status="observer"), Records[State])
    assert_type(sco.state("KAZ"), State)
    assert_type(sco.state("Georgia", None), State | None)
    assert_type(sco.state("Georgia", default=0), State | int)
    assert_type(sco.status("KAZ", as_of="2024-07-04"), Status | None)
    assert_type(sco.status(sco.state("KAZ")), Status | None)
    assert_type(sco.status("KAZ", "2024-07-04"), Status | None)
    assert_type(sco.memberships(state="KAZ", status="member"), Records[Membership])
    assert_type(sco.chairmanships(), Records[Chairmanship])
    assert_type(sco.chairmanship(as_of="2024-07-04"), Chairmanship)
    assert_type(sco.priorities(area=Area.SECURITY), Records[Priority])
    assert_type(sco.documents(area="security", adopted=True), Records[Document])
    assert_type(sco.documents_by_area(), dict[Area, Records[Document]])
    assert_type(sco.documents_by_area("security"), Records[Document])
    assert_type(sco.document("astana-declaration-2024"), Document)
    assert_type(sco.initiatives(stage=Stage.SIGNED), Records[Initiative])
    assert_type(sco.outcomes(as_of="2024-07-04"), Records[Promise])
    assert_type(sco.participation(state=sco.state("KAZ")), Records[Participation])
    assert_type(sco.applications(state="Iran", outcome="granted"), Records[Application])
    assert_type(sco.documents(area=Area(input()), stage="in force"), Records[Document])
    assert_type(sco.document("strategy-2035").at("2024-07-04"), Document | None)
    assert_type(sco.conflicts("chs-24"), Records[Conflict])
    assert_type(sco.get("KAZ"), Record)
    assert_type(sco.unmatched(["Uzbekstan"]), Records[Unmatched])
    assert_type(sco.search("drug"), Records[Record])
    assert_type(sco.diff("26.1"), Records[Change])
    assert_type(sco.releases(), Records[Release])
    assert_type(sco.data_version(), DataVersion)
    assert_type(sco.cite("KAZ", style="bibtex"), str)
    assert_type(sco.panel(2001, 2024, unit="month", beyond="null"), Records[PanelRow])
    assert_type(sco.panel(2001, 2024)[0].any_tie, bool)
    assert_type(sco.dyads(2001, 2024)[0].caveat, Caveat | None)
    assert_type(sco.__version__, str)


def records() -> None:
    members = sco.members()
    assert_type(members[0], State)
    assert_type(members[:3], Records[State])
    assert_type([state.name for state in members], list[str])
    assert_type(members.filter(lambda state: state.m49 > 400), Records[State])
    assert_type(members.by("capital"), dict[Any, Records[State]])
    assert_type(members.to_dicts(), list[dict[str, Any]])
    assert_type(members.to_json(), str)
    assert_type(sco.memberships().steps(), Records[Step])
    wider: Records[Record] = members
    plain: tuple[State, ...] = members
    assert wider == plain


def fields() -> None:
    state, paper = sco.state("KAZ"), sco.documents()[0]
    assert_type(state.names, tuple[Name, ...])
    assert_type(state.capital, str | None)
    assert_type(paper.adopted, When | None)
    assert_type(paper.stage, Stage | None)
    assert_type(paper.history[0].on, When)
    assert_type(sco.memberships()[0].period, Period | None)
    assert_type(sco.data_version().counts, Mapping[str, int])
    match state:
        case State(iso2=code):
            assert_type(code, str)
    try:
        sco.state("Kazakstan")
    except sco.NotFoundError as error:
        assert_type(error.suggestions, tuple[str, ...])
    except sco.DataError as error:
        assert_type(error.file, str)


def any_record() -> None:
    assert_type(sco.get("chs-24"), Record)
    assert_type(sco.get("chs-24", Event), Event)
    assert_type(sco.get("chs-24", Event).place, str | None)
    assert_type(sco.verify(), list[str])
    assert_type(sco.states() + sco.members(), Records[State])
    assert_type(sco.get("chs-24").to_json(), str)


def records_of_ones_own() -> None:
    """Constructors read what JSON has: words, EDTF, lists and mappings."""
    step = Step(id="d#1", stage="adopted", on="2024-07-04", completes=True)
    assert_type(step.on, When)
    assert_type(step.stage, Stage)
    period = Period(start="2023-07-04", end=None)
    name = Name(text="Astana Declaration", language="en", role="official")
    paper = Document(
        id="d",
        title="Astana Declaration",
        kind="declaration",
        areas=["security", Area.REFORM],
        topics=["drugs"],
        names=[name, {"text": "Астанинская декларация", "language": "ru", "role": "official"}],
        item={"list": "astana-2024", "number": 1},
        valid={"first": "2024-07-04", "last": "2034"},
        relations=[{"kind": "approves", "to": "another"}],
        history=[step, {"id": "d#2", "stage": "in force", "on": "2025"}],
        evidence=[{"source": "akorda-speech-2024", "at": "¶12", "fields": ["title"]}],
    )
    assert_type(paper.areas, tuple[Area, ...])
    assert_type(paper.names, tuple[Name, ...])
    assert_type(paper.valid, Period | None)
    assert_type(paper.history, tuple[Step, ...])
    assert_type(attrs.evolve(paper, names=[name], valid=period, areas=["culture"]), Document)
    assert_type(Membership(id="m", state="KAZ", status="member", period=period), Membership)


def what_must_not_pass() -> None:
    sco.documents(area="secruity")  # type: ignore
    sco.documents(kind="law", stage="adopted")  # type: ignore
    sco.documents(stage="in-force")  # type: ignore
    sco.documents_by_area("sport")  # type: ignore
    sco.initiatives(outcome="kept")  # type: ignore
    sco.applications(outcome="fulfilled")  # type: ignore
    sco.states(status="guest")  # type: ignore
    sco.events(kind="party")  # type: ignore
    sco.bodies(kind="club")  # type: ignore
    sco.projects(kind="idea")  # type: ignore
    sco.sources(kind="rumour")  # type: ignore
    sco.priorities(grouping="areas 2024")  # type: ignore
    sco.cite("KAZ", style="apa")  # type: ignore
    sco.documents(area=input())  # type: ignore
    sco.members(beyond="lst")  # type: ignore
    sco.status("KAZ", beyond="null")  # type: ignore
    Document(id="d", title="D", kind="plan", areas="security", names=1)  # type: ignore
    Step(id="d#1", stage="adopted", on=2024)  # type: ignore
    sco.facts(None)  # type: ignore
    sco.conflicts(5)  # type: ignore
    sco.members(as_of=2024)  # type: ignore
    sco.members(on="2024-07-04")  # type: ignore
    sco.state(398)  # type: ignore
    sco.state("KAZ").population  # type: ignore
    sco.state("KAZ").name = "x"  # type: ignore
    sco.state("KAZ").names[0] = "x"  # type: ignore
    sco.state("Georgia", None).name  # type: ignore
    sco.members()[0] = sco.state("KAZ")  # type: ignore
    sco.members().append(sco.state("KAZ"))  # type: ignore
    sco.documents(area=1)  # type: ignore
    sco.documents(adopted="yes")  # type: ignore
    sco.documents_by_area(area=1)  # type: ignore
    sco.chairmanship("2023-2024", "2024-07-04")  # type: ignore
    sco.panel(2001, 2024, unit="week")  # type: ignore
    sco.dyads(2001, 2024, beyond="nul")  # type: ignore
    sco.status("KAZ").value  # type: ignore
    sco.data_version().counts["states"] = 1  # type: ignore
    sco.nothing  # type: ignore
    sco.get("chs-24", int)  # type: ignore
    sco.get("chs-24", Event).theme  # type: ignore
    When("2024-07-04")  # type: ignore
    State(id="KAZ")  # type: ignore
    Status("member").rank  # type: ignore
    narrow: Records[State] = sco.search("drug")  # type: ignore
    text: str = sco.documents()[0].adopted  # type: ignore
    assert narrow and text


def what_must_not_pass_of_tables() -> None:
    sco.annotate([], country="c", as_of="2024-07-04", codes="cov")  # type: ignore
    sco.annotate([], country="c", as_of="2024-07-04", errors="ignore")  # type: ignore
    sco.annotate([], country="c", as_of="2024-07-04", unmatched="wran")  # type: ignore
    sco.annotate([], country="c", as_of="2024-07-04", beyond="lst")  # type: ignore
    sco.unmatched([], codes="cov")  # type: ignore
    sco.export("x", "xlsx")  # type: ignore

"""What users write, for type checkers alone: every `type: ignore` stands where an error must be.

mypy, pyright and pyrefly all report one that is not needed, so what stops being an error is seen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, assert_type

import sco_data as sco
from sco_data.model import (
    Area,
    Chairmanship,
    Change,
    Conflict,
    DataVersion,
    Document,
    Event,
    Initiative,
    Membership,
    Name,
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
    When,
)


def verbs() -> None:
    assert_type(sco.members(as_of="2024-07-04"), Records[State])
    assert_type(sco.states(status=Status.OBSERVER, as_of=dt.date(2012, 1, 1)), Records[State])
    assert_type(sco.states(status="observer"), Records[State])
    assert_type(sco.state("KAZ"), State)
    assert_type(sco.state("Georgia", None), State | None)
    assert_type(sco.state("Georgia", default=0), State | int)
    assert_type(sco.status("KAZ", as_of="2024-07-04"), Status | None)
    assert_type(sco.status(sco.state("KAZ")), Status | None)
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
    assert_type(sco.conflicts("chs-24"), Records[Conflict])
    assert_type(sco.get("KAZ"), Record)
    assert_type(sco.search("drug"), Records[Record])
    assert_type(sco.diff("26.1"), Records[Change])
    assert_type(sco.releases(), Records[Release])
    assert_type(sco.data_version(), DataVersion)
    assert_type(sco.cite("KAZ", style="bibtex"), str)
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


def what_must_not_pass() -> None:
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

"""Events, bodies, people, projects, figures; sources, search and any record by its id."""

from __future__ import annotations

import pytest

import sco_data as sco
from sco_data.model import Body, Capacity, Event, Membership, Source, Step, When


def test_events() -> None:
    summit = sco.events(kind="summit", chairmanship="2023-2024")[0]
    assert (summit.id, summit.place, summit.items) == ("chs-24", "Astana", 25)
    assert str(summit.period) == "2024-07-03 to 2024-07-04"
    assert summit in sco.events(body="chs")
    with pytest.raises(ValueError, match="unknown kind 'party'"):
        sco.events(kind="party")
    with pytest.raises(ValueError, match="unknown body 'x'"):
        sco.events(body="x")


def test_summits_are_26_in_order() -> None:
    summits = [row for row in sco.events(kind="summit") if row.id.startswith("chs-")]
    assert [row.id for row in summits] == [f"chs-{number:02}" for number in range(1, 27)]


def test_bodies() -> None:
    names = {row.id: row.name for row in sco.bodies()}
    assert names["chs"] == "Council of Heads of State"
    assert {row.id for row in sco.bodies(kind="permanent body")} >= {"secretariat", "rats"}
    assert all(row.parent == "chs" for row in sco.bodies(parent="chs"))
    with pytest.raises(ValueError, match="unknown parent"):
        sco.bodies(parent="nobody")


def test_the_organisation_itself_is_a_record() -> None:
    """Proclaimed at Shanghai on 15 June 2001; its Charter was signed on 7 June 2002."""
    [organisation] = [row for row in sco.bodies(kind="organisation") if row.id == "sco"]
    assert str(organisation.period) == "2001-06-15 to today"
    assert set(organisation.languages) == {"ru", "zh"}
    assert organisation.label("ru") == "Шанхайская организация сотрудничества"
    assert sco.document(organisation.charter or "").history[0].on == When.parse("2002-06-07")
    assert "sco" not in {row.id for row in sco.bodies(release="26.2")}


def test_the_organisation_had_no_charter_before_it_was_signed() -> None:
    charters = []
    for day in ("2001-06-15", "2002-06-06", "2002-06-07"):
        bodies = {row.id: row for row in sco.bodies(as_of=day)}
        charters.append(bodies["sco"].charter)
    assert charters == [None, None, "sco-charter-2002"]
    assert "sco" not in {row.id for row in sco.bodies(as_of="2001-06-14")}


def test_office_holders() -> None:
    first = sco.office_holders(body="secretariat")[0]
    assert (first.holder, first.office) == ("Zhang Deguang", "Executive Secretary")
    on = {row.holder for row in sco.office_holders(body="secretariat", as_of="2023-12-31")}
    assert on == {"Zhang Ming"}
    with pytest.raises(ValueError, match="unknown body"):
        sco.office_holders(body="x")


def test_attendance_at_bishkek_is_that_of_the_communique() -> None:
    """The joint communiqué of 26 October 2023 names who took part, and for whom."""
    rows = sco.attendance(event="chg-22")
    members = {(row.state, row.person) for row in rows if row.capacity in ("member", "chair")}
    assert members == {
        ("IND", "Subrahmanyam Jaishankar"),
        ("IRN", "Mohammad Mokhber"),
        ("KAZ", "Alikhan Smailov"),
        ("CHN", "Li Qiang"),
        ("KGZ", "Akylbek Japarov"),
        ("PAK", "Jalil Abbas Jilani"),
        ("RUS", "Mikhail Mishustin"),
        ("TJK", "Kokhir Rasulzoda"),
        ("UZB", "Abdulla Aripov"),
    }
    assert [row.state for row in rows if row.capacity is Capacity.CHAIR] == ["KGZ"]
    assert {row.person for row in rows if row.organisation == "SCO Secretariat"} == {"Zhang Ming"}


def test_attendance_of_a_state_by_any_name() -> None:
    belarus = {row.event: row.capacity for row in sco.attendance(state="Беларусь")}
    # Belarus became a member at the summit of Astana on 4 July 2024.
    assert (belarus["chg-22"], belarus["chs-24"]) == ("observer", "member")
    assert {row.event for row in sco.attendance(state="TKM")} >= {"chg-23", "sco-plus-2024"}
    with pytest.raises(ValueError, match="unknown event 'x'"):
        sco.attendance(event="x")


def test_members_came_as_members_and_chairs_are_of_the_chairing_state() -> None:
    last_days = {"chg-22": "2023-10-26", "chg-23": "2024-10-16", "chs-23": "2023-07-04",
                 "chs-24": "2024-07-04", "chs-25": "2025-09-01", "sco-plus-2024": "2024-07-04"}  # fmt: skip
    for row in sco.attendance():
        assert (row.state is None) is (row.organisation is not None), row.id
        if row.state is not None and row.capacity in ("member", "observer"):
            assert str(sco.status(row.state, last_days[row.event])) == str(row.capacity), row.id
    chairs = {row.event: row.state for row in sco.attendance() if row.capacity == "chair"}
    assert (chairs["chs-23"], chairs["chs-24"], chairs["chs-25"]) == ("IND", "KAZ", "CHN")


def test_older_releases_have_no_attendance() -> None:
    assert sco.attendance(release="26.2") == ()
    assert sco.attendance(event="chs-24", release="26.2") == ()
    added = [change for change in sco.diff("26.2") if change.collection == "attendance"]
    assert len(added) == len(sco.attendance())
    assert {change.before for change in added} == {None}


def test_projects() -> None:
    assert {row.kind for row in sco.projects(kind="corridor")} == {"corridor"}
    assert len(sco.projects(area="culture")) > 0
    assert sco.projects(chairmanship="2023-2024") != sco.projects(chairmanship="2002-2003")


def test_filters_choose_what_they_say_and_nothing_else() -> None:
    """Against a filter written out here, for every verb and every word that occurs."""
    verbs = {
        sco.events: ("kind", "body", "chairmanship"),
        sco.bodies: ("kind", "parent"),
        sco.office_holders: ("body",),
        sco.attendance: ("event", "state"),
        sco.projects: ("kind", "area", "chairmanship"),
        sco.indicators: ("quantity", "stated_by"),
    }
    for verb, fields in verbs.items():
        rows = list(verb())
        for field in fields:
            place = "areas" if field == "area" else field
            held = [getattr(row, place) for row in rows]
            words = {
                word for value in held for word in (value if place == "areas" else [value]) if word
            }
            assert words
            for word in words:
                found = {row.id for row in verb(**{field: word})}
                assert found == {
                    row.id
                    for row, value in zip(rows, held, strict=True)
                    if (word in value if place == "areas" else value == word)
                }


def test_office_holders_come_by_time_and_hold_office_on_certain_days_alone() -> None:
    rows = sco.office_holders(body="secretariat")
    starts = [row.period.start.latest for row in rows if row.period]
    assert starts == sorted(starts)
    assert len(starts) > 5
    for day in ("2004-01-01", "2007-01-01", "2019-01-01", "2022-01-01", "2025-01-01"):
        held = [row.holder for row in sco.office_holders(body="secretariat", as_of=day)]
        assert len(held) <= 1, day
    assert [row.holder for row in sco.office_holders(body="secretariat", as_of="2019-01-01")] == [
        "Vladimir Norov"
    ]


def test_indicators_keep_every_reading() -> None:
    """Figures as printed in the founding texts: 150 events, 60 documents, 6.5 %, one third."""
    said = {(row.quantity, row.value) for row in sco.indicators(stated_by="Kassym-Jomart Tokayev")}
    assert {
        ("chairmanship-2023-2024-events", 150),
        ("chairmanship-2023-2024-documents", 60),
        ("kaz-sco-trade-growth-2023", 6.5),
        ("sco-gdp-share", 33.3),
    } <= said
    with pytest.raises(ValueError, match="unknown quantity"):
        sco.indicators(quantity="x")
    with pytest.raises(ValueError, match="unknown stated_by"):
        sco.indicators(stated_by="x")


def test_sources() -> None:
    founding = ["akorda-speech-2024", "kazinform-priorities-2024", "perspective-2024",
                "csc-results-2024", "noor-2024"]  # fmt: skip
    assert [sco.source(key).read for key in founding] == ["whole"] * 5
    assert [sco.source(key).derives_from for key in founding[1:2] + founding[3:]] == [
        "akorda-speech-2024"
    ] * 3
    assert {row.language for row in sco.sources(language="ru")} == {"ru"}
    assert {row.kind for row in sco.sources(kind="legal text")} == {"legal text"}
    assert sco.source("kremlin-74464") in sco.sources(publisher="President of Russia")
    with pytest.raises(ValueError, match="unknown language 'la'"):
        sco.sources(language="la")
    with pytest.raises(ValueError, match="unknown publisher"):
        sco.sources(publisher="x")


def test_data_sets_say_their_licence() -> None:
    assert sco.source("cldr-2025").licence == "Unicode-3.0"
    assert sco.source("country-codes-2026").licence == "PDDL-1.0"
    assert all(source.licence for source in sco.sources(kind="dataset"))
    assert sco.source("akorda-speech-2024").licence is None
    assert not [source for source in sco.sources() if (source.licence or "").startswith("ODbL")]


def test_get_any_record() -> None:
    assert isinstance(sco.get("BLR/member"), Membership)
    assert isinstance(sco.get("BLR/member#1"), Step)
    assert isinstance(sco.get("akorda-speech-2024"), Source)
    with pytest.raises(sco.NotFoundError, match="no record 'astana'"):
        sco.get("astana")
    with pytest.raises(sco.NotFoundError):
        sco.get({})  # type: ignore[call-overload]


def test_a_record_of_a_class() -> None:
    assert sco.get("chs-24").id == "chs-24"
    assert sco.get("chs-24", Event).place == "Astana"
    assert sco.get("chs-24", Event) is sco.get("chs-24", Event)
    assert sco.get("BLR/member#1", Step).by == sco.get("BLR/member").history[0].by
    assert sco.get("chs-24", Event, release="26.1").place == "Astana"
    with pytest.raises(sco.NotFoundError, match="no body 'chs-24'"):
        sco.get("chs-24", Body)
    with pytest.raises(TypeError, match="cls is a class of records, such as Event, not <class 'i"):
        sco.get("chs-24", int)  # type: ignore[type-var]
    with pytest.raises(TypeError, match="not 'Event'"):
        sco.get("chs-24", "Event")  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("name", "record_id"),
    [
        ("Kazakhstan", "KAZ"),
        ("哈萨克斯坦", "KAZ"),
        ("kz", "KAZ"),
        ("Astana Declaration", "astana-declaration-2024"),
        ("АСТАНИНСКАЯ ДЕКЛАРАЦИЯ", "astana-declaration-2024"),
        ("Zhang Ming", "zhang-ming"),
        ("Council of Heads of State", "chs"),
        ("25 years of the SCO: together towards sustainable peace, development and prosperity",
         "2025-2026"),
    ],
)  # fmt: skip
def test_a_record_by_a_name_that_no_other_has(name: str, record_id: str) -> None:
    assert sco.get(name).id == record_id
    assert sco.facts(name) == sco.facts(record_id)


def test_a_name_that_several_records_have() -> None:
    with pytest.raises(
        sco.NotFoundError, match=r"single record .*bank, development-bank"
    ) as caught:
        sco.get("SCO Development Bank")
    assert caught.value.suggestions == ("bank", "development-bank")
    assert sco.get("SCO Development Bank", Body).id == "bank"
    assert sco.initiative("Банк развития ШОС").id == "development-bank"

    with pytest.raises(sco.NotFoundError) as caught:
        sco.document("比什凯克宣言")
    assert caught.value.suggestions == ("bishkek-declaration-2007", "bishkek-declaration-2013")


def test_signs_and_applicants_are_no_names() -> None:
    with pytest.raises(sco.NotFoundError):
        sco.document("...")
    assert sco.get("Belarus").id == "BLR"

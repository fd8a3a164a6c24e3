"""Documents: what was adopted, by whom, when, and what was only proposed."""

from __future__ import annotations

import datetime as dt

import pytest

import sco_data as sco
from sco_data._records.load import load, record_class
from sco_data.model import Area, Document, Records, Says, Stage, TextKind

SUMMIT = dt.date(2024, 7, 4)


def ids(rows: Records[Document]) -> set[str]:
    return {row.id for row in rows}


def test_five_areas_and_nothing_that_was_not_adopted() -> None:
    found = sco.documents_by_area()
    assert list(found) == list(Area)
    for rows in found.values():
        assert rows
        for row in rows:
            assert row.chairmanship == "2023-2024"
            assert row.stage is not None
            assert (row.stage.rank or 0) >= 5
            assert row.adopted is not None
            assert row.adopted.latest >= dt.date(2023, 7, 4)
            assert row.adopted.earliest is not None
            assert row.adopted.earliest <= SUMMIT


def test_security_at_astana() -> None:
    """The list that Kazinform printed on 4 July 2024, and three statements from the Kremlin's."""
    rows = sco.documents_by_area("security")
    assert rows == sco.documents_by_area(Area.SECURITY) == sco.documents_by_area()[Area.SECURITY]
    assert {
        "programme-counter-terrorism-2025-2027",
        "anti-drug-strategy-2024-2029",
        "anti-drug-action-programme-2024-2029",
        "plan-international-information-security-2024",
        "protocol-security-council-secretaries-2024",
    } <= ids(rows)
    assert "agreement-confidence-building-military" not in ids(rows)
    assert [(row.adopted, row.id) for row in rows] == sorted((row.adopted, row.id) for row in rows)


@pytest.mark.parametrize(
    "key",
    [
        "sco-development-strategy-2035", "concept-improving-sco-activities",
        "agreement-confidence-building-military", "mou-sco-secretariat-caricc-2026",
    ],
)  # fmt: skip
def test_what_was_proposed_planned_or_only_authorised_was_not_adopted(key: str) -> None:
    every = set().union(*(ids(rows) for rows in sco.documents_by_area().values()))
    assert key not in every
    stage = sco.document(key).stage_at(SUMMIT)
    assert stage is None or (stage.rank or 0) < 5


def test_a_decision_on_a_draft_is_not_its_adoption() -> None:
    decision = sco.document("decision-draft-development-strategy-2035-2024")
    assert [(row.kind, row.to) for row in decision.relations] == [
        ("on draft of", "sco-development-strategy-2035")
    ]
    strategy = sco.document("sco-development-strategy-2035")
    assert str(strategy.adopted) == "2025-09-01"
    assert strategy.chairmanship == "2024-2025"


def test_the_summit_list_is_24_items_and_one_agreement() -> None:
    items = [
        row
        for row in sco.documents(chairmanship="2023-2024")
        if row.item and row.item.list == "astana-2024"
    ]
    assert all(row.adopted and row.adopted.exact and row.adopted.latest == SUMMIT for row in items)
    kinds = [str(row.kind) for row in items]
    assert kinds.count("declaration") == 1
    assert kinds.count("statement") == 3
    assert kinds.count("agreement") == 1
    numbers = [row.item.number for row in items if row.item and row.item.number]
    assert len(numbers) == len(set(numbers))


def test_the_three_statements_were_adopted_without_signing() -> None:
    rows = sco.documents(kind="statement", chairmanship="2023-2024", body="chs")
    assert ids(rows) == {
        "statement-good-neighbourliness-2024",
        "statement-drinking-water-sanitation-2024",
        "statement-waste-management-2024",
    }
    assert [row.signed for row in rows] == [False] * 3
    assert sco.document("astana-declaration-2024").signed is True


def test_the_environmental_agreement_is_signed_not_in_force() -> None:
    found = sco.document("agreement-environmental-protection-2024")
    assert (found.stage, found.signed) == (Stage.SIGNED, True)


def test_memoranda_are_dated_by_their_signature() -> None:
    assert str(sco.document("mou-sco-secretariat-unep-2024").adopted) == "[2024-02-26..2024-03-01]"
    assert str(sco.document("mou-sco-secretariat-caricc-2026").adopted) == "2026-03-18"


def test_the_charter() -> None:
    charter = sco.document("sco-charter-2002")
    assert str(charter.adopted) == "2002-06-07"
    assert charter.stage_at(dt.date(2003, 9, 18)) is Stage.SIGNED
    assert charter.stage_at(dt.date(2003, 9, 19)) is Stage.IN_FORCE


def test_filters() -> None:
    assert "astana-declaration-2024" in ids(sco.documents(stage="adopted", kind="declaration"))
    assert not ids(sco.documents(adopted=False)) & ids(sco.documents(adopted=True))
    assert ids(sco.documents(adopted=False)) | ids(sco.documents(adopted=True)) == ids(
        sco.documents()
    )
    then = sco.documents(as_of="2002-06-07", adopted=True)
    assert {"sco-charter-2002", "shanghai-convention-2001"} <= ids(then)
    assert all(row.history[0].on.latest <= dt.date(2002, 6, 7) for row in then)
    topic = sco.documents()[0].topics[0]
    assert all(topic in row.topics for row in sco.documents(topic=topic))


@pytest.mark.parametrize(
    ("verb", "wrong", "valid"),
    [
        ({"area": "sport"}, "unknown area 'sport'", "'culture'"),
        ({"kind": "law"}, "unknown kind", "'strategy'"),
        ({"stage": "done"}, "unknown stage", "'in force'"),
        ({"chairmanship": "2023"}, "unknown chairmanship", "'2023-2024'"),
        ({"body": "nato"}, "unknown body", "'chs'"),
        ({"topic": "weather"}, "unknown topic", "'environment'"),
    ],
)
def test_an_unknown_word_lists_the_valid_ones(verb: dict[str, str], wrong: str, valid: str) -> None:
    with pytest.raises(ValueError, match=wrong) as caught:
        sco.documents(**verb)  # type: ignore[arg-type]
    assert valid in str(caught.value)


def test_an_unknown_area_of_documents_by_area() -> None:
    with pytest.raises(ValueError, match="unknown area 'sport'; valid are 'reform'"):
        sco.documents_by_area("sport")


def test_an_unknown_document_comes_with_suggestions() -> None:
    with pytest.raises(sco.NotFoundError, match="did you mean") as caught:
        sco.document("astana-declaration-2042")
    assert "astana-declaration-2024" in caught.value.suggestions
    with pytest.raises(LookupError):
        sco.document(["list"])  # type: ignore[arg-type]


def test_participation() -> None:
    rows = sco.participation(document="sco-charter-2002")
    assert {row.state for row in rows} >= {"KAZ"}
    with pytest.raises(ValueError, match="unknown document 'x'"):
        sco.participation(document="x")
    with pytest.raises(ValueError, match="unknown state"):
        sco.participation(state="XXX")


def test_a_word_that_others_carry_is_no_mistake() -> None:
    assert not sco.documents(area="security", topic="tourism")
    assert not sco.documents(chairmanship="2022-2023", body="tourism-heads")
    assert not sco.documents(chairmanship="2022-2023", topic="tourism", body="tourism-heads")
    assert len(sco.documents(topic="tourism", body="tourism-heads")) == 1
    for words in ({"topic": "tourism"}, {"body": "tourism-heads"}, {"area": "culture"}):
        with pytest.raises(ValueError, match="unknown chairmanship '2041-2042'"):
            sco.documents(chairmanship="2041-2042", **words)  # type: ignore[arg-type]


def test_a_document_of_a_release_that_is_named() -> None:
    newest = sco.releases()[-1].id
    found = sco.document("astana-declaration-2024", release=newest)
    assert found == sco.document("astana-declaration-2024")


def test_filters_and_order_of_documents_against_every_record_one_by_one() -> None:
    ranks = {"adopted": 5, "signed": 5, "in force": 6, "launched": 6, "held": 6, "ended": 9}
    every = load(record_class("documents"))
    for on in (None, dt.date(2010, 1, 1), dt.date(2024, 7, 4)):
        begun = [row for row in every if on is None or any(s.on.latest <= on for s in row.history)]
        done = {row.id for row in begun if ranks.get(str(row.stage_at(on)), 0) >= 5}
        assert {row.id for row in sco.documents(adopted=True, as_of=on)} == done
        others = {row.id for row in sco.documents(adopted=False, as_of=on)}
        assert others == {row.id for row in begun} - done
        for stage in ranks:
            found = {row.id for row in sco.documents(stage=stage, as_of=on)}
            assert found == {row.id for row in begun if row.stage_at(on) == stage}

    def when(row: Document) -> tuple[str, str, str]:
        first = row.adopted or row.history[0].on
        return str(first.latest), str(first.earliest or ""), row.id

    assert list(sco.documents()) == sorted(every, key=when)
    assert {str(row.stage) for row in every} > {"signed", "in force", "planned"}


@pytest.mark.parametrize("wrong", ["topic", "body", "chairmanship", "kind", "stage", "area"])
def test_an_unknown_word_is_told_whatever_else_is_asked(wrong: str) -> None:
    for more in ({}, {"chairmanship": "2023-2024"}, {"topic": "drugs"}):
        with pytest.raises(ValueError, match=f"unknown {wrong} 'nothing'; valid are "):
            sco.documents(**{**more, wrong: "nothing"})  # type: ignore[arg-type]


def test_a_key_that_is_known_is_still_not_in_a_release_that_is_not() -> None:
    for call, key in ((sco.document, "astana-declaration-2024"), (sco.get, "KAZ")):
        for _ in range(2):
            call(key)  # type: ignore[operator]
            with pytest.raises(ValueError, match=r"unknown release '1\.1'"):
                call(key, release="1.1")  # type: ignore[operator]


def test_texts_say_where_a_document_can_be_read() -> None:
    """The Kremlin published the declaration of Qingdao in Russian as supplement 5315."""
    texts = sco.document("qingdao-declaration-2018").texts
    russian = next(text for text in texts if text.language == "ru")
    assert russian.url.endswith("kremlin.ru/supplement/5315")
    assert russian.kind is TextKind.OFFICIAL
    assert "zh" in {text.language for text in texts}


def test_declarations_say_where_their_text_is_or_that_none_was_found() -> None:
    open_questions = [
        row.id
        for row in sco.documents(kind="declaration", chairmanship="2023-2024")
        if not (row.texts or any("texts" in piece.fields for piece in row.evidence))
    ]
    assert open_questions == []


def test_a_text_that_was_not_found_has_silent_evidence_with_the_day() -> None:
    document = sco.document("energy-cooperation-strategy-2030")
    piece = next(piece for piece in document.evidence if "texts" in piece.fields)
    assert document.texts == ()
    assert piece.says is Says.SILENT
    assert "2026-12-01" in (piece.note or "")


@pytest.mark.once
def test_texts_are_new_in_26_3() -> None:
    assert not any(row.texts for row in sco.documents(release="26.2"))
    changed = {
        change.field
        for change in sco.diff("26.2", "26.3")
        if change.record == "qingdao-declaration-2018"
    }
    assert "texts" in changed


def test_areas_of_an_older_release_have_its_documents() -> None:
    for release in ("26.1", "26.3"):
        adopted = sco.documents(chairmanship="2023-2024", adopted=True, release=release)
        by_area = sco.documents_by_area(release=release)
        assert {document for rows in by_area.values() for document in rows} == set(adopted)
    # The release of today has a statement on courts that the first had not.
    older = {document.id for document in sco.documents_by_area("reform", release="26.1")}
    newer = {document.id for document in sco.documents_by_area("reform", release="26.3")}
    assert newer - older == {"joint-statement-supreme-courts-2024"}

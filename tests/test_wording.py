"""Values as words: what people read is never a repr, and no date is in a notation to learn."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import sco_data as sco
from sco_data._records.load import COLLECTIONS, everything, load, record_class
from sco_data._show import text
from sco_data.model import Change, Conflict, Period, Promise, Records, When
from sco_data.model.wording import write_date, write_edtf_for_people, write_period

REPR = re.compile(r"\w\((?:\w+=|['\"])|<\w+\.\w+:|\bNone\b|\bTrue\b|\bFalse\b")
EDTF = re.compile(r"\[[\d.-]*\.\.[\d-]*\]")


@pytest.mark.parametrize(
    ("edtf", "written"),
    [
        ("2024-07-04", "2024-07-04"),
        ("2024-02", "Feb 2024"),
        ("2023", "2023"),
        ("[2023-05-04..2023-05-05]", "4–5 May 2023"),
        ("[2024-02-26..2024-03-01]", "26 Feb – 1 Mar 2024"),
        ("[2023-12-30..2024-01-02]", "30 Dec 2023 – 2 Jan 2024"),
        ("[..2023-11-11]", "by 11 Nov 2023"),
    ],
)
def test_a_date_as_people_write_it(edtf: str, written: str) -> None:
    assert write_date(When.parse(edtf)) == written
    assert text.cell(When.parse(edtf)) == written
    assert text.cell_of_data(When.parse(edtf)) == edtf


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        ("2023-07-04", "2024-07-04", "2023-07-04 to 2024-07-03"),
        ("2023-07-04", "2023-07-05", "2023-07-04"),
        ("[2023-05-04..2023-05-05]", None, "4–5 May 2023 to today"),
    ],
)
def test_a_period_as_people_write_it(start: str, end: str | None, written: str) -> None:
    period = Period(start=start, end=end)
    assert write_period(period) == written
    assert write_edtf_for_people(str(period)) == written
    assert text.cell_of_data(period) == str(period)


def test_what_is_no_date_stays() -> None:
    for words in ("2023-2024", "added to the list", "[a..b]", ""):
        assert write_edtf_for_people(words) == words


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_no_record_shows_a_repr_or_a_notation_of_dates(collection: str) -> None:
    records: Records[Any] = load(record_class(collection))
    for record in records:
        shown = [text.cell(line.value) for line in text.lines(record)]
        for words in shown:
            assert not REPR.search(words), (record.id, words)
            assert not EDTF.search(words), (record.id, words)


def test_facts_are_words() -> None:
    for key in ("2023-2024", "IRN/member", "KAZ", "strategy-2035", "2023-areas/1"):
        for fact in sco.facts(key):
            assert not REPR.search(fact.value or ""), fact
    (names,) = sco.facts("2023-2024", "names")
    assert names.value is not None
    assert names.value.startswith("Strengthening Multilateral Dialogue – Striving for Sustainable")
    (history,) = sco.facts("IRN/member", "history")
    assert history.value is not None
    assert history.value.startswith("2021-09-17 decided, 2022-03 drafted, 2022-09-16 signed")


def test_data_keeps_the_notation_that_people_do_not_see() -> None:
    (fact,) = sco.facts("ARE/dialogue-partner", "period")
    assert fact.value == "[2023-05-04..2023-05-05] to today"
    assert "4–5 May 2023 to today" in str(fact)
    assert "4–5 May 2023 to today" in Records([fact])._repr_html_()


def test_truth_is_told_in_words() -> None:
    assert text.cell_of_data(None) == ""
    assert text.cell_of_data((True, False, 1234567)) == "yes, no, 1234567"


def test_a_dispute_about_a_period_has_its_last_day_as_the_period_has() -> None:
    (dispute,) = [row for row in sco.conflicts("2023-2024") if row.field == "period.end"]
    assert text.value_of(dispute, "field") == "period.last"
    assert text.cell(text.value_of(dispute, "readings")) == "Jun 2024, 2024-07-03 (kept)"
    term = sco.chairmanship("2023-2024")
    assert text.cell(term.period) == "2023-07-04 to 2024-07-03"
    assert "period.last: Jun 2024, 2024-07-03 (kept)" in term._repr_html_()


def test_every_row_of_outcomes_has_its_sources() -> None:
    for promise in sco.outcomes():
        record = text.backing(promise)
        assert record.id == promise.initiative
        assert record.evidence  # type: ignore[attr-defined]
    rows = re.findall("<tr>.*?</tr>", sco.outcomes()._repr_html_())
    assert all('href="http' in row for row in rows if "<td" in row)
    assert 'href="http' in sco.outcomes()[0]._repr_html_()


def test_a_promise_of_no_known_initiative_stands_for_itself() -> None:
    promise = sco.outcomes()[0]
    values = {field.name: getattr(promise, field.name) for field in Promise.__attrs_attrs__}
    other = Promise(**{**values, "initiative": "no-such"})
    assert text.backing(other) is other


def test_ids_are_whole_in_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    tables: list[Records[Any]] = [load(record_class(name)) for name in COLLECTIONS]
    tables += [sco.outcomes(), sco.panel(2023, 2024), sco.search("2024"), sco.facts("chs-24")]
    for records in tables:
        shown = str(records).splitlines()
        column = shown[0].split()[0]
        if column in ("id", "initiative", "subject", "document"):
            for record, line in zip(records[:20], shown[2:22], strict=False):
                assert line.startswith(getattr(record, column)), line


def test_several_ids_in_a_terminal_are_one_and_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    row = str(sco.facts("2023-2024", "summit")).splitlines()[2]
    assert row.split() == ["summit", "chs-24", "kremlin-74464", "+1", "2"]


def test_columns_without_room_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = str(sco.panel(2023, 2024)).splitlines()
    assert lines[-2] == "no room for: days dialogue partner, days sco partner, caveat, cow"
    assert lines[-1] == "54 records"


def test_readings_that_are_no_dates_stay() -> None:
    conflict = next(row for row in everything().values() if isinstance(row, Conflict))
    readings = [{"value": "soon", "kept": True}, {"value": 7}, {"value": "2024-07-04"}]
    values = {"id": "x", "subject": "y", "field": "period.end", "readings": readings}
    made = Conflict(**values, kind=conflict.kind, cause=conflict.cause, reason="r")
    assert text.cell(text.value_of(made, "readings")) == "soon (kept), 7, 2024-07-03"


def test_what_changed_is_told_in_words() -> None:
    name = {"text": "Kazakhstan", "language": "en", "evidence": [{"source": "s"}]}
    values = {"before": json.dumps([name, True]), "after": '"[2024-02-26..2024-03-01]"'}
    names = {"release": "26.2", "collection": "states", "record": "KAZ", "field": "names"}
    change = Change(id="x", **names, **values)
    shown = text.grid([change])[1][0]
    assert shown == ["KAZ", "names", "Kazakhstan en, yes", "26 Feb – 1 Mar 2024"]
    assert text.grid_of_data([change])[1][0] == ["KAZ", "names", *values.values()]
    assert text.grid([Change(id="x", **names, before="{", after=None)])[1][0][2:] == ["{"]


def test_a_pipe_has_what_the_data_has() -> None:
    facts = sco.facts("ARE/dialogue-partner", "period")
    assert text.grid_of_data(facts)[1][0][1] == "[2023-05-04..2023-05-05] to today"
    assert text.grid(facts)[1][0][1] == "4–5 May 2023 to today"

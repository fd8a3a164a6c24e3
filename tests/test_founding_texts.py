"""What a record takes from a founding text stands in the paragraph that it cites."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import paragraphs as tool
import rules
import sco_data as sco
from sco_data._records.load import COLLECTIONS, load, record_class
from sco_data.model import Document, Evidence, Indicator, Name, Period, Reading, Says, When

pytestmark = pytest.mark.once

HERE = Path(__file__).parent

FACTS: dict[str, dict[str, Any]] = json.loads(
    (HERE / "data" / "paragraphs.json").read_text("utf-8")
)
COUNTS = {"akorda-speech-2024": 52, "kazinform-priorities-2024": 14, "perspective-2024": 46,
          "csc-results-2024": 55, "noor-2024": 16}  # fmt: skip


def cited(rows: tuple[Evidence, ...]) -> Iterator[tuple[Evidence, list[str]]]:
    """Evidence from a founding text, with its paragraph numbers."""
    for row in rows:
        if row.source in FACTS and row.says is Says.SUPPORTS and row.at:
            found = []
            for first, last in re.findall(r"(\d+)(?:[-–](\d+))?", row.at):
                found += [str(n) for n in range(int(first), int(last or first) + 1)]
            yield row, found


def parts() -> Iterator[tuple[Any, Any]]:
    data = {name: load(record_class(name)) for name in COLLECTIONS}
    for _, record, part in rules.walk(data):
        yield record, part


def stands(row: Evidence, at: list[str]) -> tuple[set[float], str]:
    """The numbers and, as one text, the names of the cited paragraphs."""
    found = [FACTS[str(row.source)][number] for number in at]
    return (
        {number for each in found for number in each["numbers"]},
        " ".join(name for each in found for name in each["names"]).casefold(),
    )


def dates(when: When | None, source: str, numbers: set[float]) -> bool:
    """Whether the year stands there, or the text speaks of its own day or the year before."""
    if when is None or when.latest.year in numbers:
        return True
    own = sco.source(source).date
    return own is None or when.latest.year - own.latest.year in (0, -1)


def test_the_texts_have_as_many_paragraphs_as_the_design_says() -> None:
    assert {source: len(rows) for source, rows in FACTS.items()} == COUNTS


def test_every_place_exists() -> None:
    for record, part in parts():
        for row, at in cited(getattr(part, "evidence", ())):
            assert at, (record.id, row.at)
            assert set(at) <= FACTS[str(row.source)].keys(), (record.id, row)


def test_every_founding_evidence_says_where() -> None:
    wrong: list[Any] = []
    for record, part in parts():
        for row in getattr(part, "evidence", ()):
            if row.source in FACTS and row.says is Says.SUPPORTS:
                wrong += [] if row.at else [(record.id, row.source)]
    assert wrong == []


def test_figures_stand_there() -> None:
    checked, wrong = 0, []
    for record, part in parts():
        for row, at in cited(getattr(part, "evidence", ())):
            numbers, _ = stands(row, at)
            found = [
                getattr(part, field, None) for field in row.fields if field in ("items", "count")
            ]
            if isinstance(part, Indicator) and "value" in row.fields:
                found.append(part.value)
            if isinstance(part, Reading) and isinstance(part.value, int | float):
                found.append(part.value or None)
            for value in found:
                if value is not None and "counted" not in (row.note or ""):
                    checked += 1
                    if not {value, value / 1e9, value / 1e12} & numbers:
                        wrong.append((record.id, value, row.source, row.at))
    assert wrong == []
    assert checked >= 20


def test_dates_stand_there() -> None:
    checked, wrong = 0, []
    for record, part in parts():
        for row, at in cited(getattr(part, "evidence", ())):
            numbers, _ = stands(row, at)
            for field in row.fields:
                value = part
                for name in field.split("."):
                    value = getattr(value, name, None)
                ends = (value.start, value.last) if isinstance(value, Period) else (value,)
                for when in ends:
                    if isinstance(when, When):
                        checked += 1
                        if not dates(when, str(row.source), numbers):
                            wrong.append((record.id, field, str(when), row.source, row.at))
    assert wrong == []
    assert checked >= 20


def test_names_stand_there() -> None:
    """Every capitalised word of a name that is taken over, and every number in it."""
    checked, wrong = 0, []
    for record, part in parts():
        if not isinstance(part, Name) or part.role == "made" or part.language != "en":
            continue
        for row, at in cited(part.evidence):
            numbers, names = stands(row, at)
            # The first word has a capital of ours where the text has the name inside a sentence.
            words = tool.names(part.text.replace("'", "’").partition(" ")[2])
            strange = [word for word in words if word.casefold() not in names]
            strange += [str(n) for n in tool.numbers(part.text) if n not in numbers | {1, 2, 3}]
            if strange:
                wrong.append((record.id, part.text, strange, row.source, row.at))
            checked += 1
    assert wrong == []
    assert checked >= 40


def test_the_check_can_fail() -> None:
    row = Evidence(source="akorda-speech-2024", at="¶13")
    numbers, names = stands(row, ["13"])
    assert 60 in numbers
    assert 61 not in numbers
    assert "anti-drug" in names
    assert "railway" not in names
    assert not dates(When.parse("2019"), "akorda-speech-2024", numbers)


def test_the_script_takes_numbers_and_names(tmp_path: Path) -> None:
    for start in tool.TEXTS:
        (tmp_path / f"{start}_x.txt").write_text("\n\u00a0\nFour of 1,234.5 for Astana\n", "utf-8")
    found = tool.paragraphs(tmp_path)["noor-2024"]
    assert found == {"1": {"numbers": [4, 1234.5], "names": ["Astana", "Four"]}}


def test_documents_named_in_the_speech_cite_it() -> None:
    found = {
        record.id
        for record, part in parts()
        for row, at in cited(getattr(part, "evidence", ()))
        if isinstance(record, Document) and row.source == "akorda-speech-2024" and "13" in at
    }
    assert {
        "anti-drug-strategy-2024-2029",
        "action-plan-economic-development-strategy-2030",
        "agreement-environmental-protection-2024",
        "energy-cooperation-strategy-2030",
    } <= found


def readings_at() -> Iterator[tuple[Any, Any, str, int]]:
    """Every reading of a conflict and each founding paragraph that it cites."""
    for record, part in parts():
        if isinstance(part, Reading):
            for row, at in cited(part.evidence):
                for number in at:
                    yield record, part, str(row.source), int(number)


def test_what_a_second_reader_found_is_registered_with_every_paragraph() -> None:
    """The list was made from the texts alone, and compared with the register afterwards."""
    found = json.loads((HERE / "data" / "second_reading.json").read_text("utf-8"))
    assert len(found) >= 110
    places: dict[str, set[tuple[str, int]]] = {}
    for record, _, source, number in readings_at():
        places.setdefault(record.id, set()).add((source, number))
    for row in found:
        wanted = {
            (source, number) for source, numbers in row["places"].items() for number in numbers
        }
        assert wanted <= places[row["conflict"]], (row["what"], wanted - places[row["conflict"]])


def test_a_figure_of_one_founding_text_is_cited_from_every_one_that_prints_it() -> None:
    """Figures below 20 stand for too many things to be told apart by their number."""
    sources_of: dict[tuple[str, float], set[str]] = {}
    for record, part, source, _ in readings_at():
        if isinstance(part.value, int | float) and part.value >= 20:
            sources_of.setdefault((record.id, part.value), set()).add(source)
    for (key, value), sources in sources_of.items():
        printing = {
            source
            for source, rows in FACTS.items()
            if any(value in row["numbers"] for row in rows.values())
        }
        assert sources == printing, (key, value)
    assert len(sources_of) >= 7


def test_names_that_differ_between_the_founding_texts_are_a_conflict() -> None:
    other_things = {
        "concept-improvement": "a concept and proposals, told apart in reform-proposals-adopted",
        "rats": "its abbreviation",
        "aifc": "Center and Centre",
    }
    many = 0
    for record in {
        record.id: record for record, part in parts() if isinstance(part, Name)
    }.values():
        founding = {
            name.text.casefold().replace("-", " ")
            for name in record.names
            if name.language == "en" and any(row.source in FACTS for row in name.evidence)
        }
        if len(founding) > 1 and record.id not in other_things:
            many += 1
            assert {"name", "title"} & {row.field for row in sco.conflicts(record)}, record.id
    assert many >= 20


def test_printed_words_of_a_reading_stand_there() -> None:
    names_at: dict[tuple[str, str], str] = {}
    for record, part, source, number in readings_at():
        if part.printed:
            reading = record.id, part.printed
            found = " ".join(FACTS[source][str(number)]["names"])
            names_at[reading] = f"{names_at.get(reading, '')} {found}".casefold()
    named = 0
    for (conflict, printed), names in names_at.items():
        words = tool.names(printed)
        named += bool(words)
        assert [word for word in words if word.casefold() not in names] == [], (conflict, printed)
    assert named >= 10

"""Nothing takes more than linear work: what is twice as long takes twice the steps.

Steps are counted and not timed: the lines and the calls that Python runs, also calls of functions
that are written in C. So the answer is the same on any machine.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import attrs
import pytest

import sco_data as sco
from sco_data._rows.releases import compare, undo
from sco_data._show import text
from sco_data.model import Document, Evidence, Name, Records, Source, Step

pytestmark = pytest.mark.once

SOURCES = [source.id for source in sco.sources()[:3]]
SHARED = [Evidence(source=SOURCES[0], derived_from=["KAZ", "KAZ/member"], fields=["title"])]


def count_steps(run: Callable[[], object]) -> int:
    """How many lines and calls it takes; also those of C."""
    steps = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal steps
        steps += 1
        return trace

    def profile(frame: FrameType, event: str, argument: object) -> None:
        nonlocal steps
        steps += 1

    tracer, profiler = sys.gettrace(), sys.getprofile()
    sys.settrace(trace)
    sys.setprofile(profile)
    try:
        run()
    finally:
        sys.settrace(tracer)
        sys.setprofile(profiler)

    return steps


def many_records(size: int) -> Records[Document]:
    """So many records that share their evidence."""
    return Records(
        [
            Document(id=f"d{number}", title=f"T{number}", kind="plan", evidence=SHARED)
            for number in range(size)
        ]
    )


def long_record(size: int) -> Records[Document]:
    """One record with so many of each thing that a record can have several of."""
    numbers = range(size)
    evidence = [
        Evidence(source=SOURCES[number % 3], fields=["title", "topics"], at=f"¶{number}")
        for number in numbers
    ]
    evidence += [Evidence(derived_from=[f"none-{number}", "KAZ"]) for number in numbers]
    return Records(
        [
            Document(
                id="d",
                title="T0",
                kind="plan",
                topics=[f"t{number}" for number in numbers],
                names=[
                    Name(text=f"T{number}", language="en", role="made", evidence=SHARED)
                    for number in numbers
                ],
                history=[
                    Step(id=f"d#{number}", stage="drafted", on="2024", evidence=SHARED)
                    for number in numbers
                ],
                evidence=evidence,
            )
        ]
    )


def show_cards(records: Records[Any]) -> None:
    for record in records:
        str(record)
        record._repr_html_()


USES: dict[str, Callable[[Records[Any]], object]] = {
    "cite": sco.cite,
    "cite as BibTeX": lambda records: sco.cite(records, style="bibtex"),
    "facts": lambda records: [sco.facts(record) for record in records],
    "conflicts": lambda records: [sco.conflicts(record) for record in records],
    "evidence": Records.evidence,
    "steps": Records.steps,
    "HTML": Records._repr_html_,
    "text": lambda records: text.table(records, 80, most=len(records)),
    "cards": show_cards,
    "to_json": Records.to_json,
    "to_dicts": Records.to_dicts,
    "by": lambda records: records.by("topics"),
    "at": lambda records: [record.at("2024-07-04") for record in records],
}


def assert_linear(use: Callable[[Any], object], make: Callable[[int], Any], size: int) -> None:
    """Twice the size takes twice the steps, and not more than what else there is to do."""
    once, twice, four_times = make(size), make(2 * size), make(4 * size)
    use(once)  # What is loaded and kept is not counted.
    first, second, third = [count_steps(partial(use, thing)) for thing in (once, twice, four_times)]
    # From 2n to 4n it grows by twice of what it grows by from n to 2n; by four times, were it n².
    assert third - second <= 2.05 * (second - first) + 50, (first, second, third)


@pytest.mark.parametrize("make", [many_records, long_record])
@pytest.mark.parametrize("name", USES)
def test_twice_the_records_take_twice_the_steps(
    name: str, make: Callable[[int], Records[Any]]
) -> None:
    assert_linear(USES[name], make, 40)


@pytest.mark.parametrize("make", [many_records, long_record])
def test_from_json(make: Callable[[int], Records[Any]]) -> None:
    assert_linear(sco.from_json, lambda size: make(size).to_json(), 40)


def test_from_json_of_what_is_wrong() -> None:
    def make(size: int) -> str:
        payload = json.loads(many_records(size).to_json())
        for row in payload["records"]:
            row.update(id="d", kind="law", topics=[5, "\ud800"], more=1)
        return json.dumps(payload)

    def read(text: str) -> None:
        with pytest.raises(sco.DataError) as caught:
            sco.from_json(text)
        str(caught.value)

    assert_linear(read, make, 40)


@pytest.mark.parametrize("word", ["astana", "astana ", "nothing", "Казахстан ", "e\u0301", "[", "\ufdfa"])  # fmt: skip
def test_search(word: str) -> None:
    def search(text: str) -> object:
        try:
            return sco.search(text)
        except ValueError as error:
            return str(error)

    assert_linear(search, lambda size: word * size, 400)


def test_search_of_many_words() -> None:
    assert_linear(sco.search, lambda size: " ".join(f"word{n:04}" for n in range(size)), 12)


@pytest.mark.parametrize("ask", [sco.get, sco.state, sco.status, sco.document, sco.conflicts])
def test_a_long_key(ask: Callable[[str], object]) -> None:
    def fail(key: str) -> None:
        with pytest.raises(LookupError) as caught:
            ask(key)
        str(caught.value)

    assert_linear(fail, lambda size: "d/" * size, 400)


def compare_rows(versions: tuple[list[Any], list[Any]]) -> object:
    """What diff does, and what undoing it does."""
    old, new = versions
    changes = list(compare(old, new))
    rows = {row["id"]: json.loads(json.dumps(row)) for row in new}
    for record, field, before, after in reversed(changes):
        undo(rows, {"record": record, "field": field, "before": before, "after": after})
    return rows


def test_diff_of_many_rows() -> None:
    def make(size: int) -> tuple[list[Any], list[Any]]:
        old = [{"id": f"r{number}", "title": "a"} for number in range(size)]
        return old[size // 4 :], [{**row, "title": "b"} for row in old]

    assert_linear(compare_rows, make, 40)


@pytest.mark.parametrize("field", ["history", "names", "topics"])
def test_diff_of_a_long_row(field: str) -> None:
    def make(size: int) -> tuple[list[Any], list[Any]]:
        items: list[Any] = [{"id": f"d#{number}", "text": "a"} for number in range(size)]
        if field == "topics":
            items = [f"t{number}" for number in range(size)]
        old = {"id": "d", field: items}
        new = {"id": "d", field: [*items[: size // 2], *items[-size // 4 :]]}
        return [old], [new]

    assert_linear(compare_rows, make, 40)


def test_a_chain_of_what_is_derived_is_followed_once() -> None:
    """Each record is looked up once, however many records are derived from it."""
    records = many_records(50)
    assert sco.cite(records).count("\n") == sco.cite(records[:1]).count("\n")
    one, all_of_them = (count_steps(partial(sco.cite, cited)) for cited in (records[:1], records))
    assert all_of_them < 5 * one, (one, all_of_them)


def test_the_count_finds_what_is_quadratic() -> None:
    """The measure itself can fail."""

    def look_through(records: list[Source]) -> None:
        seen: list[Source] = []
        for record in records:
            if not any(record == other for other in seen):
                seen.append(record)

    sources = [attrs.evolve(sco.sources()[0], id=str(number)) for number in range(160)]
    with pytest.raises(AssertionError):
        assert_linear(look_through, lambda size: sources[:size], 40)

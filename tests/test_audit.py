"""What the audit draws, and what it publishes."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import audit

pytestmark = pytest.mark.once

DOCS = Path(__file__).resolve().parent.parent / "docs"
NAMES = {
    "another page": "holds on another page",
    "cited page": "only the cited page came up, and it agrees",
    "not re-checked": "not re-checked: nothing came up",
    "imprecise": "imprecise: value too vague, or one piece of its evidence does not carry it",
    "wrong": "wrong",
}


def published() -> dict[int, list[dict[str, Any]]]:
    """The facts of each round."""
    rounds: dict[int, list[dict[str, Any]]] = {}
    for fact in json.loads((DOCS / "audit.json").read_text("utf-8")):
        rounds.setdefault(fact["round"], []).append(fact)
    return rounds


def wilson(faults: int, facts: int) -> str:
    """The rate and its interval, as the page prints them."""
    z = 1.959964
    rate = faults / facts
    middle = (rate + z * z / (2 * facts)) / (1 + z * z / facts)
    half = z * math.sqrt(rate * (1 - rate) / facts + (z / (2 * facts)) ** 2) / (1 + z * z / facts)
    low = f"{100 * (middle - half):.1f}" if faults else "0"
    return f"**{round(100 * rate, 1):g} %** (95 %: {low} to {100 * (middle + half):.1f})"


class TestDraw:
    def test_is_the_same_again(self) -> None:
        """A seed gives one sample, with dates and without."""
        assert audit.draw(1, 40) == audit.draw(1, 40)
        assert audit.draw(1, 60, dates=30) == audit.draw(1, 60, dates=30)

    def test_has_as_many_dates_as_asked(self) -> None:
        """Dates are drawn apart, of every collection that has any."""
        drawn = audit.draw(3, 150, dates=75)
        dates = [name for name, fact in drawn if audit.is_date(fact)]

        assert (len(drawn), len(dates)) == (150, 75)
        assert {"memberships", "participation", "office_holders", "indicators"} <= set(dates)
        assert "states" not in dates

    def test_who_signed_is_no_date(self) -> None:
        """`signed` is a day of an accession and a yes of a document."""
        assert audit.is_date(audit.Fact("a", "signed", "2002-06-07", "s"))
        assert not audit.is_date(audit.Fact("a", "signed", "true", "s"))


class TestPublished:
    def test_numbers_of_the_page_are_those_of_the_facts(self) -> None:
        """Verdicts are counted and rates computed from the published samples."""
        table = {
            cells[0].strip("* "): cells[1:]
            for line in (DOCS / "audit.md").read_text("utf-8").splitlines()
            if len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 4
        }
        for number, facts in published().items():
            column = number - 1
            counts = Counter(fact["verdict"] for fact in facts)
            for verdict, name in NAMES.items():
                assert table[name][column].strip("*") == str(counts[verdict]), (number, name)

            wrong = counts["wrong"]
            faults = wrong + counts["imprecise"]
            assert table["facts"][column] == f"**{len(facts)}**"
            assert table["imprecise or wrong"][column] == wilson(faults, len(facts))
            assert table["wrong alone"][column] == wilson(wrong, len(facts))

    def test_a_verdict_names_its_page(self) -> None:
        """Another page is named, and is none of those cited."""
        for facts in published().values():
            assert [fact["number"] for fact in facts] == [*range(1, len(facts) + 1)]
            for fact in facts:
                assert fact["verdict"] in NAMES
                if fact["verdict"] == "another page":
                    assert re.match("https?://", fact["page"])

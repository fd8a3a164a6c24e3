"""Search: thirty things that readers of the founding texts look for, in three languages."""

from __future__ import annotations

import json
from pathlib import Path

import sco_data as sco

SEARCHES = json.loads((Path(__file__).parent / "data" / "searches.json").read_text("utf-8"))
"""What is searched for, and the ids of the records that answer it."""


def test_right_record_comes_first() -> None:
    missed = [
        search["text"]
        for search in SEARCHES
        if not {record.id for record in sco.search(search["text"])[:1]} & {*search["right"]}
    ]

    assert len(missed) <= len(SEARCHES) * 0.2, missed


def test_right_record_is_among_the_first_three() -> None:
    missed = [
        search["text"]
        for search in SEARCHES
        if not {record.id for record in sco.search(search["text"])[:3]} & {*search["right"]}
    ]

    assert len(missed) <= len(SEARCHES) * 0.05, missed

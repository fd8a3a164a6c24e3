"""Sixty searches as users type them, in three languages; written before the code was read."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

import sco_data as sco
from sco_data._records.load import everything
from sco_data._verbs._search_words import fold_text, read_terms

SEARCHES = [
    search
    for searches in json.loads(
        (Path(__file__).parent / "data" / "natural_searches.json").read_text("utf-8")
    ).values()
    for search in searches
]
"""What is searched for, and the ids of the records that answer it; ``*`` is any ending."""

WORDS = Path(sco.__file__).parent / "_verbs" / "equal_words.txt"


def missed(first: int) -> list[str]:
    """The searches that give no right record among so many."""
    return [
        text
        for text, right in SEARCHES
        if not any(
            fnmatchcase(record.id, pattern)
            for record in sco.search(text)[:first]
            for pattern in right
        )
    ]


def test_right_record_comes_first() -> None:
    assert len(missed(1)) <= len(SEARCHES) * 0.1, missed(1)


def test_right_record_is_among_the_first_three() -> None:
    assert len(missed(3)) <= len(SEARCHES) * 0.05, missed(3)


def test_every_right_record_is_there() -> None:
    ids = set(everything())
    for _, right in SEARCHES:
        for pattern in right:
            assert any(fnmatchcase(record_id, pattern) for record_id in ids), pattern


def test_equal_words_stand_as_they_are_looked_up() -> None:
    for line in WORDS.read_text("utf-8").splitlines():
        words = line.split()
        assert len(words) > 1, line
        assert line == " ".join(dict.fromkeys(words)), line
        assert line == fold_text(line), line


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("саммит 2016 года", "саммит 2016"),
        ("второй саммит в 2002 году", "второй саммит 2002"),
        ("第24届峰会", "24 峰会"),
        ("2024年峰会", "2024 峰会"),
    ],
)
def test_what_only_says_that_a_number_is_a_year_or_a_count_is_left_out(
    text: str, same: str
) -> None:
    assert read_terms(text) == read_terms(same)


def test_a_known_word_that_ends_like_another_form_is_not_cut() -> None:
    # Without its last letters "прием", admission, would be "при", which begins many words.
    [term] = read_terms("прием")
    assert "при" not in term.alternatives
    assert re.search(term.pattern, "accession")
    assert sco.search("приём Беларуси")[0].id in {"BLR/member", "belarus"}


def test_what_holds_still_comes_before_what_has_ended() -> None:
    assert [record.id for record in sco.search("Iran join")[:2]] == ["IRN/member", "IRN/observer"]


def test_a_meeting_is_called_by_what_it_is_its_place_and_its_year() -> None:
    assert sco.search("Qingdao summit 2018")[0].id == "chs-18"
    assert sco.search("Pezeshkian Tianjin")[0].id == "chs-25/IRN"

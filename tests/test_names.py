"""Names that are close to what was asked, and how much an error repeats."""

from __future__ import annotations

from typing import Any

import pytest

import sco_data as sco
from sco_data import _names
from sco_data.model import Event, When

EVENT = {"id": "e", "name": "E", "kind": "meeting", "stage": "held"}


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        (When.parse, 40),
        (lambda text: sco.members(as_of=text), 40),
        (lambda text: sco.states(status=text), 100),
        (lambda text: sco.search("-" * len(text)), 40),
    ],
)
def test_errors_show_just_so_much_of_what_was_given(call: Any, shown: int) -> None:
    with pytest.raises(ValueError, match="'") as caught:
        call("x" * 500)
    quoted = max(str(caught.value).split("'"), key=lambda part: part.count("x") + part.count("-"))
    assert len(quoted) == shown


def test_three_suggestions_and_no_more_from_the_first_eighty_signs() -> None:
    assert len(_names.close_spellings("aaaa", [f"aaaa{letter}" for letter in "bcdefgh"])) == 3
    assert _names.close_spellings("a" * 80 + "b" * 900, ["a" * 80]) == ("a" * 80,)
    assert _names.close_spellings("a" * 900, ["a" * 133, "a" * 134]) == (
        "a" * 133,
    )  # 160 signs of 213
    assert _names.close_spellings("a" * 900, ["a" * 48]) == (
        "a" * 48,
    )  # 96 signs of 128, just enough
    exact = "a" * 60 + "b" * 20
    assert _names.close_spellings(exact + "c", [exact]) == (exact,)
    assert _names.close_spellings("abcd", ["abcx"]) == (
        "abcx",
    )  # three of four signs are close enough
    assert _names.close_spellings("abcdefghijk", ["abcdefghxyz"]) == ()  # eight of eleven are not


def test_the_label_is_the_best_name_that_a_source_prints() -> None:
    """Official, then reported, then former, then nothing; made names and errors never."""
    roles = ["error", "made", "former", "reported", "official"]
    names = [{"text": f"{role}", "language": "ru", "role": role} for role in roles]
    best = [Event(**EVENT, names=names[:count]).label("ru") for count in range(6)]
    assert best == [None, None, None, "former", "reported", "official"]
    assert Event(**EVENT, names=names).label("zh") is None


def test_records_have_labels_in_the_languages_of_the_organisation() -> None:
    """As the Charter names its councils, in the languages of its two official texts."""
    assert sco.get("chg").label("ru") == "Совет глав правительств (премьер-министров)"
    assert sco.get("chs").label("zh") == "成员国元首理事会"
    assert sco.get("kremlin-74464").label("ru") is None  # A source has no names.

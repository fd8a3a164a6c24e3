"""Names that are close to what was asked, and how much an error repeats."""

from __future__ import annotations

from typing import Any

import pytest

import sco_data as sco
from sco_data import _names
from sco_data.model import When


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
    assert len(_names.close("aaaa", [f"aaaa{letter}" for letter in "bcdefgh"])) == 3
    assert _names.close("a" * 80 + "b" * 900, ["a" * 80]) == ("a" * 80,)
    assert _names.close("a" * 900, ["a" * 133, "a" * 134]) == ("a" * 133,)  # 160 signs of 213
    assert _names.close("a" * 900, ["a" * 48]) == ("a" * 48,)  # 96 signs of 128, just enough
    exact = "a" * 60 + "b" * 20
    assert _names.close(exact + "c", [exact]) == (exact,)
    assert _names.close("abcd", ["abcx"]) == ("abcx",)  # three of four signs are close enough
    assert _names.close("abcdefghijk", ["abcdefghxyz"]) == ()  # eight of eleven are not

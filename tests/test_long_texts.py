"""Texts that are long on purpose: errors stay short, and what is shown is shown."""

from __future__ import annotations

import attrs
import pytest

import sco_data as sco
from sco_data.model import Records, When

pytestmark = pytest.mark.once

BOMBS = {
    "names": "Казахстан " * 3_000,
    "accents": "e" + "\u0301" * 20_000,
    "markup": "<b " * 6_000,
    "ligatures": "\ufdfa" * 2_000,  # one character that folds to eighteen
    "deep": "[" * 20_000,  # deeper than any Python lets a parser go
    "digits": "9" * 20_000,
    "dates": "[" + "2024-01-01.." * 1_500 + "]",
    "turned": "\u202e" * 6_000,
}


def ask(text: str) -> list[str]:
    """Hand the text in wherever one can, and return what the errors say."""
    said = []
    sco.state(text, None)
    for call in (sco.status, sco.search, sco.get, When.parse, sco.from_json, sco.conflicts):
        try:
            call(text)  # type: ignore[operator]
        except (sco.ScoDataError, ValueError) as error:
            said.append(str(error))
    record = sco.get("KAZ/member#1")
    changed = attrs.evolve(record, note=text)
    for shown in (changed, Records([changed])):
        shown._repr_html_()
        str(shown)
    return said


# That the time is linear is for a quiet machine: tests/runtimes/test_linear_time.py.
@pytest.mark.parametrize("bomb", BOMBS)
def test_an_error_about_a_long_text_is_short(bomb: str) -> None:
    said = ask(BOMBS[bomb])
    assert len(said) >= 5
    assert all(0 < len(text) < 2000 for text in said)

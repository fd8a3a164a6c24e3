"""Spellings that look like a state of ours and are not listed: said to the user, never answered.

What comes in is a text that no listed name matches; what goes out is the listed name that it looks
like, or nothing. A name stands in it as whole words, or it is one slip away from a name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from .._names import fold, id_by_folded, id_by_spelling
from .._rows.once import build_once

_LETTERS_OF_WORDS = 4
_LETTERS_OF_SLIPS = 6
_LONGEST = 200  # No name of a state is longer; what comes after is not read.

_OTHERS = {
    # Parts of China have a row of their own in most data sets, often with China in the name.
    "hongkong", "гонконг", "هونغكونغ", "macao", "macau", "макао", "ماكاو",
    # So does Taiwan, and nothing is said here on its status.
    "taiwan", "taipei", "таивань", "таиван", "تايوان",
    # A state of its own until 1871, one letter away from Russia.
    "prussia",
    # That in the Indian Ocean: in German, India is called as the French call the ocean.
    "territoirebritannique",
    # A colony in what is Vietnam today.
    "cochinchina",
}  # fmt: skip
"""Names, folded, of others. Where one stands in a text as words, the text is about that one."""

_OTHERS_ALONE = {
    # What Taiwan is called in some data sets; the words also end the name of mainland China.
    "republicofchina", "chinarepublicof",
    # Before Bangladesh left it.
    "pakistanformer",
}  # fmt: skip
"""The same, of which the text is that name and nothing else."""


class Likely(NamedTuple):
    """A listed name that a text looks like, and the code of its state."""

    name: str
    state: str


# Tables come in batches, which repeat their spellings.
@lru_cache(maxsize=65_536)
def likely_state(text: str, release: str | None) -> Likely | None:
    """The listed name that a text looks like; nothing where it could be of two states."""
    text = text[:_LONGEST]
    folded = fold(text)
    phrases = list(_phrases_of(text))
    if folded in _OTHERS_ALONE or not _OTHERS.isdisjoint(phrases):
        return None

    likely = list(filter(None, map(_names_by_folded(release).get, phrases)))
    if not likely and len(folded) >= _LETTERS_OF_SLIPS:
        likely = _names_one_slip_away(folded, release)

    if len(set(map(attrgetter("state"), likely))) != 1:
        return None

    return likely[0]


def _phrases_of(text: str) -> Iterator[str]:
    """Some words that follow one another in a text, folded; the most words come first."""
    words = list(map(fold, "".join(map(_keep_in_word, text)).split()))
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            yield "".join(words[start : start + length])


def _keep_in_word(char: str) -> str:
    """A letter, a digit, a mark of a letter, or that of "People's"; for all else a space."""
    if (
        char.isalnum()
        or char in "'’‘ʻʼ"
        or unicodedata.category(char)[0] == "M"
    ):
        return char

    return " "


@build_once
def _names_by_folded(release: str | None) -> dict[str, Likely]:
    """The listed names that are long enough to stand in another, as they are written."""
    names: dict[str, Likely] = {}
    for spelling, state_id in id_by_spelling(release).items():
        folded = fold(spelling)
        if len(folded) >= _LETTERS_OF_WORDS and folded in id_by_folded(release):
            # The first that a state has is what we call it.
            names.setdefault(folded, Likely(spelling, state_id))

    return names


def _names_one_slip_away(folded: str, release: str | None) -> list[Likely]:
    """The listed names that differ from a text in one letter, or in the order of two."""
    near: set[str] = set()
    for rest in _rests_of(folded):
        near.update(_names_by_rest(release).get(rest, ()))

    names = _names_by_folded(release)
    # Sorted, so that of several names of a state it is the same one in every run.
    return [names[name] for name in sorted(near) if _is_one_slip(folded, name)]


@build_once
def _names_by_rest(release: str | None) -> dict[str, list[str]]:
    """Folded names by what they are without one of their letters, and by all of them.

    Two texts that are one slip away from one another have such a rest in common.
    """
    by_rest: dict[str, list[str]] = {}
    for folded, likely in _names_by_folded(release).items():
        # What stands in brackets is an article or a remark: with it, Indiana is near "India (la)".
        if len(folded) >= _LETTERS_OF_SLIPS and "(" not in likely.name:
            for rest in _rests_of(folded):
                by_rest.setdefault(rest, []).append(folded)

    return by_rest


def _rests_of(folded: str) -> set[str]:
    """A text, and what it is without each of its letters."""
    rests = {folded}
    for position in range(len(folded)):
        rests.add(folded[:position] + folded[position + 1 :])

    return rests


def _is_one_slip(text: str, name: str) -> bool:
    """Whether one letter is missing, added, another, or has changed places with the next."""
    common = 0
    while text[common : common + 1] == name[common : common + 1] != "":
        common += 1

    text = text[common:]
    name = name[common:]
    swapped = name[1:2] + name[:1] + name[2:]
    return (
        text in (name[1:], swapped) or name == text[1:] or text[1:] == name[1:]
    )

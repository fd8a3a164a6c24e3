"""What a word that is searched for may stand for: its own beginnings, and equal words elsewhere.

What comes in is the text a user searches for, what goes out are its terms. ``equal_words.txt``
beside this file is no fact: it says only which words readers use for the same thing in three
languages, one thing a line. Words stand there as they begin, Russian ones without their endings.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import chain, filterfalse, groupby
from os.path import dirname, join
from typing import Any, NamedTuple, cast

from .._rows.once import build_once

LONGEST = 64
"""So many different words are searched for at once."""

# These stand in nearly every record or in nearly every text, so nothing is found by them.
_EMPTY_WORDS = """\
sco шос 上合 上合组织 上海合作组织 上海合作组织成员国
the a an of on in at to for and or by with from between among against about as its their that
when where what who which how many much is are was were be been has have had do does did
в во на и или о об по с со за для из к у до от при про между против что какой какая какие кто как
когда где сколько был была было были
的 和 在 什么 何时 哪些 关于 之间 以及
"""
EMPTY_WORDS = frozenset(_EMPTY_WORDS.split())

# Signs of names in the data in the older and in the simpler way of writing Chinese.
_OLDER = "亞凱別則勝協員國對應戰撾會條烏爾發約組綜緬織羅聯聲脅與茲華蘭號貿軍達邊鄰銀長開關領馬體"
_SIMPLER = "亚凯别则胜协员国对应战挝会条乌尔发约组综缅织罗联声胁与兹华兰号贸军达边邻银长开关领马体"
_TO_SIMPLER = str.maketrans(_OLDER, _SIMPLER)
_TO_OLDER = str.maketrans(_SIMPLER, _OLDER)

# The accents of Latin and Cyrillic letters. Each is taken out by itself, which is quicker than a
# pattern for all and felt in a first search.
_ACCENTS = "\u0300\u0301\u0302\u0303\u0304\u0306\u0308\u030a\u030b\u030c\u0323\u0327\u0328"

_FIRST_HAN, _LAST_HAN = "\u3400", "\u9fff"
# A set with all signs of Chinese in it would take two milliseconds to compile.
_WORD = re.compile(r"[0-9]+[.,][0-9]+|[^\W_]+")
# What only says that a number is a day, a year or the number of a meeting.
_UNIT = re.compile(
    "(?<=[0-9])(?:[年月日号届次]| ?(?:год[ауы]?|годах|гг?)\\b)|第(?=[0-9])"
)
# As they are folded: й is и. The longest first.
_ENDINGS = """\
иями ями ами ого его ому ему ыми ими иях иеи иям ыи ии ои ая яя ое ее ые ие ых их ую юю ым им ом ем
ов ев еи ам ям ах ях ию ия а я о е ы и у ю ь
"""
_SHORTEST_STEM = 3
_LONGEST_STEM = 20
_LONGEST_CHINESE = 12


class Term(NamedTuple):
    """One word that is searched for."""

    alternatives: tuple[str, ...]
    """What may stand in a text for it, without those that have another one in them."""
    pattern: re.Pattern[str]
    """Finds any of them at the beginning of a word."""


def fold_text(text: str) -> str:
    """``text`` without case and accents; its words stay apart."""
    if text.isascii():
        return text.lower()

    folded = text.casefold().replace("й", "и").replace("ё", "е")
    # Most texts have no other accents, and it is quick to see.
    if unicodedata.is_normalized("NFKD", folded):
        return folded

    folded = unicodedata.normalize("NFKD", folded)
    for accent in _ACCENTS:
        folded = folded.replace(accent, "")

    return folded


def fold_json(text: str) -> str:
    """JSON folded, which is still JSON: no sign becomes one of its own."""
    # Wide and small forms of the quotation mark and the backslash.
    for sign in "\uff02\uff3c\ufe68":
        text = text.replace(sign, " ")

    return fold_text(text)


def read_terms(text: str) -> list[Term]:
    """The different words in a text; those that stand everywhere only if there are no others.

    Raises:
        ValueError: if there is no word, or more than ``LONGEST``.
    """
    simpler = fold_text(text).translate(_TO_SIMPLER)
    pieces = map(_split_chinese, _words_of(_UNIT.sub(" ", simpler)))
    words = list(dict.fromkeys(chain.from_iterable(pieces)))
    words = list(filter(_is_telling, words)) or words
    if not words:
        raise ValueError(f"there is no word in {text[:40]!r}")
    if len(words) > LONGEST:
        raise ValueError(
            f"at most {LONGEST} words are searched for, not {len(words)}"
        )

    return list(map(_term, words))


def _is_telling(word: str) -> bool:
    """Whether a word says what is meant; a lone letter, as after an apostrophe, does not."""
    is_letter = len(word) == 1 and word.isalpha() and word < _FIRST_HAN
    return word not in EMPTY_WORDS and not is_letter


def share_of_name(terms: list[Term], name: str) -> float:
    """How much of a folded name is in what was searched for."""
    covered = 0
    for term in terms:
        if match := term.pattern.search(name):
            covered += _end_of_word(name, match.end()) - match.start()

    # Most names, as those in other languages, have none of the words in them.
    if covered == 0:
        return 0

    # Words that stand everywhere are no part of what is meant.
    telling = filterfalse(EMPTY_WORDS.__contains__, _words_of(name))
    return min(covered / max(sum(map(len, telling)), 1), 1)


def _words_of(text: str) -> list[str]:
    """The words in a folded text; what is Chinese is not parted."""
    words = []
    for word in _WORD.findall(text):
        if word.isascii() or max(word) < _FIRST_HAN:
            words.append(word)
        else:
            words += ["".join(run) for _, run in groupby(word, _is_chinese)]

    return words


def _is_chinese(sign: str) -> bool:
    return _FIRST_HAN <= sign <= _LAST_HAN


def _end_of_word(text: str, position: int) -> int:
    """Where the word that goes on at a position ends; a sign of Chinese goes on with nothing."""
    while (
        text[position : position + 1].isalnum() and text[position] < _FIRST_HAN
    ):
        position += 1

    return position


def _split_chinese(run: str) -> list[str]:
    """The words in Chinese text without blanks: those that are known, and what is between."""
    if not _is_chinese(run[0]):
        return [run]

    parts = []
    start = position = 0
    while position < len(run):
        known = _known_at(run, position)
        if known:
            parts += [*_short_pieces(run[start:position]), known]
            start = position + len(known)
        position += len(known) or 1

    return parts + _short_pieces(run[start:])


def _known_at(run: str, position: int) -> str:
    """The longest known word that begins there, or nothing."""
    for length in range(_LONGEST_CHINESE, 0, -1):
        word = run[position : position + length]
        if word in _equal_words() or word in EMPTY_WORDS:
            return word

    return ""


def _short_pieces(run: str) -> list[str]:
    """Chinese text that is no known word: whole where it is short, else each two signs of it."""
    if len(run) <= 4:
        return [run] if run else []

    return [run[start : start + 2] for start in range(0, len(run) - 1)]


@build_once
def _equal_words() -> dict[str, list[str]]:
    """All words for the same thing, by each of them."""
    # The loader reads it from a zip as well.
    table = cast("Any", __spec__).loader.get_data(
        join(dirname(__file__), "equal_words.txt")
    )
    groups: dict[str, list[str]] = {}
    for line in table.decode().splitlines():
        group = line.split()
        for word in group:
            # Russian words have no endings there.
            spellings = {word, _stem(word)} if word.isascii() else {word}
            for spelling in spellings:
                groups.setdefault(spelling, []).extend(group)

    return groups


def _equal_to(word: str) -> list[str]:
    """The words for the same thing; the rest of a Russian ending may still stand on a stem."""
    stem = _stem(word)
    # The last letter of many Russian stems is also an ending.
    spellings = [word, stem, f"{stem}и"]
    if _is_russian(stem):
        # Half a short word, five signs of a long one.
        shortest = max(min(len(stem) // 2 + 1, 5), _SHORTEST_STEM)
        for length in reversed(range(shortest, min(len(stem), _LONGEST_STEM))):
            spellings.append(stem[:length])

    return next(filter(None, map(_equal_words().get, spellings)), [])


def _term(word: str) -> Term:
    alternatives = _alternatives_of(word)
    # Where a longer one stands, there stands a shorter one that is in it.
    short = [
        each
        for each in alternatives
        if sum(map(each.__contains__, alternatives)) == 1
    ]
    return Term(
        tuple(short), re.compile("|".join(map(_pattern_of, alternatives)))
    )


def _alternatives_of(word: str) -> list[str]:
    """What may stand for a word, its own beginning first."""
    # A word that is known is not cut: a few end as if they had an ending.
    stem = word if word in _equal_words() else _stem(word)
    alternatives = [stem, *_equal_to(word)]
    if len(stem) > _SHORTEST_STEM:
        alternatives += [stem.replace("iz", "is"), stem.replace("is", "iz")]
    alternatives += [each.translate(_TO_OLDER) for each in alternatives]
    if len(word) == 1 and word.isdigit():
        alternatives.append(f"0{word}")  # A day of a month.

    return list(dict.fromkeys(alternatives))


def _pattern_of(alternative: str) -> str:
    pattern = re.escape(alternative)
    # In Chinese and in dates a word need not begin where it is found.
    if alternative[0] >= _FIRST_HAN or alternative[-1] in "-月":
        return pattern
    # A short word is the beginning of too many others.
    if len(alternative) <= _SHORTEST_STEM and not _is_russian(alternative):
        return f"\\b{pattern}\\b"

    return f"\\b{pattern}"


def _stem(word: str) -> str:
    """A word without its ending, which is where its other forms begin."""
    if word[0] >= _FIRST_HAN or len(word) <= _SHORTEST_STEM:
        return word

    if _is_russian(word):
        stem = word.removesuffix(
            next(filter(word.endswith, _ENDINGS.split()), "")
        )
        return stem if len(stem) >= _SHORTEST_STEM else word

    for ending in ("ies", "y", "s"):
        stem = word.removesuffix(ending)
        if stem != word and stem[-1] != "s" and len(stem) > _SHORTEST_STEM:
            return stem

    return word


def _is_russian(word: str) -> bool:
    return "а" <= word[0] <= "я"

"""Names to ids of states: every code and listed name, as written or folded. It never guesses."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ._records.load import ids_of, names_of
from ._rows.once import build_once
from ._rows.releases import rows_of
from .errors import NotFoundError
from .model.states import State


def fold(text: str) -> str:
    """``text`` without case, accents, spacing and punctuation.

    >>> fold("  CÔTE-d'Ivoire ")
    'cotedivoire'
    """
    # A second time, because what is taken apart may have capitals inside.
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    # In capitals the dotless i of Turkish is an I, which in small letters is an i with a dot.
    return "".join(filter(str.isalnum, decomposed)).replace("ı", "i")


@build_once
def _spellings(release: str | None) -> dict[str, tuple[list[str], list[str]]]:
    """The codes and the names of each state, by its id."""
    # From the rows, so that of 27 states only the one that is asked for is built.
    return {
        row["id"]: ([row["iso3"], row["iso2"]], names_of(row))
        for row in rows_of("states", release)
    }


@build_once
def id_by_spelling(release: str | None = None) -> dict[str, str]:
    """The ids of the states by their codes and names as these are written."""
    ids: dict[str, str] = {}
    for state_id, (codes, names) in _spellings(release).items():
        ids |= dict.fromkeys([*codes, *names], state_id)

    return ids


@build_once
def _id_by_code(release: str | None = None) -> dict[str, str]:
    """Codes in small letters. They are not folded: to the French "R.-U." is the United Kingdom."""
    ids: dict[str, str] = {}
    for state_id, (codes, _) in _spellings(release).items():
        ids |= dict.fromkeys(map(str.casefold, codes), state_id)

    return ids


@build_once
def id_by_folded(release: str | None = None) -> dict[str, str]:
    """Names, folded."""
    ids: dict[str, str] = {}
    for spelling, state_id in id_by_spelling(release).items():
        # Folded, a code would be found in what only has its letters.
        if spelling.casefold() not in _id_by_code(release):
            ids[fold(spelling)] = state_id

    return ids


def listed_id(key: object, release: str | None = None) -> str | None:
    """The id of the state that a code or listed name stands for, in any case, or nothing.

    Raises:
        TypeError: if the key is not a string.
    """
    if isinstance(key, State):
        key = key.id

    if not isinstance(key, str):
        raise TypeError(
            f"a state is asked for by a string, not {type(key).__name__}"
        )

    # From the strictest reading to the widest, which is also from the quickest to the slowest.
    if key in ids_of(State, release):
        return key

    return (
        id_by_spelling(release).get(key)
        or _id_by_code(release).get(key.strip().casefold())
        or id_by_folded(release).get(fold(key))
    )


def find_id(key: object, release: str | None = None) -> str:
    """The same, or an error.

    Raises:
        NotFoundError: if it is none of ours; close spellings are suggested.
    """
    state_id = listed_id(key, release)
    if state_id is None:
        raise NotFoundError(
            key, close_spellings(key, id_by_spelling(release)), "state"
        )

    return state_id


def close_spellings(key: object, spellings: Iterable[str]) -> tuple[str, ...]:
    """Those spelt much like this one, for an error; never an answer."""
    from difflib import get_close_matches

    # Comparing takes time that grows with the length, and no name is longer.
    text = str(key)[:80]
    return tuple(get_close_matches(text, list(spellings), n=3, cutoff=0.75))

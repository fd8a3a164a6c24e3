"""Names to states: every code and listed name, as written or folded. It never guesses."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ._records.load import load
from ._rows.once import build_once
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
def state_by_spelling(release: str | None = None) -> dict[str, State]:
    """The states by their codes and names as these are written."""
    states: dict[str, State] = {}
    for state in load(State, release):
        for spelling in (state.iso3, state.iso2, state.name, state.formal_name):
            states[spelling] = state
        for name in state.names:
            states[name.text] = state

    return states


@build_once
def _state_by_code(release: str | None = None) -> dict[str, State]:
    """Codes in small letters. They are not folded: to the French "R.-U." is the United Kingdom."""
    states: dict[str, State] = {}
    for state in load(State, release):
        states[state.iso2.casefold()] = state
        states[state.iso3.casefold()] = state

    return states


@build_once
def state_by_folded(release: str | None = None) -> dict[str, State]:
    """Names, folded."""
    states: dict[str, State] = {}
    for spelling, state in state_by_spelling(release).items():
        # Folded, a code would be found in what only has its letters.
        if spelling.casefold() not in _state_by_code(release):
            states[fold(spelling)] = state

    return states


def state_called(text: str, release: str | None = None) -> State | None:
    """The state of a code or a listed name, in any case, or nothing."""
    # From the strictest reading to the widest; the first is also the quickest.
    return (
        state_by_spelling(release).get(text)
        or _state_by_code(release).get(text.strip().casefold())
        or state_by_folded(release).get(fold(text))
    )


def listed_state(key: object, release: str | None = None) -> State | None:
    """The state that a code or listed name stands for, or nothing.

    Raises:
        TypeError: if the key is not a string.
    """
    if isinstance(key, State):
        key = key.id

    if not isinstance(key, str):
        raise TypeError(
            f"a state is asked for by a string, not {type(key).__name__}"
        )

    return state_called(key, release)


def find_state(key: object, release: str | None = None) -> State:
    """The same, or an error.

    Raises:
        NotFoundError: if it is none of ours; close spellings are suggested.
    """
    state = listed_state(key, release)
    if state is None:
        raise NotFoundError(
            key, close_spellings(key, state_by_spelling(release)), "state"
        )

    return state


def close_spellings(key: object, spellings: Iterable[str]) -> tuple[str, ...]:
    """Those spelt much like this one, for an error; never an answer."""
    from difflib import get_close_matches

    # Comparing takes time that grows with the length, and no name is longer.
    text = str(key)[:80]
    return tuple(get_close_matches(text, list(spellings), n=3, cutoff=0.75))

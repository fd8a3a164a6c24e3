"""The name index: every code and listed name of a state, exact or folded; it never guesses."""

from __future__ import annotations

import unicodedata

from ._load import load, once
from .errors import NotFoundError
from .model.states import State


def fold(text: str) -> str:
    """``text`` without case, accents, spacing and punctuation.

    >>> fold("  CÔTE-d'Ivoire ")
    'cotedivoire'
    """
    text = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join([char for char in text if char.isalnum()])


@once
def exact(release: str | None = None) -> dict[str, State]:
    """Codes and names as they are written."""
    found: dict[str, State] = {}
    for state in load("states", release):
        for key in (state.iso3, state.iso2, state.name, state.formal_name):
            found[key] = state
        for name in state.names:
            found[name.text] = state
    return found


@once
def folded(release: str | None = None) -> dict[str, State]:
    """Names, folded."""
    codes = _codes(release)
    return {
        fold(key): state for key, state in exact(release).items() if key.casefold() not in codes
    }


@once
def _codes(release: str | None = None) -> dict[str, State]:
    """Codes in small letters; they are not folded, for "R.-U." is the United Kingdom in French."""
    states = load("states", release)
    return {code.casefold(): state for state in states for code in (state.iso2, state.iso3)}


def called(text: str, release: str | None = None) -> State | None:
    """The state of a code or a listed name, in any case, or nothing."""
    return (
        exact(release).get(text)
        or _codes(release).get(text.strip().casefold())
        or folded(release).get(fold(text))
    )


def listed(key: object, release: str | None = None) -> State | None:
    """The state that a code or listed name stands for, or nothing.

    Raises:
        TypeError: if the key is not a string.
    """
    if isinstance(key, State):
        key = key.id
    if not isinstance(key, str):
        raise TypeError(f"a state is asked for by a string, not {type(key).__name__}")
    return called(key, release)


def find(key: object, release: str | None = None) -> State:
    """The same, or an error.

    Raises:
        NotFoundError: if it is none of ours; close spellings are suggested.
    """
    found = listed(key, release)
    if found is None:
        raise NotFoundError(key, close(key, exact(release)), "state")
    return found


def close(key: object, keys: dict[str, State] | list[str]) -> tuple[str, ...]:
    """Keys spelt much like this one, for the error; never an answer."""
    from difflib import get_close_matches

    return tuple(get_close_matches(str(key)[:80], list(keys), n=3, cutoff=0.75))

"""Which state a value names, and who was what when: what all ways to annotate a table share.

What comes in are single values of a column of countries; what goes out are codes of states, or
nothing. Columns are looked up by number in ``day_table.py``, which needs NumPy; this does not.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from numbers import Integral
from typing import Any

from .._names import listed_id
from .._records.load import load
from .._rows.once import build_once
from .._rows.releases import checked_until
from .._timeline.statuses import Span, spans_by_state
from ..model.states import State
from .ask import CODES


class Lookup:
    """The states of a release by code and name, and the spans of days of their statuses."""

    def __init__(self, release: str | None) -> None:
        self.release = release
        self.spans = spans_by_state(release)
        self.checked_until = checked_until("memberships", release)
        self.states_by_code: dict[str, dict[Any, str]] = {}
        for codes in CODES:
            self.states_by_code[codes] = {
                getattr(state, codes): state.iso3
                for state in load(State, release)
            }

        # Tables come in batches, which repeat their spellings. Typed, because 1 equals True.
        self.state_of = lru_cache(maxsize=65_536, typed=True)(self._find_state)

    @cached_property
    def known_spans(self) -> dict[str, tuple[Span, ...]]:
        """The spans of each state up to the day to which the data was checked."""
        known: dict[str, tuple[Span, ...]] = {}
        for state, spans in self.spans.items():
            known[state] = tuple(
                (first, min(last, self.checked_until), status)
                for first, last, status in spans
                if first <= self.checked_until
            )

        return known

    def spans_for(self, beyond: str) -> dict[str, tuple[Span, ...]]:
        """The spans of each state, cut where days after the data are to have no status."""
        return self.known_spans if beyond == "null" else self.spans

    def _find_state(self, value: object, codes: str) -> str | None:
        """The state that a value names, read as ``state()`` reads it; numbers are codes."""
        # A dictionary of Arrow may hold it.
        if value is None:
            return None

        if isinstance(value, str) and codes != "iso3":
            number = read_digits(value)
            if number is not None:
                return self.states_by_code[codes].get(number)

            return listed_id(value, self.release)

        code_types = str if codes == "iso3" else int | float | Integral
        if isinstance(value, bool) or not isinstance(value, code_types):
            raise no_countries(codes, type(value).__name__)

        return self.states_by_code[codes].get(value)


lookup_of = build_once(Lookup)


def read_digits(text: str) -> int | None:
    """The number that is written in digits, and maybe zeros before them, or nothing."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit()):
        return None

    # Python refuses to read thousands of digits; a number of twenty is no code either.
    return int(digits.lstrip("0")[:20] or "0")


def no_countries(codes: str, kind: object) -> TypeError:
    """The error for a column that cannot hold countries."""
    readable = "text" if codes == "iso3" else "text or numbers"
    return TypeError(f"countries are {readable}, not {kind}")

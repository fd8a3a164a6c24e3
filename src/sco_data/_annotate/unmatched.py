"""What did not match: spellings like a state of ours, and numbers of another code system.

What comes in are the distinct values of a column of countries; what goes out is a table of those
that a state of ours was probably meant by. They are said, and never taken for an answer.
"""

from __future__ import annotations

import math
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from numbers import Integral
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from .._input import parse_choice
from .._records.load import index
from .._rows.releases import check_release
from ..errors import UnmatchedWarning
from ..model.records import Records
from ..model.states import State
from ..model.tables import Unmatched
from .ask import CODES, Ask
from .likeness import Likely, likely_state
from .lookup import lookup_of, read_digits
from .world_codes import WORLD_CODES

if TYPE_CHECKING:
    from ..model.words import CodesWord

MOST_SPELLINGS = 10_000
"""So many distinct spellings of a table are looked at."""

_MOST_NAMED = 10


class Hint(NamedTuple):
    """Another code system, how many of the distinct numbers it has, and the one asked for."""

    codes: str
    matched: int
    matched_as_asked: int
    numbers: int


class Report(NamedTuple):
    """What was found, and how many spellings nobody looked at."""

    rows: Records[Unmatched]
    hint: Hint | None = None
    left_out: int = 0


def unmatched(
    values: Iterable[Any],
    *,
    codes: CodesWord = "m49",
    release: str | None = None,
) -> Records[Unmatched]:
    """The values of a column of countries that look like a state of ours and are not listed.

    A spelling looks like a state if one of its listed names, of four letters or more, stands in it
    as words, or if from six letters on it is one slip away: a letter that is missing, added,
    another, or has changed places with the next. Where it could be two states it is not in the
    table. Numbers are in it if at least half of the distinct ones are codes of countries in another
    system, and more than in the one asked for. :func:`annotate` warns of the same.

    Args:
        values: the cells of the column: a list, or a column of pandas, Polars or PyArrow. What is
            neither text nor a number is left out.
        codes: what numbers are, as in :func:`annotate`.
        release: the release of the data to answer from; ``None`` is the newest.

    Returns:
        One row for each distinct value, in the order of the column: the listed name, its state and
        the number of rows.

    Raises:
        ValueError: for an unknown code system.
        TypeError: for one text in place of a column.

    Example:
        >>> rows = unmatched(["Iran", "Iran, Isl. Republ.", "Uzbekstan", "France", "Uzbekstan"])
        >>> [(row.spelling, row.name, row.count) for row in rows]
        [('Iran, Isl. Republ.', 'Iran', 1), ('Uzbekstan', 'Uzbekistan', 2)]
    """
    system = parse_choice(CODES, codes, "codes")
    check_release(release)
    if isinstance(values, str):
        raise TypeError("unmatched takes the values of a column, not one text")

    counts = Counter(filter(_is_spelling, _list(values)))
    return report(
        list(counts), lambda: list(counts.values()), system, release, most=None
    ).rows


def _list(values: Any) -> Iterable[Any]:
    """The cells as Python's own."""
    if hasattr(values, "to_pylist"):  # Arrow
        values = values.to_pylist()

    return cast("Iterable[Any]", values)


def report(
    values: Sequence[Any],
    count_rows: Callable[[], Sequence[int]],
    codes: str,
    release: str | None,
    most: int | None = MOST_SPELLINGS,
) -> Report:
    """What to say of distinct values; the rows of each are counted only if there may be some."""
    lookup = lookup_of(release)
    strange = []
    numbers = {}
    for position, value in enumerate(values):
        if _is_spelling(value):
            number = _number_of(value)
            if number is not None:
                numbers[position] = number
            elif codes != "iso3" and lookup.state_of(value, codes) is None:
                strange.append(position)

    likely: dict[int, Likely] = {}
    for position in islice(strange, most):
        found = likely_state(values[position], release)
        if found is not None:
            likely[position] = found

    left_out = 0 if most is None else max(len(strange) - most, 0)
    if not likely and not numbers:
        return Report(Records([]), None, left_out)

    # A category that no row has is no spelling of the table.
    counts = count_rows()
    used = {
        position: number
        for position, number in numbers.items()
        if counts[position]
    }
    hint = _find_hint(set(used.values()), codes)
    if hint is not None:
        states = lookup.states_by_code[hint.codes]
        for position, number in used.items():
            if number in states:
                state = states[number]
                likely[position] = Likely(
                    index(State, release)[state].name, state
                )

    rows = []
    for position, (name, state) in sorted(likely.items()):
        if counts[position]:
            spelling = _write(values[position])
            system = (
                hint.codes if hint is not None and position in used else None
            )
            row = Unmatched(
                id=spelling,
                spelling=spelling,
                name=name,
                state=state,
                codes=system,
                count=int(counts[position]),
            )
            rows.append(row)

    return Report(Records(rows), hint, left_out)


def _is_spelling(value: object) -> bool:
    """Whether a cell is text or a number; True is none, and NaN is null."""
    if isinstance(value, str):
        return True

    if isinstance(value, float):
        return not math.isnan(value)

    return isinstance(value, Integral) and not isinstance(value, bool)


def _write(value: Any) -> str:
    """A value as text; a whole number is written without a point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))

    return str(value)


def _number_of(value: Any) -> float | None:
    """The number that a value is, or that its digits are."""
    return (
        read_digits(value) if isinstance(value, str) else cast("float", value)
    )


def _find_hint(numbers: set[float], codes: str) -> Hint | None:
    """The system by which half of the numbers or more are codes, and more than as was asked."""
    matched = {
        system: len(numbers & world) for system, world in WORLD_CODES.items()
    }
    as_asked = matched.get(codes, 0)
    best = max(matched, key=matched.__getitem__)
    if matched[best] <= as_asked or 2 * matched[best] < len(numbers):
        return None

    return Hint(best, matched[best], as_asked, len(numbers))


# --- To say it ---


def tell(found: Report, ask: Ask) -> None:
    """Warn of what was found in a whole table, or raise, as was asked."""
    lines = []
    spellings = [row for row in found.rows if row.codes is None]
    if spellings:
        lines.append(_describe(spellings, ask.country))
    if found.hint is not None:
        lines.append(_describe_hint(found.hint, ask))
    if lines and ask.unmatched == "raise":
        raise ValueError("; ".join(lines))

    if found.left_out:
        lines.append(
            f"{found.left_out:,} more spellings in {ask.country!r} are not found either, and only "
            f"the first {MOST_SPELLINGS:,} were compared with names of states"
        )
    if lines:
        _warn("; ".join(lines))


_told: set[str] = set()


def tell_of_part(found: Report, ask: Ask) -> None:
    """The same of one part of a table: each spelling once, and nothing on the whole."""
    rows = [row for row in found.rows if row.codes is None]
    if rows and ask.unmatched == "raise":
        raise ValueError(_describe(rows, ask.country, is_whole=False))

    new = [row for row in rows if row.spelling not in _told]
    if new:
        _told.update(row.spelling for row in new)
        _warn(_describe(new, ask.country, is_whole=False))


def _describe(
    rows: list[Unmatched], name: object, *, is_whole: bool = True
) -> str:
    return (
        f"not found in {name!r}, but like a listed name: {name_examples(rows, is_whole=is_whole)}; "
        "they get null, and sco_data.unmatched() lists them"
    )


def name_examples(rows: Sequence[Unmatched], *, is_whole: bool = True) -> str:
    """The first spellings, each with the name that it is like and the rows it stands in."""
    examples = []
    for row in rows[:_MOST_NAMED]:
        count = f", {row.count:,} rows" if is_whole and row.count > 1 else ""
        examples.append(f"{row.spelling[:60]!r} ({row.name}{count})")

    more = len(rows) - len(examples)
    if more:
        examples.append(f"and {more:,} more")

    return ", ".join(examples)


def _describe_hint(hint: Hint, ask: Ask) -> str:
    return (
        f"of {hint.numbers:,} distinct numbers in {ask.country!r}, {hint.matched:,} are codes of "
        f"countries by codes={hint.codes!r}, and {hint.matched_as_asked:,} by "
        f"codes={ask.codes!r}, which was asked for"
    )


def _warn(message: str) -> None:
    """Warn at the line of the user's that called into this package."""
    package = __name__.partition(".")[0]
    frame = sys._getframe(1)
    level = 2
    while (
        str(frame.f_globals.get("__name__")).partition(".")[0] == package
        and frame.f_back
    ):
        frame = frame.f_back
        level += 1

    warnings.warn(message, UnmatchedWarning, stacklevel=level)

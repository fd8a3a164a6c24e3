"""What did not match: spellings like a state of ours, and numbers of another code system.

What comes in are the distinct values of a column of countries; what goes out is a table of those
that a state of ours was probably meant by. They are said, and never taken for an answer.
"""

from __future__ import annotations

import math
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from numbers import Integral
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from .._input import parse_choice
from .._records.load import get_one
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
        TypeError: for one text, or anything else that is no column.

    Example:
        >>> rows = unmatched(["Iran", "Iran, Isl. Republ.", "Uzbekstan", "France", "Uzbekstan"])
        >>> [(row.spelling, row.name, row.count) for row in rows]
        [('Iran, Isl. Republ.', 'Iran', 1), ('Uzbekstan', 'Uzbekistan', 2)]
    """
    system = parse_choice(CODES, codes, "codes")
    check_release(release)
    if isinstance(values, str):
        raise TypeError("unmatched takes the values of a column, not one text")

    # The cells of Arrow are not Python's own.
    cells = getattr(values, "to_pylist", lambda: values)()
    if not isinstance(cells, Iterable):
        raise TypeError(
            f"unmatched takes the values of a column, not {type(cells).__name__}"
        )

    counts = Counter(filter(_is_spelling, cells))
    return report(
        list(counts),
        lambda: list(counts.values()),
        system,
        release,
        most=sys.maxsize,
    ).rows


def report(
    values: Sequence[Any],
    count_rows: Callable[[], Sequence[int]],
    codes: str,
    release: str | None,
    most: int = MOST_SPELLINGS,
) -> Report:
    """What to say of distinct values; the rows of each are counted only if there may be some."""
    lookup = lookup_of(release)
    strange: list[int] = []
    numbers: dict[int, float] = {}
    for position, value in enumerate(values):
        if not _is_spelling(value):
            continue

        number = read_digits(value) if isinstance(value, str) else value
        if number is not None:
            numbers[position] = number
        elif codes != "iso3" and lookup.state_of(value, codes) is None:
            strange.append(position)

    likely: dict[int, Likely] = {}
    for position in strange[:most]:
        likely_name = likely_state(values[position], release)
        if likely_name is not None:
            likely[position] = likely_name

    if not likely and not numbers:
        return Report(Records([]), None, len(strange[most:]))

    # A category that no row has is no spelling of the table.
    counts = count_rows()
    hint = _find_hint({numbers[at] for at in numbers if counts[at]}, codes)
    if hint is not None:
        likely.update(_states_of_numbers(numbers, hint.codes, release))

    rows = []
    for position, name in sorted(likely.items()):
        if counts[position]:
            spelling = _write(values[position])
            rows.append(
                Unmatched(
                    id=spelling,
                    spelling=spelling,
                    name=name.name,
                    state=name.state,
                    codes=hint.codes if hint and position in numbers else None,
                    count=int(counts[position]),
                )
            )

    return Report(Records(rows), hint, len(strange[most:]))


def _is_spelling(value: object) -> bool:
    """Whether a cell is text or a number; True is none, and NaN is null."""
    if isinstance(value, float):
        return not math.isnan(value)

    return isinstance(value, str | Integral) and not isinstance(value, bool)


def _write(value: Any) -> str:
    """A value as text; a whole number is written without a point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))

    return str(value)


def _find_hint(numbers: set[float], codes: str) -> Hint | None:
    """The system by which half of the numbers or more are codes, and more than as was asked."""
    matched = {
        system: len(numbers & WORLD_CODES[system]) for system in WORLD_CODES
    }
    as_asked = matched.get(codes, 0)
    best = max(matched, key=matched.__getitem__)
    if matched[best] <= as_asked or 2 * matched[best] < len(numbers):
        return None

    return Hint(best, matched[best], as_asked, len(numbers))


def _states_of_numbers(
    numbers: dict[int, float], codes: str, release: str | None
) -> Iterator[tuple[int, Likely]]:
    """The positions of the numbers that are codes of ours, each with the state."""
    states = lookup_of(release).states_by_code[codes]
    for position, number in numbers.items():
        state = states.get(number)
        if state is not None:
            yield position, Likely(get_one(State, state, release).name, state)


# --- To say it ---

_told: set[str] = set()
"""The spellings that were told of parts of tables, which nobody sees as a whole."""


def tell_unmatched(
    values: Sequence[Any], count_rows: Callable[[], Sequence[int]], ask: Ask
) -> None:
    """Warn of what was not matched in a column, or raise, as was asked."""
    if ask.unmatched != "null":
        tell(report(values, count_rows, ask.codes, ask.release), ask)


def tell(findings: Report, ask: Ask) -> None:
    """Warn of what was found, or raise, as was asked; of parts each spelling is told once."""
    spellings = findings.rows.filter(lambda row: row.codes is None)
    if ask.is_part:
        findings = Report(spellings)
        if ask.unmatched == "warn":
            spellings = spellings.filter(lambda row: row.spelling not in _told)
            _told.update(map(attrgetter("spelling"), spellings))

    messages = []
    if spellings:
        messages.append(
            f"not found in {ask.country!r}, but like a listed name: "
            f"{name_examples(spellings, is_whole=not ask.is_part)}; "
            "they get null, and sco_data.unmatched() lists them"
        )
    hint = findings.hint
    if hint is not None:
        messages.append(
            f"of {hint.numbers:,} distinct numbers in {ask.country!r}, {hint.matched:,} are codes "
            f"of countries by codes={hint.codes!r}, and {hint.matched_as_asked:,} by "
            f"codes={ask.codes!r}, which was asked for"
        )
    if messages and ask.unmatched == "raise":
        raise ValueError("; ".join(messages))

    if findings.left_out:
        messages.append(
            f"{findings.left_out:,} more spellings in {ask.country!r} are not found either, and "
            f"only the first {MOST_SPELLINGS:,} were compared with names of states"
        )
    if messages:
        _warn("; ".join(messages))


def name_examples(rows: Sequence[Unmatched], *, is_whole: bool = True) -> str:
    """The first spellings, each with the name that it is like and the rows it stands in."""
    examples = []
    for row in rows[:_MOST_NAMED]:
        count = f", {row.count:,} rows" if is_whole and row.count > 1 else ""
        examples.append(f"{row.spelling[:60]!r} ({row.name}{count})")

    if len(rows) > _MOST_NAMED:
        examples.append(f"and {len(rows) - _MOST_NAMED:,} more")

    return ", ".join(examples)


def _warn(message: str) -> None:
    """Warn at the line of the user's that called into this package."""
    frame = sys._getframe(1)
    level = 2
    # ``skip_file_prefixes`` of ``warnings.warn`` does this since Python 3.12.
    while frame.f_back and _is_of_package(frame.f_globals.get("__name__")):
        frame = frame.f_back
        level += 1

    warnings.warn(message, UnmatchedWarning, stacklevel=level)


def _is_of_package(module: object) -> bool:
    return str(module).partition(".")[0] == __name__.partition(".")[0]

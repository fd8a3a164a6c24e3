"""The errors of the library; each can be caught as the built-in one it also is."""

from __future__ import annotations

__all__ = ["DataError", "NotFoundError", "ScoDataError", "UnmatchedWarning"]


class ScoDataError(Exception):
    """The root of the library's own errors."""


class NotFoundError(ScoDataError, LookupError):
    """A key that names no record, or more than one.

    ``query`` is what was asked for, ``suggestions`` are keys that would be found. ``removed_in``
    is the release that took the key out; what took its place is then the suggestion.
    """

    def __init__(
        self,
        query: object,
        suggestions: tuple[str, ...] = (),
        what: str = "record",
        removed_in: str | None = None,
    ) -> None:
        # All of them, because an error that is pickled is made anew from these.
        super().__init__(query, suggestions, what, removed_in)
        self.query = query
        self.suggestions = suggestions
        self.what = what
        self.removed_in = removed_in

    def __str__(self) -> str:
        message = f"no {self.what} {str(self.query)[:100]!r}"
        if self.removed_in is not None:
            message = f"{message}: taken out in release {self.removed_in}"
            return "; see ".join([message, *map(repr, self.suggestions)])

        # Most states of the world are none of ours, and no slip.
        if self.what == "state":
            message = f"{message} among those with a tie to the SCO"
        if not self.suggestions:
            return message

        return f"{message}; did you mean {', '.join(self.suggestions)}?"


class DataError(ScoDataError, ValueError):
    """Data that cannot be read as what it should be.

    ``faults`` holds every fault as ``(file, record, field, message)``; ``file``, ``record`` and
    ``field`` are those of the first.
    """

    file: str
    record: str
    field: str

    def __init__(self, faults: tuple[tuple[str, str, str, str], ...]) -> None:
        super().__init__(faults)
        self.faults = faults
        self.file, self.record, self.field = faults[0][:3]

    def __str__(self) -> str:
        # What is empty does not apply: a file that is no JSON has no record at fault.
        return "\n".join(
            [": ".join(filter(None, fault)) for fault in self.faults]
        )


class UnmatchedWarning(UserWarning):
    """Countries of a table that look like states of ours, and were not found.

    It tells of spellings that are not listed, and of numbers that are codes of another system.
    """

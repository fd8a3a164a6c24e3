"""Answers that are built once, whichever thread asks first."""

from __future__ import annotations

from _thread import RLock  # threading adds a millisecond
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

lock = RLock()
"""Held while an answer is built, and while a record is; reading what is built needs none."""


def build_once(build: Callable[P, T]) -> Callable[P, T]:
    """Keep what ``build`` returns for each tuple of arguments, which are given by position.

    ``functools.cache`` would let two threads build the same answer twice. Here whoever comes
    second waits, so all get the same object.
    """
    call = cast("Callable[..., T]", build)
    answers: dict[tuple[object, ...], T] = {}

    @wraps(build)
    def get(*arguments: Any) -> T:
        # Nearly every call ends here: reading a dict needs no lock.
        try:
            return answers[arguments]
        except KeyError:
            pass

        with lock:
            # Another thread may have built it while this one waited.
            if arguments not in answers:
                answers[arguments] = call(*arguments)

            return answers[arguments]

    # By position only, which makes the look-up quick.
    return cast("Callable[P, T]", get)

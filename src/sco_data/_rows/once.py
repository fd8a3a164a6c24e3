"""Answers that are built once, whichever thread asks first.

What comes in is a function that takes long, such as the one that reads a collection; what goes out
is the same function, quick from the second call on. So nobody has to hand a data set around.
"""

from __future__ import annotations

import os
from _thread import RLock, get_ident  # threading adds a millisecond
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

lock = RLock()
"""Held while an answer is built, and while a record is; reading what is built needs none."""

_LONGEST_WAIT = 1.0
"""In seconds: who builds may itself wait for the thread that forks."""

_waited: set[int] = set()
"""The threads that took the lock for a fork of theirs."""


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
        # All else that is handed on to here is hashable.
        except TypeError:
            raise TypeError(
                "release is text, such as '26.1', not a list or the like"
            ) from None

        with lock:
            # Another thread may have built it while this one waited.
            if arguments not in answers:
                answers[arguments] = call(*arguments)

            return answers[arguments]

    # By position only, which makes the look-up quick.
    return cast("Callable[P, T]", get)


# A fork copies the lock, but not the thread that holds it: in the child nobody would give it back.


def wait_before_fork() -> None:
    """Let the thread that builds finish, as a module it imports would stay half in the child."""
    if lock.acquire(timeout=_LONGEST_WAIT):
        _waited.add(get_ident())


def go_on_in_parent() -> None:
    """Give back the lock that was taken for the fork."""
    if get_ident() in _waited:
        _waited.remove(get_ident())
        lock.release()


def go_on_in_child() -> None:
    """Give the lock back, or make it new where the thread that held it is not in the child."""
    if get_ident() in _waited:
        lock.release()
    else:
        cast("Any", lock)._at_fork_reinit()

    _waited.clear()


if hasattr(os, "register_at_fork"):  # pragma: no branch - Windows has no forks
    os.register_at_fork(
        before=wait_before_fork,
        after_in_parent=go_on_in_parent,
        after_in_child=go_on_in_child,
    )

"""Threads get whole and equal answers, and each answer is built once."""

from __future__ import annotations

import os
import threading
from typing import Any

import pytest

from interpreters import ANSWERS, EAGER, THREADS, fresh
from sco_data._records import load as loading
from sco_data._rows import once
from sco_data._rows.once import build_once


@pytest.mark.parametrize("start", ["", EAGER], ids=["calm", "eager"])
def test_the_first_call_of_sixteen_threads(answers: str, start: str) -> None:
    assert fresh(start + THREADS) == f"16\n{answers}"


def test_no_lock_is_taken_once_all_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    class Lock:
        def __enter__(self) -> None:
            pytest.fail("a lock was taken")

    scope: dict[str, Any] = {}
    exec(ANSWERS, scope)
    scope["answers"]()
    monkeypatch.setattr(once, "lock", Lock())
    monkeypatch.setattr(loading, "lock", Lock())
    scope["answers"]()


def test_who_waits_for_the_lock_takes_what_was_built_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built: list[str] = []

    @build_once
    def build(key: str) -> list[str]:
        built.append(key)
        return built

    class Lock:
        """While the first waits for it, another has it, builds and gives it back."""

        waiting = 0

        def __enter__(self) -> None:
            self.waiting += 1
            if self.waiting == 1:
                build("a")

        def __exit__(self, *error: object) -> None:
            pass

    monkeypatch.setattr(once, "lock", Lock())
    assert build("a") is built
    assert built == ["a"]


FORK = """
import os, signal, threading
import sco_data as sco
from sco_data._rows.once import build_once

in_build, may_finish = threading.Event(), threading.Event()

@build_once
def build():
    in_build.set()
    may_finish.wait(TIMEOUT)

thread = threading.Thread(target=build)
thread.start()
in_build.wait()
child = os.fork()
if not child:
    signal.alarm(20)
    os._exit(len(sco.members("2024-07-04")))
may_finish.set()
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), len(sco.members("2024-07-04")))
thread.join()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no forks")
@pytest.mark.parametrize("seconds", ["0.1", "None"], ids=["who builds ends", "who builds waits"])
def test_a_child_answers_that_was_forked_while_another_thread_loads(seconds: str) -> None:
    assert fresh(FORK.replace("TIMEOUT", seconds)) == "10 10"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no forks")
def test_who_forks_while_it_builds_still_holds_the_lock() -> None:
    code = """
import os
from sco_data._rows.once import build_once

@build_once
def build():
    child = os.fork()
    return child

child = build()
if not child:
    os._exit(build() + 7)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert fresh(code) == "7"


def test_the_lock_around_a_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs in a child is not seen by whoever counts lines, so it is called here too."""
    lock = threading.RLock()
    monkeypatch.setattr(once, "lock", lock)
    monkeypatch.setattr(once, "_LONGEST_WAIT", 0.01)
    holds, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with lock:
            holds.set()
            may_end.wait(20)

    # The lock is free, so the thread that forks has it while it does.
    for go_on in (once.go_on_in_parent, once.go_on_in_child):
        once.wait_before_fork()
        thread = threading.Thread(target=hold)
        thread.start()
        assert not holds.wait(0.05)
        go_on()
        assert holds.wait(20)
        may_end.set()
        thread.join()
        holds.clear()
        may_end.clear()

    # Another thread has it for longer than is waited.
    thread = threading.Thread(target=hold)
    thread.start()
    assert holds.wait(20)
    once.wait_before_fork()
    once.go_on_in_parent()
    assert not lock.acquire(blocking=False)
    once.go_on_in_child()
    assert lock.acquire(blocking=False)
    lock.release()
    # In a child its holder is gone; here it would give back what is no longer its own.
    monkeypatch.setattr(threading, "excepthook", print)
    may_end.set()
    thread.join()

"""Threads get whole and equal answers, and each answer is built once."""

from __future__ import annotations

from typing import Any

import pytest

from interpreters import ANSWERS, EAGER, THREADS, fresh
from sco_data import _load


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
    monkeypatch.setattr(_load, "_lock", Lock())
    scope["answers"]()


def test_who_waits_for_the_lock_takes_what_was_built_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built: list[str] = []

    @_load.once
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

    monkeypatch.setattr(_load, "_lock", Lock())
    assert build("a") is built
    assert built == ["a"]

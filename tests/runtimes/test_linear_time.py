"""Long texts take no more than linear time; the clock asks for a quiet machine."""

from __future__ import annotations

import time

import pytest

from test_long_texts import BOMBS, ask


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_long_text_takes_no_more_than_linear_time(bomb: str) -> None:
    text = BOMBS[bomb]
    took = []
    for part in (text[: len(text) // 8], text):
        start = time.perf_counter()
        ask(part)
        took.append(time.perf_counter() - start)
    # Eight times the size: linear is eight times the time, and as much again is for the clock.
    assert took[1] < 24 * max(took[0], 0.02), took

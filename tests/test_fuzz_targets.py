"""What the fuzzer is given: for any text a right answer or a documented error."""

from __future__ import annotations

import re

import pytest
from fuzz.run import dictionary
from fuzz.targets import TARGETS, seeds
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.once

NEEDS = {"annotate": "pyarrow", "cli": "click"}
HOSTILE = st.text(st.characters(), max_size=60)  # all of Unicode, with lone surrogates


@pytest.mark.parametrize("name", TARGETS)
@given(data=st.data())
def test_anything(name: str, data: st.DataObject) -> None:
    pytest.importorskip(NEEDS.get(name, "json"))
    seed = st.sampled_from(seeds(name))
    cut = st.tuples(seed, HOSTILE, st.floats(0, 1)).map(
        lambda parts: (
            parts[0][: int(len(parts[0]) * parts[2])]
            + parts[1]
            + parts[0][int(len(parts[0]) * parts[2]) :]
        )
    )
    TARGETS[name](data.draw(HOSTILE | seed | cut))


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_and_what_once_failed(name: str) -> None:
    pytest.importorskip(NEEDS.get(name, "json"))
    for text in [
        *seeds(name),
        "",
        "\0",
        "\x1e2",
        "\ud800",
        "\x1b]0;x\x07",
        "202" + "\udcff" * 400,
        "{" * 9000,
    ]:
        TARGETS[name](text)


def test_each_word_of_the_fuzzer_is_written_as_it_reads_it() -> None:
    lines = dictionary().splitlines()
    assert '"\\x6b\\x61\\x7a"' in lines  # kaz
    assert '"\\x2d\\x2d\\x6a\\x73\\x6f\\x6e"' in lines  # --json
    assert all(re.fullmatch(r'"(\\x[0-9a-f]{2})+"', line) for line in lines)

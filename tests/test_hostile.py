"""Whatever is handed in: a right answer or a documented error, and never slower than linear."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from fuzz.targets import TARGETS, seeds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sco_data as sco
from sco_data.model import Records, When

NEEDS = {"annotate": "pyarrow", "cli": "click"}
HOSTILE = st.text(st.characters(), max_size=60)  # all of Unicode, with lone surrogates


@pytest.mark.parametrize("name", TARGETS)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
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
        "\ud800",
        "\x1b]0;x\x07",
        "202" + "\udcff" * 400,
        "{" * 9000,
    ]:
        TARGETS[name](text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), wrong=JSON)
def test_a_payload_with_one_wrong_thing_in_it(data: st.DataObject, wrong: Any) -> None:
    """Anything, put in any place of a right payload: an equal record, or an error that names it."""
    payload: Any = json.loads(sco.memberships(state="Belarus")[:1].to_json())
    node, key = payload, "records"
    while isinstance(node[key], dict | list) and node[key] and data.draw(st.booleans()):
        node = node[key]
        key = data.draw(
            st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node)))
        )
    node[key] = wrong
    try:
        found = sco.from_json(json.dumps(payload))
    except sco.DataError as error:
        faults = error.faults
    else:
        assert sco.from_json(found.to_json()) == found
        return
    assert faults
    assert all(len(fault) == 4 and fault[3] for fault in faults)


BOMBS = {
    "names": "Казахстан " * 30_000,
    "accents": "e" + "\u0301" * 200_000,
    "markup": "<b " * 60_000,
    "ligatures": "\ufdfa" * 20_000,  # one character that folds to eighteen
    "deep": "[" * 100_000,
    "digits": "9" * 200_000,
    "dates": "[" + "2024-01-01.." * 15_000 + "]",
    "turned": "\u202e" * 60_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_long_text_takes_no_more_than_linear_time(bomb: str) -> None:
    text = BOMBS[bomb]

    said: list[str] = []

    def ask(text: str) -> None:
        sco.state(text, None)
        for call in (sco.status, sco.search, sco.get, When.parse, sco.from_json, sco.conflicts):
            try:
                call(text)  # type: ignore[operator]
            except (sco.ScoDataError, ValueError) as error:
                said.append(str(error))
        record = sco.get("KAZ/member#1")
        changed = type(record)(**{**_fields(record), "note": text})
        for shown in (changed, Records([changed])):
            shown._repr_html_()
            str(shown)

    took = []
    for part in (text[: len(text) // 8], text):
        start = time.perf_counter()
        ask(part)
        took.append(time.perf_counter() - start)
    assert all(0 < len(text) < 2000 for text in said)
    # Eight times the size: linear is eight times the time, and as much again is for the clock.
    assert took[1] < 24 * max(took[0], 0.02), took


def _fields(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in record.__attrs_attrs__}

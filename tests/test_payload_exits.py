"""Whatever `from_json` takes, every exit gives."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sco_data as sco
from sco_data import DataError
from sco_data._json import payload as _payload
from sco_data.model import Records
from test_payload import ID, JSON, LARGEST, payload, row, values


def leave_by_every_exit(records: Records[Any]) -> None:
    """Every exit gives, and none raises anything but that a source is not known."""
    for shown in (records, *records):
        str(shown).encode()
        repr(shown).encode(errors="backslashreplace")
        shown._repr_html_().encode()
    count = len(records)
    assert sco.from_json(json.dumps(json.loads(records.to_json().encode()))) == records
    assert len(records.to_dicts()) == count
    assert len(records.to_pandas()) == count
    assert len(records.to_polars()) == count
    assert records.to_arrow().num_rows == count
    tables: tuple[Records[Any], ...] = (records.steps(), records.evidence())
    for table in tables:
        assert len(table.to_pandas()) == table.to_polars().height == table.to_arrow().num_rows
        str(table)
    for record in records:
        sco.facts(record).to_json().encode()
        for style in ("text", "bibtex", "csl-json"):
            with suppress(sco.NotFoundError):  # Its source is none of ours.
                sco.cite(record, style=style).encode()


@pytest.mark.parametrize("kind", _payload.kinds())
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_whatever_is_taken_leaves_by_every_exit(kind: str, data: st.DataObject) -> None:
    one = values(_payload.kinds()[kind])
    drawn: list[Any] = data.draw(st.lists(one, max_size=2, unique_by=ID))
    leave_by_every_exit(sco.from_json(Records(drawn).to_json()))


@pytest.mark.parametrize("value", [LARGEST, -LARGEST, 1e308, -1e308, 5e-324, -0.0, 2.5])
@pytest.mark.parametrize("day", ["0001", "0001-01-01", "9999-12-31", "[..0001-01-01]", "[0001-01-01..9999-12-31]"])  # fmt: skip
def test_the_ends_of_what_is_taken_leave_by_every_exit(value: float, day: str) -> None:
    leave_by_every_exit(sco.from_json(row(value=value, as_of=day, name="\x00\x1b[2J\u202e")))
    period = {"start": "[..0001-01-01]" if day[0] == "[" else day, "end": None}
    event = {"id": "e", "name": "n", "kind": "forum", "stage": "held", "period": period}
    source = {
        "id": "s", "publisher": "p", "date": day, "url": "javascript:alert(1)",
        "language": "en", "kind": "official", "read": "whole", "derives_from": "s",
    }  # fmt: skip
    leave_by_every_exit(sco.from_json(payload(schema="sco-data/events", records=[event])))
    leave_by_every_exit(sco.from_json(payload(schema="sco-data/sources", records=[source])))


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
    except DataError as error:
        faults = error.faults
    else:
        leave_by_every_exit(found)
        return
    assert faults
    assert all(len(fault) == 4 and fault[3] for fault in faults)

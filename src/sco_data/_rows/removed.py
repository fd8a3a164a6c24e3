"""Ids that a release took out: what comes in is such an id, what goes out is what became of it.

The list of changes tells in which release an id went. Which id took its place is nowhere in it:
``successors.json`` says so for those that were reviewed.
"""

from __future__ import annotations

import json
from typing import cast

from .bundle import Row, canonical_json, newest_rows, read_json
from .once import build_once
from .releases import release_ids


def release_that_removed(record_id: str, release: str | None) -> str | None:
    """The release, up to one, that last took out a record, a step or an aim."""
    releases = release_ids()
    if release is not None:
        releases = releases[: releases.index(release) + 1]

    # Backwards, because an id may have come back and gone again.
    for change in reversed(newest_rows("changes")):
        if change["release"] in releases and _takes_out(change, record_id):
            return cast("str", change["release"])

    return None


def successor_of(record_id: str) -> str | None:
    """The id that took the place of one that was taken out."""
    return _successors().get(record_id)


@build_once
def _successors() -> dict[str, str]:
    """For each id that went, the one of today."""
    return cast("dict[str, str]", read_json("successors.json"))


def _takes_out(change: Row, record_id: str) -> bool:
    """Whether a thing with this id stood in what a change took out or replaced."""
    if change["before"] is None:
        return False

    # The id of a step or an aim stands deep inside of a record, so the text is looked through.
    field = f'"id":{json.dumps(record_id, ensure_ascii=False)}'
    return field in canonical_json(change["before"])

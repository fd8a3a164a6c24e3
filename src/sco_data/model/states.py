"""The states, their codes and names."""

from __future__ import annotations

import attrs

from .base import Evidence, Name, Record
from .declare import Several, record
from .plain import Words


class Status(Words):
    """What a state can be to the organisation."""

    MEMBER = "member"
    OBSERVER = "observer"
    DIALOGUE_PARTNER = "dialogue partner"
    SCO_PARTNER = "SCO partner"


class Caveat(Words):
    """What to mind about a status on a day; of several, the first in this order."""

    BEYOND_DATA = "beyond data"
    UNCERTAIN = "uncertain"
    DISPUTED = "disputed"
    INACTIVE = "inactive"


@record(kw_only=True)
class State(Record, shown=("id", "name", "formal_name", "capital")):
    """A state that has, or had, a status in the organisation.

    ``iso2`` and ``iso3`` are ISO 3166-1, ``m49`` is the United Nations number, ``cow`` that of the
    Correlates of War project, ``wikidata`` the item there. ``names`` lists every name by which
    :func:`sco_data.state` finds it.
    """

    id: str
    iso2: str
    iso3: str
    m49: int
    cow: int
    wikidata: str
    name: str
    formal_name: str
    names: tuple[Name, ...] = attrs.field(default=(), converter=Several[Name])
    capital: str | None = None
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=Several[Evidence]
    )

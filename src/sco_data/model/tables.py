"""Rows that are computed: panel, dyads, the table of evidence, facts, what did not match."""

from __future__ import annotations

import attrs

from .base import Evidence, Record, Says
from .declare import OneOrNone, record
from .states import Caveat, Status


@record(kw_only=True)
class PanelRow(Record):
    """One state in one year or month.

    ``status`` is that of the last day, as is ``caveat``, what to mind about it. ``changed`` says
    whether a status began or ended on one of its days; ``days_…`` count the days with each status.
    ``cow`` is the state's number in the Correlates of War project; 0 where nobody gave it, as in
    rows that an older version of the library wrote.
    """

    id: str
    state: str
    year: int
    month: int | None
    status: Status | None = attrs.field(converter=OneOrNone[Status])
    changed: bool
    days_member: int
    days_observer: int
    days_dialogue_partner: int
    days_sco_partner: int
    caveat: Caveat | None = attrs.field(
        default=None, converter=OneOrNone[Caveat]
    )
    cow: int = 0

    @property
    def any_tie(self) -> bool:
        """Whether the state has any status on the last day."""
        return self.status is not None


@record(kw_only=True)
class DyadRow(Record):
    """Two states in one year, each with its status on the last day; ``joint``: both members.

    ``caveat`` is what to mind about that day, for either side; where both have one, the first in
    the order of :class:`Caveat`. ``cow_a`` and ``cow_b`` are as ``cow`` of a :class:`PanelRow`.
    """

    id: str
    state_a: str
    state_b: str
    year: int
    status_a: Status | None = attrs.field(converter=OneOrNone[Status])
    status_b: Status | None = attrs.field(converter=OneOrNone[Status])
    joint: bool
    caveat: Caveat | None = attrs.field(
        default=None, converter=OneOrNone[Caveat]
    )
    cow_a: int = 0
    cow_b: int = 0

    @property
    def joint_any(self) -> bool:
        """Whether both states have any status on the last day, whichever."""
        return self.status_a is not None and self.status_b is not None


@record(kw_only=True)
class EvidenceRow(Record):
    """One evidence of a ``record``, or of a ``part`` inside it such as ``"names[0]"``."""

    id: str
    record: str
    part: str | None
    source: str | None
    derived_from: tuple[str, ...]
    # The place in a source; a piece of evidence has no days.
    at: str | None  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleMethodOverride]
    fields: tuple[str, ...]
    says: Says
    note: str | None


@record(kw_only=True)
class Fact(Record, shown=("field", "value", "sources", "origins")):
    """One field of one record with all that backs it.

    ``sources`` are the ids of the sources that support it, ``origins`` how many of them are
    independent of one another.
    """

    id: str
    record: str
    field: str
    value: str | None
    sources: tuple[str, ...]
    origins: int
    evidence: tuple[Evidence, ...]


@record(kw_only=True)
class Unmatched(Record, shown=("spelling", "name", "state", "count")):
    """A value of a column of countries that was not found, and which state it looks like.

    ``name`` is the listed name that the ``spelling`` is like. Where a number is a code of another
    system than the one asked for, ``codes`` is that system. ``count`` is the number of rows.
    """

    id: str
    spelling: str
    name: str
    state: str
    codes: str | None
    count: int

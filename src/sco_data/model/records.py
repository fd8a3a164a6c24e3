"""The tuple that holds records: it filters, groups, and leaves for other tools."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, SupportsIndex, TypeVar, overload

from .base import Record

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from .history import Step
    from .tables import EvidenceRow

R = TypeVar("R", bound=Record)
R_co = TypeVar("R_co", bound=Record, covariant=True)
T = TypeVar("T")


class Records(tuple[R_co, ...]):
    """Records in a fixed order: a tuple that also filters, groups and leaves for other tools.

    A slice is again ``Records``, and so are two of them added.
    """

    __slots__ = ()

    @overload
    def __getitem__(self, key: SupportsIndex) -> R_co: ...
    @overload
    def __getitem__(self, key: slice) -> Records[R_co]: ...
    def __getitem__(self, key: SupportsIndex | slice) -> R_co | Records[R_co]:
        if isinstance(key, slice):
            return Records(super().__getitem__(key))

        return super().__getitem__(key)

    # A tuple has no overload that looks at a subclass first.
    @overload  # type: ignore[override]
    def __add__(self, other: Records[R], /) -> Records[R_co | R]: ...
    @overload
    def __add__(self, other: tuple[T, ...], /) -> tuple[R_co | T, ...]: ...
    def __add__(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, other: tuple[Any, ...], /
    ) -> tuple[Any, ...]:
        joined = super().__add__(other)
        if isinstance(other, Records):
            return Records(joined)

        return joined

    def __repr__(self) -> str:
        return f"Records({super().__repr__()})"

    # The exits stand above the model, so each is loaded when it is asked for.
    def __str__(self) -> str:
        from sco_data._show import text

        return text.table(self)

    def _repr_html_(self) -> str:
        from sco_data._show import html

        return html.table(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self) if cycle or printer.indentation else str(self))

    def to_json(self) -> str:
        """JSON that says what it is: its schema and version, the release, and the records.

        Records of several kinds carry their ``type``. ``release`` is the newest that has all of
        the records as they are; ``null`` for rows that were computed.
        :func:`sco_data.from_json` gives equal records back; it takes each id once.

        Raises:
            ValueError: if a number is not finite.

        Example:
            >>> sco.chairmanships()[:1].to_json()[:57]
            '{"schema": "sco-data/chairmanships", "version": 1, "relea'
        """
        from sco_data._json import payload

        return payload.to_json(self)

    def to_dicts(self) -> list[dict[str, Any]]:
        """One flat dict per record; dates are dates, the values of vocabularies are text.

        Every exit has the same columns: a thing inside is spread out (``item_number``), several
        things give a list for each of their fields (``names_text``), a date ``x`` has ``x_edtf``
        beside it, as precise as it is known. Steps and evidence are tables of their own.

        Example:
            >>> sco.chairmanships()[-1:].to_dicts()[0]["period_start"]
            datetime.date(2026, 9, 1)
        """
        from sco_data._show import tables

        return tables.table(self).rows

    def to_pandas(self) -> pandas.DataFrame:
        """The same as a pandas frame; needs pandas 2 or 3.

        Vocabularies are categories, dates ``datetime64[s]``, numbers and truth values nullable.

        Raises:
            ImportError: without pandas; the error names what to install.
        """
        from sco_data._show import tables

        return tables.to_pandas(self)

    def to_polars(self) -> polars.DataFrame:
        """The same as a Polars frame; vocabularies are ``Enum``.

        Raises:
            ImportError: without Polars.
        """
        from sco_data._show import tables

        return tables.to_polars(self)

    def to_arrow(self) -> pyarrow.Table:
        """The same as a PyArrow table; vocabularies are dictionaries.

        Raises:
            ImportError: without PyArrow.
        """
        from sco_data._show import tables

        return tables.to_arrow(self)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The same as an Arrow stream, which other libraries read; needs PyArrow or Polars.

        DuckDB 2.0.1 takes any tuple for a list of values: give it :meth:`to_arrow` instead.
        """
        from sco_data._show import tables

        return tables.stream(self, requested_schema)

    def steps(self) -> Records[Step]:
        """The steps of all records, as records; each knows its ``record``.

        Example:
            >>> sco.memberships(state="Iran").steps()[0].record
            'IRN/observer'
        """
        from sco_data._show import tables

        return tables.steps(self)

    def evidence(self) -> Records[EvidenceRow]:
        """All evidence of all records and of what lies inside them, as records.

        Example:
            >>> sorted({row.record for row in sco.memberships(state="Iran").evidence()})
            ['IRN/member', 'IRN/observer']
        """
        from sco_data._show import tables

        return tables.evidence(self)

    def filter(self, predicate: Callable[[R_co], bool]) -> Records[R_co]:
        """The records for which ``predicate`` is true, in the same order."""
        return Records([record for record in self if predicate(record)])

    def by(self, field: str) -> dict[Any, Records[R_co]]:
        """The records grouped by a field; one that holds several values stands in each group.

        Raises:
            ValueError: if the records have no such field.
        """
        groups: dict[Any, list[R_co]] = {}
        for record in self:
            try:
                value = getattr(record, field)
            except AttributeError:
                raise ValueError(
                    f"{type(record).__name__} has no field {field!r}"
                ) from None

            if not isinstance(value, tuple):
                value = (value,)
            for key in value:
                groups.setdefault(key, []).append(record)

        return {key: Records(group) for key, group in groups.items()}

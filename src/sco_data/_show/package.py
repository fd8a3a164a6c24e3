"""The tables in which the data is taken along, described for other tools.

What comes in are the classes of the records; what goes out are the columns and keys of each table,
and the description of all of them as a data package of Frictionless, version 2.
"""

from __future__ import annotations

import datetime as dt
import inspect
from typing import Any, NamedTuple, get_origin

from .._records.load import COLLECTIONS, load, record_class
from .._rows.bundle import manifest
from ..model.base import Record
from ..model.history import Step
from ..model.plain import Words
from ..model.records import Records
from ..model.tables import EvidenceRow
from . import tables
from .fields import DAY, ENDINGS, FIELDS
from .tables import Kind, Table

ACTOR = ("states", "bodies")
"""Where those stand who propose and adopt."""

REFERENCES = {
    ("memberships", "state"): ("states",),
    ("participation", "document"): ("documents",),
    ("chairmanships", "state"): ("states",),
    ("chairmanships", "summit"): ("events",),
    ("priorities", "chairmanship"): ("chairmanships",),
    ("initiatives", "chairmanship"): ("chairmanships",),
    ("initiatives", "proposer"): ACTOR,
    ("initiatives", "documents"): ("documents",),
    ("documents", "body"): ACTOR,
    ("documents", "chairmanship"): ("chairmanships",),
    ("documents", "event"): ("events",),
    ("events", "body"): ("bodies",),
    ("events", "chairmanship"): ("chairmanships",),
    ("bodies", "charter"): ("documents",),
    ("bodies", "parent"): ("bodies",),
    ("office_holders", "body"): ("bodies",),
    ("office_holders", "state"): ("states",),
    ("attendance", "event"): ("events",),
    ("projects", "chairmanship"): ("chairmanships",),
    ("sources", "derives_from"): ("sources",),
}
"""Fields that hold the id of another record, and the collections it may be in."""

_REFERENCES_OF_PARTS = {
    ("steps", "document"): ("documents",),
    ("evidence", "source"): ("sources",),
}
"""The same of steps and evidence, which are tables and no collections."""

_PROFILES = "https://datapackage.org/profiles/2.0"

_TYPES = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    dt.date: "date",
}
"""What Frictionless calls a plain type; a word of a vocabulary is a string to it."""


class Description(NamedTuple):
    """One table: what it holds, its columns, and the table that each foreign key points to."""

    name: str
    text: str
    kinds: dict[str, Kind]
    table_of_key: dict[str, str]


def describe_tables() -> list[Description]:
    """Every table: those of the collections, then the steps and the evidence of all."""
    return [
        *map(_describe_table, COLLECTIONS, map(record_class, COLLECTIONS)),
        _describe_table("steps", Step),
        _describe_table("evidence", EvidenceRow),
    ]


def _describe_table(name: str, cls: type[Record]) -> Description:
    """One table, with the columns of its class."""
    kinds = {
        field: column.kind for field, column in tables.columns(cls).items()
    }
    # Steps and evidence of all collections stand in one table each.
    if name not in COLLECTIONS:
        kinds["collection"] = Kind(str)

    table_of_key = {}
    for (home, field), targets in (REFERENCES | _REFERENCES_OF_PARTS).items():
        # An id in a list, or of one of several tables, is no foreign key.
        if home == name and len(targets) == 1 and kinds[field].dtype is str:
            table_of_key[field] = targets[0]

    return Description(name, first_paragraph(cls), kinds, table_of_key)


def read_tables(release: str | None) -> dict[str, Table]:
    """The rows of every table, by its name."""
    data = {table.name: Table(table.kinds, []) for table in describe_tables()}

    for collection in COLLECTIONS:
        records: Records[Any] = load(record_class(collection), release)
        data[collection].rows.extend(records.to_dicts())
        for row in records.steps().to_dicts():
            data["steps"].rows.append(row | {"collection": collection})

        for row in records.evidence().to_dicts():
            data["evidence"].rows.append(row | {"collection": collection})

    return data


def describe_package(file_format: str, **more: Any) -> dict[str, Any]:
    """The description of all tables, as Frictionless wants it in ``datapackage.json``."""
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "sco-data",
        "title": "The Shanghai Cooperation Organisation as dated and cited records",
        "description": "All collections, and the steps and the evidence of all their records.",
        **more,
        "licenses": [
            {
                "name": manifest()["licence"],
                "title": "Creative Commons Attribution 4.0 International",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "resources": [
            _describe_resource(table, file_format)
            for table in describe_tables()
        ],
    }


def file_of(name: str, file_format: str) -> str:
    """The name of the file in which a table stands; SQLite has all of them in one."""
    if file_format == "sqlite":
        return "sco_data.sqlite"

    return f"{name}.{file_format}"


def _describe_resource(table: Description, file_format: str) -> dict[str, Any]:
    """One table: the file it is in, and what is in it."""
    resource: dict[str, Any] = {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": table.name,
        "type": "table",
        "description": table.text,
        "path": file_of(table.name, file_format),
        "format": file_format,
    }
    if file_format == "csv":
        resource["encoding"] = "utf-8"

    # A database has many tables, so that the path alone does not lead to this one.
    if file_format == "sqlite":
        resource["dialect"] = {
            "$schema": f"{_PROFILES}/tabledialect.json",
            "table": table.name,
        }

    return {**resource, "schema": _describe_schema(table)}


def _describe_schema(table: Description) -> dict[str, Any]:
    """The columns of a table and its keys."""
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [
            _describe_field(table.name, name, kind)
            for name, kind in table.kinds.items()
        ],
        "primaryKey": ["id"],
    }
    for field, target in table.table_of_key.items():
        # A table that points to itself is not named.
        resource = "" if target == table.name else target
        schema.setdefault("foreignKeys", []).append(
            {
                "fields": [field],
                "reference": {"resource": resource, "fields": ["id"]},
            }
        )

    return schema


def _describe_field(table: str, name: str, kind: Kind) -> dict[str, Any]:
    """One column; of a list it is only said that it is one."""
    field: dict[str, Any] = {
        "name": name,
        "type": "array",
        "description": describe_column(table, name, kind),
    }
    constraints: dict[str, Any] = {}
    if not kind.nullable:
        constraints["required"] = True

    if get_origin(kind.dtype) is not list:
        field["type"] = _TYPES.get(kind.dtype, "string")
        if issubclass(kind.dtype, Words):
            constraints["enum"] = list(map(str, kind.dtype))

    if constraints:
        field["constraints"] = constraints

    return field


def describe_column(table: str, name: str, kind: Kind) -> str:
    """What a column holds, in words."""
    ending = next(filter(name.endswith, ENDINGS), "")
    field = name.removesuffix(ending)
    words = FIELDS.get(f"{table}.{field}") or FIELDS[field]
    if ending:
        return f"{words} {ENDINGS[ending]}"

    if kind.dtype is dt.date:
        return f"{words} {DAY}"

    return words


def first_paragraph(cls: type) -> str:
    """What the docstring of a class says first, as one line of plain text."""
    text = (inspect.getdoc(cls) or "").partition("\n\n")[0]
    return " ".join(text.replace("``", "`").split())

"""Describe the data for other tools, from the classes: `python tools/schema.py`.

Writes a JSON Schema per collection, and the Frictionless description of all as tables, into
src/sco_data/schema; with --check it only tells whether they are as they should be. With
--tables DIR it writes the tables themselves, CSV files and their datapackage.json.
"""

from __future__ import annotations

import argparse
import sys
import types
import typing
from enum import StrEnum
from pathlib import Path
from typing import Any

import attrs

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

from data import show  # noqa: E402
from sco_data._json.payload import VERSION  # noqa: E402
from sco_data._records.load import COLLECTIONS, record_class  # noqa: E402
from sco_data._show.export import export  # noqa: E402
from sco_data._show.package import describe_package, first_paragraph  # noqa: E402
from sco_data.model import Period, When  # noqa: E402

SCHEMA = ROOT / "src" / "sco_data" / "schema"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
DAY = r"\d{4}-\d{2}-\d{2}"
WHEN = {
    "description": "A date as precise as it is known, in EDTF; [a..b] is one day from a to b.",
    "type": "string",
    "pattern": rf"^(\d{{4}}(-\d{{2}}(-\d{{2}})?)?|\[({DAY})?\.\.{DAY}\])$",
}
PERIOD = {
    "description": "Half-open start and end, or first and last day, both in it.",
    "type": "object",
    "properties": {
        key: {"anyOf": [{"$ref": "#/$defs/When"}, {"type": "null"}]}
        if key in ("end", "last")
        else {"$ref": "#/$defs/When"}
        for key in ("start", "end", "first", "last")
    },
    "additionalProperties": False,
    "oneOf": [{"required": ["start"]}, {"required": ["first", "last"]}],
}
SIMPLE = {str: "string", bool: "boolean", int: "integer", float: "number", types.NoneType: "null"}


def json_schemas() -> dict[str, dict[str, Any]]:
    """A JSON Schema for the data file of each collection, or a payload of its records.

    What they share, the classes, stands once, in `records.schema.json`.
    """
    defs: dict[str, Any] = {}
    found: dict[str, dict[str, Any]] = {}
    for collection in COLLECTIONS:
        ref = _describe(record_class(collection), defs)["$ref"]
        rows = {"type": "array", "items": {"$ref": f"records.schema.json{ref}"}}
        fields = {
            "schema": {"const": f"sco-data/{collection}"},
            "version": {"const": VERSION},
            "release": {"type": ["string", "null"]},
            "records": rows,
        }
        payload = {"properties": fields, "required": list(fields), "additionalProperties": False}
        found[collection] = {
            "$schema": DIALECT,
            "title": f"{collection.replace('_', ' ')} of sco_data",
            "description": "The data file, an array; or what to_json() writes, an object.",
            "if": {"type": "array"},
            "then": rows,
            "else": {"type": "object"} | payload,
        }
    about = {"$schema": DIALECT, "title": "what the records of sco_data are made of"}
    return {**found, "records": {**about, "$defs": dict(sorted(defs.items()))}}


def _describe(kind: Any, defs: dict[str, Any]) -> dict[str, Any]:
    if kind in SIMPLE:
        return {"type": SIMPLE[kind]}
    if typing.get_origin(kind) is tuple:
        return {"type": "array", "items": _describe(typing.get_args(kind)[0], defs)}
    if isinstance(kind, types.UnionType):
        options = [_describe(each, defs) for each in typing.get_args(kind)]
        if all(option.keys() == {"type"} for option in options):
            return {"type": [option["type"] for option in options]}
        return {"anyOf": options}
    name = kind.__name__
    if name not in defs:
        defs[name] = {}  # so that a class may name itself
        defs[name] = _definition(kind, defs)
    return {"$ref": f"#/$defs/{name}"}


def _definition(kind: Any, defs: dict[str, Any]) -> dict[str, Any]:
    if kind in (When, Period):
        _ = kind is When or _describe(When, defs)
        return WHEN if kind is When else PERIOD
    if issubclass(kind, StrEnum):
        return {"description": first_paragraph(kind), "enum": [word.value for word in kind]}
    fields = {field.name: field for field in attrs.fields(kind)}
    hints = typing.get_type_hints(kind)
    described = {name: _describe(hints[name], defs) for name in fields}
    for name, field in fields.items():
        if field.default not in (attrs.NOTHING, None, ()):
            described[name] |= {"default": field.default}
    return {
        "description": first_paragraph(kind),
        "type": "object",
        "properties": described,
        "required": [name for name, field in fields.items() if field.default is attrs.NOTHING],
        "additionalProperties": False,
    }


def made() -> dict[str, str]:
    """The text of every file in the schema directory."""
    found = {f"{name}.schema.json": schema for name, schema in json_schemas().items()}
    return {
        name: show(value) + "\n"
        for name, value in {**found, "datapackage.json": describe_package("csv")}.items()
    }


def main() -> int:
    """Do what the command line says; 0 if all is well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--tables", type=Path, metavar="DIR")
    asked = parser.parse_args()
    if asked.tables:
        export(asked.tables, "csv")
        return 0
    texts = made()
    there = {path.name: path.read_text("utf-8") for path in SCHEMA.glob("*.json")}
    stale = sorted(
        name for name in texts.keys() | there.keys() if texts.get(name) != there.get(name)
    )
    for name in stale:
        print(f"{name} is stale: python tools/schema.py")
        if not asked.check:
            (SCHEMA / name).write_text(texts[name], "utf-8")
    return int(asked.check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())

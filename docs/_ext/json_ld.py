"""The data described for search engines and for machines that learn: schema.org and Croissant 1.0.

What comes in is the export as CSV, with its ``datapackage.json``, and the manifest; what goes out
is JSON-LD in the head of the front page, and the files it names, beside that page. Nothing in it is
written by hand: tables, columns and their descriptions are those of the export.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sco_data as sco
from sco_data._records.load import COLLECTIONS
from sco_data._rows.bundle import manifest, read_file

SITE = Path(__file__).resolve().parent.parent / "_generated" / "site"
FRONT_PAGE = "index"

CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context of Croissant 1.0, as its specification prints it."""

# A list is JSON text in a cell of CSV.
TYPES = {
    "array": "sc:Text",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "string": "sc:Text",
}


def describe(package: dict[str, Any]) -> dict[str, Any]:
    """The data set, from the description of its export as CSV."""
    [licence] = package["licenses"]
    until = max(manifest()["checked_until"].values())
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": package["name"],
        "alternateName": package["title"],
        "description": f"{package['title']}. {package['description']}",
        "version": package["version"],
        "datePublished": package["released"],
        "temporalCoverage": f"2001-06-15/{until}",
        "license": licence["path"],
        "creator": {"@type": "sc:Organization", "name": "The sco_data authors"},
        "citeAs": sco.cite(style="bibtex"),
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "isLiveDataset": False,
        "distribution": [*_files_of_package(), *_files_of_tables(package)],
        "recordSet": [_record_set(table) for table in package["resources"]],
    }


def _files_of_package() -> Iterator[dict[str, Any]]:
    """The files as they are in the package, with the hashes of the manifest."""
    for name in COLLECTIONS:
        file = f"{name}.json"
        yield {
            "@type": "cr:FileObject",
            "@id": f"data/{file}",
            "name": file,
            "description": f"The collection {name} as the package holds it.",
            "contentUrl": f"data/{file}",
            "encodingFormat": "application/json",
            "sha256": manifest()["files"][file]["sha256"],
        }


def _files_of_tables(package: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The files of the export."""
    for table in package["resources"]:
        yield {
            "@type": "cr:FileObject",
            "@id": f"tables/{table['path']}",
            "name": table["path"],
            "description": f"The table {table['name']}, as export writes it.",
            "contentUrl": f"tables/{table['path']}",
            "contentSize": f"{table['bytes']} B",
            "encodingFormat": "text/csv",
            "sha256": table["hash"].removeprefix("sha256:"),
        }


def _record_set(table: dict[str, Any]) -> dict[str, Any]:
    """A table with its key and its columns.

    What points to another table is not said here: readers join it, and lose the rows whose cell is
    empty. It stands in ``datapackage.json``.
    """
    name, schema = table["name"], table["schema"]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": table["description"],
        "key": [{"@id": f"{name}/{column}"} for column in schema["primaryKey"]],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{column['name']}",
                "name": column["name"],
                "description": column["description"],
                "dataType": TYPES[column["type"]],
                "source": {
                    "fileObject": {"@id": f"tables/{table['path']}"},
                    "extract": {"column": column["name"]},
                },
            }
            for column in schema["fields"]
        ],
    }


def write_files(site: Path) -> dict[str, Any]:
    """The files that the description names, under ``site``; the description."""
    tables, data = site / "tables", site / "data"
    for folder in (tables, data):
        shutil.rmtree(folder, ignore_errors=True)

    *_, package = sco.export(tables, "csv")
    data.mkdir(parents=True)
    for name in COLLECTIONS:
        (data / f"{name}.json").write_bytes(read_file(f"{name}.json"))

    return describe(json.loads(package.read_text("utf-8")))


def script(description: dict[str, Any]) -> str:
    """The description as an element of the head of a page."""
    text = json.dumps(description, ensure_ascii=False, separators=(",", ":"))
    # Nothing in the text can end the element.
    text = text.replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>\n'


def setup(app: Any) -> dict[str, bool]:
    """Write the files before pages are made, and put the description into the front page."""

    def prepare(app: Any) -> None:
        app.env.sco_json_ld = script(write_files(SITE))

    def show(app: Any, page: str, template: str, context: dict[str, Any], tree: Any) -> None:
        if page == FRONT_PAGE:
            context["metatags"] = context.get("metatags", "") + app.env.sco_json_ld

    app.connect("builder-inited", prepare)
    app.connect("html-page-context", show)
    return {"parallel_read_safe": True}

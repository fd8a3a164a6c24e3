"""What the front page of the site tells machines: schema.org and Croissant 1.0, from the export."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import sco_data as sco
from sco_data._records.load import COLLECTIONS
from sco_data._rows.bundle import manifest
from sco_data._show.package import describe_column, describe_tables

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "docs" / "_build" / "html"


def load_extension() -> Any:
    spec = importlib.util.spec_from_file_location("json_ld", ROOT / "docs" / "_ext" / "json_ld.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


json_ld = load_extension()


class Scripts(HTMLParser):
    """The texts of the elements that hold JSON-LD."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside = False
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script" and ("type", "application/ld+json") in attrs

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.inside = False


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a site, with its front page."""
    folder = tmp_path_factory.mktemp("site")
    element = json_ld.script(json_ld.write_files(folder))
    (folder / "index.html").write_text(f"<head>{element}<title>t</title></head>", "utf-8")
    return folder


@pytest.fixture(scope="module")
def described(site: Path) -> Any:
    return read_page(site / "index.html")


def read_page(page: Path) -> Any:
    [text] = Scripts(page.read_text("utf-8")).texts
    return json.loads(text)


def test_every_table_and_column_is_named_in_words(described: Any) -> None:
    tables = describe_tables()
    assert [each["name"] for each in described["recordSet"]] == [table.name for table in tables]
    for table, record_set in zip(tables, described["recordSet"], strict=True):
        assert record_set["description"] == table.text
        assert record_set["key"] == [{"@id": f"{table.name}/id"}]
        words = {field["name"]: field["description"] for field in record_set["field"]}
        assert words == {
            name: describe_column(table.name, name, kind) for name, kind in table.kinds.items()
        }


def test_hashes_are_those_of_the_manifest_and_of_the_files(site: Path, described: Any) -> None:
    files = {each["contentUrl"]: each["sha256"] for each in described["distribution"]}
    assert len(files) == len(described["distribution"]) == len(COLLECTIONS) + len(describe_tables())
    for name in COLLECTIONS:
        file = f"{name}.json"
        assert files[f"data/{file}"] == manifest()["files"][file]["sha256"]
    for path, stated in files.items():
        assert hashlib.sha256((site / path).read_bytes()).hexdigest() == stated


def test_what_is_said_of_the_whole(described: Any) -> None:
    version = sco.data_version()
    assert described["@type"] == "sc:Dataset"
    assert described["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert described["version"] == sco.__version__
    assert described["datePublished"] == str(version.date)
    assert described["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert described["citeAs"] == sco.cite(style="bibtex")
    assert 50 < len(described["description"]) < 5000, "what search engines ask for"


def test_no_address_is_invented(described: Any) -> None:
    """Where the site will stand is not known, so files are named from the page on."""
    without_context = {name: value for name, value in described.items() if name != "@context"}
    assert not {"url", "sameAs", "identifier"} & {*described}
    assert set(re.findall(r'https?://[^"\s]+', json.dumps(without_context))) == {
        "http://mlcommons.org/croissant/1.0",
        "https://creativecommons.org/licenses/by/4.0/",
    }


def test_nothing_in_the_text_ends_the_element() -> None:
    description = {"description": "</script><script>alert(1)</script>"}
    [text] = Scripts(json_ld.script(description)).texts
    assert json.loads(text) == description


@pytest.mark.filterwarnings("ignore")  # Those of its libraries are not ours.
def test_the_reader_of_croissant_finds_no_fault_and_reads_every_table(
    site: Path, described: Any
) -> None:
    """`nox -s docs` has mlcroissant, which is too much for other sessions."""
    mlcroissant = pytest.importorskip("mlcroissant")
    file = site / "croissant.json"
    file.write_text(json.dumps(described), "utf-8")
    dataset = mlcroissant.Dataset(str(file))
    assert not dataset.metadata.ctx.issues.errors
    assert not dataset.metadata.ctx.issues.warnings
    for table in described["recordSet"]:
        name = table["name"]
        with (site / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
            ids = [row["id"] for row in csv.DictReader(rows)]
        assert [row[f"{name}/id"].decode() for row in dataset.records(name)] == ids


@pytest.mark.skipif(not (BUILT / "index.html").exists(), reason="the site is not built here")
def test_the_built_page_has_it_and_all_files_it_names() -> None:
    described = read_page(BUILT / "index.html")
    assert described["version"] == sco.__version__
    for file in described["distribution"]:
        content = (BUILT / file["contentUrl"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file["sha256"]

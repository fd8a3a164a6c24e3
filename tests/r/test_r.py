"""The snippets of R in the documents, run by a real R on a fresh export; for `nox -s r`.

Needs Debian's r-base-core and r-cran-rsqlite.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import sco_data as sco

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("[!_]*.md"))]
SNIPPET = re.compile(r"^```\{?r\}?\n(.*?)^```$", re.M | re.S)
SHOWN = ("members", "on_day", "by_area", "trade", "signed")
"""The frames that the snippets make."""


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, str]]]:
    """What the snippets made, as R writes it; nothing is an empty cell."""
    folder = tmp_path_factory.mktemp("r")
    sco.export(folder / "data", "sqlite")
    sco.export(folder / "csv", "csv")
    pages = [page for page in PAGES if "_build" not in page.parts]
    snippets = [text for page in pages for text in SNIPPET.findall(page.read_text("utf-8"))]
    assert len(snippets) >= 3
    writing = [
        f'write.csv({name}, "{name}.out", row.names = FALSE, na = "", fileEncoding = "UTF-8")'
        for name in SHOWN
    ]
    # A warning would be a wrong recipe as well.
    script = "\n".join(["options(warn = 2)", *snippets, *writing])
    (folder / "all.R").write_text(script, "utf-8")
    program = shutil.which("Rscript")
    assert program, "apt-get install r-base-core r-cran-rsqlite"
    run = subprocess.run(
        [program, "--vanilla", "all.R"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    made = {}
    for name in SHOWN:
        with (folder / f"{name}.out").open(encoding="utf-8", newline="") as file:
            made[name] = list(csv.DictReader(file))
    return made


def test_periods_of_members(frames: dict[str, list[dict[str, str]]]) -> None:
    periods = [row.period for row in sco.memberships(status="member")]
    assert sorted(row["period_start"] for row in frames["members"]) == sorted(
        str(period.start.latest) for period in periods if period and period.start
    )
    assert all(row["period_end"] == "" for row in frames["members"])


def test_members_on_a_day(frames: dict[str, list[dict[str, str]]]) -> None:
    names = {row["name"] for row in frames["on_day"]}
    assert names == {state.name for state in sco.members("2017-06-10")}
    assert len(frames["on_day"]) == len(names) == 8


def test_lists_are_taken_apart(frames: dict[str, list[dict[str, str]]]) -> None:
    documents = sco.documents(chairmanship="2023-2024")
    counts = {
        area: sum(area in document.areas for document in documents)
        for area in {area for document in documents for area in document.areas}
    }
    assert {row["area"]: int(row["documents"]) for row in frames["by_area"]} == counts


def test_numbers_and_empty_cells_of_csv(frames: dict[str, list[dict[str, str]]]) -> None:
    indicators = sco.indicators().filter(lambda row: row.quantity == "sco-mutual-trade")
    assert [(row["as_of_edtf"], float(row["value"]), row["unit"]) for row in frames["trade"]] == [
        (str(row.as_of), row.value, row.unit) for row in indicators
    ]


def test_yes_or_no_of_csv(frames: dict[str, list[dict[str, str]]]) -> None:
    documents = sco.documents(chairmanship="2023-2024").filter(lambda row: row.signed)
    assert {row["id"] for row in frames["signed"]} == {document.id for document in documents}
    assert len(frames["signed"]) == len(documents) > 0

"""Every snippet of the README and of the documentation runs, and the pages keep what they promise."""

from __future__ import annotations

import ast
import doctest
import importlib
import importlib.util
import io
import json
import os
import re
import shlex
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import sco_data as sco
from sco_data import model
from sco_data._json.strict import structure

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [
    ROOT / "README.md",
    *sorted(path for path in DOCS.rglob("*.md") if "_" not in path.parts[-2][:1]),
]
FENCE = re.compile(r"^( *)(`{3,})(\{?[\w-]*\}?)[^\n]*\n(.*?)\n\1\2$", re.M | re.S)
SEEN_ELSEWHERE = ("pip install ", "python3 -m venv ", "python tools/", "nox")


def blocks(page: Path, *kinds: str) -> Iterator[str]:
    """The fenced blocks of some kinds, without their fences."""
    for pad, _, kind, text in FENCE.findall(page.read_text("utf-8")):
        if kind in kinds:
            yield re.sub(f"^{pad}", "", text, flags=re.M)


def extension(name: str) -> ModuleType:
    """A module of ``docs/_ext``."""
    spec = importlib.util.spec_from_file_location(name, DOCS / "_ext" / f"{name}.py")
    assert spec
    assert spec.loader
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def command(words: str) -> int:
    """Run ``sco-data`` in this process; the exit code."""
    importlib.import_module("click")
    from sco_data.cli import main

    with pytest.raises(SystemExit) as left:
        main(shlex.split(words)[1:])
    return int(left.value.code or 0)


def run_cell(code: str, names: dict[str, Any]) -> None:
    """Run a cell and make what a notebook would show of its last value."""
    code = re.sub(r"^!(sco-data.*)$", r"assert _command(\1) == 0", code, flags=re.M)
    code = re.sub(r"_command\((.*)\)", lambda found: f"_command({found[1]!r})", code)
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    if last:
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        shown = value._repr_html_() if hasattr(value, "_repr_html_") else repr(value)
        assert shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_snippet_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cells = list(blocks(page, "{code-cell}", "python", "pycon"))
    names: dict[str, Any] = {"sco": sco, "_command": command}
    monkeypatch.setitem(sys.modules, "site_charts", ModuleType("site_charts"))
    for cell in cells:
        if ">>>" in cell:
            parser, failed = doctest.DocTestParser(), io.StringIO()
            test = parser.get_doctest(cell + "\n", names, page.name, str(page), 0)
            runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
            runner.run(test, out=failed.write, clear_globs=False)
            names.update(test.globs)
            assert not failed.getvalue(), failed.getvalue()
        else:
            run_cell(re.sub(r"\A(:\w+:.*\n)+\n?", "", cell), names)
    for line in "\n".join(blocks(page, "sh")).splitlines():
        if line.startswith("sco-data "):
            assert command(line) == 0
        else:
            assert line.startswith(SEEN_ELSEWHERE), f"{line}: is this run by any test?"
            assert all((ROOT / word).exists() for word in line.split() if word.startswith("tools/"))


def test_the_rows_of_the_how_to_are_rows() -> None:
    step, document, source = map(json.loads, blocks(DOCS / "how-to-add-a-fact.md", "json"))
    document["history"] = [{"id": "example#1", **each} for each in document["history"]]
    assert structure(model.Step, [{"id": "example#2", **step}], "how-to")[0].stage == "launched"
    assert str(structure(model.Document, [document], "how-to")[0].adopted) == "2026-09-01"
    assert structure(model.Source, [source], "how-to")[0].read is model.Read.WHOLE


def test_every_public_name_has_its_place_and_an_example() -> None:
    verbs, classes = (DOCS / "api" / f"{name}.md" for name in ("verbs", "model"))
    listed = set(re.findall(r"auto(?:function|exception):: (\w+)", verbs.read_text("utf-8")))
    assert listed == set(sco.__all__) - {"__version__"}
    shown = "\n".join(blocks(verbs, "pycon"))
    for name in sco.__all__:
        own = getattr(sco, name).__doc__ or ""
        assert ">>> " in own or name in shown or name == "__version__", f"{name} has no example"
    listing = re.findall(r"autoclass:: sco_data\.model\.(\w+)", classes.read_text("utf-8"))
    aliases = [name for name in model.__all__ if not isinstance(getattr(model, name), type)]
    assert sorted(listing) == sorted(set(model.__all__) - set(aliases))
    assert len(list(blocks(classes, "pycon"))) == len(listing) + 1
    for name in aliases:
        assert f"`{name}`" in classes.read_text("utf-8")


def test_sixteen_questions_have_answers_of_two_lines() -> None:
    text = (DOCS / "questions.md").read_text("utf-8")
    for number, part in enumerate(re.split(r"^## (?=\d+\. )", text, flags=re.M)[1:], 1):
        (cell,) = re.findall(r"```\{code-cell\}\n(.*?)\n```", part, re.S)
        assert part.startswith(f"{number}. ")
        assert len(cell.splitlines()) <= 2
        assert f"```{{others}} {number}\n" in part
    asked = {row["question"] for row in extension("others").rows()}
    assert asked == set(range(1, 17)) == set(range(1, number + 1))


def test_every_paragraph_is_cited_or_left_out_for_a_reason() -> None:
    used = extension("sco_pages").cited()
    plan = json.loads((DOCS / "left-out.json").read_text("utf-8"))
    for key, text in plan.items():
        cited, reasoned = set(used[key]), set(map(int, text["left_out"]))
        everything = set(range(1, text["paragraphs"] + 1))
        assert cited | reasoned == everything, (
            f"{key}: nothing is said of {everything - cited - reasoned}"
        )
        assert not cited & reasoned, f"{key}: cited after all: {cited & reasoned}"


def test_every_conflict_stands_in_the_list_of_disagreements() -> None:
    page = (ROOT / "docs" / "merged-conflicts.md").read_text("utf-8")
    named = set(re.findall(r"`([^`]+)`", page))
    assert {row.id for row in sco.conflicts()} - named == set()
    for key in named:
        assert sco.get(key)


def test_generated_pages_say_what_the_data_says(tmp_path: Path) -> None:
    pages = extension("sco_pages")
    pages.OUT = tmp_path
    pages.write()
    found = {path.stem: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert set(found) == {"dictionary", "coverage", "conflicts", "engines", "quality"}
    assert f"The register has {len(sco.conflicts())} conflicts." in found["conflicts"]
    assert found["conflicts"].count("(kept)") == sum(
        row.kept is not None for row in sco.conflicts()
    )
    assert "| `formal_name` | text | source | 27 of 27 |" in found["dictionary"]
    assert "| `chs-24` | 25 | 24 |" in found["quality"]  # one item is named by nobody
    assert "not covered yet" not in found["coverage"]
    assert "| `ibis-framework` | 10.0.0 |" in found["engines"]
    assert found["engines"].count("\n") == 2 + 9  # a head, and nine libraries
    for text in found.values():  # a broken cell would give a row another width
        for table in re.findall(r"(?:^\|.*\|\n)+", text, re.M):
            widths = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
            assert len(widths) == 1, table


@pytest.mark.parametrize(
    ("place", "paragraphs"),
    [
        ("¶12", {12}),
        ("¶3-5", {3, 4, 5}),
        ("¶3–5, ¶7", {3, 4, 5, 7}),
        ("item 5", set()),
        (None, set()),
    ],
)
def test_places_name_paragraphs(place: str | None, paragraphs: set[int]) -> None:
    assert extension("sco_pages").paragraphs(place) == paragraphs


def test_examples_of_the_browser_page_run() -> None:
    page = (DOCS / "try.md").read_text("utf-8")
    examples = json.loads(
        re.findall(r'<script type="application/json">(.*?)</script>', page, re.S)[0]
    )
    worker = (DOCS / "_static" / "try-worker.js").read_text("utf-8")
    names: dict[str, Any] = {}
    exec(re.findall(r"const SETUP = `\n(.*?)`;", worker, re.S)[0], names)
    for title, code in examples.items():
        html, text, printed, error = names["_run"](code, {"sco": sco})
        assert not error, f"{title}: {error}"
        assert html or text or printed, title
    html, text, printed, error = names["_run"]("a = 1\nsco.status('Narnia')", {"sco": sco})
    assert (html, text, printed) == ("", "", "")
    assert error.startswith("line 2: ")
    assert "Narnia" in error


def test_the_site_names_no_other_host_to_load_from() -> None:
    for path in (DOCS / "_static").iterdir():
        # The names of XML look like addresses, and nothing is loaded from them.
        text = re.sub(r'xmlns(?::\w+)?="[^"]*"', "", path.read_text("utf-8"))
        assert not re.search(r"(?:https?:)?//\w+\.\w", text), path.name
    conf = (DOCS / "conf.py").read_text("utf-8")
    assert "http" not in conf


def test_pages_link_to_pages_that_are_there() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!http)([\w./-]+\.md)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
    toc = (DOCS / "index.md").read_text("utf-8")
    listed = set(re.findall(r"^(?:api/|tutorials/)?[\w-]+$", toc, re.M)) | {"index", "audit"}
    here = {
        path.relative_to(DOCS).with_suffix("").as_posix()
        for path in PAGES
        if path.name != "README.md"
    }
    assert here <= listed, here - listed


def test_no_page_holds_a_path_of_a_machine() -> None:
    for page in PAGES:
        assert os.fspath(Path.home()) + "/" not in page.read_text("utf-8")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_of_the_first_page_has_a_block_for_each_promise(theme: str) -> None:
    picture = (DOCS / "_static" / f"outcomes-{theme}.svg").read_text("utf-8")
    blocks_drawn = re.findall(r'aria-label="one: 1; priority: [^"]*outcome: ([a-z ]+)', picture)
    assert Counter(blocks_drawn) == Counter(row.outcome.value for row in sco.outcomes())

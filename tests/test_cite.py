"""Citations: exactly the sources that were used, read back by tools that are not ours."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import attrs
import pytest

import sco_data as sco
from sco_data import NotFoundError
from sco_data._verbs import cite as _cite
from sco_data.model import Evidence, PanelRow, Promise, Records, Source, SourceKind

ROOT = Path(__file__).resolve().parent.parent


def source(**fields: Any) -> Source:
    base = {"id": "a", "publisher": "P", "language": "en", "kind": "agency", "read": "whole"}
    return Source(**{**base, **fields})


def ids(*records: Any, **options: Any) -> list[str]:
    return [item["id"] for item in json.loads(sco.cite(*records, style="csl-json", **options))]


def test_without_records_only_the_library() -> None:
    text = sco.cite()
    assert sco.data_version().version in text
    assert f"data release {sco.data_version().release}" in text
    assert text.count("\n") == 0


def test_the_library_says_where_it_is_found() -> None:
    [item] = json.loads(sco.cite(style="csl-json"))
    assert item["medium"] == "Python package sco-data"
    assert ". Python package sco-data. " in sco.cite()
    assert "  howpublished = {Python package sco-data},\n" in sco.cite(style="bibtex")
    # It has no address yet.
    assert "URL" not in item


def test_every_source_that_has_a_title_is_cited_with_it() -> None:
    titles = {row.id: row.title for row in sco.sources()}
    items = json.loads(sco.cite(sco.sources(), style="csl-json"))[1:]
    assert {item["id"]: item.get("title") for item in items} == titles
    # Without one, the page is called by its publisher.
    assert all(item.get("title") or item.get("author") for item in items)
    lines = sco.cite(sco.sources()).split("\n")[1:]
    assert len(lines) == len(items)
    for line, title in zip(lines, titles.values(), strict=True):
        assert title is None or title.rstrip(".") in line


def test_exactly_the_sources_that_the_records_rest_on() -> None:
    document = sco.document("astana-declaration-2024")
    parts = [document, *document.names, *document.history, *document.relations]
    rows: list[Evidence] = [row for part in parts for row in part.evidence]
    used = {row.source for row in rows if row.source and row.says == "supports"}
    library = f"sco-data-{sco.data_version().release}"
    assert not any(row.derived_from for row in rows)
    assert ids(document) == ids(document.id) == [library, *sorted(used)]
    assert ids(document.history[0]) == [
        library,
        *sorted(row.source for row in document.history[0].evidence if row.source),
    ]


def test_records_rows_and_ids_together_each_source_once() -> None:
    states = Records([sco.state("KAZ"), sco.state("BLR")])
    assert ids(states, "KAZ") == ids(*states)
    assert set(ids(states)) == {*ids("KAZ"), *ids("BLR")}


def test_a_source_stands_for_itself() -> None:
    assert ids("akorda-speech-2024")[1:] == ["akorda-speech-2024"]


def test_an_outcome_rests_on_what_its_initiative_rests_on() -> None:
    row = sco.outcomes()[0]
    assert isinstance(row, Promise)
    assert ids(row) == ids(row.initiative)
    assert len(ids(row)) > 1


def test_an_older_release_is_named() -> None:
    oldest = sco.releases()[0].id
    assert ids("KAZ", release=oldest)[0] == f"sco-data-{oldest}"
    with pytest.raises(ValueError, match=f"'{oldest}'"):
        sco.cite("KAZ", release="01.1")


def test_faults_of_arguments() -> None:
    with pytest.raises(ValueError, match="'text', 'bibtex', 'csl-json'"):
        sco.cite("KAZ", style="apa")
    with pytest.raises(NotFoundError):
        sco.cite("no such record")
    with pytest.raises(TypeError, match="not int"):
        sco.cite(7)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("date", "issued"),
    [
        ("2024-07-04", {"date-parts": [[2024, 7, 4]]}),
        ("2024-07", {"date-parts": [[2024, 7]]}),
        ("2024", {"date-parts": [[2024]]}),
        ("[2024-07-03..2024-07-05]", {"literal": "2024-07-03 to 2024-07-05"}),
        ("[..2024-07-05]", {"literal": "by 2024-07-05"}),
    ],
)
def test_a_date_as_precise_as_it_is_known(date: str, issued: dict[str, Any]) -> None:
    assert _cite._item(source(date=date))["issued"] == issued


def test_what_is_not_known_is_left_out() -> None:
    assert _cite._item(source()) == {
        "id": "a",
        "type": "article-newspaper",
        "author": [{"literal": "P"}],
        "language": "en",
    }
    assert _cite._item(source(title="T", kind="dataset"))["publisher"] == "P"
    # A data set has a publisher; of all else CSL says in what it appeared.
    for kind in set(SourceKind) - {SourceKind.DATASET}:
        item = _cite._item(source(title="T", kind=kind))
        assert (item["container-title"], item.get("publisher")) == ("P", None)
    assert _cite._as_text(_cite._item(source())) == "P"
    assert _cite._as_bibtex(_cite._item(source())) == "@misc{a,\n  author = {{P}},\n}\n"


def test_a_line_for_people() -> None:
    item = _cite._item(
        source(
            title="What was said.",
            author="A. Author",
            date="2024-07",
            url="https://example.org/1",
            archived_url="https://example.org/2",
        )
    )
    assert _cite._as_text(item) == (
        "A. Author. What was said. P. 2024-07. archived at https://example.org/2. "
        "https://example.org/1"
    )


def test_bibtex_for_people() -> None:
    item = _cite._item(source(title="A & B", date="2024-07", url="https://example.org/a_b"))
    assert _cite._as_bibtex(item).splitlines() == [
        "@misc{a,",
        r"  title = {{A \& B}},",
        "  howpublished = {P},",
        "  date = {2024-07},",
        "  url = {https://example.org/a_b},",
        "  year = {2024},",
        "}",
    ]
    item = _cite._item(source(date="[..2024-07-05]", archived_url="https://example.org"))
    assert "  note = {dated by 2024-07-05; archived at https://example.org}," in (
        _cite._as_bibtex(item).splitlines()
    )


def test_the_citation_file_is_in_step_with_the_release() -> None:
    lines = (ROOT / "CITATION.cff").read_text("utf-8").splitlines()
    newest = sco.data_version()
    assert f"version: {newest.version}" in lines
    assert f"date-released: {newest.date}" in lines
    assert f'title: "{_cite.TITLE}"' in lines
    assert f"  - name: {_cite.AUTHOR}" in lines


def all_sources() -> list[Source]:
    odd = source(
        title=r"50 % of {A} & B_c #1 ~ $2 ^ \d",
        date="[..2024-07-05]",
        archived_url="https://example.org/a_b",
        url="https://example.org/?q=a%20b&c_d#e",
    )
    return [*sco.sources(), odd]


@pytest.mark.once
def test_bibtex_is_read_by_an_independent_parser() -> None:
    database = importlib.import_module("pybtex.database")
    plain = importlib.import_module("pybtex.backends.plaintext").Backend()
    from pybtex.richtext import Text

    def read(latex: str) -> str:
        return str(Text.from_latex(latex).render(plain))

    found = database.parse_string(
        "\n".join(_cite._as_bibtex(_cite._item(row)) for row in all_sources()), "bibtex"
    )
    assert list(found.entries) == [row.id for row in all_sources()]
    for row in all_sources():
        fields = found.entries[row.id].fields
        assert fields.get("url") == row.url
        shown = read(fields["title"]) if row.title else None
        if row.id != "a":
            assert shown == (row.title and " ".join(row.title.split()))
        people = [str(person) for person in found.entries[row.id].persons.get("author", [])]
        named = [*people, fields.get("howpublished", "")]
        assert row.publisher in [read(name) for name in named]
    assert found.entries["a"].fields["note"].startswith("dated by 2024-07-05; archived")
    whole = database.parse_string(sco.cite(*sco.members(), style="bibtex"), "bibtex")
    assert list(whole.entries) == ids(*sco.members())


@pytest.mark.once
def test_csl_json_is_rendered_by_an_independent_processor() -> None:
    citeproc = importlib.import_module("citeproc")
    from citeproc.source.json import CiteProcJSON

    cited = sco.sources()[::20]
    items = json.loads(sco.cite(cited, style="csl-json"))
    style = citeproc.CitationStylesStyle("apa", validate=False)
    library = citeproc.CitationStylesBibliography(
        style, CiteProcJSON(items), citeproc.formatter.plain
    )
    for item in items:
        library.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    lines = [str(line) for line in library.bibliography()]
    assert len(lines) == len(items)
    assert any(_cite.TITLE in line and sco.data_version().version in line for line in lines)
    for row in cited:
        if row.title and row.date and row.date.exact:
            assert any(row.title.split()[0] in line and str(row.date)[:4] in line for line in lines)


@pytest.mark.parametrize(
    "rows",
    [
        sco.panel(2018, 2018).filter(lambda row: row.state == "IND"),
        sco.dyads(2018, 2018).filter(lambda row: {row.state_a, row.state_b} == {"IND", "IRN"}),
    ],
    ids=["panel", "dyads"],
)
def test_rows_of_a_panel_rest_on_the_memberships_of_their_states(rows: Records[Any]) -> None:
    cited = {item["id"] for item in json.loads(sco.cite(rows, style="csl-json"))}
    [row] = rows
    states = {"IND"} if isinstance(row, PanelRow) else {"IND", "IRN"}
    assert cited == {key for state in states for key in ids(sco.memberships(state=state))}
    assert "factbook-in" not in cited  # It says what India is called.


def test_evidence_that_names_a_source_of_nobody() -> None:
    state = attrs.evolve(sco.state("KAZ"), evidence=[Evidence(source="of-nobody")])
    with pytest.raises(NotFoundError, match="no source 'of-nobody'"):
        sco.cite(state)


def test_signs_that_tex_would_take_for_commands_are_printed() -> None:
    item = _cite._item(source(title=r"50 % of {A} & B_c #1 ~ $2 ^ \d"))
    assert _cite._as_bibtex(item).splitlines()[1] == (
        r"  title = {{50 \% of \{A\} \& B\_c \#1 \textasciitilde{} \$2 \textasciicircum{} "
        r"\textbackslash{}d}},"
    )

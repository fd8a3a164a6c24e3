"""Tables and cards where styles are taken away: pages of code hosts, editors, mail."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from typing import Any

import pytest

import sco_data as sco
from sco_data._records.load import COLLECTIONS, load, record_class

KEPT_TAGS = {
    *("div", "h4", "small", "code", "table", "thead", "tbody", "tr", "th", "td"),
    *("a", "br", "details", "summary", "wbr"),
}
"""What code hosts let through of what we write: no `style`, and no `bdi`, whose text stays."""

KEPT_ATTRIBUTES = {
    *("align", "valign", "nowrap", "cellpadding", "rowspan", "href", "title", "lang", "rel"),
}


class Stripped(HTMLParser):
    """What such a place makes of a fragment: its HTML, and the rows of its tables as text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = ""
        self.text = ""
        self.rows: list[list[str]] = []
        self.hidden = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = tag == "style"
        if tag not in KEPT_TAGS:
            return
        kept = "".join(f' {name}="{value}"' for name, value in attrs if name in KEPT_ATTRIBUTES)
        self.html += f"<{tag}{kept}>"
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        if tag in ("td", "th", "tr", "br", "summary", "h4", "table"):
            self.put("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False
        if tag in KEPT_TAGS:
            self.html += f"</{tag}>"
        if tag in ("td", "th", "tr", "summary", "h4", "table"):
            self.put("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.html += escape(data)
            self.put(data)

    def put(self, text: str) -> None:
        self.text += text
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += text


def shown(collection: str) -> list[str]:
    """A table and the cards of a collection."""
    records: Any = load(record_class(collection))
    return [records._repr_html_(), *(record._repr_html_() for record in records[:25])]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_cells_stay_apart_and_aligned(collection: str) -> None:
    for html in shown(collection):
        page = Stripped(html)
        assert " style=" not in page.html
        assert " class=" not in page.html
        assert "{" not in page.text.replace("{}", ""), "no rule of a style sheet is left as text"
        cells = re.findall(r"<t[hd]\b[^>]*>", page.html)
        assert cells
        assert all('align="left" valign="top"' in cell for cell in cells)
        assert all("cellpadding=" in table for table in re.findall("<table[^>]*>", page.html))
        assert Stripped(page.html).text == page.text, "taking away again takes nothing"


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_a_card_still_reads_label_value_sources(collection: str) -> None:
    record = load(record_class(collection))[0]
    page = Stripped(record._repr_html_())
    labels = [row[0].strip() for row in page.rows]
    assert record.id in page.text
    assert all(labels)
    assert all(re.fullmatch(r"[\w() -]+", label) for label in labels)
    assert all(len(row) in (2, 3) for row in page.rows), "the sources may be those of a row above"
    # Two things beside one another are told apart by more than a style.
    assert not re.search(r"</(?:a|code|small)><(?:a|code|small)\b", page.html)


def test_names_that_code_hosts_strip_of_their_direction_stay_apart() -> None:
    page = Stripped(sco.state("IRN")._repr_html_())
    assert "bdi" not in page.html
    names = next(row[1] for row in page.rows if row[0].strip() == "names")
    assert {"Иран", "伊朗"} <= {*re.split(r"[^\w]+", names)}


def test_a_table_still_has_its_headings_and_one_line_a_record() -> None:
    states = sco.members()
    page = Stripped(states._repr_html_())
    headings, *rows = page.rows
    assert headings[0].strip() == "id"
    assert [row[0].strip() for row in rows] == [state.id for state in states]
    assert {len(row) for row in rows} == {len(headings)}

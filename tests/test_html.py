"""What people see of records: pages that are safe and whole, text that fits a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import sco_data as sco
from sco_data import model
from sco_data._records.load import COLLECTIONS, everything, load, record_class
from sco_data._show import html as _html
from sco_data._show import text as _text
from sco_data.model import (
    Conflict,
    Evidence,
    Membership,
    Name,
    PanelRow,
    Record,
    Records,
    Source,
    State,
    Step,
)

TAGS = {
    "div",
    "style",
    "h4",
    "small",
    "code",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "bdi",
    "a",
    "br",
    "details",
    "summary",
    "wbr",
}
ATTRIBUTES = {
    *("class", "lang", "href", "title", "target", "rel", "rowspan"),
    *(
        "align",
        "valign",
        "nowrap",
        "cellpadding",
        "style",
    ),  # what is left where the style sheet is not
}
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\x1b]0;x\x07\x9b31m\u202e"


class Page(HTMLParser):
    """What a browser would make of a fragment; fails where tags do not close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str | None]] = []
        self.links: list[dict[str, str | None]] = []
        self.languages: dict[str, str | None] = {}
        self.text = ""
        self._language: str | None = None
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, *pair) for pair in attrs]
        self._language = dict(attrs).get("lang") if tag == "bdi" else None
        if tag == "a":
            self.links.append(dict(attrs))
        if tag not in ("br", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data
        if self._language:
            self.languages[data] = self._language


def check(html: str) -> Page:
    page = Page(html)
    assert set(page.tags) <= TAGS
    for _, name, value in page.attributes:
        assert name in ATTRIBUTES
        assert name != "href" or re.match("https?://", value or "")
    assert all(link["rel"] == "noopener noreferrer" for link in page.links)
    style = html[html.index("<style>") : html.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page.text)
    return page


@pytest.mark.once
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_record_shows(collection: str) -> None:
    records: Records[Any] = load(record_class(collection))
    for record in records:
        assert record.id in check(record._repr_html_()).text
        assert record.id in str(record)
    assert f"{len(records)} record" in check(records._repr_html_()).text


def test_other_records_show() -> None:
    tables: list[Records[Any]] = [
        sco.facts("2023-2024"),
        sco.outcomes(),
        sco.panel(2016, 2018),
        sco.releases(),
        sco.memberships().steps()[:30],
        sco.memberships().evidence()[:30],
        sco.search("2024"),
        sco.conflicts("chs-24"),
    ]
    for records in tables:
        check(records._repr_html_())
        check(records[0]._repr_html_())
        assert str(records)
    assert "Fact 2023-2024.theme" in str(tables[0].filter(lambda row: row.field == "theme")[0])


def test_names_stand_in_their_script() -> None:
    page = check(sco.state("KAZ")._repr_html_())
    assert page.languages["Казахстан"] == "ru"
    assert page.languages["哈萨克斯坦"] == "zh"
    assert page.languages["Kazakhstan"] == "en"


def test_sources_are_one_click_away() -> None:
    kremlin = "http://en.kremlin.ru/events/president/news/74464"
    for html in (sco.get("chs-24")._repr_html_(), sco.events(kind="summit")._repr_html_()):
        page = check(html)
        assert any((link["href"] or "").startswith(kremlin) for link in page.links)


def test_what_is_derived_shows_the_sources_behind_it() -> None:
    record = sco.memberships(state="Belarus", status="observer")[0]
    behind = {row.source for row in record.history[0].evidence}
    page = check(record._repr_html_())
    urls = {sco.source(key).url for key in behind if key}
    assert urls & {link["href"] for link in page.links}


def test_what_is_only_derived_links_to_the_sources_of_its_origin() -> None:
    state = State(**BARE, evidence=[{"derived_from": ["chs-24"]}])
    page = check(state._repr_html_())
    kremlin = "http://en.kremlin.ru/events/president/news/74464"
    assert any((link["href"] or "").startswith(kremlin) for link in page.links)
    assert "by derivation" in page.text


def test_a_source_that_is_not_there_is_named_by_its_id() -> None:
    state = State(**BARE, evidence=[{"source": "no-such", "at": "¶1"}])
    page = check(state._repr_html_())
    assert "no-such ¶1" in page.text
    assert not page.links


def test_disputes_stand_on_the_record() -> None:
    page = check(sco.chairmanship("2023-2024")._repr_html_())
    assert "disputed" in page.text
    assert "2023-07-05" in page.text


def test_long_things_are_folded_and_nothing_is_lost() -> None:
    states: Records[Any] = load(record_class("states"))
    page = check(states._repr_html_())
    assert page.tags["details"] > 0
    assert all(state.formal_name in page.text for state in states)
    assert f"{len(states) - 20} more" in page.text
    many = Records([State(**{**BARE, "id": f"S{number}"}) for number in range(1100)])
    page = check(many._repr_html_())
    assert "S999" in page.text
    assert "S1000" not in page.text
    assert "the last 100 are not shown" in page.text


def test_what_is_folded_says_how_much_it_is() -> None:
    names = [Name(text=text, language="en", role="made") for text in "abcdefg"]
    evidence = [{"source": "noor-2024", "at": f"¶{number}"} for number in range(5)]
    record = State(**BARE, names=names, evidence=evidence)
    assert "3 more" in Page(record._repr_html_()).text
    # In a table no source stands open.
    assert "5 sources" in Page(Records([record])._repr_html_()).text


@pytest.mark.parametrize("length", [19, 20, 21, 40])
def test_a_text_of_twenty_signs_may_take_two_lines(length: int) -> None:
    record = State(**{**BARE, "capital": "x" * length})
    cell = Records([record])._repr_html_().partition(f">{'x' * length}<")[0].rpartition("<td ")[2]
    assert ("nowrap" in cell) is (length < 20)


def test_every_cell_is_aligned_without_the_style_sheet() -> None:
    tables: list[Any] = [sco.members(), sco.state("KAZ"), sco.outcomes(), sco.panel(2024, 2024)]
    for shown in tables:
        html = shown._repr_html_()
        cells = re.findall("<t[dh][ >][^>]*>?", html)
        assert cells
        for cell in cells:
            assert 'align="left"' in cell
            assert "text-align:left;vertical-align:top" in cell
        assert html.count("<table") == html.count("table-layout:auto")
    assert re.search('white-space:nowrap">KAZ<', sco.members()._repr_html_())


def test_a_period_is_not_broken_inside_a_date() -> None:
    html = sco.events(chairmanship="2023-2024")._repr_html_()
    assert 'white-space:nowrap">2024-07-03 to 2024-07-04<' in html


def test_a_long_word_may_be_broken() -> None:
    address = "https://a.example/a-long-way/to_the_page"
    source = Source(
        id="x", publisher="p", title=address, url=address, language="en", kind="blog", read="whole"
    )
    html = Records([source])._repr_html_()
    assert "https:/<wbr>/<wbr>a.<wbr>example/<wbr>a-long-way/<wbr>to_<wbr>the_<wbr>page<" in html
    assert f'href="{address}"' in source._repr_html_()
    assert "<wbr>" not in sco.members()._repr_html_()


def test_sources_of_a_fact_stand_once() -> None:
    facts = sco.facts("2023-2024")
    page = check(facts._repr_html_())
    assert page.text.count("sources") - page.text.count(" sources") == 1, "one heading"
    assert "kremlin-74464" not in page.text
    card = check(facts[0]._repr_html_())
    urls = [link["href"] for link in card.links]
    assert len(urls) == len(facts[0].evidence) > 1


def test_what_has_no_sources_has_no_column_of_them() -> None:
    for rows in (sco.panel(2024, 2024), sco.dyads(2024, 2024)):
        assert "sources" not in check(rows._repr_html_()).text


def test_what_is_to_be_known_of_evidence_stands_beside_it() -> None:
    evidence = [
        {"source": "noor-2024", "at": "¶1", "note": "by word of mouth"},
        {"source": "noor-2024", "note": "of the same day"},
    ]
    page = check(State(**BARE, evidence=evidence)._repr_html_())
    assert "¶1: by word of mouth" in page.text
    assert " of the same day" in page.text


def test_rows_of_a_card_share_their_sources() -> None:
    evidence = [{"source": "noor-2024", "fields": ["name", "formal_name"]}]
    page = check(State(**BARE, evidence=evidence)._repr_html_())
    assert len(page.links) == 1
    assert ("td", "rowspan", "2") in page.attributes


def test_nothing_is_shown_as_nothing() -> None:
    nothing: Records[Any] = Records()
    assert check(nothing._repr_html_()).text == "0 records"
    assert str(nothing) == "0 records"
    assert check(Records([sco.state("KAZ")])._repr_html_()).text.endswith("1 record")


def test_silence_is_told_from_absence() -> None:
    silent = Evidence(source="noor-2024", fields=("capital",), says="silent")
    state = State(**{**BARE, "evidence": [silent]})
    assert "looked for, not found" in str(state)
    page = check(state._repr_html_())
    assert "looked for, not found" in page.text
    assert "is silent" in page.text
    assert "capital" not in str(State(**BARE))


BARE: dict[str, Any] = {
    "id": "XXX",
    "iso2": "XX",
    "iso3": "XXX",
    "m49": 1,
    "cow": 1,
    "wikidata": "Q1",
    "name": "Name",
    "formal_name": "Formal",
}


def hostile(text: str) -> list[Record]:
    evidence = [{"source": text, "at": text, "note": text}, {"derived_from": [text]}]
    step = Step(id=text, stage="noted", on="2020", by=text, note=text, evidence=evidence)
    return [
        State(
            **{**BARE, "id": text, "name": text, "capital": text},
            names=[Name(text=text, language=text, role="made")],
            evidence=evidence,
        ),
        Membership(id=text, state=text, status="member", history=[step], evidence=evidence),
        Source(
            id=text, title=text, publisher=text, url=text, language=text, kind="blog", read="whole"
        ),
        step,
    ]


@given(st.text() | st.just(HOSTILE))
def test_no_text_steers_a_page_or_a_terminal(text: str) -> None:
    assume(text not in everything())  # an id that is there brings links of its own
    for record in hostile(text):
        pages = [check(record._repr_html_()), check(Records([record, record])._repr_html_())]
        assert all(not page.links for page in pages if not re.match("https?://", text))
        for shown in (str(record), str(Records([record])), repr(record)):
            assert not _text.UNSAFE.search(shown.replace("\n", ""))
    check(Records(hostile(text))._repr_html_())


def test_what_others_wrote_is_text_wherever_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    dispute = Conflict(
        id="c", subject=HOSTILE, field=HOSTILE, readings=[{"value": HOSTILE}],
        kind="date", cause="error", reason=HOSTILE,
    )  # fmt: skip
    monkeypatch.setattr(_html, "conflicts", lambda _: [dispute])
    for record in [*hostile(HOSTILE), dispute]:
        for shown in (record, Records([record, record])):
            page = check(shown._repr_html_())
            assert "<script>alert(1)</script>" in page.text
            assert not page.links


def test_an_address_that_runs_code_is_no_link() -> None:
    unsafe = ("javascript:alert(1)", "data:text/html,x", " https://a.example", "//a.example")
    for address in (*unsafe, "http:a.example", "https:a.example", "httpx://a.example"):
        assert not check(hostile(address)[2]._repr_html_()).links
    assert check(hostile('https://a.example/?"><b>')[2]._repr_html_()).links[0]["href"] == (
        'https://a.example/?"><b>'
    )


def test_the_style_is_the_file_on_one_line() -> None:
    html = sco.state("KAZ")._repr_html_()
    style = html[html.index("<style>") + 7 : html.index("</style>")]
    file = Path(sco.__file__).parent / "_show" / "style.css"
    assert "\n" not in style
    assert "".join(style.split()) == "".join(file.read_text("utf-8").split())
    assert style.count("{") == style.count("}") > 12


def test_colours_follow_the_place_and_the_scheme() -> None:
    html = sco.state("KAZ")._repr_html_()
    assert "color-scheme: light dark" in html
    assert "--jp-layout-color0" in html


def columns(line: str) -> int:
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in line)
    return len(line) + wide - sum(unicodedata.combining(char) > 0 for char in line)


@pytest.mark.parametrize("width", [24, 40, 80, 200])
def test_text_fits_the_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for collection in COLLECTIONS:
        records: Records[Any] = load(record_class(collection))
        shown = [str(records), *map(str, records[:5])]
        for text in shown:
            lines = text.splitlines()[1:]  # The first line of a card is its id, whole.
            assert all(columns(line) <= width for line in lines), (collection, text)


def test_text_of_many_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    lines = str(sco.members(as_of="2024-07-04")).splitlines()
    assert lines[0].split() == ["id", "name", "formal", "name", "capital"]
    assert any(line.startswith("KAZ  Kazakhstan") for line in lines)
    assert lines[-1] == "10 records"
    assert "... and 7 more" in str(load(record_class("states")))


def test_what_a_table_shows_of_a_record_stands_on_its_class() -> None:
    assert Membership.SHOWN == ("state", "status", "period")
    head, _, row, count = str(sco.memberships(state="Iran", status="member")).splitlines()
    assert head.split() == list(Membership.SHOWN)
    assert row.split()[:2] == ["IRN", "member"]
    assert count == "1 record"
    for name in model.__all__:
        cls = getattr(model, name)
        for field in getattr(cls, "SHOWN", ()):
            assert hasattr(cls, field), f"{name} has no {field}"


def test_a_class_that_says_nothing_of_tables_shows_all_its_fields() -> None:
    rows = sco.panel(2018, 2018)
    assert PanelRow.SHOWN == ()
    head = rows._repr_html_().partition("</thead>")[0]
    for field in attrs.fields(PanelRow):
        shown = any(getattr(row, field.name) is not None for row in rows)
        assert (f">{field.name.replace('_', ' ')}</th>" in head) is shown


def test_steps_and_aims_have_a_line_each_and_names_one() -> None:
    priority = sco.priorities(grouping="areas 2023")[0]
    labels = [line.split("  ")[1] for line in str(priority).splitlines()[1:] if line[2] != " "]
    assert labels.count("aims") == len(priority.aims) > 1
    belarus = sco.get("BLR/member")
    assert isinstance(belarus, Membership)
    shown = [line.strip().split("  ")[0] for line in str(belarus).splitlines()]
    days = [_text.cell(step.on) for step in belarus.history]
    assert "30 Jun – 13 Jul 2023" in days
    assert [label for label in shown if label in days] == days
    assert [line[:7] for line in str(sco.state("KAZ")).splitlines()].count("  names") == 1


def test_a_notebook_without_html_and_a_prompt() -> None:
    class Printer:
        """The part of IPython's printer that is used."""

        def __init__(self, indentation: int) -> None:
            self.indentation, self.said = indentation, ""

        def text(self, text: str) -> None:
            self.said += text

    for thing in (sco.state("KAZ"), sco.members()):
        top, inside = Printer(0), Printer(2)
        thing._repr_pretty_(top, False)
        thing._repr_pretty_(inside, False)
        assert (top.said, inside.said) == (str(thing), repr(thing))
    assert repr(sco.state("KAZ")) == "State('KAZ')"


def test_values_as_people_read_them() -> None:
    shown = {1234567: "1,234,567", 2024: "2024", 3.0: "3", 0.5: "0.5", True: "yes", None: ""}
    assert {value: _text.cell(value) for value in shown} == shown
    assert _text.cell((1, None, "a\tb\x1b")) == "1, , a b\\u001b"


def test_of_several_ids_in_a_cell_of_a_terminal_the_first_stands_with_their_number() -> None:
    assert _text._cell_of_terminal(("chs-24",)) == "chs-24"
    assert _text._cell_of_terminal(("chs-24", "chg-22")) == "chs-24 +1"
    assert _text._cell_of_terminal(("chs-24", "chg-22", "chs-23", "chg-21")) == "chs-24 +3"


def test_a_text_that_fills_a_line_to_its_end_stays_on_it() -> None:
    # Two signs each before the label and behind it, which has one: 35 of 40 are left.
    text = f"{'x' * 17} {'y' * 17}"
    assert list(_text.pairs([("a", text)], 40)) == [f"  a  {text}"]
    assert len(list(_text.pairs([("a", f"{text}y")], 40))) == 2


def test_a_dispute_on_a_step_names_the_record_only_elsewhere() -> None:
    [dispute] = [
        conflict
        for conflict in sco.conflicts()
        if (conflict.subject, conflict.field) == ("bishkek-declaration-2007#1", "on")
    ]
    own, other = sco.document("bishkek-declaration-2007"), sco.state("KAZ")
    assert _text.disputed_field(dispute, own) == "on"
    assert _text.disputed_field(dispute, other) == "bishkek-declaration-2007#1 on"


def test_an_id_that_would_steer_a_terminal_is_written_out() -> None:
    step, other = (
        Step(id=f"{start}\x1b[31m\u202e", stage="noted", on="2020") for start in ("a", "b")
    )
    source = Source(
        id="s\x07", title="t\x9b", publisher="p", language="en", kind="blog", read="whole"
    )
    assert str(step).splitlines()[0] == r"Step a\u001b[31m\u202e"
    assert _text.grid_of_data([step, other, source]) == (
        ["record", "id", "title"],
        [
            ["Step", r"a\u001b[31m\u202e", "noted 2020"],
            ["Step", r"b\u001b[31m\u202e", "noted 2020"],
            ["Source", r"s\u0007", r"t\u009b"],
        ],
    )

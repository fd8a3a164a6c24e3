"""What must hold whatever is handed in; the fuzzer and the tests ask the same.

A target takes any text. It returns if the library answered rightly or with a documented error; all
else, a wrong answer or an error of another kind, leaves it as an exception.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import warnings
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from typing import Any

import sco_data as sco
from sco_data._input import parse_day
from sco_data._names import fold
from sco_data._show.text import UNSAFE
from sco_data.model import Document, Evidence, Name, Records, Source, State, When

LONGEST = 2000  # characters of an error, however long what was handed in
VOID = {"br", "wbr"}
TAGS = {"bdi", "br", "code", "details", "div", "h4", "small", "style", "summary", "wbr"}
TAGS |= {"a", "p", "span", "table", "tbody", "td", "th", "thead", "tr"}
ATTRIBUTES = {"class", "colspan", "dir", "href", "lang", "open", "rel", "target", "title"}
ATTRIBUTES |= {"align", "nowrap", "cellpadding", "rowspan", "style", "valign"}
STYLE = re.compile(r"(?:[a-z-]+:[a-z0-9. ]+;?)+")  # nothing that loads
STATE = ("iso2", "iso3", "wikidata", "name", "formal_name")
EDTF = re.compile(
    r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|"
    r"\[([0-9]{4}-[0-9]{2}-[0-9]{2})?\.\.[0-9]{4}-[0-9]{2}-[0-9]{2}\]"
)


def state(text: str) -> None:
    """A state is found by what is listed, and by nothing else."""
    found = sco.state(text, None)
    names, codes = _listed()
    listed = codes.get(text.strip().casefold(), set()) | names.get(fold(text), set())
    assert (found is None) == (not listed), text
    if found is not None:
        assert sco.state(found.id) is found
        assert found.id in listed
        sco.status(text)
    elif len(text) % 16 == 0:  # looking for close spellings takes a hundred times as long
        _fails(sco.NotFoundError, sco.status, text)


def when(text: str) -> None:
    """A date in one of the forms means itself; nothing else is a date."""
    try:
        found = When.parse(text)
    except ValueError as error:
        _short(error)
        return
    assert EDTF.fullmatch(text), text
    assert When.parse(str(found)) == found
    assert found.earliest is None or found.earliest <= found.latest
    if not text.startswith("["):
        assert str(found) == text
        assert str(found.latest).startswith(text) or not found.exact


def as_of(text: str) -> None:
    """A day is ten characters, and the number of members on it is known from elsewhere."""
    try:
        found = parse_day(text)
    except ValueError as error:
        _short(error)
        return
    assert found is not None
    assert found.isoformat() == text
    steps = [("2001-06-15", 6), ("2017-06-09", 8), ("2023-07-04", 9), ("2024-07-04", 10)]
    wanted = max((count for start, count in steps if text >= start), default=0)
    assert len(sco.members(as_of=text)) == wanted, text


def from_json(text: str) -> None:
    """What is read can be written and read again; all else is a DataError."""
    try:
        found = sco.from_json(text)
    except sco.DataError as error:
        _short(error)
        return
    assert sco.from_json(found.to_json()) == found


def html(text: str) -> None:
    """No text gets out of its place in the page: not as markup, not as a link, not as a control."""
    evidence = [Evidence(source=text, at=text, note=text, derived_from=[text])]
    names = [Name(text=text, language=text, role="reported", evidence=evidence)]
    who: dict[str, Any] = {"id": text, "names": names, "evidence": evidence}
    records = [
        State(**who, **dict.fromkeys(STATE, text), m49=1, cow=1),
        Document(**who, title=text, kind="plan", topics=[text], url=text, body=text),
        Source(
            id=text, title=text, publisher=text, url=text, archived_url=text, language=text,
            kind="blog", read="whole",
        ),
    ]  # fmt: skip
    record = records[len(text) % 3]
    shown_as = Records([record]) if len(text) % 2 else record
    _page(shown_as._repr_html_())
    if len(text) % 8 < 2:  # the same as text, which takes as long
        assert not UNSAFE.search(str(shown_as).replace("\n", "")), text


def annotate(text: str) -> None:
    """A column of texts, one on each line: each row has the state that ``state`` finds.

    Digits are codes. What is said not to match does not.
    """
    import pyarrow as pa

    cells = text.encode("utf-8", "replace").decode().split("\n")
    table = pa.table({"who": cells, "when": cells[::-1]})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sco.UnmatchedWarning)
        out = sco.annotate(table, country="who", as_of="2024-07-04")
    code = re.compile(r"\s*[0-9]+\s*")
    wanted = [
        _numbered().get(int(cell.strip())) if code.fullmatch(cell) else sco.state(cell, None)
        for cell in cells
    ]
    for row in sco.unmatched(cells):
        assert row.codes or wanted[cells.index(row.spelling)] is None, row.spelling
    assert out["sco_state"].to_pylist() == [found and found.id for found in wanted]
    assert out["sco_status"].to_pylist() == [
        found and sco.status(found, as_of="2024-07-04") for found in wanted
    ]
    if len(text) % 2:
        out = sco.annotate(table, country="who", date="when", errors="null", unmatched="null")
        assert len(out) == len(cells)
    else:
        with contextlib.suppress(ValueError):
            sco.annotate(table, country="who", date="when", unmatched="raise")


@cache
def _numbered() -> dict[int, State]:
    return {state.m49: state for state in sco.states()}


def search(text: str) -> None:
    """What is found is found once; a text without a word, or with too many, is a ValueError."""
    if not fold(text):
        _fails(ValueError, sco.search, text)
        return
    try:
        found = sco.search(text)
    except ValueError as error:
        _short(error)
        return
    assert len({record.id for record in found}) == len(found), text


def cli(text: str) -> None:
    """A command answers on stdout, or says on stderr what was wrong and prints nothing else."""
    from sco_data.cli import main

    words = text.replace("\0", " ").split("\n")
    if words[0] == "annotate":  # writes what it is told to write
        return
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    code: object = None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(words)
        except SystemExit as stop:
            code = stop.code
    said, errors = (_written(stream) for stream in (out, err))
    assert code in (0, 1, 2), code
    assert "Traceback" not in errors
    if errors:
        assert code in (1, 2)
        assert not said, text
    assert not UNSAFE.search(re.sub("[\n\t]|\x1b\\[[0-9;]*m", "", said + errors)), text
    options = words[: words.index("--")] if "--" in words else words  # what follows is no option
    if said and "--json" in options and not {"--help", "-h", "--version"} & set(options):
        json.loads(said)


TARGETS: dict[str, Callable[[str], None]] = {
    target.__name__: target
    for target in (state, when, as_of, from_json, html, annotate, search, cli)
}


def seeds(name: str) -> list[str]:
    """Where the fuzzer begins: input that is right, or nearly."""
    rows = sco.memberships(state="Belarus")[:1]
    payload = [rows.to_json(), sco.chairmanships()[-1:].to_json(), rows.steps()[:1].to_json()]
    days = ["2024-07-04", "2017-06-09", "2010-05", "2023", "[2022-09-14..2022-09-16]"]
    days += ["[..2023-11-11]", "2024-W27-4", "20240704", "0001-01-01", "9999-12-31"]
    names = ["KAZ", "by", "Белоруссия", "俄罗斯", "Côte d'Ivoire", "Kirghizia", "ИРАН", "Türkiye"]
    commands = ["status\nKAZ\n--as-of\n2024-07-03", "search\ndrug\n--json", "show\nBLR/observer"]
    commands += ["cite\nKAZ\n--style\nbibtex", "conflicts\nchs-24", "members\n--release\n26.1"]
    markup = ["<script>alert(1)</script>", "\"'><img src=x onerror=y>", "javascript:alert(1)"]
    markup += ['https://example.org/?a=1&b="><b>', "\x1b[31m\u202e", "</style><!--", "]]>&lt;"]
    return {
        "from_json": payload,
        "when": days,
        "as_of": days,
        "html": markup,
        "cli": commands,
        "annotate": ["\n".join(names + days)],
        "search": ["anti-drug strategy 2024", "Бишкек", "上海"],
    }.get(name, names)


def words() -> list[str]:
    """What the fuzzer makes new input of: names and codes of states, and what has a meaning."""
    names, codes = _listed()
    commands = ["--json", "--as-of", "--release", "\n", "2024-07-04"]
    markup = ["<script>", "]]>", "\u202e", "'\""]
    payload = ['"schema"', '"records"', '"history"', '"evidence"', "null", ".."]
    return [*names, *codes, *commands, *markup, *payload]


@cache
def _listed() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Names, folded, and codes in small letters, read from the data and not from the index."""
    names: dict[str, set[str]] = {}
    codes: dict[str, set[str]] = {}
    rows = json.loads(sco.files().joinpath("states.json").read_text("utf-8"))
    for row in rows:
        for code in (row["iso2"], row["iso3"]):
            codes.setdefault(code.casefold(), set()).add(row["id"])
        for name in (row["name"], row["formal_name"], *(name["text"] for name in row["names"])):
            names.setdefault(fold(name), set()).add(row["id"])
    for code in codes:  # "R.-U." is no code, so a code that is listed as a name is no name either
        names.pop(code, None)
    return names, codes


def _fails(kind: type[Exception], call: Callable[[str], object], text: str) -> None:
    try:
        call(text)
    except kind as error:
        _short(error)
        return
    raise AssertionError(f"{text!r} should be a {kind.__name__}")


def _short(error: Exception) -> None:
    assert 0 < len(str(error)) <= LONGEST * len(getattr(error, "faults", "1")), error


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    text = buffer.getvalue().decode()
    buffer.seek(0)
    buffer.truncate()  # click keeps every stream it wrote to
    return text


class _Page(HTMLParser):
    """A page of ours: known tags, known attributes, all closed, nothing that runs or loads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, name
            if name == "style":
                assert STYLE.fullmatch(value or ""), value
            if name == "href":
                assert (value or "").startswith(("https://", "http://")), value
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


_STYLE = re.compile("<style>.*?</style>", re.DOTALL)


def _page(text: str) -> None:
    plain = _STYLE.sub("", text, count=1)  # the first is ours
    assert "<style" not in plain.lower()
    page = _Page()
    page.feed(plain)
    page.close()
    assert not page.open, page.open
    assert not UNSAFE.search(plain.replace("\n", "")), text

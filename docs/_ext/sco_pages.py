"""The pages that are made from the data itself, written to ``docs/_generated`` at each build.

``python docs/_ext/sco_pages.py`` writes them without a build.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

import attrs

import sco_data as sco
from sco_data import _engines, model
from sco_data._records.load import COLLECTIONS, everything, load, record_class
from sco_data._verbs._evidence import evidence_of
from sco_data.model import Read, Record, Says, Step
from sco_data.model.base import nested_in, parts_of

HERE = Path(__file__).resolve().parent.parent
OUT = HERE / "_generated"
DATED = {"adopted", "signed", "in force", "launched", "held", "ended"}
WORDS = {
    "str": "text", "int": "whole number", "float": "number", "bool": "yes or no", "When": "date (EDTF)",
    "Period": "period", "str | int | float | bool": "value",
}  # fmt: skip


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; what is in a cell cannot break it."""
    heads = list(heads)
    lines = [" | ".join(heads), " | ".join("---" for _ in heads)]
    for row in rows:
        lines.append(" | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row))
    return "\n".join(f"| {line} |" for line in lines) + "\n"


def plain(text: object) -> str:
    """Text that Markdown leaves as it is."""
    return re.sub(r"([\\`*_{}\[\]<>#|$~])", r"\\\1", str(text))


def many(number: int, word: str) -> str:
    """`1 record`, `2 records`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def link(key: str, at: str | None = None) -> str:
    """A source by its publisher and date, one click away where it has an address."""
    source = sco.source(key)
    known = source.date and "[" not in str(source.date)
    text = plain(source.publisher) + (f", {source.date}" if known else "")
    url = source.archived_url or source.url
    shown = f"[{text}](<{url}>)" if url else text
    return f"{shown} {plain(at)}" if at else shown


def kind_of(annotation: str) -> str:
    """The type of a field in words."""
    known = annotation.removesuffix(" | None")
    if inner := re.fullmatch(r"tuple\[(.+), \.\.\.\]", known):
        return f"list of {kind_of(inner[1])}"
    cls = getattr(model, known, None)
    if isinstance(cls, type) and issubclass(cls, StrEnum):
        return f"[word](#vocabularies): {known}"
    return WORDS.get(known, known)


def dictionary() -> str:
    """Every collection with its fields, then the vocabularies with how often each word is used."""
    text = []
    for name in COLLECTIONS:
        cls, rows = record_class(name), load(record_class(name))
        words = re.sub(r":\w+:`~?(?:[\w.]+\.)?(\w+)`", r"`\1`", cls.__doc__ or "")
        words = "\n\n".join(" ".join(part.split()) for part in words.split("\n\n")).replace(
            "``", "`"
        )
        fields = [
            (
                f"`{field.name}`",
                kind_of(cls.__annotations__[field.name]),
                "ours" if field.name in cls.OURS else "source",
                f"{sum(getattr(row, field.name) not in (None, ()) for row in rows)} of {len(rows)}",
            )
            for field in attrs.fields(cls)
            if field.name != "evidence"
        ]
        text += [
            f"### {name}\n\n`{name}.json`, class {{class}}`~sco_data.model.{cls.__name__}`.\n\n{words}\n",
            table(["field", "type", "rests on", "filled"], fields),
        ]
    text.append("## Vocabularies\n")
    used = Counter(word for record in everything().values() for word in _words(record))
    for name in model.__all__:
        cls = getattr(model, name)
        if isinstance(cls, type) and issubclass(cls, StrEnum):
            rows = [(f"`{word.value}`", f"{used[word]:,}") for word in cls]
            text += [
                f"### {name}\n\n{(cls.__doc__ or '').split('``')[0]}\n",
                table(["word", "used"], rows),
            ]
    return "\n".join(text)


def _words(thing: Any) -> Iterable[StrEnum]:
    if isinstance(thing, StrEnum):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            if not isinstance(part, Record):  # Steps and aims are counted as records of their own.
                yield from _words(part)
    elif attrs.has(type(thing)):
        for field in attrs.fields(type(thing)):
            yield from _words(getattr(thing, field.name))


def paragraphs(at: str | None) -> set[int]:
    """The paragraphs a place names: `¶12`, `¶¶3-5`, `¶3, ¶7`."""
    found: set[int] = set()
    for first, last in re.findall(r"(?:¶+\s*|(?<=\d[,-–]) ?)(\d+)(?:\s*[-–]\s*¶?(\d+))?", at or ""):
        found.update(range(int(first), int(last or first) + 1))
    return found


def cited() -> dict[str, dict[int, set[str]]]:
    """Which records cite which paragraph of which source."""
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name in COLLECTIONS:
        for record in load(record_class(name)):
            for row in evidence_of(record) if name != "sources" else ():
                for number in paragraphs(row.at) if row.source else ():
                    found[row.source][number].add(record.id)
    return found


def coverage() -> str:
    """Each paragraph of the five founding texts: the records that cite it, or why there is none."""
    plan = json.loads((HERE / "left-out.json").read_text("utf-8"))
    used = cited()
    sums, parts = [], []
    for key, text in plan.items():
        rows, count = [], Counter[str]()
        for number in range(1, text["paragraphs"] + 1):
            ids = sorted(used[key].get(number, ()))
            reason = text["left_out"].get(str(number))
            kind = "cited" if ids else "left out" if reason else "open"
            count[kind] += 1
            shown = ", ".join(f"`{each}`" for each in ids)
            rows.append(
                (f"¶{number}", shown or (plain(reason) if reason else "**not covered yet**"))
            )
        source = sco.source(key)
        title = f"{plain(source.title) + ', ' if source.title else ''}{link(key)}"
        sums.append(
            (
                f"[{key}](#{key})",
                text["paragraphs"],
                count["cited"],
                count["left out"],
                count["open"],
            )
        )
        parts.append(
            f"({key})=\n### {key}\n\n{title}.\n\n{table(['paragraph', 'records, or reason'], rows)}"
        )
    heads = ["text", "paragraphs", "cited", "left out, with reason", "open"]
    return table(heads, sums) + "\n## Paragraph by paragraph\n\n" + "\n".join(parts)


def conflicts() -> str:
    """Every reviewed conflict with all its readings."""
    rows = sco.conflicts()
    kinds, causes = Counter(row.kind for row in rows), Counter(row.cause for row in rows)
    text = [
        f"The register has {many(len(rows), 'conflict')}. In {sum(row.kept is None for row in rows)} of "
        "them no reading is kept.\n",
        table(["what differs", *(each.value for each in kinds)], [["conflicts", *kinds.values()]]),
        table(["cause", *(each.value for each in causes)], [["conflicts", *causes.values()]]),
    ]
    for kind in kinds:
        text.append(f"## {kind.value.capitalize()}\n")
        for row in rows.filter(lambda row: row.kind is kind):  # noqa: B023
            readings = [
                (
                    _reading(each),
                    "; ".join(_who(each)),
                )
                for each in row.readings
            ]
            text.append(
                f"(conflict-{row.id})=\n### {plain(row.subject)}, {plain(row.field)}\n\n{plain(row.reason)} "
                f"Cause: {row.cause.value}. (`{row.id}`)\n\n"
                + table(["reading", "who says so"], readings)
            )
    return "\n".join(text)


def _reading(reading: Any) -> str:
    value = "nothing" if reading.value is None else plain(reading.value)
    text = f"**{value}** (kept)" if reading.kept else value
    return f"{text}; printed: {plain(reading.printed)}" if reading.printed else text


def _who(reading: Any) -> Iterable[str]:
    for row in reading.evidence:
        if row.source:
            yield link(row.source, row.at) + (" (silent)" if row.says is Says.SILENT else "")
        for key in row.derived_from:
            yield f"by derivation from `{key}`"


def quality() -> str:
    """How well the facts are backed, in numbers."""
    text = ["### Independent origins\n"]
    rows, total = [], Counter[str]()
    thin, done, dated = Counter[str](), Counter[str](), Counter[str]()
    for name in COLLECTIONS:
        if name in ("sources", "conflicts"):
            continue
        count = Counter[str]()
        for record in load(record_class(name)):
            inner = [part for _, part in parts_of(record) if isinstance(part, Record)]
            for part in (record, *inner):
                nested = dict(nested_in(part))
                for fact in sco.facts(part):
                    if fact.field in nested:
                        continue  # their parts are counted one by one, or are names
                    size = "none" if not fact.origins else str(min(fact.origins, 3))
                    count[size] += 1
                    reads = {sco.source(key).read for key in fact.sources}
                    if reads == {Read.CITED_ONLY}:
                        thin[name] += 1
                    if isinstance(part, Step) and fact.field == "on":
                        dated[size] += 1
                        if part.stage in DATED:
                            done[size] += 1
        total += count
        rows.append((name, *(f"{count[size]:,}" for size in ("1", "2", "3", "none")), thin[name]))
    rows.append(
        (
            "**all**",
            *(f"**{total[size]:,}**" for size in ("1", "2", "3", "none")),
            f"**{sum(thin.values())}**",
        )
    )
    heads = [
        "collection",
        "one origin",
        "two",
        "three or more",
        "silent only",
        "rest on pages not read",
    ]
    text += [
        "A fact is one field of one record or step. Sources that repeat one another are one origin.\n",
        table(heads, rows),
        "### Dated steps\n",
        f"Of {many(sum(done.values()), 'step')} that say something was adopted, signed, launched, held, came "
        f"into force or ended, {done['2'] + done['3']:,} have their day from two or more independent origins "
        f"and {done['1']:,} from one.\n",
        f"Of all {many(sum(dated.values()), 'dated step')}, with those that say something was proposed, planned, "
        f"drafted, decided or noted, {dated['2'] + dated['3']:,} have it from two or more and {dated['1']:,} "
        "from one.\n",
        "### Sources\n",
    ]
    pages = load(record_class("sources"))
    rows = []
    for field in ("read", "kind", "language"):
        found = Counter(str(getattr(page, field)) for page in pages).most_common()
        rows.append((field, ", ".join(f"{word} {count}" for word, count in found)))
    text.append(table(["", f"of {len(pages)} sources"], rows))
    text.append(
        f"{sum(page.derives_from is not None for page in pages)} of {len(pages)} sources are known to repeat "
        "another one. `cited only` means that the page is known through another page and was not read.\n"
    )
    evidence = [
        row
        for name in COLLECTIONS
        if name != "sources"
        for record in load(record_class(name))
        for row in evidence_of(record)
    ]
    silent = [row for row in evidence if row.says is Says.SILENT]
    derived = [row for row in evidence if row.derived_from]
    text += [
        "### Evidence\n",
        f"{len(evidence):,} pieces of evidence stand in the data. {len(silent):,} of them are silent: the source "
        f"was looked through and says nothing. {len(derived):,} derive a fact from other facts by a stated rule.\n",
        "### Names\n",
    ]
    roles = Counter(
        name.role.value for record in everything().values() for name in getattr(record, "names", ())
    )
    text.append(table(["role", "names"], roles.most_common()))
    text.append("### Gaps\n")
    papers = Counter(paper.event for paper in sco.documents() if paper.item)
    gaps = [
        (f"`{event.id}`", event.items, papers[event.id])
        for event in sco.events()
        if event.items and event.items != papers[event.id]
    ]
    text.append(
        "Lists of which the library cannot name every item. There is no record for what nobody can name.\n"
    )
    text.append(table(["meeting", "items of its list", "named here"], gaps))
    text.append("### Checked until\n")
    until = sco.data_version().checked_until
    text.append("The day up to which each collection was checked against the sources.\n")
    text.append(table(["collection", "day"], until.items()))
    return "\n".join(text)


def engines() -> str:
    """From which version on each optional library works."""
    packages = [(_engines.PACKAGES.get(name, name), at) for name, at in _engines.LOWEST.items()]
    rows = [(f"`{package}`", version) for package, version in packages]
    return table(["library", "from version"], rows)


PAGES: dict[str, Callable[[], str]] = {
    "dictionary": dictionary, "coverage": coverage, "conflicts": conflicts, "engines": engines,
    "quality": quality,
}  # fmt: skip


def write(*_: object) -> None:
    """Write every page; a file that would not change stays as it is."""
    OUT.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        path, text = OUT / f"{name}.md", page()
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def setup(app: Any) -> dict[str, bool]:
    """Write the pages before Sphinx looks for files."""
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True}


if __name__ == "__main__":
    write()

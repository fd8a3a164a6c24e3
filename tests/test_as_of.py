"""No answer as of a day holds anything later than that day, in any verb and in any exit.

What must be so is worked out here from the JSON files themselves, with a reader of dates and of
histories of its own, for every day on which anything in the data happened.
"""

from __future__ import annotations

import calendar
import json
from html.parser import HTMLParser
from itertools import chain
from typing import Any

import pytest

import sco_data as sco
from sco_data._records.load import find_one, record_class
from sco_data.model import Records
from sco_data.model.wording import write_edtf_for_people

pytestmark = pytest.mark.once

Row = dict[str, Any]

COLLECTION_OF_VERB = {
    "applications": "applications",
    "bodies": "bodies",
    "chairmanships": "chairmanships",
    "documents": "documents",
    "events": "events",
    "indicators": "indicators",
    "initiatives": "initiatives",
    "memberships": "memberships",
    "office_holders": "office_holders",
    "outcomes": "initiatives",
    "participation": "participation",
}
"""Every verb that gives records as of a day, and where its rows are."""

ROWS: dict[str, list[Row]] = {
    name: json.loads(sco.files().joinpath(f"{name}.json").read_text("utf-8"))
    for name in set(COLLECTION_OF_VERB.values())
}

RANKS = {
    "proposed": 1,
    "planned": 2,
    "drafted": 3,
    "decided": 4,
    "adopted": 5,
    "signed": 5,
    "in force": 6,
    "launched": 6,
    "held": 6,
    "ended": 9,
}
"""As docs/design.md orders the stages; ``noted`` counts for nothing."""

TODAY = "9999-12-31"
ACTS = ("signed", "ratified", "in_force")


def earliest(edtf: str) -> str | None:
    """The first day that a date may mean; dates as text are in order of time."""
    if edtf.startswith("["):
        return edtf[1:].partition("..")[0] or None
    return edtf + "-01-01"[len(edtf) - 4 :] if len(edtf) < 10 else edtf


def latest(edtf: str) -> str:
    """The last day that a date may mean, so the day by which it has certainly come."""
    if edtf.startswith("["):
        return edtf[:-1].partition("..")[2]
    if len(edtf) == 4:
        return f"{edtf}-12-31"
    if len(edtf) == 7:
        return f"{edtf}-{calendar.monthrange(int(edtf[:4]), int(edtf[5:]))[1]}"
    return edtf


def test_the_reader_of_dates_used_here() -> None:
    dates = ["2024", "2024-02", "2024-07-04", "[2022-09-14..2022-09-16]", "[..2023-11-11]"]
    assert [(earliest(date), latest(date)) for date in dates] == [
        ("2024-01-01", "2024-12-31"),
        ("2024-02-01", "2024-02-29"),
        ("2024-07-04", "2024-07-04"),
        ("2022-09-14", "2022-09-16"),
        (None, "2023-11-11"),
    ]


def has_begun(period: Row | None, day: str) -> bool:
    return period is not None and latest(period.get("first") or period["start"]) <= day


def certainly_holds(period: Row | None, day: str) -> bool:
    if period is None or not has_begun(period, day):
        return False
    if period.get("last"):
        return day <= (earliest(period["last"]) or "")
    return not period.get("end") or day < (earliest(period["end"]) or "")


FIRST_DAYS = {
    row["id"]: min(latest(step["on"]) for step in row["history"]) for row in ROWS["documents"]
}


def steps_by(row: Row, day: str) -> list[Row]:
    return [step for step in row.get("history", ()) if latest(step["on"]) <= day]


def stage_of(steps: list[Row]) -> str | None:
    reached = None
    for step in steps:
        rank = RANKS.get(step["stage"], 0)
        if rank and (reached is None or rank >= RANKS[reached]):
            reached = step["stage"]
    return reached


def checked_by(row: Row, day: str) -> str | None:
    return row["checked"] if "checked" in row and latest(row["checked"]) <= day else None


def outcome_of_initiative(row: Row, day: str) -> str:
    """docs/tutorials/promises.md: what has not happened or been looked for yet is open."""
    steps = steps_by(row, day)
    completing = [latest(step["on"]) for step in steps if step.get("completes")]
    if row["outcome"] == "continuing":
        return "continuing"
    if completing:
        return "late" if "due" in row and latest(row["due"]) < completing[0] else "fulfilled"
    if len(steps) < len(row["history"]):
        return "open"
    if row["outcome"] in ("no trace", "unconfirmed") and not checked_by(row, day):
        return "open"
    return str(row["outcome"])


def outcome_of_application(row: Row, day: str) -> str:
    completing = [latest(step["on"]) for step in row["history"] if step.get("completes")]
    known_by = min(completing) if completing else latest(row.get("checked", "0001-01-01"))
    return str(row["outcome"]) if known_by <= day else "pending"


def begun(documents: list[str], day: str) -> list[str]:
    return [document for document in documents if FIRST_DAYS[document] <= day]


def is_there(verb: str, row: Row, day: str) -> bool:
    """Whether a verb gives a row for a record on a day."""
    period = row.get("period")
    if verb in ("chairmanships", "memberships", "office_holders"):
        return certainly_holds(period, day)
    if verb == "bodies":
        return period is None or has_begun(period, day)
    if verb == "events":
        return has_begun(period, day)
    if verb == "indicators":
        return latest(row["as_of"]) <= day
    if verb == "participation":
        return any(act in row and latest(row[act]) <= day for act in ACTS)
    return bool(steps_by(row, day))


def fields_on(verb: str, row: Row, day: str) -> Row:
    """What may be told on a day of that which changes with time, in words and EDTF."""
    if verb == "participation":
        acts = {act: row.get(act) for act in ACTS}
        return {act: on if on and latest(on) <= day else None for act, on in acts.items()}
    if verb == "bodies":
        charter = [row["charter"]] if "charter" in row else []
        return {"charter": next(iter(begun(charter, day)), None)}
    if "history" not in row:
        return {}

    steps = steps_by(row, day)
    told: Row = {"stage": stage_of(steps)}
    if verb != "outcomes":
        told["history"] = [
            (
                step["id"],
                step["on"],
                [*begun([step["document"]], day)] if "document" in step else [],
            )
            for step in steps
        ]
    if verb == "documents":
        adopting = [step for step in steps if step["stage"] in ("adopted", "signed")]
        told["adopted"] = adopting[0]["on"] if adopting else None
        signed = [step["stage"] == "signed" or step.get("signed") for step in adopting]
        told["signed"] = True if True in signed else (False if False in signed else None)
        told["relations"] = [
            (relation["kind"], relation["to"])
            for relation in row.get("relations", ())
            if relation["kind"] == "on draft of" or begun([relation["to"]], day)
        ]
    if verb in ("initiatives", "outcomes"):
        told["documents"] = begun(row.get("documents", []), day)
        told["outcome"] = outcome_of_initiative(row, day)
        told["checked"] = checked_by(row, day)
    if verb == "outcomes":
        completing = [step["on"] for step in steps if step.get("completes")]
        told["since"] = completing[0] if completing else None
        told["promised"] = steps[0]["on"]
    if verb == "applications":
        told["outcome"] = outcome_of_application(row, day)
        told["checked"] = checked_by(row, day)
    return told


def told_by(record: Any, fields: Row) -> Row:
    """The same as a record has it."""
    told: Row = {}
    for field in fields:
        value = getattr(record, field)
        if field == "history":
            value = [
                (step.id, str(step.on), [step.document] if step.document else []) for step in value
            ]
        elif field == "relations":
            value = [(str(relation.kind), relation.to) for relation in value]
        elif field == "documents":
            value = list(value)
        elif value is not None and not isinstance(value, bool):
            value = str(value)
        told[field] = value
    return told


def order(verb: str, row: Row, day: str) -> Any:
    """What the rows of a verb are in order of; else they stay as in the file."""
    if verb == "documents":
        on = fields_on(verb, row, day)["adopted"] or row["history"][0]["on"]
        return (latest(on), earliest(on) or "", row["id"])
    period = row.get("period") or {}
    start = latest(period["start"]) if "start" in period else TODAY
    return {"memberships": (row.get("state"), start), "office_holders": (start, row["id"])}.get(
        verb, ()
    )


def dates_in(row: Row) -> chain[str]:
    """Every date by which something in a row happened, began, ended or was looked for."""
    period = row.get("period") or {}
    on = [step["on"] for step in row.get("history", ())]
    ends = [period.get(end) for end in ("start", "end", "first", "last")]
    others = [row.get(field) for field in ("checked", "due", "as_of", *ACTS)]
    dates = [date for date in (*on, *ends, *others) if isinstance(date, str)]
    return chain.from_iterable((earliest(date) or latest(date), latest(date)) for date in dates)


DAYS = sorted({day for rows in ROWS.values() for row in rows for day in dates_in(row)})

TURNING_POINTS = [
    "2001-06-15",  # the organisation is founded
    "2010-04-30",  # Belarus is a partner since a day of April that is not known
    "2023-07-04",  # what Kazakhstan set out
    "2024-05-30",  # between two drafts of the Astana Declaration
    "2024-07-04",  # the summit of Astana
    "2025-09-01",  # the strategy is adopted, a year late
    DAYS[-1],
]


def test_the_days_are_all_on_which_anything_happened() -> None:
    assert len(DAYS) > 300
    assert {"2001-06-15", "2024-07-04", "2025-09-01"} <= set(DAYS)
    steps = sco.documents().steps() + sco.initiatives().steps() + sco.memberships().steps()
    assert {str(step.on.latest) for step in steps} <= set(DAYS)


def given(verb: str, day: str, **conditions: Any) -> Records[Any]:
    records: Records[Any] = getattr(sco, verb)(as_of=day, **conditions)
    return records


def wanted(verb: str, day: str) -> dict[str, Row]:
    """What the rows of a verb have to say on a day, by id and in order."""
    rows = sorted(ROWS[COLLECTION_OF_VERB[verb]], key=lambda row: row["id"])
    if verb == "chairmanships":  # Their ids begin with years.
        assert rows == ROWS["chairmanships"]
    there = [row for row in rows if is_there(verb, row, day)]
    there.sort(key=lambda row: order(verb, row, day))
    ending = "/promise" if verb == "outcomes" else ""
    return {row["id"] + ending: fields_on(verb, row, day) for row in there}


@pytest.mark.parametrize("verb", COLLECTION_OF_VERB)
def test_the_rows_of_each_day_and_all_that_they_say(verb: str) -> None:
    cls = record_class(COLLECTION_OF_VERB[verb])
    whole = {row["id"]: fields_on(verb, row, TODAY) for row in ROWS[COLLECTION_OF_VERB[verb]]}
    for day in DAYS:
        truth = wanted(verb, day)
        records = given(verb, day)
        assert [record.id for record in records] == list(truth), day
        for record in records:
            assert told_by(record, truth[record.id]) == truth[record.id], (day, record)
            if verb != "outcomes":  # Only what differs is made anew.
                needs_no_cut = truth[record.id] == whole[record.id]
                assert (record is find_one(cls, record.id)) is needs_no_cut, (day, record)


@pytest.mark.parametrize("day", TURNING_POINTS)
def test_filters_are_those_of_the_day(day: str) -> None:
    for verb, field in (
        ("documents", "stage"),
        ("initiatives", "stage"),
        ("initiatives", "outcome"),
        ("applications", "outcome"),
    ):
        truth = wanted(verb, day)
        words = {fields[field] for fields in wanted(verb, TODAY).values()}
        for word in words | {"adopted"} if field == "stage" else words:
            if word is not None:
                found = [record.id for record in given(verb, day, **{field: word})]
                assert found == [key for key, fields in truth.items() if fields[field] == word]

    truth = wanted("documents", day)
    done = [key for key, fields in truth.items() if RANKS.get(fields["stage"], 0) >= 5]
    assert [record.id for record in given("documents", day, adopted=True)] == done
    others = [record.id for record in given("documents", day, adopted=False)]
    assert others == [key for key in truth if key not in done]
    by_area = sco.documents_by_area(as_of=day)
    assert {record.id for records in by_area.values() for record in records} <= set(done)


def test_what_stands_alone_on_a_day() -> None:
    """The verbs that answer with states or one term, against the periods in the files."""
    for day in DAYS:
        held = [row for row in ROWS["memberships"] if certainly_holds(row.get("period"), day)]
        statuses = {row["state"]: row["status"] for row in held}
        assert [state.id for state in sco.states(as_of=day)] == sorted(statuses)
        members = sorted(state for state, status in statuses.items() if status == "member")
        assert [state.id for state in sco.members(day)] == members
        assert {state: sco.status(state, day) for state in statuses} == statuses
        terms = [
            row["id"] for row in ROWS["chairmanships"] if certainly_holds(row.get("period"), day)
        ]
        assert [term.id for term in sco.chairmanships(as_of=day)] == terms
        if terms:
            assert sco.chairmanship(as_of=day).id == terms[-1]


# --- the exits -------------------------------------------------------------------------------

TOLD_IN_A_CELL = ("stage", "adopted", "signed", "ratified", "in_force", "outcome", "since", "checked", "promised")  # fmt: skip


def written(value: Any) -> str:
    """A word, a date or a truth as people read it."""
    plain = {None: "", True: "yes", False: "no"}.get(value, value)
    return write_edtf_for_people(plain)


class Cells(HTMLParser):
    """The cells of a table of HTML, row by row."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows:
            self.rows[-1][-1] += data


def cells_of_text(table: str) -> list[list[str]]:
    """The cells of a table of text, whose columns are as wide as the dashes below the headings."""
    lines = table.splitlines()
    widths = [len(dashes) for dashes in lines[1].split()]
    rows = []
    for line in (lines[0], *lines[2:-1]):
        cells, start = [], 0
        for width in widths:
            cells.append(line[start : start + width].strip())
            start += width + 2
        rows.append(cells)
    return rows


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "4000")


def check_table(rows: list[list[str]], truths: list[Row]) -> None:
    headings, *body = rows
    assert len(body) == len(truths)
    for cells, truth in zip(body, truths, strict=True):
        for field in TOLD_IN_A_CELL:
            heading = field.replace("_", " ")
            if field in truth and heading in headings:
                assert cells[headings.index(heading)] == written(truth[field]), (cells, truth)


def check_card(lines: dict[str, str], truth: Row, row: Row) -> None:
    """What a card says of one record, by its labels: no step and no word of a later day."""
    for field in TOLD_IN_A_CELL:
        if field in truth and field not in ("signed",):
            assert lines.get(field.replace("_", " "), "") == written(truth[field]), (lines, truth)
    later = {step["on"] for step in row.get("history", ())} - {on for _, on, _ in truth.get("history", ())}  # fmt: skip
    assert not {written(on) for on in later} & lines.keys()


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("day", TURNING_POINTS)
@pytest.mark.parametrize("verb", COLLECTION_OF_VERB)
def test_tables_of_text_and_html_say_what_was_so_on_the_day(verb: str, day: str) -> None:
    truth = wanted(verb, day)
    records = given(verb, day)
    for start in range(0, len(records), 20):  # A table of text shows so many rows.
        part = records[start : start + 20]
        truths = [truth[record.id] for record in part]
        check_table(cells_of_text(str(part)), truths)
        page = Cells(part._repr_html_()).rows
        check_table(page, truths)


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("verb", COLLECTION_OF_VERB)
def test_cards_of_text_and_html_say_what_was_so_on_the_day(verb: str) -> None:
    raw = {row["id"]: row for row in ROWS[COLLECTION_OF_VERB[verb]]}
    seen: dict[int, Any] = {}  # A record that stands on many days as it is has one card.
    for day in TURNING_POINTS:
        truth = wanted(verb, day)
        for record in given(verb, day):
            if id(record) in seen:
                continue
            seen[id(record)] = record
            row = raw[record.id.removesuffix("/promise")]
            pairs = [line.strip().partition("  ") for line in str(record).splitlines()[1:]]
            check_card({label: text.strip() for label, _, text in pairs}, truth[record.id], row)
            lines = {cells[0]: cells[1] for cells in Cells(record._repr_html_()).rows}
            check_card(lines, truth[record.id], row)


def days_told(value: Any, key: str = "") -> chain[str]:
    """Every date in a payload that says when something happened or was looked for."""
    if isinstance(value, dict):
        inside = [days_told(part, name) for name, part in value.items() if name != "evidence"]
    elif isinstance(value, list):
        inside = [days_told(part, key) for part in value]
    else:
        is_told = key in ("on", "since", "checked", "promised", "adopted", *ACTS)
        return chain([latest(value)] if is_told and isinstance(value, str) else [])
    return chain.from_iterable(inside)


@pytest.mark.parametrize("day", TURNING_POINTS)
@pytest.mark.parametrize("verb", COLLECTION_OF_VERB)
def test_json_is_of_no_release_and_has_nothing_later(verb: str, day: str) -> None:
    records = given(verb, day)
    payload = json.loads(records.to_json())
    assert sco.from_json(records.to_json()) == records
    assert all(told <= day for told in days_told(payload["records"]))
    cls = record_class(COLLECTION_OF_VERB[verb])
    are_whole = all(record is find_one(cls, record.id) for record in records)
    assert payload["release"] == (sco.data_version().release if are_whole else None)

    truth = wanted(verb, day)
    for row in payload["records"]:
        for field in (
            {"outcome", "checked", "documents", *ACTS} & truth[row["id"]].keys() & row.keys()
        ):
            assert row[field] == truth[row["id"]][field]
        assert len(row.get("history", ())) == len(truth[row["id"]].get("history", ()))


def test_a_cut_record_alone_is_of_no_release_even_where_an_older_release_had_no_more() -> None:
    for day in TURNING_POINTS:
        for verb, collection in COLLECTION_OF_VERB.items():
            cls = record_class(collection)
            for record in given(verb, day):
                if record is not find_one(cls, record.id):
                    assert json.loads(Records([record]).to_json())["release"] is None, (day, record)


@pytest.mark.parametrize("day", TURNING_POINTS)
@pytest.mark.parametrize("verb", COLLECTION_OF_VERB)
def test_every_table_has_the_same_cells_and_they_are_of_the_day(verb: str, day: str) -> None:
    records = given(verb, day)
    truth = wanted(verb, day)
    frame = records.to_pandas()
    plain = frame.astype(object).where(frame.notna(), None)
    tables = {
        "dicts": records.to_dicts(),
        "pandas": plain.to_dict("records"),
        "polars": records.to_polars().to_dicts(),
        "arrow": records.to_arrow().to_pylist(),
    }
    for engine, rows in tables.items():
        assert [row["id"] for row in rows] == list(truth), engine
        for row in rows:
            told = truth[row["id"]]
            for field in set(TOLD_IN_A_CELL) & told.keys():
                cell = row.get(f"{field}_edtf", row[field])
                assert cell == told[field], (engine, row["id"], field)
            if "documents" in told and "documents" in row:
                assert list(row["documents"]) == told["documents"]
            if "relations" in told and "relations_to" in row:
                assert list(row["relations_to"]) == [to for _, to in told["relations"]]


@pytest.mark.parametrize("day", TURNING_POINTS)
@pytest.mark.parametrize("verb", ["applications", "documents", "initiatives", "memberships"])
def test_the_table_of_steps_ends_with_the_day(verb: str, day: str) -> None:
    steps = given(verb, day).steps()
    told = [step for fields in wanted(verb, day).values() for step in fields["history"]]
    assert [(step.id, str(step.on)) for step in steps] == [(key, on) for key, on, _ in told]

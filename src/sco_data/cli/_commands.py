"""The commands: what comes in are words and options, read by click; each asks one verb and prints.

A command gives back its exit code, or nothing for 0.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import sco_data as sco

from .._records.load import get_one
from .._rows.hashes import find_altered_files
from .._show.text import card, cell, disputed_field, value_of
from .._verbs._evidence import evidence_of, sources_of
from ..model.base import Area, Record
from ..model.records import Records
from ..model.sources import Conflict, Source
from ._brief import (
    brief_as_json,
    brief_as_text,
    conflicts_of_term,
    gather_brief,
)
from ._output import (
    Line,
    print_json,
    print_lines,
    print_records,
    print_sections,
    width,
)

if TYPE_CHECKING:
    from .._annotate.files import Result
    from ..model.words import FormatWord, StyleWord

Decorator = Callable[..., Any]
"""An option or an argument of click, to put on a command."""


def _print_versions(
    context: click.Context, _: click.Parameter, is_asked: bool
) -> None:
    """What ``--version`` does; click calls it also where the option is not given."""
    if is_asked:
        data = sco.data_version()
        click.echo(
            f"sco-data {sco.__version__}, data {data.release} of {data.date}"
        )
        context.exit()


@click.group(
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_versions,
    help="Print the versions of the code and of the data.",
)
def commands() -> None:
    """The Shanghai Cooperation Organisation as typed, dated and cited records.

    Exit codes: 0 an answer; 1 not found, or differences; 2 wrong usage or bad input.
    """


def _choice(name: str, words: str, help: str | None = None) -> Decorator:
    """An option that takes one of a few words, of which the first is the default."""
    choices = words.split()
    return click.option(
        name, type=click.Choice(choices), default=choices[0], help=help
    )


_JSON = click.option(
    "--json", "as_json", is_flag=True, help="JSON on stdout, nothing else."
)
_RELEASE = click.option(
    "--release", metavar="YY.N", help="Answer from this release of the data."
)
_AS_OF = click.option(
    "--as-of", metavar="YYYY-MM-DD", help="As of this day; else the last known."
)
_AREA = click.option("--area", type=click.Choice(list(map(str, Area))))
_TERM = click.option(
    "--chairmanship", metavar="ID", help='For example "2023-2024".'
)
_STAGE = click.option("--stage", help='For example "signed".')
_FILE = click.Path(dir_okay=False, path_type=Path)


def _command(*options: Decorator) -> Decorator:
    """Make a function a command with these options and ``--json``."""

    def add_options(run: Callable[..., int | None]) -> Any:
        # The option that is put on last is the first in the help.
        for option in (_JSON, *reversed(options)):
            run = option(run)

        return commands.command()(run)

    return add_options


@_command(click.argument("chairmanship", default="2023-2024"), _RELEASE)
def brief(chairmanship: str, release: str | None, as_json: bool) -> None:
    """A chairmanship at a glance: who, when, theme, priorities, documents, promises."""
    gathered = gather_brief(chairmanship, release)
    if as_json:
        print_json(brief_as_json(gathered))
    else:
        print_sections(brief_as_text(gathered, release))


@_command(_AS_OF, _RELEASE)
def members(as_json: bool, **conditions: Any) -> None:
    """The member states on a day."""
    print_records(sco.members(**conditions), as_json)


@_command(_AREA, _TERM, _STAGE, _AS_OF, _RELEASE)
def documents(as_json: bool, **conditions: Any) -> None:
    """Documents, by date."""
    print_records(sco.documents(**conditions), as_json)


@_command(click.argument("id"), _RELEASE)
def show(id: str, release: str | None, as_json: bool) -> None:
    """One record with all that is known of it."""
    record = sco.get(id, release=release)
    if as_json:
        print_records(Records([record]), as_json)
        return

    click.echo(card(record, width()))
    click.echo("\nSources")
    for source_id in sources_of(evidence_of(record), release):
        source = get_one(Source, source_id, release)
        print_lines([f"  {source_id}  {source.url or source.publisher}"])

    conflicts = sco.conflicts(record, release=release)
    if conflicts:
        click.echo()
        readings = _describe_conflicts(conflicts, record)
        print_sections({"Where sources disagree": readings})


def _describe_conflicts(
    conflicts: Records[Conflict], record: Record
) -> Iterator[Line]:
    """The field of each conflict, with what is said and why one reading is kept."""
    for conflict in conflicts:
        readings = cell(value_of(conflict, "readings"))
        yield disputed_field(conflict, record), f"{readings}. {conflict.reason}"


@_command(click.argument("text", nargs=-1, required=True), _RELEASE)
def search(text: tuple[str, ...], release: str | None, as_json: bool) -> int:
    """The records in which every word stands, the best first; exit code 1 for none."""
    records: Records[Record] = sco.search(" ".join(text), release=release)
    print_records(records, as_json)
    return int(not records)


@_command(click.argument("country"), _AS_OF, _RELEASE)
def status(
    country: str, as_of: str | None, release: str | None, as_json: bool
) -> None:
    """What a country is to the organisation on a day: a status, or none."""
    state = sco.state(country, release=release)
    status = sco.status(state, as_of=as_of, release=release)
    if as_json:
        print_json({"state": state.id, "as_of": as_of, "status": status})
    else:
        click.echo(status or "none")


@_command(click.argument("id", required=False), _TERM, _RELEASE)
def conflicts(
    id: str | None, chairmanship: str | None, release: str | None, as_json: bool
) -> None:
    """Where sources disagree: everywhere, on one record or quantity, or on all of a term."""
    if chairmanship is None:
        print_records(sco.conflicts(id, release=release), as_json)
        return

    if id is not None:
        raise click.UsageError(
            "say ID or --chairmanship, not both", click.get_current_context()
        )

    term = sco.chairmanship(chairmanship, release=release)
    print_records(conflicts_of_term(term, release), as_json)


@_command(_AREA, _TERM, _AS_OF, _RELEASE)
def outcomes(as_json: bool, **conditions: Any) -> None:
    """What was promised, and what became of it."""
    print_records(sco.outcomes(**conditions), as_json)


@_command(
    click.argument("ids", nargs=-1, metavar="ID..."),
    _choice("--style", "text bibtex csl-json"),
    _RELEASE,
)
def cite(
    ids: tuple[str, ...], style: StyleWord, release: str | None, as_json: bool
) -> None:
    """How to cite the data and the sources that records rest on; --json gives CSL-JSON."""
    if as_json:
        style = "csl-json"

    citations = sco.cite(*ids, style=style, release=release)
    if style == "csl-json":
        print_json(json.loads(citations))
    else:
        print_lines(citations.split("\n"))


@_command(click.argument("old"), click.argument("new", required=False))
def diff(old: str, new: str | None, as_json: bool) -> int:
    """Which facts changed from one release to another; exit code 1 if any did."""
    changes = sco.diff(old, new)
    print_records(changes, as_json)
    return int(bool(changes))


@_command()
def verify(as_json: bool) -> int:
    """Whether the data files are as they were released; exit code 1 if any is not."""
    altered = find_altered_files()
    if as_json:
        print_json({"altered": altered})
    else:
        lines = [f"altered: {file}" for file in altered]
        print_lines(lines or ["as released"])

    return int(bool(altered))


@_command(
    click.argument("directory", metavar="DIR", type=click.Path(path_type=Path)),
    _choice("--format", "sqlite parquet csv"),
    _RELEASE,
)
def export(
    directory: Path, format: FormatWord, release: str | None, as_json: bool
) -> None:
    """Write all data as tables into DIR, which is new or empty, with datapackage.json."""
    paths = list(map(str, sco.export(directory, format, release=release)))
    if as_json:
        print_json({"files": paths})
    else:
        print_lines(paths)


@_command(
    click.argument("source", metavar="IN", type=_FILE),
    click.argument("target", metavar="OUT", type=_FILE),
    click.option(
        "--country",
        required=True,
        metavar="COLUMN",
        help="The column of countries.",
    ),
    click.option(
        "--date", metavar="COLUMN", help="The column of dates; or else --as-of."
    ),
    _AS_OF,
    _choice("--codes", "m49 cow", "What numbers stand for, also as text."),
    _choice("--errors", "raise null"),
    _choice(
        "--unmatched",
        "warn raise null",
        "Name countries that were not recognised, or end with an error.",
    ),
    click.option("--caveats", is_flag=True, help="Add what to mind about it."),
    click.option("--prefix", default="sco_", help="Begins the new columns."),
    _choice("--beyond", "last raise null", "What days after the data get."),
    _RELEASE,
)
def annotate(source: Path, target: Path, as_json: bool, **options: Any) -> None:
    """Add state and status to a CSV or Parquet table of any size.

    Cells of CSV stay the text they are. OUT is replaced only when all of IN was read. Countries
    that look like one of ours and are not listed are named.
    """
    # It loads classes that no other command needs.
    from .._annotate.files import annotate_file

    with _progress_shown(is_hidden=as_json) as show_progress:
        result = annotate_file(
            source, target, progress=show_progress, **options
        )

    if as_json:
        print_json(
            {
                "out": str(target),
                "rows": result.rows,
                "unknown": result.without_tie + result.not_recognised,
                "not_recognised": result.not_recognised,
            }
        )
    else:
        print_lines(_describe_result(result, options["unmatched"]), err=True)


def _describe_result(result: Result, unmatched: str) -> Iterator[str]:
    """How many rows there were, and what was not recognised if it is to be named."""
    from .._annotate.unmatched import name_examples

    yield (
        f"{result.rows} rows; in {result.without_tie} the country has no tie to the organisation, "
        f"in {result.not_recognised} it was not recognised"
    )
    if unmatched == "null":
        return

    for codes, rows in result.unmatched.by("codes").items():
        if codes is None:
            yield f"like a listed name: {name_examples(rows)}"
        else:
            yield f"numbers as of --codes {codes}: {name_examples(rows)}"


@contextmanager
def _progress_shown(is_hidden: bool) -> Iterator[Callable[[float], None]]:
    """A bar on stderr while a table is read; what is given takes the share that is done."""
    if is_hidden or not sys.stderr.isatty():
        yield lambda share: None
        return

    # Rich takes a tenth of a second to import, and no other command needs it.
    try:
        from rich.console import Console
        from rich.progress import Progress
    except ImportError as error:
        raise ImportError(
            "the bar needs rich: pip install 'sco-data[cli]'"
        ) from error

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("annotate", total=1.0)
        yield lambda share: progress.update(task, completed=share)

"""The command line (extra ``cli``): the verbs of the library as commands.

Answers go to stdout, messages to stderr. A list that is piped has one line for each record, its
cells set apart by tabs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

import click
from rich import box
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

import sco_data as sco

from . import _text
from ._evidence import all_evidence, disputed_field, sources_of
from ._load import index
from ._payload import to_json
from .errors import NotFoundError, ScoDataError
from .model import Area, Conflict, Records

__all__ = ["main"]


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run a command and exit with its code.

    Args:
        args: the words of the command; ``None`` takes those of the process.

    Example:
        >>> from contextlib import suppress
        >>> with suppress(SystemExit):
        ...     main(["status", "Belarus", "--as-of", "2024-07-03"])
        observer
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    code, message = 2, ""
    try:
        code = cli.main(args, "sco-data", standalone_mode=False)
    except click.Abort:
        message = "stopped"
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "sco-data"
        message = f"{error.format_message()}\ntry: {path} --help"
    except NotFoundError as error:
        code, message = 1, str(error)
    except (ScoDataError, ImportError, OSError, TypeError, ValueError) as error:
        message = str(error)
    for line in message.splitlines():
        click.echo(f"sco-data: {_text.safe(line)}", err=True)
    sys.exit(code or 0)


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        data = sco.data_version()
        click.echo(f"sco-data {sco.__version__}, data {data.release} of {data.date}")
        ctx.exit()


@click.group(no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Print the versions of the code and of the data.",
)
def cli() -> None:
    """The Shanghai Cooperation Organisation as typed, dated and cited records.

    Exit codes: 0 an answer; 1 not found, or differences; 2 wrong usage or bad input.
    """


_JSON = click.option("--json", "as_json", is_flag=True, help="JSON on stdout, nothing else.")
_RELEASE = click.option("--release", metavar="YY.N", help="Answer from this release of the data.")
_AS_OF = click.option("--as-of", metavar="YYYY-MM-DD", help="As of this day; else the last known.")
_AREA = click.option("--area", type=click.Choice(list(map(str, Area))))
_TERM = click.option("--chairmanship", metavar="ID", help='For example "2023-2024".')


def _command(*options: Callable[..., Any]) -> Callable[..., Any]:
    def add(run: Any) -> Any:
        for option in (_JSON, *reversed(options)):
            run = option(run)
        return cli.command()(run)

    return add


@_command(click.argument("chairmanship", default="2023-2024"), _RELEASE)
def brief(chairmanship: str, release: str | None, as_json: bool) -> None:
    """A chairmanship at a glance: who, when, theme, priorities, documents, disputes."""
    asked: dict[str, Any] = {"chairmanship": chairmanship, "release": release}
    chair = sco.chairmanship(chairmanship, release=release)
    priorities, papers = sco.priorities(grouping="areas 2023", **asked), sco.documents(**asked)
    every = [chair, *sco.events(**asked), *sco.priorities(**asked), *papers]
    every += sco.initiatives(**asked)
    disputes = Records(
        dict.fromkeys(row for each in every for row in sco.conflicts(each, release=release))
    )
    period = chair.period
    days = [when.latest for when in (period.start, period.end) if when] if period else []
    members = {str(day): sco.members(as_of=day, release=release) for day in days}
    if as_json:
        parts = {"priorities": priorities, "documents": papers, "conflicts": disputes}
        answer = {name: json.loads(to_json(part))["records"] for name, part in parts.items()}
        answer["chairmanship"] = json.loads(to_json(Records([chair])))["records"][0]
        answer["members"] = {day: [row.id for row in rows] for day, rows in members.items()}
        _echo_json(answer)
        return
    name = sco.state(chair.state, release=release).name
    head = [
        ("Who", name if chair.chair is None else f"{name}, {chair.chair}"),
        ("When", _text.cell(period)),
        ("Theme", _text.cell(chair.theme)),
    ]
    seen: Records[Any] = Records()
    for on, found in members.items():
        new = ", ".join(row.name for row in found if row not in seen) or "none"
        head.append((f"Members {on}", f"{len(found)}{'; new: ' if seen else ': '}{new}"))
        seen = found
    _section(f"Chairmanship {chair.id} of the Shanghai Cooperation Organisation", head)
    _section("Priorities", [(str(row.number), row.title) for row in priorities])
    wide = papers.filter(lambda row: len(row.areas) == len(Area))
    groups = {"all areas": wide} | {
        str(area): Records([row for row in papers if area in row.areas and row not in wide])
        for area in Area
    }
    for title, group in groups.items():
        stages = group.by("stage").items()
        counts = ", ".join(f"{len(found)} {stage or 'noted'}" for stage, found in stages)
        rows = [(row.stage or "noted", row.title) for row in group]
        _section(f"Documents, {title}: {counts}", rows, cut=True)
    rows = [(f"{row.subject} {row.field}", _text.cell(row.readings)) for row in disputes]
    _section(f"Where sources disagree: {len(rows)} facts", rows, cut=True)


@_command(_AS_OF, _RELEASE)
def members(as_json: bool, **asked: Any) -> None:
    """The member states on a day."""
    _show(sco.members(**asked), as_json)


@_command(_AREA, _TERM, click.option("--stage", help='For example "signed".'), _AS_OF, _RELEASE)
def documents(as_json: bool, **asked: Any) -> None:
    """Documents, by date."""
    _show(sco.documents(**asked), as_json)


@_command(click.argument("id"), _RELEASE)
def show(id: str, release: str | None, as_json: bool) -> None:
    """One record with all that is known of it."""
    record = sco.get(id, release=release)
    if as_json:
        _show(Records([record]), as_json)
        return
    click.echo(_text.card(record, _width()))
    table = index("sources", release)
    click.echo("\nSources")
    for key in sources_of(all_evidence(record), release):
        # An address is not wrapped: it is there to be followed.
        click.echo(_text.safe(f"  {key}  {table[key].url or table[key].publisher}"))
    disputes: Records[Conflict] = sco.conflicts(record, release=release)
    rows = [
        (disputed_field(row, record), f"{_text.cell(row.readings)}. {row.reason}")
        for row in disputes
    ]
    _section("Where sources disagree", rows)


@_command(click.argument("text", nargs=-1, required=True), _RELEASE)
def search(text: tuple[str, ...], release: str | None, as_json: bool) -> int:
    """The records in whose id, names or title every word stands; exit code 1 for none."""
    found = sco.search(" ".join(text), release=release)
    _show(found, as_json)
    return 0 if found else 1


@_command(click.argument("country"), _AS_OF, _RELEASE)
def status(country: str, as_json: bool, **asked: Any) -> None:
    """What a country is to the organisation on a day: a status, or none."""
    state = sco.state(country, release=asked["release"])
    found = sco.status(state, **asked)
    if as_json:
        _echo_json({"state": state.id, "as_of": asked["as_of"], "status": found})
    else:
        click.echo(found or "none")


@_command(click.argument("id", required=False), _RELEASE)
def conflicts(id: str | None, release: str | None, as_json: bool) -> None:
    """Where sources disagree: everywhere, or on one record or quantity."""
    _show(sco.conflicts(id, release=release), as_json)


@_command(_AREA, _TERM, _AS_OF, _RELEASE)
def outcomes(as_json: bool, **asked: Any) -> None:
    """What was promised, and what became of it."""
    _show(sco.outcomes(**asked), as_json)


_STYLE = click.option("--style", default="text", type=click.Choice(["text", "bibtex", "csl-json"]))


@_command(click.argument("ids", nargs=-1, metavar="ID..."), _STYLE, _RELEASE)
def cite(ids: tuple[str, ...], style: str, release: str | None, as_json: bool) -> None:
    """How to cite the data and the sources that records rest on; --json gives CSL-JSON."""
    style = "csl-json" if as_json else style
    text = sco.cite(*ids, style=style, release=release)
    if style == "csl-json":
        _echo_json(json.loads(text))
    else:
        click.echo("\n".join(map(_text.safe, text.split("\n"))))


@_command(click.argument("old"), click.argument("new", required=False))
def diff(old: str, new: str | None, as_json: bool) -> int:
    """Which facts changed from one release to another; exit code 1 if any did."""
    found = sco.diff(old, new)
    _show(found, as_json)
    return 1 if found else 0


@_command()
def verify(as_json: bool) -> int:
    """Whether the data files are as they were released; exit code 1 if any is not."""
    from ._releases import verify

    altered = verify()
    if as_json:
        _echo_json({"altered": altered})
    else:
        click.echo("\n".join(f"altered: {file}" for file in altered) or "as released")
    return 1 if altered else 0


_FILE = click.Path(dir_okay=False, path_type=Path)


@_command(
    click.argument("source", metavar="IN", type=_FILE),
    click.argument("target", metavar="OUT", type=_FILE),
    click.option("--country", required=True, metavar="COLUMN", help="The column of countries."),
    click.option("--date", metavar="COLUMN", help="The column of dates; or else --as-of."),
    _AS_OF,
    click.option("--codes", type=click.Choice(["m49", "cow"]), help="What numbers stand for."),
    click.option("--errors", default="raise", type=click.Choice(["raise", "null"])),
    _RELEASE,
)
def annotate(source: Path, target: Path, as_json: bool, **asked: Any) -> None:
    """Add state and status to a CSV or Parquet table of any size.

    Cells of CSV stay the text they are; say --codes where countries in it are numbers. OUT is
    replaced only when all of IN was read.
    """
    from ._stream import annotate_file

    err = Console(stderr=True)
    with Progress(console=err, transient=True, disable=as_json or not err.is_terminal) as bar:
        task = bar.add_task("annotate", total=1.0)
        rows, unknown = annotate_file(
            source, target, progress=lambda done: bar.update(task, completed=done), **asked
        )
    if as_json:
        _echo_json({"out": str(target), "rows": rows, "unknown": unknown})
    else:
        click.echo(f"{rows} rows; in {unknown} the country never had a status", err=True)


def _width() -> int:
    """The columns of the terminal; what is piped gets a hundred."""
    return Console().width if sys.stdout.isatty() else 100


def _show(records: Records[Any], as_json: bool) -> None:
    if as_json:
        _echo_json(json.loads(to_json(records)))
        return
    heads, rows = _text.grid(records)
    if not sys.stdout.isatty():
        for row in [heads, *rows] if rows else []:
            click.echo("\t".join(row))
    elif _width() < 15 * len(heads):
        for row in rows:
            click.echo("\n".join(_text.pairs(list(zip(heads, row, strict=True)), _width())) + "\n")
    else:
        table = Table(box=box.SIMPLE_HEAD, caption=f"{len(rows)} record{'s' * (len(rows) != 1)}")
        for head in heads:
            table.add_column(head, overflow="fold")
        for row in rows:
            table.add_row(*map(Text, row))
        Console().print(table)


def _section(title: str, rows: Sequence[tuple[str, str]], cut: bool = False) -> None:
    """A heading and labelled lines; ``cut`` keeps each on one line."""
    if rows:
        shown = [(_text.safe(left), _text.safe(right)) for left, right in rows]
        click.echo(f"\n{_text.safe(title)}")
        click.echo("\n".join(_text.pairs(shown, _width(), cut)))


def _echo_json(value: Any) -> None:
    """JSON that no terminal takes for commands, in any encoding."""
    plain = not sys.stdout.encoding.lower().startswith("utf")
    text = json.dumps(value, ensure_ascii=plain, indent=1)
    click.echo(_text.safe(text, space=""))

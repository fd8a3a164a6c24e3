"""The command line (extra ``cli``): the verbs of the library as commands.

What comes in are the words of a command, what goes out is an exit code. Answers go to stdout,
messages to stderr. A list that is piped has one line for each record, its cells set apart by tabs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import NoReturn

import click

from .._show.text import safe
from ..errors import NotFoundError, ScoDataError
from ._commands import commands

__all__ = ["main"]

_NOT_FOUND = 1
_WRONG = 2
_CLOSED_PIPE = 128 + 13
"""What a shell says of a tool whose reader was gone: it ended by SIGPIPE, which is 13."""


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
        # A terminal that cannot show a name shows its escapes; the command does not fail.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")

    if sys.stdout is None:
        _fail(_WRONG, "stdout is closed: there is nowhere to answer")

    stdout = sys.stdout
    try:
        sys.exit(commands.main(args, "sco-data", standalone_mode=False) or 0)
    except SystemExit:
        # Where a pipe was closed, click puts a silent stdout in the place of the one that is there
        # and exits with 1, which would say that nothing was found.
        if sys.stdout is not stdout:
            sys.exit(_CLOSED_PIPE)

        raise
    except click.Abort:
        _fail(_WRONG, "stopped")
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "sco-data"
        _fail(_WRONG, f"{error.format_message()}\ntry: {command} --help")
    except NotFoundError as error:
        _fail(_NOT_FOUND, str(error))
    except (ScoDataError, ImportError, OSError, TypeError, ValueError) as error:
        _fail(_WRONG, str(error))


def _fail(code: int, message: str) -> NoReturn:
    """Say on stderr what was wrong, and exit."""
    for line in message.splitlines():
        click.echo(f"sco-data: {safe(line)}", err=True)

    sys.exit(code)

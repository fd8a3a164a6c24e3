"""The file that a command was told to write: the whole new one stands there, or the old one does.

It is written beside its place under a name that is drawn at random and must be new, so nobody can
plant a file or a link there, and two runs at once do not meet: the later whole one stays.
"""

from __future__ import annotations

import os
import secrets
import signal
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NoReturn

# Windows does not have the second.
_ENDING_SIGNALS = {signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}


@contextmanager
def open_target(target: Path) -> Iterator[BinaryIO]:
    """A file to write to, which is put in the place of ``target`` when the block ends well.

    A link is followed, and a file that is replaced leaves its mode and, where that is allowed, its
    owner to the new one. Pipes and devices cannot be replaced, so they are written to at once.

    Raises:
        OSError: if nothing can be written there; for a link that leads to itself too.
    """
    old = find_target(target)
    if old is not None and not stat.S_ISREG(old.st_mode):
        # Not its resolved name: what stdout leads to may have none.
        with open(target, "wb") as device:
            yield device
        return

    resolved = Path(os.path.realpath(target))
    # Its own name might leave no room for more signs.
    unfinished = resolved.with_name(f".sco-data-{secrets.token_hex(8)}.part")
    with _cleaning_up_when_ended():
        try:
            with _create(unfinished, target, old) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())

            if old is not None:
                _keep_owner_and_mode(unfinished, old)
            unfinished.replace(resolved)
        finally:
            unfinished.unlink(missing_ok=True)


def find_target(target: Path) -> os.stat_result | None:
    """What stands at ``target`` now, if anything does, or an error for what takes no table."""
    try:
        old = target.stat()
    except FileNotFoundError:
        return None

    for is_writable in (stat.S_ISREG, stat.S_ISFIFO, stat.S_ISCHR):
        if is_writable(old.st_mode):
            return old

    raise OSError(
        f"{target} is neither a file nor a pipe, so no table can be written to it"
    )


def _create(
    unfinished: Path, target: Path, old: os.stat_result | None
) -> BinaryIO:
    """A new file; an error names the target, because nobody knows the other name."""
    try:
        if old is None:
            return open(unfinished, "xb")

        return open(unfinished, "xb", opener=_open_private)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error


def _open_private(path: str, flags: int) -> int:
    """Nobody else may read it while it has not the mode of the file that it replaces."""
    return os.open(path, flags, 0o600)


def _keep_owner_and_mode(file: Path, old: os.stat_result) -> None:
    # Few may give files away, and Windows has no owners of this kind.
    with suppress(OSError, AttributeError):
        os.chown(file, old.st_uid, old.st_gid)
    file.chmod(stat.S_IMODE(old.st_mode))


@contextmanager
def _cleaning_up_when_ended() -> Iterator[None]:
    """Let signals that end a process at once raise, so that blocks are left in order."""
    previous = {}
    # Other threads may not ask for signals; and who ignores one, as nohup does, goes on.
    if threading.current_thread() is threading.main_thread():
        for number in _ENDING_SIGNALS:
            if signal.getsignal(number) is signal.SIG_DFL:
                previous[number] = signal.signal(number, _end)

    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _end(number: int, _frame: object) -> NoReturn:
    """Exit with the code by which shells tell that a signal ended a process."""
    # A second one must not stop the cleaning.
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(128 + number)

"""Results that go to a file instead of the terminal."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.journal import FILE_NAME
from dvcheck.text import clean

_OURS = (Path(FILE_NAME).stem.casefold() + ".", "config.toml")
"""How the names begin of what dvcheck keeps in its home folder and nobody may write over."""


def deliver(document: str | bytes, path: Path | None, *, home: Path) -> None:
    """Write a document, a text as UTF-8, to a file, or to standard output where none is named.

    The file is written aside and moved into place: it is there whole, or what was there before is. A link
    is replaced, not followed. DvcheckError with Exit.OUTPUT where it cannot be written, and with Exit.USAGE
    for bytes on a terminal or in place of the journal or the settings in `home`.
    """
    if path is None and isinstance(document, bytes) and sys.stdout.isatty():
        message = "a PDF is nothing for a terminal"
        raise DvcheckError(message, hint="Write it to a file with -o FILE.", code=Exit.USAGE)
    _write([document.encode() if isinstance(document, str) else document], path, home)


def deliver_lines(lines: Iterable[str], path: Path | None, *, home: Path) -> None:
    """The same of a text that is made line by line, and is never in memory as one."""
    _write((line.encode() for line in lines), path, home)


def _write(parts: Iterable[bytes], path: Path | None, home: Path) -> None:
    if path is None:
        sys.stdout.flush()
        for part in parts:
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
        return
    try:
        _refuse_ours(path, home)
        if path.exists() and not path.is_file():
            raise _unwritable(path, "there is a folder or a device of this name")
        _replace(path, parts)
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from None
    sys.stdout.write(f"Written to {clean(str(path))}\n")


def _refuse_ours(path: Path, home: Path) -> None:
    """The record is never overwritten by what is made from it."""
    if not home.is_dir() or not path.name.casefold().startswith(_OURS):
        return
    if path.parent.is_dir() and path.parent.samefile(home):
        raise DvcheckError(
            f"{clean(str(path))} is where dvcheck keeps its own files: nothing is written there",
            hint="Name another file with -o FILE.",
            code=Exit.USAGE,
        )


def _replace(path: Path, parts: Iterable[bytes]) -> None:
    aside = path.with_name(f".dvcheck-{os.getpid()}.tmp")
    # Never into a file, or through a link, that somebody else has put there.
    # And for its owner alone: what is written may be a case.
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink()
        raise


def _unwritable(path: Path, why: str) -> DvcheckError:
    return DvcheckError(
        f"{clean(str(path))} could not be written: {why}",
        hint="Name a file in a folder of your own with -o FILE.",
        code=Exit.OUTPUT,
    )

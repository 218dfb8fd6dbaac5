"""Results that go to a file instead of the terminal."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from dvcheck.actions import settings
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.pack.library import is_stream
from dvcheck.text import clean


def deliver(document: str | bytes, path: Path | None, *, workspace: Workspace, option: str = "-o") -> None:
    """Write a document to a file, or to standard output if no file or `-` is named. Text is UTF-8.

    The file is written under another name and moved into place, so that it is complete or the old file
    remains. A link is replaced, not followed. DvcheckError with Exit.OUTPUT if it cannot be written, and
    with Exit.USAGE for bytes on a terminal, or if the file is the journal, part of it, or the settings.
    `option` is the one that names the file.
    """
    if (path is None or is_stream(path)) and isinstance(document, bytes) and sys.stdout.isatty():
        is_pdf = document.startswith(b"%PDF")
        message = (
            phrase("a PDF cannot be shown on a terminal")
            if is_pdf
            else phrase("an archive cannot be shown on a terminal")
        )
        raise DvcheckError(message, hint=phrase("Write it to a file with -o FILE."), code=Exit.USAGE)
    _write([document.encode() if isinstance(document, str) else document], path, workspace, option)


def deliver_document(
    document: str | bytes, path: Path | None, *, workspace: Workspace, force: bool = False
) -> None:
    """Write a document that people read, as `deliver` does, but never over another file unless `force`.

    Raises what `require_free` raises.
    """
    require_free(path, workspace=workspace, force=force)
    deliver(document, path, workspace=workspace)


def require_free(path: Path | None, *, workspace: Workspace, force: bool = False, option: str = "-o") -> None:
    """Raise DvcheckError if a document cannot go into this file, before any work is done for it.

    With Exit.USAGE if there is a file of that name (unless `force`), or if it is one of dvcheck's own; with
    Exit.OUTPUT if that is the name of a folder or a device. Standard output is always free.
    """
    if path is None or is_stream(path):
        return
    try:
        _refuse_target(path, workspace, option)
        is_taken = not force and (path.exists() or path.is_symlink())
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error), option) from None
    if is_taken:
        raise DvcheckError(
            phrase("{path} exists already, and nothing is written there", path=clean(str(path))),
            hint=phrase(
                "Name another file with {option} FILE, or add --force to replace this one.", option=option
            ),
            code=Exit.USAGE,
        )


def deliver_lines(lines: Iterable[str], path: Path | None, *, workspace: Workspace) -> None:
    """Write a text that is made line by line, and is never in memory at once. See `deliver`."""
    _write((line.encode() for line in lines), path, workspace)


def deliver_soon(lines: Iterable[str], path: Path | None, *, workspace: Workspace) -> None:
    """Write lines as `deliver_lines` does, but flush each one to standard output once it is made."""
    _write(_flushed(lines), path, workspace)


def _flushed(lines: Iterable[str]) -> Iterator[bytes]:
    for line in lines:
        yield line.encode()
        sys.stdout.buffer.flush()


def _write(parts: Iterable[bytes], path: Path | None, workspace: Workspace, option: str = "-o") -> None:
    if path is None or is_stream(path):
        sys.stdout.flush()
        for part in parts:
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
        return
    try:
        _refuse_target(path, workspace, option)
        _replace(path, parts)
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error), option) from None
    sys.stdout.write(phrase("Written to {path}", path=clean(str(path))) + "\n")


def _refuse_target(path: Path, workspace: Workspace, option: str) -> None:
    _refuse_ours(path, workspace, option)
    if path.exists() and not path.is_file():
        raise _unwritable(path, phrase("this is the name of a folder or a device"), option)


def _refuse_ours(path: Path, workspace: Workspace, option: str) -> None:
    """Refuse to overwrite the record, under any name that leads to it."""
    ours = _ours(workspace)
    really = Path(os.path.realpath(path))
    if any(_is_same(named, one) for named in {path, really} for one in ours) or _may_be_ours(path, workspace):
        raise DvcheckError(
            phrase(
                "{path} is one of dvcheck's own files, and nothing is written there", path=clean(str(path))
            ),
            hint=phrase("Name another file with {option} FILE.", option=option),
            code=Exit.USAGE,
        )


def _ours(workspace: Workspace) -> set[Path]:
    """Return the files dvcheck keeps or may keep: by name in the home folder, and the targets of links."""
    config = workspace.home / settings.FILE
    return {config, Path(os.path.realpath(config)), *workspace.place.files()}


def _is_same(path: Path, ours: Path) -> bool:
    """Check whether both are the same file, also by a hard link or on a case-insensitive disk."""
    with suppress(OSError):
        if path.samefile(ours):
            return True
    with suppress(OSError):
        return path.name.casefold() == ours.name.casefold() and path.parent.samefile(ours.parent)
    return False


def _may_be_ours(path: Path, workspace: Workspace) -> bool:
    """Check whether a file in the home folder has a name that the record uses."""
    if not workspace.place.may_keep(path.name):
        return False
    with suppress(OSError):
        return path.parent.samefile(workspace.home)
    return False


def _replace(path: Path, parts: Iterable[bytes]) -> None:
    aside = path.with_name(f".dvcheck-{os.getpid()}.tmp")
    # Never write into a file, or through a link, that somebody else put there.
    # Only the owner may read it: it may be a case.
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


def _unwritable(path: Path, why: str, option: str) -> DvcheckError:
    return DvcheckError(
        phrase("{path} could not be written: {why}", path=clean(str(path)), why=why),
        hint=phrase("Name a file in one of your folders with {option} FILE.", option=option),
        code=Exit.OUTPUT,
    )

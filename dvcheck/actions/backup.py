"""Backs up the journal, and restores it from a backup."""

import stat
from contextlib import nullcontext
from pathlib import Path

from dvcheck.actions.journal_file import as_file, folder_of
from dvcheck.actions.practice_home import refuse_practice_record
from dvcheck.actions.working import Working
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.record.sqlite import backup as backups
from dvcheck.record.sqlite.backup import Restored
from dvcheck.record.sqlite.journal import Journal
from dvcheck.text import clean


def back_up(
    workspace: Workspace, file: Path, passphrase_file: Path | None = None, working: Working = nullcontext
) -> int:
    """Write a backup of the journal to a file, and return how many entries it has."""
    folder_of(workspace).opening.keys.file = passphrase_file
    with workspace.recorded() as journal, working():
        return backups.back_up(as_file(journal), file)


def restore(
    workspace: Workspace,
    file: Path,
    passphrase_file: Path | None = None,
    *,
    lose: bool = False,
    working: Working = nullcontext,
) -> Restored:
    """Replace the journal with a backup. With `lose`, the journal may have entries that the backup lacks."""
    folder = folder_of(workspace)
    folder.opening.keys.file = passphrase_file
    _require_file(file)
    opened = Journal.open_file(file, opening=folder.opening)
    if opened is None:
        raise DvcheckError(
            phrase("{file} is not a dvcheck journal", file=clean(str(file))),
            hint=phrase("Name the file of a backup."),
            code=Exit.USAGE,
        )
    with opened as journal, working():
        refuse_practice_record(journal, file)
        return backups.put_back(journal, folder.path.parent, now(), lose=lose)


def _require_file(file: Path) -> None:
    """Raise DvcheckError with Exit.USAGE if a backup is not a file, or cannot be read."""
    message = phrase("{file} is not a file", file=clean(str(file)))
    try:
        if stat.S_ISREG(file.stat().st_mode):
            file.open("rb").close()
            return
    except FileNotFoundError:
        pass
    except OSError as error:
        message = phrase("{file}: {why}", file=clean(str(file)), why=error.strerror or error)
    raise DvcheckError(message, hint=phrase("Name the file of a backup."), code=Exit.USAGE)

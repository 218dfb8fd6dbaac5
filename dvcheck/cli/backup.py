"""`dvcheck journal backup` and `restore`."""

import sys
from pathlib import Path

from dvcheck.actions.desk import Desk
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import plural
from dvcheck.record.clock import now
from dvcheck.record.sqlite import backup as backups
from dvcheck.record.sqlite.journal import Journal
from dvcheck.screens.progress import progress
from dvcheck.text import clean


def backup(desk: Desk, file: Path, passphrase_file: Path | None) -> None:
    """Write a backup of the journal to a file."""
    desk.opening.keys.file = passphrase_file
    with desk.recorded() as journal, progress("Backing up the journal"):
        entries = backups.back_up(journal, file)
    sys.stdout.write(_backed_up(entries, file))


def restore(desk: Desk, file: Path, passphrase_file: Path | None, *, lose: bool) -> None:
    """Put a backup in place of the journal; with `lose`, also where that has entries the backup lacks."""
    desk.opening.keys.file = passphrase_file
    if not file.is_file():
        raise DvcheckError(
            f"{clean(str(file))} is not a file", hint="Name the file of a backup.", code=Exit.USAGE
        )
    opened = Journal.open_file(file, opening=desk.opening)
    if opened is None:
        raise DvcheckError(
            f"{clean(str(file))} is not a dvcheck journal",
            hint="Name the file of a backup.",
            code=Exit.USAGE,
        )
    with opened as journal, progress("Restoring the journal"):
        done = backups.put_back(journal, desk.home, now(), lose=lose)
    sys.stdout.write(_restored(done.entries, desk.home))
    if done.lost:
        sys.stdout.write(_lost(done.lost))
    if done.kept is not None:
        sys.stdout.write(f"The file that was there before is now called {clean(done.kept)}\n")


def _backed_up(entries: int, file: Path) -> str:
    return plural(
        "Backed up: {n:,} entry, each checked, in {file}\n",
        "Backed up: {n:,} entries, each checked, in {file}\n",
        n=entries,
        file=clean(str(file)),
    )


def _restored(entries: int, home: Path) -> str:
    return plural(
        "Restored: {n:,} entry, each checked, in {home}\n",
        "Restored: {n:,} entries, each checked, in {home}\n",
        n=entries,
        home=clean(str(home)),
    )


def _lost(entries: int) -> str:
    return plural(
        "Not in the backup, and gone from the journal: {n:,} entry\n",
        "Not in the backup, and gone from the journal: {n:,} entries\n",
        n=entries,
    )

"""`dvcheck journal backup` and `restore`."""

import sys
from pathlib import Path

from dvcheck.actions.desk import Desk
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record import backup as backups
from dvcheck.record import vault
from dvcheck.record.clock import now
from dvcheck.record.journal import Journal
from dvcheck.terminal.progress import progress
from dvcheck.text import clean


def backup(desk: Desk, file: Path, passphrase_file: Path | None) -> None:
    """Write a backup of the journal to a file."""
    vault.named_file = passphrase_file
    with desk.recorded() as journal, progress("Backing up the journal"):
        entries = backups.back_up(journal, file)
    sys.stdout.write(f"Backed up: {_many(entries)}, each checked, in {clean(str(file))}\n")


def restore(desk: Desk, file: Path, passphrase_file: Path | None, *, lose: bool) -> None:
    """Put a backup in place of the journal; with `lose`, also where that has entries the backup lacks."""
    vault.named_file = passphrase_file
    if not file.is_file():
        raise DvcheckError(
            f"{clean(str(file))} is not a file", hint="Name the file of a backup.", code=Exit.USAGE
        )
    opened = Journal.open_file(file)
    if opened is None:
        raise DvcheckError(
            f"{clean(str(file))} is not a dvcheck journal",
            hint="Name the file of a backup.",
            code=Exit.USAGE,
        )
    with opened as journal, progress("Restoring the journal"):
        done = backups.put_back(journal, desk.home, now(), lose=lose)
    sys.stdout.write(f"Restored: {_many(done.entries)}, each checked, in {clean(str(desk.home))}\n")
    if done.lost:
        sys.stdout.write(f"Not in the backup, and gone from the journal: {_many(done.lost)}\n")
    if done.kept is not None:
        sys.stdout.write(f"The file that was there before is now called {clean(done.kept)}\n")


def _many(entries: int) -> str:
    return "1 entry" if entries == 1 else f"{entries:,} entries"

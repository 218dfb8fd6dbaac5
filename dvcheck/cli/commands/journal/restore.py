"""`dvcheck journal restore`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions import backup
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import PassphraseFile
from dvcheck.language import phrase, plural
from dvcheck.screens.progress import progress


@command("home")
def run(
    workspace: Workspace,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup of the journal.")],
    yes: Annotated[bool, typer.Option("--yes", help="Go on if entries would be lost.")] = False,
    passphrase_file: PassphraseFile = None,
) -> None:
    done = backup.restore(
        workspace, file, passphrase_file, lose=yes, working=lambda: progress(phrase("Restoring the journal"))
    )
    printer.say(_lines(done.entries, done.lost, done.kept, workspace.home))


def _lines(entries: int, lost: int | None, kept: str | None, home: Path) -> Iterator[str]:
    yield plural(
        "Restored: {n:,} entry, each checked, in {home}",
        "Restored: {n:,} entries, each checked, in {home}",
        n=entries,
        home=home,
    )
    if lost:
        yield plural(
            "Not in the backup, and gone from the journal: {n:,} entry",
            "Not in the backup, and gone from the journal: {n:,} entries",
            n=lost,
        )
    if kept is not None:
        yield phrase("The file that was there before is now called {kept}", kept=kept)

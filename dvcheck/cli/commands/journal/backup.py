"""`dvcheck journal backup`."""

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
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup to write.")],
    passphrase_file: PassphraseFile = None,
) -> None:
    entries = backup.back_up(
        workspace, file, passphrase_file, lambda: progress(phrase("Backing up the journal"))
    )
    printer.say(
        [
            plural(
                "Backed up: {n:,} entry, each checked, in {file}",
                "Backed up: {n:,} entries, each checked, in {file}",
                n=entries,
                file=file,
            )
        ]
    )

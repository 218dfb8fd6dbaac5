"""`dvcheck journal restore`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    PassphraseFile,
)


@command("home")
def run(
    desk: Desk,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup of the journal.")],
    yes: Annotated[
        bool, typer.Option("--yes", help="Also where the journal has entries that the backup lacks.")
    ] = False,
    passphrase_file: PassphraseFile = None,
) -> None:
    from dvcheck.cli import backup as backups

    backups.restore(desk, file, passphrase_file, lose=yes)

"""`dvcheck journal backup`."""

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
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup, such as one on a memory stick.")],
    passphrase_file: PassphraseFile = None,
) -> None:
    from dvcheck.cli import backup as backups

    backups.backup(desk, file, passphrase_file)

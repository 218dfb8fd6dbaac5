"""`dvcheck journal rekey`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    Keyring,
    PassphraseFile,
)


@command("home")
def run(
    desk: Desk,
    passphrase_file: PassphraseFile = None,
    new_passphrase_file: Annotated[
        Path | None,
        typer.Option("--new-passphrase-file", metavar="FILE", help="Take the new passphrase from a file."),
    ] = None,
    keyring: Keyring = False,
) -> None:
    from dvcheck.cli import encryption

    encryption.rekey(desk, passphrase_file, new_passphrase_file, keyring=keyring)

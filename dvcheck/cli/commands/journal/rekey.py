"""`dvcheck journal rekey`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions import encryption
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.new_key import comparison, keep_safe, new_key
from dvcheck.cli.options import Keyring, PassphraseFile
from dvcheck.language import phrase
from dvcheck.screens.progress import progress


@command("home")
def run(
    workspace: Workspace,
    passphrase_file: PassphraseFile = None,
    new_passphrase_file: Annotated[
        Path | None,
        typer.Option("--new-passphrase-file", metavar="FILE", help="Read the new passphrase from a file."),
    ] = None,
    keyring: Keyring = False,
) -> None:
    done = encryption.rekey(
        workspace,
        passphrase_file,
        new_key(new_passphrase_file, keyring=keyring),
        lambda: progress(phrase("Encrypting the journal")),
    )
    printer.say(
        [
            phrase(
                "Encrypted with the new key (AES-256): {done} ({compared})",
                done=done.path,
                compared=comparison(done.entries),
            ),
            keep_safe(keyring=keyring),
        ]
    )

"""`dvcheck journal decrypt`."""

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    PassphraseFile,
)


@command("home")
def run(
    desk: Desk,
    passphrase_file: PassphraseFile = None,
) -> None:
    from dvcheck.cli import encryption

    encryption.decrypt(desk, passphrase_file)

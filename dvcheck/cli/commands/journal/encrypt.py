"""`dvcheck journal encrypt`."""

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
    keyring: Keyring = False,
) -> None:
    from dvcheck.cli import encryption

    encryption.encrypt(desk, passphrase_file, keyring=keyring)

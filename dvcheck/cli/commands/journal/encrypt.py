"""`dvcheck journal encrypt`."""

from dvcheck.actions import encryption
from dvcheck.actions.desk import Desk
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.new_key import compared, keep, new_key
from dvcheck.cli.options import Keyring, PassphraseFile
from dvcheck.screens.progress import progress


@command("home")
def run(desk: Desk, passphrase_file: PassphraseFile = None, keyring: Keyring = False) -> None:
    done = encryption.encrypt(
        desk, new_key(passphrase_file, keyring=keyring), lambda: progress("Encrypting the journal")
    )
    printer.say([f"Encrypted with AES-256: {done.path} ({compared(done.entries)})", keep(keyring=keyring)])

"""`dvcheck journal encrypt`."""

from dvcheck.actions import encryption
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.new_key import comparison, keep_safe, new_key
from dvcheck.cli.options import Keyring, PassphraseFile
from dvcheck.language import phrase
from dvcheck.screens.progress import progress


@command("home")
def run(workspace: Workspace, passphrase_file: PassphraseFile = None, keyring: Keyring = False) -> None:
    done = encryption.encrypt(
        workspace,
        new_key(passphrase_file, keyring=keyring),
        lambda: progress(phrase("Encrypting the journal")),
    )
    printer.say(
        [
            phrase(
                "Encrypted with AES-256: {done} ({compared})",
                done=done.path,
                compared=comparison(done.entries),
            ),
            keep_safe(keyring=keyring),
        ]
    )

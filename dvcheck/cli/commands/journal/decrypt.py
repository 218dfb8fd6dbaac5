"""`dvcheck journal decrypt`."""

from dvcheck.actions import encryption
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.new_key import comparison
from dvcheck.cli.options import PassphraseFile
from dvcheck.language import phrase
from dvcheck.screens.progress import progress


@command("home")
def run(workspace: Workspace, passphrase_file: PassphraseFile = None) -> None:
    done = encryption.decrypt(workspace, passphrase_file, lambda: progress(phrase("Decrypting the journal")))
    printer.say(
        [
            phrase(
                "No longer encrypted: {done} ({compared})", done=done.path, compared=comparison(done.entries)
            )
        ]
    )

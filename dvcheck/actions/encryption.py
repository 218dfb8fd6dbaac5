"""Encrypts the journal, decrypts it, or changes its key."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import msgspec

from dvcheck.actions.journal_file import folder_of
from dvcheck.actions.working import Working
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase
from dvcheck.record.sqlite.encryption import keyring, keys, passphrase
from dvcheck.record.sqlite.encryption.keys import Key
from dvcheck.record.sqlite.encryption.sqlcipher import sqlcipher
from dvcheck.record.sqlite.journal import JournalFolder
from dvcheck.record.sqlite.rewrite import rewrite
from dvcheck.text import clean

NewKey = Callable[[], Key]
"""Returns the new key. It is called last, so that nobody types a passphrase in vain."""
Ask = Callable[[Callable[[str], None]], str]
"""Asks for a new passphrase, and checks it with the function given, which raises if it is weak."""


class RewrittenJournal(msgspec.Struct, frozen=True, kw_only=True):
    """A rewritten journal, and how many entries were compared."""

    path: Path
    entries: int


def encrypt(workspace: Workspace, new_key: NewKey, working: Working = nullcontext) -> RewrittenJournal:
    """Encrypt the journal, even if it has no entry yet. Exit.USAGE if it is encrypted."""
    folder = folder_of(workspace)
    path = folder.path
    if keys.salt_of(path) is not None:
        raise DvcheckError(
            phrase("{path} is encrypted already", path=clean(str(path))),
            hint=own_line(phrase("Another passphrase:"), on_journal("journal", "rekey")),
            code=Exit.USAGE,
        )
    sqlcipher()  # before a passphrase is asked for in vain
    folder.open().close()
    key = new_key()
    with working():
        return RewrittenJournal(path=path, entries=rewrite(path, None, key))


def is_encrypted(workspace: Workspace) -> bool:
    """Check whether the journal is an encrypted file."""
    return isinstance(workspace.place, JournalFolder) and keys.salt_of(workspace.place.path) is not None


def decrypt(
    workspace: Workspace, passphrase_file: Path | None = None, working: Working = nullcontext
) -> RewrittenJournal:
    """Decrypt the journal. Exit.USAGE if it is not encrypted."""
    path = folder_of(workspace).path
    key = _proved(workspace, passphrase_file)
    with working():
        return RewrittenJournal(path=path, entries=rewrite(path, key, None))


def rekey(
    workspace: Workspace, passphrase_file: Path | None, new_key: NewKey, working: Working = nullcontext
) -> RewrittenJournal:
    """Change the key of the encrypted journal. Exit.USAGE if it is not encrypted."""
    path = folder_of(workspace).path
    key = _proved(workspace, passphrase_file)
    other = new_key()
    with working():
        return RewrittenJournal(path=path, entries=rewrite(path, key, other))


def key_in_keyring() -> Key:
    """Make a new key, and store it in the system's keyring."""
    return keyring.key_in_keyring()


def key_from_file(file: Path) -> Key:
    """Derive a new key from the passphrase in a file. DvcheckError if it is weak."""
    text = passphrase.from_file(file)
    passphrase.require_strong(text)
    return keys.key_from_passphrase(text)


def key_from(ask: Ask) -> Key:
    """Ask for a passphrase and derive a new key from it. DvcheckError if it is weak."""
    return keys.key_from_passphrase(ask(passphrase.require_strong))


def _proved(workspace: Workspace, file: Path | None) -> Key:
    """Return the key of the journal after it has opened it."""
    folder = folder_of(workspace)
    folder.opening.keys.file = file
    opened = folder.open_existing()
    if opened is not None:
        opened.close()
    key = folder.opening.keys.key_of(folder.path)
    if key is None:
        raise DvcheckError(
            phrase("there is no encrypted journal in {home}", home=clean(str(workspace.home))),
            hint=own_line(
                phrase("Name another folder with --home DIR, or encrypt it:"),
                on_journal("journal", "encrypt"),
            ),
            code=Exit.USAGE,
        )
    return key

"""`dvcheck journal encrypt`, `decrypt` and `rekey`."""

import sys
from pathlib import Path

from dvcheck.actions.desk import Desk
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import plural
from dvcheck.record.sqlite.encryption import keys, passphrase
from dvcheck.record.sqlite.encryption.keyring import key_in_keyring
from dvcheck.record.sqlite.encryption.keys import Key
from dvcheck.record.sqlite.encryption.sqlcipher import sqlcipher
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from dvcheck.record.sqlite.rewrite import rewrite
from dvcheck.screens.progress import progress
from dvcheck.terminal import passphrase as typed
from dvcheck.text import clean


def encrypt(desk: Desk, file: Path | None, *, keyring: bool) -> None:
    """Encrypt the journal, also one that has no entry yet. Exit.USAGE where it is encrypted."""
    path = desk.home / FILE_NAME
    if keys.salt_of(path) is not None:
        raise DvcheckError(
            f"{clean(str(path))} is encrypted already",
            hint=own_line("Another passphrase:", on_journal("journal", "rekey")),
            code=Exit.USAGE,
        )
    sqlcipher()  # before a passphrase is asked for in vain
    Journal.open(desk.home, opening=desk.opening).close()
    key = _new_key(file, keyring=keyring)
    with progress("Encrypting the journal"):
        entries = rewrite(path, None, key)
    _say(f"Encrypted with AES-256: {clean(str(path))} ({_entries(entries)})", _keep(keyring))


def decrypt(desk: Desk, file: Path | None) -> None:
    """Make the journal plain again. Exit.USAGE where it is."""
    path, key = _opened(desk, file)
    with progress("Decrypting the journal"):
        entries = rewrite(path, key, None)
    _say(f"Not encrypted any more: {clean(str(path))} ({_entries(entries)})")


def rekey(desk: Desk, file: Path | None, new_file: Path | None, *, keyring: bool) -> None:
    """Give the encrypted journal another key. Exit.USAGE where it is plain."""
    path, key = _opened(desk, file)
    other = _new_key(new_file, keyring=keyring)
    with progress("Encrypting the journal"):
        entries = rewrite(path, key, other)
    _say(f"Encrypted anew with AES-256: {clean(str(path))} ({_entries(entries)})", _keep(keyring))


def _keep(keyring: bool) -> str:
    if keyring:
        return "Its key is in your keyring on this computer and nowhere else: without it the journal is lost."
    return "Nobody can read it without the passphrase or recover that: keep it in a safe place."


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{clean(line)}\n" for line in lines)


def _opened(desk: Desk, file: Path | None) -> tuple[Path, Key]:
    """The journal and its key, which opened it."""
    path = desk.home / FILE_NAME
    desk.opening.keys.file = file
    opened = Journal.open_existing(desk.home, opening=desk.opening)
    if opened is not None:
        opened.close()
    key = desk.opening.keys.key_of(path)
    if key is None:
        raise DvcheckError(
            f"there is no encrypted journal in {clean(str(desk.home))}",
            hint=own_line(
                "Name another folder with --home DIR, or encrypt it:", on_journal("journal", "encrypt")
            ),
            code=Exit.USAGE,
        )
    return path, key


def _new_key(file: Path | None, *, keyring: bool) -> Key:
    if keyring:
        return key_in_keyring()
    if file is None:
        return keys.key_from_passphrase(typed.new_at_terminal())
    text = passphrase.from_file(file)
    passphrase.require_strong(text)
    return keys.key_from_passphrase(text)


def _entries(many: int) -> str:
    return plural("{n} entry, each compared", "{n} entries, each compared", n=many)

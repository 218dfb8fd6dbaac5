"""Where the key comes from that a journal is encrypted with, and what is said of it after."""

from pathlib import Path

from dvcheck.actions.encryption import NewKey, key_from, key_from_file, key_in_keyring
from dvcheck.language import phrase, plural
from dvcheck.terminal import passphrase as typed


def new_key(file: Path | None, *, keyring: bool) -> NewKey:
    """Take the key from the keyring, from a passphrase in a file, or from one asked for at the terminal."""
    if keyring:
        return key_in_keyring
    if file is not None:
        return lambda: key_from_file(file)
    return lambda: key_from(typed.new_at_terminal)


def keep(*, keyring: bool) -> str:
    """Say what must not be lost."""
    if keyring:
        return phrase(
            "Its key is in your keyring on this computer and nowhere else: without it the journal is lost."
        )
    return phrase("Nobody can read it without the passphrase or recover that: keep it in a safe place.")


def compared(entries: int) -> str:
    """Say how many entries were compared."""
    return plural("{n} entry, each compared", "{n} entries, each compared", n=entries)

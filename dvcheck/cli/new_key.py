"""The new key of a journal: where it comes from, and the messages about it."""

from pathlib import Path

from dvcheck.actions.encryption import NewKey, key_from, key_from_file, key_in_keyring
from dvcheck.language import phrase, plural
from dvcheck.terminal import passphrase as typed


def new_key(file: Path | None, *, keyring: bool) -> NewKey:
    """Make the key from the keyring, from a passphrase in a file, or from one typed at the terminal."""
    if keyring:
        return key_in_keyring
    if file is not None:
        return lambda: key_from_file(file)
    return lambda: key_from(typed.ask_new_passphrase)


def keep_safe(*, keyring: bool) -> str:
    """Return the warning about the key or passphrase."""
    if keyring:
        return phrase("Its key is only in your keyring on this computer. Without it the journal is lost.")
    return phrase(
        "Without the passphrase nobody can read the journal, and dvcheck cannot recover it. Keep it safe."
    )


def comparison(entries: int) -> str:
    """Return the number of entries that were compared."""
    return plural("{n} entry, each compared", "{n} entries, each compared", n=entries)

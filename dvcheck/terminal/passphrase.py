"""A passphrase typed at the terminal without being shown."""

import sys
from collections.abc import Callable

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.record.errors import JournalRefused


def ask_passphrase(prompt: str) -> str:
    """Read a passphrase at the terminal without showing it.

    Raise JournalRefused if there is no terminal, or if it would show the passphrase.
    """
    if not sys.stdin.isatty():
        raise _no_terminal(phrase("the journal needs a passphrase, and there is no terminal to type it in"))
    import getpass
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)
            return getpass.getpass(prompt)
    except getpass.GetPassWarning:
        raise _no_terminal(phrase("this terminal would show the passphrase")) from None
    except EOFError:
        raise _no_terminal(phrase("no passphrase was given")) from None


def ask_new_passphrase(require_strong: Callable[[str], None]) -> str:
    """Read a new passphrase twice. Raise DvcheckError (Exit.USAGE) if the two differ or it is weak."""
    first = ask_passphrase(phrase("New passphrase for the journal: "))
    require_strong(first)
    if ask_passphrase(phrase("Type it again: ")) != first:
        raise DvcheckError(
            phrase("the two passphrases differ"), hint=phrase("Nothing was changed."), code=Exit.USAGE
        )
    return first


def _no_terminal(problem: str) -> JournalRefused:
    return JournalRefused(
        problem,
        hint=phrase("Set the environment variable DVCHECK_PASSPHRASE_FILE to a file that has it."),
    )

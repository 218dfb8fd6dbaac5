"""A passphrase from a file or a descriptor, never from a command line.

A command line is visible in the shell's history and in the process list.
"""

import sys
from pathlib import Path

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.pack.library import is_stream, shown_name
from dvcheck.record.errors import JournalRefused

SHORTEST = 12
"""The fewest characters of a new passphrase: anyone with a copy of the file can try without limit."""

_MOST_BYTES = 4096


def from_file(path: Path) -> str:
    """Return the first line of a file, or of a descriptor such as /dev/fd/3 or `-`, without its newline.

    JournalRefused if it cannot be read or is empty.
    """
    name = shown_name(path)
    hint = phrase("The first line of the file must be the passphrase, in UTF-8.")
    try:
        if is_stream(path):
            line = sys.stdin.buffer.readline(_MOST_BYTES + 1)
        else:
            with path.open("rb") as file:
                line = file.readline(_MOST_BYTES + 1)
        if len(line) > _MOST_BYTES:
            raise JournalRefused(phrase("{name}: the first line is too long", name=name), hint=hint)
        text = line.decode("utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        why = (isinstance(error, OSError) and error.strerror) or phrase("it is not UTF-8")
        message = phrase("the passphrase could not be read from {name}: {why}", name=name, why=why)
        raise JournalRefused(message, hint=hint) from None
    if not text:
        raise JournalRefused(phrase("{name}: the first line is empty", name=name), hint=hint)
    return text


def require_strong(text: str) -> None:
    """Raise DvcheckError with Exit.USAGE if a new passphrase is too short."""
    if len(text) < SHORTEST:
        raise DvcheckError(
            phrase("a passphrase needs at least {shortest} characters", shortest=SHORTEST),
            hint=phrase("Use four or five unrelated words. Nothing was changed."),
            code=Exit.USAGE,
        )

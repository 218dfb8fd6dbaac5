"""Read what the commands of a precinct are given: the id of a journal, and a reason."""

from uuid import UUID

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.text import clean

SHORTEST, LONGEST = 4, 500
"""The characters that the precinct takes as a reason."""


def reason_of(text: str, option: str = "--reason") -> str:
    """Return a reason, stripped. DvcheckError with Exit.USAGE if the precinct would refuse it."""
    found = text.strip()
    if not SHORTEST <= len(found) <= LONGEST or "\0" in found:
        raise DvcheckError(
            phrase(
                "{option} must have {least} to {most} characters", option=option, least=SHORTEST, most=LONGEST
            ),
            hint=phrase("It is kept in the log that auditors read: say why, in a few words."),
            code=Exit.USAGE,
        )
    return found


def journal_id(text: str) -> UUID:
    """Return the id of a journal. DvcheckError with Exit.USAGE if the text is none."""
    try:
        return UUID(text)
    except ValueError:
        raise DvcheckError(
            phrase('"{text}" is not the id of a journal', text=clean(text)),
            hint=phrase("dvcheck precinct verify lists the journals with their ids."),
            code=Exit.USAGE,
        ) from None

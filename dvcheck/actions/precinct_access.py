"""Read what the commands of a precinct are given: who asks, which case is meant, and the reason."""

import re
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from dvcheck.actions.board import viewer_of
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.text import clean, has_control

if TYPE_CHECKING:
    from psycopg import Connection

    from dvcheck.record.postgres.board import Viewer

SHORTEST, LONGEST = 4, 500
"""The characters that the precinct takes as a reason."""
_CASE = re.compile(r"c-[0-9A-Z]{4,16}")


def viewer_in(connection: "Connection", *roles: str) -> "Viewer":
    """Return who asks. Refused unless the login is of one of these roles."""
    from dvcheck.record.postgres.connect import Refused

    found = viewer_of(connection)
    if found.role not in roles:
        raise Refused(
            phrase(
                "this takes a login of another role ({roles}); this one is of the role {role}",
                roles=", ".join(roles),
                role=found.role,
            ),
            hint=phrase("Nothing was read or changed. docs/precinct.md lists the roles."),
        )
    return found


def reason_of(text: str, option: str = "--reason") -> str:
    """Return a reason, stripped. DvcheckError with Exit.USAGE if the precinct would refuse it."""
    found = text.strip()
    if has_control(found):
        raise DvcheckError(
            phrase('{option} has characters that are no text: "{text}"', option=option, text=clean(found)),
            hint=phrase("Write it on one line, in plain words."),
            code=Exit.USAGE,
        )
    if not SHORTEST <= len(found) <= LONGEST:
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


def case_id(text: str) -> str:
    """Return the id of a case. DvcheckError with Exit.USAGE if the text is none."""
    found = text[:1].lower() + text[1:].upper()
    if not _CASE.fullmatch(found):
        raise DvcheckError(
            phrase('"{text}" is not the id of a case', text=clean(text)),
            hint=phrase("Give the complete id, as the board shows it: c-7F2K."),
            code=Exit.USAGE,
        )
    return found


def journal_of(connection: "Connection", whose: "Viewer", named: str, case: str) -> UUID:
    """Return the journal with an id; or the one in which an officer has the case, as this login sees it.

    Only an auditor can list the ids of journals. The board names officers.
    """
    from dvcheck.record.postgres import reads

    with suppress(ValueError):
        return UUID(named)
    found = () if has_control(named) else reads.journals_of(connection, whose.agency, named, case)
    if len(found) == 1:
        return found[0]
    if found:
        raise DvcheckError(
            phrase(
                "{case} of {officer} is in several journals: {journals}",
                case=case,
                officer=clean(named),
                journals=", ".join(map(str, found)),
            ),
            hint=phrase("Name one of them in place of the officer."),
            code=Exit.USAGE,
        )
    raise DvcheckError(
        phrase(
            '"{text}" is not the id of a journal, nor an officer with the case {case}',
            text=clean(named),
            case=case,
        ),
        hint=phrase("The board names the officer of each case. You see those of your own place."),
        code=Exit.USAGE,
    )

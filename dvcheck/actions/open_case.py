"""Takes a case out of the journal to work on it."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import Later
from dvcheck.pack.kinds import MAX_TEXT
from dvcheck.pack.model import Pack
from dvcheck.record.case_file import CaseFile
from dvcheck.record.cases import find_case, refuse_closed
from dvcheck.record.clock import SYSTEM, now
from dvcheck.rules.assess import Assessment
from dvcheck.text import one_line


class OpenCase(msgspec.Struct, frozen=True):
    """A case that is being worked on, its pack, and its assessment before the work."""

    file: CaseFile
    pack: Pack
    assessment: Assessment


@contextmanager
def open_case(workspace: Workspace, name: str, *, also_closed: bool = False) -> Iterator[OpenCase]:
    """Take a case out of a writable journal for the duration of the work.

    DvcheckError with Exit.USAGE if it is closed, unless `also_closed`.
    """
    with workspace.recorded() as journal:
        journal.prove_writable()
        case = find_case(journal, name)
        if not also_closed:
            refuse_closed(case)
        pack = workspace.pack_of(case, journal)
        file = CaseFile(journal, journal.events(case.id), SYSTEM)
        yield OpenCase(file, pack, workspace.assess(case, pack, now()))


def clean_entry(text: str, refusal: Later) -> str:
    """Return an officer's entry on one line. DvcheckError with Exit.USAGE if it is empty or too long.

    `refusal` is the message about the length. It has the place {most}.
    """
    stripped = text.strip()
    if not 0 < len(stripped) <= MAX_TEXT:
        raise DvcheckError(refusal.said(most=MAX_TEXT), code=Exit.USAGE)
    return one_line(stripped)

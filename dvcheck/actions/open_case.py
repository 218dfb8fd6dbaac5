"""A case taken out of the journal to be worked on."""

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
    """A case that is worked on, its pack, and how it stood when it was taken out."""

    file: CaseFile
    pack: Pack
    assessment: Assessment


@contextmanager
def open_case(workspace: Workspace, name: str, *, also_closed: bool = False) -> Iterator[OpenCase]:
    """Take a case out of a journal that can be written to, for as long as it is worked on.

    DvcheckError with Exit.USAGE where it is closed, unless `also_closed`.
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
    """What an officer entered, on one line. DvcheckError with Exit.USAGE where it is empty or too long.

    `refusal` says what has a length, which is its place {most}.
    """
    stripped = text.strip()
    if not 0 < len(stripped) <= MAX_TEXT:
        raise DvcheckError(refusal.said(most=MAX_TEXT), code=Exit.USAGE)
    return one_line(stripped)

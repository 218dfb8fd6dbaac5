"""Hands a case over to another computer, in a file."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext

import msgspec

from dvcheck.actions.open_case import clean_entry
from dvcheck.actions.outstanding import unasked
from dvcheck.actions.working import Working
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import Later, phrase
from dvcheck.pack import library
from dvcheck.record import transfer
from dvcheck.record.case import Case
from dvcheck.record.case_file import CaseFile
from dvcheck.record.cases import find_case, refuse_closed
from dvcheck.record.clock import SYSTEM, now
from dvcheck.record.store import ReadableStore
from dvcheck.record.transfer import Written
from dvcheck.rules.assess import Duty
from dvcheck.text import clean


class HandedOverCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case ready to be handed over. It is still open here until `record`."""

    file: CaseFile
    written: Written
    reason: str
    left: tuple[Duty, ...]
    """Its open required duties, which are owed here no more."""
    unasked: int
    """How many of its questions were not asked."""
    is_encrypted: bool
    """Whether the journal is encrypted. The file never is."""

    @property
    def case(self) -> Case:
        return self.written.transfer.case

    def record(self) -> None:
        """Close the case as handed over. DvcheckError with Exit.USAGE if another window changed it since."""
        duties = (duty.obligation.id for duty in self.left)
        self.file.hand_over(self.written.transfer.digest, self.reason, duties, seen=self.case.head)


@contextmanager
def hand_over(
    workspace: Workspace, name: str, reason: str | None, working: Working = nullcontext
) -> Iterator[HandedOverCase]:
    """Write the file of an open case into memory, from an open journal."""
    why = clean_entry(reason, Later("--reason takes 1 to {most:,} characters")) if reason is not None else ""
    with workspace.recorded() as journal:
        journal.prove_writable()
        case = find_case(journal, name)
        refuse_closed(case)
        assessment = workspace.assess(case, workspace.pack_of(case, journal), now())
        file = CaseFile(journal, journal.events(case.id), SYSTEM)
        file.check_clock()
        for timer in file.case.running:  # the other computer's clock may be behind this one
            file.see_timer(timer)
        packs = {
            digest: _files(workspace, case, digest, journal)
            for digest in transfer.packs_of(journal.events(case.id))
        }
        with working():
            written = transfer.encode(journal.since(0), case.id, packs)
        yield HandedOverCase(
            file=file,
            written=written,
            reason=why,
            left=tuple(assessment.outstanding),
            unasked=unasked(workspace, assessment),
            is_encrypted=_is_encrypted(workspace),
        )


def _files(workspace: Workspace, case: Case, digest: str, journal: ReadableStore) -> Mapping[str, str]:
    content = journal.pack(digest)
    if content is not None:
        return library.from_archive(content).files
    if workspace.uses(digest):
        return workspace.source.files
    raise DvcheckError(
        phrase("case {case}: checklists that it was worked under are missing", case=clean(case.id)),
        hint=own_line(phrase("To see what is wrong:"), on_journal("journal", "verify")),
        code=Exit.JOURNAL,
    )


def _is_encrypted(workspace: Workspace) -> bool:
    from dvcheck.actions import encryption

    return encryption.is_encrypted(workspace)

"""Verifies the journal, and exports all that can be read of it."""

import string
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import msgspec

from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase
from dvcheck.record.audit import SHORTEST_CODE, JournalVerdict, Step, code_of, numbers, verdict
from dvcheck.record.chain import Unread
from dvcheck.record.clock import now
from dvcheck.record.events import JOURNAL, RewindAccepted
from dvcheck.record.store import InspectableStore
from dvcheck.report.json import journal as journal_json
from dvcheck.text import clean

_FULL_HASH = 64
_AT_ONCE = 1_000
"""The number of entries between two reports of progress."""


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """A journal open for verification or export."""

    journal: InspectableStore
    digits: str | None
    """The code to find, without its dash."""

    @property
    def total(self) -> int:
        """Return the number of entries to check."""
        return self.journal.head().seq

    def verdict(self, step: Step = lambda done: None) -> JournalVerdict:
        """Check whether every entry is as it was recorded."""
        return verdict(self.journal, self.digits, step)

    def require_readable(self, found: JournalVerdict) -> None:
        """Raise DvcheckError with Exit.JOURNAL if part of the file could not be read."""
        if not found.is_readable:
            raise DvcheckError(
                phrase(
                    "{journal} is damaged: {unreadable}",
                    journal=self.journal.label,
                    unreadable=found.unreadable,
                ),
                hint=own_line(
                    phrase("Keep the file unchanged. To save all that can be read:"),
                    on_journal("journal", "export", "-o", "FILE"),
                ),
                code=Exit.JOURNAL,
            )


@contextmanager
def open_audit(workspace: Workspace, head: str | None = None, *, accept: bool = False) -> Iterator[Audit]:
    """Open the journal for verification, and find the code `head` in it.

    `accept` records that somebody has investigated the missing entries. DvcheckError if there is no journal;
    with Exit.CHECK_FAILED if a code shows that there was one.
    """
    digits = None if head is None else _digits(head)
    kept = workspace.journal()
    if kept is None and digits is not None:
        raise DvcheckError(
            phrase(
                "TAMPERED OR DAMAGED: nothing is recorded in {home}, so no entry has the code {code}",
                home=clean(str(workspace.home)),
                code=code_of(digits),
            ),
            hint=phrase(
                "The journal was removed after the code was printed, or the code is from another folder. "
                "Verify the folder it was printed from."
            ),
            code=Exit.CHECK_FAILED,
        )
    with kept or workspace.recorded() as journal:
        if accept:
            journal.append_all(JOURNAL, [RewindAccepted()], now())
        yield Audit(journal=journal, digits=digits)


def _digits(head: str) -> str:
    """Return a code or a hash as digits. DvcheckError with Exit.USAGE if it is neither."""
    digits = head.strip().replace("-", "").lower()
    if not SHORTEST_CODE <= len(digits) <= _FULL_HASH or set(digits) - set(string.hexdigits):
        raise DvcheckError(
            phrase('"{head}" is not a code', head=clean(head)),
            hint=phrase("Give the code shown on the summary or report, such as --head 9F2C-41B7."),
            code=Exit.USAGE,
        )
    return digits


class Export:
    """The lines of an export, made one at a time, and a record of what is missing from it."""

    def __init__(self, journal: InspectableStore) -> None:
        self._journal = journal
        self.total: int | None = None
        """How many entries there should be, if the last one can be read."""
        with suppress(DvcheckError):
            self.total = journal.head().seq
        self.unread: list[str] = []
        self.missing: list[str] = []
        self.lost: list[str] = []
        """The packs that cannot be read."""

    def lines(self, step: Step = lambda done: None) -> Iterator[str]:
        """Yield everything that can be read, one JSON object a line: the entries, then the packs."""
        before: int | None = 0
        for count, entry in enumerate(self._journal.stored(), 1):
            if isinstance(entry, Unread):
                self.unread.append(phrase("{entries} cannot be read", entries=numbers(*entry)))
                before = None
                continue
            if before is not None and entry.seq > before + 1:
                self.missing.append(phrase("missing: {entries}", entries=numbers(before + 1, entry.seq - 1)))
            before = entry.seq
            if count % _AT_ONCE == 0:
                step(count)
            yield journal_json.line(journal_json.entry(entry))
        packs, self.lost = _packs(self._journal)
        for digest, content in packs.items():
            yield journal_json.line({"pack": digest, "content": content})

    def require_all(self) -> None:
        """Raise DvcheckError with Exit.CHECK_FAILED if something could not be read.

        It is also raised if no other command would open this journal.
        """
        refused = [self._journal.refused.message] if self._journal.refused is not None else []
        if missing := [*refused, *self.unread, *self.missing, *self.lost]:
            raise DvcheckError(
                phrase("the export may be incomplete: {missing}", missing="; ".join(missing))
                if refused
                else phrase(
                    "not all of {journal} could be exported: {missing}",
                    journal=self._journal.label,
                    missing="; ".join(missing),
                ),
                hint=phrase("All else is exported. Keep the file as it is."),
                code=Exit.CHECK_FAILED,
            )


@contextmanager
def open_export(workspace: Workspace) -> Iterator[Export]:
    """Open the journal to export all that can be read of it, also one that is refused otherwise."""
    with workspace.recorded(whatever=True) as journal:
        yield Export(journal)


def _packs(journal: InspectableStore) -> tuple[dict[str, bytes], list[str]]:
    """The packs that can be read, and in words which cannot."""
    packs = journal.stored_packs()
    try:
        lost = [
            phrase("the pack {digest} cannot be read", digest=d)
            for d in journal.pack_digests()
            if not packs.get(d)
        ]
    except DvcheckError:
        lost = [phrase("the list of packs cannot be read")]
    return packs, lost

"""The journal looked into: whether it is whole, and all that can be read of it."""

import string
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import msgspec

from dvcheck.actions.desk import Desk
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.record.audit import SHORTEST_CODE, JournalVerdict, Step, code_of, numbers, verdict
from dvcheck.record.chain import Unread
from dvcheck.record.clock import now
from dvcheck.record.events import JOURNAL, RewindAccepted
from dvcheck.record.sqlite.journal import Journal
from dvcheck.report.json import journal as journal_json
from dvcheck.text import clean

_WHOLE_HASH = 64
_AT_ONCE = 1_000
"""After how many entries it is noted how far the work is."""


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """A journal that is open to be looked into."""

    journal: Journal
    digits: str | None
    """The code that is asked for, without its dash."""

    @property
    def total(self) -> int:
        """How many entries there are to look at."""
        return self.journal.last_number()

    def verdict(self, step: Step = lambda done: None) -> JournalVerdict:
        """Say whether every entry stands as it was recorded."""
        return verdict(self.journal, self.digits, step)

    def require_readable(self, found: JournalVerdict) -> None:
        """DvcheckError with Exit.JOURNAL where not all of the file could be read."""
        if not found.is_readable:
            raise DvcheckError(
                f"{self.journal.path} is damaged: {found.unreadable}",
                hint=own_line(
                    "Keep the file as it is. All that can be read is saved by:",
                    on_journal("journal", "export", "-o", "FILE"),
                ),
                code=Exit.JOURNAL,
            )


@contextmanager
def auditing(desk: Desk, head: str | None = None, *, accept: bool = False) -> Iterator[Audit]:
    """Open the journal to be looked into, and find the code `head` in it.

    With `accept` it is recorded that somebody has looked into entries that are gone. DvcheckError where
    there is no journal; with Exit.CHECK_FAILED where a code says that there was one.
    """
    digits = None if head is None else _digits(head)
    kept = desk.journal()
    if kept is None and digits is not None:
        raise DvcheckError(
            f"NOT whole: nothing is recorded in {clean(str(desk.home))}, and so nothing has the code "
            f"{code_of(digits)}",
            hint="The record was removed since it was printed, or it was printed from another folder.",
            code=Exit.CHECK_FAILED,
        )
    with kept or desk.recorded() as journal:
        if accept:
            journal.append(JOURNAL, RewindAccepted(), now())
        yield Audit(journal=journal, digits=digits)


def _digits(head: str) -> str:
    """A code or a hash as digits. DvcheckError with Exit.USAGE where it is neither."""
    digits = head.strip().replace("-", "").lower()
    if not SHORTEST_CODE <= len(digits) <= _WHOLE_HASH or set(digits) - set(string.hexdigits):
        raise DvcheckError(
            f'"{clean(head)}" is no code',
            hint="Give the code as it stands on the summary or report, such as --head 9F2C-41B7.",
            code=Exit.USAGE,
        )
    return digits


class Export:
    """The lines of an export, made one at a time, and what was not there to be exported."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.total: int | None = None
        """How many entries there should be, where the last of them can be read."""
        with suppress(DvcheckError):
            self.total = journal.last_number()
        self.unread: list[str] = []
        self.missing: list[str] = []
        self.lost: list[str] = []
        """The packs that cannot be read."""

    def lines(self, step: Step = lambda done: None) -> Iterator[str]:
        """Everything that can be read, a JSON object a line: the entries, then the packs."""
        before: int | None = 0
        for count, entry in enumerate(self._journal.stored(), 1):
            if isinstance(entry, Unread):
                self.unread.append(f"{numbers(*entry)} cannot be read")
                before = None
                continue
            if before is not None and entry.seq > before + 1:
                self.missing.append(f"missing: {numbers(before + 1, entry.seq - 1)}")
            before = entry.seq
            if count % _AT_ONCE == 0:
                step(count)
            yield journal_json.line(journal_json.entry(entry))
        packs, self.lost = _packs(self._journal)
        for digest, content in packs.items():
            yield journal_json.line({"pack": digest, "content": content})

    def require_all(self) -> None:
        """DvcheckError with Exit.CHECK_FAILED where something could not be read.

        It is one too where the journal is one that no other command opens.
        """
        refused = [self._journal.refused.message] if self._journal.refused is not None else []
        if missing := [*refused, *self.unread, *self.missing, *self.lost]:
            raise DvcheckError(
                f"perhaps not all is exported: {'; '.join(missing)}"
                if refused
                else f"not all of {self._journal.path} could be exported: {'; '.join(missing)}",
                hint="All else is exported. Keep the file as it is.",
                code=Exit.CHECK_FAILED,
            )


@contextmanager
def exporting(desk: Desk) -> Iterator[Export]:
    """Open the journal to export all that can be read of it, also one that is refused otherwise."""
    with desk.recorded(whatever=True) as journal:
        yield Export(journal)


def _packs(journal: Journal) -> tuple[dict[str, bytes], list[str]]:
    """The packs that can be read, and in words which cannot."""
    packs = journal.stored_packs()
    try:
        lost = [f"the pack {d} cannot be read" for d in journal.pack_digests() if not packs.get(d)]
    except DvcheckError:
        lost = ["the list of packs cannot be read"]
    return packs, lost

"""Audit a precinct: its chains, the heads that witnesses know, and its board lines.

A superuser of the database can replace a complete chain. Only a witness outside shows it: the last entry that
a laptop saw acknowledged, or the code on a printed report.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from dvcheck.actions.board import PackReader
from dvcheck.actions.outstanding import AssessedCase
from dvcheck.actions.precinct_access import journal_id, reason_of, viewer_in
from dvcheck.actions.precinct_case import assess_entries
from dvcheck.actions.pushing import settings_of
from dvcheck.actions.workspace import Workspace, file_name, read_text
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.record import known_heads
from dvcheck.record.board_line import BoardLine
from dvcheck.record.events import EntryMarked, Noted
from dvcheck.record.known_heads import KnownHead
from dvcheck.report.board import board_line

if TYPE_CHECKING:
    from psycopg import Connection

    from dvcheck.record.postgres.audit import VerifiedJournal
    from dvcheck.record.postgres.reads import JournalLine, KeptEntry

_BESIDE = (Noted.kind, EntryMarked.kind)
"""The kinds that do not change what is owed: a line can be recomputed without their content."""
Step = Callable[[int, int], None]
"""Receives the number of lines compared so far, and how many there are."""


class WrongLine(msgspec.Struct, frozen=True, kw_only=True):
    """A board line that its entries do not give."""

    journal: UUID
    officer: str
    case: str
    columns: tuple[str, ...]
    """The columns that differ."""


class Recomputed(msgspec.Struct, frozen=True, kw_only=True):
    """The board lines, computed again from their entries."""

    same: int
    wrong: tuple[WrongLine, ...]
    impossible: int
    """The cases without some of their answers or checklists: their lines may be right or wrong."""


class VerifiedPrecinct(msgspec.Struct, frozen=True, kw_only=True):
    """The result of an audit."""

    journals: "tuple[VerifiedJournal, ...]"
    known: int = 0
    """How many heads were compared."""
    lost: tuple[KnownHead, ...] = ()
    """The known heads that the chains do not have."""
    recomputed: Recomputed | None = None

    @property
    def is_whole(self) -> bool:
        is_wrong = self.recomputed is not None and self.recomputed.wrong
        return not self.lost and not is_wrong and all(one.first_bad is None for one in self.journals)


def verify(
    workspace: Workspace,
    journal: str | None,
    *,
    against: Path | None = None,
    reason: str | None = None,
    step: Step = lambda done, of: None,
) -> VerifiedPrecinct:
    """Verify every chain, or one, from its seals. With `against`, look for the heads of that file in them.

    With a reason, compute each board line again. That reads answers, so the reason is recorded for each case
    first.
    """
    from dvcheck.record.postgres import audit
    from dvcheck.record.postgres.connect import open_connection

    known = _read_heads(against) if against is not None else ()
    only = journal_id(journal) if journal is not None else None
    why = reason_of(reason) if reason is not None else None
    with open_connection(settings_of(workspace)) as connection:
        whose = viewer_in(connection, "auditor")
        found = audit.journals(connection, whose.agency, only)
        if only is not None and not found:
            message = phrase("the precinct has no journal {journal} in this agency", journal=str(only))
            raise DvcheckError(message, code=Exit.USAGE)
        lost = tuple(one for one in known if not _is_there(connection, whose.agency, one))
        recomputed = None
        if why is not None:
            lines = audit.lines_to_check(connection, whose.agency, only)
            recomputed = _LineChecker(workspace, connection, why).check(lines, step)
    return VerifiedPrecinct(journals=found, known=len(known), lost=lost, recomputed=recomputed)


def _read_heads(path: Path) -> tuple[KnownHead, ...]:
    found = known_heads.parse(read_text(path))
    if found.problems:
        name = file_name(path)
        lines = (f"{name}:{line}: {message}" for line, message in found.problems)
        raise DvcheckError("\n".join(lines), hint=phrase("Nothing was verified."), code=Exit.BAD_INPUT)
    return found.heads


def _is_there(connection: "Connection", agency: int, known: KnownHead) -> bool:
    from dvcheck.record.postgres import audit

    return bool(audit.hashes(connection, agency, known.journal, known.seq, bytes.fromhex(known.digits)))


class _LineChecker:
    """Compares board lines with the entries of their cases."""

    def __init__(self, workspace: Workspace, connection: "Connection", reason: str) -> None:
        self._workspace = workspace
        self._connection = connection
        self._reason = reason
        self._packs = PackReader(workspace, connection)

    def check(self, lines: "tuple[JournalLine, ...]", step: Step) -> Recomputed:
        wrong: list[WrongLine] = []
        impossible = 0
        for number, one in enumerate(lines, 1):
            columns = self._differences(one)
            if columns is None:
                impossible += 1
            elif columns:
                wrong.append(
                    WrongLine(
                        journal=one.journal, officer=one.officer, case=one.line.case_id, columns=columns
                    )
                )
            step(number, len(lines))
        same = len(lines) - len(wrong) - impossible
        return Recomputed(same=same, wrong=tuple(wrong), impossible=impossible)

    def _differences(self, one: "JournalLine") -> tuple[str, ...] | None:
        """Return the columns of a line that its entries do not give; None if that cannot be known."""
        from dvcheck.record.postgres import reads

        line = one.line
        entries = reads.open_case(self._connection, one.journal, line.case_id, self._reason)
        upto = tuple(entry for entry in entries if entry.seq <= line.seq)
        if not upto or any(entry.body is None and entry.kind not in _BESIDE for entry in upto):
            return None
        found = assess_entries(self._workspace, upto, self._packs.pack(line.pack), line.last_at)
        if found is None:
            return None
        return tuple(_different_columns(line, self._line(found, upto)))

    def _line(self, found: AssessedCase, entries: "tuple[KeptEntry, ...]") -> BoardLine:
        return board_line(
            found.case,
            found.pack,
            found.assessment,
            seq=entries[-1].seq,
            last_at=entries[-1].at,
            opening=entries[0].hash,
            unasked=len(found.assessment.unasked),
        )


def _different_columns(there: BoardLine, own: BoardLine) -> Iterator[str]:
    """Yield the columns that differ."""
    names = (
        "number",
        "seq",
        "pack",
        "opened_at",
        "last_at",
        "state",
        "open_required",
        "undetermined",
        "due_at",
        "opening",
    )
    for name in names:
        if getattr(there, name) != getattr(own, name):
            yield name
    # A laptop may be set not to ask sensitive questions: it then counts fewer.
    if there.unasked > own.unasked:
        yield "unasked"
    if there.detail.unreadable or _duties(there) != _duties(own):
        yield "duties"


def _duties(line: BoardLine) -> Counter[tuple[str, datetime | None]]:
    """Count the duties of a line: one that is owed for each of two people is there twice."""
    return Counter((duty.id, duty.deadline.at) for duty in line.detail.duties)

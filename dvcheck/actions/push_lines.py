"""Make the board lines of a push: what each case owes, bound to its last entry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from dvcheck.actions.outstanding import AssessedCase, assess_case, unasked
from dvcheck.actions.push_plan import PushPlan
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError
from dvcheck.record.board_line import as_json, purged_line
from dvcheck.record.case import fold
from dvcheck.record.cases import open_ids
from dvcheck.record.events import (
    SHIFT,
    CasePurged,
    Event,
    ShiftEnded,
    ShiftExtended,
    ShiftStarted,
    of_shift,
)
from dvcheck.record.store import ReadableStore
from dvcheck.report.board import board_line

if TYPE_CHECKING:
    from dvcheck.record.postgres.remote import Remote, RemoteLine

Line = Mapping[str, object]


class PushLines:
    """Makes the board lines of one push, and sends the packs that they need."""

    def __init__(
        self, workspace: Workspace, journal: ReadableStore, remote: "Remote", plan: PushPlan
    ) -> None:
        self._workspace = workspace
        self._journal = journal
        self._remote = remote
        self._start = plan.start
        self._there: Mapping[str, RemoteLine] = remote.lines(plan.journal)
        self._done: dict[str, int] = {}
        """The last entry that the line of each case was made from."""
        self._packs: set[str] = set()
        self.failed: set[str] = set()
        """The cases whose line could not be made, or was refused."""

    def of(self, cases: Iterable[str], known: int, at: datetime) -> list[Line]:
        """Return the lines of the cases that end at or before the entry `known`."""
        return [line for case in sorted(cases) for line in self._lines(case, known, at)]

    def stale(self, known: int, at: datetime) -> list[Line]:
        """Return the lines that an interrupted push left behind their cases."""
        names = {case for case, line in self._there.items() if line.state == "open"}
        with suppress(DvcheckError):
            names |= set(open_ids(self._journal))
        return self.of(names, known, at)

    def _lines(self, case: str, known: int, at: datetime) -> Iterator[Line]:
        events, there = self._events(case), self._there.get(case)
        if not events or not self._start < events[-1].seq <= known:
            return
        last = events[-1]
        if last.seq == self._done.get(case, there.seq if there is not None else 0):
            return
        self._done[case] = last.seq
        if last.kind == CasePurged.kind:
            there = there or self._remote.open_line(case)
            if there is not None and there.state == "open":
                yield purged_line(case, there.kept, last)
            return
        try:
            found = assess_case(self._workspace, fold(events), self._journal, at)
        except DvcheckError:  # its entries are there all the same
            self.failed.add(case)
            return
        self._send_pack(found)
        yield self._line(found, events)

    def _events(self, case: str) -> list[Event]:
        try:
            return self._journal.events(case)
        except DvcheckError:
            self.failed.add(case)
            return []

    def _line(self, found: AssessedCase, events: Sequence[Event]) -> Line:
        line = board_line(
            found.case,
            found.pack,
            found.assessment,
            seq=events[-1].seq,
            last_at=events[-1].at,
            opening=events[0].hash,
            unasked=unasked(self._workspace, found.assessment),
        )
        return as_json(line)

    def _send_pack(self, found: AssessedCase) -> None:
        """Send the pack of a case, once. If it is refused, the board cannot show the line."""
        from dvcheck.record.postgres.connect import Refused

        digest = found.case.pack_digest
        if digest in self._packs:
            return
        self._packs.add(digest)
        with suppress(Refused):
            if not self._remote.has_pack(digest):
                content = self._workspace.archive_of(found.case, self._journal)
                if content:
                    self._remote.push_pack(digest, content)

    def shift_ends(self) -> datetime | None:
        """Return the end of the last recorded shift, or the time it was ended; None without a shift."""
        ends: datetime | None = None
        with suppress(DvcheckError):
            for event in self._journal.events(SHIFT):
                with suppress(msgspec.ValidationError):
                    match of_shift(event):
                        case ShiftStarted(ends=at) | ShiftExtended(ends=at):
                            ends = at
                        case ShiftEnded():
                            ends = event.at
        return ends

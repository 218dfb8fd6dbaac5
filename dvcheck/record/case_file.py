"""A case being worked: everything entered goes to the journal first, and is folded in after."""

from collections.abc import Callable, Iterable
from datetime import datetime

from dvcheck.record.case import Case, answered, checklist_started, fold, marked, shift_ends
from dvcheck.record.journal import Entry, Event, Journal
from dvcheck.rules.answer import Value

Clock = Callable[[], datetime]
"""Gives the time now, aware and in UTC."""


class CaseFile:
    """One case of a journal. What a method that records has returned from is on the disk."""

    def __init__(self, journal: Journal, events: Iterable[Event], clock: Clock) -> None:
        self._journal = journal
        self._events = list(events)
        self.clock = clock
        self.case: Case = fold(self._events)

    @classmethod
    def begin(
        cls,
        journal: Journal,
        entries: Iterable[Entry],
        clock: Clock,
        pack: tuple[str, Callable[[], bytes]],
    ) -> "CaseFile":
        """Open a case with `entries` (its opening first), and keep its pack (digest, content) if new."""
        digest, content = pack
        new = None if journal.pack(digest) is not None else (digest, content())
        events = journal.append_all(journal.new_case_id(), entries, clock(), pack=new)
        return cls(journal, events, clock)

    def answer(self, question: str, value: Value) -> None:
        """Record the answer to a question, replacing an earlier one."""
        self._record(answered(question, value))

    def answer_all(self, answers: Iterable[tuple[str, Value]]) -> None:
        """Record several answers in one commit: all or none."""
        self._record(*(answered(question, value) for question, value in answers))

    def done(self, obligations: Iterable[str]) -> None:
        """Mark obligations done, all in one commit."""
        self._record(*(marked(name, "done") for name in obligations))

    def not_feasible(self, obligation: str, reason: str) -> None:
        """Mark an obligation not feasible, for the reason given."""
        self._record(marked(obligation, "not-feasible", reason))

    def start_checklist(self, checklist: str) -> None:
        """Note that a checklist is walked in this case; nothing where it is already."""
        if checklist not in self.case.checklists:
            self._record(checklist_started(checklist))

    def end_shift_at(self, at: datetime) -> None:
        """Note when the shift ends (aware)."""
        self._record(shift_ends(at))

    def _record(self, *entries: Entry) -> None:
        if entries:
            self._events += self._journal.append_all(self.case.id, entries, self.clock())
            self.case = fold(self._events)

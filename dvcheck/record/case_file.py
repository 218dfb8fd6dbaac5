"""A case being worked: everything entered goes to the journal first, and is folded in after."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.case import (
    CLOCK_MOVED,
    TIMER_STARTED,
    Case,
    EntryMark,
    answered,
    checklist_started,
    clock_moved,
    closed,
    entry_marked,
    fold,
    marked,
    noted,
    numbered,
    refuse_closed,
    reopened,
    shift_ends,
    timer_ended,
    timer_seen,
    timer_started,
    was_purged,
)
from dvcheck.record.clock import Clock, Stopwatch, Watchman
from dvcheck.record.journal import PURGED, Entry, Event, Journal
from dvcheck.rules.answer import Value
from dvcheck.text import clean


class CaseFile:
    """One case of a journal. What a method that records has returned from is on the disk.

    A method that records raises DvcheckError with Exit.USAGE where the case was closed, purged or moved to
    another pack since, perhaps in another window.
    """

    def __init__(self, journal: Journal, events: Iterable[Event], clock: Clock) -> None:
        self._journal = journal
        self.clock = clock
        self._events: list[Event] = []
        self._begun = ""
        """The checklist that is walked and not noted yet."""
        self._watches: dict[str, Stopwatch] = {}
        self._watchman: Watchman | None = None
        self.case: Case = self._take(events)
        self._pack = self.case.pack_digest
        self._watchman = Watchman(clock, self._events[-1].at)

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
        events = journal.append_all(journal.new_case_id(), entries, clock.now(), pack=new)
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

    def carry_over(self, obligation: str, reason: str) -> None:
        """Note why an obligation stays open past the end of the shift."""
        self._record(marked(obligation, "carried-over", reason))

    def close(self, reason: str, open: Iterable[str]) -> None:
        """Close the case, with these required obligations open."""
        self._record(closed(reason, open))

    def reopen_case(self) -> None:
        """Open a closed case again."""
        self._record(reopened(), also_closed=True)

    def repack(self, entry: Entry, pack: tuple[str, bytes], *, seen: bytes) -> None:
        """Move the case to another pack (digest, content), which is kept with it in the same commit.

        DvcheckError with Exit.USAGE where `seen` is not the hash of its last entry any more: what the officer
        was shown may not be what would change.
        """
        self._take(self._journal.events(self.case.id, after=self._events[-1].seq))
        if self.case.head != seen:
            raise _changed_meanwhile(self.case.id, "worked on")
        self._record()
        self._take(self._journal.append_all(self.case.id, [entry], self.clock.now(), pack=pack))
        self._pack = self.case.pack_digest

    def reopen(self, obligations: Iterable[str]) -> None:
        """Take back the marks of obligations, all in one commit."""
        self._record(*(marked(name, "open") for name in obligations))

    def start_checklist(self, checklist: str) -> None:
        """Walk a checklist in this case from now on.

        That is noted with what is recorded next, or by `keep_checklist`: a walk begun by mistake and left at
        its first question leaves nothing behind.
        """
        if checklist not in self.case.checklists:
            self._begun = checklist
            self.case = replace(self.case, checklists=(*self.case.checklists, checklist))

    def keep_checklist(self) -> None:
        """Note that a checklist was walked, where nothing has been recorded since it was started."""
        if self._begun:
            self._record(also_begun=True)

    def number(self, number: str) -> None:
        """Record another CAD or GO number."""
        self._record(numbered(number))

    def end_shift_at(self, at: datetime) -> None:
        """Note when the shift ends (aware)."""
        self._record(shift_ends(at))

    def start_timer(self, timer: str, limit: int, ago: int = 0) -> None:
        """Start a timer with a limit in seconds, as of `ago` seconds ago; anew where it runs already."""
        self._record(timer_started(timer, limit, ago))

    def elapsed(self, timer: str) -> timedelta:
        """How long a timer of the case has run, or ran."""
        ended = self.case.timers[timer].ended
        return self._watches[timer].elapsed if ended is None else ended

    def check_clock(self) -> None:
        """Take in what another window recorded, and note it where the computer's clock was set meanwhile."""
        self._record()

    def see_timer(self, timer: str) -> None:
        """Note that a timer runs still."""
        self._record(timer_seen(timer))

    def end_timer(self, timer: str) -> None:
        """End a timer that runs."""
        self._record(timer_ended(timer, round(self.elapsed(timer).total_seconds())))

    def mark_entry(self, question: str, entry: str, mark: EntryMark) -> None:
        """Note what became of one entry of a list."""
        self._record(entry_marked(question, entry, mark))

    def note(self, text: str) -> None:
        """Record a free note."""
        self._record(noted(text))

    def _record(self, *entries: Entry, also_closed: bool = False, also_begun: bool = False) -> None:
        self._take(self._journal.events(self.case.id, after=self._events[-1].seq))
        if self.case.pack_digest != self._pack:  # what is asked here may have no place there
            raise _changed_meanwhile(self.case.id, "moved to other checklists")
        if not also_closed:
            refuse_closed(self.case)
        if self._begun and (entries or also_begun):
            entries = (checklist_started(self._begun), *entries)
        # First of all: what is recorded now bears the time of the clock as it was set.
        moves = [by for watchman in self._watchmen() if (by := watchman.moved()) is not None]
        if moves:
            ran = {name: watch.elapsed for name, watch in self._watches.items()}
            entries = (clock_moved(moves[0], ran), *entries)
        if entries:
            self._take(self._journal.append_all(self.case.id, entries, self.clock.now()))

    def _watchmen(self) -> Iterator[Watchman]:
        yield from (watch.watchman for watch in self._watches.values())
        if self._watchman is not None:
            yield self._watchman

    def _take(self, events: Iterable[Event]) -> Case:
        """Fold in events that are on the disk, our own or those of another window."""
        new = list(events)
        if not new:
            return self.case
        if any(event.kind == PURGED for event in new):
            raise was_purged(self.case.id)
        self._events += new
        self.case = fold(self._events)
        if self._begun in self.case.checklists:
            self._begun = ""
        if self._begun:
            self.case = replace(self.case, checklists=(*self.case.checklists, self._begun))
        started = {event.body.get("timer") for event in new if event.kind == TIMER_STARTED}
        kept = {name: watch for name, watch in self._watches.items() if name not in started}
        if any(event.kind == CLOCK_MOVED for event in new):
            for watchman in self._watchmen():
                watchman.moved()  # noted already
        if started and self._watchman is not None:
            self._watchman = Watchman(self.clock, self.clock.now())
        self._watches = {
            name: kept.get(name) or Stopwatch(timer, self.clock)
            for name, timer in self.case.timers.items()
            if timer.runs
        }
        return self.case


def _changed_meanwhile(case: str, how: str) -> DvcheckError:
    return DvcheckError(
        f"case {clean(case)} was {how} in another window meanwhile",
        hint="Run the command again: it takes that in.",
        code=Exit.USAGE,
    )

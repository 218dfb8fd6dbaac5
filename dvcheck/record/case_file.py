"""A case that is being worked. Every entry is recorded in the journal first and then folded in."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal
from dvcheck.language import phrase, plural
from dvcheck.pack.model import Question
from dvcheck.pack.value import Value
from dvcheck.record.case import Case, fold
from dvcheck.record.cases import new_case_id, refuse_closed, was_purged
from dvcheck.record.clock import Clock, ClockWatch, Stopwatch
from dvcheck.record.draft import ContentSoon, Draft
from dvcheck.record.events import (
    Answered,
    AnswerTakenBack,
    CaseClosed,
    CaseNumbered,
    CasePurged,
    CaseReopened,
    ChecklistStarted,
    ClockMoved,
    Entry,
    EntryMark,
    EntryMarked,
    Event,
    Marked,
    Noted,
    RawEvent,
    ShiftEnds,
    TimerEnded,
    TimerSeen,
    TimerStarted,
    body_of,
)
from dvcheck.record.head import Rewind
from dvcheck.record.store import Store
from dvcheck.rules.answer import read_answer
from dvcheck.text import clean


class CaseFile:
    """One case of a journal. When a recording method returns, the entry is on the disk.

    A recording method raises DvcheckError with Exit.USAGE if the case has been closed, purged or moved to
    another pack, perhaps in another window. If an older copy has replaced the journal, the known entries of
    the case are recorded again first, and `news` says so.
    """

    def __init__(self, journal: Store, events: Iterable[Event], clock: Clock) -> None:
        self._journal = journal
        self.clock = clock
        self._events: list[Event] = []
        self._news: list[str] = []
        self._draft: Draft | None = None
        self._unrecorded_checklist = ""
        """The checklist in progress that is not recorded yet."""
        self._stopwatches: dict[str, Stopwatch] = {}
        self._clock_watch: ClockWatch | None = None
        self.case: Case = self._take(events)
        self._digest = self.case.pack_digest
        self._clock_watch = ClockWatch(clock, self._events[-1].at)
        self._pack: bytes | None = None
        with suppress(DvcheckError):  # a damaged file: the case can still be worked on
            self._pack = journal.pack(self._digest)

    @classmethod
    def begin(
        cls,
        journal: Store,
        entries: Iterable[Entry],
        clock: Clock,
        pack: tuple[str, Callable[[], bytes]],
        check: Callable[[], None] | None = None,
    ) -> "CaseFile":
        """Open a case with `entries` (its opening first), and keep its pack (digest, content) if new.

        `check` may raise. It is called under the write lock, before anything is recorded.
        """
        new = _new_pack(journal, pack)

        def checked() -> bool:
            if check is not None:
                check()
            return True

        events = journal.append_all(new_case_id(journal), entries, clock.now(), pack=new, check=checked)
        return cls(journal, events, clock)

    @classmethod
    def draft(
        cls,
        journal: Store,
        opening: Callable[[], Sequence[Entry]],
        clock: Clock,
        pack: tuple[str, Callable[[], bytes]],
    ) -> "CaseFile":
        """Make a case that is recorded only with its first entry, in the same commit.

        Until then it is not in the journal and its id is not reserved. If another case takes the id, this one
        gets a new id.
        """
        case, at = new_case_id(journal), clock.now()
        first = (
            Event(seq=0, case=case, at=at, kind=e.kind, body={**body_of(e)}, hash=b"") for e in opening()
        )
        file = cls(journal, first, clock)
        digest, content = pack[0], ContentSoon(pack[1])
        file._draft = Draft(opening=opening, pack=(digest, content))
        if file._pack is None:
            content.soon()
        return file

    @property
    def is_kept(self) -> bool:
        """Whether the case is in the journal."""
        return self._draft is None

    def answer(self, question: Question, value: Value, entries: tuple[str, ...] = ()) -> None:
        """Record the answer to a question, replacing an earlier one.

        `entries` are the ids of the list entries, if one was renamed. DvcheckError with Exit.JOURNAL if the
        answer could not be read back later: then nothing is recorded.
        """
        self._record(_answered(question, value, entries))

    def answer_unless_changed(
        self, question: Question, value: Value, former: Value | None, entries: tuple[str, ...] = ()
    ) -> bool:
        """Record an answer if the present one is `former`; False if another window changed it.

        Nothing is recorded if the answer equals `former`. Errors are those of `answer`.
        """

        def unchanged(case: Case) -> bool:
            now = case.answers.get(question.id)
            return (now.value if now is not None else None) == former

        changed = () if value == former else (_answered(question, value, entries),)
        return self._record(*changed, only_if=unchanged)

    def take_back(self, question: Question, value: Value) -> bool:
        """Take back the answer to a question; False if its answer is no longer `value`."""

        def unchanged(case: Case) -> bool:
            now = case.answers.get(question.id)
            return now is not None and now.value == value

        return self._record(AnswerTakenBack(question.id), only_if=unchanged)

    def news(self) -> tuple[str, ...]:
        """Return what happened to the journal since the last call, as lines for the officer."""
        news, self._news = tuple(self._news), []
        return news

    def answer_all(self, answers: Iterable[tuple[Question, Value]]) -> None:
        """Record several answers in one commit: all or none. Errors are those of `answer`."""
        self._record(*[_answered(question, value) for question, value in answers])

    def done(self, obligations: Iterable[str]) -> None:
        """Mark obligations done, all in one commit."""
        self._record(*(Marked(name, "done") for name in obligations))

    def not_feasible(self, obligation: str, reason: str) -> None:
        """Mark an obligation not feasible, for the reason given."""
        self._record(Marked(obligation, "not-feasible", reason))

    def carry_over(self, obligation: str, reason: str) -> None:
        """Note why an obligation stays open past the end of the shift."""
        self._record(Marked(obligation, "carried-over", reason))

    def close(self, reason: str, open: Iterable[str]) -> None:
        """Close the case, with these required obligations open."""
        self._record(CaseClosed(reason, tuple(open)))

    def hand_over(self, file: str, reason: str, open: Iterable[str], *, seen: bytes) -> None:
        """Close the case as handed over in the file with the digest `file`; errors as in `repack`."""
        entry = CaseClosed(reason, tuple(open), file)
        self._take(self._journal.events(self.case.id, after=self._events[-1].seq))
        self._record_after(seen, entry)

    def reopen_case(self) -> None:
        """Open a closed case again."""
        self._record(CaseReopened(), also_closed=True)

    def repack(self, entry: Entry, pack: tuple[str, bytes], *, seen: bytes) -> None:
        """Move the case to another pack (digest, content), which is kept with it in the same commit.

        DvcheckError with Exit.USAGE if `seen` is no longer the hash of its last entry: the officer may have
        been shown something else.
        """
        self._take(self._journal.events(self.case.id, after=self._events[-1].seq))
        if self.case.head != seen:
            raise _changed_elsewhere(self.case.id)
        self._record()
        self._record_after(self.case.head, entry, pack)
        self._digest, self._pack = self.case.pack_digest, pack[1]

    def reopen(self, obligations: Iterable[str]) -> None:
        """Take back the marks of obligations, all in one commit."""
        self._record(*(Marked(name, "open") for name in obligations))

    def start_checklist(self, checklist: str) -> None:
        """Start a checklist in this case.

        The start is recorded with the next entry, or by `keep_checklist`. A walk that was started by mistake
        and left at its first question leaves no entry.
        """
        if checklist not in self.case.checklists:
            self._unrecorded_checklist = checklist
            self.case = replace(self.case, checklists=(*self.case.checklists, checklist))

    def keep_checklist(self) -> None:
        """Record the start of a checklist if no entry has been recorded since."""
        if self._unrecorded_checklist:
            self._record(also_begun=True)

    def number(self, number: str) -> None:
        """Record another case number."""
        self._record(CaseNumbered(number))

    def end_shift_at(self, at: datetime) -> None:
        """Note when the shift ends (aware)."""
        self._record(ShiftEnds(at))

    def start_timer(self, timer: str, limit: int, ago: int = 0) -> None:
        """Start a timer with a limit in seconds, as of `ago` seconds ago. A running one is restarted."""
        self._record(TimerStarted(timer, limit, ago))

    def elapsed(self, timer: str) -> timedelta:
        """Return how long a timer of the case has run, or ran."""
        ended = self.case.timers[timer].ended
        return self._stopwatches[timer].elapsed if ended is None else ended

    def check_clock(self) -> None:
        """Read what other windows recorded, and record a change of the computer's clock."""
        self._record()

    def see_timer(self, timer: str) -> None:
        """Record that a timer is still running."""
        self._record(TimerSeen(timer))

    def end_timer(self, timer: str) -> None:
        """End a running timer."""
        self._record(TimerEnded(timer, round(self.elapsed(timer).total_seconds())))

    def mark_entry(self, question: str, entry: str, mark: EntryMark) -> None:
        """Record what became of one list entry."""
        self._record(EntryMarked(question, entry, mark))

    def note(self, text: str) -> None:
        """Record a free note."""
        self._record(Noted(text))

    def _record(
        self,
        *entries: Entry,
        also_closed: bool = False,
        also_begun: bool = False,
        only_if: Callable[[Case], bool] = lambda case: True,
    ) -> bool:
        """Record entries after those of other windows; False if `only_if` then rejects the case."""
        if self._draft is not None:
            if entries:
                self._open(self._draft, entries)
            return True
        ready: tuple[Entry, ...] | None = None
        while True:
            self._recover()
            self._take(self._journal.events(self.case.id, after=self._events[-1].seq))
            if self.case.pack_digest != self._digest:  # the new pack may not have what is asked here
                raise _moved_elsewhere(self.case.id)
            if not also_closed:
                refuse_closed(self.case)
            if not only_if(self.case):
                return False
            if ready is None:  # only once: `moved` reports a move of the clock a single time
                ready = self._completed(entries, also_begun=also_begun)
            if not ready:
                return True
            recorded = self._journal.append_all(
                self.case.id, ready, self.clock.now(), check=self._is_up_to_date
            )
            if recorded:
                self._take(recorded)
                return True

    def _record_after(self, seen: bytes, entry: Entry, pack: tuple[str, bytes] | None = None) -> None:
        """Record an entry that must follow the entry of the case with the hash `seen`."""
        at, recorded = self.clock.now(), tuple[Event, ...]()
        if self.case.head == seen:
            recorded = self._journal.append_all(
                self.case.id, [entry], at, pack=pack, check=self._is_up_to_date
            )
        if not recorded:
            raise _changed_elsewhere(self.case.id)
        self._take(recorded)

    def _open(self, draft: Draft, entries: Sequence[Entry]) -> None:
        """Open the case with its first entries."""
        journal, new = self._journal, _new_pack(self._journal, draft.pack)
        case, recorded = self.case.id, tuple[Event, ...]()

        def is_free() -> bool:
            return not journal.holds(case)

        while not recorded:
            first = [*draft.opening(), *entries]
            recorded = journal.append_all(case, first, self.clock.now(), pack=new, check=is_free)
            case = case if recorded else new_case_id(journal)
        self._draft, self._events = None, []
        self._take(recorded)
        self._clock_watch = ClockWatch(self.clock, recorded[-1].at)
        with suppress(DvcheckError):
            self._pack = self._journal.pack(self._digest)

    def _completed(self, entries: tuple[Entry, ...], *, also_begun: bool) -> tuple[Entry, ...]:
        """Put a change of the clock and the started checklist before the entries."""
        if self._unrecorded_checklist and (entries or also_begun):
            entries = (ChecklistStarted(self._unrecorded_checklist), *entries)
        # The change comes first: the entries after it have the new time of the clock.
        moves = [by for clock_watch in self._clock_watches() if (by := clock_watch.moved()) is not None]
        if moves:
            ran = {name: watch.elapsed for name, watch in self._stopwatches.items()}
            entries = (ClockMoved.by(moves[0], ran), *entries)
        return entries

    def _is_up_to_date(self) -> bool:
        """Check that the case has no entry that was not read yet."""
        return self._journal.stands(self._events[-1]) and not self._journal.events(
            self.case.id, after=self._events[-1].seq
        )

    def _recover(self) -> None:
        """Record the known entries of the case again if an older copy of the journal lacks them."""
        if self._journal.stands(self._events[-1]):
            return
        there = self._journal.events(self.case.id)
        hashes = {event.hash for event in there}
        contents = {(event.kind, event.at, _body_of(event)) for event in there}
        lost = [
            event
            for event in self._events
            if event.hash not in hashes and (event.kind, event.at, _body_of(event)) not in contents
        ]
        again = [(event.at, RawEvent(event.kind, event.body)) for event in lost]
        packs = {self.case.pack_digest: self._pack} if self._pack is not None else {}
        self._journal.append_dated(self.case.id, again, packs=packs)
        self._events = []
        self._take(self._journal.events(self.case.id))
        self._news += _replaced_lines(self._journal.rewound, len(lost))

    def _clock_watches(self) -> Iterator[ClockWatch]:
        yield from (watch.watchman for watch in self._stopwatches.values())
        if self._clock_watch is not None:
            yield self._clock_watch

    def _take(self, events: Iterable[Event]) -> Case:
        """Fold in recorded events, our own or another window's."""
        new = list(events)
        if not new:
            return self.case
        if any(event.kind == CasePurged.kind for event in new):
            raise was_purged(self.case.id)
        self._events += new
        self.case = fold(self._events)
        if self._unrecorded_checklist in self.case.checklists:
            self._unrecorded_checklist = ""
        if self._unrecorded_checklist:
            self.case = replace(self.case, checklists=(*self.case.checklists, self._unrecorded_checklist))
        started = {event.body.get("timer") for event in new if event.kind == TimerStarted.kind}
        kept = {name: watch for name, watch in self._stopwatches.items() if name not in started}
        if any(event.kind == ClockMoved.kind for event in new):
            for clock_watch in self._clock_watches():
                clock_watch.moved()  # it is recorded already
        if started and self._clock_watch is not None:
            self._clock_watch = ClockWatch(self.clock, self.clock.now())
        self._stopwatches = {
            name: kept.get(name) or Stopwatch(timer, self.clock)
            for name, timer in self.case.timers.items()
            if timer.runs
        }
        return self.case


def _new_pack(journal: Store, pack: tuple[str, Callable[[], bytes]]) -> tuple[str, bytes] | None:
    """Return the pack of a new case if the journal does not have it yet."""
    digest, content = pack
    return None if journal.pack(digest) is not None else (digest, content())


def _body_of(event: Event) -> bytes:
    """Return the body of an event as bytes, for comparing."""
    return msgspec.json.encode(event.body, order="deterministic")


def _replaced_lines(rewind: Rewind | None, again: int) -> list[str]:
    """Return the lines for the officer after an older copy has replaced the open journal."""
    gone = rewind.gone if rewind is not None else phrase("entries are gone")
    return [
        phrase("An older copy has replaced the journal: {gone}.", gone=gone),
        plural(
            "This window recorded its part of the case again ({n} entry). Go on.",
            "This window recorded its part of the case again ({n} entries). Go on.",
            n=again,
        ),
        phrase("Later, look for the newer file. To see what is gone:"),
        f"  {on_journal('journal', 'verify')}",
    ]


def _answered(question: Question, value: Value, entries: tuple[str, ...] = ()) -> Entry:
    """Make the entry of an answer. A value that reading back would change or refuse is an error."""
    if read_answer(question, value) == value:
        return Answered(question.id, value, entries)
    raise DvcheckError(
        phrase(
            "the answer to {question} was not recorded: it could not be read back later",
            question=clean(question.id),
        ),
        hint=phrase("Answer it in other words, and show this line to your IT unit."),
        code=Exit.JOURNAL,
    )


def _changed_elsewhere(case: str) -> DvcheckError:
    return _run_again(phrase("another window changed case {case} while this command ran", case=clean(case)))


def _moved_elsewhere(case: str) -> DvcheckError:
    return _run_again(phrase("another window moved case {case} to other checklists", case=clean(case)))


def _run_again(message: str) -> DvcheckError:
    return DvcheckError(
        message, hint=phrase("Run the command again. It then uses the change."), code=Exit.USAGE
    )

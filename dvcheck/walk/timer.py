"""A running timer: the time left in words, its warnings, and its list to tick off.

`clock_panel` shows it with keys, `plain` shows it line by line. The countdown is the same.
"""

from datetime import timedelta

import msgspec

from dvcheck import dates
from dvcheck.errors import DvcheckError
from dvcheck.language import phrase, plural
from dvcheck.pack.model import Question
from dvcheck.pack.value import NotAnAnswer, Value
from dvcheck.record.case_file import CaseFile
from dvcheck.record.events import EntryMark
from dvcheck.rules.answer import read_answer
from dvcheck.wording.recorded import entry_outcome, how_moved
from dvcheck.wording.times import length

SEEN_EVERY = timedelta(seconds=30)
"""How often the journal records that a timer is still running. A clock change between two records can shift
the countdown by at most this much. In plain mode it is recorded at each line only."""

SIGNS: dict[EntryMark, str] = {"taken": "●", "stays": "-", "open": "○"}
"""The marks of entries, as in the other lists. None is a letter: `x` is the key for what stays."""


class ListedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the list that is ticked off while a timer runs."""

    text: str
    mark: EntryMark

    @property
    def shown(self) -> str:
        return "  ".join(filter(None, [f"{SIGNS[self.mark]} {self.text}", entry_outcome(self.mark)]))


class EntryOutcome(msgspec.Struct, frozen=True):
    """The officer marks an entry."""

    entry: str
    mark: EntryMark


class AddEntry(msgspec.Struct, frozen=True):
    """The officer adds to the list."""

    entries: tuple[str, ...]


class TakeNote(msgspec.Struct, frozen=True):
    """The officer writes a note."""

    text: str


class EndTimer(msgspec.Struct, frozen=True):
    """The officer ends the timer."""


class RestartTimer(msgspec.Struct, frozen=True):
    """The officer says that the start of the timer was wrong. Its start is asked again."""


TimerInput = EntryOutcome | AddEntry | TakeNote | EndTimer | RestartTimer
"""An officer's input while a timer runs."""


class Countdown:
    """A running timer of a case. What `beat` has seen is on the disk."""

    def __init__(self, question: Question, entries: Question | None, file: CaseFile, zone: str) -> None:
        from zoneinfo import ZoneInfo

        assert question.limit is not None
        self.question = question
        self.limit = question.limit
        self.entries_of = entries
        """The question whose answer is the list; None if the timer has no list."""
        self._file = file
        self._zone = ZoneInfo(zone)
        self.trouble = ""
        """Why the running timer could not be recorded in the journal; empty if it was."""
        self._rung = self._passed()
        self._seen = self.elapsed

    @property
    def elapsed(self) -> timedelta:
        return self._file.elapsed(self.question.id)

    @property
    def runs(self) -> bool:
        """Whether the timer is still running. Another window may have ended it."""
        return self._file.case.timers[self.question.id].runs

    @property
    def time(self) -> str:
        """The time left, or how far over: `12:34 left of 20 minutes, ends at 01:43`."""
        left = self.limit.seconds - int(self.elapsed.total_seconds())
        ends = self._file.case.timers[self.question.id].started + timedelta(seconds=self.limit.seconds)
        at = dates.clock(ends.astimezone(self._zone))
        if left > 0:
            return plural(
                "{left} left of {n} minute, ends at {time}",
                "{left} left of {n} minutes, ends at {time}",
                n=self.limit.seconds // 60,
                left=length(left),
                time=at,
            )
        return phrase("OVER by {length}, ended at {time}", length=length(-left), time=at)

    @property
    def warning(self) -> str:
        """The current warning; empty before the first one."""
        elapsed = self.elapsed.total_seconds()
        if elapsed >= self.limit.seconds:
            return self.limit.at_limit
        passed = [seconds for seconds in self.limit.warn_at if seconds <= elapsed]
        if not passed:
            return ""
        gone = max(passed)
        return plural(
            "{n} minute gone: less than {left} left.",
            "{n} minutes gone: less than {left} left.",
            n=gone // 60,
            left=(self.limit.seconds - gone) // 60,
        )

    @property
    def clock_note(self) -> str:
        """A note that the computer's clock was changed while the timer ran; empty if it was not."""
        moves = [move for move in self._file.case.clock_moves if move.timed]
        if not moves:
            return ""
        return phrase(
            "Noted: {moved}. The countdown continues where it was; check it against a watch.",
            moved=how_moved(moves[-1]),
        )

    @property
    def entries(self) -> tuple[ListedEntry, ...]:
        """The current list; empty if the timer has none, or it has no entries yet."""
        if self.entries_of is None:
            return ()
        answer = self._file.case.answers.get(self.entries_of.id)
        texts = answer.value if answer is not None and isinstance(answer.value, tuple) else ()
        marks = self._file.case.entry_marks
        return tuple(ListedEntry(text=t, mark=marks.get((self.entries_of.id, t), "open")) for t in texts)

    def more(self, line: str) -> tuple[str, ...] | NotAnAnswer:
        """Return what a line adds to the list, or why it cannot be added."""
        assert self.entries_of is not None
        new = read_answer(self.entries_of, line)
        extended = new if isinstance(new, NotAnAnswer) else self._with(tuple(new))
        if isinstance(extended, NotAnAnswer):
            return extended
        return new if isinstance(new, tuple) else NotAnAnswer(phrase("at least one item is expected here"))

    def _with(self, more: tuple[str, ...]) -> Value | NotAnAnswer:
        assert self.entries_of is not None
        return read_answer(self.entries_of, (*(entry.text for entry in self.entries), *more))

    def rings(self) -> bool:
        """Check whether a warning or the limit has passed since the last call."""
        before, self._rung = self._rung, self._passed()
        return self._rung > before

    def _passed(self) -> int:
        elapsed = self.elapsed.total_seconds()
        return sum(alarm <= elapsed for alarm in (*self.limit.warn_at, self.limit.seconds))

    def beat(self) -> None:
        """Record a change of the computer's clock, and every half minute that the timer is still running.

        A journal that is locked for a while does not stop the count: `trouble` says so.
        """
        try:
            self._file.check_clock()
            if self.runs and self.elapsed - self._seen >= SEEN_EVERY:
                self._seen = self.elapsed
                self._file.see_timer(self.question.id)
            self.trouble = ""
        except DvcheckError as error:
            self.trouble = phrase("Not recorded: {why}. The countdown continues.", why=error.message)

    def take(self, said: TimerInput) -> NotAnAnswer | None:
        """Record the officer's input, or return why not: another window may have filled the list."""
        match said:
            case EntryOutcome():
                assert self.entries_of is not None
                self._file.mark_entry(self.entries_of.id, said.entry, said.mark)
            case AddEntry():
                assert self.entries_of is not None
                self._file.check_clock()
                extended = self._with(said.entries)
                if isinstance(extended, NotAnAnswer):
                    return extended
                self._file.answer(self.entries_of, extended)
            case TakeNote():
                self._file.note(said.text)
            case EndTimer():
                self._file.end_timer(self.question.id)
        return None

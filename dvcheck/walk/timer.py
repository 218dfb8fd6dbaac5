"""A timer while it runs, as it meets the officer: the time left in words, its warnings, its list to tick off.

It is shown with keys (`clock_panel`) or line by line (`plain`), and is the same countdown in both.
"""

from datetime import timedelta

import msgspec

from dvcheck.errors import DvcheckError
from dvcheck.language import phrase, plural
from dvcheck.pack.model import Question
from dvcheck.pack.value import NotAnAnswer, Value
from dvcheck.record.case_file import CaseFile
from dvcheck.record.events import EntryMark
from dvcheck.rules.answer import typed
from dvcheck.wording.recorded import how_moved, marked
from dvcheck.wording.times import length

SEEN_EVERY = timedelta(seconds=30)
"""How often the journal is told that a timer runs still: the most that a clock set in between can win.
Line by line the journal is told at each line only."""

SIGNS: dict[EntryMark, str] = {"taken": "[x]", "stays": "[-]", "open": "[ ]"}


class ListedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the list that is ticked off while a timer runs."""

    text: str
    mark: EntryMark

    @property
    def shown(self) -> str:
        return "  ".join(filter(None, [f"{SIGNS[self.mark]} {self.text}", marked(self.mark)]))


class EntryOutcome(msgspec.Struct, frozen=True):
    """The officer says what became of an entry."""

    entry: str
    mark: EntryMark


class Added(msgspec.Struct, frozen=True):
    """The officer adds to the list."""

    entries: tuple[str, ...]


class NoteTaken(msgspec.Struct, frozen=True):
    """The officer takes a note."""

    text: str


class Ended(msgspec.Struct, frozen=True):
    """The officer ends the timer."""


class StartedOver(msgspec.Struct, frozen=True):
    """The officer says that the timer was started wrongly: its start is asked for again."""


Said = EntryOutcome | Added | NoteTaken | Ended | StartedOver
"""What an officer says while a timer runs."""


class Countdown:
    """One timer of a case that runs. What `beat` has seen is on the disk."""

    def __init__(self, question: Question, entries: Question | None, file: CaseFile, zone: str) -> None:
        from zoneinfo import ZoneInfo

        assert question.limit is not None
        self.question = question
        self.limit = question.limit
        self.entries_of = entries
        """The question whose answer is the list; None where the timer has none."""
        self._file = file
        self._zone = ZoneInfo(zone)
        self.trouble = ""
        """Why the journal could not be told that the timer runs; empty where it could."""
        self._rung = self._passed()
        self._seen = self.elapsed

    @property
    def elapsed(self) -> timedelta:
        return self._file.elapsed(self.question.id)

    @property
    def runs(self) -> bool:
        """Whether the timer runs still: another window may have ended it."""
        return self._file.case.timers[self.question.id].runs

    @property
    def time(self) -> str:
        """The time left, or how far over: `12:34 left of 20 minutes, ends at 01:43`."""
        left = self.limit.seconds - int(self.elapsed.total_seconds())
        ends = self._file.case.timers[self.question.id].started + timedelta(seconds=self.limit.seconds)
        at = f"{ends.astimezone(self._zone):%H:%M}"
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
        """What the officer is told at this point of the time; empty before the first warning."""
        elapsed = self.elapsed.total_seconds()
        if elapsed >= self.limit.seconds:
            return self.limit.at_limit
        passed = [seconds for seconds in self.limit.warn_at if seconds <= elapsed]
        if not passed:
            return ""
        gone = max(passed)
        return plural(
            "{n} minute has gone: under {left} are left.",
            "{n} minutes have gone: under {left} are left.",
            n=gone // 60,
            left=(self.limit.seconds - gone) // 60,
        )

    @property
    def clock_note(self) -> str:
        """That the computer's clock was set while the timer ran; empty where it was not."""
        moves = [move for move in self._file.case.clock_moves if move.timed]
        if not moves:
            return ""
        return phrase(
            "Noted: {moved}. The countdown goes on from what it had counted; compare it with a watch.",
            moved=how_moved(moves[-1]),
        )

    @property
    def entries(self) -> tuple[ListedEntry, ...]:
        """The list as it stands; empty where the timer has none, or nobody has filled it."""
        if self.entries_of is None:
            return ()
        answer = self._file.case.answers.get(self.entries_of.id)
        texts = answer.value if answer is not None and isinstance(answer.value, tuple) else ()
        marks = self._file.case.entry_marks
        return tuple(ListedEntry(text=t, mark=marks.get((self.entries_of.id, t), "open")) for t in texts)

    def more(self, line: str) -> tuple[str, ...] | NotAnAnswer:
        """What a line adds to the list, or why it cannot be added."""
        assert self.entries_of is not None
        new = typed(self.entries_of, line)
        whole = new if isinstance(new, NotAnAnswer) else self._with(tuple(new))
        if isinstance(whole, NotAnAnswer):
            return whole
        return new if isinstance(new, tuple) else NotAnAnswer(phrase("things are expected here"))

    def _with(self, more: tuple[str, ...]) -> Value | NotAnAnswer:
        assert self.entries_of is not None
        return typed(self.entries_of, (*(entry.text for entry in self.entries), *more))

    def rings(self) -> bool:
        """Whether a warning or the limit has been passed since this was last asked."""
        before, self._rung = self._rung, self._passed()
        return self._rung > before

    def _passed(self) -> int:
        elapsed = self.elapsed.total_seconds()
        return sum(alarm <= elapsed for alarm in (*self.limit.warn_at, self.limit.seconds))

    def beat(self) -> None:
        """Note it where the computer's clock was set, and every half a minute that the timer runs still.

        A journal that is locked for a while is no reason to stop counting: `trouble` says so meanwhile.
        """
        try:
            self._file.check_clock()
            if self.runs and self.elapsed - self._seen >= SEEN_EVERY:
                self._seen = self.elapsed
                self._file.see_timer(self.question.id)
            self.trouble = ""
        except DvcheckError as error:
            self.trouble = phrase("Not noted: {why}. The countdown goes on.", why=error.message)

    def take(self, said: Said) -> NotAnAnswer | None:
        """Record what the officer said, or say why not: another window may have filled the list meanwhile."""
        match said:
            case EntryOutcome():
                assert self.entries_of is not None
                self._file.mark_entry(self.entries_of.id, said.entry, said.mark)
            case Added():
                assert self.entries_of is not None
                self._file.check_clock()
                whole = self._with(said.entries)
                if isinstance(whole, NotAnAnswer):
                    return whole
                self._file.answer(self.entries_of, whole)
            case NoteTaken():
                self._file.note(said.text)
            case Ended():
                self._file.end_timer(self.question.id)
        return None

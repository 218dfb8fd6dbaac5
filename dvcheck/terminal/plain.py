"""Plain mode: the walk line by line, without terminal control, for screen readers, dumb terminals, pipes."""

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from dvcheck.language import Later, phrase
from dvcheck.pack.value import NotAnAnswer, Value
from dvcheck.record.events import EntryMark
from dvcheck.terminal.lines import kept_by_enter, note_problem, read_line, reason_problem, typed_answer
from dvcheck.terminal.width import break_line, columns
from dvcheck.text import clean, one_line
from dvcheck.walk.prompts import (
    COMMAND,
    SEPARATOR,
    Help,
    Leave,
    Line,
    Move,
    Prompt,
    Row,
    Ticked,
    TickList,
    WalkPlace,
)
from dvcheck.walk.timer import (
    AddEntry,
    Countdown,
    EndTimer,
    EntryOutcome,
    RestartTimer,
    TakeNote,
    TimerInput,
)
from dvcheck.wording.aloud import asked_under, sentence, sentences
from dvcheck.wording.recorded import entry_outcome


class PlainTerminal:
    """A terminal that reads and writes lines. See `dvcheck.walk.prompts.Terminal`.

    Its text is read aloud. Each line says one thing, nothing known is repeated, and words replace marks.
    """

    def __init__(
        self, source: TextIO | None = None, target: TextIO | None = None, *, bell: bool = True
    ) -> None:
        self._bell = bell
        self._source = source or sys.stdin
        self._target = target or sys.stdout
        self._beside: Countdown | None = None
        self._place = WalkPlace()
        """The last place shown."""
        self._status = ""
        """The last status shown."""
        self._counted_last: Countdown | None = None
        self._entries: set[str] = set()
        """The entries of that timer's list already shown, each with its number."""
        self._explained: set[str] = set()
        """The prompts whose keys were explained in full."""

    @property
    def width(self) -> int:
        """The width is endless: a screen reader has no columns."""
        return sys.maxsize

    is_kept = True

    def close(self) -> None:
        self._target.flush()

    def say(self, *lines: Line) -> None:
        for line in lines:
            text = "".join(text for _, text in line)
            # A command is pasted, so it is not changed into a sentence.
            self._write(text if line and line[0][0] == COMMAND else sentence(text))

    def ask(self, prompt: Prompt) -> Value | Move:
        question = prompt.question
        self._write("")
        self._say_place(prompt.place, prompt.status)
        self._write(sentences((question.text, asked_under(question))))
        for number, option in enumerate(question.options, 1):
            self._write(f"{number}. {sentence(option.text)}")
        if prompt.former is not None:
            self._write(sentence(kept_by_enter(question.listed(prompt.former.value))))
        listed = _has_entries(prompt)
        while True:
            answers = typed_answer(question.kind, listed=listed, definite=prompt.definite)
            line = self._read(self._keys(answers, aside=prompt.aside))
            if not line.strip() and prompt.former is not None:
                return prompt.former.value
            meant = read_line(prompt, line)
            if meant is Move.HELP:
                self._explained.clear()
            if meant is Move.NOTE and prompt.note is not None:
                self._note_beside(prompt.note)
                continue
            if not isinstance(meant, NotAnAnswer):
                return meant
            self._write(phrase("Not understood: {why}.", why=meant.why))

    def _say_place(self, place: WalkPlace, status: str) -> None:
        """Show the new parts of the place since the last question, and the status."""
        new = _since(self._place, place)
        if not new:
            return
        self._place = place
        self._write(sentences(new))
        self._say_status(status)

    def _say_status(self, status: str) -> None:
        """Show the status if it has changed."""
        if status and status != self._status:
            self._status = status
            self._write(sentence(", ".join(status.split(SEPARATOR))))

    def _keys(self, answers: str, *, aside: bool) -> str:
        """Return what can be typed: in full the first time and after `?`, otherwise only the answers.

        With `aside`, the officer can only answer or go back.
        """
        if answers in self._explained:
            return f"{answers}: "
        if aside:
            return phrase("{answers}; b back, q save and leave: ", answers=answers)
        self._explained.add(answers)
        return phrase("{answers}; b back, s later, ? help, q save and leave: ", answers=answers)

    def _note_beside(self, record: Callable[[str], None]) -> None:
        """Ask for a note. An empty line records nothing."""
        text = self._note()
        if text:
            record(text)

    def _note(self) -> str:
        while True:
            line = self._read(phrase("Note, or Enter to go back: "))
            problem = note_problem(line)
            if not problem:
                return one_line(line.strip())
            self._write(problem)

    def tick(self, listed: TickList) -> Ticked:
        # The outcome and what is forbidden are in the summary, which follows at once.
        self._write("")
        self._write(listed.title)
        self._say_status(listed.status)
        for number, row in enumerate(listed.rows, 1):
            done = phrase("Marked as done") if row.id in listed.ticked else ""
            self._write(f"{number}. {sentences((done, row.aloud or row.text))}")
        kept = tuple(row.id for row in listed.rows if row.id in listed.ticked)
        if listed.decides:
            self._write(phrase("u goes to the question that settles what is undecided."))
        if listed.takes_note:
            self._write(
                phrase("Type ? and a number to have that duty explained, + to write a note, z to undo.")
            )
        elif any(row.help is not None for row in listed.rows):
            self._write(phrase("Type ? and a number to have that duty explained."))
        if kept:
            keys = phrase(
                "Numbers of what is done, Enter for those marked, x and a number for not feasible, b, q: "
            )
        else:
            keys = phrase("Numbers of what is done, Enter for none, x and a number for not feasible, b, q: ")
        while True:
            line = self._read(keys)
            if self._is_explained(line, listed):
                continue
            reply = self._read_ticks(line, listed, kept)
            if reply is not None:
                return reply

    def _is_explained(self, line: str, listed: TickList) -> bool:
        """Check whether a line asks what a row means. If so, explain it."""
        asked = line.strip()
        number = _number(asked[1:].strip()) if asked.startswith("?") else 0
        help = listed.rows[number - 1].help if 0 < number <= len(listed.rows) else None
        if help is None:
            return False
        self._explain(help())
        return True

    def _explain(self, help: Help) -> None:
        for text in (help.meaning, *(text for _, text in help.more)):
            self._write(sentence(text))

    def _read_ticks(self, line: str, listed: TickList, kept: tuple[str, ...]) -> Ticked | None:
        rows = listed.rows
        words = line.lower().replace(",", " ").split()
        if words == ["q"]:
            return Ticked(done=kept, leave=True)
        if words == ["b"]:
            return Ticked(done=kept, back=True)
        if words == ["+"] and listed.takes_note:
            return Ticked(done=kept, note=True)
        if words == ["z"] and listed.takes_note:
            return Ticked(done=kept, undo=True)
        if words == ["u"] and listed.decides:
            return Ticked(done=kept, decide=True)
        excused = words[:1] == ["x"]
        numbers = [_number(w) for w in words[excused:]]
        if any(not 0 < n <= len(rows) for n in numbers) or (excused and len(numbers) != 1):
            self._write(phrase("Not understood: numbers from 1 to {n} are expected.", n=len(rows)))
            return None
        chosen = [rows[n - 1] for n in numbers]
        if not excused:
            done = (row.id for row in chosen if not row.asks)
            asked = tuple(dict.fromkeys(row.id for row in chosen if row.asks))
            return Ticked(done=tuple(dict.fromkeys((*kept, *done))), asked=asked)
        if not chosen[0].not_feasible:
            self._write(chosen[0].refused)
            return None
        return Ticked(done=kept, not_feasible=chosen[0].id)

    def ask_reason(self, text: str) -> str | Move:
        return self._ask_text(text, phrase("Reason, or b back: "), reason_problem)

    def ask_time(self, text: str, refused: Callable[[str], str]) -> str | Move:
        return self._ask_text(text, phrase("Time, or b back: "), refused)

    def _ask_text(self, text: str, keys: str, refused: Callable[[str], str]) -> str | Move:
        self._write(sentence(text))
        while True:
            line = self._read(keys).strip()
            if line.lower() == "b":
                return Move.BACK
            problem = refused(line)
            if not problem:
                return one_line(line)
            self._write(problem)

    def ask_note(self, title: str) -> str:
        self._write(sentence(title))
        return self._note()

    def count(self, countdown: Countdown, place: WalkPlace, status: str) -> TimerInput | Move:
        self._write("")
        self._say_place(place, status)
        self._say_entries(countdown)
        self._beside = countdown
        try:
            while True:
                countdown.beat()
                if not countdown.runs:
                    return Move.LATER
                said = [countdown.time, countdown.warning, countdown.clock_note, countdown.trouble]
                self._write(sentences(said))
                reply = self._read_timer_line(self._read(self._clock_keys()), countdown)
                if reply is not None:
                    return reply
        finally:
            self._beside = None

    def _say_entries(self, countdown: Countdown) -> None:
        """Show the entries of a timer's list that were not shown yet. Each entry keeps its number."""
        if countdown is not self._counted_last:
            self._counted_last, self._entries = countdown, set()
            self._write(sentence(countdown.question.name))
        for number, entry in enumerate(countdown.entries, 1):
            if entry.text not in self._entries:
                self._write(f"{number}. {sentences((entry.text, entry_outcome(entry.mark)))}")
                self._entries.add(entry.text)

    def go_on_beside(self, countdown: Countdown | None) -> None:
        self._beside = countdown

    @contextmanager
    def _warning(self) -> Iterator[None]:
        """Show each warning of a running timer when it is due, even while waiting for a line."""
        countdown = self._beside
        if countdown is None:
            yield
            return
        over = threading.Event()

        def watch() -> None:
            while not over.wait(_LOOK):
                if countdown.rings():
                    self._target.write("\a\n" if self._bell else "\n")
                    self._write(sentences((countdown.time, countdown.warning)))
                    self._target.flush()

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()

    def _clock_keys(self) -> str:
        """Return what can be typed while a timer runs: in full the first time and after `?`."""
        if _CLOCK in self._explained:
            return phrase("e, a number, x, a, +, r, Enter, b, s, z, ? or q: ")
        self._explained.add(_CLOCK)
        return phrase(
            "e ends it, a number marks it taken, x and a number marks it staying, a and an item adds it, "
            "+ writes a note, r corrects the start, Enter says the time, b, s, z, ?, q: "
        )

    def _read_timer_line(self, line: str, countdown: Countdown) -> TimerInput | Move | None:
        """Return what a line typed while a timer runs means; None if it asks for the time or is empty."""
        text = line.strip()
        key, _, rest = text.partition(" ")
        key, rest = key.lower(), rest.strip()
        if key in _CLOCK_MOVES and not rest:
            self._explained -= {_CLOCK} if key == "?" else set()
            return _CLOCK_MOVES[key]
        if key in _CLOCK_TWICE and not rest:
            again = self._read(phrase("{key} and Enter again to confirm, or Enter to go back: ", key=key))
            again = again.strip().lower()
            return _CLOCK_TWICE[key] if again == key else None
        if key == "q" and not rest:
            raise Leave
        listed = countdown.entries_of is not None
        # `+` and an item adds it, as at a question with a list. Before `a`, it was the only way to add.
        items = rest if key == "a" else text[1:] if key.startswith("+") else ""
        if listed and (items or key == "a"):
            return self._read_items(items or self._read(_ITEMS.said()), countdown)
        if key in ("+", "n"):
            return self._read_note(rest or self._note())
        return self._entry(key, rest, countdown) if text else None

    def _read_note(self, text: str) -> TimerInput | None:
        problem = note_problem(text)
        if problem:
            self._write(problem)
        return None if problem or not text else TakeNote(one_line(text))

    def _read_items(self, line: str, countdown: Countdown) -> TimerInput | None:
        if not line.strip():
            return None
        more = countdown.more(line)
        if isinstance(more, NotAnAnswer):
            self._write(phrase("Not understood: {why}.", why=more.why))
            return None
        return AddEntry(more)

    def _entry(self, key: str, rest: str, countdown: Countdown) -> TimerInput | None:
        """Mark an entry: a number alone as taken, x and a number as staying. Repeating removes the mark."""
        number = _number(rest if key == "x" else f"{key} {rest}".strip())
        entries = countdown.entries
        if not 0 < number <= len(entries):
            self._write(_what_is_expected(len(entries)))
            return None
        entry = entries[number - 1]
        mark: EntryMark = "stays" if key == "x" else "taken"
        return EntryOutcome(entry.text, "open" if entry.mark == mark else mark)

    def choose(self, title: str, rows: Sequence[Row], help: Callable[[], Help] | None = None) -> str:
        """Choose a row by its number; Enter takes the first. May raise `Leave`."""
        self._write(title)
        by_number = {row.number or place: row for place, row in enumerate(rows, 1)}
        for number, row in by_number.items():
            self._write(f"{number}. {sentence(row.aloud or row.text)}")
        keys = phrase("Number, Enter for 1, or q: ")
        if help is not None:
            keys = phrase("Number, Enter for 1, ? explains the duty, or q: ")
        while True:
            line = self._read(keys).strip().lower()
            if line == "q":
                raise Leave
            if line == "":
                return rows[0].id
            if _number(line) in by_number:
                return by_number[_number(line)].id
            if line == "?" and help is not None:
                self._explain(help())
                continue
            self._write(phrase("Not understood: a number from 1 to {n} is expected.", n=max(by_number)))

    def _read(self, prompt: str) -> str:
        self._target.write(clean(prompt))
        self._target.flush()
        try:
            with self._warning():
                line = self._source.readline()
        except KeyboardInterrupt:
            self._write("")
            raise Leave from None
        if not line or not self._source.isatty():
            self._write("")  # no Enter was pressed here, so end the line
        if not line:
            raise Leave
        return line.rstrip("\n")

    def _write(self, text: str) -> None:
        for line in break_line(text, columns(self._target)):
            self._target.write(clean(line) + "\n")


def _number(text: str) -> int:
    """Return a typed row number; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


_LOOK = 0.5
"""The seconds between two checks of the clock."""

_CLOCK = "clock"

_ITEMS = Later("Items with commas between, or Enter to go back: ")

_CLOCK_MOVES: dict[str, Move] = {
    "b": Move.BACK,
    "s": Move.LATER,
    "z": Move.UNDO,
    "?": Move.HELP,
}
_CLOCK_TWICE: dict[str, TimerInput] = {"e": EndTimer(), "r": RestartTimer()}


def _what_is_expected(entries: int) -> str:
    """Return a message that lists what can be typed while a timer runs, given the number of entries."""
    if not entries:
        return phrase("Not understood: a and an item, +, e, r, s, b, z, ? or q is expected.")
    return phrase(
        "Not understood: a number from 1 to {n}, a and an item, +, e, r, s, b, z, ? or q is expected.",
        n=entries,
    )


def _has_entries(prompt: Prompt) -> bool:
    """Check whether a list has entries already."""
    return prompt.former is not None and isinstance(prompt.former.value, tuple)


def _since(last: WalkPlace, place: WalkPlace) -> tuple[str, ...]:
    """Return the parts of a place that differ from the last one, and all parts below them."""
    case = place.case if place.case != last.case else ""
    same_round = not case and place.round == last.round
    round_ = "" if same_round else place.round
    same_checklist = same_round and place.checklist == last.checklist
    checklist = "" if same_checklist else place.checklist
    section = "" if same_checklist and place.section == last.section else place.section
    new = (phrase("Case {case}", case=case) if case else "", round_, checklist, section)
    far = phrase("Question {progress}", progress=place.progress) if any(new) and place.progress else ""
    mark = place.mark if any(new) or place.mark != last.mark else ""
    return tuple(filter(None, (mark, *new, far)))

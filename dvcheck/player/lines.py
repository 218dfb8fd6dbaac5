"""A demo that types its lines by itself."""

import time
from collections.abc import Iterator
from typing import assert_never

from dvcheck.academy.script import ScenarioScript
from dvcheck.language import phrase
from dvcheck.pack.model import Question
from dvcheck.pack.value import UNKNOWN, Value
from dvcheck.player.answers import is_start, numbers, words
from dvcheck.player.facts import FactsInTurn
from dvcheck.player.pace import HURRY, READ, THINK, DemoSettings, FastClock
from dvcheck.terminal.plain import PlainTerminal
from dvcheck.text import clean
from dvcheck.walk.prompts import Leave, Move, Prompt, Ticked, TickList, WalkPlace
from dvcheck.walk.timer import Countdown, TimerInput


class PlainDemo(PlainTerminal):
    """A plain terminal that types its own lines, or types each after Enter. Ctrl-C leaves."""

    def __init__(self, script: ScenarioScript, fast_clock: FastClock, how: DemoSettings) -> None:
        super().__init__(target=how.stream, bell=False)
        self._script = script
        self._fast_clock = fast_clock
        self._facts = FactsInTurn(script, asks=how.asks)
        self._asked_for = ""
        """The fact to tell once the class was asked."""
        self._speed = how.speed
        self._by_hand = how.by_hand
        self._asks = how.asks
        self._asks_now = False
        """Whether the class is asked before the next line."""
        self.restarts = False
        self._lines: Iterator[str] = iter(())
        self._news = 0
        self._counting = False

    def ask(self, prompt: Prompt) -> Value | Move:
        question = prompt.question
        self._tell(*self._facts.before(question))
        self._asked_for = self._facts.asked_for(question) if self._asks else ""
        self._lines = iter([self._answering(question)])
        self._asks_now = self._asks
        answer = super().ask(prompt)
        if not isinstance(answer, Move):
            self._facts.answered(question)
        return answer

    def tell_the_rest(self) -> None:
        """Tell what the last answer brought."""
        self._tell(*self._facts.left())

    def _tell(self, *facts: str) -> None:
        for fact in facts:
            self._write("")
            self._write(fact)

    def _answering(self, question: Question) -> str:
        value = self._script.answer(question)
        if value is None:
            return "s"
        if self._script.started(question) and is_start(question):
            return "1"
        match question.kind:
            case "choice" | "choices":
                return UNKNOWN if value == UNKNOWN else " ".join(numbers(question, value))
            case "yes-no" | "text" | "number" | "duration" | "date" | "time" | "list" | "timer":
                return words(value)
        assert_never(question.kind)

    def tick(self, listed: TickList) -> Ticked:
        self.tell_the_rest()
        self._asks_now = self._asks
        rows = listed.rows
        excused = self._script.excused(rows)
        if excused is not None:
            reason = self._script.reason(rows[excused])
            self._lines = iter([f"x {excused + 1}", reason])
        else:
            self._lines = iter([" ".join(str(n + 1) for n in self._script.done(rows))])
        return super().tick(listed)

    def count(self, countdown: Countdown, place: WalkPlace, status: str) -> TimerInput | Move:
        self.tell_the_rest()
        open_entries = [n for n, entry in enumerate(countdown.entries, 1) if entry.mark == "open"]
        over = ["e", "e"] if self._script.ends(countdown) else ["", "", "s"]
        self._lines = iter([str(open_entries[0])] if open_entries else over)
        self._fast_clock.hurry(HURRY)
        self._counting = True
        try:
            return super().count(countdown, place, status)
        finally:
            self._counting = False
            self._fast_clock.hurry(1)

    def _keys(self, answers: str, *, aside: bool) -> str:
        """Return only the answers: the demo types them, and no other key of a walk works in it."""
        return f"{answers}: "

    def _read(self, prompt: str) -> str:
        line = next(self._lines, "")
        waits = not (self._asks_now or self._by_hand)
        if self._asks_now:
            self._wait_for_enter(phrase("What would you do? Enter goes on, r restarts, q leaves: "))
            self._tell(*filter(None, [self._asked_for]))
            self._asks_now, self._asked_for = False, ""
        elif self._by_hand:
            self._wait_for_enter(phrase("Paused. Enter gives the next answer, r restarts, q leaves: "))
        self._target.write(clean(prompt))
        self._target.flush()
        if waits:
            self._wait_to_read()
        self._news = 0
        self._write(line)
        return line

    def _wait_to_read(self) -> None:
        try:
            time.sleep((THINK + READ * (0 if self._counting else self._news)) / self._speed)
        except KeyboardInterrupt:
            self._write("")
            raise Leave from None

    def _wait_for_enter(self, prompt: str) -> None:
        """Wait until the instructor presses Enter. May raise `Leave`, also to begin again."""
        given = super()._read(prompt).strip().lower()
        self.restarts = given == "r"
        if given in ("q", "r"):
            raise Leave

    def _write(self, text: str) -> None:
        self._news += len(text)
        super()._write(text)

"""A demo that presses its keys by itself."""

import asyncio
import math
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from typing import Any, assert_never

from prompt_toolkit.application import Application
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.keys import Keys

from dvcheck.academy.script import ScenarioScript
from dvcheck.cells import wrapped
from dvcheck.language import phrase
from dvcheck.looks import Looks
from dvcheck.pack.model import Question
from dvcheck.pack.value import UNKNOWN, Value
from dvcheck.player.answers import is_start, numbers, words
from dvcheck.player.pace import FIRST, HURRY, LONGEST, READ, THINK, TYPE, DemoSettings, FastClock
from dvcheck.terminal.feet import CurrentKeys
from dvcheck.terminal.keys.layer import terminal_keys
from dvcheck.terminal.prompt import KeyTerminal
from dvcheck.terminal.raw import raw_mode
from dvcheck.walk.prompts import Help, Leave, Line, Move, Prompt, Row, Ticked, TickList, WalkPlace
from dvcheck.walk.timer import Countdown, TimerInput

ENTER, DOWN, SPACE = "\r", "\x1b[B", " "

Stroke = tuple[float, str]
"""The seconds to wait at speed 1, and the keys to press then."""


def _pointed(question: Question, value: Value) -> list[str]:
    """Return the keys that choose an option: its digit, or arrows if it has none."""
    number = next((n for n, option in enumerate(question.options, 1) if option.id == value), 1)
    return [str(number)] if number < 10 else [*[DOWN] * number, ENTER]


class KeyedDemo:
    """A terminal that presses its own keys. Space pauses, Enter gives the next answer, q leaves.

    Its foot says whether it is playing or paused, and how long it waits. See `dvcheck.walk.prompts.Terminal`.
    """

    def __init__(self, script: ScenarioScript, fast_clock: FastClock, how: DemoSettings) -> None:
        self._script = script
        self._fast_clock = fast_clock
        self._speed = how.speed
        self._strokes: deque[Stroke] = deque()
        self._news = 0
        self._begun = False
        self._paused = how.by_hand
        self._left = 0
        """The seconds until the next key, as shown."""
        self._hurry = False
        self._leaving = False
        self._reason = ""
        self._open = ExitStack()
        self._pipe = self._open.enter_context(create_pipe_input())
        self._heard = terminal_keys()
        self._open.enter_context(raw_mode(self._heard.raw_mode, lambda: None))  # its terminal redraws itself
        self._terminal = KeyTerminal(
            Looks(color=how.color),
            stream=how.stream,
            bell=False,
            input=self._pipe,
            beside=self._play,
            moves=CurrentKeys(self._foot),
            rest=0,  # its keys are as fast as its speed
        )
        self._open.callback(self._terminal.close)

    @property
    def width(self) -> int:
        return self._terminal.width

    is_kept = False

    def close(self) -> None:
        self._open.close()

    def say(self, *lines: Line) -> None:
        self._news += sum(len(text) for line in lines for _, text in line)
        self._terminal.say(*lines)

    def ask(self, prompt: Prompt) -> Value | Move:
        fact = self._script.reveal(prompt.question)
        if fact:
            self.say(*((("note", f"  {line}"),) for line in wrapped(fact, self.width - 3)))
        self._press(self._answering(prompt.question))
        return self._terminal.ask(prompt)

    def _answering(self, question: Question) -> Iterable[str]:
        value = self._script.answer(question)
        if value is None:
            return ["s", ENTER] if question.kind in ("date", "time") else ["s"]
        if self._script.started(question) and is_start(question):
            return ["1"]
        unknown = value == UNKNOWN
        match question.kind:
            case "yes-no":
                return ["u"] if unknown else [str(value)[0]]
            case "choice":
                return ["u"] if unknown else _pointed(question, value)
            case "choices":
                alone = any(o.alone for o in question.options if o.id in value)
                return ["u"] if unknown else [*numbers(question, value), *([] if alone else [ENTER])]
            case "number" | "duration" | "date" | "time" | "timer":
                return ["u"] if unknown else [*words(value), ENTER]
            case "text" | "list":
                return ["u", ENTER] if unknown else [*words(value), ENTER]
        assert_never(question.kind)

    def tick(self, listed: TickList) -> Ticked:
        rows = listed.rows
        excused = self._script.excused(rows)
        if excused is not None:
            self._reason = self._script.reason(rows[excused])
            self._press([*[DOWN] * excused, "x"])
        else:
            done = self._script.done(rows)
            last = max(done, default=-1)
            moves = [key for n in range(last + 1) for key in ([SPACE, DOWN] if n in done else [DOWN])]
            self._press([*moves, ENTER])
        return self._terminal.tick(listed)

    def ask_time(self, text: str, refused: Callable[[str], str]) -> str | Move:
        return self._terminal.ask_time(text, refused)

    def ask_reason(self, text: str) -> str | Move:
        self._press([*self._reason, ENTER])
        return self._terminal.ask_reason(text)

    def ask_note(self, title: str) -> str:
        return ""  # no scenario has notes

    def choose(self, title: str, rows: Sequence[Row], help: Callable[[], Help] | None = None) -> str:
        return self._terminal.choose(title, rows, help)

    def count(self, countdown: Countdown, place: WalkPlace, status: str) -> TimerInput | Move:
        open_entries = [n for n, entry in enumerate(countdown.entries[:9], 1) if entry.mark == "open"]
        if open_entries:
            self._press([str(open_entries[0])])  # rows without a digit are left as they are
        elif self._script.ends(countdown):
            self._press(["e", "e"])
        else:
            # After its first warning, the timer is left running.
            first = min(countdown.limit.warn_at, default=0) + HURRY
            self._strokes = deque([(max(0.0, first - countdown.elapsed.total_seconds()) / HURRY, "s")])
        self._fast_clock.hurry(HURRY)
        try:
            return self._terminal.count(countdown, place, status)
        finally:
            self._fast_clock.hurry(1)

    # --- pressing keys --------------------------------------------------------------------------------------

    def go_on_beside(self, countdown: Countdown | None) -> None:
        self._terminal.go_on_beside(countdown)

    def _press(self, keys: Iterable[str]) -> None:
        """Press these keys at the next prompt, after the time it takes to read the new text."""
        wait = min(LONGEST if self._begun else FIRST, THINK + READ * self._news)
        self._begun = True
        self._news = 0
        self._hurry = False
        self._strokes.clear()
        for key in keys:
            self._strokes.append((wait, key))
            wait = TYPE

    async def _play(self, application: Application[Any]) -> None:
        """Run during a prompt: press the planned keys, and listen to the instructor."""

        def leave() -> None:
            # A key can arrive before the prompt runs or after it ends. Then the next prompt is left.
            if application.is_running and not application.is_done:
                application.exit(result=Leave)
            else:
                asyncio.get_running_loop().call_later(0.02, leave)

        def heard() -> None:
            for press in self._heard.read_keys():
                if press.key in (Keys.ControlC, Keys.ControlD, "q", "Q"):
                    self._leaving = True
                    leave()
                elif press.key == SPACE:
                    self._pause(application)
                elif press.key == Keys.Enter:
                    self._hurry = True

        if self._leaving:
            leave()
        with self._heard.attach(heard):
            while self._strokes:
                seconds, key = self._strokes[0]
                await self._wait(seconds / self._speed, application)
                self._strokes.popleft()
                self._pipe.send_text(key)
            while True:
                await asyncio.sleep(60)

    async def _wait(self, seconds: float, application: Application[Any]) -> None:
        while seconds > 0 and not self._hurry:
            if self._left != math.ceil(seconds) or self._terminal.hand.note != self._note:
                self._left = math.ceil(seconds)
                self._terminal.hand.note = self._note
                application.invalidate()
            await asyncio.sleep(min(seconds, 0.05))
            if not self._paused:
                seconds -= 0.05

    def _pause(self, application: Application[Any]) -> None:
        self._paused = not self._paused
        self._fast_clock.stop(self._paused)
        application.invalidate()

    @property
    def _note(self) -> str:
        return phrase("PAUSED") if self._paused else ""

    def _foot(self) -> tuple[tuple[str, str], ...]:
        if self._paused:
            return (
                (phrase("Enter"), phrase("next answer")),
                (phrase("Space"), phrase("play on")),
                ("q", phrase("leave")),
            )
        return (
            (phrase("PLAYING"), phrase("next key in {n} s", n=self._left)),
            (phrase("Space"), phrase("pause")),
            (phrase("Enter"), phrase("next answer now")),
            ("q", phrase("leave")),
        )

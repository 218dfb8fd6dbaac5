"""A demo that presses its keys by itself."""

import asyncio
import math
from collections import deque
from collections.abc import Callable, Container, Iterable, Sequence
from contextlib import ExitStack
from typing import Any, assert_never

from prompt_toolkit.application import Application
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.keys import Keys

from dvcheck.academy.script import ScenarioScript
from dvcheck.cells import wrapped
from dvcheck.looks import Looks
from dvcheck.pack.model import Question
from dvcheck.pack.value import UNKNOWN, Value
from dvcheck.player.answers import is_start, numbers, words
from dvcheck.player.facts import FactsInTurn
from dvcheck.player.instructor import LEAVING, Instructor, what_would_you_do
from dvcheck.player.pace import ASKED, FIRST, HURRY, LONGEST, READ, THINK, TYPE, DemoSettings, FastClock
from dvcheck.player.stage import ScriptedKeys, Stage
from dvcheck.terminal.feet import CurrentKeys
from dvcheck.terminal.keys.layer import terminal_keys
from dvcheck.terminal.prompt import KeyTerminal
from dvcheck.terminal.raw import raw_mode
from dvcheck.walk.prompts import Help, Leave, Line, Move, Prompt, Row, Ticked, TickList, WalkPlace
from dvcheck.walk.timer import Countdown, TimerInput

ENTER, DOWN, SPACE = "\r", "\x1b[B", " "

_BEAT = 0.05
"""The seconds between two looks at what the instructor wants."""

_STUCK = 600
"""The seconds of virtual time after which a prompt is stuck. A countdown takes less."""

Stroke = tuple[float, str]
"""The seconds to wait at speed 1, and the keys to press then."""


def _pointed(question: Question, value: Value) -> list[str]:
    """Return the keys that choose an option: its digit, or arrows if it has none."""
    number = next((n for n, option in enumerate(question.options, 1) if option.id == value), 1)
    return [str(number)] if number < 10 else [*[DOWN] * number, ENTER]


class KeyedDemo:
    """A terminal that presses its own keys. An instructor can pause it, go on, begin again and leave.

    Its foot says whether it is playing or paused, and how long it waits. On a stage, where it is recorded, it
    has the foot of a walk. See `dvcheck.walk.prompts.Terminal`.
    """

    def __init__(
        self, script: ScenarioScript, fast_clock: FastClock, how: DemoSettings, stage: Stage | None = None
    ) -> None:
        self._script = script
        self._facts = FactsInTurn(script, asks=how.asks)
        self._fast_clock = fast_clock
        self._how = how
        self._strokes: deque[Stroke] = deque()
        self._news = 0
        self._begun = False
        self._shows = False
        """Whether a question has been shown."""
        self._asks_now = False
        """Whether the class is asked at this prompt."""
        self._asked_for = ""
        """The fact to tell once the class was asked."""
        self._left = 0
        """The seconds until the next key, as shown."""
        self._reason = ""
        self._instructor = Instructor(paused=how.by_hand, stopped=fast_clock.stop)
        self._stage = stage
        self._open = ExitStack()
        looks = Looks(color=how.color, theme=how.theme)
        if stage is None:
            self._input: PipeInput | ScriptedKeys = self._open.enter_context(create_pipe_input())
            self._heard = terminal_keys()
            self._open.enter_context(raw_mode(self._heard.raw_mode, lambda: None))  # its terminal redraws
            self._forget_early_keys((Keys.ControlC,))  # nothing has said yet what a key does
            self._terminal = KeyTerminal(
                looks,
                stream=how.stream,
                bell=False,
                input=self._input,
                beside=self._play,
                moves=CurrentKeys(lambda: self._instructor.foot(self._left)),
                rest=0,  # its keys are as fast as its speed
            )
        else:
            self._input = stage.keys
            self._terminal = KeyTerminal(
                looks,
                stream=how.stream,
                bell=False,
                input=self._input,
                beside=self._play_on_stage,
                rest=0,
                output=stage.output,
                runner=stage.runner,
            )
        self._open.callback(self._terminal.close)

    @property
    def restarts(self) -> bool:
        """Whether the instructor wants it to begin again."""
        return self._instructor.restarts

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
        question = prompt.question
        self._tell(*self._facts.before(question))
        self._asked_for = self._facts.asked_for(question) if self._how.asks else ""
        self._press(self._answering(question), asks=True)
        answer = self._terminal.ask(prompt)
        if not isinstance(answer, Move):
            self._facts.answered(question)
        return answer

    def tell_the_rest(self) -> None:
        """Tell what the last answer brought."""
        self._tell(*self._facts.left())

    def _tell(self, *facts: str) -> None:
        for fact in facts:
            self.say(*((("note", f"  {line}"),) for line in wrapped(fact, self.width - 3)))

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
        self.tell_the_rest()
        rows = listed.rows
        excused = self._script.excused(rows)
        if excused is not None:
            self._reason = self._script.reason(rows[excused])
            self._press([*[DOWN] * excused, "x"], asks=True)
        else:
            done = self._script.done(rows)
            last = max(done, default=-1)
            moves = [key for n in range(last + 1) for key in ([SPACE, DOWN] if n in done else [DOWN])]
            self._press([*moves, ENTER], asks=True)
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
        self.tell_the_rest()
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

    def _press(self, keys: Iterable[str], *, asks: bool = False) -> None:
        """Press these keys at the next prompt, after the time it takes to read the new text.

        With `asks`, the class is asked first, if it is to be asked at all.
        """
        wait = min(LONGEST if self._begun else FIRST, THINK + READ * self._news)
        self._begun = True
        self._news = 0
        self._instructor.hurries = False
        self._asks_now = asks and self._how.asks
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
            if self._instructor.hear(self._heard.read_keys()):
                leave()
            application.invalidate()

        if not self._shows:
            self._shows = True
            self._forget_early_keys(LEAVING)
        if self._instructor.leaves:
            leave()
        with self._heard.attach(heard):
            if self._asks_now:
                self._instructor.ask_class()
                await self._shown_until(lambda: not self._instructor.class_thinks, application)
                self._class_has_thought(application)
            while self._strokes:
                seconds, key = self._strokes[0]
                await self._wait(seconds / self._how.speed, application)
                self._strokes.popleft()
                self._input.send_text(key)
            while True:
                await asyncio.sleep(60)

    def _forget_early_keys(self, leaving: Container[str]) -> None:
        """Drop the keys typed too early to be meant, except for those that leave."""
        early = [*self._heard.read_keys(), *self._heard.flush_keys()]
        self._instructor.hear(press for press in early if press.key in leaving)

    def _class_has_thought(self, application: Application[Any]) -> None:
        """Tell what the officer asks for. The answer follows at once, or after the time to read that."""
        self._asks_now = False
        fact, self._asked_for = self._asked_for, ""
        if fact:
            application.renderer.erase()
            self._tell(fact)
            application.invalidate()
            self._instructor.hurries = False
        _, key = self._strokes.popleft()
        self._strokes.appendleft((THINK + READ * self._news if fact else 0.0, key))
        self._news = 0

    async def _shown_until(self, holds: Callable[[], bool], application: Application[Any]) -> None:
        """Show the note of the instructor until something holds."""
        while not holds():
            self._show_note(application)
            await asyncio.sleep(_BEAT)

    def _show_note(self, application: Application[Any]) -> None:
        if self._terminal.hand.note != self._instructor.note:
            self._terminal.hand.note = self._instructor.note
            application.invalidate()

    async def _wait(self, seconds: float, application: Application[Any]) -> None:
        while seconds > 0 and not self._instructor.hurries:
            self._show_note(application)
            if self._left != math.ceil(seconds):
                self._left = math.ceil(seconds)
                application.invalidate()
            await asyncio.sleep(min(seconds, _BEAT))
            if not self._instructor.paused:
                seconds -= _BEAT

    async def _play_on_stage(self, application: Application[Any]) -> None:
        """Run during a prompt that is recorded: press the planned keys, in virtual time."""
        # The frames depend only on what happens, never on how busy the computer is.
        application.max_render_postpone_time = None
        if self._asks_now:
            self._terminal.hand.note = what_would_you_do()
            application.invalidate()
            await asyncio.sleep(ASKED / self._how.speed)
            self._terminal.hand.note = ""
            self._class_has_thought(application)
        while self._strokes:
            seconds, key = self._strokes.popleft()
            await asyncio.sleep(seconds / self._how.speed)
            self._input.send_text(key)
        await asyncio.sleep(_STUCK)
        raise RuntimeError("a recorded prompt waits for a key that the scenario does not press")

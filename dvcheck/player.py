"""A scenario that plays itself for a class: the real walk, its real prompts, and the keys of the scenario."""

import asyncio
import math
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TextIO, assert_never, overload

import msgspec
from prompt_toolkit.application import Application
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.keys import Keys

from dvcheck import __version__
from dvcheck.academy.part import ScenarioPart
from dvcheck.academy.scenario import TOLD_AT, Scenario
from dvcheck.actions.desk import Desk
from dvcheck.cells import wrapped
from dvcheck.language import phrase
from dvcheck.looks import Looks
from dvcheck.pack.model import Pack, Question
from dvcheck.pack.value import UNKNOWN, Value
from dvcheck.record import clock
from dvcheck.record.case import Case
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import Clock
from dvcheck.record.events import CaseOpened, ChecklistStarted, Entry
from dvcheck.rules.assess import Assessment
from dvcheck.rules.outline import outline
from dvcheck.terminal.keys.layer import terminal_keys
from dvcheck.terminal.plain import PlainTerminal
from dvcheck.terminal.prompt import KeyTerminal
from dvcheck.terminal.raw import raw_mode
from dvcheck.text import clean
from dvcheck.walk.prompts import Leave, Line, Move, Prompt, Row, Ticked, TickList, WalkPlace, read_aloud
from dvcheck.walk.steps import STARTS
from dvcheck.walk.timer import Countdown, Said
from dvcheck.walk.walk import walk

_THINK = 1.2
"""Seconds before an answer, at speed 1, for whatever stands on the screen."""

_READ = 0.045
"""Seconds for each character that is new to the class."""

_TYPE = 0.12
"""Seconds between two keys of one answer."""

HURRY = 60
"""How much faster time goes while a timer is counted down: a minute in a second."""

ENTER, DOWN, SPACE = "\r", "\x1b[B", " "

Stroke = tuple[float, str]
"""Seconds to wait at speed 1, and the keys then pressed."""

_LONGEST = 8.0
"""Seconds that a demo stands still at most, at speed 1. Whoever reads longer pauses it."""

_FIRST = 3.0
"""Seconds before the first answer, at speed 1."""


class Playing(msgspec.Struct, frozen=True, kw_only=True):
    """How a demo is played."""

    speed: float
    by_hand: bool
    """Whether each answer waits for a key."""
    keyed: bool
    """With keys; otherwise line by line."""
    color: bool
    stream: TextIO


class Hurried:
    """A clock that shows the true time at first, and can be made to go faster.

    If the computer's clock is behind, the demo starts at the time of its scenario.
    """

    def __init__(self, speed: float, told_at: datetime = TOLD_AT) -> None:
        self._start = max(clock.now(), told_at)
        self._from = time.monotonic()
        self._counted = 0.0
        self._rate = 1.0
        self._stopped = False
        self._speed = speed
        self.clock = Clock(lambda: self._start + timedelta(seconds=self._seconds()), self._seconds)

    def hurry(self, rate: float) -> None:
        """From now on a second counts as so many, times the speed of the demo; 1 is the true pace."""
        self._counted, self._from = self._seconds(), time.monotonic()
        self._rate = rate * self._speed if rate > 1 else 1.0

    def stop(self, stopped: bool) -> None:
        """Let no time pass, or let it pass again as before."""
        self._counted, self._from = self._seconds(), time.monotonic()
        self._stopped = stopped

    def _seconds(self) -> float:
        rate = 0.0 if self._stopped else self._rate
        return self._counted + (time.monotonic() - self._from) * rate


class _Foot(Sequence[tuple[str, str]]):
    """The keys of whoever holds the demo, as they are at each moment: first whether it plays."""

    def __init__(self, now: Callable[[], tuple[tuple[str, str], ...]]) -> None:
        self._now = now

    def __len__(self) -> int:
        return len(self._now())

    @overload
    def __getitem__(self, number: int) -> tuple[str, str]: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[tuple[str, str]]: ...
    def __getitem__(self, number: int | slice) -> tuple[str, str] | Sequence[tuple[str, str]]:
        return self._now()[number]


def _words(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _pointed(question: Question, value: Value) -> list[str]:
    """The keys that choose one option: its digit, or arrows where it has none."""
    number = next((n for n, option in enumerate(question.options, 1) if option.id == value), 1)
    return [str(number)] if number < 10 else [*[DOWN] * number, ENTER]


def _numbers(question: Question, value: Value) -> list[str]:
    chosen = (value,) if isinstance(value, str) else value
    return [str(n) for n, option in enumerate(question.options, 1) if option.id in chosen]


class KeyedDemo:
    """The prompts with keys, pressed by themselves. Space pauses, Enter gives the next answer, q leaves.

    Its foot says whether it plays or is paused, and how long it waits. See `dvcheck.walk.prompts.Terminal`.
    """

    def __init__(self, part: ScenarioPart, hurried: Hurried, how: Playing) -> None:
        self._part = part
        self._hurried = hurried
        self._speed = how.speed
        self._strokes: deque[Stroke] = deque()
        self._news = 0
        self._begun = False
        self._paused = how.by_hand
        self._left = 0
        """Whole seconds until the next key, as they are shown."""
        self._hurry = False
        self._leaving = False
        self._reason = ""
        self._open = ExitStack()
        self._pipe = self._open.enter_context(create_pipe_input())
        self._heard = terminal_keys()
        self._open.enter_context(raw_mode(self._heard.raw_mode, lambda: None))  # its terminal draws anew
        self._terminal = KeyTerminal(
            Looks(color=how.color),
            stream=how.stream,
            bell=False,
            input=self._pipe,
            beside=self._play,
            moves=_Foot(self._foot),
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
        told = self._part.reveal(prompt.question)
        if told:
            self.say(*((("note", f"  {line}"),) for line in wrapped(told, self.width - 3)))
        self._press(self._answering(prompt.question))
        return self._terminal.ask(prompt)

    def _answering(self, question: Question) -> Iterable[str]:
        value = self._part.answer(question)
        if value is None:
            return ["s", ENTER] if question.kind in ("date", "time") else ["s"]
        if self._part.started(question) and _is_start(question):
            return ["1"]
        unknown = value == UNKNOWN
        match question.kind:
            case "yes-no":
                return ["u"] if unknown else [str(value)[0]]
            case "choice":
                return ["u"] if unknown else _pointed(question, value)
            case "choices":
                alone = any(o.alone for o in question.options if o.id in value)
                return ["u"] if unknown else [*_numbers(question, value), *([] if alone else [ENTER])]
            case "number" | "duration" | "date" | "time" | "timer":
                return ["u"] if unknown else [*_words(value), ENTER]
            case "text" | "list":
                return ["u", ENTER] if unknown else [*_words(value), ENTER]
        assert_never(question.kind)

    def tick(self, listed: TickList) -> Ticked:
        rows = listed.rows
        excused = self._part.excused(rows)
        if excused is not None:
            self._reason = self._part.reason(rows[excused])
            self._press([*[DOWN] * excused, "x"])
        else:
            done = self._part.done(rows)
            last = max(done, default=-1)
            moves = [key for n in range(last + 1) for key in ([SPACE, DOWN] if n in done else [DOWN])]
            self._press([*moves, ENTER])
        return self._terminal.tick(listed)

    def ask_reason(self, text: str) -> str | Move:
        self._press([*self._reason, ENTER])
        return self._terminal.ask_reason(text)

    def choose(self, title: str, rows: Sequence[Row]) -> str:
        return self._terminal.choose(title, rows)

    def count(self, countdown: Countdown, place: WalkPlace, status: str) -> Said | Move:
        open_entries = [n for n, entry in enumerate(countdown.entries[:9], 1) if entry.mark == "open"]
        if open_entries:
            self._press([str(open_entries[0])])  # what is beyond the digits stays as it is
        elif self._part.ends(countdown):
            self._press(["e", "e"])
        else:
            # It is left running where the class has seen its first warning.
            first = min(countdown.limit.warn_at, default=0) + HURRY
            self._strokes = deque([(max(0.0, first - countdown.elapsed.total_seconds()) / HURRY, "s")])
        self._hurried.hurry(HURRY)
        try:
            return self._terminal.count(countdown, place, status)
        finally:
            self._hurried.hurry(1)

    # --- the hand that presses ------------------------------------------------------------------------------

    def go_on_beside(self, countdown: Countdown | None) -> None:
        self._terminal.go_on_beside(countdown)

    def _press(self, keys: Iterable[str]) -> None:
        """Press these at the next prompt, after the time it takes to read what is new."""
        wait = min(_LONGEST if self._begun else _FIRST, _THINK + _READ * self._news)
        self._begun = True
        self._news = 0
        self._hurry = False
        self._strokes.clear()
        for key in keys:
            self._strokes.append((wait, key))
            wait = _TYPE

    async def _play(self, application: Application[Any]) -> None:
        """Beside a prompt: press what is to be pressed, and listen to whoever holds the demo."""

        def leave() -> None:
            # A key can come before the prompt runs, or when it is over: then the next one is left.
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
            if self._left != math.ceil(seconds):
                self._left = math.ceil(seconds)
                application.invalidate()
            await asyncio.sleep(min(seconds, 0.05))
            if not self._paused:
                seconds -= 0.05

    def _pause(self, application: Application[Any]) -> None:
        self._paused = not self._paused
        self._hurried.stop(self._paused)
        application.invalidate()

    def _foot(self) -> tuple[tuple[str, str], ...]:
        if self._paused:
            return (
                (phrase("PAUSED"), phrase("until you press")),
                (phrase("Enter"), phrase("next answer")),
                (phrase("Space"), phrase("play on")),
                ("q", phrase("leave")),
            )
        return (
            (phrase("PLAYS"), phrase("next key in {n} s", n=self._left)),
            (phrase("Space"), phrase("pause")),
            (phrase("Enter"), phrase("next answer now")),
            ("q", phrase("leave")),
        )


class PlainDemo(PlainTerminal):
    """The prompts line by line, with the lines typed by themselves, or each after Enter. Ctrl-C leaves."""

    def __init__(self, part: ScenarioPart, hurried: Hurried, how: Playing) -> None:
        super().__init__(target=how.stream, bell=False)
        self._part = part
        self._hurried = hurried
        self._speed = how.speed
        self._by_hand = how.by_hand
        self._lines: Iterator[str] = iter(())
        self._news = 0
        self._counting = False

    def ask(self, prompt: Prompt) -> Value | Move:
        told = self._part.reveal(prompt.question)
        if told:
            self._write("")
            self._write(told)
        self._lines = iter([self._answering(prompt.question)])
        return super().ask(prompt)

    def _answering(self, question: Question) -> str:
        value = self._part.answer(question)
        if value is None:
            return "s"
        if self._part.started(question) and _is_start(question):
            return "1"
        match question.kind:
            case "choice" | "choices":
                return UNKNOWN if value == UNKNOWN else " ".join(_numbers(question, value))
            case "yes-no" | "text" | "number" | "duration" | "date" | "time" | "list" | "timer":
                return _words(value)
        assert_never(question.kind)

    def tick(self, listed: TickList) -> Ticked:
        rows = listed.rows
        excused = self._part.excused(rows)
        if excused is not None:
            reason = self._part.reason(rows[excused])
            self._lines = iter([f"x {excused + 1}", reason])
        else:
            self._lines = iter([" ".join(str(n + 1) for n in self._part.done(rows))])
        return super().tick(listed)

    def count(self, countdown: Countdown, place: WalkPlace, status: str) -> Said | Move:
        open_entries = [n for n, entry in enumerate(countdown.entries, 1) if entry.mark == "open"]
        over = ["e", "e"] if self._part.ends(countdown) else ["", "", "s"]
        self._lines = iter([str(open_entries[0])] if open_entries else over)
        self._hurried.hurry(HURRY)
        self._counting = True
        try:
            return super().count(countdown, place, status)
        finally:
            self._counting = False
            self._hurried.hurry(1)

    def _read(self, prompt: str) -> str:
        line = next(self._lines, "")
        if self._by_hand:
            self._waited_for_enter(prompt)
            self._target.write(clean(prompt))
        else:
            self._target.write(clean(prompt))
            self._target.flush()
            try:
                time.sleep((_THINK + _READ * (0 if self._counting else self._news)) / self._speed)
            except KeyboardInterrupt:
                self._write("")
                raise Leave from None
        self._news = 0
        self._write(line)
        return line

    def _waited_for_enter(self, prompt: str) -> None:
        """Wait until whoever holds the demo has pressed Enter. May raise `Leave`."""
        given = super()._read(phrase("Paused. Enter gives the next answer, q leaves: "))
        if given.strip().lower() == "q":
            raise Leave

    def _write(self, text: str) -> None:
        self._news += len(text)
        super()._write(text)


def _is_start(question: Question) -> bool:
    """Whether this is the question that starts a timer, rather than a fact."""
    return tuple(option.id for option in question.options) == STARTS


# --- a demo from its first line to its end ------------------------------------------------------------------


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """What a demo ended with."""

    case: Case
    assessment: Assessment
    ended: datetime
    """When, by the clock of the demo."""


def play(scenario: Scenario, pack: Pack, how: Playing) -> Played:
    """Walk a scenario with the real prompts, in a journal that is gone afterwards. May raise `Leave`."""
    hurried, part = Hurried(how.speed, scenario.told_at), ScenarioPart(scenario)
    hurried.stop(how.by_hand and how.keyed)
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="dvcheck-demo-"))
        journal = opened.enter_context(Desk(home=Path(folder)).journal_to_write())
        terminal = KeyedDemo(part, hurried, how) if how.keyed else PlainDemo(part, hurried, how)
        opened.callback(terminal.close)
        opening = CaseOpened(number=None, zone=pack.policy.zone, pack=pack.digest, dvcheck=__version__)
        entries: list[Entry] = [opening, ChecklistStarted(scenario.checklist)]
        file = CaseFile.begin(journal, entries, hurried.clock, (pack.digest, lambda: b""))
        file.answer_all((q, scenario.answers[q.id]) for q in _never_asked(pack, scenario))
        terminal.say(*_introduced(scenario, terminal.width, how))
        assessment = walk(pack, file, terminal)
        return Played(case=file.case, assessment=assessment, ended=hurried.clock.now())


def _never_asked(pack: Pack, scenario: Scenario) -> list[Question]:
    laid_out = outline(pack, (scenario.checklist,))
    return [q for q in laid_out.questions() if q.unprompted and q.id in scenario.answers]


def _introduced(scenario: Scenario, width: int, how: Playing) -> list[Line]:
    room = max(20, min(width, 100) - 2) if not read_aloud(width) else width
    of = scenario.title, scenario.checklist, scenario.level
    if read_aloud(width):
        head = phrase("Demo: {scenario}, {checklist}, {level}", scenario=of[0], checklist=of[1], level=of[2])
    else:
        head = phrase("DEMO  {scenario} ({checklist}, {level})", scenario=of[0], checklist=of[1], level=of[2])
    lines: list[Line] = [(("strong", f" {line}"),) for line in wrapped(head, room)]
    lines += [(("note", f" {line}"),) for line in wrapped(scenario.story, room)]
    return [*lines, *((("dim", f" {line}"),) for line in wrapped(_played(how), room))]


def _played(how: Playing) -> str:
    """Say how a demo goes on, and how it is left."""
    if how.keyed and how.by_hand:
        return phrase("You step through it: Enter gives the next answer, Space lets it play, q leaves.")
    if how.keyed:
        return phrase("It plays itself. Space pauses, Enter gives the next answer, q leaves.")
    if how.by_hand:
        return phrase("You step through it: Enter gives the next answer, q leaves.")
    return phrase("It plays itself. Ctrl-C leaves.")

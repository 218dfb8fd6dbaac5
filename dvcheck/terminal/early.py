"""Prompts with keys. The first is painted before prompt_toolkit is loaded, which draws the others.

Loading it takes most of the start-up time. The terminal is raw before anything is painted, so an early key
waits in the terminal and counts.
"""

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, TextIO, assert_never

from dvcheck.looks import Looks
from dvcheck.pack.value import Value
from dvcheck.terminal.duties_face import DutiesFace
from dvcheck.terminal.faces import Face
from dvcheck.terminal.frame import usual_moves
from dvcheck.terminal.key_map import for_hand
from dvcheck.terminal.list_faces import ChoicesFace, ChooseFace, question_face
from dvcheck.terminal.paint import Painter
from dvcheck.terminal.raw import forget_keys, raw_mode, raw_terminal
from dvcheck.terminal.signals import end_if_asked
from dvcheck.walk.prompts import Help, Leave, Line, Move, Prompt, Row, Ticked, TickList, WalkPlace
from dvcheck.walk.timer import Countdown, TimerInput

if TYPE_CHECKING:
    from dvcheck.terminal.clock_panel import Pulse
    from dvcheck.terminal.prompt import KeyTerminal


class EarlyTerminal:
    """A `KeyTerminal` that shows its first prompt before it can read a key. See `walk.prompts.Terminal`."""

    is_kept = False

    def __init__(self, looks: Looks, *, stream: TextIO, bell: bool) -> None:
        self._looks = looks
        self._stream = stream
        self._bell = bell
        self._painter = Painter(stream, looks)
        self._loaded: KeyTerminal | None = None
        self._keys = sys.stdin.fileno()
        self._raw = ExitStack()
        self._raw.enter_context(raw_mode(lambda: raw_terminal(self._keys), self._painter.paint_again))

    @property
    def width(self) -> int:
        return self._painter.size.columns

    def close(self) -> None:
        with self._raw, ExitStack() as last:
            last.callback(self._take_off)
            if self._loaded is not None:
                self._loaded.close()

    def _take_off(self) -> None:
        if self._painter.is_shown:
            forget_keys(self._keys)
            with suppress(OSError):  # the terminal is gone
                self._painter.take_off()

    def say(self, *lines: Line) -> None:
        (self._loaded or self._painter).say(*lines)

    def ask(self, prompt: Prompt) -> Value | Move:
        return self._terminal(self._for_hand(_face_of(prompt))).ask(prompt)

    def choose(self, title: str, rows: Sequence[Row], help: Callable[[], Help] | None = None) -> str:
        return self._terminal(self._for_hand(ChooseFace(title, rows, help))).choose(title, rows, help)

    def tick(self, listed: TickList) -> Ticked:
        face = DutiesFace(listed, usual_moves())
        return self._terminal(self._for_hand(face)).tick(listed)

    def ask_reason(self, text: str) -> str | Move:
        return self._terminal(None).ask_reason(text)

    def ask_time(self, text: str, refused: Callable[[str], str]) -> str | Move:
        return self._terminal(None).ask_time(text, refused)

    def count(self, countdown: Countdown, place: WalkPlace, status: str) -> TimerInput | Move:
        return self._terminal(None).count(countdown, place, status)

    def go_on_beside(self, countdown: Countdown | None) -> None:
        if self._loaded is not None or countdown is not None:
            self._terminal(None).go_on_beside(countdown)

    @contextmanager
    def whole_screen(self) -> Iterator[None]:
        """Use the full screen, as `KeyTerminal.whole_screen` does. Its first frame is painted early too."""
        self._painter.begin_whole()
        self._fill(True)
        try:
            yield
        finally:
            self._fill(False)
            with suppress(OSError):  # the terminal is gone
                self._painter.end_whole()

    def _fill(self, fills: bool) -> None:
        if self._loaded is not None:
            self._loaded.fills_screen = fills

    def show(self, face: Face, beside: "Pulse | None" = None) -> object:
        return self._terminal(face).show(face, beside)

    def ask_note(self, title: str) -> str:
        return self._terminal(None).ask_note(title)

    def _for_hand(self, face: Face | None) -> Face | None:
        return for_hand(face, self._looks.keys) if face is not None else None

    def _terminal(self, face: Face | None) -> "KeyTerminal":
        """Return the terminal that takes the keys. The first call loads it while `face` is on the screen."""
        if self._loaded is None:
            if face is not None:
                self._painter.paint(face)
            try:
                self._loaded = self._load()
            except KeyboardInterrupt:
                raise Leave from None
            self._fill(self._painter.is_whole_screen)
            end_if_asked()
        return self._loaded

    def _load(self) -> "KeyTerminal":
        collects = gc.isenabled()
        gc.disable()  # garbage collection during imports costs more than it frees
        from dvcheck.terminal.prompt import KeyTerminal

        terminal = KeyTerminal(self._looks, stream=self._stream, bell=self._bell, painter=self._painter)
        if collects:
            gc.freeze()
            gc.enable()
        return terminal


def _face_of(prompt: Prompt) -> Face | None:
    """Return the face of a question that can be painted early; None for a line of text."""
    match prompt.question.kind:
        case "yes-no" | "choice":
            return question_face(prompt, usual_moves())
        case "choices":
            return ChoicesFace(prompt, usual_moves())
        case "text" | "number" | "duration" | "date" | "time" | "list" | "timer":
            return None
    assert_never(prompt.question.kind)

"""A call that a trainer works for a new scenario: the real prompts, marked as practice."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from dvcheck.cells import wrapped
from dvcheck.language import phrase
from dvcheck.pack.value import Value
from dvcheck.player.practice import practice_mark
from dvcheck.walk.prompts import (
    Help,
    Line,
    Move,
    Prompt,
    Row,
    Terminal,
    Ticked,
    TickList,
    WalkPlace,
    read_aloud,
)
from dvcheck.walk.timer import Countdown, TimerInput


class MarkedTerminal:
    """A terminal that marks each prompt as practice. See `dvcheck.walk.prompts.Terminal`."""

    def __init__(self, inner: Terminal) -> None:
        self._inner = inner

    @property
    def width(self) -> int:
        return self._inner.width

    @property
    def is_kept(self) -> bool:
        return self._inner.is_kept

    def close(self) -> None:
        self._inner.close()

    def say(self, *lines: Line) -> None:
        self._inner.say(*lines)

    def ask(self, prompt: Prompt) -> Value | Move:
        return self._inner.ask(replace(prompt, place=_marked(prompt.place)))

    def tick(self, listed: TickList) -> Ticked:
        return self._inner.tick(replace(listed, title=practice_mark(listed.title)))

    def ask_time(self, text: str, refused: Callable[[str], str]) -> str | Move:
        return self._inner.ask_time(text, refused)

    def ask_reason(self, text: str) -> str | Move:
        return self._inner.ask_reason(text)

    def ask_note(self, title: str) -> str:
        return self._inner.ask_note(title)

    def choose(self, title: str, rows: Sequence[Row], help: Callable[[], Help] | None = None) -> str:
        return self._inner.choose(practice_mark(title), rows, help)

    def count(self, countdown: Countdown, place: WalkPlace, status: str) -> TimerInput | Move:
        return self._inner.count(countdown, _marked(place), status)

    def go_on_beside(self, countdown: Countdown | None) -> None:
        self._inner.go_on_beside(countdown)


def how_to_work(width: int) -> list[Line]:
    """Tell a trainer how to work the call."""
    room = max(20, min(width, 100) - 2) if not read_aloud(width) else width
    said = phrase("PRACTICE  Work the call as a careful officer would. Your answers become the key.")
    never = phrase("Never work a real case here, and refer to people by role.")
    lines: list[Line] = [(("strong", f" {line}"),) for line in wrapped(said, room)]
    return [*lines, *((("note", f" {line}"),) for line in wrapped(never, room))]


def _marked(place: WalkPlace) -> WalkPlace:
    return replace(place, case=practice_mark(place.case))

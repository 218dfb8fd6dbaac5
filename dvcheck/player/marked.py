"""The mark of practice, and a terminal that puts it on every prompt."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from dvcheck.cells import wrapped
from dvcheck.language import phrase
from dvcheck.pack.value import Value
from dvcheck.walk.prompts import (
    SEPARATOR,
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


def mark() -> str:
    """Return the mark of everything that is practice."""
    return phrase("PRACTICE")


def practice_mark(said: str) -> str:
    """Return a text with the mark of practice before it."""
    return SEPARATOR.join(filter(None, (mark(), said)))


def marked(place: WalkPlace) -> WalkPlace:
    """Return a place with the mark of practice."""
    return replace(place, mark=mark())


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
        return self._inner.ask(replace(prompt, place=marked(prompt.place)))

    def tick(self, listed: TickList) -> Ticked:
        return self._inner.tick(replace(listed, title=practice_mark(listed.title)))

    def ask_time(self, text: str, refused: Callable[[str], str]) -> str | Move:
        return self._inner.ask_time(practice_mark(text), refused)

    def ask_reason(self, text: str) -> str | Move:
        return self._inner.ask_reason(practice_mark(text))

    def ask_note(self, title: str) -> str:
        return self._inner.ask_note(practice_mark(title))

    def choose(self, title: str, rows: Sequence[Row], help: Callable[[], Help] | None = None) -> str:
        return self._inner.choose(practice_mark(title), rows, help)

    def count(self, countdown: Countdown, place: WalkPlace, status: str) -> TimerInput | Move:
        return self._inner.count(countdown, marked(place), status)

    def go_on_beside(self, countdown: Countdown | None) -> None:
        self._inner.go_on_beside(countdown)


def how_to_work(width: int) -> list[Line]:
    """Tell a trainer how to work the call."""
    room = max(20, min(width, 100) - 2) if not read_aloud(width) else width
    said = phrase("PRACTICE  Work the call as a careful officer would. Your answers become the key.")
    never = phrase("Never work a real case here, and refer to people by role.")
    lines: list[Line] = [(("strong", f" {line}"),) for line in wrapped(said, room)]
    return [*lines, *((("note", f" {line}"),) for line in wrapped(never, room))]

"""The end of a demo: the instructor shows the debrief, plays it again, or leaves."""

from collections.abc import Callable
from enum import Enum, auto

from dvcheck.language import phrase
from dvcheck.looks import Looks
from dvcheck.player.pace import DemoSettings
from dvcheck.terminal.faces import ENTER, LEAVING, PromptDone, PromptStays, Reply
from dvcheck.terminal.frame import Fragments, Size, footer
from dvcheck.terminal.plain import PlainTerminal
from dvcheck.terminal.prompt import KeyTerminal
from dvcheck.walk.prompts import Leave


class AfterDemo(Enum):
    """An action of the instructor at the end of a demo."""

    DEBRIEF = auto()
    AGAIN = auto()
    LEAVE = auto()


def plays_again(how: DemoSettings, debrief: Callable[[], None]) -> bool:
    """Show the debrief, and ask whether to play a demo again.

    With keys, the summary stays on the screen until the instructor asks for the debrief. Line by line, the
    debrief follows at once, and only an instructor who steps through a demo is asked.
    """
    if how.keyed:
        while (wanted := _wanted(how)) is AfterDemo.DEBRIEF:
            debrief()
        return wanted is AfterDemo.AGAIN
    debrief()
    try:
        return (how.by_hand or how.asks) and _LastLine(target=how.stream).asks_for_more()
    except Leave:
        return False


def _wanted(how: DemoSettings) -> AfterDemo:
    terminal = KeyTerminal(Looks(color=how.color, theme=how.theme), stream=how.stream, bell=False)
    try:
        wanted = terminal.show(_EndFace())
    except Leave:
        return AfterDemo.LEAVE
    finally:
        terminal.close()
    assert isinstance(wanted, AfterDemo)
    return wanted


class _EndFace:
    """A line of keys below the summary."""

    def shown(self, size: Size, note: str) -> Fragments:
        keys = (phrase("Enter"), phrase("debrief")), ("r", phrase("play it again")), ("q", phrase("leave"))
        return [("", "\n"), *footer(size.columns, *keys)]

    def press(self, key: str) -> Reply:
        if key in (ENTER, " "):
            return PromptDone(AfterDemo.DEBRIEF)
        if key in ("r", "R"):
            return PromptDone(AfterDemo.AGAIN)
        return PromptDone(AfterDemo.LEAVE) if key in LEAVING else PromptStays.FREE


class _LastLine(PlainTerminal):
    """A plain terminal at the end of a demo."""

    def asks_for_more(self) -> bool:
        given = self._read(phrase("The end. r plays it again, Enter leaves: "))
        return given.strip().lower() == "r"

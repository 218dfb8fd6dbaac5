"""Each prompt of a practice shows that it is practice."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from dvcheck.player.marked import MarkedTerminal
from dvcheck.walk.prompts import Prompt, Terminal, TickList, WalkPlace
from dvcheck.walk.timer import Countdown
from tests.terminal.walks import shipped

NOW = datetime(2026, 7, 5, 21, 0, tzinfo=UTC)
QUESTION = shipped().questions()[0]


class Seen:
    """A terminal that keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *given: self.asked.extend(given)


PROMPTS: dict[str, Callable[[MarkedTerminal], object]] = {
    "ask": lambda t: t.ask(
        Prompt(question=QUESTION, place=WalkPlace(section="Call"), status="", zone="UTC", now=lambda: NOW)
    ),
    "tick": lambda t: t.tick(TickList(title="What is done?", rows=(), status="")),
    "ask_time": lambda t: t.ask_time("When?", lambda said: ""),
    "ask_reason": lambda t: t.ask_reason("Why not?"),
    "ask_note": lambda t: t.ask_note("A note"),
    "choose": lambda t: t.choose("Which?", []),
    "count": lambda t: t.count(cast(Countdown, object()), WalkPlace(section="Clock"), ""),
}


@pytest.mark.parametrize("name", PROMPTS)
def test_a_prompt_is_marked(name: str) -> None:
    seen = Seen()
    PROMPTS[name](MarkedTerminal(cast(Terminal, seen)))
    assert any("PRACTICE" in str(one) for one in seen.asked), seen.asked


def test_no_prompt_of_a_terminal_is_left_out() -> None:
    prompts = {
        name for name in vars(Terminal) if name in ("count", "tick", "choose") or name.startswith("ask")
    }
    assert prompts == PROMPTS.keys()

"""Recording a demo: it plays on a virtual terminal, and what the terminal shows is kept with its times."""

from collections.abc import Callable, Sequence
from typing import TextIO, cast

import msgspec
from msgspec.structs import replace

from dvcheck.academy.scenario import Scenario
from dvcheck.academy.script import ScenarioScript
from dvcheck.pack.model import Pack
from dvcheck.player.keyed import KeyedDemo
from dvcheck.player.pace import LONGEST, READ, THINK, DemoSettings, FastClock
from dvcheck.player.play import DemoResult, walk_through
from dvcheck.player.stage import COLUMNS, ROWS, Stage, Written


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """A demo as a terminal showed it, with the times."""

    title: str
    written: tuple[Written, ...]
    seconds: float
    """How long it takes. The last screen stays to its end."""
    columns: int = COLUMNS
    rows: int = ROWS


def record(
    scenario: Scenario, pack: Pack, how: DemoSettings, ending: Callable[[DemoResult], Sequence[str]]
) -> Recording:
    """Record a scenario to its end. The same scenario, pack and settings always give the same recording.

    `ending` returns the texts that are shown after the walk, drawn for the terminal. May raise `Leave`.
    """
    stage = Stage(color=how.color)
    fast_clock = FastClock(how.speed, scenario.told_at, passing=stage.now)
    on_stage = replace(how, keyed=True, by_hand=False, recorded=True, stream=cast(TextIO, stage.tape))
    terminal = KeyedDemo(ScenarioScript(scenario), fast_clock, on_stage, stage)
    played = walk_through(scenario, pack, on_stage, terminal, fast_clock)
    for text in ending(played):
        lines = text.splitlines(keepends=True)
        for start in range(0, len(lines), ROWS - 1):
            shown = "".join(lines[start : start + ROWS - 1])
            stage.tape.write(shown.replace("\n", "\r\n"))
            stage.wait(min(2 * LONGEST, THINK + READ * len(shown)) / how.speed)
    return Recording(title=scenario.title, written=stage.tape.written(), seconds=stage.now())

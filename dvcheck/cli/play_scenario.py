"""`dvcheck demo`: play a scenario with the real prompts, to the summary. Nothing is recorded."""

import math
import sys
from typing import get_args

from dvcheck.academy.scenario import Level, Scenario
from dvcheck.actions import by_name, packs
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.asking import looks_of
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.player.pace import DemoSettings
from dvcheck.player.play import play
from dvcheck.terminal.signals import dumb_terminal, tidy_when_ended
from dvcheck.walk.prompts import Leave, Row, Terminal
from dvcheck.wording.aloud import sentences

_LEVELS = get_args(Level)


def run(workspace: Workspace, name: str | None, speed: float, *, by_hand: bool) -> None:
    """Play the scenario `name`, or one that the officer chooses."""
    if not math.isfinite(speed):
        raise DvcheckError(phrase("--speed takes a number such as 2"), code=Exit.USAGE)
    found = packs.with_scenarios(workspace)
    scenarios = packs.require_scenarios(workspace, found)
    pack = packs.pack_in_language(workspace, found.pack)
    keyed = not (workspace.plain or dumb_terminal())
    if keyed and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise DvcheckError(
            phrase("there is no terminal to play on"),
            hint=phrase("Play line by line with --plain."),
            code=Exit.USAGE,
        )
    tidy_when_ended()
    try:
        scenario = (
            by_name.scenario(scenarios, name)
            if name is not None
            else _chosen(workspace, scenarios, keyed=keyed)
        )
        how = DemoSettings(
            speed=speed, by_hand=by_hand, keyed=keyed, color=workspace.color, stream=sys.stdout
        )
        played = play(scenario, pack, how)
    except Leave:
        sys.stderr.write(phrase("Left. A demo records nothing.") + "\n")
        raise SystemExit(Exit.INTERRUPTED) from None
    from dvcheck.screens import case as case_screen
    from dvcheck.screens import prose_case
    from dvcheck.screens import summary as summary_screen

    case, assessment, ended = played.case, played.assessment, played.ended

    printer.result(
        workspace,
        lambda width: (
            case_screen.recorded(case, pack),
            summary_screen.summary(pack, assessment, case=None, now=ended, width=width),
        ),
        prose_case.demo_result(case, pack, assessment, ended),
    )


def _chosen(workspace: Workspace, scenarios: tuple[Scenario, ...], *, keyed: bool) -> Scenario:
    """Ask for a scenario from a list. May raise `Leave`."""
    terminal: Terminal
    if keyed:
        from dvcheck.terminal.prompt import KeyTerminal

        terminal = KeyTerminal(looks_of(workspace), stream=sys.stdout)
    else:
        from dvcheck.terminal.plain import PlainTerminal

        terminal = PlainTerminal()
    try:
        chosen = terminal.choose(phrase("Which scenario?"), scenario_rows(scenarios))
    finally:
        terminal.close()
    return next(s for s in scenarios if s.id == chosen)


def scenario_rows(scenarios: tuple[Scenario, ...]) -> list[Row]:
    """Return the rows of scenarios, by checklist and level."""
    ordered = sorted(scenarios, key=lambda s: (s.checklist, _LEVELS.index(s.level), s.title))
    return [_row(s) for s in ordered]


def _row(scenario: Scenario) -> Row:
    """Return the row of a scenario in a list. Its id is never cut: the command line takes it."""
    named, of = f"{scenario.id}: {scenario.title}", f"{scenario.checklist}, {scenario.level}"
    return Row(
        id=scenario.id,
        text=named,
        whole=f"{scenario.title} ({of})",
        aloud=sentences((scenario.title, of, phrase("Its id is {id}", id=scenario.id))),
    )

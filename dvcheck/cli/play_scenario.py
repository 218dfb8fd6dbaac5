"""`dvcheck demo`: play a scenario with the real prompts, to the debrief. Nothing is recorded."""

import math
import sys
from functools import partial
from typing import get_args

import msgspec
from msgspec.structs import replace

from dvcheck.academy.scenario import Level, Scenario
from dvcheck.actions import by_name, packs
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.asking import looks_of
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.pack.model import Pack
from dvcheck.player.pace import DemoSettings
from dvcheck.player.play import DemoResult, play
from dvcheck.terminal.signals import dumb_terminal, tidy_when_ended
from dvcheck.walk.prompts import Leave, Row, Terminal
from dvcheck.wording.aloud import sentences

_LEVELS = get_args(Level)


class DemoOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of a demo, as given."""

    speed: float
    step: bool
    ask: bool
    projector: bool
    notes: bool

    def settings(self, workspace: Workspace, *, keyed: bool) -> DemoSettings:
        """Return the settings of a demo. DvcheckError with Exit.USAGE for a speed that is no number."""
        if not math.isfinite(self.speed):
            raise DvcheckError(phrase("--speed takes a number such as 2"), code=Exit.USAGE)
        return DemoSettings(
            speed=self.speed,
            by_hand=self.step,
            keyed=keyed,
            asks=self.ask,
            notes=self.notes,
            color=workspace.color,
            theme="projector" if self.projector else workspace.config.theme,
            stream=sys.stdout,
        )


def run(workspace: Workspace, name: str | None, options: DemoOptions, *, force: bool) -> None:
    """Play the scenario `name`, or one that the officer chooses, as often as the instructor wants."""
    if force:
        raise DvcheckError(
            phrase("--force replaces a recording, and nothing is recorded here"),
            hint=phrase("Add --record FILE, or leave out --force."),
            code=Exit.USAGE,
        )
    keyed = not (workspace.plain or dumb_terminal())
    if options.projector:
        workspace.config = replace(workspace.config, theme="projector")
    how = options.settings(workspace, keyed=keyed)
    found = packs.with_scenarios(workspace)
    scenarios = packs.require_scenarios(workspace, found)
    pack = packs.pack_in_language(workspace, found.pack)
    if keyed and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise DvcheckError(
            phrase("there is no terminal to play on"),
            hint=phrase("Play line by line with --plain, or record it with --record FILE."),
            code=Exit.USAGE,
        )
    tidy_when_ended()
    try:
        scenario = (
            by_name.scenario(scenarios, name)
            if name is not None
            else _chosen(workspace, scenarios, keyed=keyed)
        )
        from dvcheck.player.demo_end import plays_again

        while True:
            played = play(scenario, pack, how)
            _show_summary(workspace, pack, played)
            if not plays_again(how, partial(_show_debrief, workspace, scenario, pack, played)):
                return
    except Leave:
        sys.stderr.write(phrase("Left. A demo records nothing.") + "\n")
        raise SystemExit(Exit.INTERRUPTED) from None


def _show_summary(workspace: Workspace, pack: Pack, played: DemoResult) -> None:
    from dvcheck.screens import demo_debrief, prose_case

    case, assessment, ended = played.case, played.assessment, played.ended
    printer.result(
        workspace,
        lambda width: demo_debrief.before_debrief(case, pack, assessment, ended, width),
        prose_case.demo_result(case, pack, assessment, ended),
        leaves=phrase("go on"),
    )


def _show_debrief(workspace: Workspace, scenario: Scenario, pack: Pack, played: DemoResult) -> None:
    from dvcheck.screens import demo_debrief

    printer.result(
        workspace,
        lambda width: demo_debrief.debrief(scenario, pack, played.assessment, width),
        demo_debrief.debrief_aloud(scenario, pack, played.assessment),
        leaves=phrase("back"),
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

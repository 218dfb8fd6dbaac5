"""`dvcheck demo`: a scenario plays itself with the real prompts, to the summary. Nothing is kept."""

import math
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import get_args

from dvcheck import __version__
from dvcheck.academy.scenario import Level, Scenario
from dvcheck.actions import lookup, packs
from dvcheck.actions.desk import Desk
from dvcheck.cells import wrapped
from dvcheck.cli import printer
from dvcheck.demo import Hurried, KeyedDemo, Part, PlainDemo
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.model import Pack, Question
from dvcheck.record.case_file import CaseFile
from dvcheck.record.events import CaseOpened, ChecklistStarted, Entry
from dvcheck.record.sqlite.journal import Journal
from dvcheck.rules.assess import Assessment
from dvcheck.rules.outline import outline
from dvcheck.terminal.signals import dumb_terminal, tidy_when_ended
from dvcheck.walk.prompts import Leave, Line, Row, Terminal
from dvcheck.walk.walk import walk

_LEVELS = get_args(Level)


def run(desk: Desk, name: str | None, speed: float) -> None:
    """Play the scenario called `name`, or one that is chosen."""
    if not math.isfinite(speed):
        raise DvcheckError("--speed takes a number such as 2", code=Exit.USAGE)
    found = packs.with_scenarios(desk)
    scenarios = packs.require_scenarios(desk, found)
    keyed = not (desk.plain or dumb_terminal())
    if keyed and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise DvcheckError(
            "there is no terminal to play on", hint="Play line by line with --plain.", code=Exit.USAGE
        )
    tidy_when_ended()
    try:
        scenario = (
            lookup.scenario(scenarios, name) if name is not None else _chosen(desk, scenarios, keyed=keyed)
        )
        hurried = Hurried(speed)
        part = Part(scenario)
        file, assessment = _played(desk, found.pack, part, hurried, speed, keyed=keyed)
    except Leave:
        sys.stderr.write("Left. Nothing of a demo is kept.\n")
        raise SystemExit(Exit.INTERRUPTED) from None
    from dvcheck.screens import case as case_screen
    from dvcheck.screens import summary as summary_screen

    console = printer.console(desk)
    console.print(case_screen.recorded(file.case, found.pack))
    at = file.clock.now()
    console.print(summary_screen.summary(found.pack, assessment, case=None, now=at, width=console.width))


def _played(
    desk: Desk, pack: Pack, part: Part, hurried: Hurried, speed: float, *, keyed: bool
) -> tuple[CaseFile, Assessment]:
    """The walk of a scenario, in a journal that is gone afterwards."""
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="dvcheck-demo-"))
        journal = opened.enter_context(Journal.open(Path(folder)))
        terminal: KeyedDemo | PlainDemo
        if keyed:
            terminal = KeyedDemo(part, hurried, speed=speed, color=desk.color, stream=sys.stdout)
        else:
            terminal = PlainDemo(part, hurried, speed=speed, stream=sys.stdout)
        opened.callback(terminal.close)
        scenario = part.scenario
        opening = CaseOpened(number=None, zone=pack.policy.zone, pack=pack.digest, dvcheck=__version__)
        entries: list[Entry] = [opening, ChecklistStarted(scenario.checklist)]
        file = CaseFile.begin(journal, entries, hurried.clock, (pack.digest, lambda: b""))
        file.answer_all((q, scenario.answers[q.id]) for q in _never_asked(pack, scenario))
        terminal.say(*_introduced(scenario, terminal))
        return file, walk(pack, file, terminal)


def _never_asked(pack: Pack, scenario: Scenario) -> list[Question]:
    laid_out = outline(pack, (scenario.checklist,))
    return [q for q in laid_out.questions() if q.unprompted and q.id in scenario.answers]


def _introduced(scenario: Scenario, terminal: KeyedDemo | PlainDemo) -> list[Line]:
    width = max(20, min(terminal.width, 100) - 2)
    head = f"DEMO  {scenario.title} ({scenario.checklist}, {scenario.level})"
    lines: list[Line] = [(("strong", f" {line}"),) for line in wrapped(head, width)]
    lines += [(("note", f" {line}"),) for line in wrapped(scenario.story, width)]
    return [*lines, (("dim", f" It plays itself. {terminal.how}"),)]


def _chosen(desk: Desk, scenarios: tuple[Scenario, ...], *, keyed: bool) -> Scenario:
    """The scenario chosen from a list. May raise `Leave`."""
    terminal: Terminal
    if keyed:
        from dvcheck.terminal.prompt import KeyTerminal

        terminal = KeyTerminal(color=desk.color, stream=sys.stdout)
    else:
        from dvcheck.terminal.plain import PlainTerminal

        terminal = PlainTerminal()
    try:
        ordered = sorted(scenarios, key=lambda s: (s.checklist, _LEVELS.index(s.level), s.title))
        rows = [Row(id=s.id, text=f"{s.checklist:<12} {s.level:<10} {s.title} ({s.id})") for s in ordered]
        chosen = terminal.choose("Which scenario?", rows)
    finally:
        terminal.close()
    return next(s for s in scenarios if s.id == chosen)

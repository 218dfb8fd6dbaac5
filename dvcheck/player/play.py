"""Playing a demo from its first line to its end."""

import tempfile
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import msgspec

from dvcheck import __version__
from dvcheck.academy.scenario import Scenario
from dvcheck.academy.script import ScenarioScript
from dvcheck.actions.workspace import Workspace
from dvcheck.cells import wrapped
from dvcheck.language import phrase
from dvcheck.pack.model import Pack, Question
from dvcheck.player.keyed import KeyedDemo
from dvcheck.player.lines import PlainDemo
from dvcheck.player.pace import DemoSettings, FastClock
from dvcheck.record.case import Case
from dvcheck.record.case_file import CaseFile
from dvcheck.record.events import CaseOpened, ChecklistStarted, Entry
from dvcheck.rules.assess import Assessment
from dvcheck.rules.outline import outline
from dvcheck.walk.prompts import Leave, Line, read_aloud
from dvcheck.walk.walk import walk


class DemoResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a demo."""

    case: Case
    assessment: Assessment
    ended: datetime
    """The end time, by the clock of the demo."""


def play(scenario: Scenario, pack: Pack, how: DemoSettings) -> DemoResult:
    """Walk a scenario with the real prompts, from the beginning again as often as the instructor wants.

    May raise `Leave`.
    """
    while True:
        fast_clock, script = FastClock(how.speed, scenario.told_at), ScenarioScript(scenario)
        fast_clock.stop(how.by_hand and how.keyed)
        terminal = KeyedDemo(script, fast_clock, how) if how.keyed else PlainDemo(script, fast_clock, how)
        try:
            return walk_through(scenario, pack, how, terminal, fast_clock)
        except Leave:
            if not terminal.restarts:
                raise
        terminal.say((), (("strong", f" {phrase('From the beginning.')}"),), ())


def walk_through(
    scenario: Scenario,
    pack: Pack,
    how: DemoSettings,
    terminal: KeyedDemo | PlainDemo,
    fast_clock: FastClock,
) -> DemoResult:
    """Walk a scenario once, in a temporary journal, and close the terminal. May raise `Leave`."""
    with ExitStack() as opened:
        opened.callback(terminal.close)
        folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="dvcheck-demo-"))
        journal = opened.enter_context(Workspace(home=Path(folder)).journal_to_write())
        # A number in place of a random id, so that every play shows the same.
        opening = CaseOpened(number=_MARK, zone=pack.policy.zone, pack=pack.digest, dvcheck=__version__)
        entries: list[Entry] = [opening, ChecklistStarted(scenario.checklist)]
        file = CaseFile.begin(journal, entries, fast_clock.clock, (pack.digest, lambda: b""))
        file.answer_all((q, scenario.answers[q.id]) for q in _never_asked(pack, scenario))
        terminal.say(*_introduction(scenario, terminal.width, how))
        assessment = walk(pack, file, terminal)
        terminal.tell_the_rest()
        return DemoResult(case=file.case, assessment=assessment, ended=fast_clock.clock.now())


_MARK = "DEMO"
"""The number of the case of a demo. Every screen shows it."""


def _never_asked(pack: Pack, scenario: Scenario) -> list[Question]:
    laid_out = outline(pack, (scenario.checklist,))
    return [q for q in laid_out.questions() if q.unprompted and q.id in scenario.answers]


def _introduction(scenario: Scenario, width: int, how: DemoSettings) -> list[Line]:
    room = max(20, min(width, 100) - 2) if not read_aloud(width) else width
    of = scenario.title, scenario.checklist, scenario.level
    if read_aloud(width):
        head = phrase("Demo: {scenario}, {checklist}, {level}", scenario=of[0], checklist=of[1], level=of[2])
    else:
        head = phrase("DEMO  {scenario} ({checklist}, {level})", scenario=of[0], checklist=of[1], level=of[2])
    lines: list[Line] = [(("strong", f" {line}"),) for line in wrapped(head, room)]
    lines += [(("note", f" {line}"),) for line in wrapped(scenario.story, room)]
    if how.notes and scenario.teaching.notes:
        told = phrase("For the instructor: {notes}", notes=scenario.teaching.notes)
        lines += [(("strong", f" {line}"),) for line in wrapped(told, room)]
    keys = [] if how.recorded else wrapped(_how_to_leave(how), room)
    return [*lines, *((("dim", f" {line}"),) for line in keys)]


def _how_to_leave(how: DemoSettings) -> str:
    """Describe how a demo proceeds, and how to leave it."""
    if how.asks:
        goes_on = phrase("any key") if how.keyed else phrase("Enter")
        return phrase(
            "Before each answer it asks the class. Then {key} goes on, r restarts, q leaves.", key=goes_on
        )
    if how.keyed and how.by_hand:
        return phrase(
            "You step through it: Enter gives the next answer, Space lets it play, r restarts, q leaves."
        )
    if how.keyed:
        return phrase("It plays by itself. Space pauses, Enter gives the next answer, r restarts, q leaves.")
    if how.by_hand:
        return phrase("You step through it: Enter gives the next answer, r restarts, q leaves.")
    return phrase("It plays by itself. Ctrl-C leaves.")

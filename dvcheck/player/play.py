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
from dvcheck.walk.prompts import Line, read_aloud
from dvcheck.walk.walk import walk


class DemoResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a demo."""

    case: Case
    assessment: Assessment
    ended: datetime
    """The end time, by the clock of the demo."""


def play(scenario: Scenario, pack: Pack, how: DemoSettings) -> DemoResult:
    """Walk a scenario with the real prompts, in a temporary journal. May raise `Leave`."""
    fast_clock, script = FastClock(how.speed, scenario.told_at), ScenarioScript(scenario)
    fast_clock.stop(how.by_hand and how.keyed)
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="dvcheck-demo-"))
        journal = opened.enter_context(Workspace(home=Path(folder)).journal_to_write())
        terminal = KeyedDemo(script, fast_clock, how) if how.keyed else PlainDemo(script, fast_clock, how)
        opened.callback(terminal.close)
        opening = CaseOpened(number=None, zone=pack.policy.zone, pack=pack.digest, dvcheck=__version__)
        entries: list[Entry] = [opening, ChecklistStarted(scenario.checklist)]
        file = CaseFile.begin(journal, entries, fast_clock.clock, (pack.digest, lambda: b""))
        file.answer_all((q, scenario.answers[q.id]) for q in _never_asked(pack, scenario))
        terminal.say(*_introduction(scenario, terminal.width, how))
        assessment = walk(pack, file, terminal)
        return DemoResult(case=file.case, assessment=assessment, ended=fast_clock.clock.now())


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
    return [*lines, *((("dim", f" {line}"),) for line in wrapped(_how_to_leave(how), room))]


def _how_to_leave(how: DemoSettings) -> str:
    """Describe how a demo proceeds, and how to leave it."""
    if how.keyed and how.by_hand:
        return phrase("You step through it: Enter gives the next answer, Space lets it play, q leaves.")
    if how.keyed:
        return phrase("It plays by itself. Space pauses, Enter gives the next answer, q leaves.")
    if how.by_hand:
        return phrase("You step through it: Enter gives the next answer, q leaves.")
    return phrase("It plays by itself. Ctrl-C leaves.")

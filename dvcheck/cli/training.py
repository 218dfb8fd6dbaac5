"""`dvcheck train`: practice on a scenario, its debrief, and what an instructor sees without a terminal."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dvcheck import hint
from dvcheck.actions import training
from dvcheck.actions.practice_home import practice_home
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import beside, printer
from dvcheck.cli.asking import terminal_of
from dvcheck.cli.options import Format
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.report.json import grade as grade_json
from dvcheck.walk.prompts import Leave, Terminal

if TYPE_CHECKING:
    from dvcheck.actions.training import PackScenario, Practice


class Wanted(NamedTuple):
    """The arguments of the command."""

    name: str | None
    answers: Path | None
    format: Format
    rubric: bool
    notes: bool
    clock: bool


def run(workspace: Workspace, wanted: Wanted) -> None:
    """Practice at a terminal, grade the answers of a file, or show what an instructor needs."""
    name, shown = wanted.name, _shown_instead(wanted)
    if not shown:
        _practice(workspace, wanted)
    elif name is None:
        raise DvcheckError(
            phrase("{option} needs a scenario", option=shown),
            hint=hint.own_line(phrase("To choose one from the list:"), hint.train()),
            code=Exit.USAGE,
        )
    elif wanted.answers is not None:
        _grade(workspace, name, wanted.answers, wanted.format)
    elif wanted.rubric:
        _rubric(workspace, name, wanted.format)
    else:
        _lesson(workspace, name, wanted.format)


def _shown_instead(wanted: Wanted) -> str:
    """Return the option that shows something in place of practice; empty if none does.

    DvcheckError with Exit.USAGE if two are given.
    """
    given = [
        option
        for option, is_given in (
            ("--answers", wanted.answers is not None),
            ("--rubric", wanted.rubric),
            ("--notes", wanted.notes),
            ("--clock", wanted.clock),
        )
        if is_given
    ]
    if len(given) > 1:
        raise DvcheckError(
            phrase("{one} and {other} do not go together", one=given[0], other=given[1]),
            hint=phrase("Give one of them."),
            code=Exit.USAGE,
        )
    return "" if wanted.clock or not given else given[0]


# --- without a terminal -------------------------------------------------------------------------------------


def _grade(workspace: Workspace, name: str, answers: Path, format: Format) -> None:
    found = training.grade_file(workspace, name, answers)
    if format is Format.JSON:
        printer.print_json(grade_json.document(found.pack, found.grade))
        return
    from dvcheck.screens import debrief

    grade = found.grade
    aloud, mark = debrief.debrief_aloud(grade), debrief.practice()
    printer.result(workspace, lambda width: debrief.debrief(grade), aloud, mark=mark)


def _rubric(workspace: Workspace, name: str, format: Format) -> None:
    found = training.rubric_of(workspace, name)
    if format is Format.JSON:
        printer.print_json(grade_json.rubric_document(found.pack, found.rubric))
        return
    from dvcheck.screens import debrief

    aloud, mark = debrief.rubric_aloud(found.rubric), debrief.practice()
    printer.result(workspace, lambda width: debrief.rubric(found.rubric), aloud, mark=mark)


def _lesson(workspace: Workspace, name: str, format: Format) -> None:
    found = training.find(workspace, name)
    if format is Format.JSON:
        printer.print_json(grade_json.lesson_document(found.pack, found.scenario))
        return
    from dvcheck.screens import debrief, lesson

    scenario = found.scenario
    aloud, mark = lesson.lesson_aloud(scenario), debrief.practice()
    printer.result(workspace, lambda width: lesson.lesson(scenario), aloud, mark=mark)


# --- at a terminal ------------------------------------------------------------------------------------------


def _practice(workspace: Workspace, wanted: Wanted) -> None:
    """Let a trainee work a scenario. What was answered is kept, and practice can be gone on with later."""
    terminal = terminal_of(workspace, sys.stderr if wanted.format is Format.JSON else sys.stdout)
    if terminal is None:
        raise DvcheckError(
            phrase("there is no terminal to practice on"),
            hint=phrase("Practice line by line with --plain, or grade answers with --answers FILE."),
            code=Exit.USAGE,
        )
    name = wanted.name
    with ExitStack() as opened:
        opened.callback(terminal.close)
        try:
            found = training.find(workspace, name) if name is not None else _chosen(workspace, terminal)
            name = found.scenario.id
            home = Workspace(home=practice_home(workspace.home))
            journal = opened.enter_context(home.journal_to_write())
            practice = training.practice(found, journal)
            _work(practice, terminal, clock=wanted.clock)
        except Leave:
            if name is not None:
                again = hint.train(name, *(["--clock"] if wanted.clock else []))
                beside.say(phrase("Left. Your answers are kept. Go on with:"), f"  {again}")
            raise SystemExit(Exit.INTERRUPTED) from None
        if wanted.format is Format.TEXT:
            _debrief(workspace, practice)
            if not _try_again(practice, terminal):
                kept = phrase("Your result is kept. See it, and try a point again, with:")
                beside.say(kept, f"  {hint.train(name)}")
                return
        grade, pack = practice.grade(), practice.pack
        practice.end()
    if wanted.format is Format.JSON:
        printer.print_json(grade_json.document(pack, grade))


def _chosen(workspace: Workspace, terminal: Terminal) -> "PackScenario":
    """Ask for a scenario from a list. May raise `Leave`."""
    from dvcheck.cli.play_scenario import scenario_rows
    from dvcheck.player.marked import practice_mark

    found = training.all_of(workspace)
    title = practice_mark(phrase("Practice which scenario?"))
    return training.find(workspace, terminal.choose(title, scenario_rows(found.scenarios)))


def _work(practice: "Practice", terminal: Terminal, *, clock: bool) -> None:
    """Walk the scenario to its end. May raise `Leave`."""
    from dvcheck.player import practice as player
    from dvcheck.walk.walk import walk

    scenario, width = practice.scenario, terminal.width
    if practice.is_finished:
        return
    if practice.not_gone_on_with is not None:
        terminal.say(*player.begins_again(practice.not_gone_on_with, practice.pack, width))
    terminal.say(*player.introduction(scenario, width))
    terminal.say(*player.known(scenario, practice.answered, practice.asked, width))
    told = player.PracticeTerminal(
        terminal,
        scenario,
        answered=practice.answered,
        take_hint=practice.take_hint,
        ask_fact=practice.ask_fact,
        clock=(lambda: player.clock(practice.worked, scenario.teaching.minutes)) if clock else str,
    )
    try:
        walk(practice.pack, practice.file, told, goes_on=practice.goes_on)
        told.tell_rest()
    except Leave:
        practice.leave()
        raise
    practice.finish()


def _debrief(workspace: Workspace, practice: "Practice") -> None:
    from dvcheck.screens import debrief

    grade, taken = practice.grade(), practice.worked
    aloud, mark = debrief.debrief_aloud(grade, taken), debrief.practice()
    kept = printer.result(
        workspace, lambda width: debrief.debrief(grade, taken), aloud, mark=mark, leaves=phrase("go on")
    )
    if not kept:
        printer.show(workspace, *debrief.headline(grade, taken))


def _try_again(practice: "Practice", terminal: Terminal) -> bool:
    """Let the trainee answer again what went wrong, one question at a time. False if the trainee leaves."""
    from dvcheck.player.again import Again
    from dvcheck.rules.answer import Answer

    again = Again(practice.pack, practice.scenario, terminal)
    tried: dict[str, Answer] = {}
    try:
        while (one := again.chosen(practice.grade(tried))) is not None and one.own is not None:
            value = again.answer(one.own, practice.assessment(tried), practice.asked)
            if value is None:
                continue
            tried[one.own.id] = Answer(value=value, at=practice.scenario.told_at)
            again.say(practice.grade(tried), one.question.id)
    except Leave:
        return False
    return True

"""`dvcheck train`: practice on a scenario, its debrief, and grades without a terminal."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from dvcheck.academy.grade import Grade
from dvcheck.actions import training
from dvcheck.actions.practice_home import practice_home
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import beside, printer
from dvcheck.cli.asking import terminal_of
from dvcheck.cli.options import Format
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import command, own_line
from dvcheck.language import phrase
from dvcheck.report.json import grade as grade_json
from dvcheck.walk.prompts import Leave, Row, Terminal
from dvcheck.wording.aloud import sentences

if TYPE_CHECKING:
    from dvcheck.actions.training import PackScenario, Practice


def run(
    workspace: Workspace, name: str | None, answers: Path | None, format: Format, *, rubric: bool
) -> None:
    """Practice at a terminal, grade the answers of a file, or show a rubric."""
    if rubric and answers is not None:
        raise DvcheckError(
            phrase("--rubric and --answers do not go together"),
            hint=phrase("Give one of them."),
            code=Exit.USAGE,
        )
    if answers is None and not rubric:
        _practice(workspace, name, format)
    elif name is None:
        raise DvcheckError(
            phrase("--rubric and --answers need a scenario"),
            hint=own_line(phrase("To choose one from the list:"), command("train")),
            code=Exit.USAGE,
        )
    elif answers is not None:
        _grade(workspace, name, answers, format)
    else:
        _rubric(workspace, name, format)


def _grade(workspace: Workspace, name: str, answers: Path, format: Format) -> None:
    found = training.grade_file(workspace, name, answers)
    if format is Format.JSON:
        printer.print_json(grade_json.document(found.pack, found.grade))
    else:
        _show(workspace, found.grade)


def _rubric(workspace: Workspace, name: str, format: Format) -> None:
    found = training.rubric_of(workspace, name)
    if format is Format.JSON:
        printer.print_json(grade_json.rubric_document(found.pack, found.rubric))
        return
    from dvcheck.screens import debrief

    printer.result(workspace, lambda width: debrief.rubric(found.rubric), debrief.rubric_aloud(found.rubric))


def _show(workspace: Workspace, grade: Grade) -> None:
    """Print the debrief."""
    from dvcheck.screens import debrief

    printer.result(workspace, lambda width: debrief.debrief(grade), debrief.debrief_aloud(grade))


# --- at a terminal ------------------------------------------------------------------------------------------


def _practice(workspace: Workspace, name: str | None, format: Format) -> None:
    """Let a trainee work a scenario. What was answered is kept, and practice can be gone on with later."""
    terminal = terminal_of(workspace, sys.stderr if format is Format.JSON else sys.stdout)
    if terminal is None:
        raise DvcheckError(
            phrase("there is no terminal to practice on"),
            hint=phrase("Practice line by line with --plain, or grade answers with --answers FILE."),
            code=Exit.USAGE,
        )
    with ExitStack() as opened:
        opened.callback(terminal.close)
        try:
            found = training.find(workspace, name) if name is not None else _chosen(workspace, terminal)
            name = found.scenario.id
            home = Workspace(home=practice_home(workspace.home))
            journal = opened.enter_context(home.journal_to_write())
            practice = training.practice(found, journal)
            grade = _work(practice, terminal)
        except Leave:
            if name is not None:
                again = command("train", name)
                beside.say(phrase("Left. Your answers are kept. Go on with:"), f"  {again}")
            raise SystemExit(Exit.INTERRUPTED) from None
        if format is Format.TEXT:
            _show(workspace, grade)
            _try_again(practice, terminal)
        practice.end()
    if format is Format.JSON:
        printer.print_json(grade_json.document(practice.pack, grade))


def _chosen(workspace: Workspace, terminal: Terminal) -> "PackScenario":
    """Ask for a scenario from a list. May raise `Leave`."""
    from dvcheck.cli.play_scenario import scenario_rows

    found = training.all_of(workspace)
    chosen = terminal.choose(phrase("Practice which scenario?"), scenario_rows(found.scenarios))
    return training.find(workspace, chosen)


def _work(practice: "Practice", terminal: Terminal) -> Grade:
    """Walk the scenario to its end, and grade it. May raise `Leave`."""
    from dvcheck.player.practice import PracticeTerminal, introduction
    from dvcheck.walk.walk import walk

    scenario = practice.scenario
    told = PracticeTerminal(terminal, scenario, answered=practice.answered, take_hint=practice.take_hint)
    terminal.say(*introduction(scenario, terminal.width))
    walk(practice.pack, practice.file, told, goes_on=practice.goes_on)
    return practice.grade()


def _try_again(practice: "Practice", terminal: Terminal) -> None:
    """Let the trainee answer again what went wrong, one question at a time. Leaving ends it."""
    from dvcheck.walk.walk import amend

    try:
        while wrong := tuple(_wrong(practice.grade())):
            rows = [*wrong, Row(id="", text=phrase("Done"))]
            chosen = terminal.choose(phrase("Try a point again?"), rows)
            if not chosen:
                return
            amend(practice.pack, practice.file, terminal, practice.question(chosen))
            again = practice.grade()
            said = phrase("Now {score} of {of} points.", score=again.score, of=again.of)
            terminal.say((("strong", f" {said}"),))
    except Leave:
        return


def _wrong(grade: Grade) -> Iterator[Row]:
    """Yield a row for each question that was not answered right, the harmful ones first."""
    harmful = {met.harmful.ask: met.harmful.why for met in grade.harmful}
    asked = [one for one in grade.questions if one.result != "right" and one.given is not None]
    for one in sorted(asked, key=lambda one: one.question.id not in harmful):
        name, why = one.question.name, harmful.get(one.question.id, "")
        yield Row(id=one.question.id, text=name, whole=why, aloud=sentences((name, why)))

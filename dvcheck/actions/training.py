"""Practice: the grade of a trainee's answers to a scenario, and what a scenario is graded by."""

from pathlib import Path

import msgspec

from dvcheck.academy.grade import Grade, Rubric, grade, rubric
from dvcheck.academy.read_key import read_answers
from dvcheck.academy.scenario import Scenario
from dvcheck.actions import by_name, packs
from dvcheck.actions.workspace import Workspace, file_name, read_text
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.model import Pack


class PackGrade(msgspec.Struct, frozen=True, kw_only=True):
    """A grade, and the pack that the scenario belongs to."""

    pack: Pack
    grade: Grade


class PackRubric(msgspec.Struct, frozen=True, kw_only=True):
    """The rubric of a scenario, and the pack that it belongs to."""

    pack: Pack
    rubric: Rubric


class PackScenario(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario, and the pack that it belongs to."""

    pack: Pack
    scenario: Scenario


def find(workspace: Workspace, name: str) -> PackScenario:
    """Find a scenario of the pack in use. DvcheckError if there is none of this name."""
    found = packs.with_scenarios(workspace)
    scenario = by_name.scenario(packs.require_scenarios(workspace, found), name)
    return PackScenario(pack=found.pack, scenario=scenario)


def grade_file(workspace: Workspace, name: str, path: Path) -> PackGrade:
    """Grade the answers of a file. DvcheckError with Exit.BAD_INPUT says what is wrong with the file."""
    found = find(workspace, name)
    text = read_text(path)
    answers, problems = read_answers(text, file_name(path), found.pack, found.scenario)
    if problems:
        raise DvcheckError("\n".join(p.show(text) for p in problems), code=Exit.BAD_INPUT)
    return PackGrade(pack=found.pack, grade=grade(found.pack, found.scenario, answers))


def rubric_of(workspace: Workspace, name: str) -> PackRubric:
    """Return what a scenario gives points for, and what costs points."""
    found = find(workspace, name)
    return PackRubric(pack=found.pack, rubric=rubric(found.pack, found.scenario))

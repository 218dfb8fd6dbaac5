"""The hand-out and the solution sheet of a scenario."""

from datetime import datetime

import msgspec

from dvcheck.academy import handout
from dvcheck.actions import training
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.report.sheet import Sheet


class ClassSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet for a class or its instructor."""

    sheet: Sheet
    to_fill_in: int
    """How many texts of the scenario its author still has to write."""


def make(workspace: Workspace, name: str, made: datetime, *, solution: bool, goals: bool) -> ClassSheet:
    """Make the hand-out of a scenario, or its solution sheet. DvcheckError if there is no such scenario."""
    if solution and goals:
        raise DvcheckError(
            phrase("--goals is for the hand-out: the solution sheet always has the goals"),
            hint=phrase("Leave out --goals."),
            code=Exit.USAGE,
        )
    found = training.find(workspace, name)
    pack, scenario = found.pack, found.scenario
    sheet = (
        handout.solution(pack, scenario, made)
        if solution
        else handout.handout(pack, scenario, made, goals=goals)
    )
    return ClassSheet(sheet=sheet, to_fill_in=handout.left_to_fill_in(scenario))

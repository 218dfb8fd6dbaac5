"""Practice: the grade of a trainee's answers to a scenario, and what a scenario is graded by."""

from datetime import timedelta
from pathlib import Path

import msgspec

from dvcheck import __version__
from dvcheck.academy.grade import Grade, Rubric, grade, rubric
from dvcheck.academy.read_key import read_answers
from dvcheck.academy.scenario import Scenario
from dvcheck.actions import by_name, packs
from dvcheck.actions.workspace import Workspace, file_name, read_text
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.model import Pack, Question
from dvcheck.record.case import Case
from dvcheck.record.case_file import CaseFile
from dvcheck.record.cases import each_open
from dvcheck.record.clock import Clock, steady
from dvcheck.record.events import CaseOpened, ChecklistStarted, Entry
from dvcheck.record.store import Store
from dvcheck.rules.logic import Facts
from dvcheck.rules.outline import outline


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


def all_of(workspace: Workspace) -> packs.WithScenarios:
    """Return the pack in use with its scenarios. DvcheckError if it has none."""
    found = packs.with_scenarios(workspace)
    packs.require_scenarios(workspace, found)
    return found


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


class Practice(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario that a trainee works: its case in the home of practice."""

    pack: Pack
    scenario: Scenario
    file: CaseFile
    goes_on: bool
    """Whether the trainee began it earlier."""

    @property
    def answered(self) -> tuple[str, ...]:
        """The questions that are answered already."""
        return tuple(self.file.case.answers)

    def take_hint(self, question: str) -> None:
        """Record that a hint was taken for a question."""
        if question not in self.hinted:
            self.file.note(_HINT + question)

    @property
    def hinted(self) -> frozenset[str]:
        """The questions that a hint was taken for."""
        texts = (remark.text for remark in self.file.case.remarks)
        return frozenset(text.removeprefix(_HINT) for text in texts if text.startswith(_HINT))

    def question(self, name: str) -> Question:
        """Return a question of the case."""
        walk = outline(self.pack, (self.scenario.checklist,))
        return Facts(walk, self.file.case.answers).outline.question(name)

    def grade(self) -> Grade:
        """Grade the answers given so far."""
        return grade(self.pack, self.scenario, self.file.case.answers, len(self.hinted))

    def end(self) -> None:
        """Close the case, so that the next practice begins with the first question."""
        self.file.close("practice ended", ())


def _clock_of(scenario: Scenario) -> Clock:
    """Return a clock that runs from the time of a scenario."""
    begun = steady()
    return Clock(lambda: scenario.told_at + timedelta(seconds=steady() - begun), steady)


_HINT = "hint: "
"""The start of the note that records a hint."""


def practice(found: PackScenario, journal: Store) -> Practice:
    """Go on with the unfinished practice of a scenario, or begin one.

    Practice with another version of the pack is not gone on with: its questions may differ.
    """
    pack, scenario = found.pack, found.scenario
    clock = _clock_of(scenario)
    for case in each_open(journal):
        if isinstance(case, Case) and case.number == scenario.id and case.pack_digest == pack.digest:
            file = CaseFile(journal, journal.events(case.id), clock)
            return Practice(pack=pack, scenario=scenario, file=file, goes_on=bool(case.answers))
    opening = CaseOpened(number=scenario.id, zone=pack.policy.zone, pack=pack.digest, dvcheck=__version__)
    entries: list[Entry] = [opening, ChecklistStarted(scenario.checklist)]
    file = CaseFile.begin(journal, entries, clock, (pack.digest, lambda: b""))
    return Practice(pack=pack, scenario=scenario, file=file, goes_on=False)

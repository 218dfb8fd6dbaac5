"""Practice: the grade of a trainee's answers to a scenario, and what a scenario is graded by."""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import msgspec

from dvcheck import __version__, hint
from dvcheck.academy.grade import Grade, Rubric, assess_answers, grade, rubric
from dvcheck.academy.read_key import read_answers
from dvcheck.academy.scenario import Scenario
from dvcheck.actions import by_name, packs
from dvcheck.actions.workspace import Workspace, file_name, read_text
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.model import Pack
from dvcheck.record.case import Case
from dvcheck.record.case_file import CaseFile
from dvcheck.record.cases import each_open
from dvcheck.record.clock import Clock
from dvcheck.record.events import CaseOpened, ChecklistStarted, Entry
from dvcheck.record.store import Store
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment


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
    scenario = by_name.scenario(packs.require_scenarios(workspace, found), name, hint.train())
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
    not_gone_on_with: Case | None = None
    """An unfinished practice of the same scenario with other checklists; None if there is none."""

    @property
    def answered(self) -> tuple[str, ...]:
        """The questions that are answered already."""
        return tuple(self.file.case.answers)

    @property
    def hinted(self) -> tuple[str, ...]:
        """The questions that a hint was taken for."""
        return self._noted(_HINT)

    @property
    def asked(self) -> tuple[str, ...]:
        """The questions whose fact was asked for."""
        return self._noted(_ASKED)

    def take_hint(self, question: str) -> None:
        """Record that a hint was taken for a question."""
        self._note_once(_HINT, question)

    def ask_fact(self, question: str) -> None:
        """Record that the fact of a question was asked for."""
        self._note_once(_ASKED, question)

    def _noted(self, kind: str) -> tuple[str, ...]:
        texts = (remark.text for remark in self.file.case.remarks)
        return tuple(dict.fromkeys(text.removeprefix(kind) for text in texts if text.startswith(kind)))

    def _note_once(self, kind: str, question: str) -> None:
        if question not in self._noted(kind):
            self.file.note(kind + question)

    @property
    def is_finished(self) -> bool:
        """Whether the trainee has come to the debrief."""
        return self._finished_at is not None

    @property
    def _finished_at(self) -> datetime | None:
        return next((r.at for r in self.file.case.remarks if r.text == _FINISHED), None)

    @property
    def worked(self) -> timedelta:
        """The time worked so far, without the time between leaving and going on."""
        return (self._finished_at or self.file.clock.now()) - self.file.case.opened

    def leave(self) -> None:
        """Record the time worked up to now."""
        if not self.is_finished:
            self.file.note(_LEFT)

    def finish(self) -> None:
        """Record that the walk is over. From now on no time passes, and going on shows the debrief."""
        if not self.is_finished:
            self.file.note(_FINISHED)

    def assessment(self, tried: Mapping[str, Answer]) -> Assessment:
        """Assess the answers, with those that were tried again in place of the first ones."""
        return assess_answers(self.pack, self.scenario, {**self.file.case.answers, **tried})

    def grade(self, tried: Mapping[str, Answer] = MappingProxyType({})) -> Grade:
        """Grade the answers given so far, with those that were tried again in place of the first ones."""
        return grade(self.pack, self.scenario, {**self.file.case.answers, **tried}, self.hinted)

    def end(self) -> None:
        """Close the case, so that the next practice begins with the first question."""
        self.file.close("practice ended", ())


# A typed note never begins with a blank, so no note is taken for one of these.
_HINT = " hint: "
"""The start of the note that records a hint."""
_ASKED = " asked: "
"""The start of the note that records that a fact was asked for."""
_FINISHED = " finished"
"""The note that the walk is over."""
_LEFT = " left"
"""The note that the trainee left. Its time is the time worked."""


def practice(found: PackScenario, journal: Store) -> Practice:
    """Go on with the unfinished practice of a scenario, or begin one.

    Practice with other checklists is not gone on with: its questions may differ. It stays as it is.
    """
    pack, scenario = found.pack, found.scenario
    other: Case | None = None
    for case in each_open(journal):
        if not isinstance(case, Case) or case.number != scenario.id:
            continue
        if case.pack_digest == pack.digest and case.checklists == (scenario.checklist,):
            events = tuple(journal.events(case.id))
            file = CaseFile(journal, events, _clock_from(max(event.at for event in events)))
            return Practice(pack=pack, scenario=scenario, file=file, goes_on=bool(case.answers))
        other = case
    opening = CaseOpened(
        number=scenario.id, zone=pack.policy.zone, pack=pack.digest, dvcheck=__version__, practice=True
    )
    entries: list[Entry] = [opening, ChecklistStarted(scenario.checklist)]
    # The files of the pack are not kept: the scenarios and their keys are among them.
    file = CaseFile.begin(journal, entries, _clock_from(scenario.told_at), (pack.digest, lambda: b""))
    return Practice(pack=pack, scenario=scenario, file=file, goes_on=False, not_gone_on_with=other)


def _clock_from(begins: datetime) -> Clock:
    """Return a clock that runs from a time, and stops while the computer sleeps."""
    begun = time.monotonic()
    return Clock(lambda: begins + timedelta(seconds=time.monotonic() - begun), time.monotonic)

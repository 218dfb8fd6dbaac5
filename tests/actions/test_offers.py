"""The open cases that a walk offers, in the order it offers them."""

from datetime import timedelta
from pathlib import Path

from dvcheck.actions import walks
from dvcheck.actions.offers import Offers, offers_to_resume
from dvcheck.actions.walks import WalkOptions
from dvcheck.actions.workspace import Workspace
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import Clock, now, steady
from dvcheck.record.events import CaseOpened, ChecklistStarted
from tests.terminal.walks import VERBAL, Step

FIRST, SECOND = VERBAL[:2]


def begun(
    workspace: Workspace, number: str, *answers: Step, minutes_ago: int = 0, checklist: str = "incident"
) -> None:
    """A case with answers that were given some minutes ago."""
    pack = workspace.pack()
    clock = Clock(lambda: now() - timedelta(minutes=minutes_ago), steady)
    opening = CaseOpened(number=number, zone=pack.policy.zone, pack=pack.digest, dvcheck="0")
    with workspace.journal_to_write() as journal:
        entries = [opening, ChecklistStarted(checklist)]
        file = CaseFile.begin(journal, entries, clock, (pack.digest, workspace.source.archive))
        questions = {question.id: question for question in pack.questions()}
        file.answer_all((questions[step.id], step.value) for step in answers)


def offers(workspace: Workspace, checklist: str = "incident") -> Offers:
    with workspace.journal_to_write() as journal:
        return offers_to_resume(workspace, journal, checklist)


def test_the_walk_that_was_stopped_last_is_first_and_finished_ones_come_after_a_new_case(home: Path) -> None:
    workspace = Workspace(home=home)
    begun(workspace, "stopped-early", FIRST, SECOND, minutes_ago=5)
    begun(workspace, "finished", *VERBAL, minutes_ago=1)
    begun(workspace, "stopped-long-ago", FIRST, minutes_ago=90)
    found = offers(workspace)
    assert [offer.case.number for offer in found.first] == ["stopped-early", "stopped-long-ago"]
    assert [offer.case.number for offer in found.others] == ["finished"]
    early, long_ago, finished = (offer.stopped for offer in found.all)
    assert early is not None
    assert early.question is not None
    assert early.question.id == VERBAL[2].id
    assert finished is not None
    assert finished.finished
    assert long_ago is not None
    assert timedelta(minutes=89) < now() - long_ago.at < timedelta(minutes=92)


def test_a_walk_of_another_checklist_is_offered_after_a_new_case(home: Path) -> None:
    workspace = Workspace(home=home)
    begun(workspace, "incident", FIRST)
    assert [offer.case.number for offer in offers(workspace, "standby").first] == []
    assert [offer.case.number for offer in offers(workspace, "standby").others] == ["incident"]


def test_the_case_whose_clock_runs_is_first(home: Path, tmp_path: Path) -> None:
    workspace = Workspace(home=home)
    answers = tmp_path / "answers.yaml"
    answers.write_text("standby-clock: running\n", encoding="utf-8")
    wanted = WalkOptions(checklist="standby", number="25-clock", answers=answers)
    new = walks.prepare(workspace, wanted)
    assert new is not None
    with workspace.journal_to_write() as journal:
        walks.record_file_answers(walks.open_new_case(workspace, journal, wanted, new))
    begun(workspace, "25-1", FIRST)
    found = offers(workspace)
    assert [offer.case.number for offer in found.first] == ["25-clock", "25-1"]
    assert found.first[0].clocks
    assert not found.first[1].clocks


def test_eight_are_offered_and_the_others_counted(home: Path) -> None:
    workspace = Workspace(home=home)
    for n in range(10):
        begun(workspace, f"25-{n}", FIRST)
    found = offers(workspace)
    assert [offer.case.number for offer in found.all] == [f"25-{n}" for n in range(9, 1, -1)]
    assert found.older == 2
    assert not found.problems

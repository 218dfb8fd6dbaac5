"""The case of a walk, without a terminal and without a command."""

from pathlib import Path

import pytest

from dvcheck.actions import walks
from dvcheck.actions.open_case import open_case
from dvcheck.actions.walks import WalkBegun, WalkOptions
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.sqlite.files import FILE_NAME


def begun(workspace: Workspace, wanted: WalkOptions) -> WalkBegun:
    """Begin a walk as its command does if nobody chooses."""
    new = walks.prepare(workspace, wanted)
    with workspace.journal_to_write() as journal:
        found = walks.find_named(journal, wanted)
        if found is not None:
            return walks.resume(workspace, journal, wanted, found)
        assert new is not None
        return walks.open_new_case(workspace, journal, wanted, new)


def file_of(folder: Path, text: str) -> Path:
    path = folder / "answers.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_answers_of_a_file_are_recorded_in_a_new_case(home: Path, tmp_path: Path) -> None:
    workspace = Workspace(home=home)
    answers = file_of(tmp_path, "call-type: domestic-disturbance\ntwo-members: yes\n")
    wanted = WalkOptions(checklist="incident", number=" 25-1 ", answers=answers)
    new = walks.prepare(workspace, wanted)
    assert new is not None
    with workspace.journal_to_write() as journal:
        case = walks.open_new_case(workspace, journal, wanted, new)
        walks.record_file_answers(case)
        ended = walks.finish(workspace, journal, case)
        assert ended is not None
    assert (ended.case.number, ended.case.checklists) == ("25-1", ("incident",))
    assert {name: a.value for name, a in ended.case.answers.items()} == {
        "call-type": "domestic-disturbance",
        "two-members": "yes",
    }
    assert ended.assessment.outstanding
    assert ended.leftover == ()


def test_a_wrong_file_leaves_no_journal(home: Path, tmp_path: Path) -> None:
    wanted = WalkOptions(checklist="incident", answers=file_of(tmp_path, "two-members: perhaps\n"))
    with pytest.raises(DvcheckError) as refused:
        walks.prepare(Workspace(home=home), wanted)
    assert refused.value.code is Exit.BAD_INPUT
    assert not (home / FILE_NAME).exists()


def test_a_number_that_an_open_case_has_is_refused_unless_it_is_to_be_new(home: Path) -> None:
    workspace = Workspace(home=home)
    first = begun(workspace, WalkOptions(checklist="incident", number="25-1")).file.case.id
    with pytest.raises(DvcheckError, match=f"25-1 is case {first} already"):
        begun(workspace, WalkOptions(checklist="incident", number="25-1"))
    assert begun(workspace, WalkOptions(checklist="incident", number="25-1", new=True)).file.case.id != first


def test_a_named_case_goes_on_by_another_checklist_under_its_own_pack(home: Path) -> None:
    workspace = Workspace(home=home)
    first = begun(workspace, WalkOptions(checklist="incident", number="25-1"))
    again = begun(workspace, WalkOptions(checklist="standby", case="25-1"))
    assert again.file.case.id == first.file.case.id
    assert again.file.case.checklists == ("incident", "standby")
    assert again.in_use is not None
    assert again.in_use.relation == "same"


def test_sensitive_answers_are_left_out_and_named(home: Path, tmp_path: Path) -> None:
    workspace = Workspace(home=home, no_sensitive=True)
    sensitive = next(q.id for q in workspace.pack().questions() if q.sensitive and q.kind == "text")
    answers = file_of(tmp_path, f"two-members: yes\n{sensitive}: Something\n")
    new = walks.prepare(workspace, WalkOptions(checklist="incident", answers=answers))
    assert new is not None
    assert [(given.question.id, given.value) for given in new.given.answers] == [("two-members", "yes")]
    assert new.given.left_out == (sensitive,)


def test_a_closed_case_is_not_walked(home: Path) -> None:
    workspace = Workspace(home=home)
    wanted = WalkOptions(checklist="incident", number="25-8")
    begun(workspace, wanted)
    with open_case(workspace, "25-8") as case:
        case.file.close("", ())
    with pytest.raises(DvcheckError, match="closed"):
        begun(workspace, WalkOptions(checklist="incident", case="25-8"))


def test_a_new_case_is_opened_with_its_first_answer_and_one_that_was_told_something_at_once(
    home: Path,
) -> None:
    workspace = Workspace(home=home)
    for wanted, at_once in (
        (WalkOptions(checklist="incident"), False),
        (WalkOptions(checklist="incident", number="25-1"), True),
        (WalkOptions(checklist="incident", shift_ends="07:00"), True),
    ):
        new = walks.prepare(workspace, wanted)
        assert new is not None
        with workspace.journal_to_write() as journal:
            case = walks.open_new_case(workspace, journal, wanted, new)
            assert case.file.is_kept is at_once
            assert (walks.finish(workspace, journal, case) is not None) is at_once
            case.file.answer(next(q for q in case.pack.questions() if q.id == "two-members"), "yes")
            ended = walks.finish(workspace, journal, case)
        assert ended is not None
        assert ended.case.answers["two-members"].value == "yes"

"""A case marked, amended, closed, purged, moved and reported: without a terminal and without a command."""

from pathlib import Path

import pytest

from dvcheck.actions import amend, closing, contacts, marks, repack, reports, walks
from dvcheck.actions.marks import Marking
from dvcheck.actions.open_case import open_case
from dvcheck.actions.walks import WalkOptions
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.clock import now
from dvcheck.report.json import marked as marked_json
from dvcheck.report.json import report as report_json
from dvcheck.report.sheet import Sheet

ANSWERS = "call-type: domestic-disturbance\ntwo-members: no\ninjured: one\n"


@pytest.fixture
def workspace(home: Path, tmp_path: Path) -> Workspace:
    """With one open case, 26-1."""
    workspace = Workspace(home=home)
    answers = tmp_path / "answers.yaml"
    answers.write_text(ANSWERS, encoding="utf-8")
    wanted = WalkOptions(checklist="incident", number="26-1", answers=answers)
    new = walks.prepare(workspace, wanted)
    assert new is not None
    with workspace.journal_to_write() as journal:
        walks.record_file_answers(walks.open_new_case(workspace, journal, wanted, new))
    return workspace


def test_what_is_marked_is_returned_as_it_stands_then(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    with open_case(workspace, "26-1") as case:
        duties = marks.find_duties(case, ["photo-clo", "photo-close"])
        assert [duty.obligation.id for duty in duties[:1]] == ["photo-close"]
        marks.mark(case, duties[:1], Marking())
        done = marks.after_marking(workspace, case, duties[:1])
    assert [(duty.obligation.id, duty.status) for duty in done.duties] == [("photo-close", "done")]
    assert done.left == len(case.assessment.outstanding) - 1
    assert marked_json.document(case.file.case, done.duties, done.assessment, case.pack)["schema"] == 1
    assert capfd.readouterr() == ("", "")


def test_nothing_is_marked_where_one_of_them_cannot_be(workspace: Workspace) -> None:
    with open_case(workspace, "26-1") as case:
        duties = marks.find_duties(case, ["photo-close", "keep-cover"])
        with pytest.raises(DvcheckError, match="keep-cover"):
            marks.mark(case, duties, Marking())
        assert case.file.case.marks == {}


@pytest.mark.parametrize(
    ("not_feasible", "reason", "reopen"),
    [(True, None, False), (False, "late", False), (True, "late", True), (True, " ", False)],
)
def test_a_marking_that_contradicts_itself_is_refused(
    not_feasible: bool, reason: str | None, reopen: bool
) -> None:
    with pytest.raises(DvcheckError) as caught:
        Marking.of(not_feasible=not_feasible, reason=reason, reopen=reopen)
    assert caught.value.code == Exit.USAGE


def test_a_note_stands_on_one_line(workspace: Workspace) -> None:
    assert [remark.text for remark in marks.note(workspace, "26-1", " one\n two ").remarks] == ["one two"]
    with pytest.raises(DvcheckError, match="a note has 1 to 2,000 characters"):
        marks.note(workspace, "26-1", "  ")


def test_a_number_is_put_right(workspace: Workspace) -> None:
    done = amend.number(workspace, "26-1", " 26-2 ")
    assert (done.before, done.number) == ("26-1", "26-2")


def test_what_is_answered_can_be_amended(workspace: Workspace) -> None:
    with open_case(workspace, "26-1") as case:
        offered = {question.id for question in amend.offered_questions(case.assessment)}
    assert {"call-type", "two-members", "injured"} <= offered


def test_a_case_with_open_duties_is_closed_for_a_reason_and_then_purged(workspace: Workspace) -> None:
    with pytest.raises(DvcheckError, match="required open in") as caught:
        closing.close(workspace, "26-1", None)
    assert caught.value.code == Exit.CHECK_FAILED
    done = closing.close(workspace, "26-1", "Handed over.")
    assert done.left
    with closing.closed_case(workspace, "26-1") as case:
        case.file.reopen_case()
        assert case.file.case.closed is None
    closing.close(workspace, "26-1", "Handed over.")
    with closing.find_long_closed(workspace, 0) as found:
        assert [case.id for case in found.cases] == [done.case.id]
        purged = found.erase()
    assert [case.id for case in purged.gone] == [done.case.id]
    assert purged.kept == ()


def test_what_was_closed_lately_is_not_purged(workspace: Workspace) -> None:
    closing.close(workspace, "26-1", "Handed over.")
    with closing.find_long_closed(workspace, 1) as found:
        assert found.cases == ()
    with (
        pytest.raises(DvcheckError, match="how long are closed cases kept"),
        closing.find_long_closed(workspace, None),
    ):
        pass


def test_a_case_under_the_checklists_in_use_has_nowhere_to_move(workspace: Workspace) -> None:
    with open_case(workspace, "26-1") as case:
        assert not repack.move(workspace, case).is_new


def test_a_report_has_all_that_a_document_is_made_of(workspace: Workspace) -> None:
    found = reports.report(workspace, "26-1", now())
    document = report_json.document(
        found.case,
        found.pack,
        found.assessment,
        found.leftover,
        archive=found.archive,
        at=found.at,
        sensitive=False,
    )
    assert "receipt" in document


def test_a_form_is_a_sheet_or_one_line(workspace: Workspace) -> None:
    assert isinstance(reports.fill(workspace, "26-1", "serv", "html", now(), sensitive=False).content, Sheet)
    assert isinstance(reports.fill(workspace, "26-1", "cad", "markdown", now(), sensitive=False).content, str)
    with pytest.raises(DvcheckError, match="is one line of text"):
        reports.fill(workspace, "26-1", "cad", "html", now(), sensitive=False)


def test_a_contact_is_found_by_what_it_is_for(workspace: Workspace) -> None:
    pack = workspace.pack()
    assert contacts.matching(pack, "") == pack.contacts
    with pytest.raises(DvcheckError, match='no contact has "qqqq"'):
        contacts.matching(pack, "qqqq")

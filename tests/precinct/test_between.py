"""Cases of several laptops on the board: handed over, worked twice, come back changed, or claimed by another."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dvcheck.actions import precinct_audit, precinct_export, taking_over
from dvcheck.actions.board import BETWEEN, readings
from dvcheck.pack.value import Value
from dvcheck.record.events import Answered, Marked, Noted
from dvcheck.record.postgres.board import Viewer, lines
from dvcheck.report.json.text import indented
from dvcheck.report.on_board import Board, Only
from dvcheck.screens import board as screen
from dvcheck.screens import style
from dvcheck.web.page import page_html, page_state
from dvcheck.wording.case_line import case_label
from tests.moving_cases import handed_over, taken_over
from tests.precinct.force import Force
from tests.precinct.laptop import Laptop
from tests.precinct.test_board import ANSWERS, document_of

HURT: dict[str, Value] = {
    **ANSWERS,
    "injured": "several",
    "hurt-named": "yes",
    "hurt-people": ("Alma Fictional", "Bo Fictional"),
}


class Shift:
    """Two officers, and the supervisor who looks at the board."""

    def __init__(self, folder: Path, force: Force) -> None:
        self.folder, self.force = folder, force
        self.one = Laptop(folder / "one", force)
        self.two = Laptop(folder / "two", force, "o1North2")
        self.desk = Laptop(folder / "desk", force, "s1North1")
        self.case = self.one.open("26-118")
        self.one.record(self.case, *(Answered(name, value) for name, value in HURT.items()))

    def hand_over(self, by: Laptop, case: str) -> Path:
        return handed_over(by.workspace, case, self.folder / f"{case}.dvcase", "end of shift")

    def board(self, desk: Laptop | None = None, **only: Any) -> Board:
        at = datetime.now(UTC)
        return next(readings((desk or self.desk).workspace, Only(**only), lambda: at))


@pytest.fixture
def shift(tmp_path: Path, force: Force) -> Shift:
    return Shift(tmp_path, force)


def _cases(board: Board) -> set[tuple[str, str]]:
    return {(row.officer.name, row.case.id) for row in board.listed.rows if row.officer is not None}


def _said(board: Board) -> str:
    return "\n".join(screen.aloud(board))


@pytest.mark.parametrize("behind", [-60, -10, 0, 10, 60])
@pytest.mark.parametrize("receiver_first", [True, False])
def test_a_case_that_was_handed_over_is_on_the_board_of_its_new_officer(
    behind: int, *, receiver_first: bool, shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the newer line, whatever the clocks of the two laptops say and whoever pushes first."""
    shift.one.push()
    file = shift.hand_over(shift.one, shift.case)
    moment = datetime.now(UTC) - timedelta(minutes=behind)
    monkeypatch.setattr(taking_over, "now", lambda: moment)
    taken = taken_over(shift.two.workspace, file).case.id
    for laptop in (shift.two, shift.one) if receiver_first else (shift.one, shift.two):
        laptop.push()
    board = shift.board()
    assert _cases(board) == {("1North2", taken)}
    assert board.between == ()
    assert board.twice == ()


def test_a_case_between_two_laptops_is_said_until_the_other_laptop_pushes(shift: Shift) -> None:
    file = shift.hand_over(shift.one, shift.case)
    shift.one.push()
    board = shift.board()
    assert [(one.officer, one.case.id) for one in board.between] == [("1North1", shift.case)]
    assert not board.is_clear
    label = case_label(board.between[0].case)
    said = f"Handed over, and sent by no laptop since: {label} by 1North1, "
    assert said in _said(board)
    assert "No required duty is open" not in _said(board)
    shown = style.draw(style.console(color=False), list(screen.parts(board, 80)))
    assert said in " ".join(shown.split())
    assert said in page_html(board, page_state(board))
    assert [one["case"]["id"] for one in document_of(board)["handed_over"]] == [shift.case]
    assert shift.board(officers=("1North1",)).between
    assert shift.board(on_duty=True).between, "who handed it over has gone home"

    taken_over(shift.two.workspace, file)
    shift.two.push()
    assert shift.board().between == ()
    assert not shift.board(officers=("1North1",)).between


def test_a_case_that_went_to_another_precinct_is_not_missed_here(shift: Shift, tmp_path: Path) -> None:
    """A supervisor does not see the lines of another precinct; the precinct still knows where the case is."""
    file = shift.hand_over(shift.one, shift.case)
    shift.one.push()
    east = Laptop(tmp_path / "east", shift.force, "o1East1")
    taken_over(east.workspace, file)
    assert shift.board().between
    east.push()
    assert shift.board().between == ()


def test_a_case_that_was_handed_over_twice_is_missed_once(shift: Shift) -> None:
    first = shift.hand_over(shift.one, shift.case)
    taken = taken_over(shift.two.workspace, first).case.id
    shift.hand_over(shift.two, taken)
    shift.one.push()
    shift.two.push()
    assert [(one.officer, one.case.id) for one in shift.board().between] == [("1North2", taken)]


def test_a_case_that_nobody_took_over_leaves_the_board_after_three_days(shift: Shift) -> None:
    shift.hand_over(shift.one, shift.case)
    shift.one.push()
    later = datetime.now(UTC) + BETWEEN + timedelta(minutes=1)
    board = next(readings(shift.desk.workspace, Only(), lambda: later))
    assert board.between == ()


def test_an_export_and_an_audit_have_a_moved_case_once(
    shift: Shift, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also if the clock of the laptop that took it over is behind."""
    for laptop in (shift.one, shift.two):
        laptop.level("whole")
    file = shift.hand_over(shift.one, shift.case)
    moment = datetime.now(UTC) - timedelta(minutes=10)
    monkeypatch.setattr(taking_over, "now", lambda: moment)
    taken_over(shift.two.workspace, file)
    shift.one.push()
    shift.two.push()
    auditor = Laptop(tmp_path / "auditor", shift.force, "a1North1")
    found = precinct_audit.verify(auditor.workspace, None, reason="a yearly audit").recomputed
    assert found is not None
    assert (found.same, found.wrong, found.impossible) == (1, (), 0)
    records = Laptop(tmp_path / "records", shift.force, "r1North1")
    with precinct_export.open_export(records.workspace, "a study", None) as exported:
        ids = {json.loads(line)["id"].partition("/")[0] for line in exported.lines()}
    assert len(ids) == exported.total == 1


@pytest.mark.parametrize("state", ["closed", "open", "handed-over"])
def test_nobody_hides_the_open_case_of_another_officer(state: str, shift: Shift) -> None:
    """Whoever once had a case knows the hash of its opening, and can push a line with it."""
    shift.one.push()
    ((opening,),) = shift.force.ask("SELECT encode(opening, 'hex') FROM precinct.case_now")
    case = shift.two.open("26-999")
    shift.two.push()
    ((journal, seq, hash),) = shift.force.ask(
        "SELECT journal_id, seq, encode(hash, 'hex') FROM precinct.case_now WHERE case_id = %s", case
    )
    forged = {
        "case_id": case, "number": None, "seq": seq, "hash": hash, "pack": "sha256:" + "0" * 64,
        "opened_at": "2026-07-05T21:00:00Z", "last_at": "8999-01-01T00:00:00Z", "state": state, "unasked": 0,
        "open_required": 0, "undetermined": 0, "due_at": None, "opening": opening, "detail": {},
    }  # fmt: skip
    shift.force.ask(
        "SELECT * FROM precinct.push(%s, NULL, NULL, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', %s)",
        journal,
        json.dumps([forged]),
        login="o1North2",
    )
    assert ("1North1", shift.case) in _cases(shift.board())


def test_a_number_of_two_open_cases_is_said_everywhere(shift: Shift) -> None:
    shift.one.push()
    shift.two.open("26-118")
    shift.two.push()
    board = shift.board()
    said = "26-118 is the number of several open cases."
    assert said in _said(board)
    assert said in " ".join(style.draw(style.console(color=False), list(screen.parts(board, 80))).split())
    assert document_of(board)["numbers_of_several_cases"] == ["26-118"]
    assert len({left.case.id for left in board.listed.unfinished}) == 2, "they are never merged"


def test_a_journal_that_came_back_changed_is_said_everywhere(shift: Shift) -> None:
    kept = (shift.one.home / "journal.sqlite3").read_bytes()
    shift.one.record(shift.case, Noted("of the newer file"))
    shift.one.push()
    assert shift.board().parted == ()
    (shift.one.home / "journal.sqlite3").write_bytes(kept)
    (shift.one.home / "journal.head").unlink()
    shift.one.record(shift.case, Marked("photograph-injuries", "done"))
    assert shift.one.push().parted
    board = shift.board()
    assert "1North1: a journal came back with other entries. Both are kept." in _said(board)
    assert document_of(board)["came_back_changed"] == ["1North1"]
    assert {case for _, case in _cases(board)} == {shift.case}
    assert len(lines(*_supervisor(shift.force), 10)) == 1, "the newer line of one officer's two journals"


def test_an_officer_from_whom_nothing_came_is_named(shift: Shift, tmp_path: Path) -> None:
    """The laptop that was never set up is the one that a board must not leave out."""
    shift.one.push()
    board = shift.board()
    assert board.never == ("1North2",)
    assert "Nothing has come yet from: 1North2." in _said(board)
    assert document_of(board)["never_heard_from"] == ["1North2"]
    assert shift.board(officers=("1North1",)).never == ()
    assert shift.board(on_duty=True).never == ()
    auditor = Laptop(tmp_path / "auditor", shift.force, "a1North1")
    assert shift.board(auditor).never == ("1East1", "1East2", "1North2")
    assert shift.board(shift.one).never == ()
    shift.two.open("26-119")
    shift.two.push()
    assert shift.board().never == ()


def test_of_many_officers_from_whom_nothing_came_some_are_named(shift: Shift) -> None:
    """Before an agency has set up its laptops, these are nearly all."""
    shift.one.push()
    board = msgspec.structs.replace(shift.board(), never=tuple(f"o{n}" for n in range(1_012)))
    assert (
        "Nothing has come yet from: o0, o1, o2, o3, o4, o5, o6, o7, o8, o9, o10, o11 and 1,000 more."
        in _said(board)
    )
    assert len(document_of(board)["never_heard_from"]) == 1_012
    one_less = msgspec.structs.replace(board, never=board.never[:12])
    assert "o10, o11." in _said(one_less)


def test_two_people_to_whom_a_duty_is_owed_are_told_apart_without_a_name(shift: Shift) -> None:
    shift.one.push()
    board = shift.board()
    rows = [row for row in board.listed.rows if row.duty.entry is not None]
    names = sorted(row.obligation.in_brief for row in rows if row.duty.id == "photo-close")
    assert len(names) == 2
    first, second = (name.partition(": ")[0] for name in names)
    assert (first[-5:], second[-5:]) == ("no. 1", "no. 2")
    assert "Fictional" not in indented(document_of(board)) + _said(board)


def test_a_duty_that_is_carried_over_says_so_without_its_reason(shift: Shift) -> None:
    shift.one.record(shift.case, Marked("go-report", "carried-over", "the mother of Bo Fictional called"))
    shift.one.push()
    board = shift.board()
    assert "Carried over: the officer has the reason" in _said(board)
    assert "Bo" not in _said(board)


@pytest.mark.parametrize(
    ("login", "role"),
    [("o1North1", "officer"), ("s1North1", "supervisor"), ("a1North1", "auditor"), ("r1North1", "records")],
)
def test_a_document_says_whose_board_it_is(login: str, role: str, shift: Shift, tmp_path: Path) -> None:
    shift.one.push()
    board = shift.board(Laptop(tmp_path / "asks", shift.force, login))
    assert document_of(board)["role"] == role


def test_a_page_names_the_silent_officers_above_the_duties(shift: Shift) -> None:
    shift.one.push()
    shift.force.ask("UPDATE precinct.journal SET pushed_at = now() - interval '3 h'")
    board = shift.board()
    html = page_html(board, page_state(board))
    assert 0 < html.index("Not heard from: 1North1") < html.index("<table")


def _supervisor(force: Force) -> tuple[Any, Viewer]:
    viewer = Viewer(login="s1North1", agency=1, precinct="North", role="supervisor")
    return force.as_("s1North1"), viewer

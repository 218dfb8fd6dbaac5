"""The home screen's facts, without a terminal and without a command."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dvcheck.actions import closing as closings
from dvcheck.actions import home as action
from dvcheck.actions import marks
from dvcheck.actions.home import DutyKey, Home
from dvcheck.actions.marks import Marking
from dvcheck.actions.open_case import open_case
from dvcheck.actions.outstanding import open_cases
from dvcheck.actions.workspace import Workspace
from dvcheck.record import shift as shifts
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import SYSTEM, now
from dvcheck.record.events import ShiftStarted
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.store import ReadableStore
from tests.actions import calls
from tests.actions.calls import VERBAL_OPEN, pack_in, unfinished, verbal

TIMED = """\
  - {timer: wait, text: Wait, limit: 20 min, starts_with: A, ends_with: B, at_limit: C, cites: ["1a"]}
"""


@pytest.fixture
def workspace(home: Path) -> Workspace:
    return Workspace(home=home)


def read(workspace: Workspace, **more: action.Kept) -> Home:
    return action.home(workspace, now(), **more)


def test_before_anything_is_recorded_there_are_checklists_to_begin_with(
    workspace: Workspace, home: Path
) -> None:
    found = read(workspace)
    assert (found.cases, found.owed, found.duties, found.walks) == (0, 0, (), ())
    assert [c.id for c in found.checklists] == ["incident", "verify-order", "serve-order", "standby"]
    assert not (home / FILE_NAME).exists()


def test_a_pack_of_other_checklists_offers_its_own(home: Path, tmp_path: Path) -> None:
    item = '  - {ask: hurt, text: Is somebody hurt?, kind: yes-no, cites: ["1a"]}\n'
    folder = pack_in(tmp_path / "pack", item)
    (folder / "incident.yaml").rename(folder / "call.yaml")
    text = (
        (folder / "call.yaml").read_text(encoding="utf-8").replace("checklist: incident", "checklist: call")
    )
    (folder / "call.yaml").write_text(text, encoding="utf-8")
    assert [c.id for c in read(Workspace(home=home, pack=folder)).checklists] == ["call"]


def test_duties_of_all_open_cases_stand_in_the_order_of_what_is_owed(
    workspace: Workspace, tmp_path: Path
) -> None:
    verbal(workspace, tmp_path, "26-1")
    verbal(workspace, tmp_path, "26-2")
    found = read(workspace)
    owed = open_cases(workspace, now()).owed()
    assert [(d.case.id, d.obligation.id) for d in found.duties] == [
        (o.case.id, o.obligation.id) for o in owed
    ]
    assert (found.cases, found.owed, found.overdue) == (2, 2 * len(VERBAL_OPEN), 0)


def test_a_walk_that_was_not_finished_stands_there_and_the_one_worked_on_last_first(
    workspace: Workspace, tmp_path: Path
) -> None:
    first, second = unfinished(workspace, tmp_path), unfinished(workspace, tmp_path)
    verbal(workspace, tmp_path, "26-1")
    assert [walk.case.id for walk in read(workspace).walks] == [second, first]
    marks.note(workspace, first, "Called back.")
    assert [walk.case.id for walk in read(workspace).walks] == [first, second]


def test_a_timer_that_runs_is_named_and_its_walk_goes_first(home: Path, tmp_path: Path) -> None:
    empty = tmp_path / "none.yaml"
    empty.write_text("{}\n", encoding="utf-8")
    workspace = Workspace(home=home, pack=pack_in(tmp_path / "pack", TIMED))
    timed, other = calls.opened(workspace, "incident", empty), calls.opened(workspace, "incident", empty)
    with workspace.journal_to_write() as journal:
        CaseFile(journal, journal.events(timed), SYSTEM).start_timer("wait", 1200, 0)
    marks.note(workspace, other, "Later.")
    found = read(workspace)
    assert [walk.case.id for walk in found.walks] == [timed, other]
    assert [(clock.case.id, clock.said.rsplit(" ", 1)[0]) for clock in found.clocks] == [
        (timed, "Wait runs until")
    ]


def test_what_is_past_its_time_is_counted_as_overdue(workspace: Workspace, tmp_path: Path) -> None:
    verbal(workspace, tmp_path, "26-1")
    at = datetime.now(UTC)
    with workspace.journal_to_write() as journal:
        (case,) = (one.case for one in open_cases(workspace, at).worked)
        CaseFile(journal, journal.events(case.id), SYSTEM).end_shift_at(at + timedelta(hours=1))
        shifts.record(journal, ShiftStarted(at, at + timedelta(hours=1), None), at)
    assert read(workspace).overdue == 0
    later = action.home(workspace, at + timedelta(hours=2))
    assert (later.overdue, later.duties[0].obligation.id) == (1, "go-report")
    assert later.shift is not None


def test_a_duty_marked_on_the_screen_stays_where_it_was_and_counts_no_more(
    workspace: Workspace, tmp_path: Path
) -> None:
    case = verbal(workspace, tmp_path, "26-1")
    before = read(workspace)
    row = next(duty for duty in before.duties if duty.obligation.id == "go-report")
    with open_case(workspace, case) as taken:
        marks.mark(taken, marks.find_duties(taken, ["go-report"]), Marking())
    kept = read(workspace, kept={row.key: row.duty})
    assert [duty.key for duty in kept.duties] == [duty.key for duty in before.duties]
    assert {duty.key: duty.marked for duty in kept.duties}[DutyKey(case, "go-report")] == "done"
    assert kept.owed == before.owed - 1
    assert row.key not in {duty.key for duty in read(workspace).duties}


def test_a_case_that_cannot_be_read_is_told_of_beside_the_others(
    workspace: Workspace, home: Path, tmp_path: Path
) -> None:
    verbal(workspace, tmp_path, "26-1")
    folder = pack_in(tmp_path / "pack", TIMED)
    empty = tmp_path / "none.yaml"
    empty.write_text("{}\n", encoding="utf-8")
    lost = calls.opened(Workspace(home=home, pack=folder), "incident", empty)
    shutil.rmtree(home / "packs")
    digest = next(one.case.pack_digest for one in open_cases(workspace, now()).worked if one.case.id == lost)
    with closing(sqlite3.connect(home / FILE_NAME, isolation_level=None)) as connection:
        connection.execute("DELETE FROM packs WHERE digest = ?", (digest,))
    shutil.rmtree(home / "packs")
    found = read(Workspace(home=home))
    assert found.cases == 1
    assert any(lost in problem for problem in found.problems)


def test_of_many_cases_only_the_one_that_changed_is_read_again(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (verbal(workspace, tmp_path, f"26-{n}") for n in range(3))
    overview, at = action.Overview(workspace), now().replace(second=10)
    read_of: list[str] = []
    real = action._part_of

    def counted(
        workspace: Workspace, journal: ReadableStore, name: str, at: datetime, kept: action.Kept
    ) -> object:
        read_of.append(name)
        return real(workspace, journal, name, at, kept)

    def again(kept: action.Kept, later: timedelta = timedelta()) -> tuple[Home, list[str]]:
        with monkeypatch.context() as patched:
            patched.setattr(action, "_part_of", counted)
            read_of.clear()
            found = overview.read(at + later, kept)
        return found, sorted(read_of)

    assert again({})[1] == sorted((first, second, third))
    found, names = again({})
    assert names == []
    key = DutyKey(second, "go-report")
    (duty,) = (row.duty for row in found.duties if row.key == key)
    with open_case(workspace, second) as case:
        marks.mark(case, marks.find_duties(case, ["go-report"], Marking()), Marking())
    found, names = again({key: duty})
    assert names == [second]
    assert [row.key for row in found.duties if row.marked] == [key]
    assert found == action.home(workspace, at, {key: duty})
    found, names = again({})
    assert names == [second], "the mark that stayed on the screen goes"
    assert found == action.home(workspace, at)
    fourth = verbal(workspace, tmp_path, "26-4")
    assert again({})[1] == [fourth]
    closings.close(workspace, first, "handed over")
    found, names = again({})
    assert (found.cases, names) == (3, [])
    assert again({}, timedelta(minutes=1))[1] == sorted((second, third, fourth))


def test_an_older_journal_put_in_place_is_read_as_a_whole(
    workspace: Workspace, home: Path, tmp_path: Path
) -> None:
    first = verbal(workspace, tmp_path, "26-1")
    older = tmp_path / "older"
    shutil.copy(home / FILE_NAME, older)
    second = verbal(workspace, tmp_path, "26-2")
    overview, at = action.Overview(workspace), now()
    assert {row.case.id for row in overview.read(at).duties} == {first, second}
    shutil.copy(older, home / FILE_NAME)
    assert {row.case.id for row in overview.read(at).duties} == {first}

"""Two windows on one case, and an older copy put in place of the journal under an open walk."""

import shutil
import subprocess
import sys
from pathlib import Path

from dvcheck.record.sqlite.journal import Journal
from tests.journal import answers, cases, only_case
from tests.pty import Officer, dvcheck
from tests.terminal.walks import VERBAL, answers_file, press_through, values

FIRST, SECOND, THIRD, FOURTH = VERBAL[:4]


def copy_of_journal(home: Path, to: Path) -> Path:
    return Path(shutil.copy(home / "journal.sqlite3", to))


def test_an_answer_of_another_window_is_told_before_it_is_replaced(home: Path) -> None:
    with Officer("incident", "--new") as one:
        press_through(one, VERBAL[:2])
        one.wait_for_question(THIRD.text)
        case = only_case()
        with Officer("incident", case) as other:
            other.wait_for_question(THIRD.text)
            other.press("2")
            other.wait_for_question(FOURTH.text)
            taken = answers(case)[THIRD.id]
            other.press("q")
            assert other.exit_status == 130
        one.press("1")
        one.wait_for("answered in another window")
        one.wait_for_question(THIRD.text)
        one.wait_for("Enter keeps it")
        assert answers(case)[THIRD.id] == taken
        one.press("1")
        one.wait_for_question(FOURTH.text)
        assert answers(case)[THIRD.id] != taken
        one.press("q")


def test_the_same_answer_in_two_windows_is_recorded_once(home: Path) -> None:
    with Officer("incident", "--new") as one:
        one.answer(FIRST.text, *FIRST.keys)
        one.wait_for_question(SECOND.text)
        case = only_case()
        with Officer("incident", case) as other:
            other.answer(SECOND.text, *SECOND.keys)
            other.wait_for_question(THIRD.text)
            other.press("q")
            assert other.exit_status == 130
        one.press(*SECOND.keys)
        one.wait_for_question(THIRD.text)
        one.press("q")
        assert one.exit_status == 130
    journal = Journal.open_existing(home)
    assert journal is not None
    with journal:
        told = [e for e in journal.events(case) if e.body.get("question") == SECOND.id]
    assert len(told) == 1


def test_amend_tells_of_an_answer_given_meanwhile(home: Path) -> None:
    with Officer("incident", "--new") as officer:
        press_through(officer, VERBAL[:3])
        officer.wait_for_question(FOURTH.text)
        officer.press("q")
        assert officer.exit_status == 130
    case = only_case()
    with Officer("amend", case, THIRD.id) as one:
        one.wait_for_question(THIRD.text)
        with Officer("incident", case) as other:
            other.wait_for_question(FOURTH.text)
            other.press("b")
            other.wait_for_question(THIRD.text)
            other.press("3")
            other.wait_for_question(FOURTH.text)
            taken = answers(case)[THIRD.id]
            other.press("q")
            assert other.exit_status == 130
        one.press("2")
        one.wait_for_question("Record this answer?")
        one.press("y")
        one.wait_for("answered in another window")
        one.wait_for_question(THIRD.text)
        assert answers(case)[THIRD.id] == taken


def test_one_number_is_opened_once_however_many_try_at_once(home: Path, tmp_path: Path) -> None:
    given = answers_file(tmp_path, VERBAL)
    command = [sys.executable, "-m", "dvcheck", "incident", "--number", "26-777", "--answers", given]
    tries = [
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(6)
    ]
    said = [t.communicate()[1] for t in tries]
    assert sorted(t.returncode for t in tries) == [0, 2, 2, 2, 2, 2], said
    assert [case.number for case in cases()] == ["26-777"]


def test_an_older_copy_under_an_open_walk_is_told_and_nothing_known_is_lost(
    home: Path, tmp_path: Path
) -> None:
    with Officer("incident", "--new") as officer:
        officer.answer(FIRST.text, *FIRST.keys)
        officer.wait_for_question(SECOND.text)
        older = copy_of_journal(home, tmp_path / "older")
        officer.answer(SECOND.text, *SECOND.keys)
        officer.wait_for_question(THIRD.text)
        (home / "journal.sqlite3").write_bytes(older.read_bytes())
        assert SECOND.id not in answers(only_case())
        officer.press(*THIRD.keys)
        officer.wait_for("An older copy has replaced the journal")
        officer.wait_for_question(FOURTH.text)
        assert answers(only_case()) == values(VERBAL[:3])
        officer.press("q")
        assert officer.exit_status == 130
    done = dvcheck("journal", "verify")
    assert done.returncode == 1
    assert "TAMPERED OR DAMAGED: entry" in done.stdout
    assert "is gone" in done.stdout
    assert dvcheck("journal", "verify", "--accept").returncode == 0
    assert dvcheck("journal", "verify").returncode == 0


def test_a_rewind_between_two_commands_is_told_in_one_line_and_stops_nothing(
    home: Path, tmp_path: Path
) -> None:
    with Officer("incident", "--new") as officer:
        officer.answer(FIRST.text, *FIRST.keys)
        officer.wait_for_question(SECOND.text)
        older = copy_of_journal(home, tmp_path / "older")
        officer.answer(SECOND.text, *SECOND.keys)
        officer.wait_for_question(THIRD.text)
        officer.press("q")
        assert officer.exit_status == 130
    older.replace(home / "journal.sqlite3")
    shown = dvcheck("outstanding")
    assert shown.returncode == 0
    assert shown.stderr.count("\n") == 1
    assert "is gone" in shown.stderr
    case = only_case()
    with Officer("incident", case) as officer:
        officer.wait_for("an older copy is in place of the journal")
        officer.answer(SECOND.text, *SECOND.keys)
        officer.wait_for_question(THIRD.text)
        officer.press("q")
        assert officer.exit_status == 130
    assert answers(only_case()) == values(VERBAL[:2])
    assert "gone" not in dvcheck("outstanding").stderr
    assert dvcheck("journal", "verify").returncode == 1


def test_a_backup_and_a_restore_as_an_officer_types_them(home: Path, tmp_path: Path) -> None:
    with Officer("incident", "--new") as officer:
        officer.answer(FIRST.text, *FIRST.keys)
        officer.wait_for_question(SECOND.text)
        made = dvcheck("journal", "backup", str(tmp_path / "stick.db"))
        assert made.returncode == 0
        assert "Backed up:" in made.stdout
        officer.answer(SECOND.text, *SECOND.keys)
        officer.wait_for_question(THIRD.text)
        officer.press("q")
        assert officer.exit_status == 130
    refused = dvcheck("journal", "restore", str(tmp_path / "stick.db"))
    assert refused.returncode == 2
    assert "1 entry that the backup lacks" in refused.stderr
    assert answers(only_case()) == values(VERBAL[:2])
    done = dvcheck("journal", "restore", str(tmp_path / "stick.db"), "--yes")
    assert done.returncode == 0
    assert "is now called journal.replaced-" in done.stdout
    assert answers(only_case()) == values(VERBAL[:1])
    assert dvcheck("journal", "verify").returncode == 0
    assert dvcheck("journal", "restore", str(tmp_path / "nowhere")).returncode == 2
    assert dvcheck("journal", "restore", str(home)).returncode == 2

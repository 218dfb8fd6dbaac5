"""Walks without a terminal, results for programs, and two terminals on one journal."""

import json
import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import ANY

import pytest

from tests.journal import answers, cases, only_case, shown
from tests.pty import CTRL_C, ENTER, PATIENCE, Officer, dvcheck
from tests.terminal.walks import ASSAULT, IN_LEDS, TICK, VERBAL, given, press_through, values

# --- no terminal --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["incident", "verify-order"])
def test_without_a_terminal_a_walk_says_what_to_do(command: str, home: Path) -> None:
    done = dvcheck(command)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "--plain" in done.stderr
    assert "--answers" in done.stderr
    assert len(done.stderr.splitlines()) <= 2
    assert not (home / "journal.sqlite3").exists()


def test_without_a_terminal_piped_lines_are_not_taken_for_keys(home: Path) -> None:
    done = dvcheck("incident", typed="1\ny\n")
    assert done.returncode == 2
    assert not (home / "journal.sqlite3").exists()


def test_answers_from_a_file_are_recorded_and_what_is_unasked_is_said(tmp_path: Path) -> None:
    done = dvcheck("incident", *given(tmp_path, VERBAL[:-2]))
    assert done.returncode == 0, done.stderr
    assert "NOT ASKED: Children present, Children involved" in " ".join(done.stdout.split())
    assert only_case() in done.stdout
    assert answers(only_case()) == values(VERBAL[:-2])


def test_json_is_one_object_and_nothing_else(tmp_path: Path) -> None:
    done = dvcheck("incident", *given(tmp_path, ASSAULT), "--format", "json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["schema"] == 1
    assert document["case"]["id"] == only_case()
    assert document["unasked"] == []
    assert "\x1b" not in done.stdout
    assert document["answers"].keys() == values(ASSAULT).keys()
    assert {**document, "pack_in_use": ANY} == shown(only_case())


def test_json_of_a_walk_with_keys_goes_to_standard_output_alone(tmp_path: Path) -> None:
    """The questions go to standard error, so that a script can read the result."""
    result = tmp_path / "result.json"
    with Officer(
        "verify-order", "--format", "json", before_start=lambda: _standard_output_to(result)
    ) as officer:
        press_through(officer, IN_LEDS)
        assert officer.exit_status == 0
        assert "schema" not in "\n".join(officer.everything)
    document = json.loads(result.read_text())
    assert document["case"]["id"] == only_case()
    assert {**document, "pack_in_use": ANY} == shown(only_case())


def test_a_wrong_answers_file_records_nothing(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text("two-membrs: yes\n")
    done = dvcheck("incident", "--answers", str(path))
    assert done.returncode == 3
    assert "answers.yaml:1:1" in done.stderr
    assert "two-members" in done.stderr
    assert cases() == []


def test_an_unknown_case_is_said_before_anything_is_asked() -> None:
    with Officer("incident", "c-ZZZZ") as officer:
        assert officer.exit_status == 2
        assert officer.says('no case "c-ZZZZ"')


# --- two at once --------------------------------------------------------------------------------------------


def test_two_terminals_walk_two_cases_at_once() -> None:
    with Officer("incident", "--new") as one, Officer("incident", "--new") as other:
        for step in VERBAL:
            for officer in (one, other):
                officer.wait_for_question(step.text)
            # Both at the same moment: one of them waits for the other's commit.
            one.press(*step.keys)
            other.press(*step.keys)
        for officer in (one, other):
            officer.answer(TICK, ENTER)
            assert officer.exit_status == 0
    first, second = cases()
    assert first.id != second.id
    assert answers(first.id) == answers(second.id) == values(VERBAL)
    assert _is_whole()


def test_two_terminals_in_one_case_lose_no_answer(tmp_path: Path) -> None:
    """The partner resumes the case in another window, sees the answer of the first, and answers."""
    assert dvcheck("incident", *given(tmp_path, VERBAL[:3])).returncode == 0
    case = only_case()
    with Officer("incident", case) as one, Officer("incident", case) as other:
        for officer in (one, other):
            officer.wait_for_question(VERBAL[3].text)
        one.press(*VERBAL[3].keys)
        one.answer(VERBAL[4].text, *VERBAL[4].keys)
        one.wait_for_question(VERBAL[5].text)
        other.press("u")
        other.wait_for("answered in another window")
        assert answers(case) == values(VERBAL[:5])
        other.press("u")
        other.wait_until(lambda: not other.asks(VERBAL[3].text), "the next question")
        for officer in (one, other):
            officer.press(CTRL_C)
            assert officer.exit_status == 130
    assert answers(case) == {**values(VERBAL[:5]), "injured": "unknown"}
    assert _is_whole()


def test_the_summary_knows_what_the_other_terminal_recorded(tmp_path: Path) -> None:
    """If the summary showed the partner's answers as not asked, duties would be done twice."""
    assert dvcheck("incident", *given(tmp_path, VERBAL[:-1])).returncode == 0
    case = only_case()
    with Officer("incident", case) as one, Officer("incident", case) as other:
        for officer in (one, other):
            officer.wait_for_question(VERBAL[-1].text)
        one.press(*VERBAL[-1].keys)
        one.answer(TICK, "1", ENTER)
        assert one.exit_status == 0
        other.press("s")
        other.answer(TICK, ENTER)
        assert other.exit_status == 0
        assert not other.says("Not asked: Children involved")
        assert other.says("1 open")


def _is_whole() -> bool:
    from dvcheck.record.sqlite.journal import Journal

    journal = Journal.open_existing(Path(os.environ["DVCHECK_HOME"]))
    assert journal is not None
    with journal:
        return journal.first_bad() is None


def _standard_output_to(path: Path) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT)
    os.dup2(file, 1)


def test_the_prompt_of_a_shell_stays_usable_after_a_crash_of_the_pipe() -> None:
    """The reader of the result is gone. The walk still ends, with everything saved."""
    done = subprocess.run(
        ["sh", "-c", f'yes 1 | head -3 | "{sys.executable}" -m dvcheck incident --plain | true'],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=PATIENCE,
    )
    assert "Traceback" not in done.stderr

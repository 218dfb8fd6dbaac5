"""Closing, reopening and purging a case; and the screen that shows what is owed."""

import json
import os
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dvcheck.record.sqlite.files import FILE_NAME
from tests.journal import answers, entries
from tests.pty import CTRL_C, Night, Officer, dvcheck
from tests.terminal.walks import VERBAL, answers_file

OPEN = ["go-report", "contact-details"]


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path)


@pytest.fixture
def case(night: Night, tmp_path: Path) -> str:
    """A verbal dispute, walked from a file."""
    done = night.run("incident", "--answers", answers_file(tmp_path, VERBAL), "--format", "json")
    name: str = json.loads(done.stdout)["case"]["id"]
    return name


def on_disk(text: str) -> list[str]:
    """The files of the home folder that hold a text."""
    home = Path(os.environ["DVCHECK_HOME"])
    return [str(p) for p in home.rglob("*") if p.is_file() and text.encode() in p.read_bytes()]


def test_with_something_required_open_it_is_refused_and_named(night: Night, case: str) -> None:
    done = night.run("close", case)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"2 required open in {case}: contact-details, go-report" in done.stderr
    assert [kind for kind, _ in entries(case) if kind == "case-closed"] == []


def test_closed_it_leaves_the_lists_with_its_reason_kept(night: Night, case: str) -> None:
    assert f"{case} is closed. 2 required stayed open." in night.says("close", case, "--reason", "Sgt has it")
    assert "No open cases." in night.says("cases")
    assert "CLOSED" in night.says("cases", "--closed")
    assert night.run("outstanding", "--check").returncode == 0
    assert "Closed: Sgt has it" in night.says("show", case)
    assert sorted(entries(case)[-1][1]["open"]) == sorted(OPEN)  # type: ignore[call-overload]


def test_with_nothing_open_it_needs_no_reason(night: Night, case: str) -> None:
    night.run("done", case, *OPEN)
    said = night.says("close", case)
    found = re.fullmatch(rf"{case} is closed\. Code ([0-9A-F]{{4}}-[0-9A-F]{{4}})\.", said)
    assert found is not None, said
    assert "is the code of entry" in night.says("journal", "verify", "--head", found[1])


@pytest.mark.parametrize(
    "command",
    [["done", "{}", "go-report"], ["note", "{}", "text"], ["incident", "{}", "--plain"], ["close", "{}"]],
)
def test_a_closed_case_is_worked_on_once_it_is_opened_again(
    night: Night, case: str, command: list[str]
) -> None:
    night.says("close", case, "--reason", "over")
    arguments = [word.format(case) for word in command]
    refused = night.run(*arguments)
    assert refused.returncode == 2
    assert f"{case} is closed" in refused.stderr
    assert f"dvcheck close {case} --reopen" in refused.stderr
    assert f"{case} is open again." in night.says("close", case, "--reopen")
    assert case in night.says("cases")
    assert "is closed" not in night.run(*arguments, typed="q\n").stderr


def test_a_clock_that_runs_keeps_a_case_open(night: Night, tmp_path: Path) -> None:
    from tests.terminal.walks import STANDBY_ANSWERS, lay_out

    steps = lay_out("standby", STANDBY_ANSWERS)
    done = night.run("standby", "--answers", answers_file(tmp_path, steps), "--format", "json")
    assert done.returncode == 0, done.stderr
    name = json.loads(done.stdout)["case"]["id"]
    refused = night.run("close", name, "--reason", "over")
    assert refused.returncode == 2
    assert "is still running" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--reopen"], "is open"),
        (["--reopen", "--reason", "x"], "--reopen goes without --reason"),
        (["--reason", " "], "--reason takes 1 to 2,000 characters"),
    ],
)
def test_what_closes_nothing_is_refused(night: Night, case: str, arguments: list[str], said: str) -> None:
    refused = night.run("close", case, *arguments)
    assert refused.returncode == 2
    assert said in refused.stderr


def closed_long_ago(night: Night, case: str) -> None:
    night.says("note", case, "Xanthippe")
    night.says("close", case, "--reason", "over")
    night.at("12:00", "2027-11-25")


def test_purged_what_it_said_is_gone_from_the_disk_and_the_rest_verifies(night: Night, case: str) -> None:
    closed_long_ago(night, case)
    assert on_disk("Xanthippe") != []
    said = night.says("purge", "--older-than", "365", "--yes")
    assert f"Closed more than 365 days ago: {case} (closed with 2 required open)" in said
    assert f"Purged: {case}." in said
    assert "Kept: that the case existed" in said
    assert "Not erased: reports you wrote to files, backups" in said
    assert on_disk("Xanthippe") == []
    assert "1 purged" in night.says("journal", "verify")
    refused = night.run("show", case)
    assert refused.returncode == 2
    assert f"case {case} was purged" in refused.stderr
    assert night.run("journal", "export").returncode == 0


def test_what_is_open_or_closed_since_is_kept(night: Night, case: str, tmp_path: Path) -> None:
    assert "Nothing to purge" in night.says("purge", "--older-than", "0", "--yes")
    closed_long_ago(night, case)
    assert "Nothing to purge: no case was closed more than 370 days ago." in night.says(
        "purge", "--older-than", "370"
    )
    assert answers(case)


def test_it_asks_and_enter_keeps(night: Night, case: str) -> None:
    closed_long_ago(night, case)
    with night.officer("purge", "--older-than", "365") as officer:
        officer.answer("Purge 1 case? This cannot be undone.", "\r")
        assert officer.exit_status == 0
        officer.wait_for("Nothing was purged.")
    with night.officer("purge", "--older-than", "365") as officer:
        officer.answer("Purge 1 case? This cannot be undone.", "2")
        assert officer.exit_status == 0
    assert on_disk("Xanthippe") == []


def test_how_long_is_set_or_said_and_without_anybody_to_ask_it_is_refused(night: Night, case: str) -> None:
    closed_long_ago(night, case)
    refused = night.run("purge")
    assert refused.returncode == 2
    assert "how long are closed cases kept?" in refused.stderr
    (Path(os.environ["DVCHECK_HOME"]) / "config.toml").write_text("retention_days = 365\n")
    refused = night.run("purge")
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    assert f"Purged: {case}." in night.says("purge", "--yes")


# --- the first screen, watched ------------------------------------------------------------------------------


def test_the_watched_screen_follows_the_time_and_what_is_recorded(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    night.at("06:30", "2026-11-21")
    done = night.run("incident", "--answers", answers_file(tmp_path, VERBAL), "--format", "json")
    case = json.loads(done.stdout)["case"]["id"]
    with night.officer("outstanding", "--watch") as officer:
        officer.wait_for("Saturday, November 21, 06:30 · shift until 07:00, in 29 m")
        officer.wait_for("in 29 m")
        night.at("07:10")
        officer.wait_for("OVERDUE 10 m")
        officer.wait_for("1 OVERDUE · 2 open in 1 open case")
        night.run("done", case, "go-report")
        officer.wait_until(
            lambda: officer.says("1 open in 1 open case") and not officer.says("OVERDUE 10 m"), "the change"
        )
        officer.press(CTRL_C)
        assert officer.exit_status == 0
        assert officer.left_as_found


def test_the_watched_screen_counts_what_does_not_fit_and_fits_when_the_window_grows(
    night: Night, case: str
) -> None:
    with Officer(
        "outstanding", "--watch", env=night.env, module="tests.programs.moved_clock", lines=4
    ) as officer:
        officer.wait_for("1 above, 2 below: arrows")
        assert len([line for line in officer.screen if line]) <= 4
        officer.press("\x1b[B")
        officer.wait_for("3 above, 0 below: arrows")
        officer.press("\x1b[A")
        officer.wait_for("1 above, 2 below: arrows")
        officer.resize(columns=100, lines=40)
        officer.wait_for("1 incident  2 verify-order")
        assert not officer.says("below: arrows")
        officer.press(CTRL_C)
        assert officer.exit_status == 0


def test_without_a_terminal_nothing_is_watched() -> None:
    for more in ([], ["--plain"]):
        refused = dvcheck("outstanding", "--watch", *more)
        assert refused.returncode == 2
        assert "--watch needs a terminal" in refused.stderr


# --- two windows --------------------------------------------------------------------------------------------


def test_a_case_opened_again_while_the_purge_asks_is_kept(night: Night, case: str) -> None:
    closed_long_ago(night, case)
    with night.officer("purge", "--older-than", "365") as officer:
        officer.wait_for_question("Purge 1 case? This cannot be undone.")
        night.says("close", case, "--reopen")
        night.says("note", case, "new evidence today")
        officer.press("2")
        assert officer.exit_status == 0
        officer.wait_for(f"{case} was kept: it changed in another window during the purge.")
    assert "new evidence today" in night.says("show", case)


@pytest.mark.parametrize("way", ["closed", "purged"])
def test_a_walk_records_nothing_in_a_case_that_another_window_closed_or_purged(
    night: Night, tmp_path: Path, way: str
) -> None:
    done = night.run("incident", "--answers", answers_file(tmp_path, VERBAL[:2]), "--format", "json")
    case = json.loads(done.stdout)["case"]["id"]
    with night.officer("incident", case) as officer:
        officer.wait_for_question(VERBAL[2].text)
        night.says("close", case, "--reason", "over")
        if way == "purged":
            night.at("12:00", "2027-11-25")
            night.says("purge", "--older-than", "1", "--yes")
        before = len(entries(case))
        officer.press(*VERBAL[2].keys)
        assert officer.exit_status == 2
        officer.wait_for(f"case {case} {'is closed' if way == 'closed' else 'was purged'}")
        assert officer.left_as_found
    assert len(entries(case)) == before


def test_the_watched_screen_is_left_with_q_and_names_a_key_that_does_nothing(night: Night, case: str) -> None:
    with night.officer("outstanding", "--watch") as officer:
        officer.wait_for("2 open in 1 open case")
        officer.press("w", "\x1b[B", "w")
        officer.wait_for("That key does nothing here. The keys below work.")
        officer.press("q")
        assert officer.exit_status == 0
        assert officer.left_as_found


@pytest.mark.parametrize("more", [["c-0000"], ["--check"], ["--format", "json"]])
def test_what_goes_with_no_watched_screen_is_refused(night: Night, case: str, more: list[str]) -> None:
    assert night.run("outstanding", "--watch", *more).returncode == 2


def test_cases_that_cannot_be_read_are_not_said_to_be_none(
    night: Night, case: str, home: Path, tmp_path: Path
) -> None:
    """Neither the journal nor the folder of compiled packs has the checklists any more."""
    shutil.rmtree(home / "packs")
    with closing(sqlite3.connect(home / FILE_NAME, isolation_level=None)) as connection:
        connection.execute("DELETE FROM packs")
    for command in ("cases", "outstanding"):
        done = night.run(command, "--pack", str(tmp_path / "nowhere"))
        assert done.returncode != 0
        assert "No open cases" not in done.stdout
        assert len(done.stderr.splitlines()) <= 3

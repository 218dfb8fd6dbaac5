"""A relief takes two cases over from another computer, works on and reports: by commands alone."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dvcheck.cli.commands.case import hand_over
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.sqlite.files import FILE_NAME
from tests.cli.test_encryption import WORDS, needs_sqlcipher, word_file
from tests.pty import run_dvcheck

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "assessment.schema.json").read_text(encoding="utf-8")
)
CALL = "call-type: domestic-disturbance\ntwo-members: yes\n"


class Computer:
    """A computer with its own journal, and the folder in which its commands run."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home, self.folder = home, folder

    def run(self, *arguments: str, code: int = 0, **env: str) -> str:
        """Run a command that must exit with `code`; return what it prints, also on standard error."""
        said = {**os.environ, "DVCHECK_HOME": str(self.home), "COLUMNS": "200", **env}
        done: subprocess.CompletedProcess[str] = run_dvcheck(*arguments, env=said, cwd=self.folder)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def walk(self, number: str, answers: str = CALL) -> None:
        (self.folder / "answers.yaml").write_text(answers, encoding="utf-8")
        self.run("incident", "--number", number, "--answers", "answers.yaml")

    def shown(self, case: str) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.run("show", case, "--format", "json"))
        jsonschema.validate(document, SCHEMA)
        return document

    def listed(self, *more: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads(self.run("cases", "--format", "json", *more))["cases"]
        return rows

    def journal(self) -> bytes | None:
        path = self.home / FILE_NAME
        return path.read_bytes() if path.exists() else None


@pytest.fixture
def night(tmp_path: Path) -> Computer:
    return Computer(tmp_path / "night", tmp_path)


@pytest.fixture
def relief(tmp_path: Path) -> Computer:
    return Computer(tmp_path / "relief", tmp_path)


def test_a_relief_takes_two_cases_over_works_on_and_reports(night: Computer, relief: Computer) -> None:
    night.walk("26-118")
    night.walk("26-119", "call-type: domestic-disturbance\n")
    night.run("note", "26-118", "Neighbor heard it too")
    before = night.shown("26-118")
    for number in ("26-118", "26-119"):
        said = night.run("case", "hand-over", number, "-o", f"{number}.dvcase", "--reason", "end of shift")
        code = said.partition("Code ")[2][:9]
        assert f"Code {code}" in relief.run("case", "take-over", f"{number}.dvcase")
    assert night.listed() == []
    assert night.run("outstanding", "--check").startswith("No open cases.")
    assert "was handed over" in night.run("outstanding", "26-118", code=2)
    assert [row["handed_over"] for row in night.listed("--closed")] == [True, True]
    assert "handed over" in night.run("cases", "--closed")
    assert "Handed over" in night.run("show", "26-118")
    assert "owed there, not here" in night.run("show", "26-118", "--plain")
    after = relief.shown("26-118")
    for member in ("answers", "findings", "obligations"):
        assert after[member] == before[member]
    (move,) = after["case"]["take_overs"]
    assert (move["case"], move["entries"]) == (before["case"]["id"], len(night_entries(night, before)) - 1)
    relief.run("done", "26-118", "go-report")
    relief.run("incident", "26-119", "--answers", "answers.yaml")
    report = relief.run("report", "26-118")
    assert "Taken over" in report
    assert move["head"] in report
    assert f"journal verify --head {move['head']}" in report
    assert "intact" in night.run("journal", "verify", "--head", move["head"])
    assert "intact" in relief.run("journal", "verify")


def night_entries(night: Computer, shown: dict[str, Any]) -> list[str]:
    lines = night.run("journal", "export").splitlines()
    return [line for line in lines if f'"case":"{shown["case"]["id"]}"' in line.replace(" ", "")]


def test_a_handed_over_case_opens_again_only_after_a_plain_warning(night: Computer) -> None:
    night.walk("26-118")
    night.run("case", "hand-over", "26-118")
    said = night.run("note", "26-118", "more", code=2)
    assert "was handed over" in said
    said = night.run("close", "26-118", "--reopen", code=2)
    assert "both computers have it" in said
    assert "--yes" in said
    assert night.listed() == []
    assert "is open again" in night.run("close", "26-118", "--reopen", "--yes")
    assert [row["handed_over"] for row in night.listed()] == [False]


def test_a_later_state_is_not_taken_over_without_a_word(night: Computer, relief: Computer) -> None:
    night.walk("26-118")
    night.run("case", "hand-over", "26-118", "-o", "1.dvcase")
    relief.run("case", "take-over", "1.dvcase")
    night.run("close", "26-118", "--reopen", "--yes")
    night.run("note", "26-118", "later")
    night.run("case", "hand-over", "26-118", "-o", "2.dvcase")
    before = relief.journal()
    said = relief.run("case", "take-over", "2.dvcase", code=2)
    assert "is an earlier state of the same case: 3 entries new in the file." in said
    assert relief.journal() == before
    relief.run("note", "26-118", "here")
    said = relief.run("case", "take-over", "2.dvcase", "--yes")
    assert "both went on: 3 entries new in the file, 1 entry new here" in said
    assert "stays as it is" in said
    assert len(relief.listed()) == 2


def test_a_file_that_is_there_is_replaced_only_with_force(night: Computer, tmp_path: Path) -> None:
    night.walk("26-118")
    there = tmp_path / "26-118.dvcase"
    there.write_text("of somebody else", encoding="utf-8")
    before = night.journal()
    night.run("case", "hand-over", "26-118", "-o", there.name, code=2)
    assert (there.read_text(encoding="utf-8"), night.journal()) == ("of somebody else", before)
    night.run("case", "hand-over", "26-118", "-o", there.name, "--force")
    assert there.read_bytes().startswith(b'{"dvcase":1,')


def test_a_file_that_cannot_be_written_leaves_the_case_here(night: Computer) -> None:
    night.walk("26-118")
    night.run("case", "hand-over", "26-118", "-o", "missing/26-118.dvcase", code=5)
    assert len(night.listed()) == 1


def test_the_file_goes_through_a_pipe(night: Computer, relief: Computer, tmp_path: Path) -> None:
    night.walk("26-118")
    env = {**os.environ, "DVCHECK_HOME": str(night.home)}
    done = run_dvcheck("case", "hand-over", "26-118", "-o", "-", env=env)
    assert "is handed over" in done.stderr
    env["DVCHECK_HOME"] = str(relief.home)
    taken = run_dvcheck("case", "take-over", "-", typed=done.stdout, env=env)
    assert "is taken over" in taken.stdout
    again = run_dvcheck("case", "take-over", "-", typed=done.stdout[:-9], env=env)
    assert (again.returncode, "cut off" in again.stderr) == (3, True)


def test_a_closed_or_unknown_case_is_not_handed_over(night: Computer, tmp_path: Path) -> None:
    night.walk("26-118")
    night.run("close", "26-118", "--reason", "over")
    assert "is closed" in night.run("case", "hand-over", "26-118", code=2)
    assert "no case" in night.run("case", "hand-over", "26-999", code=2)
    assert list(tmp_path.glob("*.dvcase")) == []


@needs_sqlcipher
def test_an_encrypted_journal_says_that_the_file_is_not(night: Computer, relief: Computer) -> None:
    words = {"DVCHECK_PASSPHRASE_FILE": word_file(night.folder, WORDS)}
    night.walk("26-118")
    night.run("journal", "encrypt", **words)
    said = night.run("case", "hand-over", "26-118", "-o", "1.dvcase", **words)
    assert "Your journal is encrypted, but this file is not." in said
    assert "is taken over" in relief.run("case", "take-over", "1.dvcase")


def test_a_hand_over_that_cannot_be_recorded_leaves_no_file(tmp_path: Path) -> None:
    class Failing:
        def record(self) -> None:
            raise DvcheckError("the disk is full", code=Exit.JOURNAL)

    file = tmp_path / "26-118.dvcase"
    file.write_text("written just now", encoding="utf-8")
    with pytest.raises(DvcheckError):
        hand_over._record(Failing(), file)  # type: ignore[arg-type]
    assert not file.exists()

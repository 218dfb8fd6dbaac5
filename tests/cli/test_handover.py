"""`dvcheck shift handover`, and `shift end -o FILE`: the hand-over as a document."""

import json
from pathlib import Path

import pytest

from tests.pty import run_dvcheck
from tests.terminal.walks import VERBAL, given


@pytest.fixture
def shift(tmp_path: Path) -> None:
    """A shift with a verbal dispute in which two duties are open."""
    for arguments in (("shift", "start", "--ends", "23:59"), ("incident", *given(tmp_path, VERBAL))):
        done = run_dvcheck(*arguments)
        assert done.returncode == 0, done.stderr


@pytest.mark.usefixtures("shift")
def test_it_is_printed_or_written_in_every_format(tmp_path: Path) -> None:
    printed = run_dvcheck("shift", "handover")
    assert (printed.returncode, printed.stderr) == (0, "")
    assert printed.stdout.startswith("# Hand-over: ")
    for suffix, start in (
        (".html", b"<!DOCTYPE html>"),
        (".pdf", b"%PDF"),
        (".json", b"{"),
        (".md", b"# Hand"),
    ):
        file = tmp_path / f"handover{suffix}"
        done = run_dvcheck("shift", "handover", "-o", str(file))
        assert done.returncode == 0, done.stderr
        assert file.read_bytes().lower().startswith(start.lower())
    assert json.loads((tmp_path / "handover.json").read_text(encoding="utf-8"))["schema"] == 1


@pytest.mark.usefixtures("shift")
@pytest.mark.parametrize("command", ["end", "handover"])
@pytest.mark.parametrize(("name", "code"), [("taken.md", 2), ("no.docx", 2), ("no/such/folder.md", 5)])
def test_a_file_that_cannot_be_used_is_refused_and_nothing_is_recorded(
    tmp_path: Path, home: Path, command: str, name: str, code: int
) -> None:
    (tmp_path / "taken.md").write_text("mine", encoding="utf-8")
    before = (home / "journal.sqlite3").read_bytes()
    done = run_dvcheck("shift", command, "-o", str(tmp_path / name))
    assert done.returncode == code
    assert (tmp_path / "taken.md").read_text(encoding="utf-8") == "mine"
    assert (home / "journal.sqlite3").read_bytes() == before


@pytest.mark.usefixtures("shift")
def test_the_end_of_a_shift_writes_the_hand_over_that_is_printed_again_later(tmp_path: Path) -> None:
    for duty in ("contact-details", "go-report"):
        case = json.loads(run_dvcheck("cases", "--format", "json").stdout)["cases"][0]["id"]
        assert run_dvcheck("done", case, duty).returncode == 0
    file = tmp_path / "handover.md"
    done = run_dvcheck("shift", "end", "-o", str(file))
    assert done.returncode == 0, done.stderr
    assert f"Written to {file}" in done.stdout
    assert "The shift is ended." in done.stdout
    written = file.read_text(encoding="utf-8")
    assert "The shift was ended " in written
    assert run_dvcheck("shift", "start", "--ends", "23:59").returncode == 0
    assert run_dvcheck("shift", "handover", "--back", "1").stdout == written


@pytest.mark.usefixtures("shift")
def test_a_shift_that_is_not_ended_writes_that_it_is_not(tmp_path: Path) -> None:
    done = run_dvcheck("shift", "end", "--format", "json", "-o", "-")
    assert done.returncode == 1
    assert done.stdout.startswith("# Hand-over: ")
    assert "The shift is not ended." in done.stdout


def test_without_a_shift_there_is_none(tmp_path: Path) -> None:
    assert run_dvcheck("shift", "handover").returncode == 2
    assert run_dvcheck("incident", *given(tmp_path, VERBAL)).returncode == 0
    done = run_dvcheck("shift", "handover")
    assert done.returncode == 2
    assert done.stderr.startswith("dvcheck: no shift was ever started\nBegin one:\n")

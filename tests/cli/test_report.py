"""`dvcheck report` and `dvcheck assess --receipt` as a user runs them."""

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pypdf import PdfReader

from dvcheck.pack import library
from dvcheck.record import events as entries
from dvcheck.record.chain import code
from dvcheck.record.clock import now
from dvcheck.record.sqlite.journal import Journal
from tests.cli.test_commands import SCHEMA
from tests.pty import PATIENCE, run_for_bytes
from tests.report.cases import SECRETS, SENSITIVE_ITEMS
from tests.small_packs import POLICY
from tests.terminal.walks import ASSAULT, answers_file

CASE = "c-7K2M"


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    return run_for_bytes(*arguments, typed=b"", env={**os.environ, "PYTHONUTF8": "1", **env})


@pytest.fixture
def worked(tmp_path: Path) -> str:
    """The id of a case that was walked from a file."""
    options = ("--answers", answers_file(tmp_path, ASSAULT), "--number", "25-123456", "--shift-ends", "07:00")
    assert run("incident", "--new", *options).returncode == 0
    (found,) = json.loads(run("cases", "--format", "json").stdout)["cases"]
    return str(found["id"])


@pytest.fixture
def small(tmp_path: Path, home: Path) -> Path:
    """A pack with sensitive questions, and a case under it that has answers to them."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    walk = f"checklist: incident\ntitle: Walk\nsections:\n- title: All\n  items:\n{SENSITIVE_ITEMS}"
    (folder / "incident.yaml").write_text(walk, encoding="utf-8")
    source = library.read(folder)
    with Journal.open(home) as journal:
        opened = entries.CaseOpened(number=None, zone="UTC", pack=source.digest, dvcheck="0.1.0")
        given = [
            entries.ChecklistStarted("incident"),
            entries.Answered("name", SECRETS[0]),
            entries.Answered("things", (SECRETS[1],)),
            entries.EntryMarked("things", SECRETS[1], "taken"),
        ]
        journal.append_all(CASE, [opened, *given], now(), pack=(source.digest, source.archive()))
    return folder


def test_the_worksheet_is_printed_as_markdown(worked: str) -> None:
    done = run("report", worked)
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    assert text.startswith("# Worksheet for the General Offense report\n")
    assert "- CAD or GO number: 25-123456" in text
    assert "- [ ] · shall · **Complete the General Offense (GO) report** · by " in text
    assert run("report", "25-123456").stdout.decode().splitlines()[0] == text.splitlines()[0]


def test_the_code_on_it_is_found_in_the_journal(worked: str, home: Path) -> None:
    with Journal.open(home) as journal:
        head = code(journal.events(worked)[-1].hash)
    assert f"dvcheck journal verify --head {head}" in run("report", worked).stdout.decode()
    assert run("journal", "verify", "--head", head).returncode == 0


@pytest.mark.parametrize(
    ("format", "start"),
    [("markdown", b"# "), ("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-"), ("json", b"{")],
)
def test_each_format_goes_to_a_file_of_the_owner_alone_or_to_standard_output(
    worked: str, tmp_path: Path, format: str, start: bytes
) -> None:
    if format == "pdf":
        pytest.importorskip("typst")
    file = tmp_path / "report"
    done = run("report", worked, "--format", format, "-o", str(file))
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode() == f"Written to {file}\n"
    content = file.read_bytes()
    assert content.startswith(start)
    assert sys.platform == "win32" or stat.S_IMODE(file.stat().st_mode) == 0o600
    assert run("report", worked, "--format", format).stdout.startswith(start)


@pytest.mark.parametrize("command", [("report",), ("journal", "export"), ("contacts", "--card")])
@pytest.mark.parametrize(
    "name", ["journal.sqlite3", "Journal.sqlite3-journal", "journal.tries", "config.toml"]
)
def test_no_result_is_written_over_what_dvcheck_keeps(
    worked: str, home: Path, tmp_path: Path, command: tuple[str, ...], name: str
) -> None:
    beside = {path: path.read_bytes() for path in home.iterdir() if path.is_file()}
    case = (worked,) if command == ("report",) else ()
    form = () if command == ("journal", "export") else ("--format", "html")
    folders = [home]
    if sys.platform != "win32":  # links need a privilege there
        folders.append(tmp_path / "way")
        folders[1].symlink_to(home, target_is_directory=True)
    for folder in folders:
        done = run(*command, *case, *form, "-o", str(folder / name))
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"one of dvcheck's own files, and nothing is written there" in done.stderr
    assert {path: path.read_bytes() for path in home.iterdir() if path.is_file()} == beside
    assert run(*command, *case, *form, "-o", str(tmp_path / name)).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_is_replaced_by_a_report_and_not_followed(worked: str, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("of somebody else", encoding="utf-8")
    link = tmp_path / "report.md"
    link.symlink_to(other)
    assert run("report", worked, "-o", str(link), "--force").returncode == 0
    assert not link.is_symlink()
    assert link.read_bytes().startswith(b"# ")
    assert other.read_text(encoding="utf-8") == "of somebody else"


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal")
def test_a_pdf_is_not_written_to_a_terminal(worked: str) -> None:
    pytest.importorskip("typst")
    import pexpect

    env = {**os.environ, "TERM": "xterm"}
    child = pexpect.spawn(
        sys.executable, ["-m", "dvcheck", "report", worked, "--format", "pdf"], env=env, timeout=PATIENCE
    )
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
    assert b"Write it to a file with -o FILE." in child.before
    assert b"%PDF" not in child.before


def test_without_typst_the_other_formats_work_and_pdf_says_how_to_get_it(worked: str, tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    absent.mkdir()
    (absent / "typst.py").write_text("raise ModuleNotFoundError(name='typst')", encoding="utf-8")
    for arguments in (("report", worked), ("contacts", "--card")):
        done = run(*arguments, "--format", "pdf", PYTHONPATH=str(absent))
        assert (done.returncode, done.stdout) == (2, b"")
        assert b'pip install "dvcheck[pdf]"' in done.stderr
        assert run(*arguments, "--format", "html", PYTHONPATH=str(absent)).returncode == 0


def test_the_card_of_numbers_can_be_a_pdf(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    file = tmp_path / "card.pdf"
    assert run("contacts", "--card", "--format", "pdf", "-o", str(file)).returncode == 0
    assert len(PdfReader(file).pages) == 1


def test_the_json_is_that_of_show_with_a_receipt(worked: str) -> None:
    document = json.loads(run("report", worked, "--format", "json").stdout)
    jsonschema.validate(document, SCHEMA)
    shown = json.loads(run("show", worked, "--format", "json").stdout)
    receipt = document.pop("receipt")
    assert shown.pop("pack_in_use")["relation"] == "same"  # of the moment, and no part of what is handed in
    assert document == shown
    assert receipt["digest"] == document["policy"]["digest"]
    assert set(receipt["answers"]) == set(document["answers"])


def _receipt(worked: str, tmp_path: Path, *options: str) -> Path:
    file = tmp_path / "report.json"
    assert run("report", worked, "--format", "json", "-o", str(file), *options).returncode == 0
    return file


def test_a_receipt_is_worked_out_again_to_the_same(worked: str, tmp_path: Path) -> None:
    file = _receipt(worked, tmp_path)
    elsewhere = tmp_path / "elsewhere"
    done = run("assess", "--receipt", str(file), DVCHECK_HOME=str(elsewhere))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"The same: ")
    assert not elsewhere.exists()
    found = json.loads(run("assess", "--receipt", str(file), "--format", "json").stdout)
    assert (found["same"], found["differences"], found["case"]) == (True, [], worked)


def test_what_differs_is_named_and_ends_with_1(worked: str, tmp_path: Path) -> None:
    file = _receipt(worked, tmp_path)
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    next(o for o in document["obligations"] if o["id"] == "go-report")["status"] = "done\x1b[31m"
    file.write_text(json.dumps(document), encoding="utf-8")
    done = run("assess", "--receipt", str(file), COLUMNS="200")
    assert done.returncode == 1
    assert b"NOT the same, 1 differ" in done.stdout
    assert b"obligation go-report: status: done\\x1b[31m in the report, open from its receipt" in done.stdout
    found = json.loads(run("assess", "--receipt", str(file), "--format", "json").stdout)
    assert (found["same"], len(found["differences"])) == (False, 1)


@pytest.mark.parametrize("content", [b"", b"[" * 99_999, b"{}", b'{"schema": 2}', b"\xff"])
def test_what_is_no_receipt_is_told_in_two_lines(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "r.json"
    file.write_bytes(content)
    done = run("assess", "--receipt", str(file))
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.startswith(b"dvcheck: r.json: ")
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize("place", ["none.json", "."])
def test_a_receipt_that_cannot_be_read_is_told(tmp_path: Path, place: str) -> None:
    done = run("assess", "--receipt", str(tmp_path / place))
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 2


def test_assess_takes_one_file(tmp_path: Path) -> None:
    for arguments in ((), ("a.yaml", "--receipt", "r.json")):
        done = run("assess", *arguments)
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"assess takes one file" in done.stderr


def _text(content: bytes, format: str) -> str:
    if format != "pdf":
        return content.decode()
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("format", ["markdown", "html", "pdf", "json"])
def test_sensitive_answers_stand_in_no_format_unless_asked_for(small: Path, format: str) -> None:
    if format == "pdf":
        pytest.importorskip("typst")
    options = ("report", CASE, "--pack", str(small), "--format", format)
    hidden = _text(run(*options).stdout, format)
    shown = _text(run(*options, "--include-sensitive").stdout, format)
    for secret in SECRETS:
        assert secret not in hidden
        assert secret in shown
    if format != "json":
        assert "kept back" in hidden.replace("\n", " ")


def test_a_receipt_without_sensitive_answers_is_worked_out_under_its_own_pack(
    small: Path, tmp_path: Path
) -> None:
    file = _receipt(CASE, tmp_path, "--pack", str(small))
    assert run("assess", "--receipt", str(file)).returncode == 0


def test_a_case_of_an_older_pack_is_reported_under_that_pack(small: Path, tmp_path: Path) -> None:
    """Without --pack the shipped pack is in use; the case keeps its own."""
    assert b"Who?" in run("report", CASE).stdout
    file = _receipt(CASE, tmp_path)
    assert run("assess", "--receipt", str(file)).returncode == 0


def test_a_case_that_is_not_there_is_told() -> None:
    done = run("report", "c-NONE")
    assert (done.returncode, done.stdout) == (2, b"")
    _, _, command = done.stderr.splitlines()
    assert command == b"  python -m dvcheck incident"

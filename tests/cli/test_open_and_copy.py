"""`report --open` and `report --copy`: the system's own program, dvcheck's folder, and the clipboard."""

import base64
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dvcheck.actions.own_reports import own_report, remove_reports
from dvcheck.cli import clipboard, opening
from dvcheck.errors import DvcheckError, Exit
from tests.journal import only_case
from tests.pty import Night, dvcheck
from tests.small_packs import POLICY

PICTURE = str(Path(__file__).parents[2] / "docs" / "picture.yaml")
posix = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="xdg-open, and programs as scripts")


@pytest.fixture
def case() -> str:
    made = dvcheck("incident", "--new", "--number", "26-1", "--answers", PICTURE)
    assert made.returncode == 0, made.stderr
    return only_case()


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of PATH, for programs, and a terminal with a display."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return folder


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


def opened(folder: Path) -> Path:
    """The file that the system's program was given, once it has started."""
    log = folder / "opened"
    for _ in range(200):
        if log.exists() and log.read_text("utf-8").endswith("\n"):
            return Path(log.read_text("utf-8").strip())
        subprocess.run([sys.executable, "-c", "import time; time.sleep(0.05)"], check=True)
    raise AssertionError("nothing was opened")


# --- --open -------------------------------------------------------------------------------------------------


@posix
def test_open_without_a_file_writes_html_into_dvchecks_folder_and_opens_it(
    case: str, home: Path, programs: Path
) -> None:
    program(programs, "xdg-open", f'echo "$1" > {programs}/opened')
    done = dvcheck("report", "26-1", "--open")
    file = home / "reports" / f"{case}.html"
    assert (done.returncode, done.stdout, done.stderr) == (0, f"Written to {file}\n", "")
    assert opened(programs) == file
    assert file.read_bytes().startswith(b"<!DOCTYPE html>")
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@posix
def test_it_is_replaced_each_time_and_each_form_has_its_own_file(
    case: str, home: Path, programs: Path
) -> None:
    program(programs, "xdg-open", "exit 0")
    (home / "reports").mkdir(mode=0o755)
    assert dvcheck("report", case, "--open").returncode == 0
    dvcheck("note", case, "Seen by a neighbor")
    assert dvcheck("report", case, "--open").returncode == 0
    assert "Seen by a neighbor" in (home / "reports" / f"{case}.html").read_text("utf-8")
    assert dvcheck("report", case, "--form", "SERVICE", "--format", "markdown", "--open").returncode == 0
    assert sorted(p.name for p in (home / "reports").iterdir()) == [f"{case}-service.md", f"{case}.html"]
    assert stat.S_IMODE((home / "reports").stat().st_mode) == 0o700


@posix
def test_open_with_a_file_opens_that_file(case: str, home: Path, programs: Path, tmp_path: Path) -> None:
    program(programs, "xdg-open", f'echo "$1" > {programs}/opened')
    file = tmp_path / "26-1.md"
    assert dvcheck("report", case, "-o", str(file), "--open").returncode == 0
    assert opened(programs) == file
    assert file.read_bytes().startswith(b"# ")
    assert not (home / "reports").exists()
    assert "exists already" in dvcheck("report", case, "-o", str(file), "--open").stderr


@posix
@pytest.mark.parametrize(
    ("display", "why"), [(":99", "the system has no program for it"), ("", "this terminal has no display")]
)
def test_what_cannot_be_opened_is_said_and_the_file_stays(
    display: str, why: str, case: str, home: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", display)
    done = dvcheck("report", case, "--open")
    file = home / "reports" / f"{case}.html"
    assert done.returncode == Exit.OUTPUT
    assert done.stdout == f"Written to {file}\n"
    assert done.stderr == f"dvcheck: the report was written but not opened: {why}\nOpen it yourself: {file}\n"
    assert file.read_bytes().startswith(b"<!DOCTYPE html>")


def test_on_windows_the_system_opens_it_by_its_own_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Path] = []

    def fails(path: Path) -> None:
        raise OSError(None, "no program is set for it")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "startfile", given.append, raising=False)
    opening.open_file(tmp_path / "26-1.html")
    assert given == [tmp_path / "26-1.html"]
    monkeypatch.setattr(os, "startfile", fails)
    with pytest.raises(DvcheckError, match="no program is set for it"):
        opening.open_file(tmp_path / "26-1.html")


def test_standard_output_is_not_opened(case: str) -> None:
    done = dvcheck("report", case, "-o", "-", "--open")
    assert (done.returncode, done.stdout) == (Exit.USAGE, "")
    assert "standard output cannot be opened" in done.stderr


def test_a_folder_of_reports_that_is_a_link_or_a_file_is_not_used(home: Path, tmp_path: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "reports").write_text("no folder", encoding="utf-8")
    with pytest.raises(DvcheckError, match="cannot be used") as error:
        own_report(home, "c-7K2M", "", "html")
    assert error.value.code is Exit.OUTPUT
    (home / "reports").unlink()
    if sys.platform != "win32":  # links need a privilege there
        (home / "reports").symlink_to(tmp_path, target_is_directory=True)
        (tmp_path / "c-7K2M.html").write_text("of somebody else", encoding="utf-8")
        with pytest.raises(DvcheckError, match="it is a link"):
            own_report(home, "c-7K2M", "", "html")
        assert remove_reports(home, ["c-7K2M"]) == ()
        assert (tmp_path / "c-7K2M.html").exists()


@posix
def test_an_encrypted_journal_says_that_its_report_is_not(
    case: str, tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sqlcipher3")
    program(programs, "xdg-open", "exit 0")
    words = tmp_path / "words"
    words.write_text("correct horse battery staple\n", encoding="utf-8")
    monkeypatch.setenv("DVCHECK_PASSPHRASE_FILE", str(words))
    file = tmp_path / "26-1.html"
    assert "encrypted" not in dvcheck("report", case, "-o", str(file)).stderr
    assert dvcheck("journal", "encrypt").returncode == 0
    for more in (("--open",), ("-o", str(file), "--force")):
        assert dvcheck("report", case, *more).stderr == "The journal is encrypted. This file is not.\n"
    assert dvcheck("report", case).stderr == ""


# --- purge --------------------------------------------------------------------------------------------------


def test_a_purge_removes_the_reports_of_its_cases_alone(home: Path, tmp_path: Path) -> None:
    night = Night(tmp_path)
    night.says("incident", "--new", "--number", "26-1", "--answers", PICTURE)
    case = only_case()
    ours = [own_report(home, case, form, "html") for form in ("", "service")]
    others = [own_report(home, "c-0000", "", "pdf"), home / "reports" / "mine.txt"]
    for file in (*ours, *others):
        file.write_text("a report", encoding="utf-8")
    night.says("close", case, "--reason", "over")
    night.at("12:00", "2027-11-25")
    assert f"Purged: {case}." in night.says("purge", "--older-than", "365", "--yes")
    assert [file.exists() for file in (*ours, *others)] == [False, False, True, True]


def test_a_report_that_cannot_be_removed_is_named(home: Path, tmp_path: Path) -> None:
    """A folder of that name is refused like a file that a program on Windows has open."""
    night = Night(tmp_path)
    night.says("incident", "--new", "--number", "26-1", "--answers", PICTURE)
    case = only_case()
    left = own_report(home, case, "", "html")
    left.mkdir()
    night.says("close", case, "--reason", "over")
    night.at("12:00", "2027-11-25")
    done = night.run("purge", "--older-than", "365", "--yes")
    assert done.returncode == Exit.OUTPUT
    assert f"Purged: {case}." in done.stdout
    assert f"could not be removed: {left}" in done.stderr


# --- --copy -------------------------------------------------------------------------------------------------

_XSEL = 'if [ "$2" = -i ]; then /bin/cat > {0}/clip; else /bin/cat {0}/clip; fi'


@posix
def test_copy_puts_the_line_on_the_clipboard_and_prints_it(case: str, programs: Path) -> None:
    program(programs, "xsel", _XSEL.format(programs))
    done = dvcheck("report", case, "--copy")
    assert (done.returncode, done.stderr) == (0, "Copied to the clipboard.\n")
    assert done.stdout == dvcheck("report", case, "--form", "cad").stdout
    assert (programs / "clip").read_text("utf-8") == done.stdout.rstrip("\n")


@posix
@pytest.mark.parametrize("script", ["exit 1", "/bin/cat > /dev/null; echo something else"])
def test_a_program_that_failed_to_copy_is_not_believed(script: str, case: str, programs: Path) -> None:
    program(programs, "xsel", script)
    done = dvcheck("report", case, "--copy")
    assert done.returncode == Exit.OUTPUT
    assert "no clipboard was found here" in done.stderr


@posix
def test_without_a_clipboard_the_line_stays_to_copy_by_hand(case: str, programs: Path) -> None:
    done = dvcheck("report", case, "--copy")
    assert done.returncode == Exit.OUTPUT
    assert done.stdout == dvcheck("report", case, "--form", "cad").stdout
    assert done.stderr == "dvcheck: no clipboard was found here\nCopy the line above by hand.\n"


@posix
def test_a_terminal_gets_the_line_by_its_own_sequence(case: str, programs: Path) -> None:
    import pexpect

    line = dvcheck("report", case, "--form", "cad").stdout.rstrip("\n")
    for term, is_sent in (("xterm-256color", True), ("linux", False), ("dumb", False)):
        env = {**os.environ, "TERM": term}
        child = pexpect.spawn(
            sys.executable,
            ["-m", "dvcheck", "report", case, "--copy"],
            env=env,
            timeout=60,
            dimensions=(24, 80),
        )
        child.expect(pexpect.EOF)
        child.close()
        found = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", child.before)
        assert [base64.b64decode(one).decode() for one in found] == ([line] if is_sent else [])
        assert child.exitstatus == (0 if is_sent else Exit.OUTPUT)
        assert (b"Sent to your terminal's clipboard." in child.before) == is_sent
        assert child.before.replace(b"\r\n", b"\n").startswith(line.encode() + b"\n")


def test_what_goes_to_the_terminal_is_clean(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(clipboard, "_takes_sequences", lambda: True)
    monkeypatch.setattr(clipboard, "_copy_here", lambda text: False)
    assert clipboard.copy("PO-\x1b]52;c;aGk=\x07 77") == "sent"
    (sent,) = re.findall(r"^\x1b\]52;c;([A-Za-z0-9+/=]*)\x07$", capsys.readouterr().out)
    assert base64.b64decode(sent).decode() == "PO-\\x1b]52;c;aGk=\\x07 77"
    assert clipboard.copy("x" * 60_000) == "nowhere"
    assert capsys.readouterr().out == ""


def test_without_the_library_the_terminal_still_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyperclip", None)
    monkeypatch.setattr(clipboard, "_takes_sequences", lambda: True)
    assert clipboard.copy("PO-77") == "sent"


def test_a_console_of_windows_gets_a_sequence_only_over_ssh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert not clipboard._takes_sequences()
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 22 10.0.0.2 22")
    assert clipboard._takes_sequences()


@pytest.mark.parametrize("more", [("-o", "x.md"), ("--format", "text"), ("--open",)])
def test_copy_writes_no_file(more: tuple[str, ...], case: str) -> None:
    done = dvcheck("report", case, "--copy", *more)
    assert (done.returncode, done.stdout) == (Exit.USAGE, "")
    assert "writes no file" in done.stderr


def _pack(folder: Path, *lines: str) -> None:
    folder.mkdir()
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (folder / "walk.yaml").write_text(
        "checklist: walk\ntitle: W\nsections:\n- title: S\n  items:\n"
        '  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}\n',
        encoding="utf-8",
    )
    if lines:
        forms = "".join(
            f'- {{form: {name}, title: {name}, as: line, cites: ["1a"], fields: [{{label: A, from: a}}]}}\n'
            for name in lines
        )
        (folder / "forms.yaml").write_text(f"forms:\n{forms}", encoding="utf-8")


@pytest.mark.parametrize("lines", [(), ("first", "second")])
def test_where_no_form_or_several_are_one_line_it_says_so(lines: tuple[str, ...], tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    _pack(folder, *lines)
    answers = tmp_path / "answers.yaml"
    answers.write_text("a: yes\n", encoding="utf-8")
    made = dvcheck("walk", "walk", "--new", "--pack", str(folder), "--answers", str(answers))
    assert made.returncode == 0, made.stderr
    done = dvcheck("report", only_case(), "--copy")
    assert done.returncode == Exit.USAGE
    assert ("Name one with --form: first, second" if lines else "no form of one line") in done.stderr
    if lines:
        assert dvcheck("report", only_case(), "--copy", "--form", "second").stdout.startswith("second: A yes")


def test_a_sheet_is_not_copied(case: str) -> None:
    done = dvcheck("report", case, "--copy", "--form", "service")
    assert done.returncode == Exit.USAGE
    assert "is a sheet, not one line" in done.stderr

"""An unusable data folder is reported before the first question: exit 4, and never a traceback."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journal import answers, only_case
from tests.programs.obeying_modes import CAN_OBEY
from tests.pty import Officer, dvcheck
from tests.terminal.walks import VERBAL, given, press_through, values

_COMMANDS = ["incident", "verify-order"]


def _assert_refused_at_once(*words: str, command: str = "incident", module: str = "dvcheck") -> None:
    """Assert exit code 4 and a few lines, without a question. A long file name has its own line."""
    with Officer(command, module=module) as officer:
        assert officer.exit_status == 4
        said = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", officer.raw.decode()).splitlines()
        assert len(said) <= 5, said
        assert said[0].startswith("dvcheck:")
        text = " ".join(" ".join(said).split())
        assert "Traceback" not in text
        for word in words:
            assert word in text, text
        assert not officer.says("save, leave")
        assert officer.left_as_found


@pytest.mark.parametrize("command", _COMMANDS)
def test_a_home_that_is_a_file(command: str, home: Path) -> None:
    home.write_text("not a folder")
    _assert_refused_at_once("is in the way", command=command)
    assert home.read_text() == "not a folder"


def test_a_home_below_a_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.write_text("not a folder")
    monkeypatch.setenv("DVCHECK_HOME", str(home / "below"))
    _assert_refused_at_once("is in the way")


def test_a_journal_of_garbage(home: Path) -> None:
    home.mkdir()
    (home / "journal.sqlite3").write_bytes(b"this is no database at all " * 400)
    _assert_refused_at_once("not a dvcheck journal", "Do not delete the file")


def test_a_journal_that_is_a_folder(home: Path) -> None:
    (home / "journal.sqlite3").mkdir(parents=True)
    _assert_refused_at_once()


def test_a_journal_damaged_in_the_middle(home: Path, tmp_path: Path) -> None:
    assert dvcheck("incident", *given(tmp_path, VERBAL)).returncode == 0
    path = home / "journal.sqlite3"
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xaa" * (len(content) - 4096)
    path.write_bytes(content)
    _assert_refused_at_once("damaged")


def test_a_home_with_a_name_of_control_characters(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = home.with_name("a\x1b[31mb")
    hostile.write_text("")
    monkeypatch.setenv("DVCHECK_HOME", str(hostile))
    with Officer("incident", "--no-color") as officer:
        assert officer.exit_status == 4
        assert b"\x1b[31m" not in officer.raw


@pytest.mark.skipif(not CAN_OBEY, reason="no mode stops this user")
def test_a_folder_without_permission(home: Path) -> None:
    home.mkdir(mode=0o500)
    _assert_refused_at_once("permission", module="tests.programs.obeying_modes")


@pytest.fixture
def forbidden() -> Iterator[Path]:
    """Return a folder that only root may write in and everyone can reach."""
    folder = Path(tempfile.mkdtemp(prefix="dvcheck-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="only root becomes another user")
def test_a_folder_of_somebody_else(forbidden: Path) -> None:
    as_nobody = [
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
        sys.executable,
        "-m",
        "dvcheck",
    ]
    home = str(forbidden / "home")
    probe = subprocess.run([*as_nobody, "--version"], capture_output=True, cwd="/", check=False)
    if probe.returncode != 0:
        pytest.skip("another user cannot run this Python")
    done = subprocess.run(
        [*as_nobody, "incident", "--plain", "--home", home],
        input="1\n",
        capture_output=True,
        encoding="utf-8",
        cwd="/",
        check=False,
    )
    assert done.returncode == 4
    assert "permission" in done.stderr
    assert "question" not in done.stdout
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) <= 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a disk of 400 kB, if this system allows one to be made."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made.returncode != 0:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a disk")
def test_a_disk_that_is_full_from_the_start(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(small_disk)
    monkeypatch.setenv("DVCHECK_HOME", str(small_disk / "home"))
    _assert_refused_at_once("full")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a disk")
def test_a_disk_that_fills_up_in_the_middle(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that could not be written is not shown as recorded. The earlier ones are kept."""
    monkeypatch.setenv("DVCHECK_HOME", str(small_disk / "home"))
    with Officer("incident") as officer:
        press_through(officer, VERBAL[:3])
        officer.wait_for_question(VERBAL[3].text)
        _fill(small_disk)
        officer.press(*VERBAL[3].keys)
        assert officer.exit_status == 4
        text = "\n".join(officer.everything)
        assert "Traceback" not in text
        assert "is full" in text
        assert "Injuries: Nobody" not in text
        assert officer.left_as_found
    (small_disk / "filler").unlink()
    assert answers(only_case()) == values(VERBAL[:3])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a disk")
def test_a_journal_on_a_read_only_disk(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DVCHECK_HOME", str(small_disk / "home"))
    assert dvcheck("incident", *given(tmp_path, VERBAL)).returncode == 0
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    _assert_refused_at_once("read-only")
    # Reading still works.
    assert dvcheck("show", only_case()).returncode == 0


def _fill(folder: Path) -> None:
    with (folder / "filler").open("wb", buffering=0) as filler:
        for size in (4096, 1):
            try:
                while True:
                    filler.write(b"\0" * size)
            except OSError:
                continue


def test_the_folder_that_is_made_is_for_its_owner_alone(home: Path) -> None:
    with Officer("incident") as officer:
        officer.answer(VERBAL[0].text, "q")
        assert officer.exit_status == 130
    assert home.stat().st_mode & 0o777 == 0o700
    assert (home / "journal.sqlite3").stat().st_mode & 0o777 == 0o600

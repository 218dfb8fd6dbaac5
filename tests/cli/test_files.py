"""Files that are named: what may be written over, what is a stream, and what is not waited for."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dvcheck.errors import Exit
from dvcheck.pack.library import shipped_folder
from tests.journal import answers, only_case
from tests.pty import PATIENCE, dvcheck

PICTURE = Path(__file__).parents[2] / "docs" / "picture.yaml"


@pytest.fixture
def case() -> str:
    made = dvcheck("incident", "--new", "--number", "26-1", "--answers", str(PICTURE))
    assert made.returncode == 0, made.stderr
    return only_case()


def moved(home: Path, to: Path) -> Path:
    """The journal of a home folder in another folder, with a link to it at home."""
    to.mkdir()
    target = to / "j.db"
    (home / "journal.sqlite3").rename(target)
    (home / "journal.sqlite3").symlink_to(target)
    return target


def itself(home: Path, tmp_path: Path) -> Path:
    return home / "journal.sqlite3"


def its_target(home: Path, tmp_path: Path) -> Path:
    return moved(home, tmp_path / "stick")


def another_link(home: Path, tmp_path: Path) -> Path:
    link = tmp_path / "report.md"
    link.symlink_to(moved(home, tmp_path / "stick"))
    return link


def hard_link(home: Path, tmp_path: Path) -> Path:
    link = tmp_path / "report.md"
    os.link(home / "journal.sqlite3", link)
    return link


def another_spelling(home: Path, tmp_path: Path) -> Path:
    return home / ".." / home.name / "JOURNAL.sqlite3"


def through_a_linked_folder(home: Path, tmp_path: Path) -> Path:
    (tmp_path / "other").symlink_to(home)
    return tmp_path / "other" / "journal.sqlite3"


def rollback_file_of_the_target(home: Path, tmp_path: Path) -> Path:
    return Path(f"{moved(home, tmp_path / 'stick')}-journal")


def other_form_of_the_target(home: Path, tmp_path: Path) -> Path:
    return Path(f"{moved(home, tmp_path / 'stick')}.aside")


def tries_beside_the_target(home: Path, tmp_path: Path) -> Path:
    return moved(home, tmp_path / "stick").with_name("journal.tries")


def head_beside_the_target(home: Path, tmp_path: Path) -> Path:
    return moved(home, tmp_path / "stick").with_name("journal.head")


def head(home: Path, tmp_path: Path) -> Path:
    return home / "journal.head"


def link_to_a_head_that_is_not_there_yet(home: Path, tmp_path: Path) -> Path:
    link = tmp_path / "report.md"
    link.symlink_to(home / "journal.head")
    return link


def settings(home: Path, tmp_path: Path) -> Path:
    return home / "config.toml"


def target_of_the_settings(home: Path, tmp_path: Path) -> Path:
    (tmp_path / "settings.toml").write_text("")
    (home / "config.toml").symlink_to(tmp_path / "settings.toml")
    return tmp_path / "settings.toml"


OURS = (
    itself,
    its_target,
    another_link,
    hard_link,
    another_spelling,
    through_a_linked_folder,
    rollback_file_of_the_target,
    other_form_of_the_target,
    tries_beside_the_target,
    head_beside_the_target,
    head,
    link_to_a_head_that_is_not_there_yet,
    settings,
    target_of_the_settings,
)


@pytest.mark.parametrize("named", OURS)
def test_nothing_is_written_over_the_journal_and_what_belongs_to_it(
    named: Callable[[Path, Path], Path], case: str, home: Path, tmp_path: Path
) -> None:
    output = named(home, tmp_path)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    done = dvcheck("report", case, "-o", str(output))
    assert done.returncode == Exit.USAGE, done.stdout
    assert "one of dvcheck's own files" in done.stderr
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("line", ["report 26-1 --format html", "report 26-1 --form cad", "journal export"])
def test_every_command_with_an_output_spares_the_journal(
    line: str, case: str, home: Path, tmp_path: Path
) -> None:
    target = moved(home, tmp_path / "stick")
    assert dvcheck(*line.split(" "), "-o", str(target)).returncode == Exit.USAGE
    assert dvcheck("show", case).returncode == Exit.DONE


def test_a_file_beside_the_journal_with_another_name_is_written(
    case: str, home: Path, tmp_path: Path
) -> None:
    target = moved(home, tmp_path / "stick")
    for output in (target.with_name("report.md"), home / "report.md"):
        assert dvcheck("report", case, "-o", str(output)).returncode == Exit.DONE
        assert output.read_text(encoding="utf-8").startswith("#")


# --- streams ------------------------------------------------------------------------------------------------


def test_a_dash_is_standard_output(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert dvcheck("report", case, "-o", "-").stdout.startswith("#")
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize("name", ["new/", "new/.", "new/..", ""])
def test_the_name_of_a_folder_is_no_file_to_write_to(name: str, case: str, tmp_path: Path) -> None:
    done = dvcheck("report", case, "-o", f"{tmp_path}/{name}" if name else "")
    assert done.returncode == Exit.USAGE
    assert "folder" in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_dash_is_standard_input_to_assess() -> None:
    text = PICTURE.read_text(encoding="utf-8")
    named = dvcheck("assess", str(PICTURE))
    done = dvcheck("assess", "-", typed=text)
    assert done.returncode == Exit.DONE
    assert done.stdout.splitlines()[2:] == named.stdout.splitlines()[2:]


def test_what_is_wrong_on_standard_input_has_its_line() -> None:
    done = dvcheck("assess", "-", typed="call-type: domestic-disturbance\nbogus: yes\n")
    assert done.returncode == Exit.BAD_INPUT
    assert done.stderr.startswith("dvcheck: standard input:2:1: unknown-question")


def test_a_walk_takes_its_answers_from_standard_input_and_asks_nothing() -> None:
    typed = "call-type: domestic-disturbance\n"
    done = dvcheck("incident", "--new", "--plain", "--answers", "-", typed=typed)
    assert done.returncode == Exit.DONE, done.stderr
    assert "Number, Enter" not in done.stdout
    assert answers(only_case()) == {"call-type": "domestic-disturbance"}


def test_a_receipt_is_read_from_standard_input(case: str) -> None:
    receipt = dvcheck("report", case, "--format", "json").stdout
    assert dvcheck("assess", "--receipt", "-", typed=receipt).returncode == Exit.DONE


# --- pipes and devices --------------------------------------------------------------------------------------

needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")


@needs_pipes
@pytest.mark.parametrize("command", ["cases", "outstanding", "config", "incident --new", "note x y"])
def test_settings_that_are_a_pipe_are_refused_at_once(command: str, home: Path) -> None:
    home.mkdir()
    os.mkfifo(home / "config.toml")
    done = dvcheck(*command.split(" "), typed="")
    if command == "note x y":  # it reads no settings
        assert done.returncode == Exit.USAGE
        return
    assert done.returncode == Exit.BAD_INPUT
    assert "a pipe or a device" in done.stderr


@needs_pipes
@pytest.mark.parametrize("name", ["forms.yaml", "incident.yaml", "more.yaml", "scenarios/more.yaml"])
def test_a_pipe_in_a_pack_is_refused_at_once_and_named(name: str, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(shipped_folder(), pack)
    (pack / name).unlink(missing_ok=True)
    os.mkfifo(pack / name)
    done = dvcheck("pack", "test", str(pack))
    assert done.returncode == Exit.BAD_INPUT
    assert f"{name}: not a file" in done.stderr


def test_a_link_of_a_pack_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(shipped_folder(), pack)
    (pack / "forms.yaml").unlink()
    (pack / "forms.yaml").symlink_to(tmp_path / "nowhere")
    done = dvcheck("pack", "validate", str(pack))
    assert done.returncode == Exit.BAD_INPUT
    assert "forms.yaml" in done.stderr


@needs_pipes
@pytest.mark.parametrize("name", ["journal.sqlite3", "journal.tries"])
def test_a_journal_that_is_a_pipe_is_not_waited_for(name: str, home: Path) -> None:
    home.mkdir(mode=0o700)
    os.mkfifo(home / name)
    for line in ("cases", "journal encrypt --passphrase-file /dev/null", "journal decrypt"):
        assert dvcheck(*line.split(" ")).returncode in (0, 1, 2, 3, 4)


@needs_pipes
def test_a_compiled_pack_that_is_a_pipe_is_compiled_again(home: Path) -> None:
    assert dvcheck("contacts").returncode == Exit.DONE
    (kept,) = (home / "packs").iterdir()
    kept.unlink()
    os.mkfifo(kept)
    assert dvcheck("contacts").returncode == Exit.DONE


@needs_pipes
def test_answers_and_receipts_through_a_pipe_are_read(case: str, tmp_path: Path) -> None:
    """As `assess <(generate)` gives them."""
    receipt = dvcheck("report", case, "--format", "json").stdout
    for arguments, content in ((["assess"], PICTURE.read_text()), (["assess", "--receipt"], receipt)):
        pipe = tmp_path / f"pipe{len(arguments)}"
        os.mkfifo(pipe)
        command = [sys.executable, "-m", "dvcheck", *arguments, str(pipe)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
            pipe.write_text(content)
            assert running.wait(PATIENCE) == Exit.DONE

"""An open case keeps its own pack if the pack in use is lost; a new case shows an error."""

import json
import multiprocessing
import multiprocessing.pool
import re
import shutil
from pathlib import Path

import pytest

from dvcheck.pack import library
from tests.drawn import drawn_only
from tests.journal import entries, only_case
from tests.programs.obeying_modes import CAN_OBEY
from tests.proof import lost_packs
from tests.pty import Officer, dvcheck, run_dvcheck
from tests.terminal.walks import ASSAULT, answers_file

STATES = {
    "missing": ("folder gone",),
    "broken": ("a bad key",),
    "half-updated": ("a checklist gone", "a dangling link"),
    "forms gone, and sound": ("forms gone",),
    "unreadable": ("folder a file",),
    "a file unreadable": ("a folder",),
    "newer": ("newer",),
}


@drawn_only
def test_every_command_on_a_case_does_the_same(tmp_path: Path) -> None:
    """Run in a separate process whose clock does not move: see tests/proof/lost_packs.py."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found = pool.apply(lost_packs.apart, (STATES, str(tmp_path / "world")))
    assert found == {state: [] for state in STATES}


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pack in use: a copy of the shipped one, named by the environment."""
    folder = tmp_path / "checklists"
    shutil.copytree(library.shipped_folder(), folder)
    monkeypatch.setenv("DVCHECK_PACK", str(folder))
    return folder


@pytest.fixture
def case(pack: Path, tmp_path: Path) -> str:
    done = dvcheck("incident", "--new", "--answers", answers_file(tmp_path, ASSAULT[:6]))
    assert done.returncode == 0, done.stderr
    return only_case()


def broken(pack: Path) -> None:
    with (pack / "incident.yaml").open("a", encoding="utf-8") as file:
        file.write("no-such-key: 1\n")


def last_line(text: str) -> str:
    return text.rstrip().splitlines()[-1].strip()


def test_show_says_once_that_other_newer_or_broken_checklists_are_in_use(pack: Path, case: str) -> None:
    def shown() -> tuple[str, dict[str, object]]:
        text = dvcheck("show", case, env={"COLUMNS": "200"}).stdout
        return last_line(text), json.loads(dvcheck("show", case, "--format", "json").stdout)["pack_in_use"]

    line, in_use = shown()
    assert "in use" not in line
    assert in_use["relation"] == "same"
    (pack / "forms.yaml").unlink()
    line, in_use = shown()
    assert line.endswith(f"dvcheck case repack {case}")
    assert in_use["relation"] == "other"
    lost_packs.newer(pack)
    line, in_use = shown()
    assert line.endswith(f"dvcheck case repack {case}")
    assert (in_use["relation"], in_use["effective"]) == ("newer", "2026-11-01")
    broken(pack)
    line, in_use = shown()
    assert line.startswith("This case keeps its own checklists. Those in use are broken: incident.yaml:")
    assert in_use["relation"] == "broken"
    assert "no-such-key" in str(in_use["problem"])
    assert dvcheck("close", case, "--reason", "over").returncode == 0
    shutil.rmtree(pack)
    shutil.copytree(library.shipped_folder(), pack)
    (pack / "forms.yaml").unlink()
    assert shown()[0] == "Other checklists than this case's are in use."


def new_case(tmp_path: Path, *more: str) -> tuple[int, str, str]:
    options = ("--answers", answers_file(tmp_path, ASSAULT[:6]), "--format", "json")
    done = dvcheck("incident", "--new", *options, *more)
    digest = json.loads(done.stdout)["policy"]["digest"] if done.returncode == 0 else ""
    return done.returncode, digest, done.stderr


def test_a_new_case_goes_on_under_the_pack_used_last_and_says_so_in_one_line(
    pack: Path, case: str, tmp_path: Path, home: Path
) -> None:
    with (pack / "policy.yaml").open("a", encoding="utf-8") as file:
        file.write("# mended\n")
    code, used_last, said = new_case(tmp_path)
    assert (code, said) == (0, "")
    broken(pack)
    for _ in range(2):
        code, digest, said = new_case(tmp_path)
        assert (code, digest) == (0, used_last)
        (line,) = said.splitlines()
        assert line.startswith(f"The checklists in {pack} cannot be used (incident.yaml:")
        assert "tell your IT unit" in line
        assert line.endswith(f"effective Jul 5, 2024, pack {used_last[7:15]}.")
        shutil.rmtree(home / "packs")  # then the journal has it


def test_a_case_that_was_moved_last_says_which_pack_was_used_last(
    pack: Path, case: str, tmp_path: Path
) -> None:
    new_case(tmp_path)
    lost_packs.newer(pack)
    assert dvcheck("case", "repack", case, "--yes").returncode == 0
    moved_to = json.loads(dvcheck("show", case, "--format", "json").stdout)["policy"]["digest"]
    shutil.rmtree(pack)
    assert new_case(tmp_path)[1] == moved_to


def test_without_any_case_the_pack_that_comes_with_dvcheck_is_used(pack: Path, tmp_path: Path) -> None:
    lost_packs.newer(pack)
    (pack / "forms.yaml").unlink()
    assert dvcheck("policy", "1.1").returncode == 0  # compiled: that alone makes it no pack of a case
    broken(pack)
    code, digest, said = new_case(tmp_path)
    assert (code, digest) == (0, library.read(library.shipped_folder()).digest)
    assert "cannot be used" in said


def test_a_pack_that_is_named_is_never_replaced(pack: Path, case: str, tmp_path: Path) -> None:
    author = tmp_path / "draft"
    shutil.copytree(pack, author)
    broken(author)
    before = len(json.loads(dvcheck("cases", "--format", "json").stdout)["cases"])
    code, _, said = new_case(tmp_path, "--pack", str(author))
    assert code == 3
    assert "incident.yaml:" in said
    assert dvcheck("contacts", "--pack", str(author)).returncode == 3
    assert len(json.loads(dvcheck("cases", "--format", "json").stdout)["cases"]) == before


@pytest.mark.parametrize(
    "command",
    [("policy",), ("pack", "validate"), ("pack", "coverage"), ("pack", "test"), ("demo", "--plain")],
)
def test_what_is_about_the_pack_itself_says_what_is_wrong(
    pack: Path, case: str, command: tuple[str, ...]
) -> None:
    broken(pack)
    done = dvcheck(*command)
    assert done.returncode == 3
    assert "no-such-key" in done.stderr
    assert dvcheck("case", "repack", case, "--yes").returncode == 3


def test_the_phone_list_is_that_of_the_last_sound_pack(pack: Path, case: str) -> None:
    numbers = dvcheck("contacts").stdout
    shutil.rmtree(pack)
    done = dvcheck("contacts")
    assert (done.returncode, done.stdout) == (0, numbers)
    assert len(done.stderr.splitlines()) == 1


def test_a_folder_of_the_settings_that_is_away_keeps_nobody_from_a_case(
    pack: Path, case: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DVCHECK_PACK")
    (home / "config.toml").write_text('pack = "nowhere"\n', encoding="utf-8")
    for command in (("show", case), ("outstanding",), ("cases",), ("note", case, "x"), ("config",)):
        done = dvcheck(*command)
        assert done.returncode == 0, done.stderr


def test_a_case_whose_pack_only_the_folder_in_use_has_is_read_from_there(
    pack: Path, case: str, home: Path
) -> None:
    import sqlite3
    from contextlib import closing

    from dvcheck.record.sqlite.files import FILE_NAME

    shutil.rmtree(home / "packs")
    with closing(sqlite3.connect(home / FILE_NAME, isolation_level=None)) as connection:
        connection.execute("DELETE FROM packs")
    assert dvcheck("show", case).returncode == 0
    shutil.rmtree(home / "packs")
    shutil.rmtree(pack)
    done = dvcheck("show", case)
    assert done.returncode == 4
    assert "not in the journal" in done.stderr


def test_a_digest_of_the_journal_names_no_file_outside_the_compiled_packs(home: Path) -> None:
    home.mkdir(parents=True)
    (home / "packs").mkdir()
    assert library.read_compiled("sha256:../../x", home) is None
    assert library.read_compiled("sha256:" + "/" * 64, home) is None
    assert library.read_compiled("", home) is None


# --- at a terminal ------------------------------------------------------------------------------------------


def test_a_walk_is_resumed_and_ended_with_a_broken_pack_in_use(pack: Path, case: str) -> None:
    broken(pack)
    with Officer("incident") as officer:
        officer.wait_for("Which case?")
        officer.press("1")
        officer.wait_for("This case keeps its own checklists. Those in use are broken: incident.yaml")
        officer.wait_for_question(ASSAULT[6].text)
        officer.press(*ASSAULT[6].keys)
        officer.wait_for_question(ASSAULT[7].text)
        officer.press("q")
        assert officer.exit_status == 130
        assert officer.left_as_found
    assert ("answered", {"question": ASSAULT[6].id, "value": ASSAULT[6].value}) in entries(case)


def test_a_new_case_at_a_terminal_says_above_its_first_question_which_pack_it_has(
    pack: Path, case: str
) -> None:
    shutil.rmtree(pack)
    with Officer("incident", "--new") as officer:
        officer.wait_for("cannot be used (the pack cannot be read: No such file or directory)")
        officer.wait_for("Used instead: the checklists effective Jul 5, 2024")
        officer.wait_for_question(ASSAULT[0].text)
        officer.press("q")
        assert officer.exit_status == 130


def test_the_watched_screen_is_drawn_with_no_pack_in_use(pack: Path, case: str) -> None:
    shutil.rmtree(pack)
    with Officer("outstanding", "--watch") as officer:
        officer.wait_until(lambda: re.search(r"\d+ open in 1 open case", "".join(officer.screen)), "the list")
        officer.press("q")
        assert officer.exit_status == 0


@pytest.mark.skipif(not CAN_OBEY, reason="no mode stops this user")
def test_a_pack_that_may_not_be_read_keeps_nobody_from_a_case(pack: Path, case: str) -> None:
    pack.chmod(0)
    try:
        done = run_dvcheck("show", case, module="tests.programs.obeying_modes")
        assert (done.returncode, done.stderr) == (0, "")
    finally:
        pack.chmod(0o700)

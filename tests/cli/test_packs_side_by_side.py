"""Two packs side by side: each case keeps the pack it was opened with."""

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dvcheck.pack import installed
from tests.pty import CTRL_C, PATIENCE, Officer, run_dvcheck, run_for_bytes
from tests.two_packs import FIRST, SECOND, elm, oak


def ok(*arguments: str, typed: str | None = None) -> str:
    done = run_dvcheck(*arguments, typed=typed)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    elm(tmp_path / "elm")
    return oak(tmp_path / "oak")


@pytest.fixture
def two(folder: Path, home: Path) -> tuple[str, str]:
    """Both are installed: one from a file, the other from its folder."""
    file = folder.parent / "oak.dvpack"
    ok("pack", "build", str(folder), "-o", str(file))
    ok("pack", "install", str(file))
    ok("pack", "install", str(folder.parent / "elm"))
    elm_name, oak_name = installed.names(home)
    return oak_name, elm_name


def opened(pack: str, checklist: str, answers: str, tmp_path: Path) -> str:
    """A case of a pack; its id."""
    ok("pack", "use", pack)
    file = tmp_path / "answers.yaml"
    file.write_text(answers)
    done = ok("walk", checklist, "--new", "--answers", str(file), "--format", "json")
    case: str = json.loads(done)["case"]["id"]
    return case


@pytest.fixture
def cases(two: tuple[str, str], tmp_path: Path) -> tuple[str, str]:
    """An open case of each; the second question of the first is not asked yet."""
    return (
        opened(two[0], "lethality-screen", "armed: yes\n", tmp_path),
        opened(two[1], "home-visit", "at-home: no\n", tmp_path),
    )


def test_what_is_built_says_its_digest_and_is_named_by_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    said = ok("pack", "build", "oak").splitlines()
    (made,) = folder.parent.glob("*.dvpack")
    digest = json.loads(ok("pack", "validate", "oak", "--format", "json"))["digest"]
    assert made.name == f"oak-lethality-{digest[7:15]}.dvpack"
    assert said == [f"Written to {made.name}", f"{made.stem}, pack {digest}"]
    piped = run_for_bytes("pack", "build", "oak", "-o", "-")
    assert piped.stdout == made.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
def test_an_archive_is_not_written_to_a_terminal(folder: Path) -> None:
    with Officer("pack", "build", str(folder), "-o", "-") as officer:
        assert officer.exit_status == 2
        assert "an archive cannot be shown on a terminal" in "\n".join(officer.everything)


def test_every_command_reads_a_pack_in_one_file(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "oak.dvpack"
    ok("pack", "build", str(folder), "-o", str(file))
    for command in ("validate", "test", "coverage"):
        of_folder, of_file = (run_dvcheck("pack", command, str(pack)) for pack in (folder, file))
        assert of_file.returncode == of_folder.returncode
        said = ["".join(done.stdout.split()) for done in (of_folder, of_file)]
        assert said[0].replace(str(folder), str(file)) == said[1]
    assert "lethality-screen" in run_dvcheck("walk", "--pack", str(file)).stderr


def test_cases_of_both_packs_are_open_at_once(cases: tuple[str, str], two: tuple[str, str]) -> None:
    of_oak, of_elm = cases
    listed = ok("cases")
    assert "Lethality screen" in listed
    assert "Home visit" in listed
    owed = ok("outstanding")
    assert "Call the hotline" in owed
    assert "Leave a card" in owed
    assert f"dvcheck walk lethality-screen {of_oak}" in owed
    by_case = {
        r["case"]["id"]: r["id"] for r in json.loads(ok("outstanding", "--format", "json"))["outstanding"]
    }
    assert by_case == {of_oak: "call-hotline", of_elm: "leave-card"}
    for case, checklist, number in ((of_oak, "lethality-screen", "2.1"), (of_elm, "home-visit", "7")):
        shown = ok("show", case)
        assert f"Directive {number}" in shown
        assert f"dvcheck walk {checklist} {case}" in shown
        assert f"Directive {number}" in ok("report", case)
    assert "Those in use are of elm-visits." in ok("show", of_oak)
    assert "case repack" not in ok("show", of_oak)
    in_use = json.loads(ok("show", of_oak, "--format", "json"))["pack_in_use"]
    assert (in_use["relation"], in_use["policy"]) == ("other", "elm-visits")
    assert "policy" not in json.loads(ok("show", of_elm, "--format", "json"))["pack_in_use"]


def test_a_case_goes_on_under_its_own_pack_whichever_is_in_use(cases: tuple[str, str]) -> None:
    of_oak, of_elm = cases
    for pack in ("elm", "oak", "shipped"):
        ok("pack", "use", pack)
        done = run_dvcheck("walk", "lethality-screen", of_oak, "--plain", typed="")
        assert SECOND in done.stdout
        assert f"dvcheck walk lethality-screen {of_oak}" in done.stderr
    done = run_dvcheck("walk", "lethality-screen", of_elm, "--plain", typed="")
    assert done.returncode == 2
    assert f'case {of_elm} has no checklist "lethality-screen"' in done.stderr
    assert done.stderr.splitlines()[-1].endswith(f"dvcheck walk home-visit {of_elm}")
    assert run_dvcheck("incident", of_elm, "--plain", typed="").returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
def test_a_case_of_a_removed_pack_is_walked_on(
    cases: tuple[str, str], two: tuple[str, str], home: Path, folder: Path
) -> None:
    case = cases[0]
    ok("pack", "remove", two[0])
    shutil.rmtree(home / "packs")  # what was compiled: then the journal alone has it
    shutil.rmtree(folder)
    (command,) = [line for line in ok("outstanding").splitlines() if "walk lethality-screen" in line]
    with Officer(*shlex.split(command.partition("dvcheck ")[2])) as officer:
        officer.answer(SECOND, "y")
        officer.wait_for("Call the hotline")
        officer.press("1", "\r")
        assert officer.exit_status == 0
    assert ok("outstanding").count("Call the hotline") == 0
    assert FIRST in ok("report", case)


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
def test_a_walk_of_the_pack_in_use_is_killed_and_resumed_with_another_in_use(two: tuple[str, str]) -> None:
    ok("pack", "use", "oak")
    with Officer("walk", "lethality-screen") as officer:
        officer.answer(FIRST, "n")
        officer.wait_for_question(SECOND)
        officer.kill()
    ok("pack", "use", "elm")
    ok("pack", "remove", "oak")
    with Officer("walk", "lethality-screen") as officer:
        officer.wait_for("Which case?")
        officer.press("1")
        officer.wait_for_question(SECOND)
        officer.press(CTRL_C)
        assert officer.exit_status == 130


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
def test_a_walk_offers_the_cases_that_can_be_walked_by_it(cases: tuple[str, str]) -> None:
    of_oak, of_elm = cases
    with Officer("walk", "home-visit") as officer:  # the pack in use is that of the second case
        officer.wait_for("Which case?")
        assert of_elm in "\n".join(officer.screen)
        assert of_oak not in "\n".join(officer.screen)
    with Officer("walk", "lethality-screen") as officer:
        officer.wait_for("Which case?")
        assert of_oak in "\n".join(officer.screen)
        assert of_elm not in "\n".join(officer.screen)
        officer.press("2")  # a new one, which the pack in use has no such checklist for
        assert officer.exit_status == 2
        assert "It has home-visit. To walk one of them:" in "\n".join(officer.everything)
    with Officer("incident") as officer:
        assert officer.exit_status == 2
        assert "It has home-visit. To walk one of them:" in "\n".join(officer.everything)


def test_a_pack_is_listed_with_why_it_is_in_use(
    two: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert " * ppb-0825.00  in use: it comes with dvcheck, and nothing else was chosen\n" in ok(
        "pack", "list"
    )
    ok("pack", "use", "oak")
    assert f" * {two[0]}  in use: chosen with pack use\n" in ok("pack", "list")
    monkeypatch.setenv("DVCHECK_PACK", two[1])
    assert f" * {two[1]}  in use: DVCHECK_PACK names it\n" in ok("pack", "list")
    assert f" * {two[0]}  in use: --pack names it\n" in ok("pack", "list", "--pack", "oak-lethality")
    said = " ".join(ok("pack", "use", "oak").split())
    assert "DVCHECK_PACK names another pack and takes precedence" in said
    assert "is used for new cases" in ok("pack", "use", "elm")
    settings = json.loads(ok("config", "--format", "json"))["settings"]
    assert [s["from"] for s in settings if s["setting"] == "pack"] == ["environment"]
    assert max(len(line) for line in ok("pack", "list").splitlines()) <= 80


def test_two_installs_at_once_leave_one_pack_and_both_say_so(folder: Path, home: Path) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "dvcheck", "pack", "install", str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    said = [one.communicate(timeout=PATIENCE) for one in started]
    assert [one.returncode for one in started] == [0, 0, 0], said
    assert sum("is installed." in out for out, _ in said) == 1
    assert len(installed.names(home)) == 1
    assert not list((home / "installed-packs").glob(".*"))


def test_what_is_wrong_with_a_file_is_said_with_its_place_and_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "oak\x1b[31m.dvpack"
    file.write_bytes(b"PK\x03\x04")
    done = run_dvcheck("pack", "install", str(file))
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        f"dvcheck: {tmp_path}/oak\\x1b[31m.dvpack: it ends too early",
        "Ask for the file again, or make it with:",
        "  python -m dvcheck pack build DIR",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="the rights of Windows")
def test_a_home_folder_that_cannot_be_written_is_said_with_the_code_of_that(
    folder: Path, home: Path, tmp_path: Path
) -> None:
    home.mkdir()
    (home / "installed-packs").write_text("a file in the way")
    done = run_dvcheck("pack", "install", str(folder))
    assert done.returncode == 5
    assert "the pack could not be installed" in done.stderr

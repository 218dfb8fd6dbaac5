"""`dvcheck walk NAME`: a checklist without its own command, walked with keys, killed and resumed."""

import shlex
from pathlib import Path

import pytest

from tests.journal import answers, only_case, statuses
from tests.pty import CTRL_C, ENTER, Officer, dvcheck
from tests.two_packs import FIRST, SECOND, oak


@pytest.fixture(autouse=True)
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = oak(tmp_path / "oak county")
    monkeypatch.setenv("DVCHECK_PACK", str(folder))
    return folder


def words_of(text: str) -> list[str]:
    """Return the printed command that resumes the walk, without the name of the program."""
    (line,) = [line for line in text.splitlines() if "walk lethality-screen" in line]
    return shlex.split(line.partition("dvcheck ")[2])


def test_a_walk_that_was_killed_is_resumed_by_the_command_that_is_printed() -> None:
    with Officer("walk", "lethality-screen") as officer:
        officer.answer(FIRST, "y")
        officer.wait_for_question(SECOND)
        officer.kill()
    resume = words_of(dvcheck("outstanding").stdout)
    assert resume == ["walk", "lethality-screen", only_case()]
    with Officer(*resume) as officer:
        officer.wait_for_question(SECOND)
        officer.press("n")
        officer.wait_for("Call the hotline")
        officer.press("\r")
        assert officer.exit_status == 0
        assert words_of("\n".join(officer.everything)) == resume
    assert answers(only_case()) == {"armed": "yes", "fears": "no"}
    assert statuses(only_case())["call-hotline"] == "open"


def test_a_walk_that_was_left_says_how_to_resume_it_also_without_its_pack(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Officer("walk", "lethality-screen", "--new") as officer:
        officer.answer(FIRST, "y")
        officer.wait_for_question(SECOND)
        officer.press(CTRL_C)
        assert officer.exit_status == 130
        resume = words_of("\n".join(officer.everything))
    monkeypatch.delenv("DVCHECK_PACK")
    with Officer(*resume) as officer:
        officer.answer(SECOND, "y")
        officer.wait_for("Call the hotline")


def test_the_case_is_offered_where_none_is_named() -> None:
    with Officer("walk", "lethality-screen") as officer:
        officer.answer(FIRST, "y")
        officer.wait_for_question(SECOND)
        officer.kill()
    with Officer("walk", "lethality-screen") as officer:
        officer.wait_for("Which case?")
        officer.press(ENTER)
        officer.wait_for_question(SECOND)


def test_without_a_name_the_checklists_are_listed_and_what_to_type() -> None:
    done = dvcheck("walk")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "dvcheck: name the checklist to walk. Those of oak-lethality:",
        "lethality-screen: Lethality screen",
        "For example:",
        "  python -m dvcheck walk lethality-screen",
    ]


def test_a_short_form_that_the_pack_lacks_names_the_checklists_it_has(pack: Path) -> None:
    done = dvcheck("incident", "--new", "--plain", typed="")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        'dvcheck: the pack has no checklist "incident"',
        "It has lethality-screen. To walk one of them:",
        "  python -m dvcheck walk lethality-screen",
    ]
    named = dvcheck("standby", "--plain", "--pack", str(pack / ".." / "oak county"), typed="").stderr
    assert words_of(named)[:-1] == ["walk", "lethality-screen", "--pack"]


def test_a_name_that_is_nearly_one_is_asked_back() -> None:
    done = dvcheck("walk", "lethality-scren", "--plain", typed="")
    assert done.returncode == 2
    assert done.stderr.startswith(
        'dvcheck: the pack has no checklist "lethality-scren"; did you mean "lethality-screen"?\n'
    )
    with Officer("walk", "lethality-screen") as officer:
        officer.answer(FIRST, "y")
        officer.wait_for_question(SECOND)
        officer.kill()
    done = dvcheck("walk", "lethality", only_case(), "--plain", typed="")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == f"  python -m dvcheck walk lethality-screen {only_case()}"


def test_an_empty_list_says_how_a_case_begins() -> None:
    for command in ("outstanding", "cases", "show x"):
        done = dvcheck(*command.split())
        assert words_of(done.stdout + done.stderr) == ["walk", "lethality-screen"], command

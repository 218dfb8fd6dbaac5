"""A text longer than the terminal, in a pseudo-terminal: page by page, and all at once in a pipe."""

import re
import stat
import sys
from pathlib import Path

import pytest

from dvcheck.actions.outstanding import outstanding
from dvcheck.actions.workspace import Workspace
from dvcheck.record.clock import now
from tests.actions.calls import opened
from tests.pty import CTRL_C, DOWN, ENTER, SPACE, Officer, dvcheck
from tests.terminal.walks import ASSAULT, VERBAL, answers_file

PAGE_DOWN, HOME, END = "\x1b[6~", "\x1b[H", "\x1b[F"


@pytest.fixture(autouse=True)
def _no_pager_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PAGER", "LESS", "LESSCHARSET"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def case(home: Path, tmp_path: Path) -> str:
    workspace = Workspace(home=home)
    opened(workspace, "incident", Path(answers_file(tmp_path, VERBAL)))
    return opened(workspace, "incident", Path(answers_file(tmp_path, ASSAULT)))


def test_a_long_text_is_paged_through_searched_and_left(case: str) -> None:
    with Officer("show", case) as officer:
        officer.wait_for("1-23 of")
        assert officer.says("ANSWERS")
        officer.press(DOWN)
        officer.wait_for("2-24 of")
        officer.press(SPACE)
        officer.wait_for("25-47 of")
        officer.press(END)
        officer.wait_for("Complete the GO report")
        officer.press(HOME)
        officer.wait_for("1-23 of")
        officer.press("/")
        officer.wait_for("Look for:")
        officer.press(*"GO report", ENTER)
        officer.wait_for("n next")
        assert officer.says("Complete the GO report")
        officer.press("q")
        assert officer.exit_status == 0
        assert officer.left_as_found
        assert b"\x1b[?1049h" in officer.raw
        assert b"\x1b[?1049l" in officer.raw


def test_what_hints_say_stays_on_the_screen_and_nothing_else(case: str) -> None:
    with Officer("show", case) as officer:
        officer.wait_for("1-23 of")
        officer.press("q")
        assert officer.exit_status == 0
        after = officer.raw.decode().rpartition("\x1b[?1049l")[2]
    assert f"incident {case}" in after
    assert f"show {case} --why" in after
    assert "Complete the GO report" not in after


@pytest.mark.parametrize("key", [CTRL_C, "Q"])
def test_it_is_left_with_ctrl_c_too(case: str, key: str) -> None:
    with Officer("policy") as officer:
        officer.wait_for("1-23 of")
        officer.press(key)
        assert officer.exit_status == 0
        assert officer.left_as_found


def test_it_follows_the_window(case: str) -> None:
    with Officer("policy", "2.1") as officer:
        officer.wait_for("1-23 of")
        officer.resize(columns=40, lines=12)
        officer.wait_for("1-10 of")
        officer.press("q")
        assert officer.exit_status == 0


def test_a_text_that_fits_is_printed_and_asks_for_no_key(case: str) -> None:
    with Officer("outstanding", case) as officer:
        assert officer.exit_status == 0
        assert officer.says("Complete the GO report")
        assert b"\x1b[?1049h" not in officer.raw


@pytest.mark.parametrize(
    "arguments", [["outstanding", "--why"], ["contacts"], ["explain", "CASE"], ["pack", "list"]]
)
def test_what_is_long_is_paged_wherever_it_stands(case: str, arguments: list[str]) -> None:
    named = [case if one == "CASE" else one for one in arguments]
    with Officer(*named, lines=8) as officer:
        officer.wait_for("1-")
        officer.press("q")
        assert officer.exit_status == 0


def test_a_pipe_and_plain_mode_get_the_whole(case: str) -> None:
    piped = dvcheck("show", case)
    assert piped.stdout.count("\n") > 24
    with Officer("show", case, "--plain") as officer:
        assert officer.exit_status == 0
        assert b"\x1b[?1049h" not in officer.raw


def test_the_end_of_a_walk_that_fits_asks_for_no_key(case: str, tmp_path: Path) -> None:
    with Officer("incident", "--new", "--answers", answers_file(tmp_path, ASSAULT)) as officer:
        officer.wait_for("What of this is done")
        officer.press(ENTER)
        assert officer.exit_status == 0
        assert b"\x1b[?1049h" not in officer.raw


def script(folder: Path, text: str) -> str:
    path = folder / "pager"
    path.write_text(f"#!{sys.executable}\n{text}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_the_pager_of_the_user_gets_the_whole_text(case: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    own = script(
        tmp_path, f"import sys\nopen({str(kept)!r}, 'w').write(sys.stdin.read() + str(sys.argv[1:]))\n"
    )
    with Officer("show", case, env={"PAGER": f"{own} --option 'two words'"}) as officer:
        assert officer.exit_status == 0
    text = kept.read_text(encoding="utf-8")
    assert "Complete the GO report" in text
    assert text.endswith("['--option', 'two words']")
    assert f"show {case} --why" in "\n".join(officer.everything)


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ({"LC_ALL": "C"}, "R utf-8"),
        ({"LC_ALL": "C", "LESS": "X", "LESSCHARSET": "ascii"}, "X ascii"),
        ({"PYTHONIOENCODING": "ascii"}, "R None"),
    ],
)
def test_less_is_told_the_encoding_unless_the_user_has_told_it(
    case: str, tmp_path: Path, locale: dict[str, str], told: str
) -> None:
    own = script(tmp_path, "import os\nprint(*map(os.environ.get, ('LESS', 'LESSCHARSET')), end='!')\n")
    with Officer("show", case, env={"PAGER": own, **locale}) as officer:
        assert officer.exit_status == 0
        assert officer.says(f"{told}!")


@pytest.mark.parametrize("named", ["/no/such/program", "less 'open", ""])
def test_a_pager_that_cannot_be_started_keeps_nothing_back(case: str, named: str) -> None:
    with Officer("show", case, env={"PAGER": named}) as officer:
        officer.wait_for("1-23 of")
        officer.press("q")
        assert officer.exit_status == 0


def test_a_pager_that_is_left_early_is_no_error(case: str, tmp_path: Path) -> None:
    own = script(tmp_path, "import sys\nsys.stdin.readline()\n")
    with Officer("policy", env={"PAGER": own}) as officer:
        assert officer.exit_status == 0


def test_the_journal_is_free_while_somebody_reads(case: str, home: Path, tmp_path: Path) -> None:
    with Officer("outstanding", "--why") as officer:
        officer.wait_for("1-23 of")
        assert dvcheck("done", case, "go-report").returncode == 0
        assert len(outstanding(Workspace(home=home), now()).rows) == 13
        officer.press("q")
        assert officer.exit_status == 0


COLOR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-7]|9[0-7]|38;[\d;]+)m")


def test_colors_are_kept_and_no_color_has_none_but_what_was_found_stands_out(case: str) -> None:
    for options in ([], ["--no-color"]):
        with Officer("show", case, *options) as officer:
            officer.wait_for("1-23 of")
            officer.press("/", *"past its review date", ENTER)
            officer.wait_for("n next")
            officer.press("q")
            assert officer.exit_status == 0
        assert (COLOR.search(officer.raw) is None) == bool(options)
        assert re.search(rb"\x1b\[(?:\d+;)*7mpast its review date", officer.raw)

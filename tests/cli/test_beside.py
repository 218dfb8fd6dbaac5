"""Messages on standard error: wrapped between words at a terminal, one line each elsewhere."""

import re
from pathlib import Path

import pytest

from tests.pty import Officer, dvcheck
from tests.terminal.walks import VERBAL, given


def said(*arguments: str, columns: int = 40) -> list[str]:
    """The lines of an error as the program writes them to a terminal."""
    with Officer(*arguments, columns=columns, lines=50) as officer:
        assert officer.exit_status != 0
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\r", "", officer.raw.decode()).rstrip("\n").split("\n")


@pytest.mark.parametrize(
    "typed",
    [
        "explain 26-1 bogus-duty",
        "show 99",
        "shift extend --ends soon",
        "shift end",
        "cases --all",
        "incident --bogus",
    ],
)
def test_an_error_is_broken_between_words_and_a_command_never(typed: str, tmp_path: Path) -> None:
    assert dvcheck("incident", "--number", "26-1", *given(tmp_path, VERBAL)).returncode == 0
    whole = dvcheck(*typed.split()).stderr.rstrip("\n").split("\n")
    lines = said(*typed.split())
    assert " ".join(" ".join(lines).split()) == " ".join(" ".join(whole).split())
    for line in lines:
        assert len(line) <= 40 or line in whole, line
    for command in (line for line in whole if line.startswith("  ")):
        assert command in lines


def test_a_script_gets_each_error_in_one_line() -> None:
    done = dvcheck("show", "nothing-of-this-name-was-ever-recorded-in-this-journal-as-a-case-or-its-number")
    assert max(map(len, done.stderr.splitlines())) > 80


def test_the_name_of_a_file_is_not_cut(tmp_path: Path) -> None:
    name = str(tmp_path / ("answers-" * 10 + ".yaml"))
    lines = said("incident", "--answers", name)
    assert any(name in line for line in lines)

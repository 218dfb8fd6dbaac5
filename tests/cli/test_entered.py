"""Line breaks in what an officer enters become spaces, in every command."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvcheck.text import clean, one_line
from tests.journal import answers, cases, entries, only_case
from tests.pty import dvcheck

BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
TWO_LINES = "the first \r\n\n second"
ONE_LINE = "the first second"


@given(st.text(st.sampled_from("ab \t" + BREAKS)))
def test_no_break_is_left_and_none_is_a_letter(text: str) -> None:
    line = one_line(text)
    assert "\\" not in line
    assert not set(line) & set(BREAKS)
    assert line.split() == text.split()


@given(st.text())
def test_a_text_without_a_break_is_cleaned_as_ever(text: str) -> None:
    if not set(text) & set(BREAKS):
        assert one_line(text) == clean(text)


def test_a_break_is_a_space_in_notes_reasons_numbers_and_names() -> None:
    assert dvcheck("shift", "start", "--ends", "07:00", "--officer", "A\nB").returncode == 0
    assert dvcheck("incident", "--new", "--number", "26\n1", "--plain", typed="1\n").returncode == 130
    case = only_case()
    assert dvcheck("note", case, TWO_LINES).returncode == 0
    assert dvcheck("amend", case, "--number", "26\n2").returncode == 0
    assert dvcheck("close", case, "--reason", TWO_LINES).returncode == 0
    (found,) = cases()
    assert found.officer == "A B"
    assert found.number == "26 2"
    assert [r.text for r in found.remarks] == [ONE_LINE]
    assert found.closed is not None
    assert found.closed.reason == ONE_LINE
    assert "\\\\x0a" not in str(entries(case))


@pytest.mark.parametrize(
    "written", ["|\n  the first\n\n  second\n", ">\n  the first\n\n  second\n", '"the first\\nsecond"']
)
def test_a_break_is_a_space_in_an_answers_file(written: str, tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(f"order-number: {written}", encoding="utf-8")
    made = dvcheck("verify-order", "--new", "--answers", str(file))
    assert made.returncode == 0, made.stderr
    assert answers(only_case()) == {"order-number": ONE_LINE}


def test_old_journals_keep_their_letters() -> None:
    assert one_line("a\\x0ab") == "a\\x0ab"


def test_everything_entered_goes_through_the_one_place() -> None:
    """`clean(x.strip())` is how it was done before: breaks became letters."""
    package = Path(__file__).parents[2] / "dvcheck"
    for path in package.rglob("*.py"):
        assert not re.search(r"\bclean\(\w+\.strip\(\)\)", path.read_text(encoding="utf-8")), path

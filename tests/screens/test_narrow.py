"""Narrow screens: at 40 columns no word is lost, and where a small one is cut it says so."""

import json
import os
import re
from pathlib import Path

import pytest

from dvcheck.pack.model import Question
from dvcheck.terminal.frame import usual_moves
from dvcheck.terminal.list_faces import ChoicesFace, question_face
from dvcheck.walk.prompts import Prompt, WalkPlace
from tests.pty import run_dvcheck
from tests.terminal.walks import ASSAULT, VERBAL, answers_file, shipped

_WORD = re.compile(r"[\w./'-]*\w")
_HEADINGS = {"Case", "Number", "Opened", "Open", "Undecided", "Checklist"}
"""The columns of `cases`; narrow, each case is a paragraph that says the same in small letters."""


class Size:
    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows


def words(text: str) -> set[str]:
    return set(_WORD.findall(text))


def printed(columns: int, *arguments: str) -> str:
    done = run_dvcheck(*arguments, env={**os.environ, "COLUMNS": str(columns), "PYTHONUTF8": "1"})
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def case(tmp_path: Path) -> str:
    walked = [
        printed(80, "incident", "--answers", answers_file(tmp_path, walk), "--format", "json", "--new")
        for walk in (VERBAL, ASSAULT)
    ]
    name: str = json.loads(walked[-1])["case"]["id"]
    return name


@pytest.mark.parametrize(
    "command",
    [
        "outstanding",
        "outstanding --why",
        "show CASE",
        "show CASE --why --all",
        "cases",
        "explain CASE 2.1.4.1",
    ],
)
def test_a_screen_loses_no_word_on_40_columns(command: str, case: str) -> None:
    arguments = command.replace("CASE", case).split()
    wide, narrow = printed(120, *arguments), printed(40, *arguments)
    assert words(wide) - words(narrow) - _HEADINGS == set()
    assert "…" not in narrow
    pasted = [line for line in narrow.splitlines() if "dvcheck" in line]
    assert all(len(line) <= 40 for line in narrow.splitlines() if line not in pasted)


PLACE = WalkPlace(
    case="26-300123",
    round="the older brother, 1 of 2",
    checklist="Domestic-violence call",
    section="Primary or potential suspect",
)
ASKED = [
    q for q in shipped().questions() if q.kind in ("yes-no", "choice", "choices") and len(q.options) < 10
]


def shown(question: Question, columns: int, rows: int) -> str:
    prompt = Prompt(question=question, place=PLACE, status="12 open · 9 now · 1 by 07:00 (end of shift)")
    kind = ChoicesFace if question.kind == "choices" else question_face
    return "".join(text for _, text in kind(prompt, usual_moves()).shown(Size(columns, rows), ""))


@pytest.mark.parametrize("question", ASKED, ids=lambda q: q.id)
def test_a_question_loses_no_word_on_40_columns(question: Question) -> None:
    wide, narrow = shown(question, 120, 60), shown(question, 40, 60)
    assert words(wide) - words(narrow) == set()
    assert "…" not in narrow
    assert max(map(len, narrow.splitlines())) <= 40


@pytest.mark.parametrize("question", ASKED, ids=lambda q: q.id)
def test_the_section_stays_on_a_small_screen_and_the_question_too(question: Question) -> None:
    seen = shown(question, 40, 15)
    assert "Primary or potential suspect" in seen
    assert len(seen.splitlines()) <= 15
    small = shown(question, 20, 10)
    assert len(small.splitlines()) <= 10
    assert max(map(len, small.splitlines())) <= 20

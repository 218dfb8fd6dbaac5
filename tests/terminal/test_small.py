"""Screens of any size: none is larger than its terminal, and a cut is marked with a sign."""

import re
from collections.abc import Callable

import pytest

from dvcheck.cells import cells
from dvcheck.terminal.duties_face import DutiesFace
from dvcheck.terminal.faces import Face
from dvcheck.terminal.frame import usual_moves
from dvcheck.terminal.home_face import HomeFace, PauseFace
from dvcheck.terminal.list_faces import ChoicesFace, ChooseFace, question_face
from dvcheck.terminal.paint import ScreenSize
from dvcheck.terminal.text_face import TextFace
from dvcheck.walk.prompts import Prompt, WalkPlace
from tests.terminal.test_faces import LISTED, ROWS, question
from tests.terminal.test_home_face import duties, home, walk

SIZES = [(columns, rows) for columns in (20, 23, 31, 40, 56, 64, 80) for rows in (6, 8, 10, 13, 14, 20, 24)]
_SIGN = re.compile(r"…|more|arrows|\d+ (above|below)|\d+-\d+ of \d+")
_WORD = re.compile(r"[\w./'-]*\w")


def asked(name: str) -> Face:
    prompt = Prompt(question=question(name), place=WalkPlace(), status="")
    kind = ChoicesFace if prompt.question.kind == "choices" else question_face
    return kind(prompt, usual_moves())


def explained(width: int) -> str:
    return "\n".join(f"Line {n} of what is explained."[:width] for n in range(1, 41))


FACES: dict[str, Callable[[], Face]] = {
    "yes-no": lambda: asked("two-members"),
    "choice": lambda: asked("relationship"),
    "tick list of a question": lambda: asked("crimes"),
    "choose": lambda: ChooseFace("Which case?", ROWS),
    "list of duties": lambda: DutiesFace(LISTED, usual_moves()),
    "home": lambda: HomeFace(
        home(*duties(overdue=True), walks=(walk("c-BBBB"),)), lambda row: None, lambda: None
    ),
    "pause": PauseFace,
    "text": lambda: TextFace(explained),
}


def seen(face: Face, columns: int, rows: int) -> list[str]:
    text = "".join(
        text for style, text in face.shown(ScreenSize(columns, rows), "") if style != "[SetCursorPosition]"
    )
    return text.rstrip("\n").split("\n")


@pytest.mark.parametrize("name", FACES)
def test_a_screen_is_no_wider_and_no_longer_than_its_terminal(name: str) -> None:
    for columns, rows in SIZES:
        lines = seen(FACES[name](), columns, rows)
        assert len(lines) <= rows, (columns, rows, lines)
        assert max(map(cells, lines)) <= columns, (columns, rows, lines)


@pytest.mark.parametrize("name", FACES)
def test_what_is_cut_has_a_sign(name: str) -> None:
    whole = set(_WORD.findall("\n".join(seen(FACES[name](), 120, 90))))
    for columns, rows in ((c, r) for c, r in SIZES if r >= 10):
        text = "\n".join(seen(FACES[name](), columns, rows))
        kept = "".join(text.split())  # a word wider than a line continues on the next
        lost = [word for word in whole if word not in kept]
        assert not lost or _SIGN.search(text), (columns, rows, lost, text)

"""`dvcheck train` without a terminal: grades of a file, the rubric, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.pty import run_dvcheck

NAME = "strangled-children-asleep"
KEY = {
    "call-type": "domestic-disturbance",
    "two-members": "yes",
    "relationship": "parents",
    "injured": "one",
    "pain-scale": "unknown",
    "threats": "yes",
    "compared": "one",
    "history": "yes",
    "self-defense": "no",
    "future-harm": "yes",
    "suspect": "identified",
    "crimes": "strangulation",
    "suspect-here": "yes",
    "measure-11": "unknown",
    "property-damage": "yes",
    "order-involved": "no",
    "children-present": "yes",
    "children-involved": "no",
}


def graded(folder: Path, **changed: str) -> dict[str, Any]:
    answers = KEY | {name.replace("_", "-"): value for name, value in changed.items()}
    file = folder / "answers.yaml"
    file.write_text("".join(f"{name}: {value}\n" for name, value in answers.items()), encoding="utf-8")
    done = run_dvcheck("train", NAME, "--answers", str(file), "--format", "json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_key_scores_in_full(tmp_path: Path) -> None:
    found = graded(tmp_path)
    assert found["scenario"] == NAME
    assert found["score"] == found["of"] > 0
    assert (found["harmful"], found["missed"], found["invented"]) == ([], [], [])
    assert {one["result"] for one in found["questions"]} == {"right"}


def test_a_harmful_answer_is_named_by_its_question(tmp_path: Path) -> None:
    found = graded(tmp_path, children_present="no", suspect_here="no")
    assert found["harmful"] == ["children-present"]
    assert "notify-dhs" in found["missed"]
    assert "locate-suspect" in found["invented"]
    assert found["score"] < found["of"] - 10


def test_no_answers_at_all_are_graded_and_score_under_half(tmp_path: Path) -> None:
    (tmp_path / "none.yaml").write_text("{}\n", encoding="utf-8")
    done = run_dvcheck("train", NAME, "--answers", str(tmp_path / "none.yaml"), "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["score"] < found["of"] / 2


def test_the_rubric_names_what_counts() -> None:
    said = run_dvcheck("train", NAME, "--rubric").stdout
    assert "EACH COSTS POINTS" in said
    assert "Asleep in the house is present" in said
    assert "QUESTIONS TO ANSWER" in said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("train", "nothing-like-it", "--rubric"), 2, "is not a scenario"),
        (("train", "nothing-like-it", "--rubric"), 2, "dvcheck train"),
        (("train", NAME, "--rubric", "--answers", "x"), 2, "do not go together"),
        (("train", "--rubric"), 2, "--rubric needs a scenario"),
        (("train", "--notes"), 2, "--notes needs a scenario"),
        (("train", NAME, "--notes", "--clock"), 2, "--notes and --clock do not go together"),
        (("train", NAME), 2, "no terminal to practice on"),
    ],
)
def test_what_cannot_be_done_is_refused(words: tuple[str, ...], code: int, said: str) -> None:
    done = run_dvcheck(*words)
    assert done.returncode == code
    assert said in done.stderr


def test_a_wrong_answer_in_the_file_is_refused_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("call-type: perhaps\nchildren-presnt: yes\n", encoding="utf-8")
    done = run_dvcheck("train", NAME, "--answers", str(file))
    assert done.returncode == 3
    assert "answers.yaml:1:12: unknown-value" in done.stderr
    assert 'did you mean "children-present"' in done.stderr

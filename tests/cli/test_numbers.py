"""CAD and GO numbers typed once too often, wrongly, or of no case; and a walk begun by mistake."""

import json
from pathlib import Path

import pytest

from tests.journal import cases, entries
from tests.pty import Officer, dvcheck
from tests.terminal.walks import VERBAL, answers_file


def opened(folder: Path, number: str, *options: str) -> str:
    done = dvcheck(
        "incident",
        "--answers",
        answers_file(folder, VERBAL),
        "--format",
        "json",
        "--number",
        number,
        *options,
    )
    assert done.returncode == 0, done.stderr
    name: str = json.loads(done.stdout)["case"]["id"]
    return name


def test_a_number_in_use_leads_to_its_case_and_not_to_another(tmp_path: Path) -> None:
    case = opened(tmp_path, "26-118")
    for walk in ("incident", "verify-order"):
        done = dvcheck(walk, "--plain", "--number", " 26-118 ")
        assert done.returncode == 2
        assert f"26-118 is case {case} already" in done.stderr
        assert f"To go on with it:\n  python -m dvcheck {walk} {case}\n" in done.stderr
    assert len(cases()) == 1
    other = opened(tmp_path, "26-118", "--new")
    assert f'"26-118" fits more than one case: {case}, {other}' in dvcheck("show", "26-118").stderr
    dvcheck("close", case, "--reason", "Doubled")
    assert json.loads(dvcheck("show", "26-118", "--format", "json").stdout)["case"]["id"] == other
    dvcheck("close", other, "--reason", "Doubled too")
    assert dvcheck("show", "26-118").returncode == 2
    assert opened(tmp_path, "26-118") not in (case, other)


def test_a_wrong_number_is_put_right(tmp_path: Path) -> None:
    case = opened(tmp_path, "26-112")
    assert dvcheck("amend", "26-112", "--number", "26-121").stdout == (
        f"The number of {case} is now 26-121, no longer 26-112.\n"
    )
    assert json.loads(dvcheck("show", "26-121", "--format", "json").stdout)["case"]["number"] == "26-121"
    assert dvcheck("show", "26-112").returncode == 2
    assert "26-121" in dvcheck("report", case).stdout
    assert "26-112" not in dvcheck("report", case).stdout
    assert "intact" in dvcheck("journal", "verify").stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--number", " "), "--number takes 1 to 60 characters"),
        (("--number", "2" * 61), "--number takes 1 to 60 characters"),
        (("crimes", "--number", "26-1"), "--number cannot be combined with a QUESTION"),
    ],
)
def test_what_is_no_number_is_refused(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    case = opened(tmp_path, "26-112")
    before = entries(case)
    done = dvcheck("amend", case, *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert entries(case) == before


def test_a_number_nobody_has_says_how_to_open_a_case_with_it(tmp_path: Path) -> None:
    opened(tmp_path, "26-118")
    done = dvcheck("incident", "26-119", "--plain")
    assert done.returncode == 2
    assert 'no case "26-119"' in done.stderr
    assert "A new case of that number:\n  python -m dvcheck incident --number 26-119\n" in done.stderr


def test_a_walk_left_at_its_first_question_leaves_nothing_in_the_case(tmp_path: Path) -> None:
    case = opened(tmp_path, "26-118")
    before = entries(case)
    with Officer("standby", case) as officer:
        officer.wait_for("save, leave")
        officer.press("q")
        assert officer.exit_status == 130
    assert entries(case) == before
    assert cases()[0].checklists == ("incident",)


def test_a_walk_is_noted_with_its_first_answer_or_its_end(tmp_path: Path) -> None:
    case = opened(tmp_path, "26-118")
    before = entries(case)
    with Officer("standby", case) as officer:
        officer.wait_for("save, leave")
        officer.press("1")
        officer.wait_for("y/1 yes")
        officer.press("q")
        assert officer.exit_status == 130
    kinds = [kind for kind, _ in entries(case)[len(before) :]]
    assert kinds == ["checklist-started", "answered"]
    empty = tmp_path / "empty.yaml"
    empty.write_text("{}\n")
    done = dvcheck("verify-order", case, "--answers", str(empty))
    assert done.returncode == 0, done.stderr
    assert entries(case)[-1] == ("checklist-started", {"checklist": "verify-order"})

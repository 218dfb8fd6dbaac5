"""`dvcheck scenario` without a terminal: the sheets of a scenario, a new scenario, and what is refused."""

import os
import re
import shutil
from pathlib import Path

import pytest

from dvcheck.errors import Exit
from tests.pty import dvcheck, run_dvcheck

SHIPPED = Path(__file__).parents[2] / "checklists" / "ppb-0825.00"
NEW = ("scenario", "new", "late-standby", "--plain")
STANDBY = "1\ny\nn\n1\nclothes, the red bag\ny\nn\n1\n1 2\nn\n2\n1\nn\n1\nx 1\n1\nA typed reason\n\n\n"
"""Lines that work a standby to its end, with a text as an answer and a note."""


def refused(*arguments: str, code: int = Exit.USAGE) -> str:
    done = dvcheck(*arguments)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert len(done.stderr.splitlines()) > 1, done.stderr
    return done.stderr


# --- the sheets ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["md", "html", "pdf"])
@pytest.mark.parametrize("more", [(), ("--solution",), ("--goals",)])
def test_a_sheet_goes_into_a_file_of_each_format(suffix: str, more: tuple[str, ...], tmp_path: Path) -> None:
    if suffix == "pdf":
        pytest.importorskip("typst")
    file = tmp_path / f"sheet.{suffix}"
    assert dvcheck("scenario", "handout", "verbal-only", "-o", str(file), *more).returncode == 0
    assert file.read_bytes().startswith({"md": b"# ", "html": b"<!DOCTYPE", "pdf": b"%PDF-"}[suffix])
    if suffix != "pdf":
        assert ("SOLUTION" in file.read_text("utf-8")) == ("--solution" in more)


def test_a_file_that_exists_is_kept_unless_forced(tmp_path: Path) -> None:
    file = tmp_path / "sheet.md"
    file.write_text("mine", encoding="utf-8")
    assert "exists already" in refused("scenario", "handout", "verbal-only", "-o", str(file))
    assert file.read_text("utf-8") == "mine"
    assert dvcheck("scenario", "handout", "verbal-only", "-o", str(file), "--force").returncode == 0


def test_what_no_sheet_can_be_is_refused(tmp_path: Path) -> None:
    file = str(tmp_path / "sheet.pdf")
    assert "is not a scenario" in refused("scenario", "handout", "nothing-like-it")
    assert "--goals is for the hand-out" in refused(
        "scenario", "handout", "verbal-only", "--solution", "--goals"
    )
    assert "does not fit" in refused("scenario", "handout", "verbal-only", "--format", "html", "-o", file)
    assert "does not say which format" in refused(
        "scenario", "handout", "verbal-only", "-o", str(tmp_path / "x.json")
    )
    assert list(tmp_path.glob("*.*")) == []


# --- a new scenario -----------------------------------------------------------------------------------------


def my_pack(folder: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, folder / "my-pack"))


def test_a_call_worked_in_practice_becomes_a_scenario_that_passes(tmp_path: Path) -> None:
    done = run_dvcheck(*NEW, "--checklist", "standby", typed=STANDBY, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "PRACTICE" in done.stdout
    assert "search for FILL IN" in done.stderr
    assert "Texts and names that you typed as answers are in the file." in done.stderr
    pack = my_pack(tmp_path)
    shutil.copy(tmp_path / "late-standby.yaml", pack / "scenarios")
    tested = dvcheck("pack", "test", str(pack))
    assert tested.returncode == 0, tested.stdout
    assert re.search(r"^ok +late-standby: FILL IN", tested.stdout, re.MULTILINE)
    assert dvcheck("train", "late-standby", "--rubric", "--pack", str(pack)).returncode == 0
    sheet = dvcheck("scenario", "handout", "late-standby", "--pack", str(pack))
    assert "texts of the scenario are still to fill in" in sheet.stderr
    # The facts are stubs: they say nothing of the answers.
    assert "red bag" not in sheet.stdout


def test_answers_are_kept_and_reasons_and_notes_are_not(tmp_path: Path) -> None:
    noted = STANDBY.replace("x 1\n1\n", "+\nA typed note\n")
    assert run_dvcheck(*NEW, "--checklist", "standby", typed=noted, cwd=tmp_path).returncode == 0
    text = (tmp_path / "late-standby.yaml").read_text("utf-8")
    assert 'standby-items: [clothes, "the red bag"]' in text
    assert "typed" not in text


def test_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    begun = "".join(f"{line}\n" for line in STANDBY.split("\n")[:4])
    left = run_dvcheck(*NEW, "--checklist", "standby", typed=begun, cwd=tmp_path)
    assert left.returncode == Exit.INTERRUPTED
    assert "Go on with:" in left.stderr
    assert "dvcheck scenario new late-standby" in left.stderr
    assert not (tmp_path / "late-standby.yaml").exists()
    other = run_dvcheck(*NEW, "--checklist", "incident", typed="", cwd=tmp_path)
    assert other.returncode == Exit.USAGE
    assert "was begun with the checklist standby" in other.stderr
    rest = STANDBY.removeprefix(begun)
    assert run_dvcheck(*NEW, typed=rest, cwd=tmp_path).returncode == 0
    text = (tmp_path / "late-standby.yaml").read_text("utf-8")
    assert "standby-party: respondent" in text
    # It is written: with the same id another one begins.
    again = run_dvcheck(*NEW, "--force", "--checklist", "incident", typed="", cwd=tmp_path)
    assert again.returncode == Exit.INTERRUPTED


def test_a_skipped_question_is_named_in_the_file(tmp_path: Path) -> None:
    skipped = STANDBY.replace("1\ny\nn\n", "1\ny\ns\n", 1)
    done = run_dvcheck(*NEW, "--checklist", "standby", typed=skipped, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "1 question was skipped. pack test refuses the file until it has an answer:\n" in done.stderr
    assert "\n  earlier-standby: Earlier standby\n" in done.stderr
    assert "Each is a comment under answers in the file." in done.stderr
    assert "  # earlier-standby:  # skipped: " in (tmp_path / "late-standby.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", ["26-118", "c-7k2m", "Late", "a b", "all"])
def test_a_scenario_is_never_made_from_a_case(name: str) -> None:
    said = refused("scenario", "new", name, "--checklist", "standby", "--plain")
    assert "cannot be the id of a scenario" in said
    assert "never made from a case" in said


def test_what_no_new_scenario_can_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "late-standby.yaml").write_text("mine", encoding="utf-8")
    assert "exists already" in refused(*NEW, "-o", str(tmp_path / "late-standby.yaml"))
    assert "is called late-standby.yaml" in refused(*NEW, "-o", str(tmp_path / "other.yaml"))
    assert "has a scenario verbal-only already" in refused("scenario", "new", "verbal-only", "--plain")
    unknown = refused(*NEW, "--checklist", "standbye")
    assert 'has no checklist "standbye"; did you mean "standby"?' in unknown
    assert "standby, verify-order" in unknown
    assert "no terminal to practice on" in refused("scenario", "new", "late-standby")
    assert (tmp_path / "late-standby.yaml").read_text("utf-8") == "mine"


def test_practice_leaves_no_trace_among_the_cases(tmp_path: Path) -> None:
    assert dvcheck("standby", "--new", "--number", "26-1", "--answers", "-").returncode is not None
    before = dvcheck("cases").stdout
    assert run_dvcheck(*NEW, "--checklist", "standby", typed=STANDBY, cwd=tmp_path).returncode == 0
    assert dvcheck("cases").stdout == before
    assert (Path(os.environ["DVCHECK_HOME"]) / "practice" / "PRACTICE").is_file()


def test_a_scenario_on_standard_output_is_only_the_file(tmp_path: Path) -> None:
    done = run_dvcheck(*NEW, "--checklist", "standby", "-o", "-", typed=STANDBY, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("# A scenario made from practice.")
    assert list(tmp_path.glob("*.yaml")) == []


def test_a_file_that_cannot_be_written_loses_nothing(tmp_path: Path) -> None:
    there = str(tmp_path / "missing" / "late-standby.yaml")
    failed = run_dvcheck(*NEW, "--checklist", "standby", "-o", there, typed=STANDBY, cwd=tmp_path)
    assert failed.returncode == Exit.OUTPUT
    assert "Traceback" not in failed.stderr
    done = run_dvcheck(*NEW, typed="\n", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "standby-party: respondent" in (tmp_path / "late-standby.yaml").read_text("utf-8")


def test_a_call_of_other_checklists_is_not_gone_on_with(tmp_path: Path) -> None:
    assert run_dvcheck(*NEW, "--checklist", "standby", typed="1\n", cwd=tmp_path).returncode == 130
    pack = my_pack(tmp_path)
    walk = pack / "standby.yaml"
    walk.write_text(walk.read_text("utf-8").replace("Civil standby", "Standby"), encoding="utf-8")
    again = run_dvcheck(*NEW, "--checklist", "standby", "--pack", str(pack), typed="", cwd=tmp_path)
    assert "The checklists changed since this call was begun" in again.stderr

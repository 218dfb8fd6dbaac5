"""The walk alone: a small pack, a real journal, lines in and lines out."""

import io
import subprocess
import sys
from pathlib import Path

from msgspec.structs import replace

from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import Clock
from dvcheck.record.events import Answered, CaseOpened, ChecklistStarted
from dvcheck.record.sqlite.journal import Journal
from dvcheck.rules.assess import Assessment
from dvcheck.terminal.plain import PlainTerminal
from dvcheck.walk import messages
from dvcheck.walk.undo import Undone
from dvcheck.walk.walk import tick_off, walk
from tests.small_packs import NOW, question, small_pack

TWO = """\
  - {ask: here, text: Is anyone here?, kind: yes-no, cites: ["1a"]}
  - {ask: hurt, text: Is anyone hurt?, kind: yes-no, cites: ["1a"]}
"""

THREE = f"""\
{TWO}  - {{ask: safe, text: Is everyone safe?, kind: yes-no, cites: ["1a"]}}
"""


def walked(folder: Path, typed: str, items: str = TWO, **recorded: str) -> tuple[Assessment, str]:
    """Walk a case that has recorded answers. Return it with the output."""
    pack = small_pack(items)
    opening = [CaseOpened(number=None, zone="UTC", pack=pack.digest, dvcheck="0"), ChecklistStarted("walk")]
    entries = [*opening, *(Answered(name, value) for name, value in recorded.items())]
    said = io.StringIO()
    with Journal.open(folder) as journal:
        file = CaseFile.begin(journal, entries, Clock(lambda: NOW, lambda: 0.0), (pack.digest, lambda: b""))
        return walk(pack, file, PlainTerminal(io.StringIO(typed), said)), said.getvalue()


def test_a_recorded_answer_its_question_cannot_have_is_asked_again(tmp_path: Path) -> None:
    """It can be left for later, because it is not offered as an answer to keep."""
    assessment, said = walked(tmp_path, "s\ny\n", here="purple")
    assert [q.id for q in assessment.unasked] == ["here"]
    assert assessment.answers["hurt"].value == "yes"
    assert "purple" not in said
    again, _ = walked(tmp_path / "other", "n\ny\n", here="purple")
    assert again.answers["here"].value == "no"


def test_a_case_that_is_answered_asks_nothing(tmp_path: Path) -> None:
    assessment, said = walked(tmp_path, "", here="no", hurt="unknown")
    assert assessment.unasked == ()
    assert "Is anyone" not in said


def test_undo_asks_a_skipped_question_again_and_keeps_the_answer_before_it(tmp_path: Path) -> None:
    assessment, said = walked(tmp_path, "y\ns\nz\nn\ny\n", THREE)
    assert assessment.answers["here"].value == "yes"
    assert assessment.answers["hurt"].value == "no"
    assert "no longer skipped" in said
    assert "taken back" not in said


def test_undo_goes_back_through_answers_and_skips_in_order(tmp_path: Path) -> None:
    assessment, said = walked(tmp_path, "s\ny\nz\nz\nn\ny\ny\n", THREE)
    assert said.index("answer taken back") < said.index("no longer skipped")
    assert {name: given.value for name, given in assessment.answers.items()} == {
        "here": "no",
        "hurt": "yes",
        "safe": "yes",
    }


def test_an_answer_given_after_a_skip_replaces_it_for_undo(tmp_path: Path) -> None:
    """The skipped question was answered after going back: only that answer is left to undo."""
    _, said = walked(tmp_path, "s\nb\ny\nz\nz\nn\nn\ny\n", THREE)
    assert said.count("answer taken back") == 1
    assert "no longer skipped" not in said
    assert "Nothing left to undo" in said


def test_what_undo_says_fits_a_narrow_terminal() -> None:
    asked = replace(question("here"), label="A label of a question that is longer than a narrow line")
    undone = [
        None,
        Undone(question=asked, former=None, counts=True, was_left=True),
        Undone(question=asked, former=None, counts=True),
        Undone(question=asked, former="yes", counts=True),
    ]
    for one in undone:
        lines = ["".join(text for _, text in line) for line in messages.step_undone(one, 40)]
        assert len(lines) > 1
        assert all(len(line) < 40 and line.startswith("  ") for line in lines)


LISTED = f"""\
{TWO}  - {{ask: told, text: Have you told her?, kind: yes-no, cites: ["1a"], unprompted: true}}
  - {{obligation: write, text: Write it, modality: shall, cites: ["1a"]}}
"""


def test_line_by_line_a_question_in_the_list_is_asked_and_not_answered_by_its_number(tmp_path: Path) -> None:
    """The duty named on the same line is ticked all the same."""
    assessment, said = walked(tmp_path, "n\nn\n1 2\nn\n\n", LISTED)
    assert "2. A question to answer: Have you told her?" in said
    assert assessment.answers["told"].value == "no"
    assert [duty.status for duty in assessment.duties] == ["done"]


def test_nothing_that_only_a_result_needs_is_loaded_before_the_first_question() -> None:
    """Each module loaded too early makes the officer wait."""
    loaded = "import dvcheck.cli.walking, dvcheck.terminal.early, sys; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    late = {
        "dvcheck.report.json.assessment",
        "dvcheck.rules.explain",
        "dvcheck.rules.repack",
        "rich",
        "prompt_toolkit",
    }
    assert "dvcheck.walk.walk" in found.stdout.split()
    assert late.isdisjoint(found.stdout.split())


LISTED = """\
  - {obligation: write, text: Write it, modality: shall, cites: ["1a"]}
  - {ask: told, text: Have you told her?, kind: yes-no, cites: ["1a"], unprompted: true}
"""


def test_in_the_list_alone_undo_stays_there_and_back_records_the_ticks(tmp_path: Path) -> None:
    pack, said = small_pack(LISTED), io.StringIO()
    opening = [CaseOpened(number=None, zone="UTC", pack=pack.digest, dvcheck="0"), ChecklistStarted("walk")]
    with Journal.open(tmp_path) as journal:
        file = CaseFile.begin(journal, opening, Clock(lambda: NOW, lambda: 0.0), (pack.digest, lambda: b""))
        after = tick_off(pack, file, PlainTerminal(io.StringIO("1 2\ny\nz\nb\n"), said))
    assert said.getvalue().count("What of this is done already?") == 3
    assert [duty.id for duty in after.with_status("done")] == ["write"]
    assert "told" not in after.answers

"""A case that an answer sends to another walk shows it wherever duties are listed, until it is walked."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dvcheck.actions import outstanding
from dvcheck.actions.stopped_at import in_words, stopped_at
from dvcheck.actions.workspace import Workspace
from dvcheck.pack import library
from dvcheck.pack.model import Note
from dvcheck.record.clock import now
from dvcheck.report.json import outstanding as outstanding_json
from dvcheck.wording.other_walk import left_to_do
from tests.actions.calls import opened, unfinished
from tests.pty import run_dvcheck

SHIPPED = library.load(library.read(library.shipped_folder()), None)

HURT = """\
standby-party: petitioner
earlier-standby: no
standby-members: two
came-up: yes
came-up-what: [hurt]
standby-completed: yes
"""


@pytest.fixture
def workspace(home: Path) -> Workspace:
    return Workspace(home=home)


def standby(workspace: Workspace, folder: Path, more: str = "") -> str:
    path = folder / "standby.yaml"
    path.write_text(HURT + more, encoding="utf-8")
    return opened(workspace, "standby", path)


def test_somebody_hurt_at_a_standby_leaves_the_incident_to_walk(workspace: Workspace, tmp_path: Path) -> None:
    case = standby(workspace, tmp_path)
    (left,) = outstanding.open_cases(workspace, now()).unfinished
    assert (left.case.id, left.unasked, left.next_walk) == (case, 0, "incident")
    assert left_to_do(left.unasked, left.to_walk) == (
        "not walked yet: Domestic-violence call (What came up: Somebody is hurt)"
    )
    document = outstanding_json.document(outstanding.outstanding(workspace, now()), SHIPPED, now().date())[
        "unfinished"
    ]
    assert isinstance(document, list)
    assert document[0]["to_walk"] == ["incident"]


def test_home_lists_it_among_the_unfinished_walks(workspace: Workspace, tmp_path: Path) -> None:
    standby(workspace, tmp_path)
    (one,) = outstanding.open_cases(workspace, now()).worked
    stopped = stopped_at(one.case, one.assessment)
    assert not stopped.finished
    at = datetime.fromisoformat("2026-02-10T23:40:00+00:00")
    assert in_words(stopped, at, ZoneInfo("UTC"))[1] == "not walked yet: incident"


def test_it_raises_no_duty_and_ends_once_the_incident_is_begun(workspace: Workspace, tmp_path: Path) -> None:
    standby(workspace, tmp_path)
    (before,) = outstanding.open_cases(workspace, now()).worked
    assert before.assessment.outstanding == ()
    assert [note.id for note in before.assessment.to_walk] == ["walk-incident"]
    walked = run_dvcheck("incident", before.case.id, "--answers", _answers(tmp_path))
    assert walked.returncode == 0, walked.stderr
    (after,) = outstanding.open_cases(workspace, now()).worked
    assert after.assessment.to_walk == ()


def _answers(folder: Path) -> str:
    path = folder / "incident.yaml"
    path.write_text("call-type: neither\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("plain", [(), ("--plain",)])
def test_the_summary_never_says_only_that_nothing_is_open(
    workspace: Workspace, tmp_path: Path, plain: tuple[str, ...]
) -> None:
    case = standby(workspace, tmp_path)
    for command in (("show", case), ("outstanding",), ("shift", "status")):
        said = " ".join(run_dvcheck(*command, *plain).stdout.split())
        if command[0] != "shift":
            assert f"dvcheck incident {case}" in said, command
        assert "Domestic-violence call (What came up: Somebody is hurt)" in said, command
        assert "Nothing required is open." not in said, command


def test_each_note_that_sends_to_a_walk_ends_with_it() -> None:
    """A note that stays after the walk was begun would keep the case unfinished for good."""
    notes = [item for item in SHIPPED.items() if isinstance(item, Note) and item.walk]
    assert {note.id for note in notes} == {
        "walk-incident",
        "contact-admitted",
        "walk-refusal",
        "walk-violation",
    }
    for note in notes:
        assert note.when is not None
        named = str(note.when)
        assert ("call-type" if note.walk == "incident" else "order-walked") in named


@pytest.mark.parametrize("plain", [(), ("--plain",)])
def test_the_list_of_cases_says_how_many_questions_were_not_asked(
    workspace: Workspace, tmp_path: Path, plain: tuple[str, ...]
) -> None:
    """Without it, an unfinished walk reads as 0 undecided: as if it were settled."""
    unfinished(workspace, tmp_path)
    (left,) = outstanding.open_cases(workspace, now()).unfinished
    assert f"{left.unasked} not asked" in " ".join(run_dvcheck("cases", *plain).stdout.split())
    standby(workspace, tmp_path)
    said = " ".join(run_dvcheck("cases", *plain).stdout.split())
    assert "not walked yet: domestic-violence call" in said.lower()

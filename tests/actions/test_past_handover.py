"""The hand-over of a shift, worked out again later: as it was at the end of that shift."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource

from dvcheck.actions import past_handover
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record import shift as shifts
from dvcheck.record.case_file import CaseFile
from dvcheck.record.chain import code
from dvcheck.record.clock import SYSTEM, now
from dvcheck.record.events import ShiftEnded, ShiftStarted
from dvcheck.report.handover import ShiftHandOver, how_it_ended, parted
from dvcheck.report.json import handover as handover_json
from dvcheck.report.json.text import indented
from dvcheck.report.markdown import render
from tests.actions.calls import unfinished, verbal

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def workspace(home: Path) -> Workspace:
    return Workspace(home=home)


def begin(workspace: Workspace, officer: str | None = None) -> None:
    at = now()
    with workspace.journal_to_write() as journal:
        shifts.record(journal, ShiftStarted(at, at + timedelta(hours=8), officer), at)


def end(workspace: Workspace) -> None:
    with workspace.journal_to_write() as journal:
        shifts.record(journal, ShiftEnded({}), now())


def file_of(workspace: Workspace, case: str) -> CaseFile:
    journal = workspace.journal_to_write()
    return CaseFile(journal, journal.events(case), SYSTEM)


def read(workspace: Workspace, back: int = 0, at: datetime | None = None) -> ShiftHandOver:
    return past_handover.hand_over(workspace, back, at or now())


def text(found: ShiftHandOver) -> str:
    return render(past_handover.as_sheet(found))


def ids(found: ShiftHandOver, part: str) -> list[str]:
    return [duty.id for one in found.cases for duty in parted(one.assessment)[part]]


def test_what_became_of_each_duty_is_told_with_its_reason(workspace: Workspace, tmp_path: Path) -> None:
    begin(workspace, "4127")
    case = verbal(workspace, tmp_path, "26-1")
    file = file_of(workspace, case)
    file.not_feasible("contact-details", "He left before")
    file.carry_over("go-report", "Waits for the photos")
    file.note("The neighbor calls back")
    end(workspace)
    found = read(workspace)
    assert ids(found, "not_feasible") == ["contact-details"]
    assert "go-report" in ids(found, "open")
    said = text(found)
    for part in (
        f"## Case {case} 26-1",
        "### Still open (2)",
        "Waits for the photos",
        "### Not feasible (1)",
        "He left before",
        "The neighbor calls back",
        "- Officer: 4127",
        "The code of a case names the last entry of its record at that time",
    ):
        assert part in said
    assert code(found.cases[0].case.head) in said


def test_an_undecided_duty_says_what_would_decide_it(workspace: Workspace, tmp_path: Path) -> None:
    begin(workspace)
    case = unfinished(workspace, tmp_path)
    end(workspace)
    found = read(workspace)
    assert found.cases[0].unasked > 0
    assert [one.case.id for one in found.cases] == [case]
    assert "- Unfinished walk: " in text(found)


def test_it_stays_as_it_was_whatever_is_recorded_later(workspace: Workspace, tmp_path: Path) -> None:
    begin(workspace)
    case = verbal(workspace, tmp_path, "26-1")
    end(workspace)
    before = text(read(workspace))
    document = indented(handover_json.document(read(workspace)))
    file = file_of(workspace, case)
    file.done(["go-report"])
    file.note("Later")
    file.close("", ())
    begin(workspace)
    verbal(workspace, tmp_path, "26-2")
    end(workspace)
    later = now() + timedelta(days=3)
    assert text(read(workspace, 1, later)) == before
    assert indented(handover_json.document(read(workspace, 1, later))) == document
    assert "26-2" in text(read(workspace))


def test_a_case_closed_before_the_shift_is_left_out_and_one_closed_in_it_is_there(
    workspace: Workspace, tmp_path: Path
) -> None:
    early = verbal(workspace, tmp_path, "26-1")
    file_of(workspace, early).close("over", ())
    begin(workspace)
    within = verbal(workspace, tmp_path, "26-2")
    file_of(workspace, within).close("handed to the day shift", ())
    end(workspace)
    found = read(workspace)
    assert [one.case.id for one in found.cases] == [within]
    assert "handed to the day shift" in text(found)


def test_a_shift_that_runs_is_shown_as_it_is_now(workspace: Workspace, tmp_path: Path) -> None:
    begin(workspace)
    verbal(workspace, tmp_path)
    found = read(workspace)
    assert found.worked.closed is None
    assert how_it_ended(found).startswith("The shift is not ended. This is how its cases are now, ")
    assert not [one for one in found.cases if any(d.deadline.overdue for d in one.assessment.duties)]


def test_a_shift_that_was_never_ended_ends_where_the_next_begins(
    workspace: Workspace, tmp_path: Path
) -> None:
    begin(workspace)
    verbal(workspace, tmp_path, "26-1")
    begin(workspace)
    verbal(workspace, tmp_path, "26-2")
    found = read(workspace, 1)
    assert [one.case.number for one in found.cases] == ["26-1"]
    assert how_it_ended(found).startswith("The shift was never ended.")


def test_a_case_that_was_purged_is_named(workspace: Workspace, tmp_path: Path) -> None:
    begin(workspace)
    case = verbal(workspace, tmp_path, "26-1")
    end(workspace)
    file = file_of(workspace, case)
    file.close("over", ())
    with workspace.journal_to_write() as journal:
        journal.purge_all({case: journal.events(case)[-1].hash}, now())
    found = read(workspace)
    assert found.purged == (case,)
    assert f"Case {case} was purged since: its content is erased." in text(found)


@pytest.mark.parametrize(
    ("shifts_begun", "said"), [(0, "no shift was ever started"), (1, "only 1 shift was")]
)
def test_a_shift_that_never_was_is_refused(
    workspace: Workspace, tmp_path: Path, shifts_begun: int, said: str
) -> None:
    verbal(workspace, tmp_path)
    for _ in range(shifts_begun):
        begin(workspace)
    with pytest.raises(DvcheckError) as error:
        read(workspace, shifts_begun)
    assert error.value.message.startswith(said)
    assert error.value.code is Exit.USAGE


def test_the_document_is_as_its_schema_says(workspace: Workspace, tmp_path: Path) -> None:
    begin(workspace, "4127")
    case = verbal(workspace, tmp_path)
    unfinished(workspace, tmp_path)
    file_of(workspace, case).not_feasible("contact-details", "He left before")
    file_of(workspace, case).note("Back at 7")
    end(workspace)
    document = json.loads(indented(handover_json.document(read(workspace))))
    registry = Registry().with_resource(
        "assessment.schema.json", Resource.from_contents(_schema("assessment"))
    )
    jsonschema.Draft202012Validator(_schema("handover"), registry=registry).validate(document)
    assert document["shift"]["settled"] is True
    assert [len(one["not_feasible"]) for one in document["cases"]] == [1, 0]


def _schema(name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return found

"""One case in full, why a duty of it is owed, and the list of cases, without a terminal."""

from pathlib import Path

import pytest

from dvcheck.actions import cases
from dvcheck.actions.outstanding import AssessedCase, CasesRead
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import SYSTEM, now
from tests.actions.calls import VERBAL_OPEN, verbal


@pytest.fixture
def workspace(home: Path) -> Workspace:
    return Workspace(home=home)


def ids(found: CasesRead) -> list[str]:
    return [one.case.id for one in found.cases if isinstance(one, AssessedCase)]


def test_a_case_is_shown_under_its_pack_with_how_the_one_in_use_stands_to_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    case = verbal(workspace, tmp_path, "26-1")
    found = cases.show(workspace, "26-1", now())
    assert found.worked.case.id == case
    assert {d.obligation.id for d in found.worked.assessment.outstanding} == set(VERBAL_OPEN)
    assert found.leftover == ()
    assert found.in_use.relation == "same"
    elsewhere = Workspace(home=workspace.home, pack=tmp_path / "nowhere")
    assert cases.show(elsewhere, case, now()).in_use.relation == "broken"


def test_a_case_that_is_not_there_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(DvcheckError, match="nothing is recorded") as nothing:
        cases.show(workspace, "26-1", now())
    assert nothing.value.code is Exit.USAGE
    verbal(workspace, tmp_path)
    with pytest.raises(DvcheckError, match='no case "26-1"'):
        cases.show(workspace, "26-1", now())


def test_a_duty_is_explained_by_its_id_a_part_of_it_or_its_section(
    workspace: Workspace, tmp_path: Path
) -> None:
    case = verbal(workspace, tmp_path)
    for name in ("go-report", "go-rep"):
        (one,) = cases.explain(workspace, case, name, now()).explanations
        assert one.duty.obligation.id == "go-report"
    section = one.duty.obligation.cites[0]
    listed = cases.arisen(workspace, case, now())
    assert "not-triggered" not in {d.status for d in listed}
    assert "go-report" in {d.obligation.id for d in listed}
    of_section = cases.explain(workspace, case, section.rstrip("abcdefgh"), now()).explanations
    assert "go-report" in {e.duty.obligation.id for e in of_section}


@pytest.mark.parametrize(("name", "said"), [("e", '"e" fits '), ("go-reprot", 'did you mean "go-report"')])
def test_a_duty_that_is_not_clear_is_asked_back(
    workspace: Workspace, tmp_path: Path, name: str, said: str
) -> None:
    case = verbal(workspace, tmp_path)
    with pytest.raises(DvcheckError, match=said) as refused:
        cases.explain(workspace, case, name, now())
    assert refused.value.code is Exit.USAGE
    assert f"explain {case}" in refused.value.hint


def test_closed_cases_are_listed_where_asked_for(workspace: Workspace, tmp_path: Path) -> None:
    first, second = verbal(workspace, tmp_path), verbal(workspace, tmp_path)
    with workspace.recorded() as journal:
        CaseFile(journal, journal.events(second), SYSTEM).close("It is over.", ())
    with cases.listing(workspace, now(), closed=False) as found:
        assert found.total == 1
        assert ids(found) == [first]
    with cases.listing(workspace, now(), closed=True) as found:
        assert found.total == 2
        assert ids(found) == [second, first]


def test_without_a_journal_no_case_is_listed(workspace: Workspace) -> None:
    with cases.listing(workspace, now(), closed=True) as found:
        assert (found.total, ids(found)) == (0, [])

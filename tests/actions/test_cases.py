"""One case whole, why a duty of it stands, and the list of cases, without a terminal."""

from pathlib import Path

import pytest

from dvcheck.actions import cases
from dvcheck.actions.desk import Desk
from dvcheck.actions.outstanding import CasesRead, Worked
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import SYSTEM, now
from tests.actions.calls import VERBAL_OPEN, verbal


@pytest.fixture
def desk(home: Path) -> Desk:
    return Desk(home=home)


def ids(found: CasesRead) -> list[str]:
    return [one.case.id for one in found.cases if isinstance(one, Worked)]


def test_a_case_is_shown_under_its_pack_with_how_the_one_in_use_stands_to_it(
    desk: Desk, tmp_path: Path
) -> None:
    case = verbal(desk, tmp_path, "26-1")
    found = cases.show(desk, "26-1", now())
    assert found.worked.case.id == case
    assert {d.obligation.id for d in found.worked.assessment.outstanding} == set(VERBAL_OPEN)
    assert found.leftover == ()
    assert found.in_use.relation == "same"
    elsewhere = Desk(home=desk.home, pack=tmp_path / "nowhere")
    assert cases.show(elsewhere, case, now()).in_use.relation == "broken"


def test_a_case_that_is_not_there_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(DvcheckError, match="nothing is recorded") as nothing:
        cases.show(desk, "26-1", now())
    assert nothing.value.code is Exit.USAGE
    verbal(desk, tmp_path)
    with pytest.raises(DvcheckError, match='no case "26-1"'):
        cases.show(desk, "26-1", now())


def test_a_duty_is_explained_by_its_id_a_part_of_it_or_its_section(desk: Desk, tmp_path: Path) -> None:
    case = verbal(desk, tmp_path)
    for name in ("go-report", "go-rep"):
        (one,) = cases.explain(desk, case, name, now()).explanations
        assert one.duty.obligation.id == "go-report"
    section = one.duty.obligation.cites[0]
    listed = cases.arisen(desk, case, now())
    assert "not-triggered" not in {d.status for d in listed}
    assert "go-report" in {d.obligation.id for d in listed}
    of_section = cases.explain(desk, case, section.rstrip("abcdefgh"), now()).explanations
    assert "go-report" in {e.duty.obligation.id for e in of_section}


@pytest.mark.parametrize(("name", "said"), [("e", '"e" fits '), ("go-reprot", 'did you mean "go-report"')])
def test_a_duty_that_is_not_clear_is_asked_back(desk: Desk, tmp_path: Path, name: str, said: str) -> None:
    case = verbal(desk, tmp_path)
    with pytest.raises(DvcheckError, match=said) as refused:
        cases.explain(desk, case, name, now())
    assert refused.value.code is Exit.USAGE
    assert f"explain {case}" in refused.value.hint


def test_closed_cases_are_listed_where_asked_for(desk: Desk, tmp_path: Path) -> None:
    first, second = verbal(desk, tmp_path), verbal(desk, tmp_path)
    with desk.recorded() as journal:
        CaseFile(journal, journal.events(second), SYSTEM).close("It is over.", ())
    with cases.listing(desk, now(), closed=False) as found:
        assert found.total == 1
        assert ids(found) == [first]
    with cases.listing(desk, now(), closed=True) as found:
        assert found.total == 2
        assert ids(found) == [second, first]


def test_without_a_journal_no_case_is_listed(desk: Desk) -> None:
    with cases.listing(desk, now(), closed=True) as found:
        assert (found.total, ids(found)) == (0, [])

"""Sections of the policy and readings, found by what somebody types."""

from pathlib import Path

import pytest

from dvcheck.actions import policy
from dvcheck.actions.policy import Sections, Unclear
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit


@pytest.fixture
def workspace(home: Path) -> Workspace:
    return Workspace(home=home)


def refs(found: Sections | Unclear) -> list[str]:
    assert isinstance(found, Sections)
    return [s.ref for s in found.sections]


def test_all_sections_are_found_without_a_name(workspace: Workspace) -> None:
    assert refs(policy.find(workspace, None)) == [s.ref for s in workspace.pack().policy.sections]


def test_a_section_is_found_with_those_within_it_and_no_others(workspace: Workspace) -> None:
    found = refs(policy.find(workspace, " 1 "))
    assert len(found) > 1
    assert all(ref == "1" or ref.startswith("1.") for ref in found)
    assert refs(policy.find(workspace, "p2")) == refs(policy.find(workspace, "P2"))


def test_a_reading_is_found_by_its_code_in_any_case(workspace: Workspace) -> None:
    known = workspace.pack().policy.readings[0]
    found = policy.find(workspace, known.id.lower())
    assert isinstance(found, Unclear)
    assert found.reading is known


def test_words_find_the_sections_that_have_them(workspace: Workspace) -> None:
    found = refs(policy.find(workspace, "Strangulation"))
    assert found
    says = {s.ref: s.says for s in workspace.pack().policy.statements}
    assert any("Strangulation" in text and ref.startswith(found[0]) for ref, text in says.items())
    assert len(found) < len(workspace.pack().policy.sections) / 4


def test_a_whole_title_is_the_one_section_whatever_others_speak_of_it(workspace: Workspace) -> None:
    assert refs(policy.find(workspace, "custodial arrest")) == refs(policy.find(workspace, "2.1.3"))


def test_a_section_that_is_not_there_is_refused_with_the_nearest(workspace: Workspace) -> None:
    with pytest.raises(DvcheckError, match=r'no section "1\.55"') as refused:
        policy.find(workspace, "1.55")
    assert refused.value.code is Exit.USAGE

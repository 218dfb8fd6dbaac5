"""A pack is examined without a console: the coverage of its policy, and its scenarios."""

from pathlib import Path

import pytest

from dvcheck.actions import packs
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.report.json import pack as pack_json
from tests.actions.calls import pack_in
from tests.small_packs import POLICY

CHECKLIST = """\
checklist: walk
title: Walk
sections:
- title: All
  items:
  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "pack"
    made.mkdir()
    (made / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (made / "walk.yaml").write_text(CHECKLIST, encoding="utf-8")
    return made


def test_the_statements_of_a_pack_are_covered(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = packs.coverage(Workspace(pack=folder))
    assert found.whole
    assert pack_json.coverage(found)["cited"] == 1
    assert capfd.readouterr() == ("", "")


def test_a_pack_without_scenarios_has_none_to_try(folder: Path) -> None:
    with pytest.raises(DvcheckError, match="the pack has no scenarios") as caught:
        packs.try_scenarios(Workspace(pack=folder))
    assert caught.value.code == Exit.CHECK_FAILED


def test_the_scenarios_of_the_shipped_pack_hold() -> None:
    tried = packs.try_scenarios(Workspace())
    assert tried.trial.passed
    assert pack_json.trial(tried.trial, tried.scenarios)["passed"] is True


# --- whether a pack is sound --------------------------------------------------------------------------------

ITEMS = '  - {ask: hurt, text: Is somebody hurt?, kind: yes-no, cites: ["1a"]}\n'


def test_a_sound_pack_is_given_as_it_was_read(home: Path, tmp_path: Path) -> None:
    found = packs.validate(Workspace(home=home, pack=pack_in(tmp_path / "pack", ITEMS)))
    assert found.problems == ()
    assert found.pack is not None
    assert found.pack.digest == found.source.digest


def test_all_that_is_wrong_is_given_with_its_place(home: Path, tmp_path: Path) -> None:
    items = ITEMS.replace("1a", "9z") + ITEMS.replace("yes-no", "perhaps").replace("hurt", "else")
    found = packs.validate(Workspace(home=home, pack=pack_in(tmp_path / "pack", items)))
    assert found.pack is None
    assert {p.at.file for p in found.problems} == {"incident.yaml"}
    assert [p.at.line for p in found.problems] == sorted(p.at.line for p in found.problems)

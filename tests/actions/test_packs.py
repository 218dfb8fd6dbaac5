"""A pack is looked into without a console: what covers its policy, and whether its scenarios hold."""

from pathlib import Path

import pytest

from dvcheck.actions import packs
from dvcheck.actions.desk import Desk
from dvcheck.errors import DvcheckError, Exit
from dvcheck.report.pack_json import coverage_json, trial_json
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
    found = packs.coverage(Desk(pack=folder))
    assert found.whole
    assert coverage_json(found)["cited"] == 1
    assert capfd.readouterr() == ("", "")


def test_a_pack_without_scenarios_has_none_to_try(folder: Path) -> None:
    with pytest.raises(DvcheckError, match="the pack has no scenarios") as caught:
        packs.try_scenarios(Desk(pack=folder))
    assert caught.value.code == Exit.CHECK_FAILED


def test_the_scenarios_of_the_shipped_pack_hold() -> None:
    tried = packs.try_scenarios(Desk())
    assert tried.trial.passed
    assert trial_json(tried.trial, tried.scenarios)["passed"] is True

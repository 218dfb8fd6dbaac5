"""A journal is judged and exported without a terminal, a console or a command."""

from pathlib import Path

import msgspec
import pytest

from dvcheck.actions import audit
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.chain import code
from dvcheck.record.events import CaseOpened
from dvcheck.record.sqlite.journal import Journal
from dvcheck.report.json import journal as journal_json
from dvcheck.screens import audit as screen
from tests.small_packs import NOW


@pytest.fixture
def workspace(home: Path) -> Workspace:
    with Journal.open(home) as journal:
        opening = CaseOpened(number="26-1", zone="America/Los_Angeles", pack="sha256:1", dvcheck="1")
        journal.append_all("c-0001", [opening], NOW, pack=("sha256:1", b"not a pack"))
    return Workspace(home=home)


def test_what_is_wrong_stands_in_the_verdict_and_nothing_is_printed(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    with audit.open_audit(workspace) as looked_into:
        found = looked_into.verdict()
        looked_into.require_readable(found)
    assert (found.entries, found.cases, found.is_sound) == (1, 1, False)
    assert [(pack.cases, pack.fault) for pack in found.packs] == [(("c-0001",), "changed")]
    assert capfd.readouterr() == ("", "")
    assert journal_json.verdict(found, None)["whole"] is False
    assert "TAMPERED OR DAMAGED: the checklists of case c-0001" in screen.verdict(found, None)


def test_a_code_is_found_at_its_entry(workspace: Workspace) -> None:
    with workspace.recorded() as journal:
        head = code(journal.head().hash)
    with audit.open_audit(workspace, head) as looked_into:
        found = looked_into.verdict()
    assert found.places is not None
    assert [place.seq for place in found.places] == [1]


@pytest.mark.parametrize("head", ["", "9F2C", "no-code!!", "1" * 65])
def test_what_is_no_code_is_refused_before_the_journal_is_read(workspace: Workspace, head: str) -> None:
    with pytest.raises(DvcheckError, match="is not a code") as caught, audit.open_audit(workspace, head):
        pass
    assert caught.value.code == Exit.USAGE


def test_a_code_without_a_journal_says_the_record_was_removed(tmp_path: Path) -> None:
    workspace = Workspace(home=tmp_path / "nothing")
    said = "no entry has the code 9F2C-41B7"
    with pytest.raises(DvcheckError, match=said) as caught, audit.open_audit(workspace, "9f2c41b7"):
        pass
    assert caught.value.code == Exit.CHECK_FAILED


def test_an_export_has_a_line_for_each_entry_and_pack(workspace: Workspace) -> None:
    steps: list[int] = []
    with audit.open_export(workspace) as export:
        lines = [msgspec.json.decode(line) for line in export.lines(steps.append)]
    export.require_all()
    assert [line.get("case", line.get("pack")) for line in lines] == ["c-0001", "sha256:1"]
    assert export.total == 1

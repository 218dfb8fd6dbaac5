"""A journal is backed up, restored and encrypted without a terminal, a console or a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dvcheck.actions import backup, encryption
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.events import CaseOpened, Noted
from dvcheck.record.sqlite.journal import Journal
from tests.small_packs import NOW


@pytest.fixture
def workspace(home: Path) -> Workspace:
    with Journal.open(home) as journal:
        opening = CaseOpened(number="26-1", zone="America/Los_Angeles", pack="sha256:1", dvcheck="1")
        journal.append("c-0001", opening, NOW)
    return Workspace(home=home)


def test_a_backup_is_put_back_and_says_what_was_lost(
    workspace: Workspace, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    work: list[str] = []

    @contextmanager
    def working() -> Iterator[None]:
        work.append("begun")
        yield
        work.append("ended")

    copy = tmp_path / "copy.db"
    assert backup.back_up(workspace, copy, working=working) == 1
    with workspace.recorded() as journal:
        journal.append("c-0001", Noted("more"), NOW)
    with pytest.raises(DvcheckError) as caught:
        backup.restore(workspace, copy)
    assert caught.value.code == Exit.USAGE
    assert backup.restore(workspace, copy, lose=True).lost == 1
    assert work == ["begun", "ended"]
    assert capfd.readouterr() == ("", "")


def test_what_is_no_backup_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear all", encoding="utf-8")
    for name, code in (("letter", Exit.JOURNAL), ("nothing", Exit.USAGE)):
        with pytest.raises(DvcheckError, match="is not a") as caught:
            backup.restore(workspace, tmp_path / name)
        assert caught.value.code == code


def test_a_new_key_is_asked_for_only_once_nothing_stands_in_the_way(
    workspace: Workspace, tmp_path: Path
) -> None:
    pytest.importorskip("sqlcipher3")
    file = tmp_path / "words"
    file.write_text("correct horse battery staple 825\n", encoding="utf-8")
    done = encryption.encrypt(workspace, lambda: encryption.key_from_file(file))
    assert done.entries == 1
    with pytest.raises(DvcheckError, match="is encrypted already"):
        encryption.encrypt(workspace, lambda: pytest.fail("it was asked for"))
    assert encryption.decrypt(Workspace(home=workspace.home), file).entries == 1
    with pytest.raises(DvcheckError, match="no encrypted journal"):
        encryption.rekey(Workspace(home=workspace.home), file, lambda: pytest.fail("it was asked for"))

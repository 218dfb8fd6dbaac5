"""A journal is backed up, restored and encrypted without a terminal, a console or a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dvcheck.actions import backup, encryption
from dvcheck.actions.desk import Desk
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.events import CaseOpened, Noted
from dvcheck.record.sqlite.journal import Journal
from tests.small_packs import NOW


@pytest.fixture
def desk(home: Path) -> Desk:
    with Journal.open(home) as journal:
        opening = CaseOpened(number="26-1", zone="America/Los_Angeles", pack="sha256:1", dvcheck="1")
        journal.append("c-0001", opening, NOW)
    return Desk(home=home)


def test_a_backup_is_put_back_and_says_what_was_lost(
    desk: Desk, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    work: list[str] = []

    @contextmanager
    def working() -> Iterator[None]:
        work.append("begun")
        yield
        work.append("ended")

    copy = tmp_path / "copy.db"
    assert backup.back_up(desk, copy, working=working) == 1
    with desk.recorded() as journal:
        journal.append("c-0001", Noted("more"), NOW)
    with pytest.raises(DvcheckError) as caught:
        backup.restore(desk, copy)
    assert caught.value.code == Exit.USAGE
    assert backup.restore(desk, copy, lose=True).lost == 1
    assert work == ["begun", "ended"]
    assert capfd.readouterr() == ("", "")


def test_what_is_no_backup_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear all", encoding="utf-8")
    for name, code in (("letter", Exit.JOURNAL), ("nothing", Exit.USAGE)):
        with pytest.raises(DvcheckError, match="is not a") as caught:
            backup.restore(desk, tmp_path / name)
        assert caught.value.code == code


def test_a_new_key_is_asked_for_only_once_nothing_stands_in_the_way(desk: Desk, tmp_path: Path) -> None:
    pytest.importorskip("sqlcipher3")
    file = tmp_path / "words"
    file.write_text("correct horse battery staple 825\n", encoding="utf-8")
    done = encryption.encrypt(desk, lambda: encryption.key_from_file(file))
    assert done.entries == 1
    with pytest.raises(DvcheckError, match="is encrypted already"):
        encryption.encrypt(desk, lambda: pytest.fail("it was asked for"))
    assert encryption.decrypt(Desk(home=desk.home), file).entries == 1
    with pytest.raises(DvcheckError, match="no encrypted journal"):
        encryption.rekey(Desk(home=desk.home), file, lambda: pytest.fail("it was asked for"))

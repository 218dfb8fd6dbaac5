"""A call from its first question to its report, where the journal is no SQLite file."""

import io
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from dvcheck.actions import audit, backup, closing, encryption, marks, outstanding, reports, shift, walks
from dvcheck.actions.cases import listing
from dvcheck.actions.desk import Desk
from dvcheck.actions.marks import Marking
from dvcheck.actions.offers import offered
from dvcheck.actions.open_case import opened
from dvcheck.actions.walks import Wanted
from dvcheck.cli.deliver import deliver
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.clock import now
from dvcheck.record.shift import Shift
from dvcheck.terminal.plain import PlainTerminal
from dvcheck.walk.walk import walk
from tests.actions.calls import VERBAL_OPEN, verbal
from tests.record.memory_store import Memory
from tests.terminal.walks import VERBAL, typed_lines

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def desk(home: Path) -> Desk:
    """What a command works with, where the journal is kept in memory."""
    return Desk(home=home, place=Memory())


def owed(desk: Desk) -> tuple[str, ...]:
    return tuple(one.obligation.id for one in outstanding.open_cases(desk, now()).owed())


def test_a_case_is_walked_marked_listed_closed_and_reported(desk: Desk, home: Path) -> None:
    at = now()
    with desk.journal_to_write() as journal:
        shift.start(desk, journal, Shift(began=at, ends=at + timedelta(hours=10), officer="41234"), at)
    wanted = Wanted(checklist="incident", number="26-1")
    new = walks.prepared(desk, wanted)
    assert new is not None
    with desk.journal_to_write() as journal:
        begun = walks.opened(desk, journal, wanted, new)
        walk(begun.pack, begun.file, PlainTerminal(io.StringIO(typed_lines(VERBAL) + "\n"), io.StringIO()))
        ended = walks.ended(desk, journal, begun)
        assert ended is not None
    assert ended.assessment.unasked == ()
    assert owed(desk) == VERBAL_OPEN
    with opened(desk, "26-1") as case:
        marks.mark(case, marks.named(case, VERBAL_OPEN[:1]), Marking())
    assert owed(desk) == VERBAL_OPEN[1:]
    closed = closing.close(desk, ended.case.id, "handed over")
    assert [duty.obligation.id for duty in closed.left] == list(VERBAL_OPEN[1:])
    found = reports.report(desk, "26-1", now())
    assert found.case.officer == "41234"
    assert '"receipt"' in reports.as_json(found, sensitive=False)
    assert not home.exists() or not list(home.glob("journal*"))


def test_a_case_goes_on_where_it_was_left(desk: Desk, tmp_path: Path) -> None:
    verbal(desk, tmp_path, "26-1")
    wanted = Wanted(checklist="incident", case="26-1")
    with desk.journal_to_write() as journal:
        found = walks.named(journal, wanted)
        assert found is not None
        assert [offer.case for offer in offered(desk, journal, "incident").all] == [found]
        begun = walks.resumed(desk, journal, wanted, found)
        assert begun.file.case == found


def test_long_closed_cases_are_erased_and_the_journal_verified_and_exported(
    desk: Desk, tmp_path: Path
) -> None:
    kept = verbal(desk, tmp_path, "26-1")
    closing.close(desk, verbal(desk, tmp_path, "26-2"), "handed over")
    with closing.purging(desk, 0) as purge:
        assert len(purge.erase().gone) == 1
    with audit.auditing(desk) as looked_into:
        assert looked_into.total > 2
        found = looked_into.verdict()
    assert (found.is_sound, found.purged) == (True, 1)
    with audit.exporting(desk) as export:
        lines = list(export.lines())
        export.require_all()
    assert len(lines) == found.entries + 1  # and the pack
    with listing(desk, now(), closed=True) as listed:
        assert [one.case.id for one in listed.cases if not isinstance(one, DvcheckError)] == [kept]


def test_where_nothing_is_recorded_it_says_so_and_a_change_shows(desk: Desk, tmp_path: Path) -> None:
    assert not desk.place.is_there()
    assert desk.journal() is None
    with pytest.raises(DvcheckError, match="nothing is recorded"):
        desk.recorded()
    before = desk.place.version()
    verbal(desk, tmp_path)
    assert desk.place.is_there()
    assert desk.place.version() != before


def test_what_needs_a_file_is_refused(desk: Desk, tmp_path: Path) -> None:
    verbal(desk, tmp_path)
    copy = tmp_path / "copy"
    for attempt in (
        lambda: backup.back_up(desk, copy),
        lambda: backup.restore(desk, copy),
        lambda: encryption.encrypt(desk, encryption.key_in_keyring),
        lambda: encryption.decrypt(desk),
    ):
        with pytest.raises(DvcheckError, match="not kept in a file") as refused:
            attempt()
        assert refused.value.code is Exit.USAGE
    assert not copy.exists()


def test_a_result_may_have_the_name_of_a_file_the_store_does_not_keep(
    desk: Desk, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    home.mkdir()
    with pytest.raises(DvcheckError, match="one of dvcheck's own files"):
        deliver("x", home / "config.toml", desk=desk)
    deliver("x", home / "journal.sqlite3", desk=desk)
    assert (home / "journal.sqlite3").read_text(encoding="utf-8") == "x"
    with pytest.raises(DvcheckError, match="one of dvcheck's own files"):
        deliver("y", home / "journal.sqlite3", desk=Desk(home=home))


def test_the_store_in_memory_is_all_that_is_asked_of_a_store(tmp_path: Path) -> None:
    """mypy says so: a method that another store must have shows here where it is missing."""
    cache = ROOT / ".mypy_cache"
    if cache.is_dir():
        shutil.copytree(cache, tmp_path / "cache")
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "tests/record/memory_store.py"],
        cwd=ROOT,
        env={**os.environ, "MYPY_CACHE_DIR": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout + run.stderr

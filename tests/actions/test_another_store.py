"""A call from its first question to its report, with a journal that is not an SQLite file."""

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
from dvcheck.actions.marks import Marking
from dvcheck.actions.offers import offers_to_resume
from dvcheck.actions.open_case import open_case
from dvcheck.actions.walks import WalkOptions
from dvcheck.actions.workspace import Workspace
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
def workspace(home: Path) -> Workspace:
    """Return a workspace whose journal is kept in memory."""
    return Workspace(home=home, place=Memory())


def owed(workspace: Workspace) -> tuple[str, ...]:
    return tuple(one.obligation.id for one in outstanding.open_cases(workspace, now()).owed())


def test_a_case_is_walked_marked_listed_closed_and_reported(workspace: Workspace, home: Path) -> None:
    at = now()
    with workspace.journal_to_write() as journal:
        shift.start(workspace, journal, Shift(began=at, ends=at + timedelta(hours=10), officer="41234"), at)
    wanted = WalkOptions(checklist="incident", number="26-1")
    new = walks.prepare(workspace, wanted)
    assert new is not None
    with workspace.journal_to_write() as journal:
        begun = walks.open_new_case(workspace, journal, wanted, new)
        walk(begun.pack, begun.file, PlainTerminal(io.StringIO(typed_lines(VERBAL) + "\n"), io.StringIO()))
        ended = walks.finish(workspace, journal, begun)
        assert ended is not None
    assert ended.assessment.unasked == ()
    assert owed(workspace) == VERBAL_OPEN
    with open_case(workspace, "26-1") as case:
        marks.mark(case, marks.find_duties(case, VERBAL_OPEN[:1]), Marking())
    assert owed(workspace) == VERBAL_OPEN[1:]
    closed = closing.close(workspace, ended.case.id, "handed over")
    assert [duty.obligation.id for duty in closed.left] == list(VERBAL_OPEN[1:])
    found = reports.report(workspace, "26-1", now())
    assert found.case.officer == "41234"
    assert '"receipt"' in reports.as_json(found, sensitive=False)
    assert not home.exists() or not list(home.glob("journal*"))


def test_a_case_goes_on_where_it_was_left(workspace: Workspace, tmp_path: Path) -> None:
    verbal(workspace, tmp_path, "26-1")
    wanted = WalkOptions(checklist="incident", case="26-1")
    with workspace.journal_to_write() as journal:
        found = walks.find_named(journal, wanted)
        assert found is not None
        assert [offer.case for offer in offers_to_resume(workspace, journal, "incident").all] == [found]
        begun = walks.resume(workspace, journal, wanted, found)
        assert begun.file.case == found


def test_long_closed_cases_are_erased_and_the_journal_verified_and_exported(
    workspace: Workspace, tmp_path: Path
) -> None:
    kept = verbal(workspace, tmp_path, "26-1")
    closing.close(workspace, verbal(workspace, tmp_path, "26-2"), "handed over")
    with closing.find_long_closed(workspace, 0) as purge:
        assert len(purge.erase().gone) == 1
    with audit.open_audit(workspace) as looked_into:
        assert looked_into.total > 2
        found = looked_into.verdict()
    assert (found.is_sound, found.purged) == (True, 1)
    with audit.open_export(workspace) as export:
        lines = list(export.lines())
        export.require_all()
    assert len(lines) == found.entries + 1  # and the pack
    with listing(workspace, now(), closed=True) as listed:
        assert [one.case.id for one in listed.cases if not isinstance(one, DvcheckError)] == [kept]


def test_where_nothing_is_recorded_it_says_so_and_a_change_shows(
    workspace: Workspace, tmp_path: Path
) -> None:
    assert not workspace.place.is_there()
    assert workspace.journal() is None
    with pytest.raises(DvcheckError, match="nothing is recorded"):
        workspace.recorded()
    before = workspace.place.version()
    verbal(workspace, tmp_path)
    assert workspace.place.is_there()
    assert workspace.place.version() != before


def test_what_needs_a_file_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    verbal(workspace, tmp_path)
    copy = tmp_path / "copy"
    for attempt in (
        lambda: backup.back_up(workspace, copy),
        lambda: backup.restore(workspace, copy),
        lambda: encryption.encrypt(workspace, encryption.key_in_keyring),
        lambda: encryption.decrypt(workspace),
    ):
        with pytest.raises(DvcheckError, match="not kept in a file") as refused:
            attempt()
        assert refused.value.code is Exit.USAGE
    assert not copy.exists()


def test_a_result_may_have_the_name_of_a_file_the_store_does_not_keep(
    workspace: Workspace, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    home.mkdir()
    with pytest.raises(DvcheckError, match="one of dvcheck's own files"):
        deliver("x", home / "config.toml", workspace=workspace)
    deliver("x", home / "journal.sqlite3", workspace=workspace)
    assert (home / "journal.sqlite3").read_text(encoding="utf-8") == "x"
    with pytest.raises(DvcheckError, match="one of dvcheck's own files"):
        deliver("y", home / "journal.sqlite3", workspace=Workspace(home=home))


def test_the_store_in_memory_is_all_that_is_asked_of_a_store(tmp_path: Path) -> None:
    """mypy checks it: a method missing in another store shows here."""
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

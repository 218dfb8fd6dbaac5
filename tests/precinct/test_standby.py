"""A standby of the precinct: it answers whoever looks, and takes nothing before it is promoted."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dvcheck.actions.pushing import PushMode
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.events import Noted
from dvcheck.record.postgres.connect import NotReached
from dvcheck.record.postgres.migrate import migrate
from dvcheck.record.postgres.people import apply
from tests.precinct.force import PEOPLE, Force
from tests.precinct.laptop import Laptop
from tests.precinct.server import run
from tests.precinct.supervisor import home_of
from tests.pty import run_dvcheck


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not tmp_path: as root, the server is another user, and pytest closes that folder to others.
    with tempfile.TemporaryDirectory(prefix="dvpg", ignore_cleanup_errors=True) as made:
        yield Path(made)


@pytest.mark.skipif(sys.platform == "win32", reason="copies the folder of a server with its owner")
def test_a_standby_answers_a_look_and_takes_nothing(folder: Path) -> None:
    first = run(folder / "data")
    try:
        force = Force(first.get_uri())
        with force.as_() as owner:
            migrate(owner)
            apply(owner, PEOPLE)
        laptop = Laptop(folder / "laptop", force)
        case = laptop.open("26-118")
        laptop.push()
        laptop.record(case, Noted("x"))
    finally:
        first.cleanup()
    _copy(folder / "data", folder / "copy")
    standby = run(folder / "copy")
    try:
        _assert_takes_nothing(Force(standby.get_uri()), laptop, folder)
    finally:
        standby.cleanup()


def _assert_takes_nothing(force: Force, laptop: Laptop, folder: Path) -> None:
    assert force.ask("SELECT pg_is_in_recovery(), current_setting('hot_standby')") == [(True, "on")]
    laptop.dsn = Laptop(folder / "other", force).dsn
    laptop.set("")
    status = laptop.push(PushMode.STATUS)
    assert (status.there, status.waiting) == (2, 1)
    would = laptop.push(PushMode.DRY_RUN)
    assert (would.there, would.ready) == (2, 1)
    with pytest.raises(DvcheckError) as error:
        laptop.push()
    assert isinstance(error.value, NotReached)
    assert error.value.code is Exit.PRECINCT
    assert error.value.message.startswith("the precinct cannot write now: cannot execute ")
    # All wait, as far as this computer knows: the other server acknowledged them, under another dsn.
    assert error.value.message.endswith(" in a read-only transaction. 3 entries wait on this computer.")
    assert error.value.hint == "Nothing is lost. The next push sends what waits."
    assert force.ask("SELECT count(*) FROM precinct.event") == [(2,)]
    board = run_dvcheck("board", "--home", str(home_of(folder / "supervisor", force)))
    assert (board.returncode, board.stderr) == (0, "")
    assert "26-118" in board.stdout
    verify = run_dvcheck("precinct", "verify", "--home", str(home_of(folder / "auditor", force, "a1North1")))
    assert (verify.returncode, verify.stderr) == (0, "")
    assert "is as recorded, 2 entries." in verify.stdout
    force.ask("SELECT pg_promote()")
    until = time.monotonic() + 30
    while force.ask("SELECT pg_is_in_recovery()") == [(True,)] and time.monotonic() < until:
        time.sleep(0.1)
    assert laptop.push().sent == 1
    assert force.ask("SELECT count(*) FROM precinct.event") == [(3,)]


def _copy(data: Path, copy: Path) -> None:
    """Copy the folder of a server that has ended, to be a standby."""
    shutil.copytree(data, copy)
    (copy / "standby.signal").touch()
    if os.geteuid() == 0:
        owner = data.stat()
        for one in (copy, *copy.rglob("*")):
            os.chown(one, owner.st_uid, owner.st_gid)
    copy.chmod(0o700)

"""A server whose disk is full while laptops push to it: the table cannot grow, or its log (WAL) cannot.

Root makes a small disk in memory and fills it. Nobody else may, so there a limit on the size of files stands
for it (RLIMIT_FSIZE): PostgreSQL ignores the signal, and the write fails as on a full disk. Linux only.
"""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self
from uuid import UUID

import psutil
import pytest

from dvcheck.actions.push_witness import FILE, PushWitness
from dvcheck.errors import DvcheckError
from dvcheck.record.events import CaseClosed, Noted
from dvcheck.record.head import Head
from dvcheck.record.postgres.connect import NotReached
from dvcheck.record.postgres.migrate import migrate
from dvcheck.record.postgres.people import apply
from dvcheck.record.postgres.remote import Remote, SealedEntry
from tests.precinct.force import PEOPLE, Force
from tests.precinct.laptop import Laptop
from tests.precinct.server import run

Kind = Literal["table", "log"]
KINDS: tuple[Kind, ...] = ("table", "log")
BATCH = 10
"""The entries of one transaction in these pushes. Set `push_pages.BATCH` to it."""
CASES, NOTES = 4, 40
ENTRIES = CASES * (NOTES + 3)
ROOM = {"table": 48 * 1024, "log": 72 * 1024}
"""The bytes that are left: enough for some transactions of a push, and too few for all."""
_SEGMENT = 2**20
"""The size of a file of the log."""
_PADDING = """INSERT INTO precinct.event (agency_id, journal_id, seq, login, case_id, at, kind, hash, seal)
  SELECT 9, gen_random_uuid(), n, '', '', now(), '', sha256('x'), sha256('x')
  FROM generate_series(1, 9000) n"""
"""Rows shorter than those of a push, so that none of a push fits between them."""
_FILES_AHEAD = "SELECT count(*) FROM pg_ls_waldir() WHERE name > pg_walfile_name(pg_current_wal_insert_lsn())"
_OFFSET = "SELECT (pg_walfile_name_offset(pg_current_wal_insert_lsn())).file_offset"
_LOOSE = """SELECT count(*) FROM precinct.case_now c WHERE NOT EXISTS (SELECT FROM precinct.event e
  WHERE e.journal_id = c.journal_id AND e.seq = c.seq AND e.hash = c.hash)"""


class Found(NamedTuple):
    """What a push to a full disk did, and what it left."""

    failed: DvcheckError | None
    again: DvcheckError | None
    """The error of a second push while the disk is full; None if it had none."""
    acknowledged: int
    """The entries that the laptop knows to be there."""
    there: int
    lost: int
    """The acknowledged entries that are not there."""
    is_half: bool
    """Whether a transaction is there in part, or a line of the board without its entry."""
    is_broken: bool
    is_completed: bool
    """Whether a push completes the journal once there is room again."""

    @property
    def is_said(self) -> bool:
        """Whether the officer reads each time that the entries wait, and why."""
        return all(
            isinstance(one, NotReached) and "wait on this computer." in one.message
            for one in (self.failed, self.again)
        )


class FullDisk:
    """A server on a disk that can be filled, and a laptop that pushes to it."""

    def __init__(self, folder: Path, kind: Kind, *, is_limit: bool = False) -> None:
        """Start the server. With `is_limit`, a limit stands for the disk also where one can be mounted."""
        self._kind = kind
        self._is_full = False
        self._at_end = ExitStack()
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        self._disk = folder / "disk"
        self._disk.mkdir()
        self.is_mounted = not is_limit and self._mounted()
        self.how = "a full disk" if self.is_mounted else "a limit on the size of files"
        options = [f"--waldir={self._disk / 'wal'}"] if self.is_mounted and kind == "log" else []
        self._server = run(folder / "data", "--wal-segsize=1", *options)
        self._at_end.callback(self._server.cleanup)
        self.force = Force(self._server.get_uri())
        with self.force.as_() as owner:
            for setting in ("wal_recycle = off", "min_wal_size = '2MB'", "autovacuum = off"):
                owner.execute(f"ALTER SYSTEM SET {setting}")  # type: ignore[arg-type]
            owner.execute("SELECT pg_reload_conf()")
            migrate(owner)
            apply(owner, PEOPLE)
        if kind == "table":
            self._put_table_aside()
        self.laptop = Laptop(folder / "laptop", self.force)
        for number in range(CASES):
            case = self.laptop.open(f"26-{number}")
            self.laptop.record(case, *(Noted(f"note {n}") for n in range(NOTES)), CaseClosed())
        self.laptop.push()  # the pack is there then, which needs room, too

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_full:
            self.free()
        self._at_end.close()

    def _mounted(self) -> bool:
        """Mount a small disk, if this process may."""
        mount = ["mount", "-t", "tmpfs", "-o", "size=96m,mode=777", "tmpfs", str(self._disk)]
        if os.geteuid() != 0 or not shutil.which("mount"):
            return False
        if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
            return False
        self._at_end.callback(subprocess.run, ["umount", str(self._disk)], check=True)
        return True

    def _put_table_aside(self) -> None:
        """Put the entries where they can meet the end of the disk before anything else does."""
        if self.is_mounted:
            space = self._disk / "space"
            space.mkdir()
            shutil.chown(space, self._server.system_user)
            self.force.ask(f"CREATE TABLESPACE small LOCATION '{space}'")
            self.force.ask("ALTER TABLE precinct.event SET TABLESPACE small")
        else:
            self.force.ask(_PADDING)  # a file of the log has 1 MB: the table's must be larger

    def fill(self) -> None:
        """Fill the disk, up to some room."""
        self._is_full = True
        room = ROOM[self._kind]
        if self._kind == "log":
            self._fill_log(room)
            room = 0
        if self.is_mounted:
            has = os.statvfs(self._disk)
            with (self._disk / "filler").open("wb") as filler:
                os.posix_fallocate(filler.fileno(), 0, has.f_bavail * has.f_frsize - room)
        elif self._kind == "log":
            self._limit(_SEGMENT // 2)
        else:
            ((size,),) = self.force.ask("SELECT pg_relation_size('precinct.event')")
            self._limit(size + room // 3)  # there it has a map of free space, too

    def _fill_log(self, room: int) -> None:
        """Fill the last file of the log, up to some room."""
        line = "SELECT pg_logical_emit_message(false, '', repeat('x', %s))"
        with self.force.as_() as owner:
            while owner.execute(_FILES_AHEAD).fetchone() != (0,):
                owner.execute(line, (1,))
                owner.execute("SELECT pg_switch_wal()")
            owner.execute(line, (1,))
            owner.execute("SELECT pg_switch_wal()")
            owner.execute("CHECKPOINT")
            ((offset,),) = owner.execute(_OFFSET).fetchall()
            end = _SEGMENT if self.is_mounted else _SEGMENT // 2
            owner.execute(line, (end - room - offset,))
        time.sleep(0.5)  # until the server's own writer closes the file before: its space is free then

    def free(self) -> None:
        """Make room. Restart the server if its log was full: it has crashed."""
        (self._disk / "filler").unlink(missing_ok=True)
        if self._kind == "log":
            self._restart()
        elif not self.is_mounted:
            self._limit("unlimited")
        self._is_full = False

    def _restart(self) -> None:
        """Stop the server at once, and start it again.

        A server that has just crashed can answer one question and refuse the next: it has not noticed yet
        that one of its processes died.
        """
        with suppress(psutil.NoSuchProcess):
            main = psutil.Process(self._server.get_pid())
            main.send_signal(signal.SIGQUIT)
            main.wait(30)
        self._server.ensure_postgres_running()

    def _limit(self, size: int | str) -> None:
        """Limit the files that the processes of the server, and those to come, can write."""
        with suppress(psutil.NoSuchProcess):
            main = psutil.Process(self._server.get_pid())
            self._limit_one(main, size)
            for child in main.children(recursive=True):  # listed now: those that come later have the limit
                self._limit_one(child, size)

    def _limit_one(self, process: psutil.Process, size: int | str) -> None:
        command = ["prlimit", f"--pid={process.pid}", f"--fsize={size}:unlimited"]
        done = subprocess.run(command, user=self._server.system_user, check=False)
        assert done.returncode == 0 or not process.is_running(), "no limit can be set"

    def push_until_full(self) -> Found:
        """Push to an empty precinct until its disk is full. Then make room, and push again."""
        self.force.ask("DELETE FROM precinct.event WHERE agency_id <> 9")
        self.force.ask("TRUNCATE precinct.journal, precinct.case_now")
        self.force.ask("VACUUM FULL precinct.event")
        (self.laptop.home / FILE).unlink(missing_ok=True)
        self.fill()
        failed, again = self._push(), self._push()
        kept = self.laptop.home / FILE
        acknowledged = int(json.loads(kept.read_text(encoding="utf-8"))["seq"]) if kept.exists() else 0
        self.free()
        ((there, last),) = self.force.ask(
            "SELECT count(*), coalesce(max(seq), 0) FROM precinct.event WHERE agency_id <> 9"
        )
        bad = self.force.ask(
            "SELECT precinct.first_bad(agency_id, journal_id), last_seq FROM precinct.journal"
        )
        ((loose,),) = self.force.ask(_LOOSE)
        return Found(
            failed=failed,
            again=again,
            acknowledged=acknowledged,
            there=there,
            lost=max(0, acknowledged - there),
            is_half=there != last or bool(loose) or (there % BATCH != 0 and there != ENTRIES),
            is_broken=bad not in ([], [(None, last)]),
            is_completed=self._completes(),
        )

    def _push(self) -> DvcheckError | None:
        try:
            self.laptop.push()
        except DvcheckError as error:
            return error
        return None

    def _completes(self) -> bool:
        found = self.laptop.push()
        there = self.force.ask("SELECT count(*) FROM precinct.event WHERE agency_id <> 9")
        bad = self.force.ask("SELECT precinct.first_bad(agency_id, journal_id) FROM precinct.journal")
        lines = self.force.ask("SELECT count(*) FROM precinct.case_now WHERE state = 'closed'")
        return (found.waiting, there, bad, lines) == (0, [(ENTRIES,)], [(None,)], [(CASES,)])


@contextmanager
def acknowledged_early(laptop: Laptop) -> Iterator[None]:
    """Let a laptop take entries for acknowledged before they are: what a count of losses must notice."""
    real = Remote.push
    witness = PushWitness(home=laptop.home, dsn=laptop.dsn)

    def push(self: Remote, journal: UUID, entries: Sequence[SealedEntry], *how: Any, **named: Any) -> Head:
        if entries:
            witness.keep(journal, Head(seq=entries[-1].seq, hash=entries[-1].hash))
        return real(self, journal, entries, *how, **named)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Remote, "push", push)
        yield

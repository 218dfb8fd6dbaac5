"""Nothing that a precinct acknowledged is lost, however often its server is killed in the middle of pushes.

Four officers push journals of several hundred entries at once, in small transactions. Then every process of
the server is killed with SIGKILL and the server is started again. An entry counts as acknowledged once the
push that sent it has returned its number. A push is half there if a journal's entries are not those up to its
last number, or end inside a transaction, or a line of the board is of an entry that is not there.
The control runs with `synchronous_commit = off`: the server then acknowledges what is not on its disk yet.

Then an officer pushes to a server whose disk becomes full: its table cannot grow, which is an error of one
statement, or its log (WAL) cannot, which ends the server. The control acknowledges entries before they are
sent. Last, the network is cut before, within and after each message of PostgreSQL's protocol in a push, in
both directions. POSIX only; the full disks are of Linux.
"""

import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dvcheck.errors import DvcheckError
from dvcheck.record.events import CaseClosed, Noted
from dvcheck.record.head import Head
from dvcheck.record.postgres.migrate import migrate
from dvcheck.record.postgres.people import apply
from dvcheck.record.postgres.remote import Remote
from tests.precinct import cutting, full_disk, server
from tests.precinct.conftest import forces
from tests.precinct.force import PEOPLE, Force
from tests.precinct.full_disk import FullDisk
from tests.precinct.laptop import Laptop
from tests.precinct.network import Network, When
from tests.precinct.server import run as start_server
from tests.proof import Figure, all_of, none_of

ROUNDS = 20
CONTROLS = 5
DISKS = 10
SEED = 825
OFFICERS = ("o1North1", "o1North2", "o1East1", "o1East2")
CASES, NOTES = 8, 40
PATIENCE = 30.0
BATCH = 10
"""The entries of one transaction."""
TOTAL = CASES * (NOTES + 3)


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    rounds = n or ROUNDS
    with _Server(scratch) as killed, pytest.MonkeyPatch.context() as patched:
        patched.setattr("dvcheck.actions.push_pages.BATCH", BATCH)
        found = [killed.kill_in_the_middle() for _ in range(rounds)]
        acknowledged = sum(one.acknowledged for one in found)
        of = rounds * TOTAL * len(OFFICERS)
        yield Figure(
            what=f"{rounds} kills of every server process, {acknowledged:,} of {of:,} entries acknowledged",
            found=f"{sum(one.in_the_middle for one in found)} kills in the middle",
            goal="more than half",
            met=sum(one.in_the_middle for one in found) * 2 > rounds,
        )
        yield none_of(
            f"{rounds} kills: acknowledged entries that are missing", sum(one.lost for one in found)
        )
        yield none_of(f"{rounds} kills: journals with a half push", sum(one.half for one in found))
        yield none_of(f"{rounds} kills: journals whose chain is broken", sum(one.broken for one in found))
        whole = sum(one.completed for one in found)
        yield all_of(f"{rounds} kills: journals complete after one more push", whole, rounds * len(OFFICERS))
        killed.set("synchronous_commit = off", "wal_writer_delay = '10s'")
        lost = [killed.kill_in_the_middle().lost for _ in range(min(rounds, CONTROLS))]
        yield Figure(
            what=f"control: {len(lost)} kills of a server that acknowledges too early: entries missing",
            found=str(sum(lost)),
            goal="> 0: the count notices",
            met=sum(lost) > 0,
        )
    yield from _full_disks(min(rounds, DISKS), scratch)
    yield from _cuts(None if n is None else n * len(When), scratch)


def _full_disks(rounds: int, scratch: Path) -> Iterator[Figure]:
    for kind in full_disk.KINDS if sys.platform == "linux" else ():
        with pytest.MonkeyPatch.context() as patched, FullDisk(scratch / f"full-{kind}", kind) as full:
            patched.setattr("dvcheck.actions.push_pages.BATCH", full_disk.BATCH)
            found = [full.push_until_full() for _ in range(rounds)]
            with full_disk.acknowledged_early(full.laptop):
                early = full.push_until_full()
        what = f"{rounds} × {full.how}, the server's {kind} cannot grow"
        there, of = sum(one.acknowledged for one in found), rounds * full_disk.ENTRIES
        yield all_of(
            f"{what}, {there:,} of {of:,} entries acknowledged: said so, twice",
            sum(one.is_said for one in found),
            rounds,
        )
        yield none_of(f"{what}: acknowledged entries that are missing", sum(one.lost for one in found))
        yield none_of(f"{what}: half pushes", sum(one.is_half for one in found))
        yield none_of(f"{what}: broken chains", sum(one.is_broken for one in found))
        yield all_of(
            f"{what}: complete after the next push with room", sum(one.is_completed for one in found), rounds
        )
        yield Figure(
            what=f"control: {full.how}, the server's {kind}, acknowledged too early: entries missing",
            found=str(early.lost),
            goal="> 0: the count notices",
            met=early.lost > 0,
        )


def _cuts(most: int | None, scratch: Path) -> Iterator[Figure]:
    """Cut the network at each message, or at this number of places."""
    with (
        server.started() as dsn,
        forces(dsn) as force,
        Network(force.dsn) as net,
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setattr("dvcheck.actions.push_pages.BATCH", cutting.BATCH)
        cutter = cutting.Cutter(force, net, scratch / "cut")
        places = cutter.places()
        chosen = places if most is None else places[:: max(1, len(places) // most)]
        found = [cutter.cut(one) for one in chosen]
    what = f"{len(found)} cuts before, within and after the {len(places) // len(When)} messages of a push"
    yield Figure(
        what=f"{what}: transactions that were there",
        found=", ".join(str(there) for there in sorted({one.there for one in found})) + " entries",
        goal="none, some and all",
        met={0, cutting.ENTRIES} < {one.there for one in found},
    )
    yield none_of(f"{what}: acknowledged entries that are missing", sum(one.lost for one in found))
    yield none_of(f"{what}: half pushes", sum(one.is_half for one in found))
    yield none_of(f"{what}: broken chains", sum(one.is_broken for one in found))
    yield all_of(f"{what}: said so, unless complete", sum(one.is_said for one in found), len(found))
    yield all_of(f"{what}: complete after the next push", sum(one.is_completed for one in found), len(found))


class _Round:
    """The outcome of one kill."""

    def __init__(self) -> None:
        self.acknowledged = self.lost = self.half = self.broken = self.completed = 0
        self.in_the_middle = False


class _Server:
    """A server in a folder, and the laptops that push to it."""

    def __init__(self, scratch: Path) -> None:
        self._chance = random.Random(SEED)
        self._server = start_server(scratch / "data")
        self._force = Force(self._server.get_uri())
        with self._force.as_() as owner:
            migrate(owner)
            apply(owner, PEOPLE)
        self._laptops = [self._prepared(scratch / "first", OFFICERS[0])]
        for login in OFFICERS[1:]:
            self._laptops.append(self._prepared(scratch / login, login))

    def __enter__(self) -> "_Server":
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):
            self._server.cleanup()

    def _prepared(self, home: Path, login: str) -> Laptop:
        laptop = Laptop(home, self._force, login)
        for number in range(CASES):
            case = laptop.open(f"26-{number}")
            laptop.record(case, *(Noted(f"note {n}") for n in range(NOTES)), CaseClosed())
        return laptop

    def set(self, *settings: str) -> None:
        for setting in settings:
            self._force.ask(f"ALTER SYSTEM SET {setting}")
        self._force.ask("SELECT pg_reload_conf()")
        time.sleep(0.3)

    def kill_in_the_middle(self) -> _Round:
        self._force.ask("TRUNCATE precinct.event, precinct.journal, precinct.case_now")
        self._force.ask("CHECKPOINT")
        found, known = _Round(), dict[str, int]()
        _SEEN.clear()
        pushes = [threading.Thread(target=self._push, args=(one, known)) for one in self._laptops]
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Remote, "push", _noting(Remote.push))
            for one in pushes:
                one.start()
            self._wait_for(self._chance.uniform(0.05, 0.8) * TOTAL * len(OFFICERS))
            self._kill()
            for one in pushes:
                one.join()
        found.acknowledged = sum(known.values())
        found.in_the_middle = 0 < found.acknowledged < TOTAL * len(OFFICERS)
        self._start()
        self._look(found, known)
        for laptop in self._laptops:
            done = laptop.push()
            there = self._force.ask("SELECT count(*) FROM precinct.event WHERE login = %s", laptop.login)
            found.completed += (done.waiting, there) == (0, [(TOTAL,)])
        return found

    def _wait_for(self, entries: float) -> None:
        """Wait until this number of entries is acknowledged, however fast the computer is."""
        until = time.monotonic() + PATIENCE
        while sum(_SEEN.values()) < entries and time.monotonic() < until:
            time.sleep(0.002)

    def _push(self, laptop: Laptop, known: dict[str, int]) -> None:
        _ACKNOWLEDGED.head = Head(seq=0, hash=b"")
        with suppress(DvcheckError):
            laptop.push()
        known[laptop.login] = _ACKNOWLEDGED.head.seq

    def _look(self, found: _Round, known: dict[str, int]) -> None:
        rows = self._force.ask(
            """SELECT j.login, j.last_seq, precinct.first_bad(j.agency_id, j.journal_id),
                 (SELECT count(*) FROM precinct.event e WHERE e.journal_id = j.journal_id),
                 (SELECT count(*) FROM precinct.case_now c WHERE c.journal_id = j.journal_id AND NOT EXISTS
                   (SELECT FROM precinct.event e WHERE e.journal_id = c.journal_id AND e.hash = c.hash))
               FROM precinct.journal j"""
        )
        there = {login: last for login, last, *_ in rows}
        for login, last, bad, count, loose in rows:
            found.half += count != last or bool(loose) or (last % BATCH != 0 and last != TOTAL)
            found.broken += bad is not None
            found.lost += max(0, known[login] - last)
        found.lost += sum(seq for login, seq in known.items() if login not in there)

    def _kill(self) -> None:
        import psutil

        main = psutil.Process(self._server.get_pid())
        main.suspend()  # it starts no process now that would live on and block the next server
        processes = [main, *main.children(recursive=True)]
        for one in processes:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        psutil.wait_procs(processes, timeout=10)

    def _start(self) -> None:
        self._server.ensure_postgres_running()
        for _ in range(100):
            with suppress(psycopg.OperationalError):
                self._force.ask("SELECT 1")
                return
            time.sleep(0.1)


_ACKNOWLEDGED = threading.local()
_SEEN: dict[int, int] = {}
"""The last number that was acknowledged to each thread."""


def _noting(real: Any) -> Any:
    def push(*values: Any, **named: Any) -> Head:
        head: Head = real(*values, **named)
        _ACKNOWLEDGED.head = head
        _SEEN[threading.get_ident()] = head.seq
        return head

    return push

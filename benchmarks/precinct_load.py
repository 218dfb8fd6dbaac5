"""Push true chains into a precinct, as laptops do. `benchmarks.precinct` starts several of these."""

import random
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec

from dvcheck.record.board_line import Detail, DutyOnBoard
from dvcheck.record.chain import FIRST_HASH, hash_of, seal_of
from dvcheck.record.events import utc_text
from dvcheck.record.postgres.remote import Remote, SealedEntry
from dvcheck.rules.deadline import Deadline
from tests.precinct.force import Force

PER_JOURNAL = 5_000
PER_CASE = 50
BATCH = 1_000
BEGAN = datetime(2026, 7, 5, 21, 0, tzinfo=UTC)
BODY = b'{"question":"injured","value":"one"}'
DUTIES = 4
"""The open duties of an open case."""


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """The part of the entries that one process pushes."""

    dsn: str
    journals: tuple[int, ...]
    """The numbers of the officers, each of whom pushes one journal."""
    entries: int
    """How many entries each journal has."""
    share: float
    """The share of the cases that are open."""
    pack: str
    duties: tuple[str, ...]
    """Required obligations of that pack."""
    seed: int


def chain(count: int, chance: random.Random) -> Iterator[SealedEntry]:
    """Yield entries of a journal of its own, with `PER_CASE` entries a case."""
    before = FIRST_HASH
    for seq in range(1, count + 1):
        salt = chance.randbytes(16)
        case = f"c-{seq // PER_CASE:04d}A"
        kind = "case-opened" if seq % PER_CASE == 1 else "answered"
        at = utc_text(BEGAN + timedelta(seconds=seq))
        seal = seal_of(salt, BODY)
        before = hash_of(before, seq, case, at, kind, seal)
        yield SealedEntry(seq, case, at, kind, before, seal, salt, BODY.decode())


def line(
    entry: SealedEntry, chance: random.Random, share: float, pack: str = "", duties: Sequence[str] = ()
) -> dict[str, object]:
    """Return a line of the board. `share` of them are of open cases, which owe some of `duties`."""
    is_open = chance.random() < share
    due = BEGAN + timedelta(minutes=chance.randrange(-120, 600))
    owed = tuple(
        DutyOnBoard(id=name, order=n, deadline=Deadline(kind="within", at=due + timedelta(minutes=n)))
        for n, name in enumerate(chance.sample(duties, DUTIES) if is_open and duties else ())
    )
    return {
        "case_id": entry.case,
        "number": f"26-{chance.randrange(10**6)}",
        "seq": entry.seq,
        "hash": entry.hash.hex(),
        "pack": pack or "sha256:" + "ab" * 32,
        "opened_at": utc_text(BEGAN),
        "last_at": entry.at,
        "state": "open" if is_open else "closed",
        "unasked": int(is_open) * 3,
        "open_required": int(is_open) * DUTIES,
        "undetermined": 0,
        "due_at": utc_text(due) if is_open else None,
        "opening": chance.randbytes(32).hex(),
        "detail": msgspec.to_builtins(Detail(checklist="incident", duties=owed)),
    }


def push(load: Load) -> None:
    """Push the journals of one process, one after the other."""
    chance = random.Random(load.seed)
    force = Force(load.dsn)
    for number in load.journals:
        entries = list(chain(load.entries, chance))
        with force.as_(f"o{number}") as connection:
            remote, name = Remote(connection), UUID(bytes=entries[0].hash[:16])
            for first in range(0, len(entries), BATCH):
                part = entries[first : first + BATCH]
                ends = [e for e in part if e.seq % PER_CASE == PER_CASE - 1]
                said = [line(e, chance, load.share, load.pack, load.duties) for e in ends]
                remote.push(name, part, said)


def keep_pushing(dsn: str, laptops: int, journals: int, seconds: float) -> None:
    """Push batches of 50 from many laptops at once, for some seconds."""
    force, until = Force(dsn), time.monotonic() + seconds

    def work(number: int) -> None:
        entries = list(chain(2_000, random.Random(f"laptop {number} of {journals}")))
        with force.as_(f"o{number % journals}") as connection:
            remote, name = Remote(connection), UUID(bytes=entries[0].hash[:16])
            for first in range(0, len(entries), 50):
                if time.monotonic() > until:
                    return
                remote.push(name, entries[first : first + 50])

    with ThreadPoolExecutor(laptops) as pool:
        list(pool.map(work, range(laptops)))  # a push that fails is an error here


if __name__ == "__main__":
    push(msgspec.json.decode(sys.stdin.buffer.read(), type=Load))

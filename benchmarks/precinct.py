"""Measure a precinct: `python -m benchmarks.precinct [--entries 100000] [--write]`.

It fills a PostgreSQL with true chains, pushed as laptops push them, and times pushes by batch and the board.
The board is read by a supervisor under row-level security and by the superuser without it, by turns: their
ratio counts. Both server and clients share the processors of one computer.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from dvcheck.record.chain import FIRST_HASH, hash_of, seal_of
from dvcheck.record.events import utc_text
from dvcheck.record.people_file import Person
from dvcheck.record.postgres import board
from dvcheck.record.postgres.board import Viewer
from dvcheck.record.postgres.migrate import migrate
from dvcheck.record.postgres.people import apply
from dvcheck.record.postgres.remote import Remote, SealedEntry
from tests.precinct import server
from tests.precinct.force import Force

KEPT = Path(__file__).with_name("precinct.json")
"""The measurements by number of entries."""
PRECINCTS = 8
PER_JOURNAL = 5_000
PER_CASE = 50
OPEN = 3_000
"""The open cases, however many entries there are; at most four of five."""
MOST_RATIO = 1.5
"""The goal: the board under row-level security against the board without."""
TRIES = 3
"""How often both are timed. The best ratio counts: a shared processor is slow at times."""
PUSHING = 100
"""The laptops that push while the board is read."""
BEGAN = datetime(2026, 7, 5, 21, 0, tzinfo=UTC)
BODY = b'{"question":"injured","value":"one"}'
BATCHES = (1, 10, 50, 500, 2_000)
ROUNDS = 60


class Times(NamedTuple):
    """The times of one thing, in milliseconds."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Times":
        return cls(statistics.median(seconds) * 1000, statistics.quantiles(seconds, n=20)[-1] * 1000)


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


def line(entry: SealedEntry, chance: random.Random, share: float) -> dict[str, object]:
    """Return a line of the board. `share` of them are of open cases."""
    is_open = chance.random() < share
    due = BEGAN + timedelta(minutes=chance.randrange(-120, 600))
    return {
        "case_id": entry.case,
        "number": f"26-{chance.randrange(10**6)}",
        "seq": entry.seq,
        "hash": entry.hash.hex(),
        "pack": "sha256:" + "ab" * 32,
        "opened_at": utc_text(BEGAN),
        "last_at": entry.at,
        "state": "open" if is_open else "closed",
        "unasked": int(is_open) * 3,
        "open_required": int(is_open) * 4,
        "undetermined": 0,
        "due_at": utc_text(due) if is_open else None,
        "opening": chance.randbytes(32).hex(),
        "detail": {"checklist": "incident", "duties": [], "to_walk": []},
    }


def fill(force: Force, count: int) -> float:
    """Push `count` entries as many laptops would. Return the entries a second."""
    journals = max(PRECINCTS, count // PER_JOURNAL)
    crew = [
        Person(login=f"o{n}", agency=1, officer=f"o{n}", precinct=f"P{n % PRECINCTS}", role="officer")
        for n in range(journals)
    ]
    staff = [
        Person(login=f"s{n}", agency=1, officer=f"s{n}", precinct=f"P{n}", role="supervisor")
        for n in range(PRECINCTS)
    ]
    with force.as_() as owner:
        apply(owner, [*crew, *staff])
    chance, share = random.Random(825), min(0.8, OPEN * PER_CASE / count)
    started = time.perf_counter()
    for person in crew:
        entries = list(chain(count // journals, chance))
        with force.as_(person.login) as connection:
            remote, name = Remote(connection), UUID(bytes=entries[0].hash[:16])
            for first in range(0, len(entries), 1_000):
                part = entries[first : first + 1_000]
                ends = [e for e in part if e.seq % PER_CASE == PER_CASE - 1]
                remote.push(name, part, [line(e, chance, share) for e in ends])
    spent = time.perf_counter() - started
    with force.as_() as owner:
        owner.execute("VACUUM (ANALYZE) precinct.event")
        owner.execute("VACUUM (ANALYZE) precinct.case_now")
    return count / spent


def timed(act: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Time an act several times."""
    found = []
    for _ in range(rounds):
        started = time.perf_counter()
        act()
        found.append(time.perf_counter() - started)
    return found


def boards(force: Force) -> tuple[Times, Times, Times]:
    """Time the board of a supervisor, the same without row-level security, and `SELECT 1`, by turns."""
    whose = Viewer(login="s1", agency=1, precinct="P1", role="supervisor")
    with force.as_("s1") as hers, force.as_() as owner:
        with_security, without, nothing = [], [], []
        board.lines(hers, whose, 200), board.lines(owner, whose, 200)
        for _ in range(ROUNDS):
            with_security += timed(lambda: board.lines(hers, whose, 200), 1)
            without += timed(lambda: board.lines(owner, whose, 200), 1)
            nothing += timed(lambda: hers.execute("SELECT 1").fetchone(), 1)
    return Times.of(with_security), Times.of(without), Times.of(nothing)


def _ratio(hers: Times, without: Times, _: Times) -> float:
    return hers.p50 / without.p50


def pushes(force: Force) -> dict[int, tuple[float, float]]:
    """Return the time of a push in milliseconds, and the entries a second, by size of the batch."""
    chance = random.Random("pushes")
    found = {}
    with force.as_("o0") as connection:
        remote = Remote(connection)
        for size in BATCHES:
            rounds = max(5, min(200, 10_000 // size))
            entries = list(chain(size * rounds, chance))
            name = UUID(bytes=entries[0].hash[:16])
            times = []
            for number in range(rounds):
                part = entries[number * size : (number + 1) * size]
                said = [line(part[-1], chance, 0)]
                times += timed(partial(remote.push, name, part, said), 1)
            found[size] = (Times.of(times).p50, size * rounds / sum(times))
    return found


_LAPTOPS = """
import random, sys, threading
from uuid import UUID
from benchmarks.precinct import chain
from dvcheck.record.postgres.remote import Remote
from tests.precinct.force import Force
force, laptops, journals, seconds = Force(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
import time
until = time.monotonic() + seconds
def work(number):
    chance = random.Random(f'laptop {number}')
    entries = list(chain(2_000, chance))
    with force.as_(f"o{number % journals}") as connection:
        remote, name = Remote(connection), UUID(bytes=entries[0].hash[:16])
        first = 0
        while time.monotonic() < until and first < len(entries):
            remote.push(name, entries[first : first + 50])
            first += 50
threads = [threading.Thread(target=work, args=(n,)) for n in range(laptops)]
for one in threads: one.start()
for one in threads: one.join()
"""


def board_while_pushing(force: Force, count: int) -> Times:
    """Time the board of a supervisor while `PUSHING` laptops push batches of 50."""
    journals = max(PRECINCTS, count // PER_JOURNAL)
    whose = Viewer(login="s1", agency=1, precinct="P1", role="supervisor")
    busy = subprocess.Popen([sys.executable, "-c", _LAPTOPS, force.dsn, str(PUSHING), str(journals), "20"])
    try:
        time.sleep(5)  # until they are connected
        with force.as_("s1") as hers:
            return Times.of(timed(lambda: board.lines(hers, whose, 200)))
    finally:
        busy.wait()


def measured(count: int) -> dict[str, object]:
    """Measure a precinct with `count` entries."""
    with server.started() as dsn, server.database(dsn) as name:
        force = Force(name)
        with force.as_() as owner:
            migrate(owner)
        load = fill(force, count)
        ((events,),) = force.ask("SELECT pg_total_relation_size('precinct.event')")
        hers, without, nothing = min((boards(force) for _ in range(TRIES)), key=lambda found: _ratio(*found))
        sizes = pushes(force)
        busy = board_while_pushing(force, count)
    return {
        "entries": count,
        "loaded_a_second": round(load),
        "board_ms": [round(hers.p50, 2), round(hers.p95, 2)],
        "without_security_ms": [round(without.p50, 2), round(without.p95, 2)],
        "ratio": round(_ratio(hers, without, nothing), 2),
        "select_1_ms": round(nothing.p50, 3),
        "board_while_pushing_ms": [round(busy.p50, 2), round(busy.p95, 2)],
        "push_ms": {str(size): round(ms, 2) for size, (ms, _) in sizes.items()},
        "pushed_a_second": {str(size): round(rate) for size, (_, rate) in sizes.items()},
        "bytes_an_entry": round(events / count),
    }


def section() -> str:
    """Return the section of docs/performance.md, from the figures that are kept; empty without any."""
    if not KEPT.exists():
        return ""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    rows = [kept[key] for key in sorted(kept, key=int)]
    head = " | ".join(f"{row['entries']:,} entries" for row in rows)
    said = [
        ("board, p50 and p95, ms", [_pair(row["board_ms"]) for row in rows]),
        ("the same without row-level security", [_pair(row["without_security_ms"]) for row in rows]),
        (f"ratio of the p50 (goal at most {MOST_RATIO})", [str(row["ratio"]) for row in rows]),
        (f"board while {PUSHING} laptops push", [_pair(row["board_while_pushing_ms"]) for row in rows]),
        ("`SELECT 1`, p50, ms", [str(row["select_1_ms"]) for row in rows]),
    ]
    for size in map(str, BATCHES):
        said.append(
            (f"entries a second, {size} a push", [f"{row['pushed_a_second'][size]:,}" for row in rows])
        )
    said.append(("bytes an entry, with indexes", [str(row["bytes_an_entry"]) for row in rows]))
    lines = [f"| {what} | {' | '.join(found)} |" for what, found in said]
    columns = " | ".join("---" for _ in rows)
    return _SECTION + "\n".join([f"| measured | {head} |", f"| --- | {columns} |", *lines]) + "\n"


_SECTION = """

## The precinct

`make bench ONLY=precinct N=1000000` measures it. The server, the laptops and the supervisor share one
computer, so ratios count more than times. A push checks every hash, and commits.

"""


def _pair(times: Sequence[float]) -> str:
    return f"{times[0]} and {times[1]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--write", action="store_true", help="keep the figures")
    asked = parser.parse_args()
    found = measured(asked.entries)
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    if asked.write:
        kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
        kept[str(asked.entries)] = {**found, "processors": os.cpu_count()}
        KEPT.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    return 0 if float(str(found["ratio"])) <= MOST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())

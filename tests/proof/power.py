"""No answer the journal has acknowledged is lost or damaged when the power goes at any moment.

The journal's own code runs unchanged on Python's own `sqlite3` and SQLite, on the simulated disk of `_vfs`,
which decides what a power cut may leave. A journal lives through up to 25 cuts. Each comes at a write, sync
or delete of a session that opens the journal and records, also while an interrupted commit is being undone.
After each cut the journal is opened as an officer would open it, on a copy of what was left.

Lost: an event that `append_all` had returned, or that was read after an earlier cut, is missing or changed;
or a pack stored with it. Damaged: the journal cannot be opened; SQLite's integrity check or `first_bad` finds
something; or it holds what nobody recorded, or only a part of what was recorded together.

Weaker settings run in the same harness, and must lose something there.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from dvcheck.errors import DvcheckError
from dvcheck.record.events import Entry, Event, RawEvent, body_of
from dvcheck.record.head import NAME as HEAD_FILE
from dvcheck.record.sqlite import connection
from dvcheck.record.sqlite.journal import Journal
from tests.proof import Figure, none_of
from tests.proof._vfs import Disk, mounted

CUTS = 5000
SEED = 825
LIFE = 25
"""The number of cuts to a journal before a new one is begun."""
COMMITS = 4
REACH = 110
"""A cut falls on one of this many changes to the disk, about one session's, or after its end."""

_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

WEAKER: Mapping[str, Mapping[str, str]] = {
    "DELETE with synchronous=FULL": {"PRAGMA synchronous = EXTRA": "PRAGMA synchronous = FULL"},
    "WAL with synchronous=NORMAL": {
        "PRAGMA journal_mode = DELETE": "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = EXTRA": "PRAGMA synchronous = NORMAL",
    },
    "DELETE with synchronous=OFF": {"PRAGMA synchronous = EXTRA": "PRAGMA synchronous = OFF"},
}
"""Settings that lose answers: a setting of the journal, and the weaker one in its place."""


@dataclass(slots=True)
class Tally:
    """The outcome of some power cuts."""

    cuts: int = 0
    acknowledged: int = 0
    midway: int = 0
    """Cuts that struck while a commit was under way."""
    undone: int = 0
    """Cuts that left a rollback file with something in it."""
    lost: int = 0
    damaged: int = 0


@dataclass(slots=True)
class Known:
    """The entries a journal must hold, and those it may hold in addition: the commit under way."""

    events: list[Event] = field(default_factory=list)
    packs: dict[str, bytes] = field(default_factory=dict)
    under_way: list[Entry] = field(default_factory=list)


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    cuts = n or CUTS
    found = cut_power(cuts, scratch)
    what = f"{cuts} power cuts, {found.acknowledged} answers acknowledged"
    yield none_of(f"{what}: lost", found.lost)
    yield none_of(f"{cuts} power cuts: journals damaged, or with half a commit", found.damaged)
    yield _some(f"{cuts} power cuts: in the middle of a commit", found.midway)
    yield _some(f"{cuts} power cuts: left a commit for SQLite to undo", found.undone)
    for name, instead in WEAKER.items():
        weak = cut_power(cuts, scratch, instead)
        yield Figure(
            what=f"{cuts} power cuts with {name} instead: answers lost, and journals damaged",
            found=f"{weak.lost}, and {weak.damaged}",
            goal="> 0",
            met=weak.lost + weak.damaged > 0,
        )


def _some(what: str, found: int) -> Figure:
    return Figure(what=what, found=str(found), goal="> 0", met=found > 0)


def cut_power(cuts: int, folder: Path, instead: Mapping[str, str] | None = None) -> Tally:
    """Cut the power a number of times, with other settings if `instead` names them."""
    tally = Tally()
    chance = Random(SEED)
    with _other_settings(instead) if instead else nullcontext():
        while tally.cuts < cuts:
            _live(folder, chance, tally, min(LIFE, cuts - tally.cuts))
    return tally


def _other_settings(instead: Mapping[str, str]) -> Any:
    class Weaker(connection.PlainConnection):
        def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
            said = instead.get(sql, sql)
            if said.endswith("WAL"):  # without shared memory, which the simulated disk lacks
                super().execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
            return super().execute(said, *parameters)

    return patch.object(connection, "PlainConnection", Weaker)


def _live(folder: Path, chance: Random, tally: Tally, cuts: int) -> None:
    """Run one journal from its start through a number of cuts, or to its first loss."""
    known = Known()
    files: dict[str, bytes] = {}
    (folder / HEAD_FILE).unlink(
        missing_ok=True
    )  # it is not on the simulated disk, so it is from the life before
    for _ in range(cuts):
        disk = Disk(files)
        disk.chance = chance
        disk.cut_at = chance.randint(1, REACH)
        before = len(known.events)
        with mounted(disk):
            harm = tally.lost + tally.damaged
            _session(folder, disk, chance, known, tally)
            files = disk.cut()
            tally.cuts += 1
            tally.acknowledged += len(known.events) - before
            tally.midway += bool(known.under_way)
            tally.undone += any(name.endswith("-journal") and any(held) for name, held in files.items())
        with mounted(Disk(files)):
            _inspect(folder, known, tally)
        if tally.lost + tally.damaged > harm:
            return


def _session(folder: Path, disk: Disk, chance: Random, known: Known, tally: Tally) -> None:
    """Open the journal and record, until the power fails or a few commits are made."""
    try:
        with Journal.open(folder) as journal:
            for _ in range(COMMITS):
                _record(journal, chance, known)
    except DvcheckError:
        tally.damaged += disk.left is None  # refused with the power on
    except Exception:
        tally.damaged += 1


def _record(journal: Journal, chance: Random, known: Known) -> None:
    """Make one commit, as `CaseFile` does: mostly one answer, at times several, or a case with its pack."""
    number = len(known.events)
    case = f"c-{number // 20:04}"
    entries: list[Entry] = [
        RawEvent("answered", {"question": f"q-{number + i}", "value": "x" * chance.choice([3, 3, 40, 3000])})
        for i in range(chance.choice([1, 1, 1, 5]))
    ]
    content = chance.randbytes(chance.randint(1, 30_000)) if chance.random() < 0.1 else None
    pack = (sha256(content).hexdigest(), content) if content is not None else None
    known.under_way = entries
    known.events += journal.append_all(case, entries, _NOON + timedelta(seconds=number), pack=pack)
    known.under_way = []
    known.packs.update([pack] if pack else [])


def _inspect(folder: Path, known: Known, tally: Tally) -> None:
    """Open what a cut left, and count what is lost or damaged. What is read here must stay."""
    try:
        with Journal.open(folder) as journal:
            events = list(journal.all_events())
            sound = journal.first_bad() is None and _intact(journal)
            packs = sum(journal.pack(digest) != content for digest, content in known.packs.items())
    except Exception:  # refused in any words
        tally.damaged += 1
        return
    kept = sum(a == b for a, b in zip(known.events, events, strict=False))
    tally.lost += len(known.events) - kept + packs
    beyond = [(e.kind, e.body) for e in events[len(known.events) :]]
    under_way = [(entry.kind, body_of(entry)) for entry in known.under_way]
    tally.damaged += not sound or beyond not in ([], under_way)
    known.events, known.under_way = events, []


def _intact(journal: Journal) -> bool:
    try:
        found = journal._file.connection.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.Error:
        return False
    return found == [("ok",)]

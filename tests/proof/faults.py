"""Whichever file operation fails, once or for ever, an entry is on the disk or refused in plain words.

A short real session (open the journal, begin a case with its pack, answer, leave, resume, answer, mark done,
note) runs on the simulated disk of `_vfs`, in a new journal and in one whose last commit was cut off, once
for each operation SQLite makes in it. There that one fails: alone, with all later ones of its kind, or with
all later ones whatever they are. It fails in each way it can: refused, a write half done as on a disk that is
full, a lock held by another, a file deleted though its folder could not be synced. At the first refusal the
session ends, as a command does, or continues, as a running timer does.

After each session the journal is opened twice on a disk that works again: as it was left, and as a power cut
at that moment would have left it. Every acknowledged entry must be there, and the chain and the file must be
intact. A journal may be unreadable only if nothing was acknowledged yet, syncs fail for ever and then the
power goes: SQLite takes the rollback file of an empty file for a stale one.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Literal

from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import Clock
from dvcheck.record.events import CaseOpened, ChecklistStarted, Entry, Event
from dvcheck.record.head import NAME as HEAD_FILE
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from tests.proof import Figure, all_of, none_of
from tests.proof import _vfs as vfs
from tests.proof._vfs import Disk, Fault, mounted
from tests.small_packs import question as asked

HOW_LONG: tuple["HowLong", ...] = ("once", "this kind for ever", "everything for ever")
HowLong = Literal["once", "this kind for ever", "everything for ever"]

WAYS: dict[str, tuple[Fault, ...]] = {
    "path": (Fault(code=vfs.CANNOT_OPEN),),
    "open": (Fault(code=vfs.CANNOT_OPEN),),
    "read": (Fault(code=vfs.READ_FAILED),),
    "write": (Fault(code=vfs.WRITE_FAILED), Fault(code=vfs.FULL, carried_out="half")),
    "truncate": (Fault(code=vfs.TRUNCATE_FAILED),),
    "sync": (Fault(code=vfs.SYNC_FAILED), Fault(code=vfs.SYNC_FAILED, carried_out="all")),
    "size": (Fault(code=vfs.SIZE_FAILED),),
    "lock": (Fault(code=vfs.BUSY), Fault(code=vfs.LOCK_FAILED)),
    "unlock": (Fault(code=vfs.UNLOCK_FAILED),),
    "check": (Fault(code=vfs.CHECK_FAILED),),
    "access": (Fault(code=vfs.ACCESS_FAILED),),
    "delete": (Fault(code=vfs.DELETE_FAILED), Fault(code=vfs.FOLDER_SYNC_FAILED, carried_out="all")),
    "close": (Fault(code=vfs.CLOSE_FAILED),),
}
"""The operations of a disk, and how each can fail."""

SAID = {vfs.FULL: "is full", vfs.BUSY: "is locked by another program", vfs.CANNOT_OPEN: "no permission"}
"""The message an officer must see for a fault; for any other, that the disk refused."""

AFTER_THE_COMMIT = (vfs.UNLOCK_FAILED, vfs.FOLDER_SYNC_FAILED)
"""Faults that can come after an entry is on the disk: it stays there, whatever the message says."""

_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
_CLOCK = Clock(lambda: _NOON, lambda: 0.0)
_BEGUN = 20_480
"""More bytes than a journal without a case and its pack."""
_PACK = ("d" * 64, bytes(range(256)) * 40)


@dataclass(slots=True)
class Tally:
    """The outcome of the sessions."""

    sessions: int = 0
    refusals: int = 0
    clear: int = 0
    lost: int = 0
    damaged: int = 0
    kept_though_refused: int = 0
    other_exceptions: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Seen:
    """The messages an officer saw in one session."""

    acknowledged: list[Event] = field(default_factory=list)
    refusals: list[DvcheckError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Start:
    """The disk before a session, and what was acknowledged of it."""

    files: dict[str, bytes] = field(default_factory=dict)
    acknowledged: tuple[Event, ...] = ()

    def disk(self, fails: Callable[[str], Fault | None]) -> Disk:
        """Return a separate disk for one session."""
        disk = Disk(self.files)
        disk.fails = fails
        return disk


class Noting(Journal):
    """A journal that remembers what it has acknowledged."""

    seen: Seen

    def append_all(
        self,
        case: str,
        entries: Iterable[Entry],
        at: datetime,
        *,
        pack: tuple[str, bytes] | None = None,
        check: Callable[[], bool] | None = None,
    ) -> tuple[Event, ...]:
        events = super().append_all(case, entries, at, pack=pack, check=check)
        self.seen.acknowledged += events
        return events


class Failing:
    """Lets one operation of a session fail, and as many later ones as `how_long` says."""

    def __init__(self, at: int, fault: Fault, how_long: HowLong) -> None:
        self._left = at
        self._fault = fault
        self._how_long = how_long
        self._kind = ""
        self.given: set[int] = set()
        """The results that SQLite was given."""

    def __call__(self, operation: str) -> Fault | None:
        fault = self._next(operation)
        if fault is not None:
            self.given.add(fault.code)
        return fault

    def _next(self, operation: str) -> Fault | None:
        self._left -= 1
        if self._left > 0:
            return None
        if self._left == 0:
            self._kind = operation
            return self._fault
        if self._how_long == "once":
            return None
        if operation == self._kind:
            return self._fault
        return WAYS[operation][0] if self._how_long == "everything for ever" else None


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    """Let each operation fail in each way. With `n`, run `n` random sessions, and one for each kind."""
    tally = Tally()
    sessions = []
    most = 0
    for start in (Start(), _cut_off(scratch)):
        operations = _operations(scratch, start)
        most = max(most, len(operations))
        sessions += [
            (start, at, operation, fault, how_long, goes_on)
            for at, operation in enumerate(operations, 1)
            for fault in WAYS[operation]
            for how_long in HOW_LONG
            for goes_on in (False, True)
        ]
    chosen = sessions
    if n is not None:
        one_of_each = {session[2]: session for session in sessions}.values()
        chosen = [*one_of_each, *Random(1).sample(sessions, min(n, len(sessions)))]
    for start, at, _, fault, how_long, goes_on in chosen:
        _try(Failing(at, fault, how_long), start, scratch, tally, goes_on=goes_on)
    kinds = {operation for _, _, operation, *_ in chosen}
    yield all_of("kinds of file operation SQLite asks for that were made to fail", len(kinds), len(WAYS))
    what = f"{tally.sessions} sessions, each of up to {most} operations failing in turn"
    yield none_of(f"{what}: acknowledged entries lost, also where the power goes then", tally.lost)
    yield none_of(f"{what}: journals with an acknowledged entry damaged", tally.damaged)
    other = tally.other_exceptions
    yield none_of(f"{what}: exceptions other than ours{_first(other)}", len(other))
    yield all_of(
        "refusals that say what is wrong and what to do, with exit code 4", tally.clear, tally.refusals
    )
    told = "entries there though refused, other than by a fault after they were on the disk"
    yield none_of(told, tally.kept_though_refused)


def _first(found: list[str]) -> str:
    return f" ({found[0]})" if found else ""


def _operations(folder: Path, start: Start) -> list[str]:
    """List every operation SQLite makes in a session without failures."""
    made: list[str] = []

    def note(operation: str) -> None:
        made.append(operation)

    seen = _run(folder, start.disk(note), start, goes_on=False)
    if seen.refusals or len(seen.acknowledged) == len(start.acknowledged):
        raise RuntimeError("the session fails without a fault")
    return made


def _cut_off(folder: Path) -> Start:
    """Return a journal whose last commit was cut off, so that SQLite undoes it at the next open."""
    for at in range(len(_operations(folder, Start())), 0, -1):
        disk = Disk()
        disk.fails = Failing(at, Fault(code=vfs.ERROR), "everything for ever")
        seen = _run(folder, disk, Start(), goes_on=False)
        files = disk.files()
        grown = len(files.get(str(folder / FILE_NAME), b"")) > _BEGUN
        if grown and any(name.endswith("-journal") and any(held) for name, held in files.items()):
            return Start(files, tuple(seen.acknowledged))
    raise RuntimeError("no session leaves a commit to undo")


def _try(failing: Failing, start: Start, folder: Path, tally: Tally, *, goes_on: bool) -> None:
    disk = start.disk(failing)
    disk.chance = Random(tally.sessions)
    tally.sessions += 1
    try:
        seen = _run(folder, disk, start, goes_on=goes_on)
    except Exception as error:
        tally.other_exceptions.append(repr(error))
        return
    tally.refusals += len(seen.refusals)
    tally.clear += sum(_is_clear(refusal, failing.given) for refusal in seen.refusals)
    for files in (disk.files(), disk.cut()):
        with mounted(Disk(files)):
            _inspect(folder, seen, failing, tally)


def _is_clear(refusal: DvcheckError, given: set[int]) -> bool:
    told = any(SAID.get(code, "the disk refused") in refusal.message for code in given)
    return refusal.code == Exit.JOURNAL and told and "\n" not in refusal.message and bool(refusal.hint)


def _run(folder: Path, disk: Disk, start: Start, *, goes_on: bool) -> Seen:
    seen = Seen(acknowledged=list(start.acknowledged))
    (folder / HEAD_FILE).unlink(
        missing_ok=True
    )  # it is not on the simulated disk, so it is from another session
    with mounted(disk):
        _session(folder, seen, goes_on=goes_on)
    return seen


def _session(folder: Path, seen: Seen, *, goes_on: bool) -> None:
    """Do what an officer does at a call, then once more in the same case."""

    def tried(step: Callable[[], Any]) -> Any:
        try:
            return step()
        except DvcheckError as refusal:
            seen.refusals.append(refusal)
            if not goes_on:
                raise _Ended from refusal

    def begun(journal: Journal) -> CaseFile:
        opening = CaseOpened(number=None, zone="America/Los_Angeles", pack=_PACK[0], dvcheck="0")
        entries: list[Entry] = [opening, ChecklistStarted("incident")]
        return CaseFile.begin(journal, entries, _CLOCK, (_PACK[0], lambda: _PACK[1]))

    def resumed(journal: Journal) -> CaseFile | None:
        ids = journal.case_ids()
        return CaseFile(journal, journal.events(ids[0]), _CLOCK) if ids else None

    def work(find: Callable[[Journal], CaseFile | None], *questions: str) -> None:
        with Noting.open(folder) as journal:
            journal.seen = seen
            file = tried(lambda: find(journal))
            if file is not None:
                for question in questions:
                    tried(partial(file.answer, asked(question), "yes"))
                tried(lambda: file.done(["photographs", "statement"]))
                tried(lambda: file.note("x" * 9000))  # the file grows by it

    try:
        tried(lambda: work(begun, "weapon", "injuries"))
        tried(lambda: work(resumed, "weapon"))
    except _Ended:
        return


class _Ended(Exception):
    """The command is over."""


def _inspect(folder: Path, seen: Seen, failing: Failing, tally: Tally) -> None:
    """Open the journal on a disk that works again, and count what is wrong."""
    try:
        with Journal.open(folder) as journal:
            events = list(journal.all_events())
            sound = journal.first_bad() is None and _intact(journal)
            sound = sound and (not events or journal.pack(_PACK[0]) == _PACK[1])
    except DvcheckError:
        tally.damaged += bool(seen.acknowledged)
        return
    tally.lost += sum(event not in events for event in seen.acknowledged)
    tally.damaged += not sound
    if not failing.given.intersection(AFTER_THE_COMMIT):
        tally.kept_though_refused += sum(event not in seen.acknowledged for event in events)


def _intact(journal: Journal) -> bool:
    try:
        found = journal._file.connection.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.Error:
        return False
    return found == [("ok",)]

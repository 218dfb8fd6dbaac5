"""Nothing acknowledged is lost, however often the program is killed.

POSIX only: it kills with SIGKILL, in pseudo-terminals. Half of the kills hit real walks whose keys are
pressed, the other half a bare process that records answers one after the other. An answer of a walk counts as
acknowledged once the next prompt was read from the terminal. An answer of a process counts once its word,
sent after `CaseFile.answer` had returned, was read from its pipe. Two processes that write to one journal are
also killed. A kill ends a process, not the computer: power cuts are another proof.
"""

import hashlib
import json
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import astuple, dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from dvcheck.errors import DvcheckError
from dvcheck.pack.value import Value
from dvcheck.record.case_file import CaseFile
from dvcheck.record.chain import FIRST_HASH
from dvcheck.record.clock import SYSTEM
from dvcheck.record.events import Answered, CaseOpened, EntryMarked, Event, Noted, TimerStarted
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from tests.proof import Figure, all_of, none_of
from tests.pty import DOWN, ENTER, PATIENCE, Officer
from tests.small_packs import question as asked
from tests.terminal.walks import (
    ASSAULT,
    BY_COPY,
    SERVED_ANSWERS,
    STANDBY_ANSWERS,
    TICK,
    Step,
    Walk,
    before,
    given,
    lay_out,
)

KILLS = 200
SEED = 825

Said = tuple[str, Mapping[str, object]]
"""The kind of an event, and what its body must hold at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The outcome of some kills."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    """Answers acknowledged that are not in the journal."""
    twice: int = 0
    """Answers, or numbers of events, that are in the journal more than once."""
    broken: int = 0
    """Journals with an event that does not follow from the one before."""
    closed: int = 0
    """Journals that do not open, or cannot be read."""
    under_way: int = 0
    """Kills that left SQLite's rollback file: a commit was under way."""
    went_on: int = 0
    """Answers acknowledged to one of two processes after the other was killed."""
    failed: int = 0
    """Processes that ended or hung before they were killed."""

    def __add__(self, other: "Tally") -> "Tally":
        sums = [mine + its for mine, its in zip(astuple(self), astuple(other), strict=True)]
        return Tally(**dict(zip(self.__slots__, sums, strict=True)))


def total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


# --- the journal afterwards ---------------------------------------------------------------------------------


def examined(folder: Path, acknowledged: Sequence[Said]) -> Tally:
    """Compare a journal after a kill with what was acknowledged. Each answer was given once."""
    under_way = (folder / f"{FILE_NAME}-journal").exists()
    try:
        with Journal.open(folder) as journal:
            sound = journal.first_bad() is None
            events = list(journal.all_events())
    except DvcheckError:
        lost = len(acknowledged)
        return Tally(kills=1, acknowledged=lost, lost=lost, closed=1, under_way=under_way)
    found = [sum(_says(event, said) for event in _of_kind(events, said[0])) for said in acknowledged]
    return Tally(
        kills=1,
        acknowledged=len(acknowledged),
        lost=found.count(0),
        twice=sum(times > 1 for times in found) + len(events) - len({event.seq for event in events}),
        broken=not (sound and one_chain(folder / FILE_NAME)),
        under_way=under_way,
    )


def one_chain(path: Path) -> bool:
    """Check whether each hash follows from the one before, computed without the program's own code."""
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(
            "SELECT seq, case_id, at, kind, salt, body, hash FROM events ORDER BY rowid"
        ).fetchall()
    head = FIRST_HASH
    for number, (*fields, salt, body, found) in enumerate(rows, 1):
        seal = hashlib.sha256(salt + body.encode()).hexdigest()
        text = json.dumps([*fields, seal], separators=(",", ":"), ensure_ascii=False)
        head = hashlib.sha256(b"dvcheck-2" + head + text.encode()).digest()
        if fields[0] != number or head != found:
            return False
    return True


def _of_kind(events: Iterable[Event], kind: str) -> Iterator[Event]:
    return (event for event in events if event.kind == kind)


def _says(event: Event, said: Said) -> bool:
    return all(event.body.get(name) == value for name, value in said[1].items())


# --- walks, in a terminal -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Act:
    """The text an officer waits for, the keys pressed then, and what they record."""

    ready: Callable[[Officer], bool]
    keys: tuple[str, ...] = ()
    said: Said | None = None


def question(text: str) -> Callable[[Officer], bool]:
    return lambda officer: officer.asks(text)


def shown(text: str) -> Callable[[Officer], bool]:
    return lambda officer: officer.says(text)


def answered(name: str, value: Value) -> Said:
    return Answered.kind, {"question": name, "value": value if isinstance(value, str) else list(value)}


def marked(entry: str, mark: str) -> Said:
    return EntryMarked.kind, {"question": "standby-items", "entry": entry, "mark": mark}


def acts(walk: Iterable[Step]) -> list[Act]:
    return [Act(question(s.text), tuple(s.keys), answered(s.id, s.value)) for s in walk]


STANDBY = lay_out("standby", STANDBY_ANSWERS)
TO_CLOCK = before(STANDBY, "standby-clock")
NOTE = "Petitioner stayed in the kitchen"
AT_LIST = Act(question(TICK))

CLOCK = [
    Act(question("Time in the residence"), ("1",), (TimerStarted.kind, {"timer": "standby-clock"})),
    Act(shown("left of 20 minutes"), ("1",), marked("clothes", "taken")),
    Act(shown("● clothes  taken"), (DOWN, DOWN, "x"), marked("passport", "stays")),
    Act(shown("- passport  stays"), ("n",)),
    Act(question("Note"), (*NOTE, ENTER), (Noted.kind, {"text": NOTE})),
    Act(shown(f"noted: {NOTE}"), ("a",)),
    Act(
        question("Add to the list"),
        (*"glasses", ENTER),
        answered("standby-items", ("clothes", "medication", "passport", "glasses")),
    ),
    Act(shown("4 ○ glasses"), ("2",), marked("medication", "taken")),
    Act(shown("● medication  taken"), ("e",)),
    Act(shown("Press e again to confirm")),
]

WALKS: tuple[tuple[str, Walk, list[Act]], ...] = (
    ("incident", (), [*acts(ASSAULT), AT_LIST]),
    ("verify-order", (), [*acts(BY_COPY[:-1]), Act(question(BY_COPY[-1].text))]),
    ("serve-order", (), [*acts(lay_out("serve-order", SERVED_ANSWERS)), AT_LIST]),
    ("standby", (), [*acts(TO_CLOCK), *CLOCK]),
    ("standby", TO_CLOCK, CLOCK),
)
"""A checklist, the steps answered from a file, and the keys pressed then."""


def killed_walk(seed: int, scratch: Path) -> Tally:
    """Kill a walk a moment after one of its keys, or while it starts."""
    draw = random.Random(f"{SEED} {seed}")
    checklist, filed, steps = WALKS[seed % len(WALKS)]
    point = draw.randrange(-1, len(steps))
    folder = scratch / f"walk-{seed}"
    folder.mkdir()
    home = folder / "dvcheck"
    user = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(scratch / "user"))
    try:
        env = {**user, "DVCHECK_HOME": str(home)}
        with Officer(checklist, *given(folder, filed), env=env, guarded=True) as officer:
            _press_through(officer, steps[: point + 1])
            officer.read_for(draw.uniform(0, 0.03) if point >= 0 else draw.uniform(0, 0.5))
            officer.kill()
            shown_next = point + 1 < len(steps) and steps[point + 1].ready(officer)
    except pytest.fail.Exception as failure:
        sys.stderr.write(f"{checklist}, walk {seed}: {failure}\n")
        return Tally(failed=1)
    passed = steps[: point + 1] if shown_next else steps[: max(0, point)]
    from_file = [answered(step.id, step.value) for step in filed] if point >= 0 or shown_next else []
    said = [*from_file, *(act.said for act in passed if act.said is not None)]
    tally = examined(home, said)
    if tally.lost:
        sys.stderr.write(f"{checklist}, walk {seed}: {tally.lost} lost of {said}, killed at step {point}\n")
    shutil.rmtree(folder)
    return tally


def _press_through(officer: Officer, steps: Iterable[Act]) -> None:
    for number, act in enumerate(steps):
        officer.wait_until(partial(act.ready, officer), f"step {number}")
        officer.press(*act.keys)


def killed_walks(number: int, scratch: Path) -> Tally:
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        return total(pool.map(killed_walk, range(number), [scratch] * number))


# --- processes that only write ------------------------------------------------------------------------------


class Writer:
    """A process that records answers, and acknowledges each in a pipe."""

    def __init__(self, folder: Path, name: str, case: str | None = None, *, too_early: bool = False) -> None:
        """`case` is the case to write in, by default a new one. `too_early` acknowledges before recording."""
        self._reading, writing = os.pipe()
        self._unread = b""
        fork = multiprocessing.get_context("fork")
        self._process = fork.Process(target=_write, args=(folder, name, case, writing, too_early))
        self._process.start()
        os.close(writing)
        os.set_blocking(self._reading, False)
        self.acknowledged: list[Said] = []

    def kill(self) -> Tally:
        """Kill it (-9); it must not have ended before."""
        self._process.kill()
        self._process.join()
        self.read()
        os.close(self._reading)
        return Tally(failed=self._process.exitcode != -signal.SIGKILL)

    def read(self) -> int:
        """Read what is acknowledged by now, and return the number of answers."""
        try:
            while data := os.read(self._reading, 65_536):
                self._unread += data
        except BlockingIOError:
            pass
        *whole, self._unread = self._unread.split(b"\n")
        self.acknowledged += [_answer_of(line.decode()) for line in whole]
        return len(self.acknowledged)


def wait_for_word(*writers: Writer) -> None:
    """Wait until any of them has acknowledged an answer, however slow the disk is at the moment."""
    until = time.monotonic() + PATIENCE
    while not any(writer.read() for writer in writers) and time.monotonic() < until:
        time.sleep(0.002)


def _write(folder: Path, name: str, case: str | None, out: int, too_early: bool) -> None:
    with Journal.open(folder) as journal:
        file = CaseFile(journal, journal.events(case), SYSTEM) if case is not None else begun(journal)
        for number in count():
            label = f"{name}-{number}"
            if too_early:
                os.write(out, f"{label}\n".encode())
            _, body = _answer_of(label)
            file.answer(asked(str(body["question"]), "text"), str(body["value"]))
            if not too_early:
                os.write(out, f"{label}\n".encode())
            time.sleep(0.001)  # SQLite's lock is not fair: without a pause one starves the other


def begun(journal: Journal) -> CaseFile:
    opening = CaseOpened(number=None, zone="America/Los_Angeles", pack="sha256:1", dvcheck="1")
    return CaseFile.begin(journal, [opening], SYSTEM, ("sha256:1", lambda: b"pack"))


def _answer_of(label: str) -> Said:
    """Return an answer. Lengths differ, so that some commits have one page and others several."""
    return answered(label, f"{label}." + "\U0001f693" * (37 * int(label.rpartition("-")[2]) % 1_900))


def killed_writers(number: int, scratch: Path, *, too_early: bool = False) -> Tally:
    """Ten processes in turn write to one journal; what was acknowledged to any of them must stay."""
    draw = random.Random(SEED)
    tally = Tally()
    acknowledged: list[Said] = []
    for turn in range(number):
        folder = scratch / f"writers-{too_early}-{turn // 10}"
        if turn % 10 == 0:
            acknowledged = []
        writer = Writer(folder, f"{turn}", too_early=too_early)
        if turn % 4:  # else it may be killed before its first answer, or before there is a journal
            wait_for_word(writer)
        time.sleep(draw.uniform(0, 0.06))
        tally += writer.kill()
        found = examined(folder, acknowledged + writer.acknowledged)
        tally += _newly(found, len(writer.acknowledged))
        # An answer lost once is not counted again after later kills.
        acknowledged = [] if found.lost else acknowledged + writer.acknowledged
    return tally


def _newly(found: Tally, acknowledged: int) -> Tally:
    """The same, with only the answers that were acknowledged since the journal was last looked at."""
    return replace(found, acknowledged=acknowledged)


def killed_pairs(rounds: int, scratch: Path) -> Tally:
    """Run two at once on one journal, in turn in separate cases and in one case; one is killed first."""
    draw = random.Random(SEED)
    tally = Tally()
    for turn in range(rounds):
        folder = scratch / f"pair-{turn}"
        case = None
        if turn % 2:
            with Journal.open(folder) as journal:
                case = begun(journal).case.id
        first, second = Writer(folder, "first", case), Writer(folder, "second", case)
        if turn % 4:
            wait_for_word(first, second)
        time.sleep(draw.uniform(0, 0.06))
        tally += first.kill()
        heard = second.read()
        time.sleep(draw.uniform(0, 0.04))
        tally += second.kill()
        tally += examined(folder, first.acknowledged + second.acknowledged)
        tally += Tally(went_on=len(second.acknowledged) - heard)
        shutil.rmtree(folder)
    return tally


# --- what must be found -------------------------------------------------------------------------------------


def spoilt(scratch: Path) -> Tally:
    """Examine a journal with a changed entry, a missing one and a duplicate."""
    folder = scratch / "spoilt"
    with Journal.open(folder) as journal:
        file = begun(journal)
        told = [_answer_of(f"spoilt-{number}") for number in range(9)]
        for _, body in [*told, told[4]]:
            file.answer(asked(str(body["question"]), "text"), str(body["value"]))
    with closing(sqlite3.connect(folder / FILE_NAME)) as database:
        database.executescript("DROP TRIGGER events_never_change; DROP TRIGGER events_never_go;")
        database.execute("DELETE FROM events WHERE seq = 10")
        database.execute("UPDATE events SET case_id = 'c-0000' WHERE seq = 5")
        database.commit()
    return examined(folder, told)


# --- the figures --------------------------------------------------------------------------------------------


def some(what: str, found: int) -> Figure:
    """Return a figure whose goal is more than 0."""
    return Figure(what=what, found=str(found), goal="more than 0", met=found > 0)


def figures(what: str, tally: Tally) -> Iterator[Figure]:
    yield some(f"{what}: answers acknowledged", tally.acknowledged)
    yield none_of(f"{what}: acknowledged answers lost", tally.lost)
    yield none_of(f"{what}: chains broken", tally.broken)
    yield none_of(f"{what}: entries there twice", tally.twice)
    yield none_of(f"{what}: journals that do not open", tally.closed)


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    """Make `n` kills, half of them of walks, and half as many rounds with two processes."""
    kills = KILLS if n is None else n
    writers = killed_writers(kills - kills // 2, scratch)
    pairs = killed_pairs(kills // 2, scratch)
    walks = killed_walks(kills // 2, scratch)
    yield from figures(f"{walks.kills} kills of a walk", walks)
    yield from figures(f"{writers.kills} kills of a writing process", writers)
    yield from figures(f"{pairs.kills} rounds of two on one journal, both killed", pairs)
    yield some("answers acknowledged to the one after the other was killed", pairs.went_on)
    yield some("kills of a writing process in the middle of a commit", writers.under_way)
    ended = walks.failed + writers.failed + pairs.failed
    yield none_of("walks and writing processes that ended or hung before they were killed", ended)
    control = killed_writers(20, scratch, too_early=True)
    yield some("control, answers acknowledged before they are recorded: lost in 20 kills", control.lost)
    bad = spoilt(scratch)
    seen = (bad.lost > 0) + (bad.broken > 0) + (bad.twice > 0)
    yield all_of("control, a journal changed, cut and doubled by hand: defects seen", seen, 3)

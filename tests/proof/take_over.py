"""A case is taken over exactly as it was handed over, or not at all.

Several cases are worked on one computer and handed over. The files are then changed: bytes by chance, or
single members by somebody who knows the layout and computes a digest that fits. Each is taken over on a
computer that has cases of its own. A change counts as refused if the error is a plain one with the exit code
for bad input, and the journal there has the same bytes as before.

Somebody who computes all hashes again makes a file that is right in itself. Only its code differs from the
code that the hand-over showed.
"""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack import library
from dvcheck.record import transfer
from dvcheck.record.audit import verdict
from dvcheck.record.events import Answered, CaseOpened, ChecklistStarted, Entry, Marked, Noted
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from tests.moving_cases import TAMPERINGS, handed_over, rehashed, sealed, taken_over, tampered
from tests.proof import Figure, all_of, none_of

FILES = 1000
CASES = 6
SEED = 825


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    chance = random.Random(SEED)
    sender, receiver = (_computer(scratch / name, chance) for name in ("sender", "receiver"))
    files = [handed_over(sender, f"c-{k:04d}", scratch / f"{k}{transfer.ENDING}") for k in range(CASES)]
    again = sum(sealed(msgspec.json.decode(f.read_bytes())) == f.read_bytes() for f in files)
    yield all_of("control: files read and written again, with no change: the same bytes", again, len(files))
    yield from _tamperings(n or FILES, files, receiver, scratch / "changed.dvcase", chance)
    yield from _rehashed(files, scratch)
    taken = [taken_over(receiver, file) for file in files]
    there = _bodies(sender, [f"c-{k:04d}" for k in range(CASES)])
    yield all_of(
        "the files as they were written: taken over with every entry",
        sum(
            here == was
            for here, was in zip(_bodies(receiver, [t.case.id for t in taken]), there, strict=True)
        ),
        len(files),
    )
    yield all_of("journals of both computers, verified after that: intact", _intact(sender, receiver), 2)


def _computer(home: Path, chance: random.Random) -> Workspace:
    source = library.read(library.shipped_folder())
    at = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
    with Journal.open(home) as journal:
        for case in range(CASES):
            opening = CaseOpened(number=f"26-{case}", zone="UTC", pack=source.digest, dvcheck="0.1.0")
            journal.append_all(
                f"c-{case:04d}",
                [opening, ChecklistStarted("incident"), Noted("first")],
                at,
                pack=(source.digest, source.archive()),
            )
        for number in range(60):
            entries: list[Entry] = [
                Answered("two-members", chance.choice(["yes", "no", "unknown"])),
                Answered("weapons", chance.choice(["yes", "no", "unknown"])),
                Marked("go-report", "done"),
                Noted(f"Nöte {number} “{'word ' * chance.randrange(9)}”"),
            ]
            journal.append(f"c-{chance.randrange(CASES):04d}", chance.choice(entries), at)
    return Workspace(home=home)


def _tamperings(
    n: int, files: list[Path], receiver: Workspace, changed: Path, chance: random.Random
) -> Iterator[Figure]:
    journal = receiver.home / FILE_NAME
    before = journal.read_bytes()
    done, refused, touched, odd = Counter[str](), Counter[str](), 0, 0
    for number in range(n):
        name = TAMPERINGS[number % len(TAMPERINGS)]
        changed.write_bytes(tampered(chance.choice(files).read_bytes(), name, chance))
        done[name] += 1
        try:
            taken_over(receiver, changed)
        except DvcheckError as error:
            refused[name] += error.code == Exit.BAD_INPUT
        except Exception:  # the proof counts what should never happen
            odd += 1
        if journal.read_bytes() != before:
            touched += 1
            before = journal.read_bytes()
    for name in done:
        yield all_of(f"{done[name]} × {name}: refused", refused[name], done[name])
    yield all_of(f"{n} changed files: refused", sum(refused.values()), n)
    yield none_of(f"{n} changed files: after them, the journal has other bytes", touched)
    yield none_of(f"{n} changed files: anything but a plain error", odd)


def _rehashed(files: list[Path], scratch: Path) -> Iterator[Figure]:
    """Compute everything again after a change. That is not found without the code."""
    forged = [rehashed(file.read_bytes(), "forged") for file in files]
    taken = [transfer.decode(content, "forged") for content in forged]
    codes = [transfer.decode(file.read_bytes(), file.name).head for file in files]
    what = f"{len(files)} × a note changed, and all that follows computed again: taken over without the code"
    yield Figure(what=what, found=str(len(taken)), goal="> 0: why the code is shown", met=bool(taken))
    differ = sum(one.head != code for one, code in zip(taken, codes, strict=True))
    yield all_of("of these: another code than the hand-over showed", differ, len(files))


def _bodies(workspace: Workspace, cases: list[str]) -> list[list[tuple[object, ...]]]:
    """Return the time, the kind and the body of the entries of some cases, but not of their moves."""
    with workspace.recorded() as journal:
        return [
            [
                (event.at, event.kind, event.body)
                for event in journal.events(case)
                if event.kind not in ("case-closed", "case-taken-over")
            ]
            for case in cases
        ]


def _intact(*computers: Workspace) -> int:
    sound = 0
    for computer in computers:
        with computer.recorded() as journal:
            sound += verdict(journal).is_sound
    return sound

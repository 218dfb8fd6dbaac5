"""A journal that cannot be used is refused before the first question, and none of its entries is harmed.

Each is a real file on a real disk, and each try the real `dvcheck incident --new --plain` in a process of its
own. Refused means: exit code 4, nothing on standard output, one line of what is wrong and one of what to do.

- The disk is full (a small one is mounted, where root runs this), or no file may grow beyond a size; the
  folder is read-only, or another user's; the journal is locked by another process, or of a newer version.
  The file must be as it was to the byte. Where a disk fills up in the middle, as many answers are in the
  journal as were followed by another question.
- A journal with two cases is cut off at every 512 bytes; one of its bits is flipped; a byte of the text its
  tables were made with is spoilt. SQLite looks only at the pages it needs, so a try may be let in; then its
  answer must be there for a new process, or that process must be told what is wrong. An earlier entry that
  reads differently must show, in words or in `first_bad`. What is cut to nothing is not tried: an empty file
  is how every journal begins.

POSIX only.
"""

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from dvcheck.errors import DvcheckError
from dvcheck.record.case import ANSWERED
from dvcheck.record.journal import FILE_NAME, Event, Journal
from tests.proof import Figure, all_of, none_of

FLIPS = 150
SEED = 825
STEP = 512
WORD = 16
"""Of the text of the tables, one byte in so many is spoilt."""
TYPED = "1\n"
PATIENCE = 60
_ASKED = "u unknown, b back"
_NOBODY = 65534

Run = subprocess.CompletedProcess[str]
Shut = Callable[[Path], Run]
"""Makes a journal's folder unusable, tries it, and makes it usable again."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """What came of one try on a damaged journal."""

    what: str
    refused: bool
    recorded: bool
    """The try was let in, and its answer is there, or whoever reads it is told what is wrong."""
    hidden: bool
    """An earlier entry reads differently, and nothing shows it."""
    traceback: bool


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    base = scratch / "base"
    for _ in range(2):
        _try(base, typed="1\ny\nn\n")
    content = (base / FILE_NAME).read_bytes()
    before = _events(base)

    yield from _unusable(base, scratch, content)
    yield _filling_up(base, scratch)
    cuts = [(f"cut at {size}", content[:size]) for size in range(STEP, len(content), STEP)]
    yield from _damaged(f"{len(cuts)} journals cut off", cuts, base, scratch, before)
    chance = Random(SEED)
    flips = [_flipped(content, chance.randrange(len(content) * 8)) for _ in range(n or FLIPS)]
    yield from _damaged(f"{len(flips)} journals with one bit flipped", flips, base, scratch, before)
    # SQLite quotes these in what it says, and then they are not UTF-8 any more.
    words = range(content.index(b"CREATE"), content.rindex(b"CREATE"), WORD)
    names = [_flipped(content, byte * 8 + 7) for byte in words]
    yield from _damaged(f"{len(names)} journals with a table's text spoilt", names, base, scratch, before)


def _try(home: Path, *, typed: str = TYPED, before: Sequence[str] = (), limit: int | None = None) -> Run:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit or 0, limit or 0))

    return subprocess.run(
        [*before, sys.executable, "-m", "dvcheck", "incident", "--new", "--plain", "--home", str(home)],
        input=typed,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=PATIENCE,
        check=False,
        cwd="/",
        preexec_fn=limited if limit is not None else None,
    )


def _is_refused(done: Run) -> bool:
    lines = done.stderr.splitlines()
    in_words = len(lines) == 2 and lines[0].startswith("dvcheck: ")
    return done.returncode == 4 and done.stdout == "" and in_words


def _events(home: Path) -> list[Event]:
    with Journal.open(home) as journal:
        return list(journal.all_events())


# What is wrong around the file


def _unusable(base: Path, scratch: Path, content: bytes) -> Iterator[Figure]:
    ways: dict[str, Shut] = {
        "no file may grow": lambda home: _try(home, limit=STEP),
        "locked by another process": _locked,
        "of a newer version": _newer,
    }
    if os.geteuid() != 0:
        ways |= {"read-only": partial(_closed, mode=0o500), "without permission": partial(_closed, mode=0)}
    elif shutil.which("setpriv") is not None and _as_nobody(["--version"], scratch).returncode == 0:
        ways |= {
            "read-only": partial(_others, mode=0o755),
            "without permission": partial(_others, mode=0o700),
        }
    if os.geteuid() == 0:
        ways["on a full disk"] = _full
    for name, shut in ways.items():
        home = scratch / "unusable"
        shutil.copytree(base, home)
        done = shut(home)
        same = (home / FILE_NAME).read_bytes() == content and _events(home) == _events(base)
        shutil.rmtree(home)
        said = done.stderr.splitlines()[0].replace(str(home / FILE_NAME), "FILE").replace(str(home), "FOLDER")
        sound = _is_refused(done) and same
        found = said.removeprefix("dvcheck: ") if sound else f"exit {done.returncode}: {done.stderr}"
        yield Figure(what=f"A journal {name}", found=found, goal="refused, the file as it was", met=sound)


def _locked(home: Path) -> Run:
    holder = sqlite3.connect(home / FILE_NAME, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        return _try(home)
    finally:
        holder.close()


def _newer(home: Path) -> Run:
    path = home / FILE_NAME
    content = path.read_bytes()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    newer = path.read_bytes()
    done = _try(home)
    if path.read_bytes() == newer:
        path.write_bytes(content)
    return done


def _closed(home: Path, *, mode: int) -> Run:
    home.chmod(mode)
    try:
        return _try(home)
    finally:
        home.chmod(0o700)


def _others(home: Path, *, mode: int) -> Run:
    """As somebody else than the owner of a folder that all may, or only the owner may, look into."""
    parents = [home.parent, *home.parent.parents][:-1]
    modes = {folder: folder.stat().st_mode for folder in parents}
    path = home / FILE_NAME
    for folder in parents:
        folder.chmod(modes[folder] | 0o055)
    home.chmod(mode)
    path.chmod(0o644)
    try:
        return _as_nobody(["incident", "--new", "--plain", "--home", str(home)], home)
    finally:
        for folder in parents:
            folder.chmod(modes[folder])
        home.chmod(0o700)
        path.chmod(0o600)


def _as_nobody(arguments: list[str], folder: Path) -> Run:
    user = ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"]
    return subprocess.run(
        [*user, sys.executable, "-m", "dvcheck", *arguments],
        input=TYPED,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
        cwd="/",
    )


def _full(home: Path) -> Run:
    with _small_disk(home.with_name("disk"), home) as disk:
        with (disk / "filler").open("wb", buffering=0) as filler:
            for size in (4096, 1):
                _fill(filler.write, bytes(size))
        done = _try(disk / "home")
        same = (disk / "home" / FILE_NAME).read_bytes() == (home / FILE_NAME).read_bytes()
        done.returncode = done.returncode if same else -1
        done.stderr = done.stderr.replace(str(disk / "home"), str(home))
        return done


def _fill(write: Callable[[bytes], int | None], block: bytes) -> None:
    try:
        while True:
            write(block)
    except OSError:
        return


@contextmanager
def _small_disk(disk: Path, home: Path) -> Iterator[Path]:
    """A disk of 600 kB with a copy of `home`."""
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    if not mounted:
        raise RuntimeError("root cannot mount a disk here")
    try:
        shutil.copytree(home, disk / "home")
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)
        disk.rmdir()


def _filling_up(base: Path, scratch: Path) -> Figure:
    """Answers until the file may grow no more: those followed by another question are there."""
    home = scratch / "filling"
    shutil.copytree(base, home)
    earlier = _events(home)
    size = (home / FILE_NAME).stat().st_size
    # Back and the same answer again, for ever: each is an entry of its own.
    done = _try(home, typed="1\n" + "b\n2\nb\n1\n" * 400, limit=size + 8192)
    now = _events(home)
    case = now[-1].case
    kept = sum(event.kind == ANSWERED and event.case == case for event in now[len(earlier) :])
    asked = done.stdout.count(_ASKED)
    backs = (asked - 1) // 2
    sound = done.returncode == 4 and "Traceback" not in done.stderr and now[: len(earlier)] == earlier
    return Figure(
        what="A journal that may grow no more in the middle of a case: answers acknowledged, and there",
        found=f"{asked - 1 - backs}, and {kept} ({done.stderr.splitlines()[0] if done.stderr else 'no word'})"
        if not sound
        else f"{asked - 1 - backs}, and {kept}",
        goal="the same, exit 4",
        met=sound and kept == asked - 1 - backs and kept > 0,
    )


# What is wrong in the file


def _flipped(content: bytes, bit: int) -> tuple[str, bytes]:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return f"bit {bit % 8} of byte {bit // 8}", bytes(changed)


def _damaged(
    what: str, files: list[tuple[str, bytes]], base: Path, scratch: Path, before: list[Event]
) -> Iterator[Figure]:
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda file: _tried(*file, base, scratch, before), files))
    let_in = [d for d in found if not d.refused]
    yield none_of(
        f"{what}: tracebacks{_example([d for d in found if d.traceback])}", _count(found, "traceback")
    )
    yield all_of(
        f"{what}: refused, or the answer is there", sum(d.refused or d.recorded for d in found), len(found)
    )
    yield none_of(f"{what}, {len(let_in)} let in: earlier entries changed unseen", _count(found, "hidden"))


def _count(found: list[Damaged], name: str) -> int:
    return sum(getattr(d, name) for d in found)


def _example(found: list[Damaged]) -> str:
    return f" ({found[0].what})" if found else ""


def _tried(what: str, content: bytes, base: Path, scratch: Path, before: list[Event]) -> Damaged:
    home = scratch / what.replace(" ", "-")
    shutil.copytree(base, home)
    (home / FILE_NAME).write_bytes(content)
    done = _try(home)
    after, shows = _read(home, before)
    shutil.rmtree(home)
    new = [event for event in after[len(before) :] if event.kind == ANSWERED]
    return Damaged(
        what=what,
        refused=_is_refused(done),
        recorded=done.returncode == 130 and (shows or len(new) == 1),
        hidden=not shows and after[: len(before)] != before,
        traceback="Traceback" in done.stderr,
    )


def _read(home: Path, before: list[Event]) -> tuple[list[Event], bool]:
    """What a new process reads, and whether it is told that something is wrong."""
    try:
        with Journal.open(home) as journal:
            return list(journal.all_events()), journal.first_bad() is not None
    except (DvcheckError, UnicodeDecodeError):
        return [], True

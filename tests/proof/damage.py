"""A journal that cannot be used is refused before the first question, and none of its entries is harmed.

Each journal is a real file on a real disk. Each try runs the real `dvcheck incident --new --plain` in a new
process. Refused means: exit code 4, nothing on standard output, one line that says what is wrong and one that
says what to do.

- The disk is full (a small one is mounted, which takes root), or no file may grow beyond a size; the folder
  is read-only, or closed (root tries these as somebody else); the journal is locked by another process, or of
  a newer version. No byte of the file may change. If a disk fills up in the middle, the journal
  has each answer that was followed by another question. A state that cannot be made here counts as
  missed, except the full disk, which only root can make.
- A journal with two cases is cut off at every 512 bytes, also to nothing; one of its bits is flipped; a
  byte of the text its tables were made with is spoilt. SQLite looks only at the pages it needs, so a try
  may be let in. Then a new process must read its answer, or must be refused with what is wrong. If an
  earlier entry reads differently, a message or `first_bad` must show it.
- In a journal of several cases one entry of one case is spoilt, its opening, one in its middle or its last.
  Every other case must be shown as before, by its id.
- From each of these journals, with any bit flipped in the header that does not say whose file it is, and from
  a longer one with a page spoilt, `journal export` must give every row that SQLite alone can still read by
  the names of its columns.

These last two run the commands in this process. POSIX only.
"""

import base64
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from dvcheck.errors import DvcheckError
from dvcheck.pack import library
from dvcheck.record.events import Answered, CaseOpened, Event
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from tests.proof import Figure, all_of, none_of
from tests.proof.tamper import HEADER, drop_guards, recorded, told
from tests.pty import run_dvcheck

FLIPS = 150
SEED = 825
STEP = 512
WORD = 16
"""One byte in this many of the tables' text is damaged."""
TYPED = "1\n"
PATIENCE = 60
_ASKED = "u unknown"
_NOBODY = 65534
_PAGE = 4096
_MOST_ROWS = 256
"""More than any of the journals here has entries."""

Run = subprocess.CompletedProcess[str]
Row = tuple[object, ...]
"""Of the entries, or, with two values, of the packs."""
Shut = Callable[[Path], Run]
"""A function that makes a journal's folder unusable, tries it, and makes it usable again."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """The outcome of one try on a damaged journal."""

    what: str
    refused: bool
    recorded: bool
    """The try was let in, and its answer is there or the reader is refused with what is wrong."""
    hidden: bool
    """An earlier entry reads differently, and nothing shows it."""
    traceback: bool


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    """Spoil journals in each way; with `n`, flip `n` bits, and try about `n` of each other kind."""
    base = scratch / "base"
    for _ in range(2):
        _try(base, typed="1\ny\nn\n")
    content = (base / FILE_NAME).read_bytes()
    before = _events(base)

    yield from _unusable(base, scratch, content)
    yield _filling_up(base, scratch)
    cuts = [(f"cut at {size}", content[:size]) for size in range(0, len(content), STEP)]
    cuts = cuts[:: _step(cuts, n)]
    yield from _damaged(f"{len(cuts)} journals cut off", cuts, base, scratch, before)
    chance = Random(SEED)
    flips = [_flipped(content, chance.randrange(len(content) * 8)) for _ in range(n or FLIPS)]
    yield from _damaged(f"{len(flips)} journals with one bit flipped", flips, base, scratch, before)
    # SQLite quotes these bytes in its message, which then is not UTF-8.
    words = range(content.index(b"CREATE"), content.rindex(b"CREATE"), WORD)
    names = [_flipped(content, byte * 8 + 7) for byte in words[:: _step(words, n)]]
    yield from _damaged(f"{len(names)} journals with a table's text spoilt", names, base, scratch, before)
    several = scratch / "several"
    cases = _cases(several)
    spoilt = list(_spoilt(several, cases))
    yield from _others_shown(several, cases, spoilt[:: _step(spoilt, n)])
    every = {"cut off": cuts, "with one bit flipped": flips, "with a table's text spoilt": names}
    every |= {"with an entry spoilt": [(one.what, one.content) for one in spoilt]}
    header = [bit for bit in range(8 * HEADER) if bit // 8 not in _WHOSE]
    every["with a bit of the header flipped"] = [_flipped(content, bit) for bit in header]
    every |= _longer(recorded(scratch / "longer").path.read_bytes(), n or FLIPS, chance)
    yield from _exported(every, scratch)
    yield _short_of_one(base, scratch)


def _step(every: Sized, n: int | None) -> int:
    return 1 if n is None else max(1, len(every) // n)


def _try(
    home: Path, *, typed: str = TYPED, limit: int | None = None, program: Sequence[str] = ("-m", "dvcheck")
) -> Run:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit or 0, limit or 0))

    arguments = ("incident", "--new", "--plain", "--home", str(home))
    if limit is None and program == ("-m", "dvcheck"):
        return run_dvcheck(*arguments, typed=typed, cwd=Path("/"), errors="replace", timeout=PATIENCE)
    return subprocess.run(
        [sys.executable, *program, *arguments],
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


class _NotMade(Exception):
    """The reason why something cannot be made here."""


class _NoDisk(_NotMade):
    """The reason why there is no small disk: only root mounts one, and not in every container. No miss."""


def _unusable(base: Path, scratch: Path, content: bytes) -> Iterator[Figure]:
    ways: dict[str, Shut] = {
        "no file may grow": lambda home: _try(home, limit=STEP),
        "locked by another process": _locked,
        "of a newer version": _newer,
        "in a read-only folder": partial(_closed, mode=0o500),
        "in a folder without permission": partial(_closed, mode=0),
        "on a full disk": _full,
    }
    goal = "refused, the file as it was"
    for name, shut in ways.items():
        home = scratch / "unusable"
        shutil.copytree(base, home)
        try:
            done = shut(home)
        except _NotMade as why:
            met = isinstance(why, _NoDisk)
            yield Figure(what=f"A journal {name}", found=f"not made here: {why}", goal=goal, met=met)
            continue
        finally:
            same = (home / FILE_NAME).read_bytes() == content and _events(home) == _events(base)
            shutil.rmtree(home)
        said = (done.stderr.splitlines() or [""])[0]
        said = said.replace(str(home / FILE_NAME), "FILE").replace(str(home), "FOLDER")
        sound = _is_refused(done) and same
        found = said.removeprefix("dvcheck: ") if sound else f"exit {done.returncode}: {done.stderr}"
        yield Figure(what=f"A journal {name}", found=found, goal=goal, met=sound)


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
    """Give the folder this mode for all. Root, whom no mode stops, tries as another user."""
    path = home / FILE_NAME
    path.chmod(0o644)
    home.chmod(mode | mode >> 6)
    try:
        return _try(home) if os.geteuid() != 0 else _as_nobody(home)
    finally:
        home.chmod(0o700)
        path.chmod(0o600)


_UNPRIVILEGED = f"""
import io, os, sys
from contextlib import redirect_stderr, redirect_stdout
from dvcheck import cli

_, pack, warm, *arguments = sys.argv
# Run once before, to import all it needs: another user may not be able to read the interpreter.
sys.argv = ["dvcheck", *arguments[:-1], warm, "--pack", pack]
sys.stdin = io.StringIO({TYPED!r})
with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
    if cli._run(cli.Session()) != 130:
        sys.exit("it did not walk before")
os.setgroups([])
os.setgid({_NOBODY})
os.setuid({_NOBODY})
if not os.access(pack, os.R_OK):
    sys.exit("it cannot be reached by anybody else")
sys.argv = ["dvcheck", *arguments, "--pack", pack]
sys.stdin = sys.__stdin__
cli.main()
"""


def _as_nobody(home: Path) -> Run:
    """The same by a process that gives up being root, with checklists that all may read."""
    home.parent.chmod(0o711)
    pack, warm = home.with_name("checklists"), home.with_name("warm")
    shutil.rmtree(warm, ignore_errors=True)
    shutil.copytree(library.shipped_folder(), pack, dirs_exist_ok=True)
    for path in (pack, *pack.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    done = _try(home, program=("-c", _UNPRIVILEGED, str(pack), str(warm)))
    if done.returncode == 1 and "reached" in done.stderr:
        raise _NotMade(done.stderr.strip())
    return done


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
    """Mount a disk of 600 kB with a copy of `home`."""
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    if not mounted:
        disk.rmdir()
        raise _NoDisk("only root can mount a small disk, and not everywhere")
    try:
        shutil.copytree(home, disk / "home")
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)
        disk.rmdir()


def _filling_up(base: Path, scratch: Path) -> Figure:
    """Answer until the file may not grow further. Answers followed by another question must be there."""
    home = scratch / "filling"
    shutil.copytree(base, home)
    earlier = _events(home)
    size = (home / FILE_NAME).stat().st_size
    # Back and the same answer again, forever: each answer is a separate entry.
    done = _try(home, typed="1\n" + "b\n2\nb\n1\n" * 400, limit=size + 8192)
    now = _events(home)
    case = now[-1].case
    kept = sum(event.kind == Answered.kind and event.case == case for event in now[len(earlier) :])
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
        found = list(pool.map(lambda file: _tried(file[0], file[1], base, scratch, before), files))
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
    new = [event for event in after[len(before) :] if event.kind == Answered.kind]
    return Damaged(
        what=what,
        refused=_is_refused(done),
        recorded=done.returncode == 130 and (shows or len(new) == 1),
        hidden=not shows and after[: len(before)] != before,
        traceback="Traceback" in done.stderr,
    )


def _read(home: Path, before: list[Event]) -> tuple[list[Event], bool]:
    """Return what a new process reads, and whether it finds something wrong."""
    try:
        with Journal.open(home) as journal:
            return list(journal.all_events()), journal.first_bad() is not None
    except (DvcheckError, UnicodeDecodeError):
        return [], True


# What is wrong with an entry of one case

_WAYS = {
    "gone": "DELETE FROM events WHERE seq = ?",
    "with another number": "UPDATE events SET seq = seq + 1000000 WHERE seq = ?",
    "with a body that is no JSON": "UPDATE events SET body = '{' WHERE seq = ?",
    "with a body of another shape": "UPDATE events SET body = '{\"question\":7}' WHERE seq = ?",
    "with a body of a list": "UPDATE events SET body = '[]' WHERE seq = ?",
    "with an empty body": "UPDATE events SET body = '' WHERE seq = ?",
    "with a body that is not UTF-8": "UPDATE events SET body = CAST(x'7bff7d' AS TEXT) WHERE seq = ?",
    "with 100,000 brackets": "UPDATE events SET body = replace(hex(zeroblob(50000)), '0', '[') WHERE seq = ?",
    "with a time that is none": "UPDATE events SET at = 'yesterday' WHERE seq = ?",
    "with a time that is not UTF-8": "UPDATE events SET at = CAST(x'32ff' AS TEXT) WHERE seq = ?",
    "with a kind that is not UTF-8": "UPDATE events SET kind = CAST(x'61ff' AS TEXT) WHERE seq = ?",
    "called an opening": f"UPDATE events SET kind = '{CaseOpened.kind}' WHERE seq = ?",
    "without its hash": "UPDATE events SET hash = x'' WHERE seq = ?",
    "in a case that is not UTF-8": "UPDATE events SET case_id = CAST(x'632dff' AS TEXT) WHERE seq = ?",
    "in the shift": "UPDATE events SET case_id = 'shift' WHERE seq = ?",
}
"""The ways to damage one entry."""
_ANSWERS = ("1\ny\nn\n", "2\n", "1\ny\ny\n1\n")
"""The text typed in each of the cases."""


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A journal with one damaged entry of one case."""

    what: str
    case: str
    content: bytes


def _cases(home: Path) -> dict[str, list[int]]:
    """Make several cases, and return each with the numbers of its entries."""
    for typed in _ANSWERS:
        _try(home, typed=typed)
    found: dict[str, list[int]] = {}
    for event in _events(home):
        found.setdefault(event.case, []).append(event.seq)
    return found


def _spoilt(home: Path, cases: dict[str, list[int]]) -> Iterator[Spoilt]:
    path = home.with_name("spoilt") / FILE_NAME
    path.parent.mkdir()
    for case, numbers in cases.items():
        places = {"opening": numbers[0], "middle": numbers[len(numbers) // 2], "last": numbers[-1]}
        for (place, seq), (how, statement) in product(places.items(), _WAYS.items()):
            shutil.copy(home / FILE_NAME, path)
            with closing(sqlite3.connect(path, isolation_level=None)) as connection:
                connection.execute("PRAGMA synchronous = OFF")
                guards = drop_guards(connection)
                connection.execute(statement, (seq,))
                for guard in guards:
                    connection.execute(guard)
            yield Spoilt(f"the {place} {how}", case, path.read_bytes())


def _others_shown(home: Path, cases: dict[str, list[int]], spoilt: list[Spoilt]) -> Iterator[Figure]:
    """Show each case by its id, except the damaged one."""
    copy = home.with_name("others")
    copy.mkdir()
    for command in ("show", "report", "outstanding"):
        before = {case: _shown(home, command, case) for case in cases}
        tried, failed = 0, Counter[str]()
        for one in spoilt:
            (copy / FILE_NAME).write_bytes(one.content)
            for case in cases.keys() - {one.case}:
                tried += 1
                found = _shown(copy, command, case)
                failed[one.what] += found is None or found != before[case]
        which = ", ".join([what for what, count in failed.items() if count][:3])
        what = f"{len(spoilt)} journals with an entry of one case spoilt: `{command}` of each other as before"
        yield all_of(f"{what}{which and f' (not: {which})'}", tried - failed.total(), tried)


def _shown(home: Path, *arguments: str) -> dict[str, Any] | None:
    """Return a command's output without its time; None if it ends in an error."""
    done = told(home, *arguments, "--format", "json")
    if done.code != 0:
        return None
    document: dict[str, Any] = json.loads(done.out)
    document.get("receipt", {}).pop("assessed", None)
    return document


# What can still be read

_WHOSE = (*range(60, 64), *range(68, 72))
"""Bytes of the header that say which program's file it is, and of which version: others are not exported."""
_READS = (
    "SELECT seq, hex(case_id), hex(at), hex(kind), hex(body), hex(hash), hex(salt), hex(seal) FROM events",
    "SELECT hex(digest), hex(content) FROM packs",
)


def _longer(content: bytes, flips: int, chance: Random) -> dict[str, list[tuple[str, bytes]]]:
    """Return a long journal with each page damaged in turn: all other pages can still be read."""
    pages = range(0, len(content), _PAGE)

    def with_page(page: int, said: bytes) -> tuple[str, bytes]:
        return f"page {page // _PAGE + 1}", content[:page] + said + content[page + _PAGE :]

    bits = [chance.randrange(len(content) * 8) for _ in range(flips)]
    return {
        "of many pages, one of them empty": [with_page(page, bytes(_PAGE)) for page in pages],
        "of many pages, one of them noise": [with_page(page, chance.randbytes(_PAGE)) for page in pages],
        "of many pages, with one bit flipped": [_flipped(content, bit) for bit in bits],
    }


def _exported(every: Mapping[str, Sequence[tuple[str, bytes]]], scratch: Path) -> Iterator[Figure]:
    """Count what SQLite alone still reads and what `journal export` has of it."""
    packs = _Kept()
    for how, files in every.items():
        entries = _Kept()
        for which, content in files:
            there, given = _still_read(content, scratch)
            entries.count(which, {row for row in there if len(row) > 2}, given)
            packs.count(f"{how}: {which}", {row for row in there if len(row) == 2}, given)
        yield entries.figure(f"{len(files)} journals {how}: entries that can still be read, and are exported")
    count = sum(map(len, every.values()))
    yield packs.figure(f"all these {count} journals: packs that can still be read, and are exported")


class _Kept:
    """The number of readable rows, and of those that are exported."""

    def __init__(self) -> None:
        self._there = self._given = 0
        self._short: list[str] = []

    def count(self, which: str, there: set[Row], given: set[Row]) -> None:
        self._there += len(there)
        self._given += len(there & given)
        self._short += [which] if there - given else []

    def figure(self, what: str) -> Figure:
        short = f" ({len(self._short)} not, such as {self._short[0]})" if self._short else ""
        return all_of(f"{what}{short}", self._given, self._there)


def _still_read(content: bytes, scratch: Path) -> tuple[set[Row], set[Row]]:
    """Return the rows SQLite reads of a damaged journal, and those of its export: none if that fails."""
    alone, home = scratch / "alone.sqlite3", scratch / "exported"
    home.mkdir(exist_ok=True)
    _put(alone, content)
    _put(home / FILE_NAME, content)
    done = told(home, "journal", "export")
    return _readable(alone), _given(done.out) if not done.failed else set()


def _put(path: Path, content: bytes) -> None:
    """Replace a journal, and remove the files SQLite left beside the old one."""
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    path.write_bytes(content)


def _short_of_one(base: Path, scratch: Path) -> Figure:
    """Check that an export without one of the rows is noticed."""
    rows = _readable(Path(shutil.copy(base / FILE_NAME, scratch / "alone.sqlite3")))
    lines = told(base, "journal", "export").out.splitlines()
    short = ("\n".join(lines[:n] + lines[n + 1 :]) for n in range(len(lines)))
    seen = sum(len(rows - _given(said)) == 1 for said in short)
    return all_of("control: exports short of one row, and found so", seen, len(rows))


def _readable(path: Path) -> set[Row]:
    """Return every row that can be reached: from the first on, from the last back, or by its number."""
    rows: set[Row] = set()
    with closing(sqlite3.connect(path)) as connection:
        for select in _READS:
            ways = [f"{select} NOT INDEXED ORDER BY rowid", f"{select} NOT INDEXED ORDER BY rowid DESC"]
            ways += [f"{select} NOT INDEXED WHERE rowid = {number}" for number in range(1, _MOST_ROWS)]
            for way in ways:
                with suppress(sqlite3.Error, UnicodeDecodeError):
                    rows.update(connection.execute(way))
    return rows


def _given(said: str) -> set[Row]:
    """Return the rows of an export in the form of `_readable`."""
    rows: set[Row] = set()
    for line in said.splitlines():
        document: dict[str, Any] = json.loads(line)
        if "pack" in document:
            rows.add((_hex(document["pack"].encode()), _hex(base64.b64decode(document["content"]))))
            continue
        stored = {name: base64.b64decode(content) for name, content in document.get("stored", {}).items()}
        texts = [stored.get(name, str(document[name]).encode()) for name in ("case", "at", "kind")]
        body = stored.get("body", msgspec.json.encode(document["body"], order="deterministic"))
        blobs = [str(document.get(name, "")).upper() for name in ("hash", "salt", "seal")]
        rows.add((document["seq"], *map(_hex, texts), _hex(body), *blobs))
    return rows


def _hex(content: bytes) -> str:
    return content.hex().upper()

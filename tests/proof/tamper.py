"""`journal verify` finds every change to a journal file and never calls a damaged file intact.

The program records a journal of several cases and two packs. Whoever tampers knows SQL and how dvcheck
hashes: the triggers are dropped before and put back after. A tampering counts as found if `verify` reports a
fault. A tail cut off, or entries rehashed up to the end, are found only with the code noted before. A new
entry at the end with its proper hash looks like one that dvcheck recorded, so it is no tampering here.

A tampering counts as named if the command names the first row that differs: that entry or the one before it,
each changed pack, or a case that differs in the table of cases.

A flipped bit counts as missed if dvcheck reads entries or packs differently than before, in any way, and
`verify` reports no fault. Some bits are random. All bits of the file's header are tried too; it says whose
file it is and of which version. Commands must show what they showed before, or say what is wrong.
"""

import io
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from dvcheck.cli import Session, _run
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack import library
from dvcheck.record.audit import verdict
from dvcheck.record.chain import FIRST_HASH, code, hash_of, seal_of
from dvcheck.record.events import Answered, CaseOpened, CasePurged, ChecklistStarted, Entry, Marked, Noted
from dvcheck.record.sqlite import index
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from dvcheck.record.sqlite.schema import MIGRATIONS
from tests.proof import Figure, all_of, none_of

TAMPERINGS = 1000
FLIPS_FOR_EACH = 2
"""How many bits are flipped for each tampering."""
SEED = 825
CASES = 8
ENTRIES = 200
START = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
HEADER = 100
"""Bytes of the header of an SQLite file."""
KINDS = ("answered", "marked", "noted", "case-opened", "later-kind")

Row = tuple[int, str, str, str, str, bytes, bytes | None, bytes | None]
CaseRow = tuple[int, str, str, str, int, str | None]
Rows = tuple[list[Row], list[tuple[str, bytes]], list[CaseRow]]
"""The entries, the packs, and the table of cases with their numbers."""
_TABLE = "SELECT cases.*, number FROM cases LEFT JOIN numbers USING (opened) ORDER BY opened"
Tamper = Callable[[sqlite3.Connection, random.Random], None]


class Original(NamedTuple):
    """The journal before anything happens to it."""

    path: Path
    head: str
    content: object
    rows: Rows


class Told(NamedTuple):
    """The exit code and the output of a command."""

    code: int
    out: str
    err: str

    @property
    def is_refused(self) -> bool:
        """Whether it reports a fault of the journal."""
        return self.code in (Exit.CHECK_FAILED, Exit.JOURNAL) and not self.failed

    @property
    def failed(self) -> bool:
        return "Traceback" in self.err


def told(home: Path, *arguments: str) -> Told:
    """Run a command as `python -m dvcheck` does, but in this process, which takes little time."""
    written = io.BytesIO(), io.BytesIO()
    streams = [io.TextIOWrapper(to, encoding="utf-8", write_through=True) for to in written]
    command = patch.object(sys, "argv", ["dvcheck", *arguments, "--home", str(home)])
    with command, redirect_stdout(streams[0]), redirect_stderr(streams[1]):
        try:
            code = _run(Session())
        except Exception:
            traceback.print_exc()
            code = 1
    out, err = (to.getvalue().decode() for to in written)
    return Told(code, out, err)


class NothingThere(Exception):
    """The program says that nothing is recorded though there is a journal."""


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    chance = random.Random(SEED)
    original = recorded(scratch / "original")
    yield _no_false_alarm(original)
    yield from _tamperings(n or TAMPERINGS, original, scratch, chance)
    yield from _flips(FLIPS_FOR_EACH * (n or TAMPERINGS), original, scratch, chance)
    yield from _header(original, scratch)


# The journal


def recorded(folder: Path) -> Original:
    """Make a journal of several cases, one of them purged, under two packs: some pages long."""
    chance = random.Random(SEED)
    shipped = library.read(library.shipped_folder())
    other = {**shipped.files, "contacts.yaml": shipped.files["contacts.yaml"] + "# another edition\n"}
    (folder / "pack").mkdir(parents=True)
    for name, text in other.items():
        file = folder / "pack" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    packs = [shipped, library.read(folder / "pack")]
    at = START
    with Journal.open(folder) as journal:
        cases = [f"c-{number:04d}" for number in range(CASES)]
        for number, case in enumerate(cases):
            pack = packs[number % 2]
            opening = CaseOpened(number=f"26-{case[2:]}", zone="UTC", pack=pack.digest, dvcheck="0.1.0")
            kept = (pack.digest, pack.archive())
            journal.append_all(case, [opening, ChecklistStarted("incident")], at, pack=kept)
        for number in range(ENTRIES):
            at += timedelta(seconds=chance.randrange(1, 400))
            entries: list[Entry] = [
                Answered(f"question-{number % 20}", chance.choice(["yes", "no", "unknown"])),
                Answered("crimes", ("assault", "menacing")),
                Marked(f"duty-{number % 9}", "done"),
                Noted(f"Nöte {number}: “{'word ' * chance.randrange(30)}”"),
            ]
            entry = chance.choice(entries)
            journal.append(chance.choice(cases if number <= ENTRIES // 2 else cases[1:]), entry, at)
            if number == ENTRIES // 2:
                journal.purge(cases[0], at, head=journal.events(cases[0])[-1].hash)
        head = journal.events(cases[0])[0].hash
        for event in journal.all_events():
            head = event.hash
    path = folder / FILE_NAME
    return Original(path, code(head), _content(path), _rows(path))


def _content(path: Path) -> object:
    """Read entries and packs in every way dvcheck does."""
    with _opened(path) as journal:
        packs = {d: dict(library.from_archive(journal.pack(d) or b"").files) for d in journal.pack_digests()}
        cases = journal.case_ids()
        openings = journal.events_of_kind("case-opened")
        return list(journal.all_events()), [journal.events(case) for case in cases], openings, packs


def _rows(path: Path) -> Rows:
    with closing(sqlite3.connect(path)) as connection:
        events = connection.execute("SELECT * FROM events ORDER BY seq").fetchall()
        packs = connection.execute("SELECT * FROM packs ORDER BY digest").fetchall()
        return events, packs, connection.execute(_TABLE).fetchall()


def _opened(path: Path) -> Journal:
    journal = Journal.open_existing(path.parent)
    if journal is None:
        raise NothingThere
    return journal


def _copy(original: Original, scratch: Path) -> Path:
    """Copy the journal, without files that SQLite left with the last copy; compiled packs stay."""
    folder = scratch / "copy"
    folder.mkdir(exist_ok=True)
    for left in folder.glob(f"{FILE_NAME}*"):
        left.unlink()
    return Path(shutil.copy(original.path, folder / FILE_NAME))


def _is_found(path: Path, head: str | None = None) -> bool:
    """Check whether `verify` reports a fault."""
    with _opened(path) as journal:
        return not verdict(journal, head and head.replace("-", "").lower()).is_sound


def _no_false_alarm(original: Original) -> Figure:
    """Check that an untouched journal is intact, and that its earlier codes are still found."""
    with _opened(original.path) as journal:
        codes = [code(event.hash) for event in journal.all_events()][::9]
    whole = sum(not _is_found(original.path, one) for one in codes)
    what = f"the journal untouched, verified with {len(codes)} codes it had on the way: intact"
    return all_of(what, whole, len(codes))


# Tampering


def _tamperings(n: int, original: Original, scratch: Path, chance: random.Random) -> Iterator[Figure]:
    done, found, named, alone, agreed = Counter[str](), Counter[str](), Counter[str](), Counter[str](), 0
    names = list(TAMPERS)
    for number in range(n):
        name = names[number % len(names)]
        path = _tampered(TAMPERS[name], original, scratch, chance)
        needs_code = name in WITH_THE_CODE
        done[name] += 1
        seen = _is_found(path, original.head if needs_code else None)
        found[name] += seen
        named[name] += not needs_code and _is_named(path, original)
        alone[name] += needs_code and _is_found(path)
        if done[name] == 1:  # the command itself, once for each kind
            agreed += _command(path, original.head if needs_code else None) == Exit.CHECK_FAILED
    for name in done:
        yield all_of(f"{done[name]} × {name}: found", found[name], done[name])
    yield all_of(f"{sum(done.values())} tamperings: found", sum(found.values()), sum(done.values()))
    placed = {name: count for name, count in done.items() if name not in WITH_THE_CODE}
    for name in [name for name, count in placed.items() if named[name] < count]:
        yield all_of(f"{done[name]} × {name}: the command names the place", named[name], done[name])
    what = f"{sum(placed.values())} of them whose place is known: the command names it"
    yield all_of(what, sum(named.values()), sum(placed.values()))
    yield all_of("the command run on one of each kind: exits with 1", agreed, len(done))
    for name in WITH_THE_CODE:
        missed = done[name] - alone[name]
        what = f"{done[name]} × {name.removesuffix(', with the code')}, verified without the code: missed"
        yield Figure(what=what, found=str(missed), goal="> 0: why the code is printed", met=missed > 0)
    yield none_of(
        "the guards taken out and nothing else: missed", int(not _is_found(_unguarded(original, scratch)))
    )


def _tampered(tamper: Tamper, original: Original, scratch: Path, chance: random.Random) -> Path:
    while True:
        path = _copy(original, scratch)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = OFF")  # power does not fail here
            guards = drop_guards(connection)
            tamper(connection, chance)
            for guard in guards:
                connection.execute(guard)
        if _rows(path) != original.rows:  # two equal bodies may have been swapped
            return path


def _is_named(path: Path, original: Original) -> bool:
    """Check whether the command names the first changed entry or the one before it, or the packs."""
    said = told(path.parent, "journal", "verify", "--format", "json")
    document = json.loads(said.out)
    (entries, packs, cases), (were, had, listed) = _rows(path), original.rows
    changed = [n for n, (is_, was) in enumerate(zip_longest(entries, were)) if is_ != was]
    if not changed and cases != listed:
        other = {row[1] for row in set(cases).symmetric_difference(listed)}
        named = set(document["wrong_cases"]) - {""}  # that is a number left without its case
        return bool(named) and named <= other
    if not changed:
        other = {digest for digest, _ in set(packs).symmetric_difference(had)}
        return other <= {pack["digest"] for pack in document["packs"]}
    near = {entries[n][0] for n in (changed[0] - 1, changed[0]) if 0 <= n < len(entries)}
    words = told(path.parent, "journal", "verify").out.split()
    seq = (document["first_bad"] or {}).get("seq")
    return seq in near and f"TAMPERED OR DAMAGED: entry {seq} (case" in " ".join(words)


def _unguarded(original: Original, scratch: Path) -> Path:
    path = _copy(original, scratch)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        drop_guards(connection)
    return path


def drop_guards(connection: sqlite3.Connection) -> list[str]:
    guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    made = [s for script in MIGRATIONS for s in script]
    assert len(guards) == sum("CREATE TRIGGER" in s for s in made) - sum("DROP TRIGGER" in s for s in made)
    return [sql for _, sql in guards]


def _command(path: Path, head: str | None) -> int:
    arguments = ["journal", "verify", "--home", str(path.parent), *(["--head", head] if head else [])]
    run = [sys.executable, "-m", "dvcheck", *arguments]
    return subprocess.run(run, capture_output=True, check=False, timeout=60, env=dict(os.environ)).returncode


def _events(connection: sqlite3.Connection) -> list[Row]:
    return connection.execute("SELECT * FROM events ORDER BY seq").fetchall()


def _put(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    connection.execute("BEGIN")
    connection.execute("DELETE FROM events")
    connection.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.execute("COMMIT")


def _with(row: Row, column: int, value: object) -> Row:
    return (*row[:column], value, *row[column + 1 :])  # type: ignore[return-value]


def _other_body(body: str, chance: random.Random) -> str:
    if not body:  # of a case that was purged
        return "{}"
    place = chance.randrange(len(body))
    return chance.choice(
        [
            body.replace('"yes"', '"no"') if '"yes"' in body else body + " ",
            body[:place] + chance.choice("abc01é\x00 ") + body[place + 1 :],
            body[:place] + body[place + 1 :],
            body.replace(":", ": ", 1),
            "{}",
        ]
    )


def _other_time(at: str, chance: random.Random) -> str:
    moved = datetime.fromisoformat(at) + timedelta(microseconds=chance.choice([-1, 1, 10**6, -(10**10)]))
    written = moved.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    return chance.choice([written, at.replace("Z", "+00:00"), at.replace("T", " ")])


def _other_case(case: str, chance: random.Random) -> str:
    return chance.choice([f"c-{chance.randrange(CASES):04d}", case.lower() + " ", "c-NEW", ""])


def _change(column: int, other: Callable[[str, random.Random], str]) -> Tamper:
    def tamper(connection: sqlite3.Connection, chance: random.Random) -> None:
        rows = _events(connection)
        place = chance.randrange(len(rows))
        rows[place] = _with(rows[place], column, other(str(rows[place][column]), chance))
        _put(connection, rows)

    return tamper


def _change_hash(connection: sqlite3.Connection, chance: random.Random) -> None:
    rows = _events(connection)
    place, bit = chance.randrange(len(rows)), 1 << chance.randrange(256)
    found = rows[place][5]
    other = (int.from_bytes(found, "big") ^ bit).to_bytes(32, "big")
    rows[place] = _with(rows[place], 5, chance.choice([other, rows[place - 1][5], found[:31], b""]))
    _put(connection, rows)


def _delete(connection: sqlite3.Connection, chance: random.Random) -> None:
    rows = _events(connection)
    del rows[chance.randrange(len(rows) - 1)]
    _put(connection, rows)


def _delete_and_close_up(connection: sqlite3.Connection, chance: random.Random) -> None:
    rows = _events(connection)
    del rows[chance.randrange(len(rows) - 1)]
    _put(connection, _numbered(rows))


def _delete_case(connection: sqlite3.Connection, chance: random.Random) -> None:
    rows = _events(connection)
    gone = chance.choice([r[1] for r in rows])
    rows = [r for r in rows if r[1] != gone]
    _put(connection, chance.choice([rows, _numbered(rows)]))


def _insert(connection: sqlite3.Connection, chance: random.Random) -> None:
    rows = _events(connection)
    new = _with(_with(chance.choice(rows), 4, '{"question":"x","value":"no"}'), 5, chance.randbytes(32))
    place = chance.randrange(len(rows) + 1)
    if chance.random() < 0.3:  # beyond either end
        _put(connection, [*rows, _with(new, 0, chance.choice([0, -7, len(rows) + 1, len(rows) + 9, 2**40]))])
    else:
        _put(connection, _numbered([*rows[:place], new, *rows[place:]]))


def _numbered(rows: Sequence[Row]) -> list[Row]:
    return [_with(row, 0, number) for number, row in enumerate(rows, 1)]


def _reorder(connection: sqlite3.Connection, chance: random.Random) -> None:
    rows = _events(connection)
    one, other = chance.sample(range(len(rows)), 2)
    rows[one], rows[other] = rows[other], rows[one]
    _put(connection, _numbered(rows))


def _renumber(connection: sqlite3.Connection, chance: random.Random) -> None:
    rows = _events(connection)
    place = chance.randrange(len(rows))
    moved = chance.choice([1, 2, 1000])
    if chance.random() < 0.5:
        rows[place:] = [_with(row, 0, row[0] + moved) for row in rows[place:]]
    else:
        rows[place] = _with(rows[place], 0, chance.choice([0, -1, len(rows) + moved]))
    _put(connection, rows)


def _swap_bodies(connection: sqlite3.Connection, chance: random.Random) -> None:
    rows = _events(connection)
    one, other = chance.sample(range(len(rows)), 2)
    if rows[one][1] != rows[other][1]:
        rows[one], rows[other] = _with(rows[one], 4, rows[other][4]), _with(rows[other], 4, rows[one][4])
    _put(connection, rows)


def _swap_cases(connection: sqlite3.Connection, chance: random.Random) -> None:
    """Swap the entries of two cases."""
    one, other = chance.sample(sorted({row[1] for row in _events(connection)}), 2)
    names = {one: other, other: one}
    _put(connection, [_with(row, 1, names.get(row[1], row[1])) for row in _events(connection)])


def _cut_tail(connection: sqlite3.Connection, chance: random.Random) -> None:
    rows = _events(connection)
    _put(connection, rows[: chance.choice([len(rows) - 1, chance.randrange(len(rows))])])
    _fit_table(connection)


def _fit_table(connection: sqlite3.Connection) -> None:
    """Make the table of cases say what the entries now say, as whoever knows dvcheck would."""
    for table in ("cases", "numbers"):
        connection.execute(f"DELETE FROM {table}")
    entries = ((row[0], row[1].encode(), row[3].encode(), row[4].encode()) for row in _events(connection))
    index.fill(connection, index.of_rows(entries))


def _rehash(connection: sqlite3.Connection, chance: random.Random) -> None:
    """Change something, and make every later hash fit."""
    chance.choice([t for name, t in TAMPERS.items() if name in BEFORE_A_REHASH])(connection, chance)
    rows, head = [], FIRST_HASH
    for number, (_, case, at, kind, body, _, salt, seal) in enumerate(_events(connection), 1):
        head = hash_of(head, number, case, at, kind, seal or seal_of(salt or b"", body.encode()))
        rows.append((number, case, at, kind, body, head, salt, seal))
    _put(connection, rows)
    _fit_table(connection)


def _empty(connection: sqlite3.Connection, chance: random.Random) -> None:
    """Remove one entry's body, or all of a case's, as a purge does, but without the entry of a purge."""
    rows = _events(connection)
    chosen = chance.choice([row for row in rows if row[4]])
    whole_case = chance.random() < 0.3
    gone = [row[1] == chosen[1] if whole_case else row[0] == chosen[0] for row in rows]
    _put(connection, [_emptied(row) if empty else row for row, empty in zip(rows, gone, strict=True)])


def _emptied(row: Row) -> Row:
    """Return an entry as a purge leaves it; an entry already purged stays unchanged."""
    if row[7] is not None:
        return row
    return (*row[:4], "", row[5], None, seal_of(row[6] or b"", row[4].encode()))


def _hide_in_purged(connection: sqlite3.Connection, chance: random.Random) -> None:
    """Give an entry to the purged case, emptied like its others, with one more purge at the end."""
    rows = _events(connection)
    gone = next(row for row in rows if row[3] == CasePurged.kind)
    place = chance.choice([n for n, row in enumerate(rows) if row[1] != gone[1]])
    rows[place] = _with(_emptied(rows[place]), 1, gone[1])
    seq, salt, body = rows[-1][0] + 1, chance.randbytes(16), '{"entries":1}'
    head = hash_of(rows[-1][5], seq, gone[1], gone[2], CasePurged.kind, seal_of(salt, body.encode()))
    _put(connection, [*rows, (seq, gone[1], gone[2], CasePurged.kind, body, head, salt, None)])


def _change_purged(connection: sqlite3.Connection, chance: random.Random) -> None:
    """Change the remains of a purged entry, or what vouches for it."""
    rows = _events(connection)
    column = chance.choice([1, 2, 3, 4, 5, 7])
    place = chance.choice([n for n, row in enumerate(rows) if not row[4]])
    other = chance.randbytes(32) if column > 4 else f"{rows[place][column]!s} "
    rows[place] = _with(rows[place], column, other)
    _put(connection, rows if chance.random() < 0.8 else [row for row in rows if row[3] != CasePurged.kind])


def _replace_pack(connection: sqlite3.Connection, chance: random.Random) -> None:
    (one, first), (other, second) = connection.execute("SELECT digest, content FROM packs").fetchall()
    changed = {**library.from_archive(first).files, "policy.yaml": "policy: none\n"}
    forged = library.PackFiles(files=changed, digest="", folder="").archive()
    update = "UPDATE packs SET content = ? WHERE digest = ?"
    match chance.randrange(7):
        case 0:
            connection.execute(update, (second, one))
        case 1:
            connection.execute(update, (forged, one))
        case 2:
            connection.execute(update, (first, other))
            connection.execute(update, (second, one))
        case 3:
            connection.execute(update, (chance.randbytes(chance.randrange(500)), other))
        case 4:
            connection.execute("DELETE FROM packs WHERE digest = ?", (chance.choice([one, other]),))
        case 5:
            connection.execute("UPDATE packs SET digest = 'sha256:0' WHERE digest = ?", (one,))
        case _:
            connection.execute(update, (first[: chance.randrange(len(first) - 8)], one))


def _change_table(connection: sqlite3.Connection, chance: random.Random) -> None:
    """Make the table of cases contradict the entries: a case is hidden, or found under another name."""
    case = f"c-{chance.randrange(1, CASES):04d}"
    of_it = "opened = (SELECT opened FROM cases WHERE id = ?)"
    match chance.randrange(7):
        case 0:
            connection.execute("UPDATE cases SET state = 'closed' WHERE id = ?", (case,))
        case 1:
            connection.execute("UPDATE cases SET state = 'purged' WHERE id = ?", (case,))
        case 2:
            connection.execute(f"UPDATE numbers SET number = '26-9999' WHERE {of_it}", (case,))
        case 3:
            connection.execute(f"DELETE FROM numbers WHERE {of_it}", (case,))
        case 4:
            connection.execute("DELETE FROM cases WHERE id = ?", (case,))
        case 5:
            connection.execute("UPDATE cases SET key = 'ZZZZ' WHERE id = ?", (case,))
        case _:
            connection.execute("INSERT INTO cases VALUES (99999, 'c-ZZZZ', 'ZZZZ', 'open', 0)")


TAMPERS: dict[str, Tamper] = {
    "the body of an entry changed": _change(4, _other_body),
    "its time changed": _change(2, _other_time),
    "its kind changed": _change(3, lambda kind, chance: chance.choice(KINDS)),
    "its case changed": _change(1, _other_case),
    "its hash changed": _change_hash,
    "an entry deleted": _delete,
    "an entry deleted, the rest renumbered": _delete_and_close_up,
    "a complete case deleted": _delete_case,
    "an entry put in": _insert,
    "two entries exchanged": _reorder,
    "entries renumbered": _renumber,
    "the bodies of entries of two cases exchanged": _swap_bodies,
    "two cases exchanged": _swap_cases,
    "what an entry said taken out": _empty,
    "what is left of a purged entry changed": _change_purged,
    "an entry hidden in a purged case": _hide_in_purged,
    "a stored pack replaced": _replace_pack,
    "the table of cases changed": _change_table,
    "the tail cut off, with the code": _cut_tail,
    "all rehashed from some entry on, with the code": _rehash,
}
WITH_THE_CODE = ("the tail cut off, with the code", "all rehashed from some entry on, with the code")
BEFORE_A_REHASH = (
    "the body of an entry changed",
    "its time changed",
    "its kind changed",
    "its case changed",
    "an entry deleted",
    "a complete case deleted",
    "two entries exchanged",
    "the bodies of entries of two cases exchanged",
    "what an entry said taken out",
)


# Flipped bits


def _flips(n: int, original: Original, scratch: Path, chance: random.Random) -> Iterator[Figure]:
    size = original.path.stat().st_size
    became: dict[str, list[int]] = defaultdict(list)
    for _ in range(n):
        bit = 8 * chance.randrange(size) + chance.randrange(8)
        became[_after_flip(_flipped(bit, original, scratch), original)].append(bit)
    yield from _became(f"{n} bits flipped", became)


def _header(original: Original, scratch: Path) -> Iterator[Figure]:
    """Each bit of the header, with commands that would take another journal for this one."""
    commands = [("cases", "--format", "json"), ("show", f"c-{CASES - 1:04d}", "--format", "json")]
    before = {command: told(original.path.parent, *command) for command in commands}
    became: dict[str, list[int]] = defaultdict(list)
    for bit in range(8 * HEADER):
        found = [_after_flip(_flipped(bit, original, scratch), original)]
        found += [_after_command(_flipped(bit, original, scratch), *entry) for entry in before.items()]
        for what in set(found):
            became[what].append(bit)
    yield from _became(f"each of the {8 * HEADER} bits of the file's header flipped", became)


def _became(what: str, became: Mapping[str, list[int]]) -> Iterator[Figure]:
    def none(why: str, kind: str) -> Figure:
        bits = [f"bit {bit % 8} of byte {bit // 8}" for bit in became.get(kind, ())]
        which = f" ({', '.join(bits[:3])})" if bits else ""
        return none_of(f"{what}: {why}{which}", len(bits))

    yield none("read otherwise than before, and verified as intact", "missed")
    yield none("said to hold nothing, or something else, and not to be damaged", "other")
    yield none("anything but a verdict or a plain error", "crash")
    reads = len(became.get("found", ()))
    read = f"{what}: read otherwise, or not at all, and found"
    yield Figure(what=read, found=str(reads), goal="> 0", met=reads > 0)


def _flipped(bit: int, original: Original, scratch: Path) -> Path:
    path = _copy(original, scratch)
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)
    return path


def _after_flip(path: Path, original: Original) -> str:
    try:
        same = _is_same(path, original)
        found = _says_otherwise(path)
    except NothingThere:
        return "other"
    except Exception:
        return "crash"
    if same:
        return "harmless"
    return "found" if found else "missed"


def _after_command(path: Path, command: tuple[str, ...], before: Told) -> str:
    now = told(path.parent, *command)
    if now.failed:
        return "crash"
    return "harmless" if now == before or now.is_refused else "other"


def _is_same(path: Path, original: Original) -> bool:
    try:
        return _content(path) == original.content
    except DvcheckError:
        return False


def _says_otherwise(path: Path) -> bool:
    try:
        return _is_found(path)
    except DvcheckError:
        return True

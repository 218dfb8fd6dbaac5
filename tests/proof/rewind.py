"""No journal that lacks acknowledged entries passes for the one that had them, where its head file was left.

Each round records some entries, keeps copies on the way, and then replaces the journal: by an older copy
(written into the file, or moved there), another journal, or an older copy that was continued elsewhere; or it
puts the rollback file of an interrupted commit beside a newer journal. The head file stays. The next opening
must say that entries are gone. The next write must record this, and leave a sound chain.

If nothing is gone, nothing may be said: with a head file that is behind, missing or damaged, a copy that has
all entries, a newer copy, or an encrypted form of the journal.
"""

import atexit
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import msgspec

from dvcheck.errors import DvcheckError, Exit
from dvcheck.record import head
from dvcheck.record.events import JOURNAL, JournalRewound, RawEvent
from dvcheck.record.sqlite.backup import back_up, put_back
from dvcheck.record.sqlite.connection import OpeningOptions
from dvcheck.record.sqlite.encryption import keys
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from dvcheck.record.sqlite.rewrite import rewrite
from tests.proof import Figure, all_of, none_of

ROUNDS = 1_000
SEED = 825
OPENING = OpeningOptions()
"""Options that know the keys of the journals encrypted here."""
_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """One round: whether entries were lost, that was seen and recorded, and the chain is sound afterwards."""

    kind: str
    lacks: bool
    seen: bool
    recorded: bool
    sound: bool
    refused: bool = False
    """Whether the file was refused as damaged."""


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    rounds = n or ROUNDS
    scratch = _in_memory(scratch)
    found = list(_rounds(rounds, scratch / "rewound", REWINDS))
    lacking = [one for one in found if one.lacks]
    for kind in REWINDS:
        of_kind = [one for one in lacking if one.kind == kind]
        yield all_of(f"{kind}: seen at the next opening", sum(one.seen for one in of_kind), len(of_kind))
    yield none_of(
        f"{len(lacking)} rounds in which entries went: unseen", sum(not one.seen for one in lacking)
    )
    yield none_of(
        f"{len(lacking)} rounds: not recorded by the next write", sum(not one.recorded for one in lacking)
    )
    refused = sum(one.refused for one in found)
    yield Figure(
        what=f"{len(lacking)} rounds: the file refused as damaged instead",
        found=str(refused),
        goal="less than a quarter",
        met=refused * 4 < len(lacking),
    )
    yield none_of(f"{len(found)} rounds: chains not sound after that", sum(not one.sound for one in found))
    whole = list(_rounds(max(60, rounds // 4), scratch / "whole", HARMLESS))
    for kind in HARMLESS:
        of_kind = [one for one in whole if one.kind == kind]
        yield none_of(f"{len(of_kind)} × {kind}: said to be rewound", sum(one.seen for one in of_kind))
    yield none_of("of these: entries lacking", sum(one.lacks for one in whole))
    few = max(40, rounds // 20)
    with patch.object(head, "read", lambda path: None):
        blind = [one for one in _rounds(few, scratch / "without", REWINDS) if one.lacks and not one.refused]
    yield Figure(
        what=f"control: {len(blind)} rounds without head files: unseen",
        found=str(sum(not one.seen for one in blind)),
        goal=str(len(blind)),
        met=bool(blind) and not any(one.seen for one in blind),
    )
    with patch.object(Journal, "_note_rewind", lambda journal: None):
        silent = [one for one in _rounds(few, scratch / "silent", REWINDS) if one.lacks and not one.refused]
    yield Figure(
        what=f"control: {len(silent)} rounds in which the write records nothing of it: noticed here",
        found=str(sum(not one.recorded for one in silent)),
        goal=str(len(silent)),
        met=bool(silent) and not any(one.recorded for one in silent),
    )


def _in_memory(scratch: Path) -> Path:
    """Return a folder in memory if there is one: this proof does not test the disk."""
    shared = Path("/dev/shm")
    if not os.access(shared, os.W_OK):
        return scratch
    folder = Path(tempfile.mkdtemp(prefix="proof-rewind-", dir=shared))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _rounds(many: int, folder: Path, kinds: dict[str, Callable[["Home"], None]]) -> Iterator[Round]:
    chance = random.Random(SEED)
    names = list(kinds)
    for number in range(many):
        kind = names[number % len(names)]
        home = Home(folder / str(number), chance)
        home.live()
        wanted = home.entries()
        kinds[kind](home)
        yield home.judged(kind, wanted)
        shutil.rmtree(home.folder.parent)


class Home:
    """A home folder with a journal, and copies of it kept on the way."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder = folder / "home"
        self.aside = folder / "aside"
        self.aside.mkdir(parents=True)
        self.chance = chance
        self.older: Path = self.aside / "older"
        self.rollback = b""

    @property
    def file(self) -> Path:
        return self.folder / FILE_NAME

    def live(self) -> None:
        """Record something, keep a copy and a rollback file of that moment, and record more."""
        record(self.folder, self.chance.randint(1, 12), self.chance)
        shutil.copy(self.file, self.older)
        self.rollback = interrupted(self.older, self.aside / "interrupted")
        record(self.folder, self.chance.randint(1, 12), self.chance)

    def entries(self) -> dict[int, bytes]:
        """Return the hashes of all entries by number."""
        with open_journal(self.folder) as journal:
            return {event.seq: event.hash for event in journal.all_events()}

    def judged(self, kind: str, wanted: dict[int, bytes]) -> Round:
        try:
            with open_journal(self.folder) as journal:
                there = {event.seq: event.hash for event in journal.all_events()}
                seen = journal.rewound is not None
        except DvcheckError as error:  # the rollback file of an earlier moment may damage it
            refused = error.code == Exit.JOURNAL
            return Round(kind=kind, lacks=True, seen=refused, recorded=True, sound=True, refused=True)
        record(self.folder, 1, self.chance)
        with open_journal(self.folder) as journal:
            said = [
                e
                for e in journal.events(JOURNAL)
                if e.kind == JournalRewound.kind and e.hash not in there.values()
            ]
            sound = journal.first_bad() is None and not journal.damage() and journal.rewound is None
        lacks = any(there.get(seq) != hash for seq, hash in wanted.items())
        return Round(kind=kind, lacks=lacks, seen=seen, recorded=len(said) == 1, sound=sound)

    # --- what takes entries back ----------------------------------------------------------------------------

    def overwritten(self) -> None:
        self.file.write_bytes(self.older.read_bytes())

    def moved(self) -> None:
        self.older.replace(self.file)

    def stale_rollback(self) -> None:
        self.file.with_name(f"{FILE_NAME}-journal").write_bytes(self.rollback)

    def swapped(self) -> None:
        other = self.aside / "other"
        record(other, self.chance.randint(1, 30), self.chance)
        shutil.copy(other / FILE_NAME, self.file)

    def went_on_elsewhere(self) -> None:
        elsewhere = self.aside / "elsewhere"
        elsewhere.mkdir()
        shutil.copy(self.older, elsewhere / FILE_NAME)
        record(elsewhere, self.chance.randint(1, 30), self.chance)
        shutil.copy(elsewhere / FILE_NAME, self.file)

    # --- what does not --------------------------------------------------------------------------------------

    def head_is_behind(self) -> None:
        behind = (self.folder / head.NAME).read_bytes()
        record(self.folder, 2, self.chance)
        (self.folder / head.NAME).write_bytes(behind)

    def head_is_missing(self) -> None:
        (self.folder / head.NAME).unlink()

    def head_is_damaged(self) -> None:
        (self.folder / head.NAME).write_bytes(self.chance.randbytes(self.chance.randint(0, 100)))

    def copied_over_itself(self) -> None:
        self.file.write_bytes(self.file.read_bytes())

    def newer_copy(self) -> None:
        elsewhere = self.aside / "elsewhere"
        shutil.copytree(self.folder, elsewhere)
        record(elsewhere, 3, self.chance)
        shutil.copy(elsewhere / FILE_NAME, self.file)

    def restored(self) -> None:
        with open_journal(self.folder) as journal:
            back_up(journal, self.aside / "backup")
        backup = Journal.open_file(self.aside / "backup", opening=OPENING)
        assert backup is not None
        with backup:
            put_back(backup, self.folder, _NOON, lose=False)

    def encrypted(self) -> None:
        key = keys.Key(keys.new_salt(keys.BY_KEYRING), os.urandom(32))
        rewrite(self.file, None, key)
        OPENING.keys.remember(key)


REWINDS: dict[str, Callable[[Home], None]] = {
    "an older copy written over the journal": Home.overwritten,
    "an older copy moved into its place": Home.moved,
    "the rollback file of an earlier moment beside it": Home.stale_rollback,
    "another journal in its place": Home.swapped,
    "an older copy that went on elsewhere": Home.went_on_elsewhere,
}
HARMLESS: dict[str, Callable[[Home], None]] = {
    "a head file that is behind": Home.head_is_behind,
    "a head file that is missing": Home.head_is_missing,
    "a head file that is damaged": Home.head_is_damaged,
    "the same file copied over itself": Home.copied_over_itself,
    "a newer copy in its place": Home.newer_copy,
    "a backup of the last moment restored": Home.restored,
    "the journal encrypted": Home.encrypted,
}


def record(folder: Path, many: int, chance: random.Random) -> None:
    """Record some entries, each in a separate commit, in a few cases."""
    with Journal.open(folder, opening=OPENING) as journal:
        for n in range(many):
            case = f"c-{chance.choice('ABC') * 4}"
            body = {"text": f"{n} {'x' * chance.randint(0, 900)}"}
            journal.append(case, RawEvent("noted", body), _NOON + timedelta(seconds=n))


def open_journal(folder: Path) -> Journal:
    journal = Journal.open_existing(folder, opening=OPENING)
    assert journal is not None
    return journal


def interrupted(journal: Path, folder: Path) -> bytes:
    """Return the rollback file of a commit that is cut off while it writes to a copy of a journal."""
    folder.mkdir()
    shutil.copy(journal, folder / FILE_NAME)
    with open_journal(folder) as copy:
        connection = copy._file.connection
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        last = copy.head().seq
        sql = "INSERT INTO events (seq, case_id, at, kind, body, hash) VALUES (?, 'c-AAAA', '', '', ?, x'00')"
        for n, size in enumerate((10, 400_000), 1):  # too much to be kept in memory
            connection.execute(sql, (last + n, "x" * size))
        content = (folder / f"{FILE_NAME}-journal").read_bytes()
        with suppress(Exception):
            connection.execute("ROLLBACK")
    return content

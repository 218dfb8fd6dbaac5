"""The tables of a journal file by schema version, and the SELECTs that read them."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from dvcheck.record.events import CasePurged
from dvcheck.record.sqlite.database import Connection

APPLICATION_ID = 0x6476636B  # "dvck", in the file's header

CASES = (
    """CREATE TABLE cases (
        opened INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        key TEXT NOT NULL,
        state TEXT NOT NULL,
        unread INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX cases_by_key ON cases (key)",
    "CREATE INDEX cases_by_state ON cases (state, opened)",
    "CREATE TABLE numbers (opened INTEGER PRIMARY KEY, number TEXT NOT NULL) STRICT",
    "CREATE INDEX numbers_by_number ON numbers (number)",
)
"""The table of cases: see record/sqlite/index.py."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE events (
            seq INTEGER PRIMARY KEY,
            case_id TEXT NOT NULL,
            at TEXT NOT NULL,
            kind TEXT NOT NULL,
            body TEXT NOT NULL,
            hash BLOB NOT NULL
        ) STRICT""",
        "CREATE INDEX events_of_case ON events (case_id, seq)",
        "CREATE TABLE packs (digest TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT",
        """CREATE TRIGGER events_never_change BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'append-only: an event is never changed'); END""",
        """CREATE TRIGGER events_never_go BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'append-only: an event is never deleted'); END""",
        # INSERT OR REPLACE removes a row without firing the trigger on DELETE.
        """CREATE TRIGGER events_only_follow BEFORE INSERT ON events
        WHEN NEW.seq <= (SELECT max(seq) FROM events)
        BEGIN SELECT RAISE(ABORT, 'append-only: an event follows the last one'); END""",
    ),
    (
        "CREATE INDEX events_of_kind ON events (kind, case_id, seq)",
        "ALTER TABLE events ADD COLUMN salt BLOB",
        "ALTER TABLE events ADD COLUMN seal BLOB",
        "DROP TRIGGER events_never_change",
        f"""CREATE TRIGGER events_never_change BEFORE UPDATE ON events
        WHEN NEW.body IS NOT '' OR NEW.salt IS NOT NULL OR NEW.seal IS NULL OR OLD.salt IS NULL
        OR NEW.seq IS NOT OLD.seq OR NEW.case_id IS NOT OLD.case_id
        OR NEW.at IS NOT OLD.at OR NEW.kind IS NOT OLD.kind OR NEW.hash IS NOT OLD.hash
        OR NOT EXISTS (
            SELECT 1 FROM events WHERE kind = '{CasePurged.kind}' AND case_id = OLD.case_id AND seq > OLD.seq
        )
        BEGIN SELECT RAISE(ABORT, 'append-only: an event is never changed'); END""",
    ),
    CASES,
)
"""The statements from each schema version to the next; a file's version is the number of steps applied."""

WITH_TWO_INDEXES, WITH_CASES = 2, 3
"""The first schema versions with an index of entries by kind, and with a table of cases."""

# Everything is read as bytes: a damaged file may have NULL or text that is not UTF-8. Then we report it.
TEXTS = ("case_id", "at", "kind", "body", "hash", "salt", "seal")


def _select(columns: Sequence[str]) -> str:
    said = [f"ifnull(CAST({name} AS BLOB), x'')" for name in columns]
    missing = ["x''"] * (len(TEXTS) - len(columns))
    return f"SELECT seq, {', '.join(said + missing)} FROM events"


COLUMNS = {1: TEXTS[:5], 2: TEXTS, 3: TEXTS}
SELECTS = {version: _select(columns) for version, columns in COLUMNS.items()}
"""The SELECT for entries by schema version. A file on a read-only disk keeps its older version."""


def without_entries() -> bytes:
    """Return the bytes of an empty journal file of this version."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        migrate(made, 0)
        return made.serialize()


def migrate(connection: Connection, version: int) -> None:
    """Migrate the tables of a file from an earlier version to this one; 0 is an empty file."""
    make(connection, version, len(MIGRATIONS))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def make(connection: Connection, version: int, wanted: int) -> None:
    """Run the statements from one version to a later one."""
    for statement in (s for script in MIGRATIONS[version:wanted] for s in script):
        connection.execute(statement)

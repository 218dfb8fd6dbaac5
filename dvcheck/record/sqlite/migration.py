"""The schema version of a journal file: read it, migrate it, compare the tables with dvcheck's own."""

import sqlite3
from contextlib import closing

from dvcheck.language import phrase
from dvcheck.record.errors import JournalError, JournalRefused, JournalUnusable, PageDamaged
from dvcheck.record.sqlite import faults, index, schema
from dvcheck.record.sqlite.connection import File
from dvcheck.record.sqlite.faults import error_of
from dvcheck.record.sqlite.schema import APPLICATION_ID, COLUMNS, WITH_CASES, WITH_TWO_INDEXES


def version_of(file: File) -> int:
    """Return the schema version of a file, 0 if empty. JournalRefused if it is not a dvcheck journal."""
    # In this order: another process may fill the file between the two reads.
    tables = file.read("SELECT 1 FROM sqlite_master LIMIT 1")
    owner: int = file.read("PRAGMA application_id")[0][0]
    if owner == 0 and not tables:
        return 0
    if owner != APPLICATION_ID:
        raise error_of(faults.FOREIGN, file.path)
    version: int = file.read("PRAGMA user_version")[0][0]
    if version > len(schema.MIGRATIONS):
        raise error_of(faults.NEWER, file.path)
    if version < 1:  # tables and version come in one commit
        said = phrase("its header has version {version}", version=version)
        raise error_of(faults.DAMAGED, file.path, said, kind=JournalRefused)
    return version


def version_by_columns(file: File, refused: JournalError) -> int:
    """Return the schema version by the columns of the events table; raise `refused` if none fits."""
    columns = {name for _, name, *_ in file.read("PRAGMA table_info(events)")}
    known = [version for version, texts in COLUMNS.items() if columns.issuperset(texts)]
    if not known:
        raise refused
    return max(known)


def migrate_or_keep(file: File, version: int, unwritable: tuple[type[JournalUnusable], ...]) -> None:
    """Migrate a file to this version.

    It stays unchanged if it cannot be written for one of the `unwritable` reasons. So does a file with a
    damaged page that lacks only the table of cases: it can still be read and added to.
    """
    try:
        with file.reopen_after_damage():
            _migrate(file)
    except JournalUnusable as error:
        page = isinstance(error, PageDamaged) and version >= WITH_TWO_INDEXES
        if not page and not isinstance(error, unwritable):
            raise
        file.schema = version


def _migrate(file: File) -> None:
    with file.opening.migrating(), file.transaction():
        # Read again under the lock: another process may have migrated it while this one waited.
        version = version_of(file)
        schema.migrate(file.connection, version)
        if version < WITH_CASES <= len(schema.MIGRATIONS):
            index.fill(file.connection, index.of_entries(file.read))


def is_guarded(file: File) -> bool:
    """Check that the tables and the triggers that protect entries are as dvcheck made them."""
    sql = "SELECT type, name, CAST(sql AS BLOB) FROM sqlite_master WHERE sql IS NOT NULL"
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        schema.make(made, 0, file.schema)
        wanted = set(made.execute(sql))
    found = set(file.read(sql))
    return wanted <= found and not any(kind in ("trigger", "view") for kind, *_ in found - wanted)

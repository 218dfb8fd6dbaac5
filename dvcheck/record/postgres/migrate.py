"""Bring the database of a precinct to the schema of this version.

The SQL is in schema/, one numbered file a version. On Citus, `shard.sql` follows the tables.
"""

from importlib import resources

import msgspec
from psycopg import Connection

VERSION = 3
"""The schema of this version: the number of its last file."""
ENCODING = "UTF8"
"""The encoding that a database must have: hashes are made of texts in it."""
_LOCK = 0x6476636B
"""The advisory lock of a migration: "dvck"."""


class Migrated(msgspec.Struct, frozen=True, kw_only=True):
    """The schema before and after a migration; 0 where there was none."""

    before: int
    after: int


def version_of(connection: Connection) -> int:
    """Return the version of the schema; 0 if there is none, or it is not visible to this login."""
    there = connection.execute("SELECT to_regclass('precinct.schema_version') IS NOT NULL").fetchone()
    if there is None or not there[0]:
        return 0
    found = connection.execute("SELECT coalesce(max(version), 0) FROM precinct.schema_version").fetchone()
    return int(found[0]) if found is not None else 0


def encoding_of(connection: Connection) -> str:
    """Return the encoding of the database, as PostgreSQL names it."""
    found = connection.execute("SELECT current_setting('server_encoding')").fetchone()
    return str(found[0]) if found is not None else ""


def migrate(connection: Connection) -> Migrated:
    """Run the missing files, all or none. A newer schema is not changed, and returned as `after`.

    Needs a connection without a transaction, and a login that may create roles.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        before = version_of(connection)
        if before >= VERSION:
            return Migrated(before=before, after=before)
        if before == 0:
            connection.execute("CREATE SCHEMA precinct")
            connection.execute(
                "CREATE TABLE precinct.schema_version"
                " (version int PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())"
            )
        for number, sql in enumerate(_files(), 1):
            if number <= before:
                continue
            connection.execute(sql)
            if number == 1 and _is_citus(connection):
                connection.execute(_read("shard.sql"))
            connection.execute("INSERT INTO precinct.schema_version (version) VALUES (%s)", (number,))
    return Migrated(before=before, after=VERSION)


def _files() -> tuple[bytes, ...]:
    folder = resources.files(__package__) / "schema"
    names = sorted(file.name for file in folder.iterdir() if file.name[:4].isdigit())
    return tuple(_read(name) for name in names)


def _read(name: str) -> bytes:
    return (resources.files(__package__) / "schema" / name).read_bytes()


def _is_citus(connection: Connection) -> bool:
    found = connection.execute("SELECT 1 FROM pg_extension WHERE extname = 'citus'").fetchone()
    return found is not None

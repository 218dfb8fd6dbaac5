"""Encrypting a journal, decrypting it, and changing its key.

The new form is written completely beside the journal, compared with it row by row, flushed to the disk, and
only then moved into its place. Nobody else can read or write during that time. If the command is killed,
there is a complete journal: the old one or the new one. The next such command removes a half-written file
beside it. So does any command that opens an encrypted journal.

The old file is overwritten with zeros only after the folder with the new name is on the disk, so a power cut
is safe at any moment too. If the journal is a symbolic link, all this happens to its target.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from itertools import zip_longest
from pathlib import Path
from typing import Any

from dvcheck.language import phrase
from dvcheck.record.errors import JournalError
from dvcheck.record.sqlite.connection import WAIT_SECONDS, File
from dvcheck.record.sqlite.encryption import tries
from dvcheck.record.sqlite.encryption.aside import aside_of, blot, discard_aside, resolve_link
from dvcheck.record.sqlite.encryption.keys import Key
from dvcheck.record.sqlite.encryption.sqlcipher import (
    CipherConnection,
    connect_with,
    require_format,
    sqlcipher,
)
from dvcheck.record.sqlite.faults import plain_errors
from dvcheck.record.sqlite.files import discard_unfinished, file_of, sync
from dvcheck.record.sqlite.journal import Journal
from dvcheck.text import clean


def rewrite(path: Path, old: Key | None, new: Key | None, *, wait: float = WAIT_SECONDS) -> int:
    """Rewrite the journal at `path` from key `old` to `new`; None is plain. Returns the number of entries.

    JournalError if it cannot be read or written. Then the journal is unchanged, unless the error says
    otherwise.
    """
    sqlcipher()
    path = resolve_link(path)
    with plain_errors(path), ExitStack() as open_things:
        before = file_of(path)
        source = open_things.enter_context(closing(connect_with(path, old, wait)))
        try:
            _take_for_itself(source)
        finally:  # another rewrite may have replaced it while this one waited
            if file_of(path) != before:
                raise _changed(path)
        discard_aside(path)
        discard_unfinished(path)  # one may be a hard link to the journal, which would prevent its erasure
        open_things.callback(_remove_aside, path)
        aside = _written_aside(path, source, new)
        entries = _verified(path, source, aside, new)
        if sys.platform == "win32":
            _replace_on_windows(path, aside, source)
        else:
            _replace(path, aside)
    if new is None or not new.is_by_passphrase:
        tries.discard(path)
    return entries


def _take_for_itself(source: CipherConnection) -> None:
    """Keep every other program from reading and writing until `source` is closed."""
    source.execute("PRAGMA fullfsync = ON")
    source.execute("BEGIN EXCLUSIVE")
    source.execute("PRAGMA main.locking_mode = EXCLUSIVE")  # before BEGIN two would wait for each other
    source.execute("COMMIT")  # in this mode the lock is kept


def _written_aside(path: Path, source: CipherConnection, key: Key | None) -> Path:
    aside = aside_of(path)
    os.close(os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    source.execute("ATTACH DATABASE ? AS aside KEY ?", (str(aside), key.sql if key else ""))
    if key is not None:
        require_format(source, "aside")
    source.execute("PRAGMA aside.locking_mode = NORMAL")
    source.execute("PRAGMA aside.synchronous = EXTRA")
    source.execute("BEGIN")  # not IMMEDIATE: that writes to both, with a third file that says so
    source.execute("SELECT sqlcipher_export('aside')").fetchall()
    for name in ("application_id", "user_version"):
        source.execute(f"PRAGMA aside.{name} = {_value(source, f'PRAGMA main.{name}')}")
    source.execute("COMMIT")
    source.execute("DETACH DATABASE aside")
    return aside


def _verified(path: Path, source: CipherConnection, aside: Path, key: Key | None) -> int:
    """Compare the new file with the journal, row by row, and return the number of entries."""
    with closing(connect_with(aside, key, 0)) as copy:
        rows = zip_longest(_content(source), _content(copy))
        same = all(one == other for one, other in rows)
        if not same or _first_bad(path, source) != _first_bad(aside, copy):
            raise JournalError(
                phrase("{file} could not be copied: the copy differs from it", file=clean(str(path))),
                hint=phrase("The journal was not changed. Show this line to your IT unit."),
            )
        entries: int = _value(copy, "SELECT count(*) FROM events")
    sync(aside)
    return entries


def _first_bad(path: Path, connection: CipherConnection) -> int | None:
    return Journal(File(path, connection)).first_bad()


def _content(connection: CipherConnection) -> Iterator[tuple[object, ...]]:
    """Yield everything in a database, as bytes and with its types, in a fixed order."""
    for name in ("application_id", "user_version"):
        yield name, _value(connection, f"PRAGMA {name}")
    schema = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    yield from schema
    for table in [name for kind, name, _ in schema if kind == "table"]:
        quoted = '"' + table.replace('"', '""') + '"'
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({quoted})").fetchall()]
        read = ", ".join(f'typeof("{c}"), CAST("{c}" AS BLOB)' for c in columns)
        yield from connection.execute(f"SELECT {read} FROM {quoted} ORDER BY 2, rowid")


def _replace(path: Path, aside: Path) -> None:
    """Replace `path` with `aside`, and overwrite the old file unless it has another name."""
    _require_no_rollback_file(path)
    # By POSIX, closing it also releases the lock on the file: by then all is done.
    descriptor = os.open(path, os.O_WRONLY)
    try:
        aside.replace(path)
        try:
            sync(path.parent)
        except OSError as error:
            raise _unsure(path, error) from error
        with suppress(OSError):
            if os.fstat(descriptor).st_nlink == 0:
                blot(descriptor)
    finally:
        with suppress(OSError):
            os.close(descriptor)


def _replace_on_windows(path: Path, aside: Path, source: CipherConnection) -> None:
    # Windows cannot replace an open file, whether we or another dvcheck has it open.
    before = path.stat()
    source.close()
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise _changed(path)
    _require_no_rollback_file(path)
    aside.replace(path)


def _require_no_rollback_file(path: Path) -> None:
    # SQLite would apply the old file's rollback file to the new file.
    if path.with_name(path.name + "-journal").exists():
        raise _changed(path)


def _remove_aside(path: Path) -> None:
    with suppress(OSError):
        discard_aside(path)


def _value(connection: CipherConnection, sql: str) -> Any:
    return connection.execute(sql).fetchone()[0]


def _unsure(path: Path, error: OSError) -> JournalError:
    return JournalError(
        phrase(
            "{file} was rewritten, but the disk did not confirm it: {error}",
            file=clean(str(path)),
            error=error.strerror or error,
        ),
        hint=phrase("A power cut may bring back the old file: keep the old passphrase, and check the drive."),
    )


def _changed(path: Path) -> JournalError:
    return JournalError(
        phrase("another program changed {file} while dvcheck worked on it", file=clean(str(path))),
        hint=phrase("dvcheck did not change it. Close other dvcheck windows and run the command again."),
    )

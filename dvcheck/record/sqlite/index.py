"""The table of cases: one row a case, so that finding one reads no entry of another.

The table has only what the entries say, and is written in the same transaction. It helps to find cases and is
never the record: `journal verify` compares it with the entries. If it cannot be read, it is rebuilt from them
in memory. Callers check each row against the entries of its case.

Case numbers have a separate table, which a purge rewrites completely. SQLite leaves copies of rows in the
free space of a page that it splits, and overwrites only a page that it frees (`secure_delete`).
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from dvcheck.record.events import NOT_CASES
from dvcheck.record.rows import KINDS, RowEntry, TableRow, after, first
from dvcheck.record.sqlite.database import Connection
from dvcheck.record.sqlite.schema import CASES

_TEMPORARY = tuple(s.replace("CREATE TABLE ", "CREATE TEMP TABLE ") for s in CASES if "TABLE" in s) + tuple(
    s.replace("CREATE INDEX ", "CREATE INDEX temp.") for s in CASES if "INDEX" in s
)

_LAST = "\U0010ffff"
_PAGE = 500

_ROWS = (
    "SELECT opened, CAST(id AS BLOB), CAST(state AS BLOB), CAST(number AS BLOB), unread, CAST(key AS BLOB) "
    "FROM cases LEFT JOIN numbers USING (opened)"
)
_ROWS_OF_FILE = _ROWS.replace("FROM cases LEFT JOIN numbers", "FROM main.cases LEFT JOIN main.numbers")
BY_KEY = f"{_ROWS} WHERE key = ? ORDER BY opened"
BY_NUMBER = f"{_ROWS} WHERE opened IN (SELECT opened FROM numbers WHERE number = ?) ORDER BY opened"
STARTING = f"{_ROWS} WHERE key BETWEEN ? AND ? || '{_LAST}' ORDER BY opened"
"""Those whose key starts so; the start is given twice."""
UNREAD = f"{_ROWS} WHERE unread ORDER BY opened"
"""Those whose number cannot be read."""
OF_STATE = f"{_ROWS} WHERE state = ? AND opened < ? ORDER BY opened DESC LIMIT {_PAGE}"
NOT_PURGED = f"{_ROWS} WHERE state <> 'purged' AND opened < ? ORDER BY opened DESC LIMIT {_PAGE}"
COUNTED = "SELECT count(*) FROM cases WHERE state = ?"


def read_row(stored: Iterable[Any]) -> TableRow:
    """Return the row of a query result. Invalid text is decoded with replacements, and then differs."""
    opened, case, state, number, unread, key = stored
    return TableRow(
        opened=opened,
        id=_text(case),
        state=_text(state),  # type: ignore[arg-type]
        number=None if number is None else _text(number),
        unread=bool(unread),
        key=_text(key),
    )


def _text(stored: bytes) -> str:
    return stored.decode(errors="replace")


def take(database: Connection, case: str, seq: int, entries: Iterable[RowEntry]) -> None:
    """Update the row of a case for entries just recorded; `seq` is the number of the first of them."""
    if case in NOT_CASES:
        return
    found = database.execute(f"{_ROWS_OF_FILE} WHERE id = ?", (case,)).fetchone()
    before = read_row(found) if found else None
    row = before or first(case, seq)
    for entry in entries:
        row = after(row, entry)
    if row != before:
        _put(database, row, before)


def _put(database: Connection, row: TableRow, before: TableRow | None, schema: str = "main") -> None:
    number = before.number if before is not None else None
    if row.number != number:
        database.execute(f"DELETE FROM {schema}.numbers WHERE opened = ?", (row.opened,))
        if row.number is not None:
            database.execute(f"INSERT INTO {schema}.numbers VALUES (?, ?)", (row.opened, row.number))
    if before is None:
        values = (row.opened, row.id, row.key, row.state, row.unread)
        database.execute(f"INSERT INTO {schema}.cases VALUES (?, ?, ?, ?, ?)", values)
    elif (row.state, row.unread) != (before.state, before.unread):
        update = f"UPDATE {schema}.cases SET state = ?, unread = ? WHERE opened = ?"
        database.execute(update, (row.state, row.unread, row.opened))


def overwrite_what_went(database: Connection) -> None:
    """Rewrite the case numbers, so that no page of the file still has a removed one."""
    database.execute("CREATE TEMP TABLE kept AS SELECT opened, number FROM main.numbers")
    database.execute("DELETE FROM main.numbers")  # deleting all rows frees the pages, and so overwrites them
    database.execute("INSERT INTO main.numbers SELECT opened, number FROM temp.kept ORDER BY opened")
    database.execute("DROP TABLE temp.kept")


def fill(database: Connection, rows: Iterable[TableRow]) -> None:
    """Put the rows of all cases into the file's empty table."""
    for row in rows:
        _put(database, row, None)


def fill_temporary(database: Connection, rows: Iterable[TableRow]) -> None:
    """Put the rows into tables in memory. Queries find these before those of the file."""
    for name in ("cases", "numbers"):
        database.execute(f"DROP TABLE IF EXISTS temp.{name}")
    for statement in _TEMPORARY:
        database.execute(statement)
    for row in rows:
        _put(database, row, None, "temp")


Read = Callable[..., list[Any]]
"""Runs a query with its values, and returns all rows."""


def of_entries(read: Read) -> Iterator[TableRow]:
    """Yield the row that the entries give each case, in the order of ids, a page at a time.

    It needs the indexes of schema 2.
    """
    firsts = ((case, seq, None) for case, seq in _firsts(read))
    streams = [_entries_of_kind(read, kind) for kind in KINDS]
    merged = heapq.merge(firsts, *streams, key=itemgetter(0))
    for case, found in groupby(merged, key=itemgetter(0)):
        name = _text(case)
        if name in NOT_CASES:
            continue
        changes = sorted(found, key=itemgetter(1))
        row = first(name, changes[0][1])
        for _, _, entry in changes:
            row = row if entry is None else after(row, entry)
        yield row


def _firsts(read: Read) -> Iterator[tuple[bytes, int]]:
    sql = (
        "SELECT CAST(case_id AS BLOB), min(seq) FROM events {} GROUP BY case_id ORDER BY case_id "
        f"LIMIT {_PAGE}"
    )
    page = read(sql.format(""))
    while page:
        yield from page
        page = read(sql.format("WHERE case_id > CAST(? AS TEXT)"), page[-1][0])


def _entries_of_kind(read: Read, kind: str) -> Iterator[tuple[bytes, int, RowEntry]]:
    sql = (
        "SELECT CAST(case_id AS BLOB), seq, CAST(body AS BLOB) FROM events WHERE kind = ? {} "
        f"ORDER BY case_id, seq LIMIT {_PAGE}"
    )
    page = read(sql.format(""), kind)
    while page:
        yield from ((case, seq, RowEntry(kind, body)) for case, seq, body in page)
        case, seq, _ = page[-1]
        page = read(sql.format("AND (case_id, seq) > (CAST(? AS TEXT), ?)"), kind, case, seq)


def of_rows(entries: Iterable[tuple[int, bytes, bytes, bytes]]) -> list[TableRow]:
    """Return the rows of all cases from entries in order (number, case, kind, body)."""
    rows: dict[str, TableRow] = {}
    for seq, case, kind, body in entries:
        name = _text(case)
        if name not in NOT_CASES:
            rows[name] = after(rows.get(name) or first(name, seq), RowEntry(_text(kind), body))
    return list(rows.values())


def differing(read: Read) -> Iterator[str]:
    """Yield the ids of cases whose rows disagree with their entries; "" for a stray number."""
    pairs = heapq.merge(
        ((row.id, 0, row) for row in of_entries(read)),
        ((row.id, 1, row) for row in _table(read)),
        key=itemgetter(0),
    )
    for case, found in groupby(pairs, key=itemgetter(0)):
        rows = [row for _, _, row in found]
        if len(rows) != 2 or rows[0] != rows[1]:
            yield case
    if read("SELECT 1 FROM main.numbers WHERE opened NOT IN (SELECT opened FROM main.cases) LIMIT 1"):
        yield ""


def _table(read: Read) -> Iterator[TableRow]:
    sql = f"{_ROWS_OF_FILE} {{}} ORDER BY id LIMIT {_PAGE}"
    page = read(sql.format(""))
    while page:
        yield from map(read_row, page)
        page = read(sql.format("WHERE id > CAST(? AS TEXT)"), page[-1][1])

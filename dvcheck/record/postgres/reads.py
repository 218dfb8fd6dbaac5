"""Read a case of a precinct, its board lines and its other journals, and erase its content."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg import Connection
from psycopg.rows import dict_row

from dvcheck.record.board_line import BoardLine, line_of_row
from dvcheck.record.events import Event
from dvcheck.record.postgres.board import NEWEST


class JournalLine(msgspec.Struct, frozen=True, kw_only=True):
    """A board line, with its journal and its officer."""

    journal: UUID
    officer: str
    line: BoardLine


class KeptEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as the precinct has it. The body is None where it was withheld or purged."""

    seq: int
    case: str
    at: datetime
    kind: str
    hash: bytes
    body: str | None


class CasePlace(msgspec.Struct, frozen=True, kw_only=True):
    """A journal that has entries of a case, and the id of the case there."""

    journal: UUID
    case: str


_ENTRY = "seq, case_id, at, kind, hash, body"
_LINES = """
    SELECT journal_id, officer, case_id, number, seq, encode(hash, 'hex') AS hash, pack, opened_at, last_at,
      state, unasked, open_required, undetermined, due_at, encode(opening, 'hex') AS opening, detail
    FROM precinct.case_now c
    WHERE c.agency_id = %s AND """
_IN_ORDER = f" AND {NEWEST} ORDER BY c.opened_at, c.journal_id, c.case_id"


def open_case(connection: Connection, journal: UUID, case: str, reason: str) -> tuple[KeptEntry, ...]:
    """Return the entries of a case. Before that, the precinct records for good who reads them, and why."""
    connection.execute("SELECT precinct.ask_to_open(%s, %s, %s)", (journal, case, reason))
    rows = connection.execute(f"SELECT {_ENTRY} FROM precinct.open_case(%s, %s)", (journal, case))
    return tuple(_entry_of(row) for row in rows)


def journals_of(connection: Connection, agency: int, officer: str, case: str) -> tuple[UUID, ...]:
    """Return the journals in which an officer has a case, as far as this login may see them."""
    rows = connection.execute(
        "SELECT journal_id FROM precinct.case_now WHERE agency_id = %s AND officer = %s AND case_id = %s"
        " ORDER BY last_at DESC",
        (agency, officer, case),
    )
    return tuple(row[0] for row in rows)


def line_of(connection: Connection, agency: int, journal: UUID, case: str) -> BoardLine | None:
    """Return the line of the board of a case; None if there is none, or this login may not see it."""
    query = _LINES + "journal_id = %s AND case_id = %s"
    found = _read_lines(connection, query, (agency, journal, case))
    return found[0].line if found else None


def journal_lines(
    connection: Connection, agency: int, where: str, values: Sequence[object] = ()
) -> tuple[JournalLine, ...]:
    """Return the board lines of an agency that meet a condition: of a moved case, the one that counts."""
    return _read_lines(connection, _LINES + where + _IN_ORDER, (agency, *values))


def other_places(connection: Connection, agency: int, journal: UUID, case: str) -> tuple[CasePlace, ...]:
    """Return the other places of a case: a journal that handed it over, or a fork."""
    rows = connection.execute(
        "SELECT o.journal_id, o.case_id FROM precinct.case_now c JOIN precinct.case_now o"
        " ON o.agency_id = c.agency_id AND o.opening = c.opening"
        " WHERE c.agency_id = %s AND c.journal_id = %s AND c.case_id = %s AND o.state <> 'purged'"
        " AND (o.journal_id, o.case_id) <> (c.journal_id, c.case_id) ORDER BY o.last_at",
        (agency, journal, case),
    )
    return tuple(CasePlace(journal=name, case=of) for name, of in rows)


def purge_case(connection: Connection, journal: UUID, case: str, reason: str) -> int:
    """Erase the content of a case, record the reason, and return how many entries were emptied."""
    found = connection.execute("SELECT precinct.purge_case(%s, %s, %s)", (journal, case, reason)).fetchone()
    assert found is not None
    return int(found[0])


def events_of(entries: Iterable[KeptEntry]) -> tuple[Event, ...]:
    """Return the entries that have their content, as events."""
    return tuple(
        Event(
            seq=one.seq,
            case=one.case,
            at=one.at,
            kind=one.kind,
            body=msgspec.json.decode(one.body, type=dict[str, object]),
            hash=one.hash,
        )
        for one in entries
        if one.body is not None
    )


def kept_entries(rows: Iterable[tuple[Any, ...]]) -> Iterable[KeptEntry]:
    """Return the entries of rows. A row has a number, case, time, kind, hash and body."""
    return map(_entry_of, rows)


def _entry_of(row: tuple[Any, ...]) -> KeptEntry:
    seq, case, at, kind, hash, body = row
    return KeptEntry(seq=seq, case=case, at=at.astimezone(UTC), kind=kind, hash=bytes(hash), body=body)


def _read_lines(connection: Connection, query: str, values: Sequence[object]) -> tuple[JournalLine, ...]:
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(query, values).fetchall()
    return tuple(
        JournalLine(
            journal=row["journal_id"],
            officer=row["officer"],
            line=line_of_row(row),
        )
        for row in rows
    )

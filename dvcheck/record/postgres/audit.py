"""What an auditor verifies: the chain of every journal, from its seals. No answer is read."""

from datetime import datetime
from uuid import UUID

import msgspec
from psycopg import Connection

from dvcheck.record.board_line import BoardLine
from dvcheck.record.head import Head
from dvcheck.record.postgres.remote import SealedEntry


class VerifiedJournal(msgspec.Struct, frozen=True, kw_only=True):
    """A journal of a precinct, and the first entry that does not follow."""

    id: UUID
    officer: str
    precinct: str
    head: Head
    parent: UUID | None
    first_bad: int | None
    pushed_at: datetime


def journals(connection: Connection, agency: int, only: UUID | None = None) -> tuple[VerifiedJournal, ...]:
    """Verify every journal of an agency, or one."""
    rows = connection.execute(
        "SELECT journal_id, officer, precinct, last_seq, head, parent_id,"
        " precinct.first_bad(agency_id, journal_id), pushed_at FROM precinct.journal"
        " WHERE agency_id = %s AND (%s::uuid IS NULL OR journal_id = %s)"
        " ORDER BY officer, pushed_at",
        (agency, only, only),
    )
    return tuple(
        VerifiedJournal(
            id=name,
            officer=officer,
            precinct=precinct,
            head=Head(seq=seq, hash=bytes(head)),
            parent=parent,
            first_bad=bad,
            pushed_at=at,
        )
        for name, officer, precinct, seq, head, parent, bad, at in rows
    )


def hash_at(connection: Connection, agency: int, journal: UUID, seq: int) -> bytes | None:
    """Return the hash of an entry; None if it is not there."""
    found = connection.execute(
        "SELECT hash FROM precinct.event WHERE agency_id = %s AND journal_id = %s AND seq = %s",
        (agency, journal, seq),
    ).fetchone()
    return bytes(found[0]) if found is not None else None


def open_case(connection: Connection, journal: UUID, case: str, reason: str) -> tuple[SealedEntry, ...]:
    """Return the entries of a case. The precinct writes down first who reads them, and why."""
    rows = connection.execute(
        "SELECT seq, case_id, at, kind, hash, seal, salt, body FROM precinct.open_case(%s, %s, %s)",
        (journal, case, reason),
    )
    return tuple(
        SealedEntry(seq, name, at.isoformat(), kind, bytes(hash), bytes(seal), salt, body)
        for seq, name, at, kind, hash, seal, salt, body in rows
    )


def line_of(connection: Connection, agency: int, journal: UUID, case: str) -> BoardLine | None:
    """Return the line of the board of a case; None if there is none."""
    names = ", ".join(_COLUMNS.get(name, name) for name in BoardLine.__struct_fields__)
    found = connection.execute(
        f"SELECT {names} FROM precinct.case_now WHERE agency_id = %s AND journal_id = %s AND case_id = %s",
        (agency, journal, case),
    ).fetchone()
    if found is None:
        return None
    return msgspec.convert(dict(zip(BoardLine.__struct_fields__, found, strict=True)), BoardLine)


_COLUMNS = {"hash": "encode(hash, 'hex')", "opening": "encode(opening, 'hex')"}


def purge_case(connection: Connection, journal: UUID, case: str, reason: str) -> int:
    """Erase the content of a case, and return how many entries were emptied."""
    found = connection.execute("SELECT precinct.purge_case(%s, %s, %s)", (journal, case, reason)).fetchone()
    assert found is not None
    return int(found[0])

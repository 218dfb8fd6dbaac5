"""What one officer's push reads from a precinct, and what it sends."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

import msgspec
from psycopg import Connection

from dvcheck.record.head import Head
from dvcheck.record.postgres.connect import translate_errors


class RemoteJournal(msgspec.Struct, frozen=True, kw_only=True):
    """A journal as the precinct has it."""

    id: UUID
    head: Head
    """Its last entry there."""
    parent: UUID | None = None
    parent_seq: int = 0
    """The last entry that it shares with its parent; 0 without one."""
    pushed_at: datetime
    """The last push, by the clock of the server."""


class RemoteLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the board as the precinct has it."""

    seq: int
    state: str
    kept: Mapping[str, object]
    """The columns that do not change while the case is open, as `push` takes them."""


class SealedEntry(NamedTuple):
    """An entry as it is sent. Salt and body are None where the content is withheld or was purged."""

    seq: int
    case: str
    at: str
    kind: str
    hash: bytes
    seal: bytes
    salt: bytes | None
    body: str | None


_PUSH = """SELECT r_seq, r_head, r_added FROM precinct.push(%s, %s, %s, %s::bigint[], %s::text[],
    %s::text[]::timestamptz[], %s::text[], %s::bytea[], %s::bytea[], %s::bytea[], %s::text[], %s::jsonb,
    %s)"""


_LINES = """SELECT case_id, seq, state, jsonb_build_object('number', number, 'pack', pack,
    'opened_at', opened_at, 'opening', encode(opening, 'hex'))
    FROM precinct.case_now WHERE agency_id = %s AND login = session_user """


class Remote:
    """The precinct, for the login of one officer."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def _agency(self) -> int:
        """The agency of the login; 0 if the precinct does not know it."""
        found = self._connection.execute(
            "SELECT agency_id FROM precinct.person WHERE login = session_user"
        ).fetchone()
        return int(found[0]) if found is not None else 0

    def journals(self) -> dict[UUID, RemoteJournal]:
        """Return the journals that this login has pushed, by id."""
        rows = self._connection.execute(
            "SELECT journal_id, last_seq, head, parent_id, parent_seq, pushed_at FROM precinct.journal"
            " WHERE agency_id = %s AND login = session_user",
            (self._agency,),
        )
        return {
            name: RemoteJournal(
                id=name,
                head=Head(seq=seq, hash=bytes(hash)),
                parent=parent,
                parent_seq=parent_seq or 0,
                pushed_at=pushed_at,
            )
            for name, seq, hash, parent, parent_seq, pushed_at in rows
        }

    def hash_at(self, journal: UUID, seq: int) -> bytes | None:
        """Return the hash of an entry there; None if it is not there."""
        found = self._connection.execute(
            "SELECT hash FROM precinct.event WHERE agency_id = %s AND journal_id = %s AND seq = %s",
            (self._agency, journal, seq),
        ).fetchone()
        return bytes(found[0]) if found is not None else None

    def lines(self, journal: UUID) -> dict[str, RemoteLine]:
        """Return the lines of the board of a journal, by case."""
        with translate_errors():
            rows = self._connection.execute(
                _LINES + "AND journal_id = %s", (self._agency, journal)
            ).fetchall()
        return {case: RemoteLine(seq=seq, state=state, kept=kept) for case, seq, state, kept in rows}

    def open_line(self, case: str) -> RemoteLine | None:
        """Return the newest line of an open case in any journal of this login; None if there is none."""
        with translate_errors():
            newest = "AND case_id = %s AND state = 'open' ORDER BY last_at DESC LIMIT 1"
            found = self._connection.execute(_LINES + newest, (self._agency, case)).fetchone()
        return None if found is None else RemoteLine(seq=found[1], state=found[2], kept=found[3])

    def has_pack(self, digest: str) -> bool:
        with translate_errors():
            found = self._connection.execute(
                "SELECT 1 FROM precinct.pack WHERE digest = %s", (digest,)
            ).fetchone()
        return found is not None

    def push_pack(self, digest: str, content: bytes) -> None:
        with translate_errors():
            self._connection.execute("SELECT precinct.push_pack(%s, %s)", (digest, content))

    def push(
        self,
        journal: UUID,
        entries: Sequence[SealedEntry],
        lines: Sequence[Mapping[str, object]] = (),
        *,
        parent: tuple[UUID, int] | None = None,
        shift_ends: datetime | None = None,
    ) -> Head:
        """Send entries in order, and lines of the board: all or none. Return the last entry there."""
        columns = [list(column) for column in zip(*entries, strict=True)] if entries else [[]] * 8
        values = (*(parent or (None, None)), *columns, msgspec.json.encode(lines).decode(), shift_ends)
        with translate_errors():
            found = self._connection.execute(_PUSH, (journal, *values)).fetchone()
        assert found is not None
        return Head(seq=found[0], hash=bytes(found[1]))

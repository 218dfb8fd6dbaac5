"""The people of the tests' precincts, and entries as a laptop seals them."""

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from psycopg.conninfo import make_conninfo

from dvcheck.record.chain import FIRST_HASH, hash_of, seal_of
from dvcheck.record.events import utc_text
from dvcheck.record.people_file import Person

BEGAN = datetime(2026, 7, 5, 21, 0, tzinfo=UTC)

PEOPLE = tuple(
    Person(
        login=f"{role[0]}{agency}{precinct}{n}",
        agency=agency,
        officer=f"{agency}{precinct}{n}",
        precinct=precinct,
        role=role,
    )
    for agency in (1, 2)
    for precinct in ("North", "East")
    for role, count in (("officer", 2), ("supervisor", 1), ("auditor", 1), ("records", 1))
    for n in range(1, count + 1)
)


class Sealed(NamedTuple):
    """An entry as it is pushed."""

    seq: int
    case: str
    at: datetime
    kind: str
    hash: bytes
    seal: bytes
    salt: bytes | None
    body: str | None


def entries(
    count: int,
    case: str = "c-1A2B",
    *,
    after: Sequence[Sealed] = (),
    begun: datetime = BEGAN,
    says: str = "note",
) -> list[Sealed]:
    """Return `after`, and entries that follow it."""
    made = list(after)
    before = made[-1].hash if made else FIRST_HASH
    for _ in range(count):
        seq = len(made) + 1
        salt, body = os.urandom(16), json.dumps({"text": f"{says} {seq}"})
        at, kind = begun + timedelta(seconds=seq), "case-opened" if seq == 1 else "noted"
        seal = seal_of(salt, body.encode())
        before = hash_of(before, seq, case, utc_text(at), kind, seal)
        made.append(Sealed(seq, case, at, kind, before, seal, salt, body))
    return made


def id_of(made: Sequence[Sealed], first: int = 1) -> UUID:
    """Return the id of the journal that begins with an entry."""
    return UUID(bytes=made[first - 1].hash[:16])


def line(made: Sequence[Sealed], seq: int, **changed: Any) -> dict[str, Any]:
    """Return a line of the board computed from an entry."""
    entry = made[seq - 1]
    usual: dict[str, Any] = {
        "case_id": entry.case,
        "number": "26-118",
        "seq": seq,
        "hash": entry.hash.hex(),
        "pack": "sha256:" + "ab" * 32,
        "opened_at": "2026-07-05T21:00Z",
        "last_at": "2026-07-05T21:10Z",
        "state": "open",
        "unasked": 3,
        "open_required": 2,
        "undetermined": 1,
        "due_at": "2026-07-06T07:00Z",
        "opening": made[0].hash.hex(),
        "detail": {},
    }
    return usual | changed


PUSH = """SELECT r_seq, r_head, r_added FROM precinct.push(%s, %s, %s, %s::bigint[], %s::text[],
    %s::timestamptz[], %s::text[], %s::bytea[], %s::bytea[], %s::bytea[], %s::text[], %s::jsonb)"""


def push(
    connection: psycopg.Connection,
    made: Sequence[Sealed],
    lines: Sequence[dict[str, Any]] = (),
    *,
    journal: UUID | None = None,
    parent: tuple[UUID, int] = (None, None),  # type: ignore[assignment]
) -> tuple[int, bytes, int]:
    """Push entries as a client does that knows nothing of dvcheck."""
    columns = [list(column) for column in zip(*made, strict=True)] if made else [[]] * 8
    name = journal or id_of(made)
    found = connection.execute(PUSH, (name, *parent, *columns, json.dumps(list(lines)))).fetchone()
    assert found is not None
    return found[0], bytes(found[1]), found[2]


class Force:
    """The database of the tests."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn

    def as_(self, login: str = "") -> psycopg.Connection:
        """Connect as a login; as the superuser without one."""
        return psycopg.connect(make_conninfo(self.dsn, user=login) if login else self.dsn, autocommit=True)

    def ask(self, query: str, *values: object, login: str = "") -> list[tuple[Any, ...]]:
        """Run a query as a login."""
        with self.as_(login) as connection:
            found = connection.execute(query, values)  # type: ignore[arg-type]
            return found.fetchall() if found.description is not None else []

"""Run and audit a precinct: its schema, its people, its chains, and one case of it."""

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from dvcheck.actions.board import PackReader, viewer_of
from dvcheck.actions.pushing import settings_of
from dvcheck.actions.workspace import Workspace, file_name, read_text
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.pack.model import Pack
from dvcheck.record import people_file
from dvcheck.record.board_line import BoardLine
from dvcheck.record.chain import code
from dvcheck.record.events import Event
from dvcheck.text import clean

if TYPE_CHECKING:
    from psycopg import Connection

    from dvcheck.record.postgres.audit import VerifiedJournal
    from dvcheck.record.postgres.migrate import Migrated
    from dvcheck.record.postgres.people import Applied


def migrate(workspace: Workspace) -> "Migrated":
    """Bring the schema to that of this version. DvcheckError with Exit.PRECINCT if it is newer."""
    from dvcheck.record.postgres.connect import connected, require_schema
    from dvcheck.record.postgres.migrate import migrate as run

    with connected(settings_of(workspace), any_schema=True) as connection:
        done = run(connection)
        require_schema(done.after)
        return done


def apply_people(workspace: Workspace, path: Path) -> "Applied":
    """Make the logins of the precinct those of a CSV file.

    DvcheckError with Exit.BAD_INPUT lists what is wrong with the file.
    """
    from dvcheck.record.postgres.connect import connected
    from dvcheck.record.postgres.people import apply

    found = people_file.parse(read_text(path))
    if found.problems:
        name = file_name(path)
        lines = (f"{name}:{number}: {what}" for number, what in found.problems)
        raise DvcheckError("\n".join(lines), hint=phrase("Nothing was changed."), code=Exit.BAD_INPUT)
    with connected(settings_of(workspace)) as connection:
        return apply(connection, found.people)


# --- audit --------------------------------------------------------------------------------------------------


class KnownHead(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that something outside the precinct says it had: a laptop, or a printed report."""

    journal: UUID
    seq: int
    hash: str
    """The complete hash, or the eight digits of a code."""


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """The chains of a precinct's agency, and the known heads that they do not have."""

    journals: "tuple[VerifiedJournal, ...]"
    lost: tuple[KnownHead, ...] = ()
    known: int = 0

    @property
    def is_whole(self) -> bool:
        return not self.lost and all(one.first_bad is None for one in self.journals)


def verify(workspace: Workspace, journal: str | None, against: Path | None) -> Verified:
    """Verify every chain, or one, and that it has the heads of a file. Seals are read, and no answer."""
    from dvcheck.record.postgres import audit
    from dvcheck.record.postgres.connect import connected

    known = _heads(read_text(against), file_name(against)) if against is not None else ()
    only = _journal_id(journal) if journal is not None else None
    with connected(settings_of(workspace)) as connection:
        whose = viewer_of(connection)
        found = audit.journals(connection, whose.agency, only)
        if only is not None and not found:
            raise DvcheckError(
                phrase("the precinct shows no journal {journal} to this login", journal=str(only)),
                code=Exit.USAGE,
            )
        lost = tuple(one for one in known if not _is_there(connection, whose.agency, one))
    return Verified(journals=found, lost=lost, known=len(known))


def _is_there(connection: "Connection", agency: int, known: KnownHead) -> bool:
    from dvcheck.record.postgres import audit

    there = audit.hash_at(connection, agency, known.journal, known.seq)
    return there is not None and known.hash in (there.hex(), code(there).replace("-", "").lower())


def _heads(text: str, name: str) -> tuple[KnownHead, ...]:
    """Read a CSV file of heads: journal, seq, hash."""
    problems, found = [], []
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells == ["journal", "seq", "hash"]):
            continue
        try:
            journal, seq, hash = cells
            digits = hash.replace("-", "").lower()
            bytes.fromhex(digits)
            if len(digits) not in (8, 64):
                raise ValueError
            found.append(KnownHead(journal=UUID(journal), seq=int(seq), hash=digits))
        except ValueError:
            said = phrase("a line is a journal, the number of an entry, and its hash or code")
            problems.append(f"{name}:{number}: {said}")
    if problems:
        raise DvcheckError("\n".join(problems), code=Exit.BAD_INPUT)
    return tuple(found)


def _journal_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise DvcheckError(
            phrase('"{text}" is not the id of a journal', text=clean(text)),
            hint=phrase("List them with: dvcheck precinct verify"),
            code=Exit.USAGE,
        ) from None


# --- one case -----------------------------------------------------------------------------------------------


class OpenedCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case of the precinct, as far as its content is there."""

    id: str
    line: BoardLine | None
    pack: Pack | None
    entries: tuple[Event, ...]
    """Its entries with their content."""
    withheld: tuple[tuple[int, str, datetime], ...]
    """The number, kind and time of those without: withheld by the laptop, or purged."""


def open_case(workspace: Workspace, journal: str, case: str, reason: str) -> OpenedCase:
    """Read a case. The precinct writes down first who reads it, and why."""
    from dvcheck.record.postgres import audit
    from dvcheck.record.postgres.connect import connected

    name = _journal_id(journal)
    with connected(settings_of(workspace)) as connection:
        whose = viewer_of(connection)
        stored = audit.open_case(connection, name, case, reason)
        line = audit.line_of(connection, whose.agency, name, case)
        pack = PackReader(workspace, connection).pack(line.pack) if line is not None else None
    there, withheld = [], []
    for entry in stored:
        at = datetime.fromisoformat(entry.at)
        if entry.body is None:
            withheld.append((entry.seq, entry.kind, at))
            continue
        body = msgspec.json.decode(entry.body, type=dict[str, object])
        there.append(Event(seq=entry.seq, case=case, at=at, kind=entry.kind, body=body, hash=entry.hash))
    return OpenedCase(id=case, line=line, pack=pack, entries=tuple(there), withheld=tuple(withheld))


def purge_case(workspace: Workspace, journal: str, case: str, reason: str) -> int:
    """Erase the content of a case in the precinct. Return the number of entries emptied."""
    from dvcheck.record.postgres import audit
    from dvcheck.record.postgres.connect import connected

    with connected(settings_of(workspace)) as connection:
        return audit.purge_case(connection, _journal_id(journal), case, reason)

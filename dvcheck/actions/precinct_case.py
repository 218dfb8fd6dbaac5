"""Read one case of a precinct for a recorded reason, or erase its content."""

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from dvcheck.actions.board import PackReader
from dvcheck.actions.outstanding import AssessedCase
from dvcheck.actions.precinct_access import case_id, journal_of, reason_of, viewer_in
from dvcheck.actions.pushing import settings_of
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError
from dvcheck.pack.model import Pack
from dvcheck.record.board_line import BoardLine
from dvcheck.record.case import fold

if TYPE_CHECKING:
    from dvcheck.record.postgres.reads import CasePlace, KeptEntry


class OpenedCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case of the precinct, with the content that is there."""

    id: str
    line: BoardLine | None
    """What the laptop assessed."""
    assessed: AssessedCase | None
    """The case as its entries here say; None if its opening or its checklists are not here."""
    entries: int
    without: "tuple[KeptEntry, ...]"
    """The entries without their content: withheld by the laptop, or purged."""


class PurgedCase(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a purge."""

    emptied: int
    elsewhere: "tuple[CasePlace, ...]"
    """The other journals that have the same case, because it was handed over or the journal forked."""


def open_case(workspace: Workspace, journal: str, case: str, reason: str, at: datetime) -> OpenedCase:
    """Read a case of a journal, or of an officer. Before that, the precinct records who reads it, and why."""
    from dvcheck.record.postgres import reads
    from dvcheck.record.postgres.connect import open_connection

    case, why = case_id(case), reason_of(reason)
    with open_connection(settings_of(workspace)) as connection:
        whose = viewer_in(connection, "supervisor", "auditor")
        name = journal_of(connection, whose, journal, case)
        entries = reads.open_case(connection, name, case, why)
        line = reads.line_of(connection, whose.agency, name, case)
        pack = PackReader(workspace, connection).pack(line.pack) if line is not None else None
    return OpenedCase(
        id=case,
        line=line,
        assessed=assess_entries(workspace, entries, pack, at),
        entries=len(entries),
        without=tuple(one for one in entries if one.body is None),
    )


def assess_entries(
    workspace: Workspace, entries: "tuple[KeptEntry, ...]", pack: Pack | None, at: datetime
) -> AssessedCase | None:
    """Assess the entries of a case that have content; None if the case cannot be read from them."""
    from dvcheck.record.postgres.reads import events_of

    if pack is None:
        return None
    with suppress(DvcheckError, ValueError):
        found = fold(events_of(entries))
        return AssessedCase(case=found, pack=pack, assessment=workspace.assess(found, pack, at))
    return None


def purge_case(workspace: Workspace, journal: str, case: str, reason: str) -> PurgedCase:
    """Erase the content of a case of a journal, or of an officer, in the precinct. The seals stay."""
    from dvcheck.record.postgres import reads
    from dvcheck.record.postgres.connect import open_connection

    case, why = case_id(case), reason_of(reason)
    with open_connection(settings_of(workspace)) as connection:
        whose = viewer_in(connection, "records")
        name = journal_of(connection, whose, journal, case)
        emptied = reads.purge_case(connection, name, case, why)
        places = reads.other_places(connection, whose.agency, name, case)
    return PurgedCase(emptied=emptied, elsewhere=places)

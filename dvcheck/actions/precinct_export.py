"""Export the cases of an agency as lines for `assess --batch`. Who asked, and why, is recorded first.

Officers get names made up for this export, in a random order. Their own names are in it only for a complaint
or a court order.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from dvcheck.actions.board import PackReader
from dvcheck.actions.precinct_access import reason_of, viewer_in
from dvcheck.actions.precinct_case import assess_entries
from dvcheck.actions.pushing import settings_of
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.record.batch_line import MARKS
from dvcheck.record.case import Case
from dvcheck.record.events import utc_text
from dvcheck.rules.outline import base_of, outline

if TYPE_CHECKING:
    from psycopg import Connection

    from dvcheck.record.postgres.reads import JournalLine, KeptEntry

Step = Callable[[int, int], None]
"""Receives the number of cases read so far, and how many there are."""


class PrecinctExport:
    """Makes the lines of one export on demand, and counts the cases that are incomplete or left out."""

    def __init__(
        self, workspace: Workspace, connection: "Connection", cases: "tuple[JournalLine, ...]", *, named: bool
    ) -> None:
        self._workspace = workspace
        self._connection = connection
        self._cases = cases
        self._named = named
        self._packs = PackReader(workspace, connection)
        self._officers = _pseudonyms("officer", {one.officer for one in cases})
        self._numbers = _pseudonyms("case", {(one.journal, one.line.case_id) for one in cases})
        self.written = 0
        self.incomplete = 0
        """The exported cases without some of their content."""
        self.unread = 0
        """The cases left out, because their opening or checklists are not here."""

    @property
    def total(self) -> int:
        return len(self._cases)

    def lines(self, step: Step = lambda done, of: None) -> Iterator[str]:
        """Yield a line for each checklist that was walked in a case."""
        done = 0
        for journal, cases in groupby(sorted(self._cases, key=_by_journal), key=_by_journal):
            wanted = {one.line.case_id: one for one in cases}
            for name, entries in self._entries(journal):
                if name not in wanted:
                    continue
                done += 1
                step(done, self.total)
                for line in self._lines_of(wanted[name], entries):
                    yield msgspec.json.encode(line).decode() + "\n"

    def _entries(self, journal: UUID) -> "Iterator[tuple[str, tuple[KeptEntry, ...]]]":
        from dvcheck.record.postgres import export

        for name, entries in groupby(export.entries(self._connection, journal), key=lambda one: one.case):
            yield name, tuple(entries)

    def _lines_of(self, one: "JournalLine", entries: "tuple[KeptEntry, ...]") -> Iterator[dict[str, object]]:
        found = assess_entries(self._workspace, entries, self._packs.pack(one.line.pack), one.line.last_at)
        if found is None:
            self.unread += 1
            return
        withheld = sum(entry.body is None for entry in entries)
        self.written += 1
        self.incomplete += bool(withheld)
        for checklist in found.case.checklists:
            known = outline(found.pack, (checklist,)).by_id
            yield {
                **_line(found.case, checklist, frozenset(known), one.line.last_at),
                "id": self._id(one),
                "about": {
                    **self._about(one),
                    "pack": one.line.pack,
                    "state": one.line.state,
                    "withheld": withheld,
                },
            }

    def _id(self, one: "JournalLine") -> str:
        if self._named:
            return f"{one.journal}/{one.line.case_id}"
        return self._numbers[one.journal, one.line.case_id]

    def _about(self, one: "JournalLine") -> dict[str, object]:
        if self._named:
            return {"officer": one.officer, "number": one.line.number}
        return {"officer": self._officers[one.officer]}


@contextmanager
def open_export(workspace: Workspace, reason: str, order: str | None) -> "Iterator[PrecinctExport]":
    """Record the reason, and the order for which officers are named; then open the export.

    DvcheckError with Exit.PRECINCT if this login is not of the role `records`.
    """
    from dvcheck.record.postgres import export
    from dvcheck.record.postgres.connect import open_connection

    why = reason_of(reason)
    named_for = reason_of(order, "--order") if order is not None else None
    with open_connection(settings_of(workspace)) as connection:
        whose = viewer_in(connection, "records")
        export.ask_to_export(connection, why, named_for)
        cases = export.lines(connection, whose.agency)
        yield PrecinctExport(workspace, connection, cases, named=named_for is not None)


def require_order(order: str | None, *, named: bool) -> None:
    """Raise DvcheckError with Exit.USAGE if only one of an order and `named` is given."""
    if named and order is None:
        raise DvcheckError(
            phrase("officers are named only for a complaint or a court order"),
            hint=phrase('Name it: --order "complaint 26-7". Or leave --name-officers out.'),
            code=Exit.USAGE,
        )
    if order is not None and not named:
        raise DvcheckError(
            phrase("--order is only for --name-officers"),
            hint=phrase("Add --name-officers, or leave --order out."),
            code=Exit.USAGE,
        )


def _line(case: Case, checklist: str, known: frozenset[str], at: datetime) -> dict[str, object]:
    """Return the answers and marks of one checklist, as a line of a batch has them."""
    marks = {
        name: mark.status
        for name, mark in case.marks.items()
        if mark.status in MARKS and base_of(name) in known
    }
    line: dict[str, object] = {
        "id": "",
        "checklist": checklist,
        "answers": {n: answer.value for n, answer in case.answers.items() if base_of(n) in known},
        "marks": marks,
        "at": utc_text(at),
    }
    if case.shift_ends is not None:
        line["shift_ends"] = utc_text(case.shift_ends)
    return line


def _pseudonyms(word: str, things: "set[str] | set[tuple[UUID, str]]") -> dict[object, str]:
    """Give each thing a name for this export, in a random order."""
    order = list(things)
    secrets.SystemRandom().shuffle(order)
    return {thing: f"{word}-{number}" for number, thing in enumerate(order, 1)}


def _by_journal(one: "JournalLine") -> UUID:
    return one.journal

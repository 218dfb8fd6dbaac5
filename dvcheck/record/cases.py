"""The cases of a journal: find one by what an officer types, list them, refuse closed ones."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence

from dvcheck import dates
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import Later, phrase
from dvcheck.lookup import Several, none, several
from dvcheck.record.case import Case, fold
from dvcheck.record.events import CaseOpened, CaseRepacked, Event
from dvcheck.record.rows import RowEntry, TableRow, key_of, row_of
from dvcheck.record.store import ReadableStore
from dvcheck.text import clean, one_line

_NEWEST = 2**63 - 1
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHORTEST_ID = 4
_TRIES_PER_LENGTH = 16


def find_case(journal: ReadableStore, wanted: str, *, or_else: str = "") -> Case:
    """Return the case that `wanted` names: an id, a case number, or the start of only one id.

    An id may lack `c-` and may be in either case; O, I and L are read as 0, 1 and 1. A full id or number wins
    over a prefix. An open case wins over closed ones with the same number. DvcheckError with Exit.USAGE if no
    case or several fit; if none does, `or_else` says what else to do.
    """
    text = one_line(wanted.strip())  # numbers are recorded on one line
    found = _meant(journal, text)
    if not found and journal.holds(f"c-{key_of(text)}") and journal.cases.doubt():
        found = _meant(journal, text)
    if len(found) == 1:
        case = _checked(journal, found[0])
        if case is not None:
            return case
        found = _meant(journal, text)  # now from the entries themselves
    if not found:
        raise _no_case(journal, text, or_else)
    if len(found) > 1:
        listed = own_line(phrase("Use the full id. To list the cases:"), on_journal("cases"))
        raise several(text, [row.id for row in found], listed=listed, said=_FITS)
    return _read(journal, found[0])


_FITS = Several(
    Later('"{word}" fits more than one case: {names}'),
    Later('"{word}" fits more than one case: {names} and {more} more'),
)


def _meant(journal: ReadableStore, text: str) -> list[TableRow]:
    """Return the cases that fit `text` best, from the table of cases, in the order opened."""
    key = key_of(text)
    by_number = journal.cases.by_number(text) if text else []
    rows = {row.opened: row for row in (*journal.cases.by_key(key), *by_number)}
    found = [rows[opened] for opened in sorted(rows)]
    if len(found) > 1:  # an open case wins over closed ones with its number
        found = [row for row in found if row.state == "open"] or found
    if not found and key:
        starting = journal.cases.starting(key)
        found = [row for row in starting if row.state != "purged"] or starting
    return found


def _no_case(journal: ReadableStore, text: str, or_else: str) -> DvcheckError:
    """Make the error for a name that fits no case, with the nearest one."""
    unknown = phrase('no case "{text}"', text=clean(text))
    listed = "\n".join(filter(None, [or_else, own_line(phrase("To list the cases:"), on_journal("cases"))]))
    if damaged := ", ".join(row.id for row in journal.cases.unread()):
        unread = phrase(
            'no case "{text}"; the numbers of these cases cannot be read: {cases}',
            text=clean(text),
            cases=clean(damaged),
        )
        return none(text, (), unknown=unread, listed=listed)
    rows = (*journal.cases.of_state("open", _NEWEST), *journal.cases.of_state("closed", _NEWEST))
    known = [name for row in rows for name in (row.number, row.id) if name]
    return none(text, known, unknown=unknown, listed=listed)


def _checked(journal: ReadableStore, row: TableRow) -> Case | None:
    """Return the case of a row; None if its entries contradict the row, so another case may be meant."""
    try:
        events = journal.events(row.id)
        derived = row_of(row.id, ((e.seq, RowEntry(e.kind, e.body)) for e in events))
    except DvcheckError:
        if journal.cases.doubt():
            return None
        raise
    if derived != row and journal.cases.doubt():
        return None
    return _read(journal, row, events)


def _read(journal: ReadableStore, row: TableRow, events: Sequence[Event] | None = None) -> Case:
    """Return the case of a row. DvcheckError with Exit.USAGE if it was purged."""
    if row.state == "purged":
        raise was_purged(row.id)
    return fold(events if events is not None else journal.events(row.id))


Read = Case | DvcheckError
"""A case, or the error of one that cannot be read."""
Found = tuple[list[Case], list[DvcheckError]]
"""Cases, the newest first, and the errors of those that cannot be read."""


def each_case(journal: ReadableStore) -> Iterator[Read]:
    """Yield every case that was not purged, the newest first."""
    return _each(journal, journal.cases.not_purged)


def each_open(journal: ReadableStore) -> Iterator[Read]:
    """Yield every open case, the newest first. The entries of other cases are not read."""
    return _each(journal, lambda before: journal.cases.of_state("open", before))


def open_ids(journal: ReadableStore) -> Iterator[str]:
    """Yield the id of every open case, the newest first."""
    before = _NEWEST
    while rows := journal.cases.of_state("open", before):
        yield from (row.id for row in rows)
        before = rows[-1].opened


def each_closed(journal: ReadableStore) -> Iterator[Read]:
    """Yield every closed case that was not purged, the newest first."""
    return _each(journal, lambda before: journal.cases.of_state("closed", before))


def all_cases(journal: ReadableStore) -> Found:
    """Return every case that was not purged."""
    return _parted(each_case(journal))


def open_cases(journal: ReadableStore) -> Found:
    """Return every open case. The entries of other cases are not read."""
    return _parted(each_open(journal))


def open_case_of(journal: ReadableStore, number: str) -> str | None:
    """Return the id of an open case with this case number; None if there is none."""
    rows = journal.cases.by_number(number)
    return next((row.id for row in rows if row.state == "open"), None)


def _each(journal: ReadableStore, page: Callable[[int], list[TableRow]]) -> Iterator[Read]:
    before = _NEWEST
    while rows := page(before):
        for row in rows:
            try:
                yield fold(journal.events(row.id))
            except DvcheckError as error:
                yield error
        before = rows[-1].opened


def _parted(cases: Iterable[Read]) -> Found:
    found: list[Case] = []
    problems: list[DvcheckError] = []
    for case in cases:
        if isinstance(case, DvcheckError):
            problems.append(case)
        else:
            found.append(case)
    return found, problems


def recent_packs(journal: ReadableStore) -> list[str]:
    """Return the digests of the packs that cases use or used, the last used first."""
    events = [e for kind in (CaseOpened.kind, CaseRepacked.kind) for e in journal.events_of_kind(kind)[0]]
    named = (e.body.get("pack") for e in sorted(events, key=lambda e: e.seq, reverse=True))
    digests = [digest for digest in named if isinstance(digest, str)]
    return list(dict.fromkeys([*digests, *reversed(journal.pack_digests())]))


def was_purged(case: str) -> DvcheckError:
    """Make the error for a case that was purged."""
    return DvcheckError(
        phrase("case {case} was purged: its content was erased", case=clean(case)), code=Exit.USAGE
    )


def refuse_closed(case: Case) -> None:
    """Raise DvcheckError with Exit.USAGE if a case is closed or handed over."""
    if case.closed is not None and case.is_handed_over:
        at = dates.day_and_time(case.local(case.closed.at))
        raise DvcheckError(
            phrase("case {case} was handed over {at}", case=clean(case.id), at=at),
            hint=own_line(
                phrase("Another computer has it now. To go on with it here all the same:"),
                on_journal("close", case.id, "--reopen"),
            ),
            code=Exit.USAGE,
        )
    if case.closed is not None:
        raise DvcheckError(
            phrase("case {case} is closed", case=clean(case.id)),
            hint=own_line(phrase("To open it again:"), on_journal("close", case.id, "--reopen")),
            code=Exit.USAGE,
        )


def new_case_id(store: ReadableStore) -> str:
    """Return an id that the store does not use: `c-` and four characters, or more if those run out."""
    tries = 0
    while True:
        length = _SHORTEST_ID + tries // _TRIES_PER_LENGTH
        case = "c-" + "".join(_CROCKFORD[byte % 32] for byte in os.urandom(length))
        if not store.holds(case):
            return case
        tries += 1

"""The cases of a journal: found by what an officer says, listed, and refused where they are over."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence

from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import Later, phrase
from dvcheck.lookup import Several, none, several
from dvcheck.record.case import Case, fold
from dvcheck.record.events import CaseOpened, CaseRepacked, Event
from dvcheck.record.rows import TableRow, Told, key_of, row_of
from dvcheck.record.store import Reads
from dvcheck.text import clean, one_line

_NEWEST = 2**63 - 1
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHORTEST_ID = 4
_TRIES_PER_LENGTH = 16


def find_case(journal: Reads, wanted: str, *, or_else: str = "") -> Case:
    """The case an officer means by `wanted`: its id, its case number, or the only id starting so.

    An id counts with or without `c-`, in upper or lower case, and with O, I and L read as 0, 1 and 1. A
    whole id or number goes before a prefix, and of one number an open case before closed ones.
    DvcheckError with Exit.USAGE where none or several fit; `or_else` is then what else to do.
    """
    text = one_line(wanted.strip())  # a number is recorded so
    found = _meant(journal, text)
    if not found and journal.holds(f"c-{key_of(text)}") and journal.cases.doubt():
        found = _meant(journal, text)
    if len(found) == 1:
        case = _checked(journal, found[0])
        if case is not None:
            return case
        found = _meant(journal, text)  # now by the entries themselves
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


def _meant(journal: Reads, text: str) -> list[TableRow]:
    """The cases that `text` fits best, by the table of cases, in the order they were opened."""
    key = key_of(text)
    by_number = journal.cases.by_number(text) if text else []
    rows = {row.opened: row for row in (*journal.cases.by_key(key), *by_number)}
    found = [rows[opened] for opened in sorted(rows)]
    if len(found) > 1:  # of one number the closed ones are over
        found = [row for row in found if row.state == "open"] or found
    if not found and key:
        starting = journal.cases.starting(key)
        found = [row for row in starting if row.state != "purged"] or starting
    return found


def _no_case(journal: Reads, text: str, or_else: str) -> DvcheckError:
    """That no case fits, and which one may have been meant."""
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


def _checked(journal: Reads, row: TableRow) -> Case | None:
    """The case of a row; None where its entries do not bear the row out, and others may be meant."""
    try:
        events = journal.events(row.id)
        told = row_of(row.id, ((e.seq, Told(e.kind, e.body)) for e in events))
    except DvcheckError:
        if journal.cases.doubt():
            return None
        raise
    if told != row and journal.cases.doubt():
        return None
    return _read(journal, row, events)


def _read(journal: Reads, row: TableRow, events: Sequence[Event] | None = None) -> Case:
    """The case of a row. DvcheckError with Exit.USAGE where it was purged."""
    if row.state == "purged":
        raise was_purged(row.id)
    return fold(events if events is not None else journal.events(row.id))


Read = Case | DvcheckError
"""A case, or what is wrong with one that cannot be read."""
Found = tuple[list[Case], list[DvcheckError]]
"""Cases, the one opened last first; and what is wrong with any that cannot be read."""


def each_case(journal: Reads) -> Iterator[Read]:
    """Every case of the journal that was not purged, one at a time, the one opened last first."""
    return _each(journal, journal.cases.not_purged)


def each_open(journal: Reads) -> Iterator[Read]:
    """Every case that is neither closed nor purged, one at a time. The entries of others are not read."""
    return _each(journal, lambda before: journal.cases.of_state("open", before))


def open_ids(journal: Reads) -> Iterator[str]:
    """The id of every case that is neither closed nor purged, the one opened last first."""
    before = _NEWEST
    while rows := journal.cases.of_state("open", before):
        yield from (row.id for row in rows)
        before = rows[-1].opened


def each_closed(journal: Reads) -> Iterator[Read]:
    """Every case that is closed and not purged, one at a time, the one opened last first."""
    return _each(journal, lambda before: journal.cases.of_state("closed", before))


def all_cases(journal: Reads) -> Found:
    """Every case of the journal that was not purged."""
    return _parted(each_case(journal))


def open_cases(journal: Reads) -> Found:
    """Every case of the journal that is neither closed nor purged. The entries of the others are not read."""
    return _parted(each_open(journal))


def open_case_of(journal: Reads, number: str) -> str | None:
    """The id of an open case with this case number; None where there is none."""
    rows = journal.cases.by_number(number)
    return next((row.id for row in rows if row.state == "open"), None)


def _each(journal: Reads, page: Callable[[int], list[TableRow]]) -> Iterator[Read]:
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


def recent_packs(journal: Reads) -> list[str]:
    """The digests of the packs that cases were opened under or moved to, the one used last first."""
    events = [e for kind in (CaseOpened.kind, CaseRepacked.kind) for e in journal.events_of_kind(kind)[0]]
    named = (e.body.get("pack") for e in sorted(events, key=lambda e: e.seq, reverse=True))
    digests = [digest for digest in named if isinstance(digest, str)]
    return list(dict.fromkeys([*digests, *reversed(journal.pack_digests())]))


def was_purged(case: str) -> DvcheckError:
    """That a case was purged."""
    return DvcheckError(
        phrase("case {case} was purged: its content was erased", case=clean(case)), code=Exit.USAGE
    )


def refuse_closed(case: Case) -> None:
    """DvcheckError with Exit.USAGE where a case is closed."""
    if case.closed is not None:
        raise DvcheckError(
            phrase("case {case} is closed", case=clean(case.id)),
            hint=own_line(phrase("To open it again:"), on_journal("close", case.id, "--reopen")),
            code=Exit.USAGE,
        )


def new_case_id(store: Reads) -> str:
    """An id that is not in use in a store: `c-` and four characters (more once four are used up)."""
    tries = 0
    while True:
        length = _SHORTEST_ID + tries // _TRIES_PER_LENGTH
        case = "c-" + "".join(_CROCKFORD[byte % 32] for byte in os.urandom(length))
        if not store.holds(case):
            return case
        tries += 1

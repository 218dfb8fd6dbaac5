"""Verification of a journal: is every entry still as it was recorded?

Covered:

- Each entry. Its hash is over the hash before it, and over its own number, case, time, kind and stored body.
  A changed, moved, missing or inserted entry shows.
- Each stored pack, by the digest in the first entry of its case.
- The table of cases. It must agree with the entries: otherwise an open case could be hidden from every list.
- The file. SQLite's own check must pass, and the tables and triggers must be those that dvcheck makes.

Not covered without `--head`: a tail that was cut off, or rehashed from some entry on. Not covered with it:
what came after the entry with that code. A code of eight digits has 32 bits. Someone can compute millions of
hashes until one matches: to be safe from that, keep the full hash, which `--format json` gives.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Literal

import msgspec
from msgspec.structs import replace

from dvcheck.errors import DvcheckError
from dvcheck.language import phrase
from dvcheck.pack import library
from dvcheck.record.chain import Chain, Stored, Unread, code
from dvcheck.record.events import JOURNAL, CaseOpened, CaseRepacked, JournalRewound, RewindAccepted
from dvcheck.record.head import Head, Rewind
from dvcheck.record.store import InspectableStore
from dvcheck.text import clean

MOST_NAMED = 10
"""The most cases that are named when the table of cases disagrees with their entries."""
SHORTEST_CODE = 8
"""The number of hash digits in a code."""
Step = Callable[[int], None]
"""Receives the number of entries read so far."""
_TRIES = 3
"""The most times a journal is read if another window writes to it during the check."""
_AT_ONCE = 1_000
"""The number of entries between two reports of progress."""


class BadEntry(msgspec.Struct, frozen=True, kw_only=True):
    """The first entry that is not as it was recorded; `expected` is the number due there."""

    seq: int
    case: str
    expected: int
    fault: Literal["changed", "missing", "number", "emptied"]

    @property
    def means(self) -> str:
        """Say what happened to the entry."""
        if self.fault == "number":
            return phrase("dvcheck never assigns this number: the entry was inserted or renumbered.")
        if self.fault == "missing":
            return phrase(
                "Missing before it: {expected}, deleted or renumbered.",
                expected=numbers(self.expected, self.seq - 1),
            )
        if self.fault == "emptied":
            return phrase("Its content was removed, and no purge of its case explains that.")
        return phrase("It was changed, moved or inserted after it was recorded.")


class BadPack(msgspec.Struct, frozen=True, kw_only=True):
    """A stored pack that is missing or does not match its digest, and the cases that use it."""

    digest: str
    cases: tuple[str, ...]
    fault: Literal["changed", "missing"]


class CodePlace(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that has a given code."""

    seq: int
    case: str
    at: str


class LostEntries(msgspec.Struct, frozen=True, kw_only=True):
    """Acknowledged entries that are gone. `entry` is the number of the entry that recorded it, if any."""

    entry: int | None
    last_known: int
    last_there: int
    hash: str

    @property
    def what(self) -> str:
        """Name the entries that are gone."""
        known = Head(seq=self.last_known, hash=b"")
        return Rewind(known=known, last=self.last_there).gone


class JournalVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """The result of verifying a journal; `entries` and `cases` count those that can be read."""

    entries: int
    cases: int
    purged: int
    head: bytes | None
    bad: BadEntry | None
    packs: tuple[BadPack, ...]
    guarded: bool
    unread: tuple[Unread, ...]
    damage: tuple[str, ...]
    wrong_cases: tuple[str, ...]
    """Cases whose row in the table disagrees with their entries; "" for a row without a case."""
    places: tuple[CodePlace, ...] | None
    """The entries that have the given code; None if no code was given."""
    rewinds: tuple[LostEntries, ...] = ()
    """Losses of acknowledged entries that nobody has accepted yet."""

    @property
    def is_readable(self) -> bool:
        """Check whether the complete file could be read."""
        return not self.unread and not self.damage

    @property
    def is_whole(self) -> bool:
        """Check that what can be read is as it was recorded, and that no acknowledged entry is gone."""
        tampered = self.bad is not None or self.packs or self.wrong_cases or not self.guarded
        return not tampered and not self.rewinds

    @property
    def unreadable(self) -> str:
        """Say what cannot be read; empty if everything can."""
        parts = [phrase("{gap} cannot be read", gap=numbers(*gap)) for gap in self.unread]
        return "; ".join([*parts, *(clean(said) for said in self.damage[:1])])

    @property
    def is_sound(self) -> bool:
        """Check that no fault was found."""
        return self.is_readable and self.is_whole and self.places != ()


def verdict(
    journal: InspectableStore, digits: str | None = None, step: Step = lambda done: None
) -> JournalVerdict:
    """Verify the complete journal. `digits` is a code or a hash, in lower case and without a dash.

    Entries are read one at a time, so memory does not grow with the journal. `step` receives the number read.
    If another window writes to the journal during the check (a purge, perhaps), it is read again.
    """
    for _ in range(_TRIES):
        version = journal.version()
        found = _judged(journal, digits, step)
        if found.is_sound or journal.version() == version:
            break
    return found


def _judged(journal: InspectableStore, digits: str | None, step: Step) -> JournalVerdict:
    damage = journal.damage()
    unread: list[Unread] = []
    places: list[CodePlace] = []
    packs: set[str] = set()
    bad: BadEntry | None = None
    rewinds: list[LostEntries] = []
    entries, expected = 0, 1
    chain = Chain()
    for entry in journal.stored():
        if isinstance(entry, Unread):
            unread.append(entry)
            chain.head = None
            continue
        entries += 1
        if entries % _AT_ONCE == 0:
            step(entries)
        bad = bad or _bad(entry, expected, chain)
        expected = entry.seq + 1
        if digits is not None and entry.hash.hex().startswith(digits):
            places.append(CodePlace(seq=entry.seq, case=text_of(entry.case), at=text_of(entry.at)))
        if entry.case == JOURNAL.encode():
            rewinds = _rewinds(rewinds, entry)
        if entry.kind in (CaseOpened.kind.encode(), CaseRepacked.kind.encode()):
            packs.add(_pack_of(entry))
    bad = bad or _emptied(journal, chain, unread)
    swapped: tuple[BadPack, ...] = ()
    wrong: tuple[str, ...] = ()
    try:
        swapped = _with_cases(journal, list(_bad_packs(journal, packs)))
        wrong = tuple(islice(journal.cases.wrong(), MOST_NAMED))
    except DvcheckError:
        if not damage:
            raise
    return JournalVerdict(
        entries=entries,
        cases=chain.cases,
        purged=chain.purged,
        head=chain.head if entries else None,
        bad=bad,
        packs=swapped,
        guarded=bool(damage) or journal.is_guarded(),
        unread=tuple(unread),
        damage=tuple(damage),
        wrong_cases=wrong,
        places=None if digits is None else tuple(places),
        rewinds=(*rewinds, *_not_recorded(journal)),
    )


def _rewinds(before: list[LostEntries], entry: Stored) -> list[LostEntries]:
    """Return the rewinds that nobody has accepted, after one more entry about the journal."""
    if entry.kind == RewindAccepted.kind.encode():
        return []
    if entry.kind != JournalRewound.kind.encode():
        return before
    with suppress(msgspec.DecodeError):
        said = msgspec.json.decode(entry.body, type=JournalRewound)
        gone = LostEntries(entry=entry.seq, last_known=said.seq, last_there=said.last, hash=said.hash)
        return [*before, gone]
    return before


def _not_recorded(journal: InspectableStore) -> Iterator[LostEntries]:
    """Yield the rewind found when the journal was opened, if no entry records it yet."""
    found = journal.rewound
    if found is not None and not journal.stands(found.known) and journal.head().seq == found.last:
        yield LostEntries(
            entry=None, last_known=found.known.seq, last_there=found.last, hash=found.known.hash.hex()
        )


def _bad(entry: Stored, expected: int, chain: Chain) -> BadEntry | None:
    """Add an entry to the chain and return its fault, which cannot be known after an unreadable entry."""
    known = chain.head is not None
    if chain.takes(entry) and (not known or entry.seq == expected):
        return None
    fault: Literal["changed", "missing", "number"] = "changed"
    if entry.seq != expected:
        fault = "missing" if entry.seq > expected else "number"
    return BadEntry(seq=entry.seq, case=text_of(entry.case), expected=expected, fault=fault)


def _emptied(journal: InspectableStore, chain: Chain, unread: Collection[Unread]) -> BadEntry | None:
    """Return an empty entry that no purge explains. With unreadable entries this is not decided."""
    if chain.emptied is None or unread:
        return None
    (entry,) = (e for e in journal.stored() if isinstance(e, Stored) and e.seq == chain.emptied)
    return BadEntry(seq=entry.seq, case=text_of(entry.case), expected=entry.seq, fault="emptied")


def _pack_of(opening: Stored) -> str:
    """Return the pack digest in an entry that opens or repacks a case; empty if it has none."""
    with suppress(ValueError, RecursionError):
        body = msgspec.json.decode(opening.body)
        if isinstance(body, dict) and isinstance(digest := body.get("pack"), str):
            return digest
    return ""


def _bad_packs(journal: InspectableStore, named: Iterable[str]) -> Iterator[BadPack]:
    """Yield the packs, used by cases or stored, that are missing or do not match their digest."""
    for digest in dict.fromkeys([*sorted(filter(None, named)), *journal.pack_digests()]):
        content = journal.pack(digest)
        if content is None:
            yield BadPack(digest=digest, cases=(), fault="missing")
        elif _digest(content) != digest:
            yield BadPack(digest=digest, cases=(), fault="changed")


def _with_cases(journal: InspectableStore, packs: Sequence[BadPack]) -> tuple[BadPack, ...]:
    """Add to each pack the cases that name it. The journal is read again only if there is a pack."""
    cases: dict[str, list[str]] = {pack.digest: [] for pack in packs}
    for entry in journal.stored() if packs else ():
        if isinstance(entry, Stored) and entry.kind in (CaseOpened.kind.encode(), CaseRepacked.kind.encode()):
            cases.get(_pack_of(entry), []).append(text_of(entry.case))
    return tuple(replace(pack, cases=tuple(cases[pack.digest])) for pack in packs)


def _digest(content: bytes) -> str | None:
    """Return the digest of a stored pack's content; None if it cannot be unpacked."""
    try:
        return library.from_archive(content).digest
    except (DvcheckError, RecursionError):
        return None


def text_of(stored: bytes) -> str:
    """Return stored bytes as text; bytes that are not UTF-8 are shown escaped."""
    return stored.decode(errors="backslashreplace")


def numbers(first: int, last: int | None) -> str:
    """Name a range of entries, such as `entries 3 to 5`."""
    if last is None:
        return phrase("entries from {first} on", first=first)
    return (
        phrase("entry {first}", first=first)
        if first == last
        else phrase("entries {first} to {last}", first=first, last=last)
    )


def code_of(digits: str) -> str:
    """Return eight digits in the form that `code` prints; a longer hash unchanged."""
    return code(bytes.fromhex(digits)) if len(digits) == SHORTEST_CODE else digits

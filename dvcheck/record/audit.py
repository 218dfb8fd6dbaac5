"""Judges a journal: does every entry stand as it was recorded.

What a verdict covers. The hash of an entry is over the hash of the one before it, its number, its case, its
time, its kind, and its body, byte by byte as stored: each of these, their order and their being there are
covered. So is every stored pack, by the digest its case was opened under, which is in the first entry of the
case. The table of cases, by which they are found, must say exactly what the entries say: else a case that
is open could be hidden from every list. Beside that, SQLite's own check of the file must pass, and its
tables and triggers be those dvcheck makes. Not covered without `--head`: that the tail was not cut off, or
all rehashed from some entry on; and with it, what came after the entry the code stands for. Eight digits
are 32 bits: against someone who computes millions of hashes to hit them, keep the whole hash instead, which
`--format json` gives.
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
from dvcheck.record.store import Inspects
from dvcheck.text import clean

MOST_NAMED = 10
"""How many cases are named of which the table of cases says otherwise than their entries."""
SHORTEST_CODE = 8
"""How many digits of a hash its code has."""
Step = Callable[[int], None]
"""Notes how many entries were read."""
_TRIES = 3
"""How often a journal is read again that another window wrote to while it was read."""
_AT_ONCE = 1_000
"""After how many entries it is noted how far the work is."""


class Bad(msgspec.Struct, frozen=True, kw_only=True):
    """The first entry that does not stand as it was recorded; `expected` is the number due there."""

    seq: int
    case: str
    expected: int
    fault: Literal["changed", "missing", "number", "emptied"]

    @property
    def means(self) -> str:
        """What happened, in a sentence or two."""
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
    """A pack that is not the one its digest names, or is not there; and the cases worked under it."""

    digest: str
    cases: tuple[str, ...]
    fault: Literal["changed", "missing"]


class CodePlace(msgspec.Struct, frozen=True, kw_only=True):
    """The entry a code stands for."""

    seq: int
    case: str
    at: str


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """Acknowledged entries that are gone: from which on, and which entry recorded that, if one has."""

    entry: int | None
    last_known: int
    last_there: int
    hash: str

    @property
    def what(self) -> str:
        """The entries that are gone, in words."""
        known = Head(seq=self.last_known, hash=b"")
        return Rewind(known=known, last=self.last_there).gone


class JournalVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a journal is found to be; `entries` and `cases` are those that can be read."""

    entries: int
    cases: int
    purged: int
    head: bytes | None
    bad: Bad | None
    packs: tuple[BadPack, ...]
    guarded: bool
    unread: tuple[Unread, ...]
    damage: tuple[str, ...]
    wrong_cases: tuple[str, ...]
    """Cases of which the table of cases says otherwise than the entries; empty text for what is of none."""
    places: tuple[CodePlace, ...] | None
    """The entries that have the code that was asked for; None where none was."""
    rewinds: tuple[Gone, ...] = ()
    """What was acknowledged and is gone, where nobody has looked into it yet."""

    @property
    def is_readable(self) -> bool:
        """Whether all of the file could be read."""
        return not self.unread and not self.damage

    @property
    def is_whole(self) -> bool:
        """Whether what can be read stands as it was recorded, and nothing that was acknowledged is gone."""
        tampered = self.bad is not None or self.packs or self.wrong_cases or not self.guarded
        return not tampered and not self.rewinds

    @property
    def unreadable(self) -> str:
        """What cannot be read, in words; empty where all can."""
        parts = [phrase("{gap} cannot be read", gap=numbers(*gap)) for gap in self.unread]
        return "; ".join([*parts, *(clean(said) for said in self.damage[:1])])

    @property
    def is_sound(self) -> bool:
        """Whether nothing at all was found."""
        return self.is_readable and self.is_whole and self.places != ()


def verdict(journal: Inspects, digits: str | None = None, step: Step = lambda done: None) -> JournalVerdict:
    """Read the whole journal and judge it; `digits` is a code or a hash in lower case without its dash.

    An entry at a time, so that as much memory is enough for a long journal as for a short one. `step` notes
    how many were read. A journal written to by another window meanwhile, a purge perhaps, is read again.
    """
    for _ in range(_TRIES):
        version = journal.version()
        found = _judged(journal, digits, step)
        if found.is_sound or journal.version() == version:
            break
    return found


def _judged(journal: Inspects, digits: str | None, step: Step) -> JournalVerdict:
    damage = journal.damage()
    unread: list[Unread] = []
    places: list[CodePlace] = []
    packs: set[str] = set()
    bad: Bad | None = None
    rewinds: list[Gone] = []
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


def _rewinds(before: list[Gone], entry: Stored) -> list[Gone]:
    """The rewinds nobody has looked into after one more entry about the journal."""
    if entry.kind == RewindAccepted.kind.encode():
        return []
    if entry.kind != JournalRewound.kind.encode():
        return before
    with suppress(msgspec.DecodeError):
        said = msgspec.json.decode(entry.body, type=JournalRewound)
        gone = Gone(entry=entry.seq, last_known=said.seq, last_there=said.last, hash=said.hash)
        return [*before, gone]
    return before


def _not_recorded(journal: Inspects) -> Iterator[Gone]:
    """A rewind found at this opening, which no entry has recorded yet."""
    found = journal.rewound
    if found is not None and not journal.stands(found.known) and journal.head().seq == found.last:
        yield Gone(entry=None, last_known=found.known.seq, last_there=found.last, hash=found.known.hash.hex())


def _bad(entry: Stored, expected: int, chain: Chain) -> Bad | None:
    """What is wrong with an entry, which the chain takes; after one that cannot be read, nothing is said."""
    known = chain.head is not None
    if chain.takes(entry) and (not known or entry.seq == expected):
        return None
    fault: Literal["changed", "missing", "number"] = "changed"
    if entry.seq != expected:
        fault = "missing" if entry.seq > expected else "number"
    return Bad(seq=entry.seq, case=text_of(entry.case), expected=expected, fault=fault)


def _emptied(journal: Inspects, chain: Chain, unread: Collection[Unread]) -> Bad | None:
    """An entry without what it said, though no purge vouches for it; one that does may not be readable."""
    if chain.emptied is None or unread:
        return None
    (entry,) = (e for e in journal.stored() if isinstance(e, Stored) and e.seq == chain.emptied)
    return Bad(seq=entry.seq, case=text_of(entry.case), expected=entry.seq, fault="emptied")


def _pack_of(opening: Stored) -> str:
    """The digest in the opening of a case, or in its move to another pack; empty where there is none."""
    with suppress(ValueError, RecursionError):
        body = msgspec.json.decode(opening.body)
        if isinstance(body, dict) and isinstance(digest := body.get("pack"), str):
            return digest
    return ""


def _bad_packs(journal: Inspects, named: Iterable[str]) -> Iterator[BadPack]:
    """The packs that cases name or the journal holds, and that are not what their digest says."""
    for digest in dict.fromkeys([*sorted(filter(None, named)), *journal.pack_digests()]):
        content = journal.pack(digest)
        if content is None:
            yield BadPack(digest=digest, cases=(), fault="missing")
        elif _digest(content) != digest:
            yield BadPack(digest=digest, cases=(), fault="changed")


def _with_cases(journal: Inspects, packs: Sequence[BadPack]) -> tuple[BadPack, ...]:
    """The same with the cases that name them; only where there are any is the journal read again for it."""
    cases: dict[str, list[str]] = {pack.digest: [] for pack in packs}
    for entry in journal.stored() if packs else ():
        if isinstance(entry, Stored) and entry.kind in (CaseOpened.kind.encode(), CaseRepacked.kind.encode()):
            cases.get(_pack_of(entry), []).append(text_of(entry.case))
    return tuple(replace(pack, cases=tuple(cases[pack.digest])) for pack in packs)


def _digest(content: bytes) -> str | None:
    """The digest of what a stored pack holds; None where it cannot be unpacked."""
    try:
        return library.from_archive(content).digest
    except (DvcheckError, RecursionError):
        return None


def text_of(stored: bytes) -> str:
    """A stored text, its bytes shown where they are none."""
    return stored.decode(errors="backslashreplace")


def numbers(first: int, last: int | None) -> str:
    """The numbers of some entries, in words."""
    if last is None:
        return phrase("entries from {first} on", first=first)
    return (
        phrase("entry {first}", first=first)
        if first == last
        else phrase("entries {first} to {last}", first=first, last=last)
    )


def code_of(digits: str) -> str:
    """Digits as `code` prints them; a longer hash as it is."""
    return code(bytes.fromhex(digits)) if len(digits) == SHORTEST_CODE else digits

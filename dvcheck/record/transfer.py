"""The file that moves a case to another computer: its entries, its packs, and the chain they belong to. Pure.

It is one JSON document:

| member    | holds                                                                                   |
| --------- | --------------------------------------------------------------------------------------- |
| `dvcase`  | the version of this layout                                                              |
| `digest`  | the SHA-256 digest of the document with an empty `digest`                               |
| `dvcheck` | the version of dvcheck that wrote it                                                    |
| `case`    | the id of the case in the journal that it came from                                     |
| `head`    | the hash of the last entry of that journal                                              |
| `packs`   | each pack of the case by its digest: the text of each file by its name                  |
| `entries` | the entries of the case: the number, the salt and the body of each                      |
| `journal` | every entry of that journal in order: its case, time, kind, and the seal of its body     |

Whoever reads it can compute the hash of every entry, from the first one to `head`. The seal of another case's
entry says nothing of its body: the salt is not in the file. docs/security.md lists what the file reveals.

Reading is strict. A document must have exactly the bytes that `encode` writes.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from dvcheck import __version__
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import command, on_journal, own_line
from dvcheck.language import phrase
from dvcheck.pack.digest import digest_of
from dvcheck.record.case import Case, fold
from dvcheck.record.chain import FIRST_HASH, SALT, Chain, Stored, hash_of, seal_of
from dvcheck.record.chain import encode as encode_json
from dvcheck.record.errors import EntryUnreadable, JournalRefused
from dvcheck.record.events import NEVER_OF_A_CASE, NOT_CASES, CaseOpened, CaseRepacked, Event, utc_text

LAYOUT = 1
"""The version of the layout. Raise it when the layout changes: a newer layout is refused."""
ENDING = ".dvcase"
MOST_SIZE = 64 << 20
_BEGINS = b'{"dvcase":'
_YEARS = range(1900, 3000)
"""The years in which times can be shown on the clocks of any zone."""
_WITH_PACK = (CaseOpened.kind, CaseRepacked.kind)

Files = Mapping[str, str]
"""The files of a pack: the text of each by its name."""
Packs = Mapping[str, Files]
"""Packs by digest."""


class ChainedEntry(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """An entry of the journal that the case came from, without its content."""

    case: str
    at: str
    kind: str
    seal: str


class CarriedEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the case: its number in that journal, and its content as stored there."""

    number: int
    salt: str
    body: msgspec.Raw


class _Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    dvcase: int
    digest: str
    dvcheck: str
    case: str
    head: str
    packs: dict[str, dict[str, str]]
    entries: tuple[CarriedEntry, ...]
    journal: tuple[ChainedEntry, ...]


class _Layout(msgspec.Struct, frozen=True):
    dvcase: int


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """A case on its way to another computer. Its entries have the numbers and hashes of that journal."""

    digest: str
    """The digest of the file."""
    case: Case
    events: tuple[Event, ...]
    packs: Packs
    head: bytes
    """The hash of the last entry of that journal."""
    length: int
    """The number of entries of that journal."""


class Written(NamedTuple):
    """The bytes of a file, and what they say."""

    content: bytes
    transfer: Transfer


# --- writing ------------------------------------------------------------------------------------------------


def encode(journal: Iterable[Stored], case: str, packs: Packs) -> Written:
    """Write the file of a case. `journal` is every entry of the journal in order, `packs` those of the case.

    JournalRefused if the chain of the journal is broken, or has entries without a seal.
    """
    chain, before = Chain(), 0
    rows: list[ChainedEntry] = []
    entries: list[CarriedEntry] = []
    for stored in journal:
        if stored.seq != before + 1 or not chain.takes(stored):
            raise _broken(stored.seq)
        if not (stored.salt or stored.seal):
            raise _without_seals(stored.seq)
        before = stored.seq
        seal = stored.seal or seal_of(stored.salt, stored.body)
        name = stored.case.decode()
        rows.append(ChainedEntry(name, stored.at.decode(), stored.kind.decode(), seal.hex()))
        if name == case:
            entries.append(CarriedEntry(stored.seq, stored.salt.hex(), msgspec.Raw(stored.body)))
    document = _Document(
        dvcase=LAYOUT,
        digest="",
        dvcheck=__version__,
        case=case,
        head=(chain.head or FIRST_HASH).hex(),
        packs={digest: dict(files) for digest, files in packs.items()},
        entries=tuple(entries),
        journal=tuple(rows),
    )
    content = _bytes_of(replace(document, digest=_digest(document)))
    if len(content) > MOST_SIZE:
        raise DvcheckError(
            phrase("the journal is too long: the file would be over {most} MiB", most=MOST_SIZE >> 20),
            hint=own_line(phrase("Hand over a report instead:"), on_journal("report", case)),
            code=Exit.OUTPUT,
        )
    try:
        return Written(content, decode(content, case))
    except DvcheckError as error:
        raise _would_be_refused(error.message) from error


def _bytes_of(document: _Document) -> bytes:
    return encode_json(document) + b"\n"


def _digest(document: _Document) -> str:
    return f"sha256:{hashlib.sha256(encode_json(replace(document, digest=''))).hexdigest()}"


def packs_of(events: Iterable[Event]) -> list[str]:
    """Return the digests of the packs that the entries of a case name, in order."""
    named = (event.body.get("pack") for event in events if event.kind in _WITH_PACK)
    return list(dict.fromkeys(digest for digest in named if isinstance(digest, str)))


def _would_be_refused(why: str) -> JournalRefused:
    return JournalRefused(
        phrase("another computer would refuse the file: {why}", why=why),
        hint=own_line(phrase("The journal may be damaged. See what is wrong:"), _verify()),
    )


def _broken(seq: int) -> JournalRefused:
    return JournalRefused(
        phrase("entry {seq} of the journal is not as it was recorded", seq=seq),
        hint=own_line(phrase("Another computer would refuse the file. See what is wrong:"), _verify()),
    )


def _without_seals(seq: int) -> JournalRefused:
    return JournalRefused(
        phrase(
            "entry {seq} was recorded by an early version of dvcheck, without a seal. The file would show "
            "its content",
            seq=seq,
        ),
        hint=phrase("Cases of this journal cannot be handed over. Write a report instead."),
    )


def _verify() -> str:
    return on_journal("journal", "verify")


# --- reading ------------------------------------------------------------------------------------------------


def decode(content: bytes, where: str) -> Transfer:
    """Read the file of a case, and verify every entry in it.

    DvcheckError with Exit.BAD_INPUT says what is wrong. `where` is its name in messages.
    """
    if len(content) > MOST_SIZE:
        raise transfer_error(where, phrase("it is over {most} MiB", most=MOST_SIZE >> 20))
    document = _read(content, where)
    if _digest(document) != document.digest or _bytes_of(document) != content:
        raise _changed(where)
    events = tuple(_events(document, where))
    try:
        case = fold(events)
    except EntryUnreadable:
        raise transfer_error(where, phrase("an entry of the case cannot be read")) from None
    if not all(at.year in _YEARS for at in _times(case, events)):
        raise transfer_error(where, phrase("a time in it is impossible"))
    if case.closed is not None:
        raise transfer_error(where, phrase("the case in it is closed"))
    _verify_packs(document, events, where)
    return Transfer(
        digest=document.digest,
        case=case,
        events=events,
        packs=document.packs,
        head=bytes.fromhex(document.head),
        length=len(document.journal),
    )


def _read(content: bytes, where: str) -> _Document:
    if not content.startswith(_BEGINS):
        raise transfer_error(where, phrase("it is not the file of a case that was handed over"))
    try:
        layout = msgspec.json.decode(content, type=_Layout).dvcase
        if layout > LAYOUT:
            raise _newer(where, layout)
        if layout < 1:
            raise _changed(where)
        return msgspec.json.decode(content, type=_Document)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise _changed(where) from None


def _hashes(document: _Document, where: str) -> dict[int, bytes]:
    """Compute the hash of every entry, and return those of the case by number.

    DvcheckError if a body does not fit its seal, or the hashes do not lead to the head.
    """
    carried = {entry.number: entry for entry in document.entries}
    of_case = [number for number, row in enumerate(document.journal, 1) if row.case == document.case]
    if not of_case or of_case != [entry.number for entry in document.entries]:
        raise _changed(where)
    hash, found = FIRST_HASH, dict[int, bytes]()
    try:
        for number, row in enumerate(document.journal, 1):
            seal = bytes.fromhex(row.seal)
            hash = hash_of(hash, number, row.case, row.at, row.kind, seal)
            if number in carried:
                found[number] = hash
                salt, body = bytes.fromhex(carried[number].salt), bytes(carried[number].body)
                if len(salt) != SALT or seal_of(salt, body) != seal:
                    raise _changed(where)
    except ValueError:
        raise _changed(where) from None
    if hash.hex() != document.head:
        raise _changed(where)
    return found


def _events(document: _Document, where: str) -> Iterator[Event]:
    """Yield the entries of the case as events."""
    hashes = _hashes(document, where)
    if document.case in NOT_CASES:
        raise transfer_error(where, phrase("it holds no case"))
    for entry in document.entries:
        row = document.journal[entry.number - 1]
        try:
            at = datetime.fromisoformat(row.at)
            is_exact = utc_text(at) == row.at
            body = msgspec.json.decode(entry.body, type=dict[str, object])
        except (ValueError, OverflowError, RecursionError):
            raise transfer_error(where, phrase("an entry of the case cannot be read")) from None
        if row.kind in NEVER_OF_A_CASE or not is_exact:
            raise transfer_error(where, phrase("it holds an entry that dvcheck never writes"))
        yield Event(
            seq=entry.number,
            case=row.case,
            at=at.astimezone(UTC),
            kind=row.kind,
            body=body,
            hash=hashes[entry.number],
        )


def _times(case: Case, events: Iterable[Event]) -> Iterator[datetime]:
    yield from (event.at for event in events)
    yield from (timer.started for timer in case.timers.values())
    if case.shift_ends is not None:
        yield case.shift_ends


def _verify_packs(document: _Document, events: Sequence[Event], where: str) -> None:
    """Check that the file has the packs that the case names, and no other."""
    wrong = [digest for digest, files in document.packs.items() if digest_of(files) != digest]
    if wrong or {*document.packs} != {*packs_of(events)}:
        raise transfer_error(where, phrase("its checklists are not those of the case"))


def _changed(where: str) -> DvcheckError:
    return transfer_error(where, phrase("it was cut off, or changed after it was written"))


def _newer(where: str, layout: int) -> DvcheckError:
    return DvcheckError(
        phrase(
            "{where}: it was written by a newer dvcheck (its layout is {newer}; this one reads {known})",
            where=where,
            newer=layout,
            known=LAYOUT,
        ),
        hint=phrase("Update dvcheck on this computer."),
        code=Exit.BAD_INPUT,
    )


def transfer_error(where: str, why: str) -> DvcheckError:
    """Return the error for a wrong file. Nothing was recorded."""
    return DvcheckError(
        phrase("{where}: {why}", where=where, why=why),
        hint=own_line(
            phrase("Nothing was taken over. Ask for the file again, from:"),
            command("case", "hand-over", "CASE"),
        ),
        code=Exit.BAD_INPUT,
    )

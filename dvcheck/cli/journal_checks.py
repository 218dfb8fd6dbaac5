"""Commands about the journal itself: does every entry stand as it was recorded, and give me all of it.

What `verify` covers. The hash of an entry is over the hash of the one before it, its number, its case, its
time, its kind, and its body, byte by byte as stored: each of these, their order and their being there are
covered. So is every stored pack, by the digest its case was opened under, which is in the first entry of the
case. The table of cases, by which they are found, must say exactly what the entries say: else a case that
is open could be hidden from every list. Beside that, SQLite's own check of the file must pass, and its
tables and triggers be those dvcheck makes. Not covered without `--head`: that the tail was not cut off, or
all rehashed from some entry on; and with it, what came after the entry the code stands for. Eight digits
are 32 bits: against someone who computes millions of hashes to hit them, keep the whole hash instead, which
`--format json` gives.
"""

import string
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from dvcheck.actions.desk import Desk
from dvcheck.cli import printer
from dvcheck.cli.options import Format
from dvcheck.cli.output import deliver_lines
from dvcheck.cli.printer import print_json
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import plural
from dvcheck.pack import library
from dvcheck.record.chain import Chain, Stored, Unread, code
from dvcheck.record.clock import now
from dvcheck.record.events import JOURNAL, CaseOpened, CaseRepacked, JournalRewound, RewindAccepted
from dvcheck.record.head import Head, Rewind
from dvcheck.record.sqlite.journal import Journal
from dvcheck.report.json import SCHEMA
from dvcheck.report.json_text import inert
from dvcheck.screens.progress import Step, progress
from dvcheck.text import clean

_WIDTH = 80
_TRIES = 3
"""How often a journal is read again that another window wrote to while it was read."""
_AT_ONCE = 1_000
"""After how many entries it is noted how far the work is."""
_MOST_NAMED = 10
"""How many cases are named of which the table of cases says otherwise than their entries."""
_SHORTEST_CODE, _WHOLE_HASH = 8, 64


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
            return "dvcheck never gives this number: the entry was put in or renumbered."
        if self.fault == "missing":
            return f"Missing before it: {_numbers(self.expected, self.seq - 1)}, deleted or renumbered."
        if self.fault == "emptied":
            return "What it said was taken out, and no purge of its case accounts for that."
        return "It was changed, moved or put in after it was recorded."


class BadPack(msgspec.Struct, frozen=True, kw_only=True):
    """A pack that is not the one its digest names, or is not there; and the cases worked under it."""

    digest: str
    cases: tuple[str, ...]
    fault: Literal["changed", "missing"]


class Place(msgspec.Struct, frozen=True, kw_only=True):
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


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
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
    places: tuple[Place, ...] | None
    """The entries that have the code that was asked for; None where none was."""
    rewinds: tuple[Gone, ...] = ()
    """What was acknowledged and is gone, where nobody has looked into it yet."""

    @property
    def is_readable(self) -> bool:
        """Whether all of the file could be read."""
        return not self.unread and not self.damage

    @property
    def is_sound(self) -> bool:
        """Whether nothing at all was found."""
        tampered = self.bad is not None or self.packs or self.wrong_cases or not self.guarded or self.rewinds
        return self.is_readable and not tampered and self.places != ()


def verify(desk: Desk, head: str | None, format: Format, *, accept: bool = False) -> None:
    """Say whether every entry stands as it was recorded; exit 1 where one does not, 4 where it is damaged.

    With `accept` it is recorded that somebody has looked into entries that are gone.

    No journal is not a whole one, where a code says that there was one.
    """
    digits = None if head is None else _digits(head)
    kept = desk.journal()
    if kept is None and digits is not None:
        raise DvcheckError(
            f"NOT whole: nothing is recorded in {clean(str(desk.home))}, and so nothing has the code "
            f"{_shown(digits)}",
            hint="The record was removed since it was printed, or it was printed from another folder.",
            code=Exit.CHECK_FAILED,
        )
    with kept or desk.recorded() as journal:
        if accept:
            journal.append(JOURNAL, RewindAccepted(), now())
        with progress("Verifying the journal", journal.last_number()) as step:
            found = verdict(journal, digits, step)
        path = journal.path
    if format is Format.JSON:
        print_json(_json(found, digits))
    else:
        printer.show(desk, "\n".join(_wrapped(_lines(found, digits))))
        if found.rewinds:
            printer.say_command(desk, "To restore it:", on_journal("journal", "restore", "FILE"))
            accept_it = on_journal("journal", "verify", "--accept")
            printer.say_command(desk, "To record that you have looked into it:", accept_it)
    if not found.is_readable:
        raise DvcheckError(
            f"{path} is damaged: {_damage(found)}",
            hint=own_line(
                "Keep the file as it is. All that can be read is saved by:",
                on_journal("journal", "export", "-o", "FILE"),
            ),
            code=Exit.JOURNAL,
        )
    if not found.is_sound:
        raise SystemExit(Exit.CHECK_FAILED)


def verdict(journal: Journal, digits: str | None = None, step: Step = lambda done: None) -> Verdict:
    """Read the whole journal and judge it; `digits` is a code or a hash in lower case without its dash.

    An entry at a time, so that as much memory is enough for a long journal as for a short one. `step` notes
    how many were read. A journal written to by another window meanwhile, a purge perhaps, is read again.
    """
    for _ in range(_TRIES):
        version = journal.data_version()
        found = _judged(journal, digits, step)
        if found.is_sound or journal.data_version() == version:
            break
    return found


def _judged(journal: Journal, digits: str | None, step: Step) -> Verdict:
    damage = journal.damage()
    unread: list[Unread] = []
    places: list[Place] = []
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
            places.append(Place(seq=entry.seq, case=_text(entry.case), at=_text(entry.at)))
        if entry.case == JOURNAL.encode():
            rewinds = _rewinds(rewinds, entry)
        if entry.kind in (CaseOpened.kind.encode(), CaseRepacked.kind.encode()):
            packs.add(_pack_of(entry))
    bad = bad or _emptied(journal, chain, unread)
    swapped: tuple[BadPack, ...] = ()
    wrong: tuple[str, ...] = ()
    try:
        swapped = _with_cases(journal, list(_bad_packs(journal, packs)))
        wrong = tuple(islice(journal.cases.wrong(), _MOST_NAMED))
    except DvcheckError:
        if not damage:
            raise
    return Verdict(
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


def _not_recorded(journal: Journal) -> Iterator[Gone]:
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
    return Bad(seq=entry.seq, case=_text(entry.case), expected=expected, fault=fault)


def _emptied(journal: Journal, chain: Chain, unread: Collection[Unread]) -> Bad | None:
    """An entry without what it said, though no purge vouches for it; one that does may not be readable."""
    if chain.emptied is None or unread:
        return None
    (entry,) = (e for e in journal.stored() if isinstance(e, Stored) and e.seq == chain.emptied)
    return Bad(seq=entry.seq, case=_text(entry.case), expected=entry.seq, fault="emptied")


def _pack_of(opening: Stored) -> str:
    """The digest in the opening of a case, or in its move to another pack; empty where there is none."""
    with suppress(ValueError, RecursionError):
        body = msgspec.json.decode(opening.body)
        if isinstance(body, dict) and isinstance(digest := body.get("pack"), str):
            return digest
    return ""


def _bad_packs(journal: Journal, named: Iterable[str]) -> Iterator[BadPack]:
    """The packs that cases name or the journal holds, and that are not what their digest says."""
    for digest in dict.fromkeys([*sorted(filter(None, named)), *journal.pack_digests()]):
        content = journal.pack(digest)
        if content is None:
            yield BadPack(digest=digest, cases=(), fault="missing")
        elif _digest(content) != digest:
            yield BadPack(digest=digest, cases=(), fault="changed")


def _with_cases(journal: Journal, packs: Sequence[BadPack]) -> tuple[BadPack, ...]:
    """The same with the cases that name them; only where there are any is the journal read again for it."""
    cases: dict[str, list[str]] = {pack.digest: [] for pack in packs}
    for entry in journal.stored() if packs else ():
        if isinstance(entry, Stored) and entry.kind in (CaseOpened.kind.encode(), CaseRepacked.kind.encode()):
            cases.get(_pack_of(entry), []).append(_text(entry.case))
    return tuple(replace(pack, cases=tuple(cases[pack.digest])) for pack in packs)


def _digest(content: bytes) -> str | None:
    """The digest of what a stored pack holds; None where it cannot be unpacked."""
    try:
        return library.from_archive(content).digest
    except (DvcheckError, RecursionError):
        return None


def _digits(head: str) -> str:
    """A code or a hash as digits. DvcheckError with Exit.USAGE where it is neither."""
    digits = head.strip().replace("-", "").lower()
    if not _SHORTEST_CODE <= len(digits) <= _WHOLE_HASH or set(digits) - set(string.hexdigits):
        raise DvcheckError(
            f'"{clean(head)}" is no code',
            hint="Give the code as it stands on the summary or report, such as --head 9F2C-41B7.",
            code=Exit.USAGE,
        )
    return digits


def _lines(found: Verdict, digits: str | None) -> Iterator[str]:
    entries = plural("{n} entry", "{n} entries", n=found.entries)
    count = plural("{entries} of {n} case", "{entries} of {n} cases", n=found.cases, entries=entries)
    count += f", {found.purged} purged" if found.purged else ""
    head = f", head {code(found.head)}" if found.head else ""
    sound = found.bad is None and not found.packs and not found.wrong_cases and found.guarded
    chained = sound and not found.rewinds
    if chained and found.is_readable and found.places == ():
        yield f"each entry follows from the one before: {count}{head}"
    elif chained and found.is_readable:
        yield f"whole: {count}{head}"
    elif chained:
        yield f"what can be read stands as it was recorded: {count}"
    if found.bad is not None:
        wrong = "is empty" if found.bad.fault == "emptied" else "does not follow from the one before"
        yield f"NOT whole: entry {found.bad.seq} (case {found.bad.case}) {wrong}."
        yield found.bad.means
    for pack in found.packs:
        yield from _pack_lines(pack)
    if found.wrong_cases:
        cases = ", ".join(case or "none that is here" for case in found.wrong_cases)
        more = " and perhaps more" if len(found.wrong_cases) == _MOST_NAMED else ""
        yield f"NOT whole: the table of cases does not say what the entries say of case {cases}{more}."
        yield "Someone has worked on it with another program: a case may be missing from the lists."
    if not found.guarded:
        yield "NOT whole: the file's own guards against changes are not those that dvcheck puts there."
        yield "Someone has worked on it with another program."
    for gone in found.rewinds:
        yield f"NOT whole: {gone.what}: an older copy was put in place of the journal."
        if gone.entry is not None:
            yield f"Entry {gone.entry} recorded that."
    if found.rewinds:
        yield "Look for the newer file or a backup of it, and restore that."
    if digits is not None:
        yield from _code_lines(found, _shown(digits))


def _pack_lines(pack: BadPack) -> Iterator[str]:
    cases = f" of case {', '.join(pack.cases)}" if pack.cases else " kept with the cases"
    what = "are not in the journal" if pack.fault == "missing" else "are not what was kept"
    yield f"NOT whole: the checklists{cases} {what} (pack {pack.digest[:19]})."
    yield "They were taken out or replaced: the case may now be read under other rules than it was worked by."


def _code_lines(found: Verdict, shown: str) -> Iterator[str]:
    if not found.places:
        yield f"NOT whole: no entry has the code {shown}."
        yield "The record was cut or rewritten since it was printed, or it was printed from another journal."
    for place in found.places or ():
        yield f"{shown} stands at entry {place.seq} of {found.entries} (case {place.case}, {place.at})."
    if found.places and found.bad is None and not found.unread:
        yield "All entries up to it are as they were when it was printed."


def _damage(found: Verdict) -> str:
    parts = [f"{_numbers(*gap)} cannot be read" for gap in found.unread]
    return "; ".join([*parts, *(clean(said) for said in found.damage[:1])])


def _json(found: Verdict, digits: str | None) -> dict[str, object]:
    bad = found.bad
    return {
        "schema": SCHEMA,
        "whole": found.is_sound,
        "entries": found.entries,
        "cases": found.cases,
        "purged": found.purged,
        "head": code(found.head) if found.head else None,
        "hash": found.head.hex() if found.head else None,
        "first_bad": bad and {"seq": bad.seq, "case": bad.case, "fault": bad.fault, "means": bad.means},
        "packs": found.packs,
        "guarded": found.guarded,
        "unread": [gap._asdict() for gap in found.unread],
        "damage": found.damage,
        "rewinds": found.rewinds,
        "wrong_cases": found.wrong_cases,
        "code": None if digits is None else {"given": _shown(digits), "entries": found.places},
    }


def export(desk: Desk, path: Path | None) -> None:
    """Everything that can be read, a JSON object a line: the entries, then the packs.

    The body of an entry is as recorded; where the stored bytes say more than can be shown, they stand in
    `stored` as well. Exit 1 where something could not be read, after all that could, and where the journal
    is one that no other command opens.
    """
    with desk.recorded(whatever=True) as journal:
        export = _Export(journal)
        with progress("Exporting the journal", export.total) as step:
            deliver_lines(export.lines(step), path, home=desk.home)
    refused = [journal.refused.message] if journal.refused is not None else []
    if missing := [*refused, *export.unread, *export.missing, *export.lost]:
        raise DvcheckError(
            f"perhaps not all is exported: {'; '.join(missing)}"
            if refused
            else f"not all of {journal.path} could be exported: {'; '.join(missing)}",
            hint="All else is exported. Keep the file as it is.",
            code=Exit.CHECK_FAILED,
        )


class _Export:
    """The lines of an export, made one at a time, and what was not there to be exported."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.total: int | None = None
        """How many entries there should be, where the last of them can be read."""
        with suppress(DvcheckError):
            self.total = journal.last_number()
        self.unread: list[str] = []
        self.missing: list[str] = []
        self.lost: list[str] = []
        """The packs that cannot be read."""

    def lines(self, step: Step) -> Iterator[str]:
        before: int | None = 0
        for count, entry in enumerate(self._journal.stored(), 1):
            if isinstance(entry, Unread):
                self.unread.append(f"{_numbers(*entry)} cannot be read")
                before = None
                continue
            if before is not None and entry.seq > before + 1:
                self.missing.append(f"missing: {_numbers(before + 1, entry.seq - 1)}")
            before = entry.seq
            if count % _AT_ONCE == 0:
                step(count)
            yield _line(_entry(entry))
        packs, self.lost = _packs(self._journal)
        for digest, content in packs.items():
            yield _line({"pack": digest, "content": content})


def _packs(journal: Journal) -> tuple[dict[str, bytes], list[str]]:
    """The packs that can be read, and in words which cannot."""
    packs = journal.stored_packs()
    try:
        lost = [f"the pack {d} cannot be read" for d in journal.pack_digests() if not packs.get(d)]
    except DvcheckError:
        lost = ["the list of packs cannot be read"]
    return packs, lost


def _entry(entry: Stored) -> dict[str, object]:
    said: dict[str, object] = {"seq": entry.seq}
    stored: dict[str, bytes] = {}
    for name in ("case", "at", "kind"):
        content: bytes = getattr(entry, name)
        said[name] = _text(content)
        if _text(content).encode() != content:
            stored[name] = content
    said["body"] = None
    with suppress(ValueError, RecursionError):
        said["body"] = msgspec.json.decode(entry.body)
    if msgspec.json.encode(said["body"], order="deterministic") != entry.body:
        stored["body"] = entry.body
    said["hash"] = entry.hash.hex()
    said |= {name: part.hex() for name, part in (("salt", entry.salt), ("seal", entry.seal)) if part}
    return {**said, "stored": stored} if stored else said


def _line(document: Mapping[str, object]) -> str:
    return inert(msgspec.json.encode(document).decode()) + "\n"


def _numbers(first: int, last: int | None) -> str:
    if last is None:
        return f"entries from {first} on"
    return f"entry {first}" if first == last else f"entries {first} to {last}"


def _shown(digits: str) -> str:
    """Digits as `code` prints them; a longer hash as it is."""
    return code(bytes.fromhex(digits)) if len(digits) == _SHORTEST_CODE else digits


def _text(stored: bytes) -> str:
    return stored.decode(errors="backslashreplace")


def _wrapped(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from textwrap.wrap(clean(line), _WIDTH, break_on_hyphens=False)

"""The result of `journal verify`, in lines."""

import textwrap
from collections.abc import Iterable, Iterator

from dvcheck.language import phrase, plural
from dvcheck.record.audit import MOST_NAMED, BadPack, JournalVerdict, code_of
from dvcheck.record.chain import code
from dvcheck.text import clean

_WIDTH = 80


def verdict(found: JournalVerdict, digits: str | None) -> str:
    """Return whether a journal is intact, and what is wrong. `digits` is the code to look for, if any."""
    return "\n".join(_wrapped(_lines(found, digits)))


def _lines(found: JournalVerdict, digits: str | None) -> Iterator[str]:
    if found.is_whole:
        yield _sound(found)
    if found.bad is not None:
        if found.bad.fault == "emptied":
            yield phrase(
                "TAMPERED OR DAMAGED: entry {seq} (case {case}) is empty.",
                seq=found.bad.seq,
                case=found.bad.case,
            )
        else:
            yield phrase(
                "TAMPERED OR DAMAGED: entry {seq} (case {case}) does not match the entry before it.",
                seq=found.bad.seq,
                case=found.bad.case,
            )
        yield found.bad.means
    for pack in found.packs:
        yield from _pack_lines(pack)
    if found.wrong_cases:
        cases = ", ".join(case or phrase("(no case)") for case in found.wrong_cases)
        if len(found.wrong_cases) == MOST_NAMED:
            yield phrase(
                "TAMPERED OR DAMAGED: the list of cases does not match the entries of case {cases} and "
                "perhaps of more cases.",
                cases=cases,
            )
        else:
            yield phrase(
                "TAMPERED OR DAMAGED: the list of cases does not match the entries of case {cases}.",
                cases=cases,
            )
        yield phrase("Another program changed the file. A case may be missing from the lists.")
    if not found.guarded:
        yield phrase(
            "TAMPERED OR DAMAGED: the journal file no longer has the protections against changes that "
            "dvcheck puts there."
        )
        yield phrase("Another program changed the file.")
    for gone in found.rewinds:
        yield phrase("TAMPERED OR DAMAGED: {what}. An older copy replaced the journal.", what=gone.what)
        if gone.entry is not None:
            yield phrase("Entry {entry} recorded this.", entry=gone.entry)
    if found.rewinds:
        yield phrase("Find the newer file or a backup of it, and restore that.")
    elif not found.is_whole:
        yield phrase("Keep the file as evidence and report this. Restore a backup before you record more.")
    if digits is not None:
        yield from _code_lines(found, code_of(digits))


def _sound(found: JournalVerdict) -> str:
    """Return the line that says nothing was changed, as far as the file can be read."""
    counts = [plural("{n} entry", "{n} entries", n=found.entries)]
    counts = [plural("{entries} of {n} case", "{entries} of {n} cases", n=found.cases, entries=counts[0])]
    counts += [phrase("{n} purged", n=found.purged)] if found.purged else []
    if not found.is_readable:
        return phrase("all that can be read is as it was recorded: {counts}", counts=", ".join(counts))
    counts += [phrase("head {code}", code=code(found.head))] if found.head else []
    if found.places == ():
        return phrase("each entry matches the entry before it: {counts}", counts=", ".join(counts))
    return phrase("intact: {counts}", counts=", ".join(counts))


def _pack_lines(pack: BadPack) -> Iterator[str]:
    cases, digest = ", ".join(pack.cases), pack.digest[:19]
    if pack.fault == "missing" and cases:
        yield phrase(
            "TAMPERED OR DAMAGED: the checklists of case {cases} are missing from the journal (pack "
            "{digest}).",
            cases=cases,
            digest=digest,
        )
    elif pack.fault == "missing":
        yield phrase(
            "TAMPERED OR DAMAGED: checklists stored with the cases are missing from the journal (pack "
            "{digest}).",
            digest=digest,
        )
    elif cases:
        yield phrase(
            "TAMPERED OR DAMAGED: the checklists of case {cases} are not those that were stored (pack "
            "{digest}).",
            cases=cases,
            digest=digest,
        )
    else:
        yield phrase(
            "TAMPERED OR DAMAGED: the checklists in the journal are not those that were stored (pack "
            "{digest}).",
            digest=digest,
        )
    yield phrase(
        "They were removed or replaced. The case may now be shown under other rules than the officer used."
    )


def _code_lines(found: JournalVerdict, shown: str) -> Iterator[str]:
    if not found.places:
        yield phrase("TAMPERED OR DAMAGED: no entry has the code {shown}.", shown=shown)
        yield phrase(
            "The journal was cut or rewritten after the code was printed, or the code is from another "
            "journal. Verify the journal it was printed from."
        )
    for place in found.places or ():
        yield phrase(
            "{shown} is the code of entry {seq} of {entries} (case {case}, {at}).",
            shown=shown,
            seq=place.seq,
            entries=found.entries,
            case=place.case,
            at=place.at,
        )
    if found.places and found.bad is None and not found.unread:
        yield phrase("All entries up to it are as they were when the code was printed.")


def _wrapped(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from textwrap.wrap(clean(line), _WIDTH, break_on_hyphens=False)

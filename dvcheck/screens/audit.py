"""What a journal is found to be, in lines."""

import textwrap
from collections.abc import Iterable, Iterator

from dvcheck.language import phrase, plural
from dvcheck.record.audit import MOST_NAMED, BadPack, JournalVerdict, code_of
from dvcheck.record.chain import code
from dvcheck.text import clean

_WIDTH = 80


def verdict(found: JournalVerdict, digits: str | None) -> str:
    """Say whether a journal is whole, and what is wrong with it; `digits` is the code that was asked for."""
    return "\n".join(_wrapped(_lines(found, digits)))


def _lines(found: JournalVerdict, digits: str | None) -> Iterator[str]:
    if found.is_whole:
        yield _sound(found)
    if found.bad is not None:
        if found.bad.fault == "emptied":
            yield phrase(
                "NOT whole: entry {seq} (case {case}) is empty.", seq=found.bad.seq, case=found.bad.case
            )
        else:
            yield phrase(
                "NOT whole: entry {seq} (case {case}) does not follow from the one before.",
                seq=found.bad.seq,
                case=found.bad.case,
            )
        yield found.bad.means
    for pack in found.packs:
        yield from _pack_lines(pack)
    if found.wrong_cases:
        cases = ", ".join(case or phrase("none that is here") for case in found.wrong_cases)
        if len(found.wrong_cases) == MOST_NAMED:
            yield phrase(
                "NOT whole: the table of cases does not say what the entries say of case {cases} and perhaps "
                "more.",
                cases=cases,
            )
        else:
            yield phrase(
                "NOT whole: the table of cases does not say what the entries say of case {cases}.",
                cases=cases,
            )
        yield phrase("Someone has worked on it with another program: a case may be missing from the lists.")
    if not found.guarded:
        yield phrase(
            "NOT whole: the file's own guards against changes are not those that dvcheck puts there."
        )
        yield phrase("Someone has worked on it with another program.")
    for gone in found.rewinds:
        yield phrase("NOT whole: {what}: an older copy was put in place of the journal.", what=gone.what)
        if gone.entry is not None:
            yield phrase("Entry {entry} recorded that.", entry=gone.entry)
    if found.rewinds:
        yield phrase("Look for the newer file or a backup of it, and restore that.")
    if digits is not None:
        yield from _code_lines(found, code_of(digits))


def _sound(found: JournalVerdict) -> str:
    """That nothing was changed, as far as it could be read."""
    counts = [plural("{n} entry", "{n} entries", n=found.entries)]
    counts = [plural("{entries} of {n} case", "{entries} of {n} cases", n=found.cases, entries=counts[0])]
    counts += [phrase("{n} purged", n=found.purged)] if found.purged else []
    if not found.is_readable:
        return phrase("what can be read stands as it was recorded: {counts}", counts=", ".join(counts))
    counts += [phrase("head {code}", code=code(found.head))] if found.head else []
    if found.places == ():
        return phrase("each entry follows from the one before: {counts}", counts=", ".join(counts))
    return phrase("whole: {counts}", counts=", ".join(counts))


def _pack_lines(pack: BadPack) -> Iterator[str]:
    cases, digest = ", ".join(pack.cases), pack.digest[:19]
    if pack.fault == "missing" and cases:
        yield phrase(
            "NOT whole: the checklists of case {cases} are not in the journal (pack {digest}).",
            cases=cases,
            digest=digest,
        )
    elif pack.fault == "missing":
        yield phrase(
            "NOT whole: the checklists kept with the cases are not in the journal (pack {digest}).",
            digest=digest,
        )
    elif cases:
        yield phrase(
            "NOT whole: the checklists of case {cases} are not what was kept (pack {digest}).",
            cases=cases,
            digest=digest,
        )
    else:
        yield phrase(
            "NOT whole: the checklists kept with the cases are not what was kept (pack {digest}).",
            digest=digest,
        )
    yield phrase(
        "They were taken out or replaced: the case may now be read under other rules than it was worked by."
    )


def _code_lines(found: JournalVerdict, shown: str) -> Iterator[str]:
    if not found.places:
        yield phrase("NOT whole: no entry has the code {shown}.", shown=shown)
        yield phrase(
            "The record was cut or rewritten since it was printed, or it was printed from another journal."
        )
    for place in found.places or ():
        yield phrase(
            "{shown} stands at entry {seq} of {entries} (case {case}, {at}).",
            shown=shown,
            seq=place.seq,
            entries=found.entries,
            case=place.case,
            at=place.at,
        )
    if found.places and found.bad is None and not found.unread:
        yield phrase("All entries up to it are as they were when it was printed.")


def _wrapped(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from textwrap.wrap(clean(line), _WIDTH, break_on_hyphens=False)

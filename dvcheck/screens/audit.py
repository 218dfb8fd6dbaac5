"""What a journal is found to be, in lines."""

import textwrap
from collections.abc import Iterable, Iterator

from dvcheck.language import plural
from dvcheck.record.audit import MOST_NAMED, BadPack, JournalVerdict, code_of
from dvcheck.record.chain import code
from dvcheck.text import clean

_WIDTH = 80


def verdict(found: JournalVerdict, digits: str | None) -> str:
    """Say whether a journal is whole, and what is wrong with it; `digits` is the code that was asked for."""
    return "\n".join(_wrapped(_lines(found, digits)))


def _lines(found: JournalVerdict, digits: str | None) -> Iterator[str]:
    entries = plural("{n} entry", "{n} entries", n=found.entries)
    count = plural("{entries} of {n} case", "{entries} of {n} cases", n=found.cases, entries=entries)
    count += f", {found.purged} purged" if found.purged else ""
    head = f", head {code(found.head)}" if found.head else ""
    if found.is_whole and found.is_readable and found.places == ():
        yield f"each entry follows from the one before: {count}{head}"
    elif found.is_whole and found.is_readable:
        yield f"whole: {count}{head}"
    elif found.is_whole:
        yield f"what can be read stands as it was recorded: {count}"
    if found.bad is not None:
        wrong = "is empty" if found.bad.fault == "emptied" else "does not follow from the one before"
        yield f"NOT whole: entry {found.bad.seq} (case {found.bad.case}) {wrong}."
        yield found.bad.means
    for pack in found.packs:
        yield from _pack_lines(pack)
    if found.wrong_cases:
        cases = ", ".join(case or "none that is here" for case in found.wrong_cases)
        more = " and perhaps more" if len(found.wrong_cases) == MOST_NAMED else ""
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
        yield from _code_lines(found, code_of(digits))


def _pack_lines(pack: BadPack) -> Iterator[str]:
    cases = f" of case {', '.join(pack.cases)}" if pack.cases else " kept with the cases"
    what = "are not in the journal" if pack.fault == "missing" else "are not what was kept"
    yield f"NOT whole: the checklists{cases} {what} (pack {pack.digest[:19]})."
    yield "They were taken out or replaced: the case may now be read under other rules than it was worked by."


def _code_lines(found: JournalVerdict, shown: str) -> Iterator[str]:
    if not found.places:
        yield f"NOT whole: no entry has the code {shown}."
        yield "The record was cut or rewritten since it was printed, or it was printed from another journal."
    for place in found.places or ():
        yield f"{shown} stands at entry {place.seq} of {found.entries} (case {place.case}, {place.at})."
    if found.places and found.bad is None and not found.unread:
        yield "All entries up to it are as they were when it was printed."


def _wrapped(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from textwrap.wrap(clean(line), _WIDTH, break_on_hyphens=False)

"""What the commands of a precinct say: the result of an audit, and one case as far as it is there."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import RenderableType

from dvcheck import dates
from dvcheck.actions.precinct_audit import Recomputed, VerifiedPrecinct
from dvcheck.actions.precinct_case import OpenedCase
from dvcheck.actions.workspace import case_label
from dvcheck.language import phrase, plural
from dvcheck.record.known_heads import KnownHead
from dvcheck.screens import case as case_screen
from dvcheck.screens import prose, prose_case
from dvcheck.screens import summary as summary_screen
from dvcheck.screens.style import line

MOST_NAMED = 20
"""The most entries without content that are named."""


def audit(found: VerifiedPrecinct) -> Iterator[str]:
    """Yield what an audit found, the worst first."""
    for one in found.journals:
        if one.first_bad is not None:
            yield phrase(
                "TAMPERED OR DAMAGED: journal {journal} of {officer}, from entry {seq:,} on.",
                journal=str(one.id),
                officer=one.officer,
                seq=one.first_bad,
            )
    last = {one.id: one.head.seq for one in found.journals}
    yield from (_lost(head, last.get(head.journal)) for head in found.lost)
    yield from _board_lines(found.recomputed)
    for one in found.journals:
        if one.first_bad is None:
            yield plural(
                "{officer}: journal {journal} is as recorded, {n:,} entry.",
                "{officer}: journal {journal} is as recorded, {n:,} entries.",
                n=one.head.seq,
                officer=one.officer,
                journal=str(one.id),
            )
    whole = sum(one.first_bad is None for one in found.journals)
    yield plural("{n:,} journal is as recorded.", "{n:,} journals are as recorded.", n=whole)
    if found.known:
        yield plural("{n:,} known head was compared.", "{n:,} known heads were compared.", n=found.known)
    else:
        yield phrase(
            "A superuser can replace a complete chain. Only a witness shows that: add --against FILE."
        )


def _lost(head: KnownHead, last: int | None) -> str:
    """Say that a known entry is not there. `last` is the last entry of its journal, if that was verified."""
    if head.seq is None:
        return phrase(
            "HISTORY LOST OR CHANGED: journal {journal} has no entry {digits}.",
            journal=str(head.journal),
            digits=head.digits[:8].upper(),
        )
    if last is not None and last < head.seq:
        return phrase(
            "HISTORY LOST: journal {journal} ends with entry {last:,}, but a witness has entry {seq:,}.",
            journal=str(head.journal),
            last=last,
            seq=head.seq,
        )
    return phrase(
        "HISTORY LOST OR CHANGED: journal {journal} does not have entry {seq:,} of the witness.",
        journal=str(head.journal),
        seq=head.seq,
    )


def _board_lines(found: Recomputed | None) -> Iterator[str]:
    if found is None:
        return
    for one in found.wrong:
        yield phrase(
            "NOT WHAT THE ANSWERS GIVE: case {case} of {officer}, journal {journal}: {columns}.",
            case=one.case,
            officer=one.officer,
            journal=str(one.journal),
            columns=", ".join(map(_column, one.columns)),
        )
    yield plural(
        "{n:,} line of the board is what its answers give.",
        "{n:,} lines of the board are what their answers give.",
        n=found.same,
    )
    if found.impossible:
        yield plural(
            "{n:,} case cannot be recomputed: some of its answers or its checklists are not here.",
            "{n:,} cases cannot be recomputed: some of their answers or their checklists are not here.",
            n=found.impossible,
        )


def _column(name: str) -> str:
    """Name a column of a board line as people do."""
    match name:
        case "number":
            return phrase("the number of the case")
        case "state":
            return phrase("whether it is open")
        case "open_required":
            return phrase("the number of open required duties")
        case "undetermined":
            return phrase("the number of undecided duties")
        case "due_at":
            return phrase("the nearest deadline")
        case "opened_at":
            return phrase("when it was opened")
        case "last_at":
            return phrase("when it was last worked")
        case "duties":
            return phrase("the duties and their deadlines")
        case "unasked":
            return phrase("the number of questions not asked")
        case _:
            return name


def case_parts(found: OpenedCase, at: datetime, width: int, *, sensitive: bool) -> Iterator[RenderableType]:
    """Yield the answers and records that are there. What is owed is assessed only if all of them are."""
    if found.assessed is not None:
        case, pack, assessment = found.assessed.case, found.assessed.pack, found.assessed.assessment
        zone = ZoneInfo(pack.policy.zone)
        yield line(f" {_head(found)}", "bold")
        yield case_screen.answers(assessment, zone, width, sensitive=sensitive)
        yield case_screen.settled(assessment, width, why=False)
        yield case_screen.recorded(case, pack, sensitive=sensitive)
        if not found.without:
            yield summary_screen.summary(pack, assessment, case=None, now=at, width=width)
    for said in _without(found):
        yield line(f" {said}")


def case_aloud(found: OpenedCase, at: datetime, *, sensitive: bool) -> Iterator[str]:
    """Yield the same as prose."""
    if found.assessed is not None:
        case, pack, assessment = found.assessed.case, found.assessed.pack, found.assessed.assessment
        yield _head(found)
        yield from prose_case.answers(assessment, ZoneInfo(pack.policy.zone), sensitive=sensitive)
        yield from prose_case.settled(assessment)
        yield from prose_case.recorded(case, pack, sensitive=sensitive)
        if not found.without:
            yield from prose.summary(pack, assessment, case=None, now=at)
    yield from _without(found)


def _head(found: OpenedCase) -> str:
    """Name the case. The summary does not: its commands would look in the journal of this computer."""
    assert found.assessed is not None
    case = found.assessed.case
    opened = case.local(case.opened)
    return phrase(
        "Case {case}, opened {date} {time}.",
        case=case_label(case),
        date=dates.day(opened.date()),
        time=dates.clock(opened),
    )


def _without(found: OpenedCase) -> Iterator[str]:
    """Yield what is not there, and what the laptop assessed from it."""
    for entry in found.without[:MOST_NAMED]:
        when = entry.at.astimezone()
        yield phrase(
            "Entry {seq:,}, {kind}, {date} {time}: withheld or purged.",
            seq=entry.seq,
            kind=entry.kind,
            date=dates.day(when.date()),
            time=dates.clock(when),
        )
    if found.without:
        yield plural(
            "{n:,} of {all:,} entries has no content here: the laptop withheld it, or it was purged.",
            "{n:,} of {all:,} entries have no content here: the laptop withheld it, or it was purged.",
            n=len(found.without),
            all=found.entries,
        )
    if found.line is not None and found.line.state == "purged":
        yield phrase("The case was purged here. What the laptop had assessed was erased too.")
    elif found.without and found.line is not None:
        yield plural(
            "As the laptop assessed it, {n:,} required duty was open.",
            "As the laptop assessed it, {n:,} required duties were open.",
            n=found.line.open_required,
        )
    elif found.assessed is None:
        yield phrase("Its checklists are not here, so its answers cannot be shown.")
    yield phrase("That you opened this case is recorded, with your reason.")

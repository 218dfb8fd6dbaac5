"""A case that was handed over to another computer, or taken over from one, in sentences."""

from collections.abc import Iterator
from datetime import datetime

from dvcheck.actions.handing_over import HandedOverCase
from dvcheck.actions.taking_over import ProposedTakeOver, TakenOver
from dvcheck.actions.workspace import case_label
from dvcheck.hint import command, on_journal, walk
from dvcheck.language import phrase, plural
from dvcheck.record.case import Case
from dvcheck.record.chain import code
from dvcheck.record.transfer import Transfer
from dvcheck.screens.prose import to_paste
from dvcheck.wording.counts import in_assessment, not_asked
from dvcheck.wording.recorded import handed_over as when_handed_over
from dvcheck.wording.recorded import running


def handed_over(found: HandedOverCase, file: str) -> Iterator[str]:
    """Say that a case is handed over, what the file holds, and how to take it over."""
    case, moved = found.case, found.written.transfer
    yield phrase("{case} is handed over. It is closed on this computer.", case=case_label(case))
    if found.left:
        yield plural(
            "{n} required duty is open. Whoever takes the case over owes it; you no longer do.",
            "{n} required duties are open. Whoever takes the case over owes them; you no longer do.",
            n=len(found.left),
        )
    if found.unasked:
        yield phrase("{not_asked}.", not_asked=not_asked(found.unasked))
    if case.running:
        yield phrase("Its clock runs on there.")
    yield phrase("Code {code}. The other computer must show the same code.", code=code(moved.head))
    if found.is_encrypted:
        yield phrase("Your journal is encrypted, but this file is not.")
    else:
        yield phrase("The file is not encrypted.")
    yield phrase(
        "It holds the complete case, also sensitive answers. Give it only to the officer who takes over, and "
        "delete it afterwards."
    )
    yield phrase("On the other computer:")
    yield to_paste(command("case", "take-over", file))


def taken_over(taken: TakenOver, moved: Transfer, now: datetime) -> Iterator[str]:
    """Say that a case is taken over, what is open in it, and how to go on."""
    case = taken.case
    yield phrase(
        "{case} is taken over. On the computer it came from it is {there}.",
        case=case_label(case),
        there=case.take_overs[-1].case,
    )
    yield plural(
        "{n} entry, verified with the {all} entries of that journal. Code {code}: compare it with the code "
        "shown there.",
        "{n} entries, verified with the {all} entries of that journal. Code {code}: compare it with the code "
        "shown there.",
        n=len(moved.events),
        all=moved.length,
        code=code(moved.head),
    )
    yield from _beside(taken)
    if taken.behind:
        yield phrase("The clock of this computer is behind the times in the file. Check both clocks.")
    yield phrase("{counts}.", counts=", ".join(in_assessment(taken.assessment)))
    for clock in running(case, taken.pack, now):
        yield phrase("{clock}.", clock=clock)
    yield phrase("To go on with the walk:")
    yield to_paste(walk(case.checklists[-1] if case.checklists else "incident", case.id))
    yield phrase("What you owe in it:")
    yield to_paste(on_journal("outstanding", case.id))


def _beside(taken: TakenOver) -> Iterator[str]:
    """Name the other cases here that an officer could take for it."""
    for case in taken.came_back_to:
        yield phrase(
            "It came back: here it was {case}, {handed_over}.",
            case=case.id,
            handed_over=when_handed_over(case),
        )
    for case in taken.doubles:
        yield phrase("{case} is another state of it and stays as it is.", case=case.id)
    others = {case.id for case in taken.doubles}
    if taken.same_number is not None and taken.same_number not in others:
        yield phrase(
            "Another open case here has the number {number}: {other}. Name each by its id, or give this one "
            "another number:",
            number=taken.case.number,
            other=taken.same_number,
        )
        yield to_paste(on_journal("amend", taken.case.id, "--number", "TEXT"))


def doubles(found: ProposedTakeOver) -> Iterator[str]:
    """Say which cases here are another state of the case in a file."""
    for one in found.doubles:
        if one.more:
            yield phrase(
                "{case} is the same case, and both went on: {new} new in the file, {here} new here.",
                case=case_label(one.case),
                new=_entries(one.lacks),
                here=_entries(one.more),
            )
        else:
            yield phrase(
                "{case} is an earlier state of the same case: {new} new in the file.",
                case=case_label(one.case),
                new=_entries(one.lacks),
            )
        yield phrase("See it first:")
        yield to_paste(on_journal("show", one.case.id))
    yield phrase(
        "The two are never merged. If you take this one over too, close the case that you do not go on with."
    )


def _entries(n: int) -> str:
    return plural("{n} entry", "{n} entries", n=n)


def owned_twice(case: Case) -> Iterator[str]:
    """Warn that a case that was handed over would be open on two computers."""
    yield phrase(
        "{case} was {handed_over}. Whoever took it over owes its duties now.",
        case=case_label(case),
        handed_over=when_handed_over(case),
    )
    yield phrase(
        "If you open it here too, both computers have it, and neither sees what the other records. First ask "
        "whoever has it."
    )

"""The questions at the end of a shift: what is open, and what happens to it."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from dvcheck.language import phrase, plural
from dvcheck.pack.model import Question, sections_of
from dvcheck.rules.assess import Duty
from dvcheck.wording import deadline
from dvcheck.wording.other_walk import OtherWalk, left_to_do


def becomes(case: str, duty: Duty, more: int, now: datetime, zone: tzinfo) -> str:
    """Ask what happens to an open duty; `more` is the number of duties still to ask about."""
    o = duty.obligation
    sections, due = sections_of(o.cites), deadline.in_sentence(duty.deadline, now, zone)
    if not more:
        return phrase(
            "{case}: {word} ({sections}) {duty} - {due}",
            case=case,
            word=o.word,
            sections=sections,
            duty=o.text,
            due=due,
        )
    return plural(
        "{case}: {word} ({sections}) {duty} - {due} ({n} more)",
        "{case}: {word} ({sections}) {duty} - {due} ({n} more)",
        n=more,
        case=case,
        word=o.word,
        sections=sections,
        duty=o.text,
        due=due,
    )


def stays_open() -> str:
    """Offer to leave a duty open for a reason, which is asked next."""
    return phrase("It stays open: say why (carried over)")


def stays_open_as_before(reason: str) -> str:
    """Offer to leave a duty open for the reason given last."""
    return phrase("It stays open: {reason}", reason=reason)


def left_open() -> str:
    """Offer to leave a duty open without a reason."""
    return phrase("Leave it open without a reason: the shift does not end then")


def is_done() -> str:
    """Offer to mark a duty done."""
    return phrase("It is done")


def was_not_feasible() -> str:
    """Offer to mark a duty not feasible, for a reason, which is asked next."""
    return phrase("It was not feasible: say why")


def deadline_lifted(duty: Duty, lifts: Question) -> str:
    """Offer the answer that lifts the deadline of a duty; the duty stays open."""
    due = duty.obligation.due
    sections = sections_of(due.cites) if due is not None else ""
    return phrase(
        "{question}: it stays open ({sections} lifts the deadline)", question=lifts.name, sections=sections
    )


def rest_stays_open(case: str, reason: str) -> str:
    """Offer to leave the rest of a case open for the reason given last."""
    return phrase("All that is left of {case} stays open: {reason}", case=case, reason=reason)


def why_open(duty: Duty) -> str:
    """Ask why a duty stays open."""
    return phrase("Why does it stay open? {duty}", duty=duty.obligation.text)


def why_not_feasible(duty: Duty) -> str:
    """Ask why a duty was not feasible."""
    return phrase("Why was it not feasible? {duty}", duty=duty.obligation.text)


def unfinished(case: str, unasked: int, walks: Sequence[OtherWalk]) -> str:
    """Say that a walk was not finished: duties it would have raised are in no list."""
    return phrase(
        "{case}: {left}. What is owed there is not known.", case=case, left=left_to_do(unasked, walks)
    )


def unfinished_note(unasked: int, walks: Sequence[OtherWalk], reason: str) -> str:
    """Note in a case why its walk stays unfinished."""
    return phrase("{left} by the end of the shift: {reason}", left=left_to_do(unasked, walks), reason=reason)

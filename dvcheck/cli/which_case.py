"""Which case a command is about, where none is named: an officer at a terminal chooses."""

from dvcheck.actions.offers import Offer, Offers
from dvcheck.language import phrase
from dvcheck.record.case import Case
from dvcheck.record.clock import now
from dvcheck.walk.prompts import Row, Terminal

_NEW = ""
"""The row of a new case; no case has such an id."""


def or_new(offers: Offers, checklist: str, terminal: Terminal) -> Case | None:
    """The case that a walk goes on with; None for a new one. May raise `Leave`.

    The row that Enter takes is the first: a clock that runs, else the walk that was stopped last, else a new
    case.
    """
    for problem in offers.problems:
        terminal.say((("warn", f" {problem.message}"),))
    if not offers.all:
        return None
    new = Row(id=_NEW, text=phrase("New case"))
    rows = [
        *(_row(offer, checklist) for offer in offers.first),
        new,
        *(_row(offer, checklist) for offer in offers.others),
    ]
    chosen = terminal.choose(_title(offers), rows)
    return next((offer.case for offer in offers.all if offer.case.id == chosen), None)


def _title(offers: Offers) -> str:
    if offers.older:
        return phrase("Which case? ({n} older: dvcheck cases)", n=offers.older)
    return phrase("Which case?")


def _row(offer: Offer, checklist: str) -> Row:
    case = offer.case
    # Of what walk it is goes without saying where it is the one that was called.
    other = "" if checklist in case.checklists else ", ".join(case.checklists)
    where = " · ".join(filter(None, [*offer.clocks, *_stands(offer)]))
    number = [case.number] if case.number else []
    said = [case.id, *number, *([] if offer.clocks else [_time(offer)]), *filter(None, [other]), where]
    return Row(id=case.id, text="  ".join(said))


def _stands(offer: Offer) -> tuple[str, ...]:
    """Where the walk stopped, and how much is open."""
    if offer.stopped is None:
        return (", ".join(offer.case.checklists),)
    question = offer.stopped.question
    where = (
        phrase("finished") if question is None else phrase("stopped at {question}", question=question.name)
    )
    return (*(() if offer.clocks else (where,)), phrase("{n} open", n=offer.stopped.open))


def _time(offer: Offer) -> str:
    """When the case was worked on last, by the agency's clocks."""
    from zoneinfo import ZoneInfo

    from dvcheck.wording.times import clock_time

    return clock_time(offer.at, now(), ZoneInfo(offer.zone))

"""Which case a command is about, where none is named: an officer at a terminal chooses."""

import sys

from dvcheck.actions.desk import Desk, named
from dvcheck.actions.offers import Offer, Offers, offered_to_any
from dvcheck.cli import beside
from dvcheck.cli.asking import terminal_of
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase
from dvcheck.record.case import Case
from dvcheck.record.clock import now
from dvcheck.walk.prompts import Leave, Row, Terminal

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


def is_asked() -> bool:
    """Whether somebody sits at a terminal who can choose."""
    return sys.stdin.isatty() and (sys.stdout.isatty() or sys.stderr.isatty())


def one_of_them(desk: Desk, *, closed: bool) -> str:
    """The id of the only case that is open, or of the one that the officer chooses; or of closed ones.

    DvcheckError with Exit.USAGE where there is none. Leaving ends the command.
    """
    with desk.recorded() as journal:
        offers = offered_to_any(desk, journal, "closed" if closed else "open")
    for problem in offers.problems:
        beside.say(problem.message)
    if not offers.all:
        raise _none(closed=closed)
    if len(offers.all) == 1 and not offers.problems and not closed:
        (only,) = offers.all
        beside.say(phrase("{case}: the only open case.", case=named(only.case)))
        return only.case.id
    terminal = terminal_of(desk, sys.stdout if sys.stdout.isatty() else sys.stderr)
    assert terminal is not None  # `is_asked`
    try:
        return terminal.choose(_title(offers), [_row(offer) for offer in offers.all])
    except Leave:
        beside.say(phrase("Left; no case was chosen."))
        raise SystemExit(Exit.INTERRUPTED) from None
    finally:
        terminal.close()


def _none(*, closed: bool) -> DvcheckError:
    if closed:
        return DvcheckError(phrase("no case is closed"), code=Exit.USAGE)
    listed = own_line(phrase("Name a closed one. They are listed by:"), on_journal("cases", "--closed"))
    return DvcheckError(phrase("no case is open"), hint=listed, code=Exit.USAGE)


def _title(offers: Offers) -> str:
    if offers.older:
        return phrase("Which case? ({n} older: dvcheck cases)", n=offers.older)
    return phrase("Which case?")


def _row(offer: Offer, checklist: str = "") -> Row:
    case = offer.case
    number = [case.number] if case.number else []
    # Of what walk it is goes without saying where it is the one that was called.
    other = [] if checklist in case.checklists else [", ".join(case.checklists)]
    time = [] if offer.clocks else [_time(offer)]
    where = " · ".join([*offer.clocks, *_stands(offer)])
    return Row(id=case.id, text="  ".join([case.id, *number, *time, *other, where]))


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

"""The choice of a case by an officer at a terminal, if the command names none."""

import sys

from dvcheck.actions.offers import Offer, Offers, offers_of_cases
from dvcheck.actions.workspace import Workspace, case_label
from dvcheck.cli import beside
from dvcheck.cli.asking import terminal_of
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase
from dvcheck.record.case import Case
from dvcheck.record.clock import now
from dvcheck.walk.prompts import Leave, Row, Terminal

_NEW = ""
"""The id of the row for a new case. No case has it."""


def or_new(offers: Offers, checklist: str, terminal: Terminal) -> Case | None:
    """Return the case that a walk resumes; None for a new case. May raise `Leave`.

    Enter takes the first row: a case with a running clock, else the walk stopped last, else a new case.
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
    """Check whether somebody sits at a terminal and can choose."""
    return sys.stdin.isatty() and (sys.stdout.isatty() or sys.stderr.isatty())


def one_of_them(workspace: Workspace, *, closed: bool) -> str:
    """Return the id of the only open case, or of the case the officer chooses; with `closed` a closed one.

    DvcheckError with Exit.USAGE if there is none. Leaving ends the command.
    """
    with workspace.recorded() as journal:
        offers = offers_of_cases(workspace, journal, "closed" if closed else "open")
    for problem in offers.problems:
        beside.say(problem.message)
    if not offers.all:
        raise _none(closed=closed)
    if len(offers.all) == 1 and not offers.problems and not closed:
        (only,) = offers.all
        beside.say(phrase("{case}: the only open case.", case=case_label(only.case)))
        return only.case.id
    terminal = terminal_of(workspace, sys.stdout if sys.stdout.isatty() else sys.stderr)
    assert terminal is not None  # `is_asked`
    try:
        return terminal.choose(_title(offers), [_row(offer) for offer in offers.all])
    except Leave:
        beside.say(phrase("Left. No case was chosen."))
        raise SystemExit(Exit.INTERRUPTED) from None
    finally:
        terminal.close()


def _none(*, closed: bool) -> DvcheckError:
    if closed:
        return DvcheckError(phrase("no case is closed"), code=Exit.USAGE)
    listed = own_line(phrase("Name a closed case. To list them:"), on_journal("cases", "--closed"))
    return DvcheckError(phrase("no case is open"), hint=listed, code=Exit.USAGE)


def _title(offers: Offers) -> str:
    if offers.older:
        return phrase("Which case? ({n} older: dvcheck cases)", n=offers.older)
    return phrase("Which case?")


def _row(offer: Offer, checklist: str = "") -> Row:
    case = offer.case
    number = [case.number] if case.number else []
    # The name of the walk is left out if it is the walk of this command.
    other = [] if checklist in case.checklists else [", ".join(case.checklists)]
    time = [] if offer.clocks else [_time(offer)]
    where = " · ".join([*offer.clocks, *_progress_of(offer)])
    return Row(id=case.id, text="  ".join([case.id, *number, *time, *other, where]))


def _progress_of(offer: Offer) -> tuple[str, ...]:
    """Return where the walk stopped, and the number of open duties."""
    if offer.stopped is None:
        return (", ".join(offer.case.checklists),)
    question = offer.stopped.question
    where = (
        phrase("finished") if question is None else phrase("stopped at {question}", question=question.name)
    )
    return (*(() if offer.clocks else (where,)), phrase("{n} open", n=offer.stopped.open))


def _time(offer: Offer) -> str:
    """Return when the case last changed, by the agency's clocks."""
    from zoneinfo import ZoneInfo

    from dvcheck.wording.times import clock_time

    return clock_time(offer.at, now(), ZoneInfo(offer.zone))

"""The first screen as prose, for a screen reader or a terminal that cannot draw."""

from collections.abc import Iterator

from dvcheck.actions.home import Home
from dvcheck.actions.stopped_at import in_words
from dvcheck.actions.workspace import case_label
from dvcheck.hint import command, on_journal, walk, walk_new
from dvcheck.language import phrase
from dvcheck.screens.prose import to_paste
from dvcheck.wording.aloud import sentence, shift_left
from dvcheck.wording.counts import open_in_cases
from dvcheck.wording.home import today


def lines(home: Home) -> Iterator[str]:
    """Yield the lines: one fact a line, each command on a separate line."""
    yield sentence(today(home.at, home.zone))
    if shift := shift_left(home.shift, home.at, home.zone):
        yield shift
    yield from _counts(home)
    for clock in home.clocks:
        yield phrase("Case {case}: {clock}.", case=case_label(clock.case), clock=clock.said)
    for one in home.walks:
        stopped = ", ".join((case_label(one.case), *in_words(one.stopped, home.at, home.zone)))
        yield phrase("Unfinished: {case}. Continue with:", case=stopped)
        yield to_paste(walk(one.case.checklist, one.case.id))
    yield from map(sentence, home.problems)
    if home.owed:
        yield phrase("What is open:")
        yield to_paste(on_journal("outstanding"))
    if home.checklists:
        yield phrase("Begin with one of:")
    for checklist in home.checklists:
        yield to_paste(walk_new(checklist.id))
    yield phrase("All commands:")
    yield to_paste(command("--help"))


def _counts(home: Home) -> Iterator[str]:
    """Yield the numbers of overdue, open and undecided duties. A count of 0 is left out."""
    if not home.cases:
        yield phrase("No open cases.")
        return
    if home.overdue:
        yield phrase("{n} overdue.", n=home.overdue)
    yield open_in_cases(home.owed, home.cases)
    if home.undecided:
        yield phrase("{n} undecided.", n=home.undecided)

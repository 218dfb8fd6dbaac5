"""How everything stands, as prose: for whoever listens, or has a terminal that draws no screen."""

from collections.abc import Iterator

from dvcheck.actions.desk import named
from dvcheck.actions.home import Home
from dvcheck.actions.stopped_at import in_words
from dvcheck.hint import command, on_journal, walk, walk_new
from dvcheck.language import phrase
from dvcheck.wording.home import counts, shift_left, today


def lines(home: Home) -> Iterator[str]:
    """One thing a line, each command on a line of its own."""
    shift = shift_left(home.shift, home.at, home.zone)
    yield _sentence(today(home.at, home.zone))
    if shift:
        yield _sentence(shift)
    for said in counts(cases=home.cases, owed=home.owed, overdue=home.overdue, undecided=home.undecided):
        yield _sentence(said)
    for clock in home.clocks:
        yield phrase("{case}: {clock}.", case=clock.case.id, clock=clock.said)
    for one in home.walks:
        stopped = ", ".join((named(one.case), *in_words(one.stopped, home.at, home.zone)))
        yield phrase("Unfinished: {case}. Go on with it:", case=stopped)
        yield f"  {walk(one.case.checklist, one.case.id)}"
    yield from home.problems
    if home.owed:
        yield phrase("What is open:")
        yield f"  {on_journal('outstanding')}"
    if home.checklists:
        yield phrase("Begin with one of:")
    for checklist in home.checklists:
        yield f"  {walk_new(checklist.id)}"
    yield phrase("All commands:")
    yield f"  {command('--help')}"


def _sentence(said: str) -> str:
    return f"{said[0].upper()}{said[1:].removesuffix('.')}."

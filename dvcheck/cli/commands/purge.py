"""`dvcheck purge`."""

from functools import partial
from typing import Annotated

import typer

from dvcheck.actions import closing
from dvcheck.actions.closing import Purged
from dvcheck.actions.desk import Desk
from dvcheck.actions.outstanding import require_all_read
from dvcheck.actions.settings import MOST_DAYS
from dvcheck.cli import printer
from dvcheck.cli.asking import asked
from dvcheck.cli.command import command
from dvcheck.language import Later, phrase, plural
from dvcheck.screens.progress import progress
from dvcheck.walk.prompts import Row

_STAYS = (
    Later("What stays: that there was a case, when, and how many entries of which kind it had."),
    Later(
        "Not reached: reports written to files, backups, and what the disk itself may keep of deleted data."
    ),
)


@command("plain", "no_color", "home")
def run(
    desk: Desk,
    older_than: Annotated[
        int | None,
        typer.Option(
            "--older-than", min=0, max=MOST_DAYS, metavar="DAYS", help="Closed for longer than so many days."
        ),
    ] = None,
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    with closing.purging(desk, older_than, partial(progress, phrase("Reading the cases"))) as found:
        console = printer.console(desk)
        n = len(found.cases)
        if not n:
            console.print(
                plural(
                    "Nothing to purge: no case was closed more than {n} day ago.",
                    "Nothing to purge: no case was closed more than {n} days ago.",
                    n=found.days,
                )
            )
        else:
            console.print(
                plural(
                    "Closed more than {n} day ago: {cases}",
                    "Closed more than {n} days ago: {cases}",
                    n=found.days,
                    cases=", ".join(case.named for case in found.cases),
                )
            )
            if sure or _is_confirmed(desk, n):
                _say_purged(desk, found.erase(partial(progress, "Purging")))
            else:
                console.print(phrase("Nothing was purged."))
    require_all_read(found.problems)


def _is_confirmed(desk: Desk, n: int) -> bool:
    take = plural("Take out for good what {n} case say", "Take out for good what {n} cases say", n=n)
    title = plural("Purge {n} case? This cannot be undone.", "Purge {n} cases? This cannot be undone.", n=n)
    with asked(desk, phrase("Name --yes where there is nobody to ask.")) as terminal:
        rows = [Row(id="no", text=phrase("Keep them")), Row(id="yes", text=take)]
        return terminal.choose(title, rows) == "yes"


def _say_purged(desk: Desk, done: Purged) -> None:
    console = printer.console(desk)
    if done.gone:
        console.print(phrase("Purged: {gone}.", gone=", ".join(case.id for case in done.gone)))
        for line in _STAYS:
            console.print(line.said())
    for case in done.kept:
        console.print(phrase("{case} was kept: it was worked on in another window meanwhile.", case=case.id))

"""`dvcheck amend`."""

from typing import Annotated

import typer

from dvcheck.actions import amend, by_name
from dvcheck.actions.desk import Desk
from dvcheck.actions.open_case import OpenCase, opened
from dvcheck.cli import printer
from dvcheck.cli.asking import asked, question_chosen
from dvcheck.cli.command import command
from dvcheck.cli.options import OneCase
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.text import clean
from dvcheck.walk import walk


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    case: OneCase,
    question: Annotated[
        str | None,
        typer.Argument(metavar="[QUESTION]", help="Its id or a part of it; without, they are listed."),
    ] = None,
    number: Annotated[
        str | None, typer.Option("--number", metavar="TEXT", help="The case number, put right.")
    ] = None,
) -> None:
    if number is not None:
        if question is not None:
            raise DvcheckError(phrase("--number goes without a QUESTION"), code=Exit.USAGE)
        done = amend.number(desk, case, number)
        if done.before:
            said = phrase(
                "{case} is {number} from now on, no longer {before}.",
                case=done.case,
                number=done.number,
                before=clean(done.before),
            )
        else:
            said = phrase("{case} is {number} from now on.", case=done.case, number=done.number)
        printer.console(desk).print(said)
        return
    with opened(desk, case) as one:
        changed = _asked_again(desk, one, question)
    printer.console(desk).print(phrase("Recorded.") if changed else phrase("Nothing was changed."))


def _asked_again(desk: Desk, case: OpenCase, wanted: str | None) -> bool:
    """Ask one question again, and record the new answer once what it changes has been seen."""
    with asked(desk, phrase("Answer line by line with --plain.")) as terminal:
        if wanted is not None:
            found = by_name.question(
                amend.amendable(case.assessment), wanted, case.assessment, case.file.case.id
            )
        else:
            found = question_chosen(terminal, amend.offered(case.assessment), case.assessment.answers)
        amend.refuse_sensitive(desk, found)
        return walk.amend(case.pack, case.file, terminal, found)

"""`dvcheck amend`."""

from typing import Annotated

import typer

from dvcheck.actions import amend, by_name
from dvcheck.actions.open_case import OpenCase, open_case
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.asking import choose_question, open_terminal
from dvcheck.cli.command import command
from dvcheck.cli.options import OneCase
from dvcheck.language import phrase
from dvcheck.screens import amend as screen
from dvcheck.walk import walk


@command("plain", "no_color", "pack", "home")
def run(
    workspace: Workspace,
    case: OneCase,
    question: Annotated[
        str | None,
        typer.Argument(metavar="[QUESTION]", help="Its id or a part of it."),
    ] = None,
    number: Annotated[
        str | None, typer.Option("--number", metavar="TEXT", help="The correct number of the case.")
    ] = None,
    rename: Annotated[
        list[str] | None,
        typer.Option("--rename", metavar="OLD=NEW", help="Correct a name in the list QUESTION."),
    ] = None,
) -> None:
    amend.require_one_way(question, number, rename)
    if number is not None:
        printer.console(workspace).print(screen.new_number(amend.number(workspace, case, number)))
        return
    if rename and question is not None:
        printer.show(workspace, *screen.new_names(amend.rename(workspace, case, question, rename)))
        return
    with open_case(workspace, case) as one:
        changed = _asked_again(workspace, one, question)
    printer.console(workspace).print(phrase("Recorded.") if changed else phrase("Nothing was changed."))


def _asked_again(workspace: Workspace, case: OpenCase, wanted: str | None) -> bool:
    """Ask one question again, show what the new answer changes, and record it."""
    left = phrase("Left. The answer was not changed.")
    with open_terminal(workspace, phrase("Answer line by line with --plain."), left) as terminal:
        offered = amend.amendable(case.assessment)
        if wanted is not None:
            found = by_name.question(offered, wanted, case.assessment, case.file.case.id)
        else:
            found = choose_question(
                terminal, amend.offered_questions(case.assessment), case.assessment.answers
            )
        amend.refuse_sensitive(workspace, found)
        return walk.amend(case.pack, case.file, terminal, found)

"""`dvcheck note`."""

from typing import Annotated

import typer

from dvcheck.actions import marks
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import beside, printer
from dvcheck.cli.asking import open_terminal
from dvcheck.cli.command import command
from dvcheck.cli.options import OneCase
from dvcheck.errors import Exit
from dvcheck.language import phrase


@command("plain", "no_color", "pack", "home")
def run(
    workspace: Workspace,
    case: OneCase,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]...", help="The words of the note."),
    ] = None,
) -> None:
    noted = marks.note(workspace, case, " ".join(words) if words else _asked(workspace))
    printer.console(workspace).print(phrase("Noted in {noted}.", noted=noted.id))


def _asked(workspace: Workspace) -> str:
    """Ask for the text of a note."""
    left = phrase("Left. No note was recorded.")
    with open_terminal(workspace, phrase("Give the note after the case."), left) as terminal:
        text = terminal.ask_note(phrase("What should the note say?"))
    if text:
        return text
    beside.say(phrase("Nothing was noted."))
    raise SystemExit(Exit.INTERRUPTED)

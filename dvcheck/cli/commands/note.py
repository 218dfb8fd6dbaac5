"""`dvcheck note`."""

from typing import Annotated

import typer

from dvcheck.actions import marks
from dvcheck.actions.desk import Desk
from dvcheck.cli import beside, printer
from dvcheck.cli.asking import asked
from dvcheck.cli.command import command
from dvcheck.cli.options import OneCase
from dvcheck.errors import Exit
from dvcheck.language import phrase


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    case: OneCase,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]...", help="The words of the note."),
    ] = None,
) -> None:
    noted = marks.note(desk, case, " ".join(words) if words else _asked(desk))
    printer.console(desk).print(phrase("Noted in {noted}.", noted=noted.id))


def _asked(desk: Desk) -> str:
    """A note that is typed now."""
    with asked(desk, phrase("Write the note behind the case.")) as terminal:
        text = terminal.ask_note(phrase("What is to be remembered?"))
    if text:
        return text
    beside.say(phrase("Nothing was noted."))
    raise SystemExit(Exit.INTERRUPTED)

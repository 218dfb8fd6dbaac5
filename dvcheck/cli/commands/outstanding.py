"""`dvcheck outstanding`."""

from typing import Annotated

import typer

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    CaseName,
    Format,
    FormatOption,
)


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    case: CaseName = None,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 if a required one is open.")] = False,
    watched: Annotated[
        bool, typer.Option("--watch", help="Keep it on the screen, drawn anew each minute; q leaves.")
    ] = False,
    format: FormatOption = Format.TEXT,
) -> None:
    from dvcheck.cli import results

    if watched:
        from dvcheck.cli.watch import watch

        if case is not None or check or format is not Format.TEXT:
            raise typer.BadParameter("--watch shows all open cases: without CASE, --check and --format")
        watch(desk)
    else:
        results.outstanding(desk, case, format, check=check)

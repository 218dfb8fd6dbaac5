"""`dvcheck policy`."""

from typing import Annotated

import typer

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    Format,
    FormatOption,
)


@command("no_color", "pack")
def run(
    desk: Desk,
    section: Annotated[
        str | None,
        typer.Argument(
            metavar="[SECTION]",
            help="A section, such as 1.5.1 or P2, or a reading, such as A29.",
        ),
    ] = None,
    format: FormatOption = Format.TEXT,
) -> None:
    from dvcheck.cli import results

    results.policy(desk, section, format)

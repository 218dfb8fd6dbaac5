"""`dvcheck explain`."""

from typing import Annotated

import typer

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    Format,
    FormatOption,
    IncludeSensitive,
    OneCase,
)


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    case: OneCase,
    obligation: Annotated[
        str | None,
        typer.Argument(
            metavar="[OBLIGATION]", help="Its id or the start of it; without it, they are listed."
        ),
    ] = None,
    include_sensitive: IncludeSensitive = False,
    format: FormatOption = Format.TEXT,
) -> None:
    from dvcheck.cli import results

    results.explain(desk, case, obligation, format, sensitive=include_sensitive)

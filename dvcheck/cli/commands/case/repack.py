"""`dvcheck case repack`."""

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
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    include_sensitive: IncludeSensitive = False,
    format: FormatOption = Format.TEXT,
) -> None:
    from dvcheck.cli import repack

    repack.repack(desk, case, format, sure=sure, sensitive=include_sensitive)

"""`dvcheck shift end`."""

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    Format,
    FormatOption,
)


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    format: FormatOption = Format.TEXT,
) -> None:
    from dvcheck.cli import handover

    handover.end(desk, format)

"""`dvcheck pack coverage`."""

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    Format,
    FormatOption,
    PackArgument,
)


@command("pack")
def run(
    desk: Desk,
    folder: PackArgument = None,
    format: FormatOption = Format.TEXT,
) -> None:
    from dvcheck.cli import pack_checks

    pack_checks.coverage(desk.on(folder), format)

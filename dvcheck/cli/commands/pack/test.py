"""`dvcheck pack test`."""

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

    pack_checks.run_scenarios(desk.on(folder), format)

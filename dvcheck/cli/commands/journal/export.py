"""`dvcheck journal export`."""

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    Output,
)


@command("home")
def run(
    desk: Desk,
    output: Output = None,
) -> None:
    from dvcheck.cli import journal_checks

    journal_checks.export(desk, output)

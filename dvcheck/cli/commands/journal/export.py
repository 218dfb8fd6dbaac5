"""`dvcheck journal export`."""

from dvcheck.actions import audit
from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.deliver import deliver_lines
from dvcheck.cli.options import Output
from dvcheck.language import phrase
from dvcheck.screens.progress import progress


@command("home")
def run(desk: Desk, output: Output = None) -> None:
    with (
        audit.exporting(desk) as export,
        progress(phrase("Exporting the journal"), export.total) as step,
    ):
        deliver_lines(export.lines(step), output, desk=desk)
    export.require_all()

"""`dvcheck journal export`."""

from dvcheck.actions import audit
from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command
from dvcheck.cli.deliver import deliver_lines
from dvcheck.cli.options import Output
from dvcheck.language import phrase
from dvcheck.screens.progress import progress


@command("home")
def run(workspace: Workspace, output: Output = None) -> None:
    with (
        audit.open_export(workspace) as export,
        progress(phrase("Exporting the journal"), export.total) as step,
    ):
        deliver_lines(export.lines(step), output, workspace=workspace)
    export.require_all()

"""`dvcheck precinct migrate`."""

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command


@command("plain", "no_color", "home")
def run(workspace: Workspace) -> None:
    from dvcheck.cli import precinct

    precinct.migrate(workspace)

"""`dvcheck precinct migrate`."""

from dvcheck.actions.workspace import Workspace
from dvcheck.cli.command import command
from dvcheck.cli.options import Dsn


@command("plain", "no_color", "home")
def run(workspace: Workspace, dsn: Dsn = None) -> None:
    from dvcheck.cli import precinct_setup

    precinct_setup.migrate(workspace, dsn)

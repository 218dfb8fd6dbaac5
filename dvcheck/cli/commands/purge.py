"""`dvcheck purge`."""

from typing import Annotated

import typer

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command


@command("plain", "no_color", "home")
def run(
    desk: Desk,
    older_than: Annotated[
        int | None,
        typer.Option(
            "--older-than", min=0, max=36_500, metavar="DAYS", help="Closed for longer than so many days."
        ),
    ] = None,
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    from dvcheck.cli import closing

    closing.purge(desk, older_than, sure=sure)

"""`dvcheck case hand-over`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck.actions import handing_over
from dvcheck.actions.handing_over import HandedOverCase
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import beside, printer
from dvcheck.cli.command import command
from dvcheck.cli.deliver import deliver_document, require_free
from dvcheck.cli.options import Force, OneCase, Output
from dvcheck.language import phrase
from dvcheck.pack.library import is_stream
from dvcheck.record.transfer import ENDING
from dvcheck.screens import transfer as screen
from dvcheck.screens.progress import progress


@command("plain", "no_color", "pack", "home")
def run(
    workspace: Workspace,
    case: OneCase,
    output: Output = None,
    force: Force = False,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why, for your record.")
    ] = None,
) -> None:
    require_free(output, workspace=workspace, force=force)
    with handing_over.hand_over(
        workspace, case, reason, lambda: progress(phrase("Writing the file"))
    ) as found:
        path = output or Path(f"{found.case.id}{ENDING}")
        deliver_document(found.written.content, path, workspace=workspace, force=force)
        _record(found, path)
    lines = screen.handed_over(found, path.name)
    if is_stream(path):
        beside.say(*lines)
    else:
        printer.read_out(lines)


def _record(found: HandedOverCase, path: Path) -> None:
    """Record the hand-over. If that fails, the case is still owed here: its file must not be taken over."""
    try:
        found.record()
    except BaseException:
        if not is_stream(path):
            path.unlink(missing_ok=True)
        raise

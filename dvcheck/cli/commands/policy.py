"""`dvcheck policy`."""

from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from dvcheck.actions import policy
from dvcheck.actions.policy import Sections, Unclear
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption
from dvcheck.record.clock import now
from dvcheck.report.json import policy as policy_json

if TYPE_CHECKING:
    from datetime import date


@command("plain", "no_color", "pack")
def run(
    workspace: Workspace,
    section: Annotated[
        str | None,
        typer.Argument(metavar="[SECTION]", help="A section (1.5.1), a reading (A29) or a word."),
    ] = None,
    format: FormatOption = Format.TEXT,
) -> None:
    found = policy.find(workspace, section)
    today = now().date()
    if format is Format.JSON:
        printer.print_json(_json(found, today))
    else:
        _print(workspace, found, today)


def _json(found: Sections | Unclear, today: "date") -> dict[str, object]:
    match found:
        case Sections(pack=pack, sections=sections):
            return policy_json.sections(pack, [s.ref for s in sections], today)
        case Unclear(pack=pack, reading=reading):
            return policy_json.unclear(pack, reading, today)
        case _ as never:
            assert_never(never)


def _print(workspace: Workspace, found: Sections | Unclear, today: "date") -> None:
    from dvcheck.screens import policy as screen
    from dvcheck.screens import prose_pack

    match found:
        case Sections(pack=pack, sections=sections):
            said = prose_pack.policy(pack, sections, today)
            printer.result(workspace, lambda width: [screen.policy(pack, sections, today, width)], said)
        case Unclear(reading=reading):
            printer.result(workspace, lambda width: screen.unclear(reading), prose_pack.unclear(reading))
        case _ as never:
            assert_never(never)

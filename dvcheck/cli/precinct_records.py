"""`dvcheck precinct case`, `purge` and `export`: content of the precinct, for a recorded reason."""

from collections.abc import Iterator
from pathlib import Path

from dvcheck.actions import precinct_case as action
from dvcheck.actions import precinct_export
from dvcheck.actions.precinct_access import case_id, reason_of
from dvcheck.actions.precinct_case import PurgedCase
from dvcheck.actions.precinct_export import PrecinctExport
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import beside, printer
from dvcheck.cli.asking import ask_confirmation
from dvcheck.cli.deliver import deliver_lines, require_free
from dvcheck.cli.precinct_setup import ready
from dvcheck.language import phrase, plural
from dvcheck.record.clock import now
from dvcheck.screens.progress import progress


def show_case(workspace: Workspace, journal: str, name: str, reason: str, *, sensitive: bool) -> None:
    """Show a case, with the content that is in the precinct."""
    ready(workspace)
    at = now()
    found = action.open_case(workspace, journal, name, reason, at)
    from dvcheck.screens import precinct as screen

    printer.result(
        workspace,
        lambda width: screen.case_parts(found, at, width, sensitive=sensitive),
        screen.case_aloud(found, at, sensitive=sensitive),
    )


def purge(workspace: Workspace, journal: str, name: str, reason: str, *, sure: bool) -> None:
    """Ask, and erase the content of a case in the precinct."""
    ready(workspace)
    name, _ = case_id(name), reason_of(reason)
    wanted = sure or ask_confirmation(
        workspace,
        phrase("Erase the content of {case} in the precinct? This cannot be undone.", case=name),
        no=phrase("Keep it"),
        yes=phrase("Erase it permanently"),
        otherwise=phrase("Add --yes if nobody can be asked."),
    )
    if wanted:
        printer.read_out(_purge_result(action.purge_case(workspace, journal, name, reason)))
    else:
        printer.read_out([phrase("Nothing was erased.")])


def _purge_result(found: PurgedCase) -> Iterator[str]:
    yield plural(
        "The content of {n:,} entry was erased.", "The content of {n:,} entries was erased.", n=found.emptied
    )
    yield phrase("The seals stay, so the journal can still be verified. Your reason is recorded.")
    for place in found.elsewhere:
        yield phrase(
            "The same case is also in journal {journal} as {case}. Its content there is not erased.",
            journal=str(place.journal),
            case=place.case,
        )


def export(
    workspace: Workspace, output: Path | None, reason: str, order: str | None, *, named: bool, force: bool
) -> None:
    """Write the cases as JSON Lines, and count those without some of their answers."""
    precinct_export.require_order(order, named=named)
    ready(workspace)
    require_free(output, workspace=workspace, force=force)
    with precinct_export.open_export(workspace, reason, order) as found:
        with progress(phrase("Exporting the cases"), found.total) as step:
            deliver_lines(found.lines(lambda done, _: step(done)), output, workspace=workspace)
        beside.say(*_export_result(found))


def _export_result(found: PrecinctExport) -> Iterator[str]:
    yield plural("{n:,} case was exported.", "{n:,} cases were exported.", n=found.written)
    if found.incomplete:
        yield plural(
            '{n:,} of them lacks content: its "withheld" is not 0.',
            '{n:,} of them lack content: their "withheld" is not 0.',
            n=found.incomplete,
        )
    if found.unread:
        yield plural(
            "{n:,} case is left out: its opening or its checklists are not here.",
            "{n:,} cases are left out: their openings or checklists are not here.",
            n=found.unread,
        )
    yield phrase("Your reason is recorded.")

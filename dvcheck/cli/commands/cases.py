"""`dvcheck cases`."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Annotated

import typer

from dvcheck.actions import cases
from dvcheck.actions.desk import Desk
from dvcheck.actions.outstanding import Worked, require_all_read
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption
from dvcheck.errors import DvcheckError
from dvcheck.hint import on_journal
from dvcheck.record.clock import now
from dvcheck.report.json import case as case_json
from dvcheck.screens.progress import progress, stepped

_PAGE = 50
"""How many cases are listed where closed ones are among them."""


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    closed: Annotated[bool, typer.Option("--closed", help="Also the closed ones: the newest 50.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="With --closed: every one. JSON always has every one.")
    ] = False,
    format: FormatOption = Format.TEXT,
) -> None:
    if everything and not closed:
        raise typer.BadParameter("--all goes with --closed")
    if format is Format.JSON:
        _print_json(desk, closed=closed)
    else:
        _print(desk, closed=closed, everything=everything)


def _print_json(desk: Desk, *, closed: bool) -> None:
    problems: list[DvcheckError] = []
    with cases.listing(desk, now(), closed=closed) as found:
        rows = (case_json.listed(one.case, one.assessment) for one in _readable(found.cases, problems))
        printer.stream_json(case_json.all_of(rows))
    require_all_read(problems)


def _print(desk: Desk, *, closed: bool, everything: bool) -> None:
    from dvcheck.screens.cases import CaseList

    at = now()
    problems: list[DvcheckError] = []
    listed = CaseList()
    with cases.listing(desk, at, closed=closed) as found:
        page = found.total if everything or not closed else _PAGE
        with progress("Reading the cases", min(page, found.total)) as step:
            for one in _readable(stepped(islice(found.cases, page), step), problems):
                listed.take(one.case, one.pack, one.assessment)
    console = printer.console(desk)
    if listed.rows:
        for part in listed.parts(at, console.width):
            console.print(part)
    elif not problems:
        none = "No cases yet." if closed else "No open cases."
        printer.say_command(desk, f"{none} Start with:", on_journal("incident"))
    if found.total > page:
        older = f"{found.total - page:,} older. All of them:"
        printer.say_command(desk, older, on_journal("cases", "--closed", "--all"))
    require_all_read(problems)


def _readable(found: Iterable[Worked | DvcheckError], problems: list[DvcheckError]) -> Iterator[Worked]:
    """Those that can be read; what is wrong with the others is added to `problems`."""
    for one in found:
        if isinstance(one, DvcheckError):
            problems.append(one)
        else:
            yield one

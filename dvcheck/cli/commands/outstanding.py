"""`dvcheck outstanding`."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from dvcheck.actions import outstanding
from dvcheck.actions.desk import Desk
from dvcheck.actions.outstanding import require_all_read, unfinished_in
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import CaseName, Format, FormatOption
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.report.outstanding import OwedRows
from dvcheck.screens.progress import progress, stepped

if TYPE_CHECKING:
    from dvcheck.screens.outstanding import OwedList


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    case: CaseName = None,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 if a required one is open.")] = False,
    watched: Annotated[
        bool, typer.Option("--watch", help="Keep it on the screen, drawn anew each minute; q leaves.")
    ] = False,
    format: FormatOption = Format.TEXT,
) -> None:
    if watched:
        from dvcheck.cli.watch import watch

        if case is not None or check or format is not Format.TEXT:
            raise typer.BadParameter(
                phrase("--watch shows all open cases: without CASE, --check and --format")
            )
        watch(desk)
        return
    at = now()
    listed = _list(format)
    beside = _read(desk, case, at, listed)
    listed.rows.sort(key=outstanding.rank)
    if isinstance(listed, OwedRows):
        printer.stream_json(listed.document(outstanding.pack_over(desk, listed.packs), at.date()))
    else:
        console = printer.console(desk)
        packs = outstanding.packs_over(desk, listed.packs)
        for part in listed.parts(packs, len(beside.problems), at, console.width):
            console.print(part)
    require_all_read(beside.problems)
    if check and (listed.rows or beside.left):
        raise SystemExit(Exit.CHECK_FAILED)


def _list(format: Format) -> "OwedRows | OwedList":
    if format is Format.JSON:
        return OwedRows()
    from dvcheck.screens.outstanding import OwedList

    return OwedList()


class _Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What the list does not hold itself."""

    left: int
    """How many walks were not finished."""
    problems: tuple[DvcheckError, ...]
    """What is wrong with the cases that cannot be read."""


def _read(desk: Desk, name: str | None, at: datetime, listed: "OwedRows | OwedList") -> _Beside:
    """Put the cases on the list."""
    left = 0
    problems: list[DvcheckError] = []
    with (
        outstanding.reading(desk, name, at) as found,
        progress(phrase("Reading the open cases"), found.total) as step,
    ):
        for one in stepped(found.cases, step):
            if isinstance(one, DvcheckError):
                problems.append(one)
                continue
            unfinished = unfinished_in(desk, one)
            listed.take(one.case, one.pack, one.assessment, unfinished.unasked if unfinished else 0)
            left += unfinished is not None
    return _Beside(left=left, problems=tuple(problems))

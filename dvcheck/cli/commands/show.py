"""`dvcheck show`."""

from typing import TYPE_CHECKING

from dvcheck.actions import cases
from dvcheck.actions.cases import Shown
from dvcheck.actions.desk import Desk
from dvcheck.cli import printer
from dvcheck.cli.case_lines import in_use_line
from dvcheck.cli.command import command
from dvcheck.cli.options import All, Format, FormatOption, IncludeSensitive, OneCase
from dvcheck.record.clock import now
from dvcheck.report.json import case as case_json
from dvcheck.wording.case_line import case_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    case: OneCase,
    everything: All = False,
    include_sensitive: IncludeSensitive = False,
    format: FormatOption = Format.TEXT,
) -> None:
    at = now()
    found = cases.show(desk, case, at)
    if format is Format.JSON:
        printer.print_json(_json(found, at, everything=everything, sensitive=include_sensitive))
    else:
        _print(desk, found, at, everything=everything, sensitive=include_sensitive)


def _json(found: Shown, at: "datetime", *, everything: bool, sensitive: bool) -> "Mapping[str, object]":
    worked = found.worked
    document = case_json.document(
        worked.case,
        worked.pack,
        worked.assessment,
        found.leftover,
        today=at.date(),
        everything=everything,
        sensitive=sensitive,
    )
    return {**document, "pack_in_use": found.in_use}


def _print(desk: Desk, found: Shown, at: "datetime", *, everything: bool, sensitive: bool) -> None:
    from zoneinfo import ZoneInfo

    from dvcheck.screens import case as case_screen
    from dvcheck.screens import summary as summary_screen

    case, pack, assessment = found.worked.case, found.worked.pack, found.worked.assessment
    console = printer.console(desk)
    zone = ZoneInfo(pack.policy.zone)
    console.print(case_screen.answers(assessment, zone, sensitive=sensitive))
    console.print(case_screen.leftover(found.leftover, zone, case_line(case), sensitive=sensitive))
    console.print(case_screen.settled(assessment, console.width))
    console.print(case_screen.recorded(case, pack, sensitive=sensitive))
    if everything:
        console.print(case_screen.not_triggered(assessment, console.width))
    console.print(summary_screen.summary(pack, assessment, case=case_line(case), now=at, width=console.width))
    line, move = in_use_line(found.in_use, case)
    if move:
        printer.say_command(desk, line, move)
    elif line:
        console.print(line)

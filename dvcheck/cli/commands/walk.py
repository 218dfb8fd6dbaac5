"""`dvcheck walk NAME`."""

from typing import TYPE_CHECKING

from dvcheck.cli.command import command
from dvcheck.cli.options import (
    AnswersFile,
    CaseName,
    ChecklistName,
    Format,
    FormatOption,
    IncludeSensitive,
    New,
    Number,
    ShiftEnds,
)

if TYPE_CHECKING:
    from dvcheck.actions.desk import Desk


@command("no_sensitive", "plain", "quiet", "no_color", "pack", "home")
def run(
    desk: "Desk",
    checklist: ChecklistName = None,
    case: CaseName = None,
    number: Number = None,
    new: New = False,
    answers: AnswersFile = None,
    shift_ends: ShiftEnds = None,
    format: FormatOption = Format.TEXT,
    include_sensitive: IncludeSensitive = False,
) -> None:
    from dvcheck.actions.checklists import unnamed
    from dvcheck.actions.walks import Wanted
    from dvcheck.cli import walking

    if checklist is None:
        raise unnamed(desk)
    wanted = Wanted(
        checklist=checklist, case=case, number=number, new=new, answers=answers, shift_ends=shift_ends
    )
    walking.run(desk, wanted, as_json=format is Format.JSON, sensitive=include_sensitive)

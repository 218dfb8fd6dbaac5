"""`dvcheck incident` and the other short forms of `dvcheck walk`: all of them take the same options."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from dvcheck.cli.command import command
from dvcheck.cli.options import (
    AnswersFile,
    CaseName,
    Format,
    FormatOption,
    IncludeSensitive,
    New,
    Number,
    ShiftEnds,
)

if TYPE_CHECKING:
    from dvcheck.actions.desk import Desk


def of(checklist: str) -> Callable[..., None]:
    """The command that walks a checklist."""

    @command("no_sensitive", "plain", "quiet", "no_color", "pack", "home")
    def walk(
        desk: "Desk",
        case: CaseName = None,
        number: Number = None,
        new: New = False,
        answers: AnswersFile = None,
        shift_ends: ShiftEnds = None,
        format: FormatOption = Format.TEXT,
        include_sensitive: IncludeSensitive = False,
    ) -> None:
        from dvcheck.actions.walks import Wanted
        from dvcheck.cli.walking import run

        wanted = Wanted(
            checklist=checklist, case=case, number=number, new=new, answers=answers, shift_ends=shift_ends
        )
        run(desk, wanted, as_json=format is Format.JSON, sensitive=include_sensitive)

    return walk

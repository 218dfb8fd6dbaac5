"""`dvcheck walk NAME`, and its short forms such as `dvcheck incident`."""

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

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
    from dvcheck.actions.workspace import Workspace


@command("no_sensitive", "plain", "quiet", "no_color", "pack", "home")
def run(
    workspace: "Workspace",
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
    from dvcheck.actions.walks import WalkOptions
    from dvcheck.cli import walking

    if checklist is None:
        raise unnamed(workspace)
    wanted = WalkOptions(
        checklist=checklist, case=case, number=number, new=new, answers=answers, shift_ends=shift_ends
    )
    walking.run(workspace, wanted, as_json=format is Format.JSON, sensitive=include_sensitive)


def of(checklist: str) -> Callable[..., None]:
    """Make the short form of `walk` for one checklist. It takes the same options."""

    def short(**given: Any) -> None:
        run(checklist=checklist, **given)

    whole = inspect.signature(run)
    options = [option for option in whole.parameters.values() if option.name != "checklist"]
    short.__annotations__ = {option.name: option.annotation for option in options}
    vars(short)["__signature__"] = whole.replace(parameters=options)
    return short

"""Lines about a case that more than one command prints."""

from typing import TYPE_CHECKING

from dvcheck import hint
from dvcheck.actions.desk import InUse
from dvcheck.record.case import Case
from dvcheck.record.chain import code

if TYPE_CHECKING:
    from dvcheck.screens.case import CaseLine


def case_line(case: Case) -> "CaseLine":
    """A case as the screens show it."""
    from dvcheck.screens.case import CaseLine

    command = case.checklists[-1] if case.checklists else "incident"
    return CaseLine(id=case.id, number=case.number, code=code(case.head), command=command)


def in_use_line(found: InUse, case: Case) -> tuple[str, str]:
    """A line on the pack in use where it is not the one of the case, and the command that moves the case."""
    move = "" if case.closed is not None else hint.on_journal("case", "repack", case.id)
    end = "." if case.closed is not None else ". To move the case to them:"
    match found.relation:
        case "same":
            return "", ""
        case "newer":
            return f" Newer checklists (effective {found.effective}) are in use{end}", move
        case "other":
            return f" Other checklists than this case's are in use{end}", move
        case "broken":
            return f" This case keeps its own checklists. Those in use are broken: {found.problem}", ""

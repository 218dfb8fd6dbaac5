"""A line about a case that more than one command prints."""

from dvcheck import dates, hint
from dvcheck.actions.workspace import InUse, Workspace
from dvcheck.cli import printer
from dvcheck.language import phrase
from dvcheck.record.case import Case


def in_use_line(found: InUse, case: Case) -> tuple[str, str]:
    """Return a line on the pack in use if the case has another, and the command that moves the case."""
    move = "" if case.closed is not None else hint.on_journal("case", "repack", case.id)
    effective = dates.day(found.effective) if found.effective is not None else ""
    match found.relation:
        case "same":
            return "", ""
        case "newer":
            if not move:
                said = phrase(
                    " Newer checklists (effective {effective}) are in use.",
                    effective=effective,
                )
            else:
                said = phrase(
                    " Newer checklists (effective {effective}) are in use. To move the case to them:",
                    effective=effective,
                )
            return said, move
        case "other" if found.policy:
            said = phrase(
                " This case keeps its own checklists. Those in use are of {policy}.", policy=found.policy
            )
            return said, ""
        case "other":
            if not move:
                return phrase(" Other checklists than this case's are in use."), ""
            return phrase(" Other checklists than this case's are in use. To move the case to them:"), move
        case "broken":
            return phrase(
                " This case keeps its own checklists. Those in use are broken: {problem}",
                problem=found.problem,
            ), ""


def say_in_use(workspace: Workspace, found: InUse, case: Case) -> None:
    """Print the line of `in_use_line` and the command below it."""
    line, move = in_use_line(found, case)
    if move:
        printer.say_command(workspace, line, move)
    elif line:
        printer.show(workspace, line)

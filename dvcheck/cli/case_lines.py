"""A line about a case that more than one command prints."""

from dvcheck import hint
from dvcheck.actions.desk import InUse
from dvcheck.language import phrase
from dvcheck.record.case import Case


def in_use_line(found: InUse, case: Case) -> tuple[str, str]:
    """A line on the pack in use where it is not the one of the case, and the command that moves the case."""
    move = "" if case.closed is not None else hint.on_journal("case", "repack", case.id)
    end = "." if case.closed is not None else ". To move the case to them:"
    match found.relation:
        case "same":
            return "", ""
        case "newer":
            return phrase(
                " Newer checklists (effective {effective}) are in use{end}",
                effective=found.effective,
                end=end,
            ), move
        case "other":
            return phrase(" Other checklists than this case's are in use{end}", end=end), move
        case "broken":
            return phrase(
                " This case keeps its own checklists. Those in use are broken: {problem}",
                problem=found.problem,
            ), ""

"""Actions on a duty or a case from the first screen. Loaded at the first action."""

from collections.abc import Callable
from datetime import datetime

from dvcheck.actions import cases, marks
from dvcheck.actions.home import HomeDuty
from dvcheck.actions.marks import Marking
from dvcheck.actions.open_case import open_case
from dvcheck.actions.workspace import Workspace


def mark(workspace: Workspace, row: HomeDuty, reason: str | None = None) -> None:
    """Mark a duty done, or not feasible for a reason. DvcheckError if it cannot be marked."""
    _mark(workspace, row, Marking(reason=reason))


def take_back(workspace: Workspace, row: HomeDuty) -> None:
    """Take the mark of a duty back, so that it has its earlier status."""
    _mark(workspace, row, Marking(reopen=True))


def _mark(workspace: Workspace, row: HomeDuty, how: Marking) -> None:
    name = row.key.obligation
    with open_case(workspace, row.case.id) as case:
        marks.mark(case, marks.find_duties(case, [name], how), how)
        if how.reopen and row.duty.carried_over:
            case.file.carry_over(name, row.duty.carried_over)


def note(workspace: Workspace, case: str, text: str) -> None:
    """Add a note to a case."""
    marks.note(workspace, case, text)


def explanation(workspace: Workspace, row: HomeDuty, at: datetime) -> Callable[[int], str]:
    """Explain a duty: return a function that draws the text at a width. DvcheckError if it is unreadable."""
    found = cases.explain(workspace, row.case.id, row.key.obligation, at)

    def drawn(columns: int) -> str:
        from dvcheck.screens import case as case_screen
        from dvcheck.screens import style

        console = style.console(color=workspace.color, width=columns, theme=workspace.config.theme)
        return style.draw(console, case_screen.explanations(found, at, sensitive=False))

    return drawn

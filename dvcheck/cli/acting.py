"""Actions on a duty or a case from the first screen. Loaded at the first action."""

from collections.abc import Callable
from datetime import datetime

from dvcheck.actions import cases, marks
from dvcheck.actions.desk import Desk
from dvcheck.actions.home import HomeDuty
from dvcheck.actions.marks import Marking
from dvcheck.actions.open_case import opened


def mark(desk: Desk, row: HomeDuty, reason: str | None = None) -> None:
    """Mark a duty done, or not feasible for a reason. DvcheckError if it cannot be marked."""
    _mark(desk, row, Marking(reason=reason))


def take_back(desk: Desk, row: HomeDuty) -> None:
    """Take the mark of a duty back, so that it has its earlier status."""
    _mark(desk, row, Marking(reopen=True))


def _mark(desk: Desk, row: HomeDuty, how: Marking) -> None:
    name = row.key.obligation
    with opened(desk, row.case.id) as case:
        marks.mark(case, marks.named(case, [name], how), how)
        if how.reopen and row.duty.carried_over:
            case.file.carry_over(name, row.duty.carried_over)


def note(desk: Desk, case: str, text: str) -> None:
    """Add a note to a case."""
    marks.note(desk, case, text)


def explanation(desk: Desk, row: HomeDuty, at: datetime) -> Callable[[int], str]:
    """Explain a duty: return a function that draws the text at a width. DvcheckError if it is unreadable."""
    found = cases.explain(desk, row.case.id, row.key.obligation, at)

    def drawn(columns: int) -> str:
        from dvcheck.screens import case as case_screen
        from dvcheck.screens import style

        console = style.console(color=desk.color, width=columns, theme=desk.config.theme)
        return style.drawn(console, case_screen.explained(found, at, sensitive=False))

    return drawn

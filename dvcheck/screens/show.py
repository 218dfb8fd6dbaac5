"""One case in full."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import RenderableType

from dvcheck.actions.cases import CaseView
from dvcheck.hint import on_journal
from dvcheck.language import phrase
from dvcheck.screens import case as case_screen
from dvcheck.screens import summary as summary_screen
from dvcheck.screens.style import hint, line
from dvcheck.wording.case_line import case_line
from dvcheck.wording.recorded import owed_elsewhere


def in_full(
    found: CaseView, at: datetime, width: int, *, everything: bool, sensitive: bool, why: bool = False
) -> Iterator[RenderableType]:
    """Yield the answers of a case, settled duties, other records, and open duties last."""
    case, pack, assessment = found.worked.case, found.worked.pack, found.worked.assessment
    zone = ZoneInfo(pack.policy.zone)
    yield case_screen.answers(assessment, zone, width, sensitive=sensitive)
    yield case_screen.leftover(found.leftover, zone, case_line(case), sensitive=sensitive)
    yield case_screen.settled(assessment, width, why=why)
    yield case_screen.recorded(case, pack, sensitive=sensitive)
    if everything:
        yield case_screen.not_triggered(assessment, width, why=why)
    yield summary_screen.summary(pack, assessment, case=case_line(case), now=at, width=width, why=why)
    if case.is_handed_over:
        yield line(phrase(" {elsewhere}", elsewhere=owed_elsewhere()), "bold")
    if not why:
        yield hint(phrase(" The full text, and why:"), on_journal("show", case.id, "--why"))

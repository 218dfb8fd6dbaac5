"""A case of the precinct, as far as its content is there."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import RenderableType

from dvcheck.actions.precinct import OpenedCase
from dvcheck.record.case import Case, fold
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import outline
from dvcheck.screens import case as case_screen
from dvcheck.screens import prose, prose_case
from dvcheck.screens import summary as summary_screen


def _assessed(found: OpenedCase, at: datetime) -> tuple[Case, Assessment]:
    case = fold(found.entries)
    assert found.pack is not None
    walks = outline(found.pack, case.checklists)
    return case, assess(walks, case.answers, case.marks, at, case.shift_ends, case.opened)


def parts(found: OpenedCase, at: datetime, width: int) -> Iterator[RenderableType]:
    """Yield the answers and records that are there. What is owed is shown only if all of them are."""
    case, assessment = _assessed(found, at)
    assert found.pack is not None
    yield case_screen.answers(assessment, ZoneInfo(found.pack.policy.zone), width)
    yield case_screen.recorded(case, found.pack)
    if not found.withheld:
        yield summary_screen.summary(found.pack, assessment, case=None, now=at, width=width)


def aloud(found: OpenedCase, at: datetime) -> Iterator[str]:
    """Yield the same as prose."""
    case, assessment = _assessed(found, at)
    assert found.pack is not None
    yield from prose_case.answers(assessment, ZoneInfo(found.pack.policy.zone), sensitive=False)
    yield from prose_case.recorded(case, found.pack, sensitive=False)
    if not found.withheld:
        yield from prose.summary(found.pack, assessment, case=None, now=at)

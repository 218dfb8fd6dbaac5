"""A case in one line, as screens and hints name it."""

from datetime import datetime

import msgspec

from dvcheck.language import phrase
from dvcheck.record.case import Case
from dvcheck.record.chain import code


class CaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """A case in a list: its id, its case number, and the short code of its record."""

    id: str
    number: str | None
    opened: datetime
    code: str
    checklist: str
    """The checklist it is resumed with."""


def case_line(case: Case) -> CaseLine:
    """Return a case as screens show it."""
    return CaseLine(
        id=case.id,
        number=case.number,
        opened=case.opened,
        code=code(case.head),
        checklist=case.checklists[-1] if case.checklists else "incident",
    )


def case_label(case: Case | CaseLine) -> str:
    """Name a case by its id and its case number."""
    return f"{case.id} {case.number}" if case.number else case.id


def saved(case: CaseLine, unasked: int) -> str:
    """Say that a case is saved, above the command that opens its walk again.

    With questions left, that resumes the walk. Without any, there is nothing to resume.
    """
    if unasked:
        return phrase("Saved, record {code}. Resume:", code=case.code)
    return phrase("Saved, record {code}. See it again:", code=case.code)

"""A case in one line: what screens and hints call it by."""

from datetime import datetime

import msgspec

from dvcheck.record.case import Case
from dvcheck.record.chain import code


class CaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a case in any list: its id, its case number, the short code of its record."""

    id: str
    number: str | None
    opened: datetime
    code: str
    checklist: str
    """The one it is resumed with."""


def case_line(case: Case) -> CaseLine:
    """A case as the screens show it."""
    return CaseLine(
        id=case.id,
        number=case.number,
        opened=case.opened,
        code=code(case.head),
        checklist=case.checklists[-1] if case.checklists else "incident",
    )

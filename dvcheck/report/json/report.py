"""A case with the receipt of its result, and the result of working one out again."""

from datetime import datetime

from dvcheck.pack.model import Pack
from dvcheck.record.case import Case
from dvcheck.report.json import case as case_json
from dvcheck.report.json.parts import SCHEMA, stamp
from dvcheck.report.json.receipt import Replay, receipt
from dvcheck.rules.assess import Assessment
from dvcheck.rules.repack import Leftover


def document(
    case: Case,
    pack: Pack,
    assessment: Assessment,
    leftover: tuple[Leftover, ...],
    *,
    archive: bytes,
    at: datetime,
    sensitive: bool,
) -> dict[str, object]:
    """Return the JSON that `show` prints, with its receipt."""
    given = receipt(
        assessment,
        archive,
        digest=pack.digest,
        checklists=case.checklists,
        marks=case.marks,
        shift_ends=case.shift_ends,
        opened=case.opened,
        assessed=at,
        sensitive=sensitive,
        language=pack.shown_in,
    )
    found = case_json.document(case, pack, assessment, leftover, today=at.date(), sensitive=sensitive)
    return {**found, "receipt": given}


def replay(found: Replay) -> dict[str, object]:
    """Return whether the same result followed again, and what differs."""
    return {
        "schema": SCHEMA,
        "case": case_of(found),
        "digest": found.result.receipt.digest,
        "assessed": stamp(found.result.receipt.assessed),
        "same": found.same,
        "differences": found.differences,
    }


def case_of(found: Replay) -> str:
    """Return the id of the case that a receipt is of."""
    return str((found.result.case or {}).get("id"))

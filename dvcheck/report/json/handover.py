"""The hand-over of a shift, for `dvcheck shift handover`: docs/handover.schema.json describes it."""

from dvcheck.report.handover import HandedCase, ShiftHandOver, parted
from dvcheck.report.json import assessment as assessment_json
from dvcheck.report.json import case as case_json
from dvcheck.report.json.parts import SCHEMA, policy, stamp


def document(found: ShiftHandOver) -> dict[str, object]:
    """Return the hand-over, with the duties of each case by what became of them."""
    worked = found.worked
    return {
        "schema": SCHEMA,
        "shift": {
            "began": stamp(worked.shift.began),
            "ends": stamp(worked.shift.ends),
            "officer": worked.shift.officer,
            "closed": stamp(worked.closed) if worked.closed is not None else None,
            "settled": worked.settled,
        },
        "at": stamp(found.at),
        "cases": [_case(one, found) for one in found.cases],
        "purged": found.purged,
        "problems": [problem.message for problem in found.problems],
    }


def _case(one: HandedCase, found: ShiftHandOver) -> dict[str, object]:
    case = one.case
    return {
        "case": case_json.reference(case),
        "officer": case.officer,
        "closed": stamp(case.closed.at) if case.closed is not None else None,
        "policy": policy(one.pack, found.at.date()),
        "unasked": one.unasked,
        "notes": [{"text": note.text, "at": stamp(note.at)} for note in one.remarks],
        **{
            name: [assessment_json.obligation(duty, one.assessment, one.pack) for duty in duties]
            for name, duties in parted(one.assessment).items()
        },
    }

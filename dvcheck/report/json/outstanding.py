"""The duties owed in several cases."""

from collections.abc import Mapping
from datetime import date

from dvcheck.pack.model import Pack
from dvcheck.report.json import case as case_json
from dvcheck.report.json.assessment import entry
from dvcheck.report.json.parts import SCHEMA, policy
from dvcheck.report.owed import Outstanding, OwedRow


def row(owed: OwedRow) -> dict[str, object]:
    """Return a duty that is owed, with its case."""
    because = [{"question": b.question, "answer": b.value} for b in owed.because]
    return {"case": case_json.named(owed.case), **entry(owed.duty, because, owed.pack)}


def document(found: Outstanding, pack: Pack, today: date) -> Mapping[str, object]:
    """Return all of them, with the pack that the list names; an iterator gives the rows one at a time."""
    return {
        "schema": SCHEMA,
        "policy": policy(pack, today),
        "policies": [{**policy(one.pack, today), "cases": one.cases} for one in found.by_pack],
        "outstanding": map(row, found.rows),
        "unfinished": [
            {
                "case": case_json.named(left.case),
                "unasked": left.unasked,
                "to_walk": [one.checklist for one in left.to_walk],
            }
            for left in found.unfinished
        ],
    }

"""The duties of several officers, for `dvcheck sergeant`: docs/sergeant.schema.json describes it."""

from collections.abc import Mapping

from dvcheck.report.json import case as case_json
from dvcheck.report.json import outstanding as outstanding_json
from dvcheck.report.json.parts import SCHEMA, policy, stamp
from dvcheck.report.owed import DutiesOfOfficers, Officer, OfficerHome, OwedRow


def document(found: DutiesOfOfficers) -> Mapping[str, object]:
    """Return all of them; an iterator gives the rows one at a time."""
    listed, today = found.listed, found.at.date()
    return {
        "schema": SCHEMA,
        "at": stamp(found.at),
        "policies": [{**policy(one.pack, today), "cases": one.cases} for one in listed.by_pack],
        "outstanding": map(_row, listed.rows),
        "undecided": listed.undecided,
        "unfinished": [
            {**_officer(left.officer), "case": case_json.named(left.case), "unasked": left.unasked}
            for left in listed.unfinished
        ],
        "officers": [_home(one) for one in found.homes],
        "same": [{"home": one.named, "shown_as": one.shown_as} for one in found.same],
        "problems": [problem.message for problem in listed.problems],
    }


def _row(row: OwedRow) -> dict[str, object]:
    return {**_officer(row.officer), **outstanding_json.row(row)}


def _officer(officer: Officer | None) -> dict[str, object]:
    return {"officer": officer.name, "home": officer.home} if officer is not None else {}


def _home(found: OfficerHome) -> dict[str, object]:
    return {
        **_officer(found.officer),
        "last_entry": stamp(found.last_entry) if found.last_entry is not None else None,
        "empty": found.is_empty,
        "unread": found.unread or None,
        "notices": found.notices,
    }

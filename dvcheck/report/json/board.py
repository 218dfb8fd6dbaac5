"""The board of a precinct, for `dvcheck board`: docs/board.schema.json describes it."""

from collections.abc import Mapping

from dvcheck.report.json import case as case_json
from dvcheck.report.json import outstanding as outstanding_json
from dvcheck.report.json.parts import SCHEMA, policy, stamp
from dvcheck.report.on_board import Board
from dvcheck.report.owed import Officer, OwedRow


def document(board: Board) -> Mapping[str, object]:
    """Return all of it; an iterator gives the rows one at a time."""
    listed, today, only = board.listed, board.at.date(), board.only
    return {
        "schema": SCHEMA,
        "at": stamp(board.at),
        "precinct": board.precinct,
        "role": board.role,
        "only": {"officers": only.officers, "sections": only.sections, "on_duty": only.on_duty},
        "policies": [{**policy(one.pack, today), "cases": one.cases} for one in listed.by_pack],
        "overdue": board.overdue,
        "within_the_hour": board.within_the_hour,
        "outstanding": map(_row, listed.rows),
        "undecided": listed.undecided,
        "unfinished": [
            {
                **_officer(left.officer),
                "case": case_json.named(left.case),
                "unasked": left.unasked,
                "to_walk": [one.checklist for one in left.to_walk],
            }
            for left in listed.unfinished
        ],
        "not_heard_from": [{"officer": one.officer, "last_push": stamp(one.at)} for one in board.silent],
        "never_heard_from": board.never,
        "handed_over": [
            {
                "officer": one.officer,
                "precinct": one.precinct,
                "case": case_json.named(one.case),
                "at": stamp(one.at),
            }
            for one in board.between
        ],
        "numbers_of_several_cases": board.twice,
        "came_back_changed": board.parted,
        "problems": [problem.message for problem in listed.problems],
        "more_cases": board.cut,
    }


def _row(row: OwedRow) -> dict[str, object]:
    return {**_officer(row.officer), **outstanding_json.row(row)}


def _officer(officer: Officer | None) -> dict[str, object]:
    return {"officer": officer.name, "precinct": officer.home} if officer is not None else {}

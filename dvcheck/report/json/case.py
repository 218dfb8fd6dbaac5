"""A case: its reference in every document, its row in the list of cases, and its complete record."""

from collections.abc import Iterable, Mapping
from datetime import date

from dvcheck.pack.model import Pack
from dvcheck.record.case import Case
from dvcheck.record.chain import code
from dvcheck.report.json import assessment as assessment_json
from dvcheck.report.json.parts import SCHEMA, stamp
from dvcheck.rules.assess import Assessment
from dvcheck.rules.repack import Leftover
from dvcheck.wording.case_line import CaseLine, case_line


def reference(case: Case) -> Mapping[str, object]:
    """Return the reference to a case in every JSON result."""
    return named(case_line(case))


def named(case: CaseLine) -> Mapping[str, object]:
    """Return the same for a case of which no more is known."""
    return {"id": case.id, "number": case.number, "opened": stamp(case.opened), "head": case.code}


def listed(case: Case, assessment: Assessment) -> Mapping[str, object]:
    """Return a case in the list of cases: how much of it is open, and which timers run."""
    return {
        **reference(case),
        "checklists": case.checklists,
        "closed": stamp(case.closed.at) if case.closed is not None else None,
        "handed_over": case.is_handed_over,
        "open": len(assessment.outstanding),
        "undetermined": len(assessment.undetermined()),
        "running": case.running,
    }


def all_of(rows: Iterable[Mapping[str, object]]) -> Mapping[str, object]:
    """Return the list of cases; an iterator gives the rows one at a time."""
    return {"schema": SCHEMA, "cases": rows}


def document(
    case: Case,
    pack: Pack,
    assessment: Assessment,
    leftover: tuple[Leftover, ...],
    *,
    today: date,
    everything: bool = False,
    sensitive: bool = False,
) -> dict[str, object]:
    """Return one complete case: its assessment, and its record."""
    return assessment_json.document(
        pack,
        assessment,
        case=recorded(case, pack, sensitive=sensitive, leftover=leftover),
        today=today,
        everything=everything,
        sensitive=sensitive,
    )


def recorded(
    case: Case, pack: Pack, *, sensitive: bool = False, leftover: tuple[Leftover, ...] = ()
) -> Mapping[str, object]:
    """Return a case with its record apart from answers: timers, lists, notes, moves.

    `leftover` are the answers that do not count. Sensitive answers, and the entries of sensitive lists, are
    included only with `sensitive`. A list that its pack no longer has may be sensitive.
    """
    plain = {q.id for q in pack.questions() if sensitive or not q.sensitive}
    return {
        **reference(case),
        "timers": [
            {
                "timer": name,
                "started": stamp(timer.started),
                "limit": round(timer.limit.total_seconds()),
                "ran": round(timer.ended.total_seconds()) if timer.ended is not None else None,
            }
            for name, timer in case.timers.items()
        ],
        "entries": [
            {"question": question, "entry": entry, "mark": mark}
            for (question, entry), mark in case.entry_marks.items()
            if sensitive or question in plain
        ],
        "remarks": [{"text": r.text, "at": stamp(r.at)} for r in case.remarks],
        "closed": (
            {
                "at": stamp(case.closed.at),
                "reason": case.closed.reason,
                "open": case.closed.open,
                "handed_over": case.closed.handed_over or None,
            }
            if case.closed is not None
            else None
        ),
        "restarts": [
            {"timer": r.timer, "ran": round(r.ran.total_seconds()), "at": stamp(r.at)} for r in case.restarts
        ],
        "clock_moves": [
            {"seconds": round(m.by.total_seconds()), "at": stamp(m.at)} for m in case.clock_moves
        ],
        "repacks": [{"pack": r.pack, "was": r.was, "at": stamp(r.at)} for r in case.repacks],
        "take_overs": [
            {
                "at": stamp(move.at),
                "case": move.case,
                "head": code(move.head),
                "file": move.file,
                "entries": move.entries,
                "officer": move.officer,
            }
            for move in case.take_overs
        ],
        "uncounted": [uncounted(u, sensitive=sensitive) for u in leftover],
    }


def uncounted(found: Leftover, *, sensitive: bool) -> Mapping[str, object]:
    """Return an answer that does not count. The value of a sensitive one is null unless `sensitive`."""
    shows = sensitive or not found.sensitive
    return {
        "question": found.question,
        "value": found.value if shows else None,
        "at": stamp(found.at),
        "why": found.why if shows else None,
    }

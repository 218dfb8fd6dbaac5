"""A case in the JSON of every command, with what was recorded in it."""

from collections.abc import Mapping

from dvcheck.pack.model import Pack
from dvcheck.record.case import Case
from dvcheck.record.chain import code
from dvcheck.report.json import stamp
from dvcheck.rules.assess import Assessment
from dvcheck.rules.repack import Leftover


def case_json(case: Case) -> Mapping[str, object]:
    """A case as it stands in every JSON result."""
    return {"id": case.id, "number": case.number, "opened": stamp(case.opened), "head": code(case.head)}


def listed_json(case: Case, assessment: Assessment) -> Mapping[str, object]:
    """A case in the list of cases: how much of it is open, and which timers run."""
    return {
        **case_json(case),
        "checklists": case.checklists,
        "closed": stamp(case.closed.at) if case.closed is not None else None,
        "open": len(assessment.outstanding),
        "undetermined": len(assessment.undecided()),
        "running": [name for name, timer in case.timers.items() if timer.runs],
    }


def recorded_json(
    case: Case, pack: Pack, *, sensitive: bool = False, leftover: tuple[Leftover, ...] = ()
) -> Mapping[str, object]:
    """A case with what was recorded in it beside answers: timers, lists, notes, moves.

    `leftover` are the answers that do not count. What sensitive ones say, and the entries of sensitive lists,
    only with `sensitive`; of a list that its pack does not know any more nobody can say.
    """
    plain = {q.id for q in pack.questions() if sensitive or not q.sensitive}
    return {
        **case_json(case),
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
            {"at": stamp(case.closed.at), "reason": case.closed.reason, "open": case.closed.open}
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
        "uncounted": [uncounted_json(u, sensitive=sensitive) for u in leftover],
    }


def uncounted_json(found: Leftover, *, sensitive: bool) -> Mapping[str, object]:
    """An answer that does not count; what a sensitive one says is null, but with `sensitive`."""
    shows = sensitive or not found.sensitive
    return {
        "question": found.question,
        "value": found.value if shows else None,
        "at": stamp(found.at),
        "why": found.why if shows else None,
    }

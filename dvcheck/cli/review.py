"""The questions at the end of a shift: asked at a terminal, recorded by the review."""

import sys
from typing import assert_never

from dvcheck.actions.handover import Place, Review, ToSettle, Way, unfinished_title
from dvcheck.errors import Exit
from dvcheck.pack.model import Question
from dvcheck.report.owed import Unfinished
from dvcheck.walk.prompts import Leave, Row, Terminal


def go_through(review: Review, terminal: Terminal) -> None:
    """Ask the list to tick off, then of each obligation that stays open, then of the unfinished walks."""
    try:
        _tick_off(review, terminal)
        while (open_still := review.next_to_settle()) is not None:
            _settle(review, open_still, terminal)
        for left in review.unfinished():
            _excuse(review, left, terminal)
    except Leave:
        sys.stderr.write("Left. The shift is not ended; what was said is recorded.\n")
        raise SystemExit(Exit.INTERRUPTED) from None
    finally:
        terminal.close()


def _tick_off(review: Review, terminal: Terminal) -> None:
    """One list of what is open in all cases; ticks made before leaving it count."""
    ticked: tuple[str, ...] = ()
    while (listed := review.to_tick()).rows:
        by_id = {f"{row.place.case} {row.place.obligation}": row for row in listed.rows}
        rows = [Row(id=name, text=row.text, not_feasible=row.not_feasible) for name, row in by_id.items()]
        kept = tuple(name for name in by_id if name in ticked)
        reply = terminal.tick("What of this is done?", listed.status, rows, kept)
        ticked = reply.done
        if reply.not_feasible is not None:
            row = by_id[reply.not_feasible]
            _not_feasible(review, row.place, row.text, terminal)
        elif not reply.back:
            review.done(by_id[name].place for name in reply.done)
            if reply.leave:
                raise Leave
            return


def _settle(review: Review, asked: ToSettle, terminal: Terminal) -> None:
    """Ask what becomes of an obligation until something does."""
    while not _becomes(review, asked, terminal):
        pass


def _becomes(review: Review, asked: ToSettle, terminal: Terminal) -> bool:
    """Ask what becomes of an obligation. False where the officer went back from the question after it."""
    ways = {one.way: Row(id=one.way, text=one.text) for one in review.ways(asked)}
    chosen = terminal.choose(asked.title, list(ways.values()))
    way: Way | None = next((way for way in ways if way == chosen), None)
    match way:
        case "carry" | "same":
            return _carry_over(review, asked, way, terminal)
        case "not-feasible":
            return _not_feasible(review, asked.place, asked.text, terminal)
        case "done":
            review.done([asked.place])
        case "rest":
            review.carry_over_rest(asked.place.case)
        case "lift":
            return _lift(review, asked, terminal)
        case "leave" | None:
            pass
        case _ as never:
            assert_never(never)
    return True


def _carry_over(review: Review, asked: ToSettle, way: Way, terminal: Terminal) -> bool:
    if not review.needs_reason(way):
        review.carry_over(asked.place)
        return True
    reason = terminal.ask_reason(f"Why does it stay open? {asked.text}")
    if isinstance(reason, str):
        review.carry_over(asked.place, reason)
    return isinstance(reason, str)


def _lift(review: Review, asked: ToSettle, terminal: Terminal) -> bool:
    question = asked.lifts
    if question is None or not _is_sure(question, terminal):
        return False
    review.lift(asked.place, question)
    return True


def _is_sure(question: Question, terminal: Terminal) -> bool:
    """One key is too little for an answer of such weight."""
    rows = [Row(id="no", text="No, back"), Row(id="yes", text="Yes: it is recorded as the answer")]
    return terminal.choose(question.text, rows) == "yes"


def _not_feasible(review: Review, place: Place, text: str, terminal: Terminal) -> bool:
    reason = terminal.ask_reason(f"Why was it not feasible? {text}")
    if isinstance(reason, str):
        review.not_feasible(place, reason)
    return isinstance(reason, str)


def _excuse(review: Review, left: Unfinished, terminal: Terminal) -> None:
    """Ask why a walk stays unfinished: what it would have brought up is in no list."""
    rows = [
        Row(id="leave", text="Go back to the walk: the shift is not ended"),
        Row(id="excuse", text="It stays unfinished: say why"),
    ]
    while terminal.choose(unfinished_title(left), rows) == "excuse":
        reason = terminal.ask_reason("Why does the walk stay unfinished?")
        if isinstance(reason, str):
            review.excuse(left, reason)
            return

"""The questions at the end of a shift. The terminal asks them; the review records the answers."""

from functools import partial
from typing import assert_never
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dvcheck.actions.handover import DutyPlace, Review, Tickable, ToSettle, Way
from dvcheck.actions.workspace import case_label
from dvcheck.cli import beside
from dvcheck.errors import Exit
from dvcheck.language import phrase
from dvcheck.pack.model import Question
from dvcheck.record.clock import now
from dvcheck.report.owed import Unfinished
from dvcheck.rules.assess import Duty
from dvcheck.walk.ending import duty_help, duty_row
from dvcheck.walk.prompts import Leave, Row, Terminal, TickList, TickRow, read_aloud
from dvcheck.wording import aloud
from dvcheck.wording import handover as wording
from dvcheck.wording.counts import required_open_in_cases


def go_through(review: Review, terminal: Terminal) -> None:
    """Show the list to tick off, then ask about each obligation still open and each unfinished walk."""
    try:
        _tick_off(review, terminal)
        while (open_still := review.next_to_settle()) is not None:
            _settle(review, open_still, terminal)
        for left in review.unfinished():
            _excuse(review, left, terminal)
    except Leave:
        beside.say(phrase("Left. The shift is not ended. Your answers are recorded."))
        raise SystemExit(Exit.INTERRUPTED) from None
    finally:
        terminal.close()


def _tick_off(review: Review, terminal: Terminal) -> None:
    """Show one list of what is open in all cases. Ticks made before leaving it count."""
    ticked: tuple[str, ...] = ()
    while (listed := review.to_tick()).rows:
        by_id = {f"{row.place.case} {row.place.obligation}": row for row in listed.rows}
        shown = TickList(
            title=phrase("What of this is done?"),
            status=required_open_in_cases(listed.owed, listed.cases),
            rows=tuple(_row(name, row) for name, row in by_id.items()),
            ticked=tuple(name for name in by_id if name in ticked),
        )
        try:
            reply = terminal.tick(shown)
            ticked = reply.done
            if reply.not_feasible is not None:
                row = by_id[reply.not_feasible]
                _not_feasible(review, row.place, row.duty, terminal)
                continue
        except Leave:
            review.done(by_id[name].place for name in ticked if name in by_id)
            raise
        if not reply.back:
            review.done(by_id[name].place for name in reply.done)
            if reply.leave:
                raise Leave
            return


def _settle(review: Review, asked: ToSettle, terminal: Terminal) -> None:
    """Ask what to do with an obligation until the officer decides."""
    while not _becomes(review, asked, terminal):
        pass


def _becomes(review: Review, asked: ToSettle, terminal: Terminal) -> bool:
    """Ask what to do with an obligation. False if the officer goes back from the next question."""
    ways = review.ways(asked)
    say = aloud.becomes if read_aloud(terminal.width) else wording.becomes
    title = say(
        case_label(asked.owed.case), asked.owed.duty, asked.left, now(), ZoneInfo(asked.owed.case.zone)
    )
    # Without a reason given last, its digit is left out: the other digits stay, so that fingers learn them.
    left_out = "same" not in ways
    rows = [
        Row(id=way, text=_way(way, asked, review.reason), number=place + (left_out and place > 1))
        for place, way in enumerate(ways, 1)
    ]
    worked = asked.owed.worked
    help = partial(duty_help, asked.owed.duty, worked.assessment, worked.pack.policy)
    chosen = terminal.choose(title, rows, help)
    way: Way | None = next((way for way in ways if way == chosen), None)
    match way:
        case "carry" | "same":
            return _carry_over(review, asked, way, terminal)
        case "not-feasible":
            return _not_feasible(review, asked.place, asked.owed.duty, terminal)
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


def _row(name: str, row: Tickable) -> TickRow:
    """Return one row of the list to tick off."""
    worked = row.worked
    of_duty = duty_row(row.duty, refused=row.refused, zone=ZoneInfo(worked.case.zone), now=now())
    help = partial(duty_help, row.duty, worked.assessment, worked.pack.policy)
    return replace(of_duty, id=name, case=row.name, help=help)


def _way(way: Way, asked: ToSettle, reason: str) -> str:
    """Return a choice for an obligation as a line. `reason` is the last one given."""
    match way:
        case "carry":
            return wording.stays_open()
        case "same":
            return wording.stays_open_as_before(reason)
        case "leave":
            return wording.left_open()
        case "done":
            return wording.is_done()
        case "not-feasible":
            return wording.was_not_feasible()
        case "lift":
            assert asked.lifts is not None
            return wording.deadline_lifted(asked.owed.duty, asked.lifts)
        case "rest":
            case = asked.owed.case
            return wording.rest_stays_open(case.number or case.id, reason)
    assert_never(way)


def _carry_over(review: Review, asked: ToSettle, way: Way, terminal: Terminal) -> bool:
    if not review.needs_reason(way):
        review.carry_over(asked.place)
        return True
    reason = terminal.ask_reason(wording.why_open(asked.owed.duty))
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
    """Ask again before an answer that one key must not decide."""
    rows = [
        Row(id="no", text=phrase("No, back")),
        Row(id="yes", text=phrase("Yes, record this answer")),
    ]
    return terminal.choose(question.text, rows) == "yes"


def _not_feasible(review: Review, place: DutyPlace, duty: Duty, terminal: Terminal) -> bool:
    reason = terminal.ask_reason(wording.why_not_feasible(duty))
    if isinstance(reason, str):
        review.not_feasible(place, reason)
    return isinstance(reason, str)


def _excuse(review: Review, left: Unfinished, terminal: Terminal) -> None:
    """Ask why a walk stays unfinished. The duties it would bring up are in no list."""
    rows = [
        Row(id="leave", text=phrase("Go back to the walk; the shift does not end")),
        Row(id="excuse", text=phrase("It stays unfinished: say why")),
    ]
    title = wording.unfinished(case_label(left.case), left.unasked, left.to_walk)
    while terminal.choose(title, rows) == "excuse":
        reason = terminal.ask_reason(phrase("Why does the walk stay unfinished?"))
        if isinstance(reason, str):
            review.excuse(left, reason)
            return

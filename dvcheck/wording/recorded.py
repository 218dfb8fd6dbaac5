"""Words for what a case records apart from its answers."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

import msgspec

from dvcheck import dates
from dvcheck.language import phrase
from dvcheck.pack.model import Pack, short
from dvcheck.record.case import Case, ClockMove, Repack, Restart, TakeOver
from dvcheck.record.chain import code
from dvcheck.record.clock import Timer
from dvcheck.record.events import EntryMark
from dvcheck.wording.times import clock_time, length, other_zone

KEPT_MARKS: tuple[EntryMark, ...] = ("taken", "stays")
"""The marks of a list entry that are shown, in their order."""


class RecordedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A journal entry in words, and when it was recorded (aware)."""

    at: datetime
    text: str


class ListedEntries(msgspec.Struct, frozen=True, kw_only=True):
    """The entries of lists that have the same mark."""

    heading: str
    entries: tuple[str, ...]


def events(case: Case, pack: Pack) -> tuple[RecordedEvent, ...]:
    """Return notes, timers, clock changes and moves to other checklists, in order of time."""
    from zoneinfo import ZoneInfo

    names = {q.id: q.name for q in pack.questions()}
    zone = ZoneInfo(pack.policy.zone)
    found = [RecordedEvent(at=remark.at, text=remark.text) for remark in case.remarks]
    found += [
        RecordedEvent(at=move.at, text=phrase("Noted: {moved}", moved=how_moved(move)))
        for move in case.clock_moves
    ]
    found += [
        RecordedEvent(at=timer.started, text=_timer(names.get(name, name), timer, zone))
        for name, timer in case.timers.items()
    ]
    found += [RecordedEvent(at=again.at, text=_restart(again, names)) for again in case.restarts]
    found += [RecordedEvent(at=move.at, text=_repack(move)) for move in case.repacks]
    found += [RecordedEvent(at=move.at, text=taken_over(move)) for move in case.take_overs]
    return tuple(sorted(found, key=lambda event: (event.at, event.text)))


def _timer(name: str, timer: Timer, zone: tzinfo) -> str:
    if timer.runs:
        end = clock_time(timer.started + timer.limit, timer.started, zone)
        return phrase("{timer}: runs until {time}", timer=name, time=end)
    return phrase("{timer}: {ran}", timer=name, ran=how_long(timer))


def _restart(again: Restart, names: dict[str, str]) -> str:
    name = names.get(again.timer, again.timer)
    ran = length(round(again.ran.total_seconds()))
    return phrase("{timer}: restarted after {length}", timer=name, length=ran)


def _repack(move: Repack) -> str:
    return phrase(
        "Moved to other checklists: pack {new}, before {old}", new=short(move.pack), old=short(move.was)
    )


def taken_over(move: TakeOver) -> str:
    """Say where a case was before it came to this computer, and who took it over."""
    if move.officer:
        return phrase(
            "Taken over by {officer} from another computer, where it is {case}, code {code}",
            officer=move.officer,
            case=move.case,
            code=code(move.head),
        )
    return phrase(
        "Taken over from another computer, where it is {case}, code {code}",
        case=move.case,
        code=code(move.head),
    )


def handed_over(case: Case) -> str:
    """Say when a case was handed over to another computer; empty if it was not."""
    if case.closed is None or not case.is_handed_over:
        return ""
    return phrase("handed over {time}", time=dates.day_and_time(case.local(case.closed.at)))


def owed_elsewhere() -> str:
    """Say that the duties of a case that was handed over are owed on the other computer."""
    return phrase("Another computer has the case now. What is open is owed there, not here.")


def case_closed(case: Case) -> str:
    """Say that a case is closed or when it was handed over, and the reason; empty if it is open."""
    if case.closed is None:
        return ""
    if case.is_handed_over:
        time, reason = dates.day_and_time(case.local(case.closed.at)), case.closed.reason
        if reason:
            return phrase("Handed over {time}: {reason}", time=time, reason=reason)
        return phrase("Handed over {time}", time=time)
    if case.closed.reason:
        return phrase("Closed: {reason}", reason=case.closed.reason)
    return phrase("Closed")


def entries(case: Case, pack: Pack, *, sensitive: bool) -> Iterator[ListedEntries]:
    """Yield the list entries that were taken, that stay, and that nobody marked while a timer ran.

    Entries of sensitive lists are left out unless `sensitive`.
    """
    kept_back = set() if sensitive else {q.id for q in pack.questions() if q.sensitive}
    # A list that only an earlier pack has may be sensitive: it is left out too.
    plain = {q.id for q in pack.questions()} - kept_back
    marks = {key: mark for key, mark in case.entry_marks.items() if sensitive or key[0] in plain}
    for mark in KEPT_MARKS:
        found = tuple(entry for (_, entry), given in marks.items() if given == mark)
        if found:
            yield ListedEntries(heading=_heading(mark), entries=found)
    for question in pack.questions():
        if question.limit is None or question.id not in case.timers or question.limit.ticks in kept_back:
            continue
        answer = case.answers.get(question.limit.ticks)
        listed = answer.value if answer is not None and isinstance(answer.value, tuple) else ()
        left = tuple(entry for entry in listed if (question.limit.ticks, entry) not in marks)
        if left:
            yield ListedEntries(heading=phrase("Not marked"), entries=left)


def _heading(mark: EntryMark) -> str:
    return phrase("Taken") if mark == "taken" else phrase("Stays")


def entry_outcome(mark: EntryMark) -> str:
    """Return the mark of a list entry in words; empty if not recorded."""
    match mark:
        case "taken":
            return phrase("taken")
        case "stays":
            return phrase("stays")
        case "open":
            return ""


def how_moved(move: ClockMove) -> str:
    """Say how far the computer's clock was set."""
    far = length(abs(round(move.by.total_seconds())))
    if move.by < timedelta():
        return phrase("the computer's clock was set back by {length}", length=far)
    return phrase("the computer's clock was set forward by {length}", length=far)


def how_long(timer: Timer) -> str:
    """Say how long an ended timer ran, and how far past its limit."""
    assert timer.ended is not None
    ran = length(round(timer.ended.total_seconds()))
    over = round((timer.ended - timer.limit).total_seconds())
    if over > 0:
        return phrase("ran for {length}, {over} past the limit", length=ran, over=length(over))
    return phrase("ran for {length}", length=ran)


def running(case: Case, pack: Pack, now: datetime, home: tzinfo | None = None) -> tuple[str, ...]:
    """Name the running timers of a case, each with the time it ends.

    The zone is named if clocks in `home` show another time.
    """
    from zoneinfo import ZoneInfo

    names = {q.id: q.name for q in pack.questions()}
    zone = ZoneInfo(pack.policy.zone)
    said: list[str] = []
    for name, timer in case.timers.items():
        if timer.runs:
            end = timer.started + timer.limit
            time = f"{dates.clock(end.astimezone(zone))}{other_zone(end, zone, home)}"
            called = names.get(name, name)
            if now < end:
                said.append(phrase("{timer} runs until {time}", timer=called, time=time))
            else:
                said.append(phrase("{timer} runs, OVER since {time}", timer=called, time=time))
    return tuple(said)

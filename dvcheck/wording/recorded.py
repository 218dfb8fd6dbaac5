"""What was recorded in a case beside its answers, in words."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

import msgspec

from dvcheck import dates
from dvcheck.language import phrase
from dvcheck.pack.model import Pack, short
from dvcheck.record.case import Case, ClockMove, Repack, Restart
from dvcheck.record.clock import Timer
from dvcheck.record.events import EntryMark
from dvcheck.wording.times import clock_time, length, other_zone

KEPT_MARKS: tuple[EntryMark, ...] = ("taken", "stays")
"""What an entry of a list can be marked as, in the order it is told."""


class RecordedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was recorded, and when (aware)."""

    at: datetime
    text: str


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """Entries of a list that one thing became of."""

    heading: str
    entries: tuple[str, ...]


def events(case: Case, pack: Pack) -> tuple[RecordedEvent, ...]:
    """Notes, timers, and moves of the clock or to other checklists, in their order."""
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


def closed(case: Case) -> str:
    """That a case was closed, and the reason given; empty where it is open."""
    if case.closed is None:
        return ""
    if case.closed.reason:
        return phrase("Closed: {reason}", reason=case.closed.reason)
    return phrase("Closed")


def entries(case: Case, pack: Pack, *, sensitive: bool) -> Iterator[Listed]:
    """What was taken of the lists of a case, what stays, and what nobody marked while a timer ran.

    Entries of sensitive lists only with `sensitive`.
    """
    kept_back = set() if sensitive else {q.id for q in pack.questions() if q.sensitive}
    # Of a list that only an earlier pack of the case has, nobody can say here whether it is sensitive.
    plain = {q.id for q in pack.questions()} - kept_back
    marks = {key: mark for key, mark in case.entry_marks.items() if sensitive or key[0] in plain}
    for mark in KEPT_MARKS:
        found = tuple(entry for (_, entry), given in marks.items() if given == mark)
        if found:
            yield Listed(heading=_heading(mark), entries=found)
    for question in pack.questions():
        if question.limit is None or question.id not in case.timers or question.limit.ticks in kept_back:
            continue
        answer = case.answers.get(question.limit.ticks)
        listed = answer.value if answer is not None and isinstance(answer.value, tuple) else ()
        left = tuple(entry for entry in listed if (question.limit.ticks, entry) not in marks)
        if left:
            yield Listed(heading=phrase("Not marked"), entries=left)


def _heading(mark: EntryMark) -> str:
    return phrase("Taken") if mark == "taken" else phrase("Stays")


def marked(mark: EntryMark) -> str:
    """What became of an entry of a list; empty while nobody has said."""
    match mark:
        case "taken":
            return phrase("taken")
        case "stays":
            return phrase("stays")
        case "open":
            return ""


def how_moved(move: ClockMove) -> str:
    """How far the computer's clock was set."""
    far = length(abs(round(move.by.total_seconds())))
    if move.by < timedelta():
        return phrase("the computer's clock was set back by {length}", length=far)
    return phrase("the computer's clock was set forward by {length}", length=far)


def how_long(timer: Timer) -> str:
    """How long a timer ran that has ended, and how far that is past its limit."""
    assert timer.ended is not None
    ran = length(round(timer.ended.total_seconds()))
    over = round((timer.ended - timer.limit).total_seconds())
    if over > 0:
        return phrase("ran for {length}, {over} past the limit", length=ran, over=length(over))
    return phrase("ran for {length}", length=ran)


def running(case: Case, pack: Pack, now: datetime, home: tzinfo | None = None) -> tuple[str, ...]:
    """The timers of a case that run at `now`, each with its name and when its time is over.

    The zone is named where clocks in `home` show another time.
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

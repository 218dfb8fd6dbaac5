"""What was recorded in a case beside its answers, in words: the same on the screen and in a report."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from dvcheck.pack.model import Pack, short
from dvcheck.record.case import Case
from dvcheck.record.events import EntryMark
from dvcheck.terminal.countdown import clock_time, how_long, how_moved, length

_HEADINGS: dict[EntryMark, str] = {"taken": "Taken", "stays": "Stays"}


def events(case: Case, pack: Pack) -> list[tuple[datetime, str]]:
    """Notes, timers, and moves of the clock or to other checklists, each with its time (aware), in order."""
    names = {q.id: q.name for q in pack.questions()}
    found = [(remark.at, remark.text) for remark in case.remarks]
    found += [(move.at, f"Noted: {how_moved(move)}") for move in case.clock_moves]
    for name, timer in case.timers.items():
        end = clock_time(timer.started + timer.limit, timer.started, ZoneInfo(pack.policy.zone))
        state = f"runs, its end is {end}" if timer.runs else how_long(timer)
        found.append((timer.started, f"{names.get(name, name)}: {state}"))
    for again in case.restarts:
        ran = length(round(again.ran.total_seconds()))
        found.append((again.at, f"{names.get(again.timer, again.timer)}: start said anew, after {ran}"))
    for move in case.repacks:
        said = f"Moved to other checklists: pack {short(move.pack)}, before {short(move.was)}"
        found.append((move.at, said))
    return sorted(found)


def entries(case: Case, pack: Pack, *, sensitive: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What was taken of the lists of a case, what stays, and what nobody marked while a timer ran.

    Entries of sensitive lists only with `sensitive`.
    """
    kept_back = set() if sensitive else {q.id for q in pack.questions() if q.sensitive}
    # Of a list that only an earlier pack of the case has, nobody can say here whether it is sensitive.
    plain = {q.id for q in pack.questions()} - kept_back
    marks = {key: mark for key, mark in case.entry_marks.items() if sensitive or key[0] in plain}
    for mark, heading in _HEADINGS.items():
        found = tuple(entry for (_, entry), given in marks.items() if given == mark)
        if found:
            yield heading, found
    for question in pack.questions():
        if question.limit is None or question.id not in case.timers or question.limit.ticks in kept_back:
            continue
        answer = case.answers.get(question.limit.ticks)
        listed = answer.value if answer is not None and isinstance(answer.value, tuple) else ()
        left = tuple(entry for entry in listed if (question.limit.ticks, entry) not in marks)
        if left:
            yield "Not marked", left

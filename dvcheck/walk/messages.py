"""The messages of a walk: about its place, answers and timers.

Each function returns styled lines or one text. A width is in terminal cells.
"""

import textwrap
from datetime import datetime

from dvcheck import dates
from dvcheck.cells import wrapped
from dvcheck.language import phrase
from dvcheck.pack.model import Pack, Question
from dvcheck.pack.value import Value
from dvcheck.record.clock import Timer
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment
from dvcheck.rules.deadline import Deadline
from dvcheck.rules.outline import Entry, Outline
from dvcheck.walk.prompts import SEPARATOR, Line, WalkPlace
from dvcheck.walk.steps import Progress, State
from dvcheck.walk.timer import AddEntry, EndTimer, EntryOutcome, RestartTimer, TakeNote, TimerInput
from dvcheck.walk.undo import Undone
from dvcheck.wording.recorded import entry_outcome, how_long

# --- the place in the walk ----------------------------------------------------------------------------------


def place(
    pack: Pack, layout: Outline, question: Question, case: str, far: Progress | None = None
) -> WalkPlace:
    """Return the place of a question: case, progress, list entry, checklist and section."""
    placed = layout.by_id[question.id]
    title = pack.checklist(placed.checklist).title
    return WalkPlace(
        case=case,
        progress=phrase("{at} of about {about}", at=far.at, about=far.about) if far is not None else "",
        round=round_of(layout, placed.entry) if placed.entry is not None else "",
        checklist=title,
        section=placed.section if placed.section != title else "",
    )


def round_of(layout: Outline, entry: Entry) -> str:
    """Name the list entry that is asked about, its number, and how many entries there are."""
    count = len(layout.entries[entry.list])
    return phrase("{entry}, {number} of {count}", entry=entry.shown, number=entry.number, count=count)


def status(state: State, zone: str) -> str:
    """Return how many duties are open, how many questions are left, and when a running timer ends."""
    parts = [_status_line(state.assessment, zone)]
    # An entry removed from its list takes its questions with it.
    known = state.assessment.outline.by_id
    skipped = [name for name in state.later if name in known and not state.runs(name)]
    if skipped:
        parts.append(phrase("{n} left for later", n=len(skipped)))
    for name in state.later:
        if state.runs(name):
            timer = state.timers[name]
            ends = _clock_time(timer.started + timer.limit, zone)
            parts.append(phrase("clock ends {time}", time=ends))
    return SEPARATOR.join(parts)


def _status_line(assessment: Assessment, zone: str) -> str:
    """Return how many required duties are open, due now, due by the end of the shift, and undecided.

    A duty is undecided if an answer of "unknown" keeps it so, not if its question has not been asked yet.
    """
    owed = [d for d in assessment.duties if d.outstanding]
    now = sum(d.obligation.phase == "scene" for d in owed)
    parts = [phrase("{n} open", n=len(owed)), phrase("{n} now", n=now)]
    by_shift = [d.deadline for d in owed if d.deadline.kind == "end-of-shift"]
    if by_shift:
        parts.append(_by_shift(len(by_shift), by_shift[0], zone))
    undecided = len(assessment.undecided())
    return SEPARATOR.join(parts + ([phrase("{n} undecided", n=undecided)] if undecided else []))


def _by_shift(count: int, deadline: Deadline, zone: str) -> str:
    """Return how many duties are due by the end of the shift, with its time if that is known."""
    if deadline.at is None:
        return phrase("{n} by end of shift", n=count)
    time = _clock_time(deadline.at, zone)
    if deadline.overdue:
        return phrase("{n} by {time} (end of shift, OVERDUE)", n=count, time=time)
    return phrase("{n} by {time} (end of shift)", n=count, time=time)


def _clock_time(at: datetime, zone: str) -> str:
    from zoneinfo import ZoneInfo

    return dates.clock(at.astimezone(ZoneInfo(zone)))


# --- answers and notes --------------------------------------------------------------------------------------


def answer(question: Question, value: Value, width: int) -> list[Line]:
    """Show an answer in as many lines as it takes."""
    first, *rest = wrapped(_answer(question, value), max(20, width - 5))
    name = f"{question.name}: " if first.startswith(f"{question.name}: ") else ""
    lines: list[Line] = [(("dim", f"  {name}"), ("strong", first.removeprefix(name)))]
    return [*lines, *((("strong", f"    {line}"),) for line in rest)]


def answer_in_a_line(question: Question, value: Value) -> Line:
    """Show an answer in one line, however long it is."""
    return (("dim", f"  {question.name}: "), ("strong", question.listed(value)))


def _answer(question: Question, value: Value) -> str:
    return f"{question.name}: {question.listed(value)}"


def answer_kept(question: Question, value: Value) -> Line:
    """Say that an answer is unchanged."""
    return (("dim", phrase("  {answer}, as before", answer=_answer(question, value))),)


def left_for_later(question: Question, former: Answer | None) -> Line:
    """Say that a question is left for later, or that its former answer is unchanged."""
    if former is not None:
        return answer_kept(question, former.value)
    return (("dim", phrase("  {question}: left for later", question=question.name)),)


def answered_elsewhere(question: Question, value: Value | None, width: int) -> list[Line]:
    """Say how another window answered a question; None if it took the answer back."""
    shown = question.listed(value) if value is not None else phrase("taken back")
    text = phrase("{question}: answered in another window: {answer}", question=question.name, answer=shown)
    lines = wrapped(text, max(20, width - 3))
    return [(("warn", f"  {line}"),) for line in lines]


def note_taken(text: str, width: int) -> list[Line]:
    """Show a note that was written at a question."""
    said = phrase("noted: {text}", text=text)
    return [(("dim", f"  {line}"),) for line in wrapped(said, max(20, width - 3))]


def step_undone(last: Undone | None, width: int) -> list[Line]:
    """Say which step was undone; None if nothing was left to undo."""
    if last is None:
        said = phrase("Nothing left to undo in this walk; b goes back to earlier answers.")
    elif last.was_left:
        said = phrase("{question}: no longer skipped", question=last.question.name)
    elif last.former is None:
        said = phrase("{question}: answer taken back", question=last.question.name)
    else:
        said = phrase("{answer} (restored)", answer=_answer(last.question, last.former))
    return [(("warn", f"  {line}"),) for line in wrapped(said, max(20, width - 3))]


def first_question() -> Line:
    """Say that nothing comes before this question."""
    return (("warn", phrase("  This is the first question.")),)


def nothing_changes() -> Line:
    """Say that the new answer would change no duty."""
    return (("dim", phrase("    no duty changes")),)


def sure(question: Question, value: Value, *, repeat: bool) -> str:
    """Ask whether to record a changed answer. With `repeat`, the question shows the answer again."""
    text = phrase("Record this answer?")
    return f"{text} {textwrap.shorten(question.shown(value), 300)}" if repeat else text


def sure_keys() -> Line:
    """Name the keys that confirm or refuse an answer."""
    return (("warn", phrase("  y records it; n or b keeps the old answer.")),)


def news(line: str) -> Line:
    """Show a message about the journal."""
    return (("warn", f"  {line}"),)


# --- timers -------------------------------------------------------------------------------------------------


def timer_started(question: Question, before: int) -> Line:
    """Say that a timer was started as of `before` seconds ago."""
    since = phrase("started {minutes} minutes ago", minutes=before // 60) if before else phrase("started now")
    return (("dim", f"  {question.name}: "), ("strong", since))


def runs_on_as_before(question: Question) -> Line:
    """Say that the start of a timer was not corrected."""
    return (("dim", phrase("  {timer}: start not changed, still running", timer=question.name)),)


def runs_on_beside(question: Question, time: str) -> Line:
    """Say that a timer keeps running while other questions are asked."""
    return (("strong", phrase("  {timer} keeps running: {time}", timer=question.name, time=time)),)


def ended_elsewhere(question: Question) -> Line:
    """Say that another window ended a timer."""
    return (("warn", phrase("  {timer}: ended in another window", timer=question.name)),)


def not_recorded(why: str) -> Line:
    """Say why an entry made while a timer ran was not recorded."""
    return (("warn", phrase("  Not recorded: {why}.", why=why)),)


def timer_reply(
    question: Question, entries: Question | None, timer: Timer, said: TimerInput, width: int
) -> list[Line]:
    """Show what the officer entered while a timer ran. `entries` is the question with the timer's list."""

    def listed(entry: str) -> str:
        return entries.listed(entry) if entries is not None else entry

    match said:
        case EntryOutcome():
            text = f"{listed(said.entry)}: {entry_outcome(said.mark) or phrase('not marked')}"
        case AddEntry():
            text = phrase("added: {things}", things=listed(", ".join(said.entries)))
        case TakeNote():
            text = phrase("noted: {text}", text=said.text)
        case EndTimer():
            text = phrase("{timer}: ended, {ran}", timer=question.name, ran=how_long(timer))
        case RestartTimer():
            text = phrase(
                "{timer}: how many minutes ago did it start? It keeps running until you answer",
                timer=question.name,
            )
    return [(("dim", f"  {line}"),) for line in wrapped(text, max(20, width - 3))]

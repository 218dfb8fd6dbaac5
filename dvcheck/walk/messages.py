"""What a walk says: of an answer, of what it changed, of a timer, and why a question is asked.

Each function returns styled lines, or one text; a width is in cells of a terminal.
"""

import textwrap
from datetime import datetime

from dvcheck.cells import wrapped
from dvcheck.language import phrase
from dvcheck.pack.model import Pack, Question
from dvcheck.pack.value import Value
from dvcheck.record.clock import Timer
from dvcheck.rules.assess import Assessment
from dvcheck.rules.deadline import Deadline
from dvcheck.rules.outline import Entry, Outline
from dvcheck.walk.prompts import SEPARATOR, Line, WalkPlace
from dvcheck.walk.steps import Progress, State
from dvcheck.walk.timer import Added, Ended, EntryOutcome, NoteTaken, Said, StartedOver
from dvcheck.walk.undo import Undone
from dvcheck.wording.recorded import how_long, marked

# --- where the walk stands ----------------------------------------------------------------------------------


def place(
    pack: Pack, layout: Outline, question: Question, case: str, far: Progress | None = None
) -> WalkPlace:
    """Say where a question stands: its case, how far the walk is, whose round, its checklist and section."""
    stands = layout.by_id[question.id]
    title = pack.checklist(stands.checklist).title
    return WalkPlace(
        case=case,
        progress=phrase("{at} of about {about}", at=far.at, about=far.about) if far is not None else "",
        round=round_of(layout, stands.entry) if stands.entry is not None else "",
        checklist=title,
        section=stands.section if stands.section != title else "",
    )


def round_of(layout: Outline, entry: Entry) -> str:
    """Name the entry of a list that is asked about, and how many there are."""
    count = len(layout.entries[entry.list])
    return phrase("{entry}, {number} of {count}", entry=entry.shown, number=entry.number, count=count)


def status(state: State, zone: str) -> str:
    """Say how many duties are open, what was left for later, and when a timer beside the questions ends."""
    parts = [status_line(state.assessment, zone)]
    known = (
        state.assessment.outline.by_id
    )  # an entry that is not in its list any more takes its questions along
    skipped = [name for name in state.later if name in known and not state.runs(name)]
    if skipped:
        parts.append(phrase("{n} left for later", n=len(skipped)))
    for name in state.later:
        if state.runs(name):
            timer = state.timers[name]
            ends = _clock_time(timer.started + timer.limit, zone)
            parts.append(phrase("clock ends {time}", time=ends))
    return SEPARATOR.join(parts)


def status_line(assessment: Assessment, zone: str) -> str:
    """Say how many required duties are open, now and by the end of the shift, and are undecided.

    Undecided are those that an answer of "unknown" stands in the way of, not what has not been asked yet.
    """
    owed = [d for d in assessment.duties if d.outstanding]
    now = sum(d.obligation.phase == "scene" for d in owed)
    parts = [phrase("{n} open", n=len(owed)), phrase("{n} now", n=now)]
    by_shift = [d.deadline for d in owed if d.deadline.kind == "end-of-shift"]
    if by_shift:
        ends = _time(by_shift[0], zone)
        parts.append(phrase("{n} by end of shift{time}", n=len(by_shift), time=ends))
    undecided = len(assessment.undecided())
    return SEPARATOR.join(parts + ([phrase("{n} undecided", n=undecided)] if undecided else []))


def _time(deadline: Deadline, zone: str) -> str:
    if deadline.at is None:
        return ""
    time = _clock_time(deadline.at, zone)
    return phrase(" ({time}, OVERDUE)", time=time) if deadline.overdue else f" ({time})"


def _clock_time(at: datetime, zone: str) -> str:
    from zoneinfo import ZoneInfo

    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


# --- what an officer said -----------------------------------------------------------------------------------


def answer(question: Question, value: Value, width: int) -> list[Line]:
    """Repeat an answer in as many lines as it takes."""
    first, *rest = wrapped(_answer(question, value), max(20, width - 5))
    name = f"{question.name}: " if first.startswith(f"{question.name}: ") else ""
    lines: list[Line] = [(("dim", f"  {name}"), ("strong", first.removeprefix(name)))]
    return [*lines, *((("strong", f"    {line}"),) for line in rest)]


def answer_in_a_line(question: Question, value: Value) -> Line:
    """Repeat an answer in one line, however long it is."""
    return (("dim", f"  {question.name}: "), ("strong", question.listed(value)))


def _answer(question: Question, value: Value) -> str:
    return f"{question.name}: {question.listed(value)}"


def kept(question: Question, value: Value) -> Line:
    """Say that an answer stays as it was."""
    return (("dim", phrase("  {answer}, as before", answer=_answer(question, value))),)


def left_for_later(question: Question) -> Line:
    """Say that a question is left for later."""
    return (("dim", phrase("  {question}: left for later", question=question.name)),)


def answered_elsewhere(question: Question, value: Value | None, width: int) -> list[Line]:
    """Say what another window recorded to a question meanwhile; None where it took the answer back."""
    shown = question.listed(value) if value is not None else phrase("taken back")
    text = phrase(
        "{question}: answered in another window meanwhile: {answer}", question=question.name, answer=shown
    )
    lines = wrapped(text, max(20, width - 3))
    return [(("warn", f"  {line}"),) for line in lines]


def noted(text: str, width: int) -> list[Line]:
    """Repeat a note that was written beside a question."""
    said = phrase("noted: {text}", text=text)
    return [(("dim", f"  {line}"),) for line in wrapped(said, max(20, width - 3))]


def undone(last: Undone | None) -> Line:
    """Say what an answer is again now that the last one is taken back; None where none is left to undo."""
    if last is None:
        said = phrase("  Nothing is left to undo in this walk; b goes back to earlier answers.")
    elif last.former is None:
        said = phrase("  {question}: answer taken back", question=last.question.name)
    else:
        said = phrase("  {answer}, again", answer=_answer(last.question, last.former))
    return (("warn", said),)


def first_question() -> Line:
    """Say that nothing comes before this question."""
    return (("warn", phrase("  This is the first question.")),)


def nothing_changes() -> Line:
    """Say that another answer would leave everything as it is."""
    return (("dim", phrase("    nothing that is owed changes")),)


def sure(question: Question, value: Value, *, repeat: bool) -> str:
    """Ask whether another answer is to be recorded; with `repeat` the answer is read there once more."""
    text = phrase("Record this answer?")
    return f"{text} {textwrap.shorten(question.shown(value), 300)}" if repeat else text


def sure_keys() -> Line:
    """Say what can be pressed where an answer is confirmed."""
    return (("warn", phrase("  y records it; n or b leaves the answer as it was.")),)


def news(line: str) -> Line:
    """Pass on what happened to the journal."""
    return (("warn", f"  {line}"),)


# --- what is said of a timer --------------------------------------------------------------------------------


def timer_started(question: Question, before: int) -> Line:
    """Say that a timer was started as of `before` seconds ago."""
    since = phrase("started {minutes} minutes ago", minutes=before // 60) if before else phrase("started now")
    return (("dim", f"  {question.name}: "), ("strong", since))


def runs_on_as_before(question: Question) -> Line:
    """Say that the start of a timer was not corrected."""
    return (("dim", phrase("  {timer} runs on as it did", timer=question.name)),)


def runs_on_beside(question: Question, time: str) -> Line:
    """Say that a timer runs on while other things are asked."""
    return (("strong", phrase("  {timer} runs on: {time}", timer=question.name, time=time)),)


def ended_elsewhere(question: Question) -> Line:
    """Say that another window has ended a timer."""
    return (("warn", phrase("  {timer}: ended in another window", timer=question.name)),)


def not_recorded(why: str) -> Line:
    """Say why what was entered beside a timer was not recorded."""
    return (("warn", phrase("  Not recorded: {why}.", why=why)),)


def taken(question: Question, entries: Question | None, timer: Timer, said: Said, width: int) -> list[Line]:
    """Repeat what was said while a timer ran; `entries` is the list beside it."""

    def listed(entry: str) -> str:
        return entries.listed(entry) if entries is not None else entry

    match said:
        case EntryOutcome():
            text = f"{listed(said.entry)}: {marked(said.mark) or phrase('not marked')}"
        case Added():
            text = phrase("added: {things}", things=listed(", ".join(said.entries)))
        case NoteTaken():
            text = phrase("noted: {text}", text=said.text)
        case Ended():
            text = phrase("{timer}: ended, {ran}", timer=question.name, ran=how_long(timer))
        case StartedOver():
            text = phrase(
                "{timer}: how many minutes ago was its start? It runs on until you say", timer=question.name
            )
    return [(("dim", f"  {line}"),) for line in wrapped(text, max(20, width - 3))]

"""What a walk says: of an answer, of what it changed, of a timer, and why a question is asked.

Each function returns styled lines, or one text; a width is in cells of a terminal.
"""

import textwrap
from datetime import datetime

from dvcheck.cells import wrapped
from dvcheck.language import phrase
from dvcheck.pack.modality import says_not
from dvcheck.pack.model import Note, Pack, Question, sections_of
from dvcheck.pack.terms import AgencyTerms
from dvcheck.pack.value import Value
from dvcheck.record.clock import Timer
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.deadline import Deadline
from dvcheck.rules.outline import Entry, Outline
from dvcheck.walk.prompts import Line, Row
from dvcheck.walk.steps import State
from dvcheck.walk.timer import Added, Ended, EntryOutcome, NoteTaken, Said, StartedOver
from dvcheck.wording.duty import not_feasible_refused
from dvcheck.wording.recorded import how_long, marked

# --- where the walk stands ----------------------------------------------------------------------------------


def place(pack: Pack, layout: Outline, question: Question, case: str) -> str:
    """Name the case, whose round it is, checklist and section; a narrow screen cuts what comes last."""
    stands = layout.by_id[question.id]
    if stands.entry is not None:
        case = phrase("{case} · {round}", case=case, round=round_of(layout, stands.entry))
    title = pack.checklist(stands.checklist).title
    if stands.section == title:
        return phrase("{case} · {checklist}", case=case, checklist=title)
    return phrase("{case} · {checklist} · {section}", case=case, checklist=title, section=stands.section)


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
        parts.append(phrase("left for later {n}", n=len(skipped)))
    for name in state.later:
        if state.runs(name):
            timer = state.timers[name]
            ends = _clock_time(timer.started + timer.limit, zone)
            parts.append(phrase("clock ends {time}", time=ends))
    return " · ".join(parts)


def status_line(assessment: Assessment, zone: str) -> str:
    """Say how many required duties are open, now and by the end of the shift, and are undecided.

    Undecided are those that an answer of "unknown" stands in the way of, not what has not been asked yet.
    """
    owed = [d for d in assessment.duties if d.outstanding]
    now = sum(d.obligation.phase == "scene" for d in owed)
    parts = [phrase("open {n}", n=len(owed)), phrase("now {n}", n=now)]
    by_shift = [d.deadline for d in owed if d.deadline.kind == "end-of-shift"]
    if by_shift:
        ends = _time(by_shift[0], zone)
        parts.append(phrase("shift end {n}{time}", n=len(by_shift), time=ends))
    undecided = sum(any(n in assessment.answers for n in d.waits_for) for d in assessment.undecided())
    return " · ".join(parts + ([phrase("undecided {n}", n=undecided)] if undecided else []))


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
    lines = textwrap.wrap(text, max(20, width - 3))
    return [(("warn", f"  {line}"),) for line in lines]


def noted(text: str, width: int) -> list[Line]:
    """Repeat a note that was written beside a question."""
    said = phrase("noted: {text}", text=text)
    return [(("dim", f"  {line}"),) for line in wrapped(said, max(20, width - 3))]


def undone(question: Question, value: Value | None) -> Line:
    """Say what an answer is again once the one after it was taken back; None where there was none."""
    if value is None:
        return (("warn", phrase("  {question}: answer taken back", question=question.name)),)
    return (("warn", phrase("  {answer}, again", answer=_answer(question, value))),)


def nothing_to_undo() -> Line:
    """Say that no answer of this walk can be taken back."""
    return (("warn", phrase("  Nothing is left to undo in this walk; b goes back to earlier answers.")),)


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


# --- the list at the end ------------------------------------------------------------------------------------


def duty_row(duty: Duty, terms: AgencyTerms) -> Row:
    """Make the row of a duty that is open."""
    o = duty.obligation
    return Row(
        id=o.id,
        text=f"{o.word:<10} {sections_of(o.cites[:1]):<9} {o.text}",
        not_feasible=o.not_feasible is not None,
        refused=not_feasible_refused(terms),
    )


def question_row(question: Question, terms: AgencyTerms) -> Row:
    """Make the row of a question that no walk asks: ticked, its answer is yes."""
    word = phrase("if so")
    text = f"{word:<10} {sections_of(question.cites[:1]):<9} {question.text}"
    return Row(id=question.id, text=text, refused=not_feasible_refused(terms))


# --- what an answer changed ---------------------------------------------------------------------------------


MOST_CHANGES = 6


def changes(before: Assessment | None, after: Assessment, terms: AgencyTerms, width: int) -> list[Line]:
    """Say what an answer changed: opened, in force, done, gone; then the notes that appeared.

    Without `before`, what holds from the start.
    """
    old = {d.obligation.id: d.status for d in before.duties} if before is not None else {}
    told: list[list[Line]] = []
    for duty in after.duties:
        was, is_ = old.get(duty.obligation.id, "not-triggered"), duty.status
        if was == is_:
            continue
        if is_ == "open":
            told.append(_change("new", "+", duty, width))
        elif is_ == "in-force":
            told.append(_change("warn", "!", duty, width))
        elif is_ == "done" and was in ("open", "undetermined"):
            told.append(_change("done", "x", duty, width))
        elif is_ == "not-feasible":
            told.append(_change("done", "/", duty, width))
        elif was in ("open", "in-force", "done", "not-feasible"):
            told.append(_change("dim", "-", duty, width))
    if len(told) > MOST_CHANGES:
        more = len(told) - MOST_CHANGES + 1
        rest: Line = (("dim", phrase("    and {n} more, in the summary", n=more)),)
        told = [*told[: MOST_CHANGES - 1], [rest]]
    lines = [line for change in told for line in change]
    known = {n.id for n in before.notes} if before is not None else set()
    for note in after.notes:
        if note.id not in known:
            lines.extend(_note(note, terms, width))
    return lines


def _change(style: str, mark: str, duty: Duty, width: int) -> list[Line]:
    """The word, the whole text and the section, in as many lines as it takes."""
    o = duty.obligation
    head = f"{mark} {_head(mark, duty)} - "
    said = f"{head}{o.text} ({sections_of(o.cites[:1])})"
    first, *rest = wrapped(said, max(20, width - 7)) if width < _UNWRAPPED else [said]
    if not first.startswith(head):
        return [((style, f"    {first}"),), *((("", f"      {line}"),) for line in rest)]
    lines: list[Line] = [((style, f"    {head}"), ("", first.removeprefix(head)))]
    return [*lines, *((("", f"      {line}"),) for line in rest)]


def _head(mark: str, duty: Duty) -> str:
    """How a duty stands now, and its word."""
    word = duty.obligation.word
    match mark:
        case "!" if not says_not(duty.obligation.modality):
            return phrase("in force: {word}", word=word)
        case "x":
            return phrase("done: {word}", word=word)
        case "/":
            return phrase("not feasible: {word}", word=word)
        case "-":
            return phrase("no longer: {word}", word=word)
    return word


_UNWRAPPED = 1_000
"""From this width on nothing is wrapped: a terminal without columns."""


def _note(note: Note, terms: AgencyTerms, width: int) -> list[Line]:
    lines = wrapped(note.shown(terms), max(20, width - 7))
    return [(("note", f"    {'i' if n == 0 else ' '} "), ("note", text)) for n, text in enumerate(lines)]

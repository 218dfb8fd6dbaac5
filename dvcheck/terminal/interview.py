"""The walk: ask, record, assess, say what changed, ask the next.

It meets the officer through a `Terminal`, with keys (`prompt`) or line by line (`plain`), and is the same
interview in both. Nothing is held back: an answer is on the disk before the next question is shown.
"""

import textwrap
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Protocol

import msgspec
from msgspec.structs import replace

from dvcheck.language import phrase
from dvcheck.pack.kinds import UNKNOWN, Value
from dvcheck.pack.model import ENDED, Limit, Note, Option, Pack, Question, sections_of
from dvcheck.record import clock
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import Timer
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment, Duty, assess, next_question
from dvcheck.rules.deadline import Deadline
from dvcheck.rules.logic import Facts, Truth
from dvcheck.rules.outline import Outline, outline
from dvcheck.rules.ticks import to_tick
from dvcheck.terminal.cells import wrapped
from dvcheck.terminal.countdown import (
    Added,
    Countdown,
    Ended,
    Marked,
    Noted,
    Said,
    StartedOver,
)
from dvcheck.wording.recorded import how_long, marked
from dvcheck.wording.times import length

Line = tuple[tuple[str, str], ...]
"""Styled text: pairs of a style name (see `frame.STYLES`) and the text."""


class Move(Enum):
    """What an officer does at a prompt other than answer it."""

    BACK = "back"
    LATER = "later"
    HELP = "help"


class Leave(Exception):
    """The officer leaves the walk (`q`, Ctrl-C, Ctrl-D, a closed input); everything answered is recorded."""


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """One question as it is put: where it stands, what is open so far, and the answer it had before."""

    question: Question
    place: str
    status: str
    former: Answer | None = None
    zone: str = "UTC"
    """The agency's, for a time that is now."""
    now: Callable[[], datetime] = clock.now
    """The clock that a time is held against."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a list to tick off or choose from."""

    id: str
    text: str
    not_feasible: bool = False
    """Whether the directive lets the officer say that it was not feasible."""


class Ticked(msgspec.Struct, frozen=True, kw_only=True):
    """What is ticked as done so far; confirmed unless the officer went back or named a row not feasible."""

    done: tuple[str, ...] = ()
    not_feasible: str | None = None
    back: bool = False
    leave: bool = False


class Terminal(Protocol):
    """How the interview meets the officer. Each of the asking methods may raise `Leave`."""

    def ask(self, prompt: Prompt) -> Value | Move: ...

    def tick(self, title: str, status: str, rows: Sequence[Row], ticked: Collection[str]) -> Ticked: ...

    def ask_reason(self, text: str) -> str | Move: ...

    def count(self, countdown: Countdown, place: str, status: str) -> Said | Move:
        """What the officer says while a timer runs; Move.LATER also where another window has ended it."""
        ...

    def go_on_beside(self, countdown: Countdown | None) -> None:
        """Keep warning of a timer while other things are asked; of none any more with None."""
        ...

    def choose(self, title: str, rows: Sequence[Row]) -> str: ...

    def say(self, *lines: Line) -> None: ...

    def close(self) -> None: ...

    @property
    def width(self) -> int: ...

    @property
    def is_kept(self) -> bool:
        """Whether a prompt stays on the screen once it is answered."""
        ...


def walk(pack: Pack, file: CaseFile, terminal: Terminal, *, sensitive: bool = True) -> Assessment:
    """Walk the checklists of a case to the end, and return how it stands. May raise `Leave`.

    Without `sensitive` nothing is asked that the pack marks so.
    """
    walked = _Walk(pack, file, terminal)
    if not sensitive:
        walked.keep_back()
    walked.keeping_ticks(walked.to_the_end)
    return walked.assessment


def tick_off(pack: Pack, file: CaseFile, terminal: Terminal) -> Assessment:
    """The list of what is open in a case, to tick off; returns how it stands then. May raise `Leave`."""
    walked = _Walk(pack, file, terminal)
    walked.keeping_ticks(walked.tick_off)
    return walked.assessment


def amend(pack: Pack, file: CaseFile, terminal: Terminal, question: Question) -> bool:
    """Ask a question again, say what would appear and go, and record the answer if the officer confirms it.

    Returns whether it was recorded. May raise `Leave`.
    """
    return _Walk(pack, file, terminal).amend(question)


class _Walk:
    def __init__(self, pack: Pack, file: CaseFile, terminal: Terminal) -> None:
        self.pack = pack
        self.file = file
        self.terminal = terminal
        self.outline: Outline = outline(pack, file.case.checklists)
        self.left_for_later: set[str] = set()
        self.kept_back: set[str] = set()
        self.ticked: tuple[str, ...] = ()
        self.known: Mapping[str, Answer] = {}
        self.assessment = self._assess()

    def keeping_ticks(self, step: Callable[[], object]) -> None:
        """Do a step. What is ticked on the screen counts as said, also where the officer leaves before
        confirming it."""
        try:
            step()
        except Leave:
            self._take(self.ticked)
            raise

    def keep_back(self) -> None:
        """From now on ask for nothing sensitive."""
        self.kept_back = {q.id for q in self.outline.questions() if q.sensitive}

    def to_the_end(self) -> None:
        """Ask what is left, then show the list of what is open."""
        if not self.file.case.answers:
            # What holds before anything is asked is news too.
            self.terminal.say(*changes(None, self.assessment, self.terminal.width))
        again: Question | None = None
        while True:
            question = again or self._next()
            if question is not None:
                again = self._put(question)
            else:
                again = self.tick_off()
                if again is None:
                    return

    def _next(self) -> Question | None:
        """A timer that runs goes before every question, unless the officer went on beside it."""
        running = [q for q in self.outline.questions() if self._runs(q) and q.id not in self.left_for_later]
        return running[0] if running else next_question(self.assessment, self.left_for_later | self.kept_back)

    def _runs(self, question: Question) -> bool:
        timer = self.file.case.timers.get(question.id)
        return timer is not None and timer.runs

    def _assess(self) -> Assessment:
        case = self.file.case
        self.known = case.answers
        return assess(self.outline, case.answers, case.marks, self.file.clock.now(), case.shift_ends)

    # --- one question ---------------------------------------------------------------------------------------

    def _put(self, question: Question) -> Question | None:
        """Ask one question; returns the question to ask next where it is not simply the next open one."""
        if self._runs(question):
            return self._count(question)
        timer = self.file.case.timers.get(question.id)
        answer = self.terminal.ask(
            Prompt(
                question=start_of(question, timer) if question.limit else question,
                place=self._place(question),
                status=self._status(),
                former=self.assessment.answers.get(question.id),
                zone=self.pack.policy.zone,
                now=self.file.clock.now,
            )
        )
        match answer:
            case Move.HELP:
                self.terminal.say(*self._help(question))
                return question
            case Move.BACK:
                return self._before(question)
            case Move.LATER if question.id not in self.assessment.answers:
                self.left_for_later.add(question.id)
                self.terminal.say((("dim", f"  {question.name}: left for later"),))
            case Move.LATER:
                self._say_kept(question)
            case "now" | "ago" if question.limit is not None:
                return self._start(question, question.limit, ago=answer == "ago")
            case _:
                return self._record(question, answer)
        return None

    def _place(self, question: Question) -> str:
        place = self.outline.by_id[question.id]
        title = self.pack.checklist(place.checklist).title
        case = self.file.case.number or self.file.case.id
        # The case first: on a narrow screen the rest is cut.
        return f"{case} · {title} · {place.section}" if place.section != title else f"{case} · {title}"

    def _record(self, question: Question, value: Value) -> Question | None:
        """Record an answer; returns the question again where another window has answered it meanwhile."""
        former = self._former(question)
        if not self.file.answer_unless_changed(question, value, former):
            self._say_answered_elsewhere(question)
            return None if self._former(question) == value else question
        if former == value:
            self._say_kept(question)
            return None
        self.left_for_later.discard(question.id)
        said = f"{question.name}: {question.listed(value)}"
        first, *rest = wrapped(said, max(20, self.terminal.width - 5))
        name = f"{question.name}: " if first.startswith(f"{question.name}: ") else ""
        self.terminal.say((("dim", f"  {name}"), ("strong", first.removeprefix(name))))
        self.terminal.say(*((("strong", f"    {line}"),) for line in rest))
        self._assess_and_say()
        return None

    def _former(self, question: Question) -> Value | None:
        """The answer the officer has been shown, or would be if it counted."""
        former = self.known.get(question.id)
        return former.value if former is not None else None

    def _say_answered_elsewhere(self, question: Question) -> None:
        given = self.file.case.answers.get(question.id)
        shown = question.listed(given.value) if given is not None else "taken back"
        text = f"{question.name}: answered in another window meanwhile: {shown}"
        lines = textwrap.wrap(text, max(20, self.terminal.width - 3))
        self.terminal.say(*((("warn", f"  {line}"),) for line in lines))
        self._assess_and_say()

    def amend(self, question: Question) -> bool:
        while True:
            former = self.assessment.answers.get(question.id)
            prompt = Prompt(
                question=question,
                place=self._place(question),
                status=self._status(),
                former=former,
                zone=self.pack.policy.zone,
                now=self.file.clock.now,
            )
            value = self.terminal.ask(prompt)
            if value is Move.HELP:
                self.terminal.say(*self._help(question))
            elif isinstance(value, Move) or (former is not None and former.value == value):
                return False
            else:
                return self._confirmed(question, value)

    def _confirmed(self, question: Question, value: Value) -> bool:
        """Say what an answer would change, and record it if the officer says yes."""
        before = self.assessment
        given = {**self.file.case.answers, question.id: Answer(value=value, at=self.file.clock.now())}
        case = self.file.case
        after = assess(self.outline, given, case.marks, self.file.clock.now(), case.shift_ends)
        self.terminal.say((("dim", f"  {question.name}: "), ("strong", question.listed(value))))
        said = changes(before, after, self.terminal.width)
        self.terminal.say(*(said or [(("dim", "    nothing that is owed changes"),)]))
        # A sensitive answer is read again in a prompt that goes; what is said stays on the screen.
        kept_back = question.sensitive and not self.terminal.is_kept
        again = f" {textwrap.shorten(question.shown(value), 300)}" if kept_back else ""
        sure = replace(
            question,
            text=f"Record this answer?{again}",
            kind="yes-no",
            options=(),
            most=None,
            help="",
        )
        while True:
            prompt = Prompt(question=sure, place=question.name, status=self._status())
            match self.terminal.ask(prompt):
                case "yes":
                    if self.file.answer_unless_changed(question, value, self._former(question)):
                        return True
                    self._say_answered_elsewhere(question)
                    return self.amend(question)
                case "no" | Move.BACK:
                    return False
                case _:
                    self.terminal.say(
                        (("warn", "  y records it; n or b leaves the answer as it was."),),
                    )

    def _say_kept(self, question: Question) -> None:
        value = self.assessment.answers[question.id].value
        self.terminal.say((("dim", f"  {question.name}: {question.listed(value)}, as before"),))

    def _assess_and_say(self) -> None:
        for line in self.file.news():
            self.terminal.say((("warn", f"  {line}"),))
        before, self.assessment = self.assessment, self._assess()
        self.terminal.say(*changes(before, self.assessment, self.terminal.width))

    def _status(self) -> str:
        parts = [status_line(self.assessment, self.pack.policy.zone)]
        skipped = [name for name in self.left_for_later if not self._runs(self.outline.question(name))]
        if skipped:
            parts.append(f"left for later {len(skipped)}")
        for name in self.left_for_later:
            if self._runs(self.outline.question(name)):
                timer = self.file.case.timers[name]
                parts.append(f"clock ends {_clock_time(timer.started + timer.limit, self.pack.policy.zone)}")
        return " · ".join(parts)

    def _before(self, question: Question) -> Question:
        """The question before this one that was answered or left for later; itself where there is none."""
        earlier: Question | None = None
        for candidate in self.outline.questions():
            if candidate.id == question.id:
                break
            if self._was_met(candidate):
                earlier = candidate
        if earlier is None:
            self.terminal.say((("warn", "  This is the first question."),))
            return question
        return earlier

    def _was_met(self, question: Question) -> bool:
        if question.id in self.left_for_later:
            return question in self.assessment.unasked or self._runs(question)
        answered = question.id in self.assessment.answers and question.id not in self.kept_back
        return answered and not question.unprompted and question.id not in self.assessment.inapplicable

    def _help(self, question: Question) -> list[Line]:
        facts = Facts(self.outline, self.file.case.answers)
        because = (*facts.guard(question.id).because, *facts.decide(question.asked_when).because)
        return help_lines(self.pack, self.outline, question, because, self.assessment, self.terminal.width)

    # --- a timer --------------------------------------------------------------------------------------------

    def _start(self, question: Question, limit: Limit, *, ago: bool) -> Question | None:
        """Start a timer, perhaps from some minutes ago; returns it, to be counted down."""
        if not ago:
            return self._started(question, limit, 0)
        given = self._ask_ago(question)
        if given == UNKNOWN:
            return self._record(question, UNKNOWN)
        return self._started(question, limit, int(given) * 60) if isinstance(given, str) else question

    def _ask_ago(self, question: Question) -> Value | Move:
        prompt = Prompt(question=ago_of(question), place=self._place(question), status=self._status())
        return self.terminal.ask(prompt)

    def _started(self, question: Question, limit: Limit, before: int) -> Question:
        """Start a timer as of so many seconds ago; returns it, to be counted down."""
        self.file.start_timer(question.id, limit.seconds, before)
        self.left_for_later.discard(question.id)
        since = f"started {before // 60} minutes ago" if before else "started now"
        self.terminal.say((("dim", f"  {question.name}: "), ("strong", since)))
        self._assess_and_say()
        return question

    def _start_over(self, question: Question) -> Question | None:
        """Ask for the start of a timer anew; it runs on as it did where the officer does not say."""
        assert question.limit is not None
        given = self._ask_ago(question)
        if not isinstance(given, str) or given == UNKNOWN:
            self.terminal.say((("dim", f"  {question.name} runs on as it did"),))
            return question
        return self._started(question, question.limit, int(given) * 60)

    def _count(self, question: Question) -> Question | None:
        """Count a timer down while the officer ticks off and takes notes, until it is ended or left."""
        assert question.limit is not None
        ticks = question.limit.ticks
        can_be_added_to = ticks in self.outline.by_id and ticks not in self.kept_back
        entries = self.outline.question(ticks) if can_be_added_to else None
        countdown = Countdown(question, entries, self.file, self.pack.policy.zone)
        self.terminal.go_on_beside(None)
        while True:
            said = self.terminal.count(countdown, self._place(question), self._status())
            if not countdown.runs:
                self.terminal.say((("warn", f"  {question.name}: ended in another window"),))
                self._assess_and_say()
                return None
            match said:
                case Move.HELP:
                    self.terminal.say(*self._help(question))
                case Move.BACK:
                    self.terminal.go_on_beside(countdown)
                    return self._before(question)
                case Move.LATER:
                    self.terminal.go_on_beside(countdown)
                    self.left_for_later.add(question.id)
                    self.terminal.say((("strong", f"  {question.name} runs on: {countdown.time}"),))
                    return None
                case StartedOver():
                    self._say_taken(question, said)
                    return self._start_over(question)
                case _:
                    refused = countdown.take(said)
                    if refused is not None:
                        self.terminal.say((("warn", f"  Not recorded: {refused.why}."),))
                        continue
                    self._say_taken(question, said)
                    self._assess_and_say()
                    if isinstance(said, Ended):
                        return None

    def _say_taken(self, question: Question, said: Said) -> None:
        match said:
            case Marked():
                mark = marked(said.mark) or phrase("not marked")
                text = f"{self._listed(question, said.entry)}: {mark}"
            case Added():
                text = f"added: {self._listed(question, ', '.join(said.entries))}"
            case Noted():
                text = f"noted: {said.text}"
            case Ended():
                text = f"{question.name}: ended, {how_long(self.file.case.timers[question.id])}"
            case StartedOver():
                text = f"{question.name}: how many minutes ago was its start? It runs on until you say"
        self.terminal.say(
            *(((("dim", f"  {line}"),)) for line in wrapped(text, max(20, self.terminal.width - 3)))
        )

    def _listed(self, timer: Question, entry: str) -> str:
        """What was said of the list beside a timer, as lists have it."""
        ticks = timer.limit.ticks if timer.limit is not None else ""
        known = ticks in self.outline.by_id
        return self.outline.question(ticks).listed(entry) if known else entry

    # --- the list at the end --------------------------------------------------------------------------------

    def tick_off(self) -> Question | None:
        """One list of what is open, to tick off; returns a question where the officer goes back to it.

        What is only recommended is on the list, but is not worth a list of its own.
        """
        while True:
            duties = to_tick(self.assessment)
            if not any(duty.outstanding for duty in duties):
                return None
            rows = [_row(duty) for duty in duties] + [_if_so(q) for q in to_tell(self.assessment)]
            title = "What of this is done already?"
            reply = self.terminal.tick(title, self._status(), rows, self.ticked)
            self.ticked = reply.done
            if reply.leave:
                raise Leave
            if reply.back:
                met = [q for q in self.outline.questions() if self._was_met(q)]
                if met:
                    return met[-1]
            elif reply.not_feasible is not None:
                self._not_feasible(reply.not_feasible)
            else:
                self._take(reply.done)
                self.ticked = ()
                self._assess_and_say()
                return None

    def _take(self, ticked: Sequence[str]) -> None:
        """Record what was ticked: a duty is done, and a question that no walk asks is answered yes."""
        told = {q.id for q in to_tell(self.assessment)}
        for name in ticked:
            if name in told:
                self.file.answer(self.outline.question(name), "yes")
        self.file.done(tuple(name for name in ticked if name not in told))

    def _not_feasible(self, name: str) -> None:
        duty = self.assessment.duty(name)
        assert duty is not None
        reason = self.terminal.ask_reason(f"Why was it not feasible? {duty.obligation.text}")
        if isinstance(reason, str):
            self.file.not_feasible(name, reason)
            self.ticked = tuple(ticked for ticked in self.ticked if ticked != name)
            self._assess_and_say()


# --- how a timer is started ---------------------------------------------------------------------------------


STARTS = ("now", "ago", ENDED)
"""The answers to the question that starts a timer, in their order."""


def start_of(timer: Question, before: Timer | None) -> Question:
    """The question that starts a timer: now, from some minutes ago, or over without it.

    `before` is how it ran already, where it did: the officer has come back to it.
    """
    assert timer.limit is not None
    used = "the clock was not used"
    if before is not None and before.ended is not None:
        used = f"the clock ran {length(int(before.ended.total_seconds()))}"
    options = (
        Option(id="now", text=f"{timer.limit.starts_with}: start the clock"),
        Option(id="ago", text="It began some minutes ago"),
        Option(id=ENDED, text=f"{timer.limit.ends_with}; {used}"),
    )
    minutes = timer.limit.seconds // 60
    return replace(timer, text=f"{timer.text}: {minutes} minutes", kind="choice", options=options, limit=None)


def ago_of(timer: Question) -> Question:
    """The question how many minutes ago a timer would have been started."""
    text = f"How many minutes ago? {timer.limit.starts_with if timer.limit else ''}"
    return replace(timer, text=text, kind="number", options=(), most=999, limit=None)


# --- what is said -------------------------------------------------------------------------------------------


def to_tell(assessment: Assessment) -> list[Question]:
    """The yes-no questions that no walk asks and nobody has answered: the list at the end offers them."""
    facts = Facts(assessment.outline, assessment.answers)
    return [
        q
        for q in assessment.outline.questions()
        if q.unprompted
        and q.kind == "yes-no"
        and not q.sensitive
        and q.id not in assessment.answers
        and facts.guard(q.id).truth is Truth.TRUE
    ]


def _if_so(question: Question) -> Row:
    return Row(
        id=question.id,
        text=f"{'if so':<10} {sections_of(question.cites[:1]):<9} {question.text}",
        not_feasible=False,
    )


def _row(duty: Duty) -> Row:
    o = duty.obligation
    return Row(
        id=o.id,
        text=f"{o.word:<10} {sections_of(o.cites[:1]):<9} {o.text}",
        not_feasible=o.not_feasible is not None,
    )


def status_line(assessment: Assessment, zone: str) -> str:
    """How many required duties are open, of these now and by the end of the shift; how many stay undecided.

    Undecided are those that an answer of "unknown" stands in the way of, not what has not been asked yet.
    """
    owed = [d for d in assessment.duties if d.outstanding]
    parts = [f"open {len(owed)}", f"now {sum(d.obligation.phase == 'scene' for d in owed)}"]
    by_shift = [d.deadline for d in owed if d.deadline.kind == "end-of-shift"]
    if by_shift:
        parts.append(f"shift end {len(by_shift)}{_time(by_shift[0], zone)}")
    undecided = sum(any(n in assessment.answers for n in d.waits_for) for d in assessment.undecided())
    return " · ".join(parts + ([f"undecided {undecided}"] if undecided else []))


def _time(deadline: Deadline, zone: str) -> str:
    if deadline.at is None:
        return ""
    overdue = ", OVERDUE" if deadline.overdue else ""
    return f" ({_clock_time(deadline.at, zone)}{overdue})"


def _clock_time(at: datetime, zone: str) -> str:
    from zoneinfo import ZoneInfo

    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


MOST_CHANGES = 6


def changes(before: Assessment | None, after: Assessment, width: int) -> list[Line]:
    """What an answer changed: opened, in force, done, gone; then the notes that appeared.

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
        told = [*told[: MOST_CHANGES - 1], [(("dim", f"    and {more} more, in the summary"),)]]
    lines = [line for change in told for line in change]
    known = {n.id for n in before.notes} if before is not None else set()
    for note in after.notes:
        if note.id not in known:
            lines.extend(_note(note, width))
    return lines


_SAID = {"+": "", "!": "in force: ", "x": "done: ", "/": "not feasible: ", "-": "no longer: "}


def _change(style: str, mark: str, duty: Duty, width: int) -> list[Line]:
    """The word, the whole text and the section, in as many lines as it takes."""
    o = duty.obligation
    stands = "" if o.force == "prohibited" and mark == "!" else _SAID[mark]
    head = f"{mark} {stands}{o.word} - "
    said = f"{head}{o.text} ({sections_of(o.cites[:1])})"
    first, *rest = wrapped(said, max(20, width - 7)) if width < _UNWRAPPED else [said]
    if not first.startswith(head):
        return [((style, f"    {first}"),), *((("", f"      {line}"),) for line in rest)]
    lines: list[Line] = [((style, f"    {head}"), ("", first.removeprefix(head)))]
    return [*lines, *((("", f"      {line}"),) for line in rest)]


_UNWRAPPED = 1_000
"""From this width on nothing is wrapped: a terminal without columns."""


def _note(note: Note, width: int) -> list[Line]:
    lines = wrapped(note.shown, max(20, width - 7))
    return [(("note", f"    {'i' if n == 0 else ' '} "), ("note", text)) for n, text in enumerate(lines)]


def help_lines(
    pack: Pack,
    layout: Outline,
    question: Question,
    because: Sequence[str],
    assessment: Assessment,
    width: int,
) -> list[Line]:
    """What `?` shows: the definition, what the directive says there, the readings, and why it is asked."""
    lines: list[Line] = []

    def add(style: str, text: str, indent: int = 4) -> None:
        parts = wrapped(text, max(20, width - indent - 1))
        lines.extend(((style, " " * indent + part),) for part in parts)

    add("strong", question.text)
    if question.help:
        add("", question.help)
    for cite in question.cites:
        add("", f"{sections_of((cite,))}: {pack.policy.says(cite)}")
    for name in question.readings:
        reading = pack.policy.reading(name)
        add("note", f"Unclear in the text ({name}, {reading.title}): {reading.unclear}")
        add("note", f"Treated here: {reading.treated}")
    if because:
        asked = ", ".join(
            f"{layout.question(n).name}: {layout.question(n).shown(assessment.answers[n].value)}"
            for n in because
            if not layout.question(n).sensitive
        )
        add("dim", f"Asked because - {asked}")
    if question.limit is not None:
        add("dim", "The keys of the clock stand below it; b back; s go on beside it; q save and leave.")
    else:
        add("dim", "y n u or a digit answers; b back; s leave for later; q save and leave.")
    return lines

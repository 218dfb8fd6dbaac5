"""The walk: ask a question, record the answer, assess the case, show what changed, ask the next question.

`steps` chooses the next step. A `Terminal` asks the officer, with keys or line by line; the walk is the same.
Each answer is on the disk before the next question is shown.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import assert_never

from msgspec.structs import replace

from dvcheck.language import phrase
from dvcheck.pack.model import Limit, Pack, Question
from dvcheck.pack.value import UNKNOWN, Value
from dvcheck.record.case_file import CaseFile
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import Outline, outline
from dvcheck.walk import changes, lists, messages, steps
from dvcheck.walk.prompts import Help, Leave, Line, Move, Prompt, Terminal, TickList, WalkPlace
from dvcheck.walk.recap import recap
from dvcheck.walk.steps import Ask, Count, Finished, State, Tick, next_step
from dvcheck.walk.timer import Countdown, EndTimer, RestartTimer, TimerInput
from dvcheck.walk.undo import Undoable


def walk(
    pack: Pack, file: CaseFile, terminal: Terminal, *, sensitive: bool = True, goes_on: bool = False
) -> Assessment:
    """Walk the checklists of a case to the end, and return its assessment. May raise `Leave`.

    Without `sensitive`, skip questions marked as sensitive. With `goes_on`, begin with a recap.
    """
    current = _Walk(pack, file, terminal)
    if not sensitive:
        current.state = steps.keep_back(current.state)
    current.keeping_ticks(lambda: current.to_the_end(goes_on=goes_on))
    return current.state.assessment


def tick_off(pack: Pack, file: CaseFile, terminal: Terminal) -> Assessment:
    """Show the list of what is open in a case, to tick off. Return the new assessment. May raise `Leave`."""
    current = _Walk(pack, file, terminal)
    current.keeping_ticks(current.to_the_list)
    return current.state.assessment


def amend(pack: Pack, file: CaseFile, terminal: Terminal, question: Question) -> bool:
    """Ask a question again, show what would change, and record the answer if the officer confirms it.

    Return whether it was recorded. May raise `Leave`.
    """
    return _Walk(pack, file, terminal).amend(question)


class _Walk:
    def __init__(self, pack: Pack, file: CaseFile, terminal: Terminal) -> None:
        self.pack = pack
        self._terms = pack.policy.terms
        self.file = file
        self.terminal = terminal
        self._checklists: Outline = outline(pack, file.case.checklists)
        """The checklists as the pack has them. The assessment repeats questions for each entry of a list."""
        self.ticked: tuple[str, ...] = ()
        """The rows ticked on the screen but not recorded yet."""
        self._pointed = ""
        """The row of the list at the end that was selected last."""
        self._undoable = Undoable()
        self.known: Mapping[str, Answer] = {}
        """The answers the officer has seen, including those that do not count."""
        self._shows_progress = False
        self.state = State(assessment=self._assess(), timers=file.case.timers)

    @property
    def outline(self) -> Outline:
        """The outline of the walk, with a round for each current entry of the lists."""
        return self.state.assessment.outline

    def keeping_ticks(self, action: Callable[[], None]) -> None:
        """Do `action`. If the officer leaves before confirming ticks, record them."""
        try:
            action()
        except Leave:
            self.file.done(self.ticked)
            raise

    def to_the_end(self, *, goes_on: bool) -> None:
        """Show what holds from the start, ask the remaining questions, then show the list of what is open."""
        self._shows_progress = True
        if not self.file.case.answers:
            self.terminal.say(
                *changes.describe_changes(None, self.state.assessment, self._terms, self.terminal.width)
            )
        elif goes_on and isinstance(next_step(self._state_now()), Ask):
            self.terminal.say(*recap(self.state.assessment, self.terminal.width))
        while True:
            step = next_step(self._state_now())
            self.state = replace(self.state, again=None)
            match step:
                case Ask():
                    self._ask(step)
                case Count():
                    self._count(step)
                case Tick():
                    self._tick(step)
                case Finished():
                    return
                case never:
                    assert_never(never)

    def to_the_list(self) -> None:
        """Show the list of what is open until it is confirmed, or left with `b`: then its ticks count too."""
        while isinstance(step := steps.to_tick_off(self.state.assessment), Tick):
            self._tick(step, decides=False)
            if self.state.ticked_off:
                break
        self._record_ticks()

    def _state_now(self) -> State:
        """Return the state with its current timers: another window may have ended one."""
        self.state = replace(self.state, timers=self.file.case.timers)
        return self.state

    def _assess(self) -> Assessment:
        case = self.file.case
        self.known = case.answers
        now = self.file.clock.now()
        return assess(self._checklists, case.answers, case.marks, now, case.shift_ends, case.opened)

    def _assess_and_say(self, *said: Line) -> None:
        """Assess the case again. Show `said`, answers of other windows and what changed, in one print."""
        news = [messages.news(line) for line in self.file.news()]
        before = self.state.assessment
        self.state = steps.go_on(self.state, self._assess(), self.file.case.timers)
        self.terminal.say(*said, *news, *self._changes(before, self.state.assessment))

    def _changes(self, before: Assessment, after: Assessment) -> list[Line]:
        width = self.terminal.width
        duties = changes.describe_changes(before, after, self._terms, width)
        return [*lists.changes(before, after, width), *duties]

    # --- one question ---------------------------------------------------------------------------------------

    def _ask(self, step: Ask) -> None:
        """Ask one question, and act on the reply."""
        question = step.question
        reply = self.terminal.ask(self._prompt(question, step.shown, step.former))
        match reply:
            case Move.HELP:
                self._say_help(question)
                self.state = steps.put_again(self.state, question)
            case Move.UNDO:
                self._undo(question)
            case Move.NOTE:
                self.state = steps.put_again(self.state, question)
            case Move.BACK:
                self._go_back(question)
            case Move.LATER:
                self._leave_for_later(question)
            case "now" if question.limit is not None:
                self._start(question, question.limit, 0)
            case "ago" if question.limit is not None:
                self._start_earlier(question, question.limit)
            case str() | tuple():
                self._record(question, reply)
            case never:
                assert_never(never)

    def _prompt(self, question: Question, shown: Question, former: Answer | None) -> Prompt:
        return Prompt(
            question=shown,
            place=self._place(question),
            status=self._status(),
            former=former,
            zone=self.pack.policy.zone,
            now=self.file.clock.now,
            help=lambda: self._help(question),
            note=self._note,
        )

    def _note(self, text: str) -> None:
        if text:
            self.file.note(text)
            self.terminal.say(*messages.note_taken(text, self.terminal.width))

    def _place(self, question: Question) -> WalkPlace:
        case = self.file.case
        far = steps.progress(self._state_now(), question) if self._shows_progress else None
        return messages.place(self.pack, self.outline, question, case.number or case.id, far)

    def _status(self) -> str:
        return messages.status(self._state_now(), self.pack.policy.zone)

    def _go_back(self, question: Question) -> None:
        earlier = steps.question_before(self._state_now(), question)
        if earlier is None:
            self.terminal.say(messages.first_question())
        self.state = steps.put_again(self.state, earlier or question)

    def _leave_for_later(self, question: Question) -> None:
        self._leave(question)
        self.terminal.say(messages.left_for_later(question, self.state.assessment.answers.get(question.id)))

    def _leave(self, question: Question) -> None:
        self._undoable.leave(question)
        self.state = steps.leave_for_later(self._state_now(), question)

    def _record(self, question: Question, value: Value) -> None:
        """Record an answer. If another window has given a different one, ask again."""
        former = self._former(question)
        entries = self._entries(question, value)
        if not self.file.answer_unless_changed(question, value, former, entries):
            self._say_answered_elsewhere(question)
            if self._former(question) != value:
                self.state = steps.put_again(self.state, question)
        elif former == value:
            self.terminal.say(messages.answer_kept(question, value))
        else:
            self._undoable.add(question, value, former)
            self.state = steps.take_up(self.state, question)
            self._assess_and_say(*messages.answer(question, value, self.terminal.width))

    def _undo(self, at: Question | None) -> None:
        """Take back the last answer or skip of this walk, and ask its question again.

        `at` is the question on the screen; None at the list at the end.
        """
        undone = self._undoable.take_back(self.file)
        if undone is not None and not undone.counts:
            self._say_answered_elsewhere(undone.question)
        else:
            self._assess_and_say(*messages.step_undone(undone, self.terminal.width))
        again = at
        if undone is not None:
            self.state, again = steps.take_up(self.state, undone.question), undone.question
        if again is not None:
            self.state = steps.put_again(self.state, again)

    def _entries(self, question: Question, value: Value) -> tuple[str, ...]:
        """Return the ids of a list's entries if the officer says that one was renamed."""
        if question.id not in self.outline.lists:
            return ()
        return lists.ask_renames(question, value, self.file.case, self.outline, self.terminal)

    def _former(self, question: Question) -> Value | None:
        """Return the answer the officer has seen, even if it does not count."""
        former = self.known.get(question.id)
        return former.value if former is not None else None

    def _say_answered_elsewhere(self, question: Question) -> None:
        given = self.file.case.answers.get(question.id)
        value = given.value if given is not None else None
        self._assess_and_say(*messages.answered_elsewhere(question, value, self.terminal.width))

    def _help(self, question: Question) -> Help:
        from dvcheck.walk.help import help_with  # loaded late: the first question needs none of it

        return help_with(self.pack, question, self.state.assessment)

    def _say_help(self, question: Question) -> None:
        from dvcheck.walk.help import help_lines

        self.terminal.say(*help_lines(question, self._help(question), self.terminal.width))

    # --- changing an answer ---------------------------------------------------------------------------------

    def amend(self, question: Question) -> bool:
        """Ask an answered question again. Return whether a different answer was recorded."""
        while question.id in self.outline.by_id:  # another window may have removed its entry from the list
            former = self.state.assessment.answers.get(question.id)
            value = self.terminal.ask(self._prompt(question, question, former))
            if value is Move.HELP:
                self._say_help(question)
            elif isinstance(value, Move) or (former is not None and former.value == value):
                return False
            else:
                return self._confirm_change(question, value)
        return False

    def _confirm_change(self, question: Question, value: Value) -> bool:
        """Show what an answer would change, and record it if the officer says yes."""
        entries = self._entries(question, value)
        self._say_what_would_change(question, value, entries)
        # A sensitive answer is shown in the prompt, which disappears. Printed lines would stay on the screen.
        text = messages.sure(question, value, repeat=question.sensitive and not self.terminal.is_kept)
        sure = replace(question, text=text, kind="yes-no", options=(), most=None, help="")
        while True:
            place = WalkPlace(section=question.name)
            prompt = Prompt(question=sure, place=place, status=self._status(), aside=True, definite=True)
            match self.terminal.ask(prompt):
                case "yes":
                    if self.file.answer_unless_changed(question, value, self._former(question), entries):
                        return True
                    self._say_answered_elsewhere(question)
                    return self.amend(question)
                case "no" | Move.BACK:
                    return False
                case _:
                    self.terminal.say(messages.sure_keys())

    def _say_what_would_change(self, question: Question, value: Value, entries: tuple[str, ...]) -> None:
        case, now = self.file.case, self.file.clock.now()
        given = {**case.answers, question.id: case.would_be(question.id, value, entries, now)}
        after = assess(self._checklists, given, case.marks, now, case.shift_ends, case.opened)
        said = self._changes(self.state.assessment, after) or [messages.nothing_changes()]
        self.terminal.say(messages.answer_in_a_line(question, value), *said)

    # --- a timer --------------------------------------------------------------------------------------------

    def _start_earlier(self, question: Question, limit: Limit) -> None:
        """Start a timer some minutes ago, if the officer says how many."""
        given = self._ask_ago(question)
        if given == UNKNOWN:
            self._record(question, UNKNOWN)
        elif isinstance(given, str):
            self._start(question, limit, int(given) * 60)
        else:
            self.state = steps.put_again(self.state, question)

    def _ask_ago(self, question: Question) -> Value | Move:
        asked = steps.ago_of(question)
        prompt = Prompt(question=asked, place=self._place(question), status=self._status(), aside=True)
        return self.terminal.ask(prompt)

    def _start(self, question: Question, limit: Limit, before: int) -> None:
        """Start a timer `before` seconds ago. The countdown comes next."""
        self.file.start_timer(question.id, limit.seconds, before)
        self.state = steps.take_up(self.state, question)
        self._assess_and_say(messages.timer_started(question, before))
        self.state = steps.put_again(self.state, question)

    def _start_over(self, question: Question, limit: Limit) -> None:
        """Ask again when a timer started. Without an answer, its start is unchanged."""
        given = self._ask_ago(question)
        if isinstance(given, str) and given != UNKNOWN:
            self._start(question, limit, int(given) * 60)
        else:
            self.terminal.say(messages.runs_on_as_before(question))
            self.state = steps.put_again(self.state, question)

    def _count(self, step: Count) -> None:
        """Count a timer down while the officer ticks entries and takes notes until it is ended or left."""
        question = step.question
        assert question.limit is not None
        countdown = Countdown(question, step.entries, self.file, self.pack.policy.zone)
        self.terminal.go_on_beside(None)
        while True:
            said = self.terminal.count(countdown, self._place(question), self._status())
            if not countdown.runs:
                self.terminal.say(messages.ended_elsewhere(question))
                self._assess_and_say()
                return
            match said:
                case Move.HELP:
                    self._say_help(question)
                case Move.NOTE:
                    continue
                case Move.BACK:
                    self.terminal.go_on_beside(countdown)
                    self._go_back(question)
                    return
                case Move.UNDO:
                    self.terminal.go_on_beside(countdown)
                    self._undo(question)
                    return
                case Move.LATER:
                    self.terminal.go_on_beside(countdown)
                    self._leave(question)
                    self.terminal.say(messages.runs_on_beside(question, countdown.time))
                    return
                case RestartTimer():
                    self._say_taken(question, said)
                    self._start_over(question, question.limit)
                    return
                case _:
                    refused = countdown.take(said)
                    if refused is not None:
                        self.terminal.say(messages.not_recorded(refused.why))
                        continue
                    self._say_taken(question, said)
                    self._assess_and_say()
                    if isinstance(said, EndTimer):
                        return

    def _say_taken(self, question: Question, said: TimerInput) -> None:
        ticks = question.limit.ticks if question.limit is not None else ""
        entries = self.outline.question(ticks) if ticks in self.outline.by_id else None
        timer = self.file.case.timers[question.id]
        self.terminal.say(*messages.timer_reply(question, entries, timer, said, self.terminal.width))

    # --- the list at the end --------------------------------------------------------------------------------

    def _tick(self, step: Tick, *, decides: bool = True) -> None:
        """Show the list of what is open once, and act on the reply."""
        reply = self.terminal.tick(self._tick_list(step, decides=decides))
        self.ticked, self._pointed = reply.done, reply.pointed
        if reply.leave:
            raise Leave
        asked = steps.to_decide(self.state) if reply.decide else None
        if reply.note:
            self._note(self.terminal.ask_note(phrase("Note")))
        elif reply.undo:
            self._undo(None)
        elif asked is not None:
            self.state = steps.revisit(self.state, asked)
        elif reply.back and not decides:  # the list alone: there is no question to go back to
            self.state = steps.confirm_list(self.state)
        elif reply.back:
            last = steps.last_question(self._state_now())
            self.state = replace(self.state, again=last.id if last is not None else None)
        elif reply.asked:
            self._ask_listed(reply.asked)
        elif reply.not_feasible is not None:
            self._not_feasible(reply.not_feasible)
        else:
            self._record_ticks()
            self.state = steps.confirm_list(self.state)

    def _record_ticks(self) -> None:
        self.file.done(self.ticked)
        self.ticked = ()
        self._assess_and_say()

    def _tick_list(self, step: Tick, *, decides: bool) -> TickList:
        # Loaded only here: before the first question, the officer should not wait for what the end needs.
        from dvcheck.walk.ending import tick_list

        pack, now = self.pack, self.file.clock.now()
        listed = tick_list(step, self.state, self.ticked, pack, now, status=self._status(), decides=decides)
        return replace(listed, undoes=self._undoable.is_there, takes_note=True, pointed=self._pointed)

    def _ask_listed(self, names: Sequence[str]) -> None:
        """Ask the questions the officer chose in the list. Without an answer, a question stays there."""
        for question in map(self.outline.question, names):
            aside = replace(self._prompt(question, question, None), aside=True)
            reply = self.terminal.ask(aside)
            if not isinstance(reply, Move):
                self._record(question, reply)

    def _not_feasible(self, name: str) -> None:
        duty = self.state.assessment.duty(name)
        assert duty is not None
        reason = self.terminal.ask_reason(
            phrase("Why was it not feasible? {duty}", duty=duty.obligation.text)
        )
        if isinstance(reason, str):
            self.file.not_feasible(name, reason)
            self.ticked = tuple(ticked for ticked in self.ticked if ticked != name)
            self._assess_and_say()

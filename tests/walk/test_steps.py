"""The steps of a walk without a terminal, journal or clock: a loop of a few lines is a walk."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Literal, assert_never

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import TOLD_AT, Scenario, assess_scenario
from dvcheck.pack import library
from dvcheck.pack.model import ENDED, RUNNING
from dvcheck.pack.value import UNKNOWN, Value
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import Clock, Timer
from dvcheck.record.events import CaseOpened, ChecklistStarted
from dvcheck.record.sqlite.journal import Journal
from dvcheck.rules.answer import Answer, Mark, read_answer
from dvcheck.rules.assess import Assessment, assess, next_question
from dvcheck.rules.outline import Outline, outline
from dvcheck.walk import steps
from dvcheck.walk.prompts import Line, Move, Prompt, Row, Ticked, TickList, WalkPlace
from dvcheck.walk.steps import Ask, Count, Finished, State, Tick, next_step
from dvcheck.walk.timer import Countdown, EndTimer, TimerInput
from dvcheck.walk.walk import walk
from tests.drawn import drawn, some
from tests.rules.test_real_pack import CHECKLISTS, shipped, some_value
from tests.small_packs import NOW, small_pack

SCENARIOS = sorted(Path(name).stem for name in library.scenario_files(library.shipped_folder()))


@cache
def scenarios() -> Mapping[str, Scenario]:
    found, _ = parse_all(library.scenario_files(library.shipped_folder()), shipped())
    return {scenario.id: scenario for scenario in found}


def never_asked(scenario: Scenario) -> list[str]:
    """Return the key's answers to questions that no walk asks."""
    layout = outline(shipped(), (scenario.checklist,))
    return [q.id for q in layout.questions() if q.unprompted and q.id in scenario.answers]


# --- with no terminal ---------------------------------------------------------------------------------------


def stepped(scenario: Scenario) -> Assessment:
    """Walk a scenario without a terminal: its key answers each step."""
    layout = outline(shipped(), (scenario.checklist,))
    answers = {name: answer(scenario.answers[name]) for name in never_asked(scenario)}
    marks: dict[str, Mark] = {}
    timers: dict[str, Timer] = {}
    state = State(assessment=assess(layout, answers, marks, TOLD_AT))
    while True:
        match next_step(state):
            case Ask(question=question):
                value = scenario.answers[question.id]
                answers[question.id] = answer(RUNNING if value == ENDED else value)
                if question.limit is not None and value != UNKNOWN:
                    limit = timedelta(seconds=question.limit.seconds)
                    timers[question.id] = Timer(started=TOLD_AT, limit=limit, seen=timedelta())
            case Count(question=question) if scenario.answers[question.id] == ENDED:
                answers[question.id] = answer(ENDED)
                timers[question.id] = replace(timers[question.id], ended=timedelta())
            case Count(question=question):
                state = steps.leave_for_later(state, question)
            case Tick(duties=duties):
                names = [duty.obligation.id for duty in duties]
                excused = [name for name in names if name in scenario.not_feasible]
                if excused:
                    reason = scenario.not_feasible[excused[0]]
                    marks[excused[0]] = Mark(status="not-feasible", at=TOLD_AT, reason=reason)
                else:
                    done = [name for name in names if name in scenario.done]
                    marks |= {name: Mark(status="done", at=TOLD_AT) for name in done}
                    state = steps.confirm_list(state)
            case Finished():
                return state.assessment
            case never:
                assert_never(never)
        state = steps.go_on(state, assess(layout, answers, marks, TOLD_AT), timers)


def answer(value: Value) -> Answer:
    return Answer(value=value, at=TOLD_AT)


# --- with one -----------------------------------------------------------------------------------------------


class Keyed:
    """A terminal where the key of a scenario answers."""

    width = 80
    is_kept = False

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def ask(self, prompt: Prompt) -> Value | Move:
        value = self.scenario.answers[prompt.question.id]
        return "now" if value in (RUNNING, ENDED) else value

    def tick(self, listed: TickList) -> Ticked:
        names = [row.id for row in listed.rows]
        for name in names:
            if name in self.scenario.not_feasible:
                self.excused = name
                return Ticked(not_feasible=name)
        return Ticked(done=tuple(name for name in names if name in self.scenario.done))

    def ask_note(self, title: str) -> str:
        raise AssertionError(title)

    def ask_time(self, text: str, refused: Callable[[str], str]) -> str | Move:
        raise AssertionError("no walk asks for a time of day")

    def ask_reason(self, text: str) -> str | Move:
        return self.scenario.not_feasible[self.excused]

    def count(self, countdown: Countdown, place: WalkPlace, status: str) -> TimerInput | Move:
        return EndTimer() if self.scenario.answers[countdown.question.id] == ENDED else Move.LATER

    def go_on_beside(self, countdown: Countdown | None) -> None:
        pass

    def choose(self, title: str, rows: Sequence[Row]) -> str:
        raise AssertionError(title)

    def say(self, *lines: Line) -> None:
        pass

    def close(self) -> None:
        pass


def interviewed(scenario: Scenario, folder: Path) -> Assessment:
    """Walk a scenario at a terminal, recorded in a journal."""
    pack = shipped()
    opening = CaseOpened(number=None, zone=pack.policy.zone, pack=pack.digest, dvcheck="0")
    clock = Clock(lambda: TOLD_AT, lambda: 0.0)
    with Journal.open(folder) as journal:
        started = ChecklistStarted(scenario.checklist)
        file = CaseFile.begin(journal, (opening, started), clock, (pack.digest, lambda: b""))
        questions = {q.id: q for q in pack.questions()}
        file.answer_all((questions[name], scenario.answers[name]) for name in never_asked(scenario))
        return walk(pack, file, Keyed(scenario))


@pytest.mark.parametrize("name", some(SCENARIOS))
def test_a_walk_with_no_terminal_ends_as_the_one_at_a_terminal(name: str, tmp_path: Path) -> None:
    scenario = scenarios()[name]
    assert (found := stepped(scenario)) == interviewed(scenario, tmp_path)
    assert found.unasked == ()
    at_once = replace(scenario, told_at=TOLD_AT, answered_at={})  # time does not pass in this walk
    assert found.answers == assess_scenario(shipped(), at_once).answers


# --- what comes next ----------------------------------------------------------------------------------------

DOES: tuple[Literal["answer", "later", "back"], ...] = ("back", "later", "answer", "answer", "answer")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question asked in a walk, the state of the walk at that time, and the officer's action."""

    state: State
    step: Ask
    does: Literal["answer", "later", "back"]


def random_walk(layout: Outline, chance: random.Random) -> Iterator[Asked]:
    """Walk with random answers, leaving some questions for later or going back from them."""
    answers: dict[str, Answer] = {}
    state = State(assessment=assess(layout, answers, {}, NOW))
    back = 5
    while not isinstance(step := next_step(state), Finished):
        if isinstance(step, Tick):
            state = steps.confirm_list(state)
            continue
        assert isinstance(step, Ask)
        back -= (does := chance.choice(DOES if back else DOES[1:])) == "back"
        yield Asked(state=state, step=step, does=does)
        if does == "back":
            state = steps.put_again(state, steps.question_before(state, step.question) or step.question)
        elif does == "later":
            state = steps.leave_for_later(state, step.question)
        else:
            value = some_value(step.question, chance)
            counts = read_answer(step.question, value) == value
            answers[step.question.id] = Answer(value=value if counts else UNKNOWN, at=NOW)
            state = steps.take_up(state, step.question)
            state = steps.go_on(state, assess(layout, answers, {}, NOW), {})


@given(st.sampled_from(CHECKLISTS), st.integers(0, 2**32))
@settings(max_examples=drawn(60), deadline=None)
def test_a_walk_ends_and_asks_nothing_twice_without_a_reason(checklist: str, seed: int) -> None:
    """Each question is the next one the rules ask, and not asked before, unless the officer went back."""
    settled: set[str] = set()
    for asked in random_walk(outline(shipped(), (checklist,)), random.Random(seed)):
        question, state = asked.step.question, asked.state
        if state.again is not None:
            assert question.id == state.again
        else:
            assert question == next_question(state.assessment, state.later)
            assert question.id not in settled
        if asked.does != "back":
            settled.add(question.id)


TIMED = small_pack("""\
  - {ask: here, text: Is anyone here?, kind: yes-no, cites: ["1a"]}
  - {ask: things, text: What is taken?, kind: list, cites: ["1a"], sensitive: true}
  - timer: stay
    text: Time inside
    limit: 20 min
    starts_with: They go in
    ends_with: They are out
    at_limit: Time is over.
    ticks: things
    cites: ["1a"]
""")
LAYOUT = outline(TIMED, ("walk",))
RUNS = {"stay": Timer(started=NOW, limit=timedelta(minutes=20), seen=timedelta())}


def begun(**answers: str) -> State:
    recorded = {name: Answer(value=value, at=NOW) for name, value in answers.items()}
    return State(assessment=assess(LAYOUT, recorded, {}, NOW))


def test_a_timer_is_asked_for_its_start() -> None:
    step = next_step(begun(here="no", things="unknown"))
    assert isinstance(step, Ask)
    assert (step.question.kind, step.shown.kind) == ("timer", "choice")
    assert [option.id for option in step.shown.options] == list(steps.STARTS)


def test_a_timer_that_runs_goes_before_every_question() -> None:
    state = replace(begun(stay=RUNNING), timers=RUNS)
    assert next_step(state) == Count(question=LAYOUT.question("stay"), entries=LAYOUT.question("things"))


def test_a_timer_that_was_left_runs_beside_the_questions() -> None:
    state = replace(begun(stay=RUNNING), timers=RUNS)
    state = steps.leave_for_later(state, LAYOUT.question("stay"))
    assert state.later == ("stay",)
    step = next_step(state)
    assert isinstance(step, Ask)
    assert step.question.id == "here"


def test_what_is_sensitive_is_neither_asked_nor_listed_beside_a_timer() -> None:
    state = steps.keep_back(begun(here="no"))
    step = next_step(state)
    assert isinstance(step, Ask)
    assert step.question.id == "stay"
    assert next_step(replace(state, timers=RUNS)) == Count(question=LAYOUT.question("stay"))


def test_an_answer_stays_where_its_question_is_gone_back_to_and_left_for_later() -> None:
    state = begun(here="no")
    question = LAYOUT.question("here")
    before = steps.question_before(state, LAYOUT.question("things"))
    assert before == question
    again = steps.put_again(state, question)
    step = next_step(again)
    assert isinstance(step, Ask)
    assert step.former is not None
    assert step.former.value == "no"
    assert steps.leave_for_later(again, question) == state


def test_nothing_comes_before_the_first_question() -> None:
    assert steps.question_before(begun(here="no"), LAYOUT.question("here")) is None
    assert steps.last_question(begun()) is None


def test_a_list_that_is_confirmed_ends_the_walk() -> None:
    assert next_step(steps.confirm_list(begun())) == Finished()

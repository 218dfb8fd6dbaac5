"""How long a timer has run, in a world where time passes, clocks are set and programs are killed."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.model import ENDED, RUNNING
from dvcheck.record import clock
from dvcheck.record.case import Case, fold
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import MOVED, Clock, Stopwatch, Timer
from dvcheck.record.events import (
    Answered,
    CaseOpened,
    ClockMoved,
    Entry,
    Event,
    RawEvent,
    ShiftEnds,
    TimerEnded,
    TimerSeen,
    TimerStarted,
    body_of,
    utc_text,
)
from dvcheck.record.sqlite.journal import Journal
from dvcheck.rules.assess import assess
from dvcheck.rules.deadline import Deadline
from dvcheck.rules.outline import outline
from tests.drawn import drawn
from tests.small_packs import small_pack

START = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
OPENED = CaseOpened(number=None, zone="America/Los_Angeles", pack="sha256:1", dvcheck="0.1.0")
CASE = "c-7K2M"
TIMER = "stay"
LIMIT = 20 * 60

PACK = small_pack("""\
  - timer: stay
    text: Time inside
    limit: 20 min
    warn_at: [15 min, 18 min]
    starts_with: They go in
    ends_with: They are out
    at_limit: Time is over.
    cites: ["1a"]
  - obligation: end-it
    text: End it in time
    modality: shall
    cites: ["1a"]
    when: {stay: [running, ended]}
    done_when: {stay: ended}
    due: {within: 20 min, of: stay}
    phase: scene
""")


class World:
    """A computer: the true time, how far its clock is off, and a steady clock that begins at each start."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.off = 0.0
        self._booted, self._base = 0.0, 0.0

    def passes(self, seconds: float) -> None:
        self.passed += seconds

    def clock_is_set(self, by: float) -> None:
        self.off += by

    def boots(self, base: float) -> None:
        """From now on the steady clock counts from `base`: nothing it showed before means anything."""
        self._booted, self._base = self.passed, base

    @property
    def clock(self) -> Clock:
        return Clock(
            lambda: START + timedelta(seconds=self.passed + self.off),
            lambda: self._base + (self.passed - self._booted),
        )


class Pages:
    """A journal in memory, with the events as the file would give them back."""

    def __init__(self) -> None:
        self.kept: list[Event] = []
        self.append_all(CASE, [OPENED], START)

    def append_all(
        self,
        case: str,
        entries: Iterable[Entry],
        at: datetime,
        *,
        check: Callable[[], bool] = lambda: True,
    ) -> tuple[Event, ...]:
        assert check()
        first = len(self.kept)
        stamp = datetime.fromisoformat(utc_text(at))
        self.kept += [
            Event(seq=n, case=case, at=stamp, kind=e.kind, body=dict(body_of(e)), hash=bytes(32))
            for n, e in enumerate(entries, first + 1)
        ]
        return tuple(self.kept[first:])

    def events(self, case: str, after: int = 0) -> list[Event]:
        return [event for event in self.kept if event.case == case and event.seq > after]

    def stands(self, event: Event) -> bool:
        return event in self.kept

    def pack(self, digest: str) -> bytes | None:
        return None

    def opened(self, world: World) -> CaseFile:
        """Return the case as a program that starts now finds it."""
        return CaseFile(cast(Journal, self), self.kept, world.clock)


def seconds(time: timedelta) -> float:
    return time.total_seconds()


def due(case: Case, now: datetime) -> Deadline:
    """Return when the obligation is due whose deadline counts from the timer's start."""
    duty = assess(outline(PACK, ("walk",)), case.answers, case.marks, now).duty("end-it")
    assert duty is not None
    return duty.deadline


def noted(case: Case) -> list[float]:
    """Return the moves of the computer's clock that a case has noted, in seconds."""
    return [seconds(move.by) for move in case.clock_moves]


def opening(*entries: Entry, at: datetime = START) -> list[Event]:
    """Return a case with these entries, all of the same time."""
    pages = Pages()
    pages.append_all(CASE, entries, at)
    return pages.kept


# A world at random. Every time is a whole number of seconds, so the results are exact.

_WHILE = st.integers(0, 40) | st.integers(0, 3 * 3600)
_DAYS = 86_400
_BY = st.integers(-12, 12) | st.integers(-7200, 7200) | st.integers(-3000 * _DAYS, 3000 * _DAYS)


class TimerOfACase(RuleBasedStateMachine):
    """A timer, and what it must show.

    `counted` is what the timer must show now; `beyond` is how far the computer's clock has gone from it, and
    from the steady one, by moves that are not noted yet, or were too small to be noted.
    """

    @initialize(base=st.integers(0, 10**6))
    def open(self, base: int) -> None:
        self.world, self.pages = World(), Pages()
        self.world.boots(base)
        self.file = self.pages.opened(self.world)
        self.counted: float | None = None
        self.beyond = 0.0
        self.seen = 0.0
        self.unsure = 0.0
        self.ended: float | None = None
        self.moves: list[float] = []

    @property
    def runs(self) -> bool:
        return self.counted is not None

    @property
    def now(self) -> datetime:
        return self.world.clock.now()

    def _recorded(self) -> None:
        """Note that something was recorded: a move large enough is noted, and the timer was seen."""
        if abs(self.beyond) >= seconds(MOVED):
            self.moves.append(self.beyond)
            self.beyond = 0
        if self.counted is None:
            return
        self.unsure = max(self.unsure, abs(self.beyond))
        self.seen = max(self.seen, self.counted + self.beyond)

    @rule(seconds=_WHILE)
    def time_passes(self, seconds: int) -> None:
        self.world.passes(seconds)
        if self.counted is not None:
            self.counted += seconds

    @rule(by=_BY)
    def the_clock_is_set(self, by: int) -> None:
        self.world.clock_is_set(by)
        self.beyond += by

    @rule()
    def the_clock_is_checked(self) -> None:
        before = len(self.pages.kept)
        moved = abs(self.beyond) >= seconds(MOVED)
        self.file.check_clock()
        assert len(self.pages.kept) == before + moved
        if moved:
            self._recorded()

    @precondition(lambda self: self.runs)
    @rule()
    def the_timer_is_seen(self) -> None:
        self.file.see_timer(TIMER)
        self._recorded()

    @rule()
    def something_else_is_recorded(self) -> None:
        self.file.note("x")
        self._recorded()

    @rule(ago=st.just(0) | st.integers(0, 999 * 60))
    def the_timer_is_started(self, ago: int) -> None:
        """A second start voids the first."""
        self._recorded()
        self.file.start_timer(TIMER, LIMIT, ago)
        self.counted = self.seen = ago
        self.beyond = self.unsure = 0
        self.ended = None

    @precondition(lambda self: self.runs)
    @rule()
    def the_timer_is_ended(self) -> None:
        self.file.end_timer(TIMER)
        self._recorded()
        self.ended, self.counted = self.counted, None

    @rule(
        off=_WHILE,
        set_by=st.just(0) | st.just(0) | _BY,
        base=st.integers(0, 10**6),
    )
    def the_program_is_killed_and_started_again(self, off: int, set_by: int, base: int) -> None:
        self.world.passes(off)
        self.world.clock_is_set(set_by)
        self.world.boots(base)
        self.file = self.pages.opened(self.world)
        if self.counted is None:
            self.beyond = min(0, seconds(self.now - self.pages.kept[-1].at))
            return
        elapsed = seconds(self.file.elapsed(TIMER))
        assert elapsed >= self.seen, "less than was seen already"
        if set_by == 0 and abs(self.beyond) < seconds(MOVED):
            unsure = max(self.unsure, abs(self.beyond))
            assert abs(elapsed - (self.counted + off)) <= unsure < seconds(MOVED)
        else:
            assert elapsed <= max(self.seen, self.counted + off + self.beyond + set_by)
        # The time shown now is the best known. If the clock shows less, that is a move to note.
        started = self.file.case.timers[TIMER].started
        self.counted, self.beyond = elapsed, seconds(self.now - started) - elapsed
        self.unsure = 0
        assert self.beyond <= 0

    @invariant()
    def it_shows_what_has_passed(self) -> None:
        if self.counted is not None:
            assert seconds(self.file.elapsed(TIMER)) == self.counted >= 0
        elif self.ended is not None:
            assert seconds(self.file.elapsed(TIMER)) == self.ended >= 0

    @invariant()
    def each_move_is_noted_once(self) -> None:
        assert noted(self.file.case) == self.moves

    @invariant()
    def the_deadline_is_as_far_ahead_as_the_end_of_the_timer(self) -> None:
        if self.counted is not None:
            deadline = due(self.file.case, self.now)
            assert deadline.at is not None
            assert seconds(deadline.at - self.now) == LIMIT - self.counted - self.beyond
            assert deadline.overdue == (self.counted + self.beyond >= LIMIT)

    @invariant()
    def the_journal_tells_the_same_case(self) -> None:
        assert fold(self.pages.kept) == self.file.case


TestATimer = TimerOfACase.TestCase
TestATimer.settings = settings(max_examples=drawn(150), stateful_step_count=25, deadline=None)


# One fact each

_FRACTIONS = st.floats(0, 4000)
_SETS = st.floats(-1e9, 1e9)


def running(world: World, pages: Pages, ago: int = 0) -> CaseFile:
    file = pages.opened(world)
    file.start_timer(TIMER, LIMIT, ago)
    return file


@given(steps=st.lists(st.tuples(_FRACTIONS, _SETS), max_size=8))
def test_while_the_program_runs_no_clock_makes_time(steps: list[tuple[float, float]]) -> None:
    world = World()
    file = running(world, Pages())
    for passed, by in steps:
        world.passes(passed)
        world.clock_is_set(by)
        file.check_clock()
    assert seconds(file.elapsed(TIMER)) == pytest.approx(world.passed, abs=0.001)


@given(runs=st.lists(st.tuples(_FRACTIONS, _FRACTIONS, _SETS, st.floats(0, 1e6)), max_size=6))
def test_restarts_cost_nothing_where_each_move_was_noted(
    runs: list[tuple[float, float, float, float]],
) -> None:
    """A move is recorded to the second, so a restart is wrong by less than a second."""
    world, pages = World(), Pages()
    file = running(world, pages)
    for open_for, off_for, by, base in runs:
        world.passes(open_for)
        world.clock_is_set(by if abs(by) > 5.001 else 0)  # times are rounded to microseconds
        file.check_clock()
        world.passes(off_for)
        world.boots(base)
        file = pages.opened(world)
    assert abs(seconds(file.elapsed(TIMER)) - world.passed) <= 0.5 * len(runs) + 0.001


@pytest.mark.parametrize("by", [-5, 5, -86_400, 3600 * 24 * 365 * 30])
def test_a_move_is_noted_once_with_the_time_the_clock_then_shows(by: int) -> None:
    world, pages = World(), Pages()
    file = running(world, pages)
    world.passes(60)
    world.clock_is_set(by)
    file.check_clock()
    file.check_clock()
    file.see_timer(TIMER)
    (move,) = pages.opened(world).case.clock_moves
    assert seconds(move.by) == by
    assert move.at == START + timedelta(seconds=60 + by)
    assert file.case.timers[TIMER].started == START + timedelta(seconds=by)
    assert seconds(file.case.timers[TIMER].seen) == 60


@pytest.mark.parametrize("by", [-4.9, 4.9])
def test_less_than_the_threshold_is_no_move_and_adds_up_to_one(by: float) -> None:
    world = World()
    file = running(world, Pages())
    world.clock_is_set(by)
    file.check_clock()
    assert noted(file.case) == []
    world.clock_is_set(by)
    file.check_clock()
    assert noted(file.case) == [round(2 * by)]
    assert seconds(file.elapsed(TIMER)) == 0


def test_two_timers_of_one_case_note_one_move_and_both_keep_their_time() -> None:
    world, pages = World(), Pages()
    file = running(world, pages)
    file.start_timer("second", LIMIT, 300)
    world.clock_is_set(-3600)
    world.passes(60)
    file.check_clock()
    assert noted(file.case) == [-3600]
    for case_file in (file, pages.opened(world)):
        assert seconds(case_file.elapsed(TIMER)) == 60
        assert seconds(case_file.elapsed("second")) == 360


@pytest.mark.parametrize("by", [-5, 5, -3600, -86_400 * 365, 7200])
def test_a_move_is_noted_also_where_no_timer_runs(by: int) -> None:
    world, pages = World(), Pages()
    file = pages.opened(world)
    file.note("before")
    world.clock_is_set(by)
    file.note("after")
    file.note("once more")
    assert noted(file.case) == noted(fold(pages.kept)) == [by]
    assert not file.case.clock_moves[0].timed
    kinds = [event.kind for event in pages.kept]
    assert kinds == ["case-opened", "noted", "clock-moved", "noted", "noted"]


def test_a_program_that_starts_notes_that_the_clock_is_behind_the_last_entry() -> None:
    world, pages = World(), Pages()
    world.passes(600)
    pages.opened(world).note("x")
    world.clock_is_set(-7200)
    world.passes(60)
    world.boots(3)
    file = pages.opened(world)
    file.note("y")
    assert noted(file.case) == [-7140]
    world.passes(3600)
    world.boots(1)
    again = pages.opened(world)
    again.note("z")
    assert noted(again.case) == [-7140], "time that passed is no move"


@pytest.mark.parametrize("by", [-86_400, 86_400])
def test_a_deadline_moves_with_the_clock(by: int) -> None:
    world = World()
    file = running(world, Pages())
    world.passes(600)
    before = due(file.case, world.clock.now())
    assert before.at == START + timedelta(seconds=LIMIT)
    world.clock_is_set(by)
    file.check_clock()
    after = due(file.case, world.clock.now())
    assert after.at == before.at + timedelta(seconds=by)
    assert not after.overdue
    world.passes(600)
    assert due(file.case, world.clock.now()).overdue


def test_an_end_freezes_the_timer_and_takes_its_deadline_away() -> None:
    world, pages = World(), Pages()
    file = running(world, pages)
    world.passes(700)
    file.end_timer(TIMER)
    world.passes(5000)
    world.clock_is_set(-90_000)
    for case_file in (file, pages.opened(world)):
        assert seconds(case_file.elapsed(TIMER)) == 700
        assert not case_file.case.timers[TIMER].runs
        assert case_file.case.answers[TIMER].value == ENDED
        assert due(case_file.case, world.clock.now()).at is None


def test_a_second_start_voids_the_first_and_its_end() -> None:
    world, pages = World(), Pages()
    file = running(world, pages)
    world.passes(700)
    file.end_timer(TIMER)
    file.start_timer(TIMER, LIMIT, 60)
    world.passes(5)
    for case_file in (file, pages.opened(world)):
        assert seconds(case_file.elapsed(TIMER)) == 65
        assert case_file.case.answers[TIMER].value == RUNNING


def test_a_second_end_changes_nothing() -> None:
    case = fold(opening(TimerStarted(TIMER, LIMIT), TimerEnded(TIMER, 30), TimerEnded(TIMER, 90)))
    assert case.timers[TIMER].ended == timedelta(seconds=30)


def test_an_answer_in_place_of_a_timer_takes_the_timer_away() -> None:
    case = fold(opening(TimerStarted(TIMER, LIMIT), Answered(TIMER, "unknown")))
    assert case.timers == {}
    assert case.answers[TIMER].value == "unknown"


def test_a_stopwatch_without_a_move_tells_none() -> None:
    world = World()
    timer = Timer(started=START, limit=timedelta(minutes=20), seen=timedelta())
    watch = Stopwatch(timer, world.clock)
    world.passes(900)
    assert watch.watchman.moved() is None
    assert watch.elapsed == timedelta(minutes=15)


def test_a_stopwatch_tells_at_once_of_a_clock_that_shows_less_than_was_seen() -> None:
    world = World()
    timer = Timer(started=START, limit=timedelta(minutes=20), seen=timedelta(minutes=12))
    watch = Stopwatch(timer, world.clock)
    assert watch.elapsed == timedelta(minutes=12)
    assert watch.watchman.moved() == -timedelta(minutes=12)
    assert watch.watchman.moved() is None


def test_the_system_clock_is_in_utc_and_its_steady_one_goes_on() -> None:
    assert clock.SYSTEM.now().tzinfo is UTC
    first = clock.SYSTEM.steady()
    assert clock.SYSTEM.steady() >= first


def test_a_journal_on_the_disk_keeps_a_timer_through_a_kill(tmp_path: Path) -> None:
    world = World()
    with Journal.open(tmp_path) as journal:
        file = CaseFile.begin(journal, [OPENED], world.clock, ("sha256:1", lambda: b""))
        file.start_timer(TIMER, LIMIT, 30)
        world.passes(100)
        world.clock_is_set(-3600)
        file.check_clock()
    world.passes(400)
    world.boots(7.0)
    with Journal.open(tmp_path) as journal:
        again = CaseFile(journal, journal.events(file.case.id), world.clock)
        assert seconds(again.elapsed(TIMER)) == 530
        assert noted(again.case) == [-3600]


# A journal that says what cannot be


def test_an_end_or_a_sight_of_a_timer_that_never_started_counts_for_nothing() -> None:
    case = fold(
        opening(
            TimerEnded(TIMER, 60),
            TimerSeen(TIMER),
            ClockMoved.by(timedelta(hours=1), {TIMER: timedelta(minutes=1)}),
        )
    )
    assert case.timers == {}
    assert TIMER not in case.answers


_YEAR_1 = datetime.min.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("entry", "at"),
    [
        (RawEvent("timer-started", {"timer": TIMER, "limit": -1}), START),
        (RawEvent("timer-started", {"timer": TIMER, "limit": 10**10}), START),
        (RawEvent("timer-started", {"timer": TIMER, "limit": "20 min"}), START),
        (RawEvent("timer-started", {"timer": TIMER, "limit": LIMIT, "ago": -1}), START),
        (RawEvent("timer-started", {"timer": TIMER, "limit": LIMIT, "ago": 10**30}), START),
        (RawEvent("timer-started", {"timer": [TIMER], "limit": LIMIT}), START),
        (RawEvent("timer-ended", {"timer": TIMER, "ran": -1}), START),
        (RawEvent("timer-ended", {"timer": TIMER, "ran": 10**30}), START),
        (RawEvent("timer-ended", {"timer": TIMER}), START),
        (RawEvent("timer-seen", {}), START),
        (RawEvent("clock-moved", {"seconds": 1.5, "ran": {}}), START),
        (RawEvent("clock-moved", {"seconds": None, "ran": {}}), START),
        (RawEvent("clock-moved", {"seconds": 10**13, "ran": {}}), START),
        (RawEvent("clock-moved", {"seconds": -(10**13), "ran": {}}), START),
        (RawEvent("clock-moved", {"seconds": 10**15, "ran": {}}), START),
        (RawEvent("clock-moved", {"seconds": -(10**30), "ran": {}}), START),
        (TimerStarted(TIMER, LIMIT, 60), _YEAR_1),
        (RawEvent("shift-ends", {"at": "0001-01-01T00:00:00+14:00"}), START),
    ],
)
def test_what_cannot_be_is_named_by_its_entry(entry: Entry, at: datetime) -> None:
    with pytest.raises(DvcheckError, match=r"case c-7K2M: entry \d cannot be read") as caught:
        fold(opening(TimerStarted(TIMER, LIMIT)) + opening(entry, at=at)[1:])
    assert caught.value.code == Exit.JOURNAL


_number = st.integers(-(10**30), 10**30) | st.integers(-5, 5)
_odd: st.SearchStrategy[Any] = (
    _number | st.none() | st.booleans() | st.floats() | st.text(max_size=3) | st.just(TIMER)
)
_bodies = st.dictionaries(st.sampled_from(["timer", "limit", "ago", "ran", "seconds"]), _odd, max_size=5)
_hostile: st.SearchStrategy[Entry] = (
    st.builds(
        RawEvent, st.sampled_from(["timer-started", "timer-seen", "timer-ended", "clock-moved"]), _bodies
    )
    | st.builds(TimerStarted, st.just(TIMER), _number, _number)
    | st.builds(TimerEnded, st.just(TIMER), _number)
    | st.builds(lambda by: RawEvent("clock-moved", {"seconds": by, "ran": {}}), _number)
    | st.builds(ShiftEnds, st.datetimes(timezones=st.just(UTC)))
)
_moments = st.datetimes(min_value=datetime(100, 1, 1), timezones=st.just(UTC))


@settings(max_examples=drawn(300))
@given(entries=st.lists(st.tuples(_hostile, _moments), max_size=8))
def test_hostile_events_are_refused_in_our_words_or_ignored(entries: list[tuple[Entry, datetime]]) -> None:
    pages = Pages()
    for entry, at in entries:
        pages.append_all(CASE, [entry], at)
    try:
        case = fold(pages.kept)
    except DvcheckError:
        return
    for timer in case.timers.values():
        assert timer.seen >= timedelta()
        assert timer.ended is None or timer.ended >= timedelta()


@settings(max_examples=drawn(100))
@given(entries=st.lists(st.tuples(_hostile, _moments), max_size=6), at=_moments)
def test_no_journal_makes_a_timer_show_less_than_nothing(
    entries: list[tuple[Entry, datetime]], at: datetime
) -> None:
    pages = Pages()
    for entry, moment in entries:
        pages.append_all(CASE, [entry], moment)
    try:
        file = CaseFile(cast(Journal, pages), pages.kept, Clock(lambda: at, lambda: 0.0))
    except DvcheckError:
        return
    assert all(file.elapsed(name) >= timedelta() for name in file.case.timers)

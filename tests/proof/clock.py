"""Neither a clock that is set nor a change to or from summer time misleads the journal or a deadline.

The journal is a real one; the oracle of local times is the `whenever` library, minute by minute. `n` is the
number of journals; ten times as many timers are tried. With fewer journals than the default,
fewer years are tried, in proportion.
"""

import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from whenever import Date, Instant, Time, ZonedDateTime

from dvcheck.actions.typed_time import next_time
from dvcheck.errors import DvcheckError
from dvcheck.record.case import Case, fold
from dvcheck.record.case_file import CaseFile
from dvcheck.record.cases import all_cases
from dvcheck.record.clock import MOVED
from dvcheck.record.events import CaseOpened, Event
from dvcheck.record.sqlite.journal import Journal
from dvcheck.rules.assess import Duty, assess
from dvcheck.rules.outline import outline
from dvcheck.wording import deadline
from dvcheck.wording.times import clock_time
from tests.proof import Figure, none_of
from tests.record.test_clock import LIMIT, PACK, START, TIMER, Pages, World, seconds
from tests.small_packs import question, small_pack

JOURNALS = 40
SEED = 825
MINUTE = timedelta(minutes=1)
DAYS = timedelta(days=1)

ZONES = {
    "America/Los_Angeles": range(2025, 2036),
    "Europe/London": range(2025, 2028),
    "Australia/Lord_Howe": range(2025, 2028),
    "UTC": range(2025, 2028),
}
"""The years whose changes are tried. Lord Howe changes by half an hour, and UTC never."""


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    """Use `n` journals, ten times as many timers, and years in proportion."""
    journals = n or JOURNALS
    zones = {zone: years[:: max(1, JOURNALS // journals)] for zone, years in ZONES.items()}
    yield from _set_between_entries(journals, scratch)
    for zone, years in zones.items():
        yield from _times_of_day(zone, years)
    yield from _due_times("America/Los_Angeles", zones["America/Los_Angeles"])
    yield from _standby(journals * 10)


def beyond_none(what: str, found: int) -> Figure:
    """Return the figure of a negative control: something must be found."""
    return Figure(what=what, found=str(found), goal="more than 0", met=found > 0)


# The clock set back between entries

BACK = {
    "a second": timedelta(seconds=1),
    "an hour": timedelta(hours=1),
    "a year": 365 * DAYS,
    "to 1970": START - datetime(1970, 1, 1, tzinfo=UTC),
}


def _set_between_entries(journals: int, scratch: Path) -> Iterator[Figure]:
    for name, back in BACK.items():
        differing = misnoted = sorted_alike = disordered = 0
        for number in range(journals):
            timed = number % 2 == 0
            as_it_is, noted, events, opened = _worked(scratch / f"{name}-{number}", back, number, timed)
            steady, _, _, _ = _worked(scratch / f"{name}-{number}-steady", timedelta(), number, timed)
            differing += as_it_is != steady
            misnoted += noted != ([-seconds(back)] if back >= MOVED else [])
            disordered += not opened
            sorted_alike += _folded(sorted(events, key=lambda e: e.at)) == as_it_is
        times = f"{journals} journals, the clock set back {name} at a random entry"
        yield none_of(f"{times}: cases that differ from the same entries under a true clock", differing)
        yield none_of(f"{times}: entries or cases out of the order entered, or a broken chain", disordered)
        yield none_of(f"{times}, in half of them while a timer runs: moves not noted as they were", misnoted)
        if back > MOVED:
            yield beyond_none(f"{times}: cases that ordering by time would change", journals - sorted_alike)


def _worked(
    folder: Path, back: timedelta, seed: int, timed: bool
) -> tuple[object, list[float], list[Event], bool]:
    """Work a case at random, with or without a running timer, then open a second one.

    Return the case without its times, the clock moves it noted, its events, and whether all are in order.
    """
    chance = random.Random(seed)
    world = World()
    kinds = [chance.randrange(6) for _ in range(12)]
    moment = chance.randrange(1, len(kinds))
    with Journal.open(folder) as journal:
        opening = CaseOpened(number="26-1", zone="America/Los_Angeles", pack="sha256:1", dvcheck="0.1.0")
        file = CaseFile.begin(journal, [opening], world.clock, ("sha256:1", lambda: b""))
        if timed:
            file.start_timer(TIMER, LIMIT)
        for place, kind in enumerate(kinds):
            world.passes(chance.randrange(1, 90))
            if place == moment:
                world.clock_is_set(-seconds(back))
            _enter(file, kind, chance)
        second = CaseFile.begin(journal, [opening], world.clock, ("sha256:1", lambda: b""))
    with Journal.open(folder) as journal:
        every = list(journal.all_events())
        events = journal.events(file.case.id)
        cases, _ = all_cases(journal)
        ordered = (
            [e.seq for e in every] == list(range(1, len(every) + 1))
            and [c.id for c in cases] == [second.case.id, file.case.id]
            and journal.case_ids() == [file.case.id, second.case.id]
            and journal.first_bad() is None
        )
    again = fold(events)
    return (
        _without_times(again),
        [seconds(m.by) for m in again.clock_moves],
        events,
        ordered and again == file.case,
    )


def _enter(file: CaseFile, kind: int, chance: random.Random) -> None:
    name = chance.choice("abc")
    match kind:
        case 0 | 1:
            file.answer(question(name), chance.choice(["yes", "no", "unknown"]))
        case 2:
            file.done([name])
        case 3:
            file.not_feasible(name, chance.choice(["dark", "gone"]))
        case 4:
            file.mark_entry("guns", name, chance.choice(["taken", "stays", "open"]))
        case _:
            file.note(f"note {chance.randrange(100)}")


def _without_times(case: Case) -> object:
    return (
        case.number,
        case.checklists,
        sorted((name, answer.value) for name, answer in case.answers.items()),
        sorted((name, mark.status, mark.reason) for name, mark in case.marks.items()),
        sorted(case.entry_marks.items()),
        [remark.text for remark in case.remarks],
        sorted(name for name, timer in case.timers.items() if timer.runs),
    )


def _folded(events: Sequence[Event]) -> object:
    try:
        return _without_times(fold(events))
    except DvcheckError as error:
        return error.message


# Times of day around every change


def _changes(zone: str, years: range) -> list[Instant]:
    """Every change of the clocks in these years; where a zone has none, the middle of some of their days."""
    moment = ZonedDateTime(years[0], 1, 1, tz=zone)
    found: list[Instant] = []
    while (after := moment.next_transition()) is not None and after.year in years:
        found.append(after.to_instant())
        moment = after
    return found or [Instant.from_utc(year, month, 1, 12) for year in years for month in (3, 11)]


class Shown:
    """Every moment of the six days around a change at which clocks show each time of day."""

    def __init__(self, zone: str, change: Instant) -> None:
        self.first = change.subtract(hours=36)
        self.moments: dict[str, list[datetime]] = defaultdict(list)
        dates: dict[Date, None] = {}
        for minute in range(6 * 24 * 60):
            local = self.first.add(minutes=minute).to_tz(zone)
            self.moments[_clock(local.time())].append(local.to_instant().to_stdlib())
            dates[local.date()] = None
        # Clocks never show a skipped time. It is read as the moment it would have been.
        self.skipped: set[str] = set()
        for date in list(dates)[1:-1]:
            for minute in range(24 * 60):
                wanted = Time(minute // 60, minute % 60)
                local = date.at(wanted).assume_tz(zone, disambiguation="compatible")
                if local.time() != wanted:
                    self.moments[_clock(wanted)].append(local.to_instant().to_stdlib())
                    self.skipped.add(_clock(wanted))
        for moments in self.moments.values():
            moments.sort()

    def after(self, text: str, now: datetime) -> datetime:
        moments = self.moments[text]
        return moments[bisect_right(moments, now)]


def _clock(of: Time) -> str:
    return f"{of.hour:02}:{of.minute:02}"


def _naive(text: str, now: datetime, zone: str) -> datetime:
    """Compute as a first attempt would: with the wall clock alone, without gap or fold."""
    local = now.astimezone(ZoneInfo(zone))
    at = datetime.combine(local.date(), time.fromisoformat(text), ZoneInfo(zone))
    return (at if at > local else at + DAYS).astimezone(UTC)


def _asked(change: Instant, chance: random.Random) -> Iterator[tuple[datetime, str]]:
    """From every minute of three days, some times of day; from moments close to the change, all of them."""
    every = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(24 * 60)]
    night = every[: 4 * 60]
    start = change.subtract(hours=36).to_stdlib()
    for minute in range(72 * 60 + 1):
        now = start + minute * MINUTE
        yield now, every[minute * 7 % len(every)]
        yield now, chance.choice(night)
        yield now + timedelta(seconds=chance.uniform(0, 60)), chance.choice(night)
    for hours in (-36.0, -24.0, -2.0, -1.0, -1 / 60, 0.0, 0.25, 0.75, 1.0, 24.0):
        for text in every:
            yield change.to_stdlib() + timedelta(hours=hours), text


def _times_of_day(zone: str, years: range) -> Iterator[Figure]:
    chance = random.Random(SEED)
    asked = wrong = naive = skipped = twice = 0
    changes = _changes(zone, years)
    for change in changes:
        shown = Shown(zone, change)
        skipped += len(shown.skipped)
        for now, text in _asked(change, chance):
            asked += 1
            expected = shown.after(text, now)
            wrong += next_time(text, now, zone) != expected
            naive += _naive(text, now, zone) != expected
        twice += sum(b - a < DAYS / 2 for m in shown.moments.values() for a, b in pairwise(m))
    around = "changes of the clocks" if zone != "UTC" else "days without any"
    what = f"{zone} {years[0]}–{years[-1]}, {asked:,} times of day asked for around {len(changes)} {around}"
    if zone == "UTC":
        yield none_of(f"{what}: other than the oracle's", wrong)
        return
    yield none_of(
        f"{what} ({skipped:,} minutes skipped, {twice:,} shown twice): other than the oracle's", wrong
    )
    yield beyond_none(f"{what}: a sum without gap and fold is other", naive)


# Due times around every change

END_OF_SHIFT = small_pack("""\
  - obligation: report
    text: Report
    modality: shall
    cites: ["1a"]
    due: {by: end-of-shift, cites: ["1a"]}
""")


def _due_times(zone: str, years: range) -> Iterator[Figure]:
    """Start a timer, and end a shift, at every minute of the day around each change."""
    asked = wrong = naive = 0
    for change in _changes(zone, years):
        for minute in range(-12 * 60, 12 * 60):
            start = change.add(minutes=minute)
            asked += 2
            ends = start.add(minutes=20)
            wrong += not _told(_timer_duty(start), "within 20 minutes {time}", ends, zone)
            wrong += not _told(_shift_duty(ends), "by {time} (end of shift)", ends, zone)
            local = start.to_stdlib().astimezone(ZoneInfo(zone)) + timedelta(minutes=20)
            naive += local.astimezone(UTC) != ends.to_stdlib()
    what = f"{zone} {years[0]}–{years[-1]}, {asked:,} deadlines around every change"
    yield none_of(f"{what}: due at another moment, or shown at another time of day, than the oracle's", wrong)
    yield beyond_none(f"{what}: a sum in local time is other", naive)


def _timer_duty(start: Instant) -> tuple[Duty, Duty]:
    """Return the duty whose deadline counts from a timer's start: a second before it is due, and then."""
    world = World()
    world.clock_is_set(seconds(start.to_stdlib() - START))
    file = Pages().opened(world)
    file.start_timer(TIMER, LIMIT)
    laid_out = outline(PACK, ("walk",))
    duties = []
    for passed in (LIMIT - 1, 1):
        world.passes(passed)
        duty = assess(laid_out, file.case.answers, {}, world.clock.now()).duty("end-it")
        assert duty is not None
        duties.append(duty)
    return duties[0], duties[1]


def _shift_duty(ends: Instant) -> tuple[Duty, Duty]:
    """Return the duty due at the end of the shift, which is recorded: a second before the end, and at it."""
    file = Pages().opened(World())
    file.end_shift_at(ends.to_stdlib())
    laid_out = outline(END_OF_SHIFT, ("walk",))
    duties = []
    for now in (ends.subtract(seconds=1), ends):
        duty = assess(laid_out, {}, {}, now.to_stdlib(), file.case.shift_ends).duty("report")
        assert duty is not None
        duties.append(duty)
    return duties[0], duties[1]


def _told(duties: tuple[Duty, Duty], words: str, ends: Instant, zone: str) -> bool:
    before, after = duties
    said = deadline.with_time(before.deadline, lambda at: clock_time(at, ends.to_stdlib(), ZoneInfo(zone)))
    return (
        before.deadline.at == after.deadline.at == ends.to_stdlib()
        and said == words.format(time=_clock(ends.to_tz(zone).time()))
        and (before.deadline.overdue, after.deadline.overdue) == (False, True)
    )


# The clock of a standby

TICK = 30
"""The seconds between two entries which say that a timer is running."""


class Standby:
    """A timer with its true time, and the error that docs/decisions/0006 allows, in seconds.

    While the program runs there is no error. Each restart may add a move too small to be noted. If the clock
    was set before a restart and not noted, a move forward adds all of it. A move back adds all of it, but at
    most the time since the journal last saw the timer.
    """

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.world, self.pages = World(), Pages()
        self.file = self.pages.opened(self.world)
        self.file.start_timer(TIMER, LIMIT)
        self.ahead = self.behind = 0.0
        self.sets = self.restarts = 0
        self._seen()

    def _seen(self) -> None:
        """Note that the journal has recorded the running timer: the error so far stays."""
        self._seen_at = self.world.passed
        self._forward = self._back = 0
        self._ahead, self._behind = self.ahead, self.behind
        self._restarts = 0

    def within(self, shown: float) -> bool:
        return -self.behind - 0.01 <= shown - self.world.passed <= self.ahead + 0.01

    @property
    def shown(self) -> float:
        return seconds(self.file.elapsed(TIMER))

    @property
    def by_wall_clock(self) -> float:
        """Return what a timer would show that only subtracts its start time."""
        return self.world.passed + self.world.off

    def goes_on(self) -> None:
        for _ in range(self.chance.randrange(1, 6)):
            self.world.passes(self.chance.randrange(1, TICK + 1))
            if self.chance.random() < 0.3:
                self._set()
            if self.chance.random() < 0.9:
                self.file.see_timer(TIMER)
                self._seen()

    def starts_again_after_a_while(self) -> None:
        self.world.passes(self.chance.choice([0, 1, 20, 600, 7200]))
        if self.chance.random() < 0.4:
            self._set()
        self.restarts += 1
        self._restarts += 1
        small = seconds(MOVED) * self._restarts
        self.ahead = self._ahead + self._forward + small
        self.behind = self._behind + min(self._back, self.world.passed - self._seen_at) + small
        self.world.boots(self.chance.randrange(10**6))
        self.file = self.pages.opened(self.world)

    def _set(self) -> None:
        by = self.chance.choice([-1, 1]) * self.chance.choice([1, 4, 5, 60, 3600, 86_400, 365 * 86_400])
        self.world.clock_is_set(by)
        self._forward += max(0, by)
        self._back += max(0, -by)
        self.sets += 1


def _standby(many: int) -> Iterator[Figure]:
    beyond = by_wall = moves = restarts = shown = 0
    for number in range(many):
        standby = Standby(random.Random(SEED + number))
        sound = wall_sound = True
        for _ in range(standby.chance.randrange(2, 9)):
            if standby.chance.random() < 0.4:
                standby.starts_again_after_a_while()
            else:
                standby.goes_on()
            shown += 1
            sound = sound and standby.within(standby.shown)
            wall_sound = wall_sound and standby.within(standby.by_wall_clock)
        beyond += not sound
        by_wall += not wall_sound
        moves += standby.sets
        restarts += standby.restarts
    what = f"{many:,} timers, {moves:,} clocks set, {restarts:,} restarts, looked at {shown:,} times"
    yield none_of(f"{what}: timers off by more than docs/decisions/0006 admits", beyond)
    yield beyond_none(f"{what}: timers that the computer's clock alone would put off by more", by_wall)

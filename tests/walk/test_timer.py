"""A running timer in words: the time left, its warnings and rings, and its list to tick off."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dvcheck.pack.value import NotAnAnswer
from dvcheck.record.case_file import CaseFile
from dvcheck.record.sqlite.journal import Journal
from dvcheck.rules.outline import outline
from dvcheck.walk.timer import (
    SIGNS,
    AddEntry,
    Countdown,
    EndTimer,
    EntryOutcome,
    ListedEntry,
    TakeNote,
)
from tests.record.test_clock import OPENED, World
from tests.small_packs import small_pack

PACK = small_pack("""\
  - ask: things
    text: What is to be taken?
    kind: list
    cites: ["1a"]
  - timer: stay
    text: Time inside
    limit: 20 min
    warn_at: [15 min, 18 min]
    starts_with: They go in
    ends_with: They are out
    at_limit: Time is over. Have them come out.
    ticks: things
    cites: ["1a"]
    reading: R1
  - timer: bare
    text: Time outside
    limit: 5 min
    starts_with: They go out
    ends_with: They are in
    at_limit: In again.
    cites: ["1a"]
""")
WALK = outline(PACK, ("walk",))
ZONE = PACK.policy.zone


class Standby:
    """A countdown of a case on the disk, with its own clocks."""

    def __init__(self, journal: Journal) -> None:
        self.world = World()
        self._journal = journal
        self.file = CaseFile.begin(journal, [OPENED], self.world.clock, ("sha256:1", lambda: b""))

    def begins(self, *things: str, ago: int = 0) -> Countdown:
        if things:
            self.file.answer(WALK.question("things"), things)
        question = WALK.question("stay")
        assert question.limit is not None
        self.file.start_timer("stay", question.limit.seconds, ago)
        return self.countdown()

    def bare(self) -> Countdown:
        """Return a timer without warnings or a list."""
        self.file.start_timer("bare", 300)
        return Countdown(WALK.question("bare"), None, self.file, ZONE)

    def countdown(self) -> Countdown:
        return Countdown(WALK.question("stay"), WALK.question("things"), self.file, ZONE)

    def resumed(self) -> Countdown:
        """The same case in another program, after this one was killed."""
        self.file = CaseFile(self._journal, self._journal.events(self.file.case.id), self.world.clock)
        return self.countdown()

    @property
    def kinds(self) -> list[str]:
        return [event.kind for event in self._journal.events(self.file.case.id)]


@pytest.fixture
def standby(tmp_path: Path) -> Iterator[Standby]:
    with Journal.open(tmp_path) as journal:
        yield Standby(journal)


# The time in words


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (0, "20:00 left of 20 minutes, ends at 17:20"),
        (0.9, "20:00 left of 20 minutes, ends at 17:20"),
        (1, "19:59 left of 20 minutes, ends at 17:20"),
        (446, "12:34 left of 20 minutes, ends at 17:20"),
        (1199.9, "0:01 left of 20 minutes, ends at 17:20"),
        (1200, "OVER by 0:00, ended at 17:20"),
        (1265, "OVER by 1:05, ended at 17:20"),
        (1200 + 26 * 3600 + 300, "OVER by 26 h 05 min, ended at 17:20"),
        (1200 + 3 * 86_400, "OVER by 3 days, ended at 17:20"),
    ],
)
def test_the_time_left_or_over_and_when_it_ends_there(standby: Standby, passed: float, words: str) -> None:
    """The timer starts at 01:00 UTC, 17:00 in the zone of the case."""
    countdown = standby.begins()
    standby.world.passes(passed)
    assert countdown.time == words


def test_a_timer_started_some_minutes_ago_has_run_for_them(standby: Standby) -> None:
    countdown = standby.begins(ago=7 * 60)
    assert countdown.time == "13:00 left of 20 minutes, ends at 17:13"


@pytest.mark.parametrize(
    ("by", "note", "ends"),
    [
        (-3600, "set back by 1 h 00 min", "16:20"),
        (-90, "set back by 1:30", "17:18"),
        (3 * 86_400, "set forward by 3 days", "17:20"),
    ],
)
def test_a_clock_that_is_set_is_told_of_and_changes_the_end_alone(
    standby: Standby, by: int, note: str, ends: str
) -> None:
    countdown = standby.begins()
    assert countdown.clock_note == ""
    standby.world.passes(60)
    standby.world.clock_is_set(by)
    countdown.beat()
    assert countdown.time == f"19:00 left of 20 minutes, ends at {ends}"
    assert note in countdown.clock_note
    assert "check it against a watch" in countdown.clock_note


# Warnings and rings


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (0, ""),
        (899.9, ""),
        (900, "15 minutes gone: less than 5 left."),
        (1079.9, "15 minutes gone: less than 5 left."),
        (1080, "18 minutes gone: less than 2 left."),
        (1199.9, "18 minutes gone: less than 2 left."),
        (1200, "Time is over. Have them come out."),
        (90_000, "Time is over. Have them come out."),
    ],
)
def test_a_warning_stands_from_its_time_to_the_next(standby: Standby, passed: float, words: str) -> None:
    countdown = standby.begins()
    standby.world.passes(passed)
    assert countdown.warning == words


def test_each_warning_and_the_limit_ring_once(standby: Standby) -> None:
    countdown = standby.begins()
    rung = []
    for second in range(0, 1500, 10):
        if countdown.rings():
            rung.append(second)
        standby.world.passes(10)
    assert rung == [900, 1080, 1200]


def test_what_is_passed_in_one_leap_rings_once(standby: Standby) -> None:
    countdown = standby.begins()
    standby.world.passes(5000)
    assert countdown.rings()
    assert not countdown.rings()


@pytest.mark.parametrize(
    ("before", "off", "then", "rings"),
    [
        (910, 0, 100, False),
        (910, 0, 170, True),
        (600, 400, 10, False),  # passed while nothing ran: it is shown in words
        (600, 200, 110, True),
        (1300, 0, 3600, False),
    ],
)
def test_what_had_passed_before_a_resume_is_not_rung_again(
    standby: Standby, before: int, off: int, then: int, rings: bool
) -> None:
    countdown = standby.begins()
    standby.world.passes(before)
    countdown.beat()
    standby.world.passes(off)
    standby.world.boots(3.0)
    countdown = standby.resumed()
    assert not countdown.rings()
    standby.world.passes(then)
    assert countdown.rings() is rings


def test_a_clock_that_is_set_rings_nothing(standby: Standby) -> None:
    countdown = standby.begins()
    standby.world.clock_is_set(86_400)
    countdown.beat()
    assert not countdown.rings()
    assert countdown.warning == ""


# Records in the journal


def test_the_journal_is_told_every_half_a_minute_that_the_timer_runs(standby: Standby) -> None:
    countdown = standby.begins()
    for _ in range(4 * 60):
        standby.world.passes(0.25)
        countdown.beat()
    assert standby.kinds.count("timer-seen") == 2
    standby.world.clock_is_set(-86_400)
    assert standby.resumed().elapsed == timedelta(seconds=60)


def test_an_end_is_recorded_with_the_time_it_ran(standby: Standby) -> None:
    countdown = standby.begins()
    standby.world.passes(754)
    countdown.take(EndTimer())
    standby.world.passes(60)
    assert countdown.elapsed == timedelta(seconds=754)
    assert standby.file.case.timers["stay"].ended == timedelta(seconds=754)


def test_a_note_is_kept(standby: Standby) -> None:
    countdown = standby.begins()
    countdown.take(TakeNote("kept to the hall"))
    assert [remark.text for remark in standby.file.case.remarks] == ["kept to the hall"]


# The list


def test_entries_are_marked_and_unmarked_each_by_itself(standby: Standby) -> None:
    countdown = standby.begins("coat", "keys")
    assert [entry.mark for entry in countdown.entries] == ["open", "open"]
    countdown.take(EntryOutcome("coat", "taken"))
    countdown.take(EntryOutcome("keys", "stays"))
    assert [entry.mark for entry in countdown.entries] == ["taken", "stays"]
    countdown.take(EntryOutcome("keys", "taken"))
    countdown.take(EntryOutcome("coat", "open"))
    assert [entry.mark for entry in countdown.entries] == ["open", "taken"]
    assert [entry.mark for entry in standby.resumed().entries] == ["open", "taken"]


@pytest.mark.parametrize(
    ("mark", "shown"), [("open", "○ coat"), ("taken", "● coat  taken"), ("stays", "- coat  stays")]
)
def test_an_entry_is_shown_with_a_sign_and_a_word(standby: Standby, mark: str, shown: str) -> None:
    assert ListedEntry(text="coat", mark=mark).shown == shown  # type: ignore[arg-type]


def test_what_is_added_comes_last_and_none_twice(standby: Standby) -> None:
    countdown = standby.begins("coat", "keys")
    countdown.take(EntryOutcome("keys", "taken"))
    countdown.take(AddEntry(("glasses", "coat", "glasses")))
    assert [(e.text, e.mark) for e in countdown.entries] == [
        ("coat", "open"),
        ("keys", "taken"),
        ("glasses", "open"),
    ]
    assert standby.file.case.answers["things"].value == ("coat", "keys", "glasses")


@pytest.mark.parametrize("answer", [None, "unknown"])
def test_a_list_nobody_has_filled_is_empty_and_can_be_added_to(standby: Standby, answer: str | None) -> None:
    if answer is not None:
        standby.file.answer(WALK.question("things"), answer)
    countdown = standby.begins()
    assert countdown.entries == ()
    countdown.take(AddEntry(("coat",)))
    assert [entry.text for entry in countdown.entries] == ["coat"]


def test_a_timer_without_a_list_has_no_entries(standby: Standby) -> None:
    standby.file.answer(WALK.question("things"), ("coat",))
    countdown = standby.bare()
    assert countdown.entries == ()
    assert countdown.time == "5:00 left of 5 minutes, ends at 17:05"
    standby.world.passes(300)
    assert countdown.warning == "In again."
    assert countdown.rings()


def test_what_no_longer_fits_the_list_is_refused_and_said(standby: Standby) -> None:
    """Another window filled it after the officer had typed. Only what was added is shown as added."""
    countdown = standby.begins("coat")
    standby.file.answer(WALK.question("things"), tuple(f"thing {n}" for n in range(40)))
    assert countdown.take(AddEntry(("keys",))) == NotAnAnswer("more than 40 entries")
    assert len(countdown.entries) == 40


def test_no_mark_of_an_entry_is_a_key_with_another_meaning() -> None:
    """x marks what stays, so an x must not be the mark of what was taken."""
    assert not {sign for shown in SIGNS.values() for sign in shown if sign.isalpha()}
    assert len(set(SIGNS.values())) == len(SIGNS)

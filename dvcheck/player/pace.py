"""The pace of a demo: the wait before each answer, and its clock."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TextIO

import msgspec

from dvcheck.academy.scenario import TOLD_AT
from dvcheck.looks import Theme
from dvcheck.record import clock
from dvcheck.record.clock import Clock

THINK = 1.2
"""The seconds before any answer, at speed 1."""

READ = 0.045
"""The seconds for each new character on the screen."""

TYPE = 0.12
"""The seconds between two keys of an answer."""

HURRY = 60
"""How much faster time passes during a countdown: a minute in a second."""

LONGEST = 8.0
"""The longest wait in seconds, at speed 1. Instructors who need more time pause the demo."""

FIRST = 3.0
"""The seconds before the first answer, at speed 1."""

ASKED = 5.0
"""The seconds that a recording waits for the class, at speed 1. Nobody can press a key there."""


class DemoSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of a demo."""

    speed: float
    by_hand: bool
    """Whether each answer waits for a key."""
    keyed: bool
    """Whether it is played with keys. Otherwise it is played line by line."""
    asks: bool = False
    """Whether the class is asked what it would do before each answer."""
    notes: bool = False
    """Whether the notes for the instructor are shown."""
    recorded: bool = False
    """Whether it is recorded: nobody is at the keys."""
    color: bool
    theme: Theme = "usual"
    stream: TextIO


class FastClock:
    """A clock that starts at the true time and can run faster.

    If the computer's clock is earlier than the scenario, the demo starts at the time of the scenario.
    """

    def __init__(
        self, speed: float, told_at: datetime = TOLD_AT, passing: Callable[[], float] | None = None
    ) -> None:
        """`passing` counts the seconds of a recording, which always starts at the time of the scenario."""
        self._start = max(clock.now(), told_at) if passing is None else told_at
        self._passing = passing or time.monotonic
        self._from = self._passing()
        self._counted = 0.0
        self._rate = 1.0
        self._stopped = False
        self._speed = speed
        self.clock = Clock(lambda: self._start + timedelta(seconds=self._seconds()), self._seconds)

    def hurry(self, rate: float) -> None:
        """Make a second count as `rate` seconds, times the speed of the demo; 1 is real time."""
        self._counted, self._from = self._seconds(), self._passing()
        self._rate = rate * self._speed if rate > 1 else 1.0

    def stop(self, stopped: bool) -> None:
        """Stop the clock, or let it run again."""
        self._counted, self._from = self._seconds(), self._passing()
        self._stopped = stopped

    def _seconds(self) -> float:
        rate = 0.0 if self._stopped else self._rate
        return self._counted + (self._passing() - self._from) * rate

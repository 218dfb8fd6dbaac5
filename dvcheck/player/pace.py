"""How fast a demo goes: how long it waits before an answer, and its clock."""

import time
from datetime import datetime, timedelta
from typing import TextIO

import msgspec

from dvcheck.academy.scenario import TOLD_AT
from dvcheck.record import clock
from dvcheck.record.clock import Clock

THINK = 1.2
"""Seconds before an answer, at speed 1, for whatever stands on the screen."""

READ = 0.045
"""Seconds for each character that is new to the class."""

TYPE = 0.12
"""Seconds between two keys of one answer."""

HURRY = 60
"""How much faster time goes while a timer is counted down: a minute in a second."""

LONGEST = 8.0
"""Seconds that a demo stands still at most, at speed 1. Whoever reads longer pauses it."""

FIRST = 3.0
"""Seconds before the first answer, at speed 1."""


class Playing(msgspec.Struct, frozen=True, kw_only=True):
    """How a demo is played."""

    speed: float
    by_hand: bool
    """Whether each answer waits for a key."""
    keyed: bool
    """With keys; otherwise line by line."""
    color: bool
    stream: TextIO


class Hurried:
    """A clock that shows the true time at first, and can be made to go faster.

    If the computer's clock is behind, the demo starts at the time of its scenario.
    """

    def __init__(self, speed: float, told_at: datetime = TOLD_AT) -> None:
        self._start = max(clock.now(), told_at)
        self._from = time.monotonic()
        self._counted = 0.0
        self._rate = 1.0
        self._stopped = False
        self._speed = speed
        self.clock = Clock(lambda: self._start + timedelta(seconds=self._seconds()), self._seconds)

    def hurry(self, rate: float) -> None:
        """Make a second count as `rate` seconds, times the speed of the demo; 1 is real time."""
        self._counted, self._from = self._seconds(), time.monotonic()
        self._rate = rate * self._speed if rate > 1 else 1.0

    def stop(self, stopped: bool) -> None:
        """Let no time pass, or let it pass again as before."""
        self._counted, self._from = self._seconds(), time.monotonic()
        self._stopped = stopped

    def _seconds(self) -> float:
        rate = 0.0 if self._stopped else self._rate
        return self._counted + (time.monotonic() - self._from) * rate

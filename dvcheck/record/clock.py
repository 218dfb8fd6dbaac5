"""The computer's clock, and how long a timer has run: a clock that is set back or forward makes no time.

While a walk runs, a timer counts by a steady clock that nobody sets. Across a restart only the times in the
journal are left to count by, and never less than what the journal has seen of the timer already.
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec

MOVED = timedelta(seconds=5)
"""The least difference from the steady clock that counts as the computer's clock having been set."""


class Clock(msgspec.Struct, frozen=True):
    """`now`: the time, aware and in UTC, as the computer has it. `steady`: seconds that are never set."""

    now: Callable[[], datetime]
    steady: Callable[[], float]


def now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


def steady() -> float:
    """Seconds from some start, never set, and counted on while the computer sleeps."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)  # CLOCK_MONOTONIC stands still in sleep
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)  # time.monotonic stands still in sleep there
    return time.monotonic()


SYSTEM = Clock(now, steady)


class Timer(msgspec.Struct, frozen=True, kw_only=True):
    """A timer of a case. Times are aware and in UTC.

    `started` is in the time the computer's clock shows now: every noted move of that clock moves it along.
    """

    started: datetime
    limit: timedelta
    seen: timedelta
    """How long it has run for certain, by the journal."""
    ended: timedelta | None = None
    """How long it ran; None while it runs."""

    @property
    def runs(self) -> bool:
        return self.ended is None


class Watchman:
    """Tells when the computer's clock is set, by a steady one."""

    def __init__(self, clock: Clock, latest: datetime) -> None:
        """`latest` (aware) is the latest time the clock has shown, by the journal."""
        self._clock = clock
        self._from = clock.steady()
        self._offset = self._wall() + max(timedelta(), latest - clock.now())

    def moved(self) -> timedelta | None:
        """How far the computer's clock was set, back or forward, since last asked; None if it was not.

        The first time this also tells that it shows a time before what the journal has seen.
        """
        by = self._wall() - self._offset
        if abs(by) < MOVED:
            return None
        self._offset += by
        return by

    def _wall(self) -> timedelta:
        """What the computer's clock shows, less what the steady one has counted."""
        since = timedelta(seconds=self._clock.steady() - self._from)
        return self._clock.now() - datetime(1970, 1, 1, tzinfo=UTC) - since


class Stopwatch:
    """How long one timer has run, from what the journal has of it and a steady clock from there on."""

    def __init__(self, timer: Timer, clock: Clock) -> None:
        self._clock = clock
        self._from = clock.steady()
        self._before = max(clock.now() - timer.started, timer.seen)
        self.watchman = Watchman(clock, timer.started + timer.seen)

    @property
    def elapsed(self) -> timedelta:
        """How long the timer has run."""
        return self._before + timedelta(seconds=self._clock.steady() - self._from)

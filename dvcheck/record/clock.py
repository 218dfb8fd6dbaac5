"""The computer's clock and running timers. Setting the clock never adds or removes elapsed time.

During a walk, timers use a steady clock that nobody can set. After a restart only the times in the journal
are left. The elapsed time is then never less than what the journal has already seen.
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec

MOVED = timedelta(seconds=5)
"""The smallest difference from the steady clock that counts as a change of the computer's clock."""


class Clock(msgspec.Struct, frozen=True):
    """A source of time. `now`: the computer's time (aware, UTC). `steady`: seconds that nobody can set."""

    now: Callable[[], datetime]
    steady: Callable[[], float]


def now() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)


def steady() -> float:
    """Return seconds since some start. Nobody can set this clock, and it runs while the computer sleeps."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)  # CLOCK_MONOTONIC stops during sleep
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)  # time.monotonic stops during sleep there
    return time.monotonic()


SYSTEM = Clock(now, steady)


class Timer(msgspec.Struct, frozen=True, kw_only=True):
    """A timer of a case. Times are aware and in UTC.

    `started` is by the computer's present clock: each recorded change of that clock moves it too.
    """

    started: datetime
    limit: timedelta
    seen: timedelta
    """The least time it has run, by the journal."""
    ended: timedelta | None = None
    """The time it ran; None while it runs."""

    @property
    def runs(self) -> bool:
        return self.ended is None


class ClockWatch:
    """A watch on the computer's clock: compares it with the steady one to see when it is set."""

    def __init__(self, clock: Clock, latest: datetime) -> None:
        """Start watching. `latest` (aware) is the last time in the journal."""
        self._clock = clock
        self._from = clock.steady()
        self._offset = self._wall() + max(timedelta(), latest - clock.now())

    def moved(self) -> timedelta | None:
        """Return how far the computer's clock was set since the last call; None if it was not.

        The first call also reports a clock that is behind the journal.
        """
        by = self._wall() - self._offset
        if abs(by) < MOVED:
            return None
        self._offset += by
        return by

    def _wall(self) -> timedelta:
        """Return the computer's time minus the steady time since the start."""
        since = timedelta(seconds=self._clock.steady() - self._from)
        return self._clock.now() - datetime(1970, 1, 1, tzinfo=UTC) - since


class Stopwatch:
    """The elapsed time of one timer: what the journal has of it, plus the steady clock since then."""

    def __init__(self, timer: Timer, clock: Clock) -> None:
        self._clock = clock
        self._from = clock.steady()
        self._before = max(clock.now() - timer.started, timer.seen)
        self.watchman = ClockWatch(clock, timer.started + timer.seen)

    @property
    def elapsed(self) -> timedelta:
        """The time the timer has run."""
        return self._before + timedelta(seconds=self._clock.steady() - self._from)

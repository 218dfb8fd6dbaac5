"""Moves the clocks of dvcheck as the file says that MOVED_CLOCK names. To be imported before what takes them.

The file holds two numbers of seconds: how far the computer's clock is ahead of the true one, and how far the
steady one is. Time that passes moves both; a clock that is set moves the first alone.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from dvcheck.record import clock

_now, _steady = clock.now, clock.steady


def _offsets() -> tuple[float, float]:
    wall, steady = Path(os.environ["MOVED_CLOCK"]).read_text().split()
    return float(wall), float(steady)


def now() -> datetime:
    return _now() + timedelta(seconds=_offsets()[0])


def steady() -> float:
    return _steady() + _offsets()[1]


clock.now = now
clock.SYSTEM = clock.Clock(now, steady)

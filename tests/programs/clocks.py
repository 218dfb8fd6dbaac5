"""Moves the clocks of dvcheck. Import this before the modules that use them.

The file that MOVED_CLOCK names has two numbers of seconds: how far the computer's clock is ahead of the true
time, and how far the steady clock is. Passing time moves both. Setting the clock moves only the first.
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

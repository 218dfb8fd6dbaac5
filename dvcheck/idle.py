"""Work that is done while an officer reads the first question."""

import threading
from collections.abc import Callable
from contextlib import suppress

_SOON = 0.3
"""Seconds until it begins: the first question is on the screen then."""


def soon(act: Callable[[], object]) -> None:
    """Do something in a thread in a moment. If it fails, whoever needs it tries it, and says why."""

    def acted() -> None:
        with suppress(Exception):
            act()

    timer = threading.Timer(_SOON, acted)
    timer.daemon = True
    timer.start()

"""Background work while an officer reads the first question."""

import threading
from collections.abc import Callable
from contextlib import suppress

_SOON = 0.3
"""Seconds until the work begins. The first question is on the screen by then."""


def soon(act: Callable[[], object]) -> None:
    """Run a function in a thread shortly. If it fails, the code that needs it tries again and reports why."""

    def acted() -> None:
        with suppress(Exception):
            act()

    timer = threading.Timer(_SOON, acted)
    timer.daemon = True
    timer.start()


def repeatedly(act: Callable[[], object], first: float, then: float) -> Callable[[], None]:
    """Run a function in a thread after `first` seconds, then every `then` seconds. Return how to stop it.

    If it fails, it is tried again the next time. Nothing is said: the officer may be at a prompt.
    """
    stopped = threading.Event()

    def run() -> None:
        wait = first
        while not stopped.wait(wait):
            wait = then
            with suppress(Exception):
                act()

    threading.Thread(target=run, daemon=True).start()
    return stopped.set

"""Signals: a command that is terminated from outside still cleans up."""

import os
import signal
import sys


def dumb_terminal() -> bool:
    return sys.platform != "win32" and os.environ.get("TERM", "") in ("", "dumb")


def tidy_when_ended() -> None:
    """Make a command clean up when it is terminated from outside or its window is closed.

    Without this, the terminal would be left without echo, and a demo would leave its folder. A command
    started to outlive its window (nohup) still does.
    """
    for name in _ENDED_BY:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


_ENDED_BY = ("SIGTERM", "SIGHUP")


def end_if_asked() -> None:
    """End if a signal has asked for it. Its exception can get lost while modules are loaded."""
    for number in _asked:
        raise SystemExit(128 + number)


_asked: list[int] = []


def _end(number: int, frame: object) -> None:
    _asked.append(number)
    for name in _ENDED_BY:  # signals often come in pairs, and the second must not interrupt the cleanup
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    raise SystemExit(128 + number)

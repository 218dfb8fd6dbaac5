"""What kind of terminal this is, and how a command ends that is ended from outside."""

import os
import signal
import sys


def dumb_terminal() -> bool:
    return sys.platform != "win32" and os.environ.get("TERM", "") in ("", "dumb")


def tidy_when_ended() -> None:
    """From now on a command that is ended from outside, or with its window, still tidies up on its way out.

    Without this the terminal would be left without echo, and a demo would leave its folder. A command that
    is to outlive its window (nohup) does.
    """
    for name in _ENDED_BY:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


_ENDED_BY = ("SIGTERM", "SIGHUP")


def end_if_asked() -> None:
    """End where a signal has asked for it: what it raised can be lost while modules are loaded."""
    for number in _asked:
        raise SystemExit(128 + number)


_asked: list[int] = []


def _end(number: int, frame: object) -> None:
    _asked.append(number)
    for name in _ENDED_BY:  # often they come in twos, and tidying up is not to be cut off
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    raise SystemExit(128 + number)

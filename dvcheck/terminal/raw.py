"""Raw mode: a terminal that passes on each key at once, even after the program was suspended."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from types import FrameType

RawMode = Callable[[], AbstractContextManager[None]]
"""A context manager that makes a terminal raw. Each prompt_toolkit input has one."""


@contextmanager
def raw_mode(raw: RawMode, back: Callable[[], None]) -> Iterator[None]:
    """Read keys one by one, without echo. On exit, the terminal is as it was before.

    After a shell has suspended the program (SIGTSTP) and resumed it (fg), the terminal reads lines again. It
    is then made raw, and `back` is called in a signal handler to redraw. Main thread only.
    """
    with raw():
        if sys.platform == "win32":  # programs are not suspended there
            yield
            return

        def goes_on(number: int, frame: FrameType | None) -> None:
            raw().__enter__()
            back()
            if callable(before):  # from an outer terminal
                before(number, frame)

        before = signal.signal(signal.SIGCONT, goes_on)
        try:
            yield
        finally:
            signal.signal(signal.SIGCONT, before)


@contextmanager
def raw_terminal(number: int) -> Iterator[None]:
    """Make a POSIX terminal raw as prompt_toolkit does, without loading prompt_toolkit.

    Ctrl-C and Ctrl-Z are then ordinary keys: they wait their turn behind earlier keys.
    """
    if sys.platform == "win32":  # nothing is painted early there
        yield
        return
    import termios

    try:
        before, raw = termios.tcgetattr(number), termios.tcgetattr(number)
    except termios.error:  # the terminal is gone
        yield
        return
    raw[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    raw[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    raw[6][termios.VMIN] = 1
    termios.tcsetattr(number, termios.TCSANOW, raw)
    try:
        yield
    finally:
        with suppress(termios.error):
            termios.tcsetattr(number, termios.TCSANOW, before)


def forget_keys(number: int) -> None:
    """Discard unread keys, so that the shell does not get them."""
    if sys.platform == "win32":
        return
    import termios

    with suppress(termios.error):
        termios.tcflush(number, termios.TCIFLUSH)

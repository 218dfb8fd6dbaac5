"""A terminal that gives each key as it is pressed, also after the program was stopped and goes on."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from types import FrameType

RawMode = Callable[[], AbstractContextManager[None]]
"""Makes a terminal raw as long as it is entered. An input of prompt_toolkit has one."""


@contextmanager
def raw_mode(raw: RawMode, back: Callable[[], None]) -> Iterator[None]:
    """Keys one by one and without echo; as it was before at the end.

    A shell that has stopped the program (SIGTSTP) and lets it go on (fg) gives it a terminal that takes whole
    lines: it is raw again then, and `back` is called, in a signal handler, to draw anew. Main thread only.
    """
    with raw():
        if sys.platform == "win32":  # programs are not stopped there
            yield
            return

        def goes_on(number: int, frame: FrameType | None) -> None:
            raw().__enter__()
            back()
            if callable(before):  # of a terminal around this one
                before(number, frame)

        before = signal.signal(signal.SIGCONT, goes_on)
        try:
            yield
        finally:
            signal.signal(signal.SIGCONT, before)


@contextmanager
def raw_terminal(number: int) -> Iterator[None]:
    """What an input of prompt_toolkit makes of a terminal of POSIX, without loading it.

    Ctrl-C and Ctrl-Z are keys like others then: they wait for their turn, behind what was pressed before.
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
    """Drop what was pressed and nobody has read: a shell must not get it."""
    if sys.platform == "win32":
        return
    import termios

    with suppress(termios.error):
        termios.tcflush(number, termios.TCIFLUSH)

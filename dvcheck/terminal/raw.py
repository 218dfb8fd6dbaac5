"""A terminal that gives each key as it is pressed, also after the program was stopped and goes on."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from prompt_toolkit.input import Input


@contextmanager
def raw_mode(input: Input, back: Callable[[], None]) -> Iterator[None]:
    """Keys one by one and without echo; as it was before at the end.

    A shell that has stopped the program (SIGTSTP) and lets it go on (fg) gives it a terminal that takes whole
    lines: it is raw again then, and `back` is called, in a signal handler, to draw anew. Main thread only.
    """
    with input.raw_mode():
        if sys.platform == "win32":  # programs are not stopped there
            yield
            return

        def goes_on(number: int, frame: FrameType | None) -> None:
            input.raw_mode().__enter__()
            back()
            if callable(before):  # of a terminal around this one
                before(number, frame)

        before = signal.signal(signal.SIGCONT, goes_on)
        try:
            yield
        finally:
            signal.signal(signal.SIGCONT, before)

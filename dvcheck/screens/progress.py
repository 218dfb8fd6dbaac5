"""The progress of long work, on standard error of a terminal, once it has taken a second."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

from dvcheck.text import clean

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

Part = TypeVar("Part")

AT_ONCE = 1.0
"""Seconds a command may take before it shows its progress."""


class Step(Protocol):
    """Notes the amount of work that is done, and of how much, if only the work itself finds that out."""

    def __call__(self, done: int, of: int | None = None) -> None: ...


@contextmanager
def progress(what: str, total: int | None = None, *, counted: bool = False) -> Iterator[Step]:
    """Show the progress of `what` while it runs, and erase it afterwards. Only at a terminal.

    `total` is the amount of work, None if not known. With `counted` the amount done is shown even then.
    """
    if not sys.stderr.isatty():
        yield _nothing
        return
    from threading import Timer

    shown = _Shown(what, total, counted=counted or total is not None)
    timer = Timer(AT_ONCE, shown.start)
    timer.daemon = True
    timer.start()
    try:
        yield shown.step
    finally:
        timer.cancel()
        timer.join()
        shown.stop()


def stepped(parts: Iterable[Part], step: Step) -> Iterator[Part]:
    """Yield the same parts, and note the number that is done."""
    for count, part in enumerate(parts, 1):
        yield part
        step(count)


def _nothing(done: int, of: int | None = None) -> None:
    pass


class _Shown:
    """The progress line. Another thread starts it, because the work may be one long query."""

    def __init__(self, what: str, total: int | None, *, counted: bool) -> None:
        self._what = what
        self._total = total
        self._counted = counted
        self._done = 0
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def start(self) -> None:
        if os.environ.get("TERM") == "dumb":
            sys.stderr.write(f"{clean(self._what)} ...\n")
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        from dvcheck.screens.style import console as console_on

        columns = [TextColumn("{task.description}", markup=False), BarColumn(bar_width=20)]
        counted = [MofNCompleteColumn()] if self._counted else []
        color = not os.environ.get("NO_COLOR")
        console = console_on(color=color, stream=sys.stderr)
        bar = Progress(*columns, *counted, TimeElapsedColumn(), console=console, transient=True)
        self._task = bar.add_task(clean(self._what), total=self._total, completed=self._done)
        bar.start()
        self._bar = bar

    def step(self, done: int, of: int | None = None) -> None:
        self._done, self._total = done, self._total if of is None else of
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, total=self._total)

    def stop(self) -> None:
        if self._bar is not None:
            self._bar.stop()

"""A virtual terminal: prompts run on it without a real one, in time that passes only when they wait.

So a recording takes as long as the computer needs, has the same times everywhere, and works on each system.
"""

import asyncio
import selectors
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, TextIO, cast

from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import Input
from prompt_toolkit.input.vt100_parser import Vt100Parser
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.output.vt100 import Vt100_Output

if TYPE_CHECKING:
    from _typeshed import FileDescriptorLike

COLUMNS, ROWS = 80, 24

Written = tuple[float, str]
"""A time in seconds since the start, and what was written then."""


class Stage:
    """A virtual terminal of 80 columns and 24 rows: its keys, its output and its time."""

    def __init__(self, *, color: bool) -> None:
        loop = _VirtualTime()
        self._loop = loop
        self.runner = asyncio.Runner(loop_factory=lambda: loop)
        self.keys = ScriptedKeys()
        self.tape = Tape(loop.time)
        self.output = Vt100_Output(
            cast(TextIO, self.tape),
            lambda: Size(rows=ROWS, columns=COLUMNS),
            term="xterm-256color",
            default_color_depth=ColorDepth.DEPTH_4_BIT if color else ColorDepth.DEPTH_1_BIT,
            enable_bell=False,
            enable_cpr=False,
        )

    def now(self) -> float:
        """Return the seconds since the start."""
        return self._loop.time()

    def wait(self, seconds: float) -> None:
        """Let time pass between two prompts."""
        self._loop.pass_time(seconds)


class Tape:
    """A stream of text that keeps what a virtual terminal has written, with the times."""

    encoding = "utf-8"

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._written: list[Written] = []

    def write(self, text: str) -> int:
        at = self._now()
        if self._written and self._written[-1][0] == at:
            self._written[-1] = (at, self._written[-1][1] + text)
        elif text:
            self._written.append((at, text))
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return True

    def written(self) -> tuple[Written, ...]:
        """Return what was written, in order. No two have the same time."""
        return tuple(self._written)


class ScriptedKeys(Input):
    """An input whose keys come from the program itself, without a pipe."""

    def __init__(self) -> None:
        self._keys: list[KeyPress] = []
        self._ready: Callable[[], None] | None = None
        self.vt100_parser = Vt100Parser(self._keys.append)
        """Replaced by the decoder of `terminal/keys`, as in the input of a real terminal."""

    def send_text(self, text: str) -> None:
        self.vt100_parser.feed(text)
        if self._ready is not None:
            asyncio.get_running_loop().call_soon(self._ready)

    def read_keys(self) -> list[KeyPress]:
        keys = self._keys.copy()
        self._keys.clear()
        return keys

    def flush_keys(self) -> list[KeyPress]:
        return []

    @contextmanager
    def _listening(self, ready: Callable[[], None] | None) -> Iterator[None]:
        before, self._ready = self._ready, ready
        try:
            yield
        finally:
            self._ready = before

    def attach(self, input_ready_callback: Callable[[], None]) -> AbstractContextManager[None]:
        return self._listening(input_ready_callback)

    def detach(self) -> AbstractContextManager[None]:
        return self._listening(None)

    def raw_mode(self) -> AbstractContextManager[None]:
        return nullcontext()

    def cooked_mode(self) -> AbstractContextManager[None]:
        return nullcontext()

    def fileno(self) -> int:
        raise OSError("a virtual terminal has no file")

    def typeahead_hash(self) -> str:
        return "stage"

    @property
    def closed(self) -> bool:
        return False

    def close(self) -> None:
        pass


class _VirtualTime(asyncio.SelectorEventLoop):
    """An event loop whose time does not pass by itself: where it would wait, it sets its clock forward."""

    def __init__(self) -> None:
        self._seconds = 0.0
        super().__init__(_NeverWaits(selectors.DefaultSelector(), self.pass_time))

    def time(self) -> float:
        return self._seconds

    def pass_time(self, seconds: float) -> None:
        self._seconds += seconds


class _NeverWaits(selectors.BaseSelector):
    """A selector that passes the time it would wait. It still sees signals, for example Ctrl-C."""

    def __init__(self, inner: selectors.BaseSelector, pass_time: Callable[[float], None]) -> None:
        self._inner = inner
        self._pass_time = pass_time

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = self._inner.select(None if timeout is None else 0)
        if not found and timeout is not None and timeout > 0:
            self._pass_time(timeout)
        return found

    def register(
        self, fileobj: "FileDescriptorLike", events: int, data: object = None
    ) -> selectors.SelectorKey:
        return self._inner.register(fileobj, events, data)

    def unregister(self, fileobj: "FileDescriptorLike") -> selectors.SelectorKey:
        return self._inner.unregister(fileobj)

    def get_map(self) -> "Mapping[FileDescriptorLike, selectors.SelectorKey]":
        return self._inner.get_map()

    def close(self) -> None:
        self._inner.close()

"""The layer between a terminal and prompt_toolkit: every prompt and the listener read from it."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from prompt_toolkit.input import Input, create_input
from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.input.vt100_parser import Vt100Parser
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

from dvcheck.terminal.keys.decoder import Decoder
from dvcheck.terminal.keys.hand import Hand


class _Parser(Vt100Parser):
    """Stands in the place of prompt_toolkit's parser, in the input of a terminal."""

    def __init__(self, decoder: Decoder, give: Callable[[KeyPress], None]) -> None:
        super().__init__(give)
        self._decoder = decoder

    def feed(self, data: str) -> None:
        for key in self._decoder.feed(data):
            self.feed_key_callback(key)

    def flush(self) -> None:
        """Nothing: prompt_toolkit asks for it by a time of its own."""


class OnlyKeys(Input):
    """The input of a terminal, of which only keys come.

    A sequence that has begun ends when the terminal is silent. The time runs while the input is attached
    to a loop, which reads before it looks at its timers: a program that was busy never takes a sequence
    for an Esc and letters.
    """

    def __init__(self, inner: Input, hand: Hand | None = None) -> None:
        self._inner = inner
        self._hand = hand
        self._decoder = Decoder()
        self._ended: list[KeyPress] = []
        self._ready: Callable[[], None] | None = None
        self._timers: list[asyncio.TimerHandle] = []
        self._decodes = _put_in_place(self._decoder, inner)

    def read_keys(self) -> list[KeyPress]:
        keys, self._ended = self._ended, []
        before = time.monotonic() if self._hand is None else self._hand.now()
        read = self._inner.read_keys()
        keys += read if self._decodes else self._decoded(read)
        if self._hand is not None:
            keys = [*self._hand.stamped(keys, before)]
        self._wait()
        return keys

    def _decoded(self, keys: Iterable[KeyPress]) -> Iterator[KeyPress]:
        """Keys of an old Windows console, which gives Alt and what terminals reply character by character."""
        for key in keys:
            if not isinstance(key.key, Keys) or ANSI_SEQUENCES.get(key.data) == key.key:
                yield from self._decoder.feed(key.data)
            elif key.key is not Keys.WindowsMouseEvent:
                yield from self._decoder.silence()
                yield key

    @contextmanager
    def _attached(self, ready: Callable[[], None]) -> Iterator[None]:
        before = self._ready
        with self._inner.attach(ready):
            self._ready = ready
            self._wait()
            try:
                yield
            finally:
                self._ready = before
                self._wait()

    def attach(self, input_ready_callback: Callable[[], None]) -> AbstractContextManager[None]:
        return self._attached(input_ready_callback)

    def _wait(self) -> None:
        """Look whether the terminal is silent from now on."""
        while self._timers:
            self._timers.pop().cancel()
        if self._ready is None:
            return
        # A key that was held back comes of reading once more, so what waits in the terminal is known by then.
        held_back = None if self._hand is None else self._hand.patience
        for patience, over in ((self._decoder.patience, self._silent), (held_back, self._ready)):
            if patience is not None:
                self._timers.append(asyncio.get_running_loop().call_later(patience, over))

    def _silent(self) -> None:
        self._ended += self._decoder.silence()
        if self._ended and self._ready is not None:
            self._ready()

    def flush_keys(self) -> list[KeyPress]:
        return []

    # --- as it is -------------------------------------------------------------------------------------------

    def fileno(self) -> int:
        return self._inner.fileno()

    def typeahead_hash(self) -> str:
        return self._inner.typeahead_hash()

    @property
    def closed(self) -> bool:
        return self._inner.closed

    def raw_mode(self) -> AbstractContextManager[None]:
        return self._inner.raw_mode()

    def cooked_mode(self) -> AbstractContextManager[None]:
        return self._inner.cooked_mode()

    def detach(self) -> AbstractContextManager[None]:
        return self._inner.detach()

    def close(self) -> None:
        self._inner.close()


def terminal_keys() -> OnlyKeys:
    """The keys of the terminal this program runs in."""
    return OnlyKeys(create_input())


def _put_in_place(decoder: Decoder, input: Input) -> bool:
    """Put a decoder in the place of the parser of an input; False where that has none: an old console."""
    holder: Any = getattr(input, "console_input_reader", input)
    for name in ("vt100_parser", "_vt100_parser"):
        parser = getattr(holder, name, None)
        if isinstance(parser, Vt100Parser):
            setattr(holder, name, _Parser(decoder, parser.feed_key_callback))
            return True
    return False

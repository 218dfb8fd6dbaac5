"""The layer between a terminal and prompt_toolkit. All prompts and the listener read from it."""

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
    """A replacement for prompt_toolkit's parser, in the input of a terminal."""

    def __init__(self, decoder: Decoder, give: Callable[[KeyPress], None]) -> None:
        super().__init__(give)
        self._decoder = decoder

    def feed(self, data: str) -> None:
        for key in self._decoder.feed(data):
            self.feed_key_callback(key)

    def flush(self) -> None:
        """Do nothing. prompt_toolkit calls this on its own timer."""


class OnlyKeys(Input):
    """The input of a terminal, reduced to keys.

    A sequence ends when the terminal is silent. The timer runs while the input is attached to a loop. The
    loop reads before it checks its timers, so a busy program never takes a sequence for an Esc and letters.
    """

    def __init__(self, inner: Input, hand: Hand | None = None) -> None:
        self._inner = inner
        self._hand = hand
        self._decoder = Decoder()
        self._ended: list[KeyPress] = []
        self._ready: Callable[[], None] | None = None
        self._timers: list[asyncio.TimerHandle] = []
        self._decodes = _replace_parser(self._decoder, inner)

    def read_keys(self) -> list[KeyPress]:
        keys, self._ended = self._ended, []
        before = time.monotonic() if self._hand is None else self._hand.now()
        read = self._inner.read_keys()
        keys += read if self._decodes else self._decode(read)
        if self._hand is not None:
            keys = [*self._hand.stamped(keys, before)]
        self._wait()
        return keys

    def _decode(self, keys: Iterable[KeyPress]) -> Iterator[KeyPress]:
        """Decode keys of an old Windows console, which sends Alt and replies character by character."""
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
        """Start waiting for silence."""
        while self._timers:
            self._timers.pop().cancel()
        if self._ready is None:
            return
        # Reading again releases a key that was held back. By then, all waiting input is known.
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

    # --- passed on ------------------------------------------------------------------------------------------

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
    """Return the keys of the terminal this program runs in."""
    return OnlyKeys(create_input())


def _replace_parser(decoder: Decoder, input: Input) -> bool:
    """Replace the parser of an input by a decoder. Return False if there is none: an old console."""
    holder: Any = getattr(input, "console_input_reader", input)
    for name in ("vt100_parser", "_vt100_parser"):
        parser = getattr(holder, name, None)
        if isinstance(parser, Vt100Parser):
            setattr(holder, name, _Parser(decoder, parser.feed_key_callback))
            return True
    return False

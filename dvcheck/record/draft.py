"""A case before anything is recorded in it: what it is opened with, and its pack, made ready meanwhile."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

import msgspec

from dvcheck.record.events import Entry

_SOON = 0.3
"""Seconds after which a pack is made ready: the first question is on the screen then, and being read."""


class ContentSoon:
    """A content that is made once: by a thread while nobody waits, or by whoever asks for it first."""

    def __init__(self, make: Callable[[], bytes]) -> None:
        self._make = make
        self._content: bytes | None = None
        self._lock = threading.Lock()

    def __call__(self) -> bytes:
        with self._lock:
            if self._content is None:
                self._content = self._make()
            return self._content

    def soon(self) -> None:
        """Make it in a moment. What cannot be made is told to whoever asks for it."""

        def make() -> None:
            with suppress(Exception):
                self()

        timer = threading.Timer(_SOON, make)
        timer.daemon = True
        timer.start()


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A case that is not in the journal yet."""

    opening: Callable[[], Sequence[Entry]]
    """What it is opened with, as things are when that is recorded."""
    pack: tuple[str, Callable[[], bytes]]
    """Its pack (digest, content)."""

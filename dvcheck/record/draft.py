"""A case before anything is recorded in it: what it is opened with, and its pack, made ready meanwhile."""

import threading
from collections.abc import Callable, Sequence

import msgspec

from dvcheck.idle import soon
from dvcheck.record.events import Entry


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
        """Make it while nobody waits."""
        soon(self)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A case that is not in the journal yet."""

    opening: Callable[[], Sequence[Entry]]
    """What it is opened with, as things are when that is recorded."""
    pack: tuple[str, Callable[[], bytes]]
    """Its pack (digest, content)."""

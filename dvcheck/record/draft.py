"""A case that is not recorded yet: its opening entries, and its pack, prepared in the background."""

import threading
from collections.abc import Callable, Sequence

import msgspec

from dvcheck.idle import soon
from dvcheck.record.events import Entry


class ContentSoon:
    """Content that is made once: by a background thread, or by the first caller."""

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
        """Make the content in the background."""
        soon(self)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A case that is not in the journal yet."""

    opening: Callable[[], Sequence[Entry]]
    """Makes the opening entries at the time of recording."""
    pack: tuple[str, Callable[[], bytes]]
    """Its pack (digest, content)."""

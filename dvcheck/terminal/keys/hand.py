"""Held keys: a key that is held down does not answer twice."""

import math
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from prompt_toolkit.key_binding import KeyBindings, KeyBindingsBase, KeyPress, KeyPressEvent
from prompt_toolkit.key_binding.bindings.named_commands import get_by_name
from prompt_toolkit.keys import Keys

from dvcheck.language import Later, phrase

REST = 0.15
"""The seconds without a press after which a key that answered counts again. Auto-repeat is faster."""

FIRST_REPEAT = 1.0
"""The seconds within which a keyboard begins to repeat a held key."""

NEXT_REPEAT = 0.11
"""The seconds within which the next repeat follows. The slowest usual rate is 10.9 a second."""

BOUNCE = 0.02
"""The seconds within which a repeated key has bounced. No keyboard repeats that fast."""

UNREAD = 0.12
"""The seconds after a question appears in which the last answering key is not meant for it."""

TOO_SOON = Later("{key} came too soon to answer this. Press it again.")

HELD = Later("Key held down: let go, then press it again.")


class Press(KeyPress):
    """A key press. `rested`: not pressed for a while. `unread`: too soon to have read the question."""

    def __init__(self, key: KeyPress, *, rested: bool, unread: bool = False) -> None:
        super().__init__(key.key, key.data)
        self.rested = rested
        self.unread = unread


class Hand:
    """Remembers the key that answered, so that it does not answer again before it is released.

    The time of a press is the time it was read. Keys that waited together therefore count as held. A read
    takes time on a busy computer, so the rest of a key is measured from before one read to after the next.

    A keyboard waits before it repeats a key, so the first repeat looks like a second press. Such a key is
    held back until it is clear which it is. If another repeat follows soon, it was one; if not, it counts.
    Any other key settles it at once, because a keyboard repeats only the last key.
    """

    def __init__(self, rest: float = REST, now: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self.now = now
        self._pressed: dict[Keys | str, float] = {}
        self._used: set[Keys | str] = set()
        self._answered: Keys | str = ""
        """The key that answered last."""
        self._before: Keys | str = ""
        """The key that was read last."""
        self._met = -math.inf
        """The time when the current question appeared."""
        self._held_back: KeyPress | None = None
        self._held_back_at = 0.0
        self.note = ""
        """The message about the last key."""

    def meet(self) -> None:
        """Note that a question appears. At first, the last answering key is not meant for it."""
        self._met = self.now()

    @property
    def patience(self) -> float | None:
        """The seconds until a key that is held back counts; None if none is."""
        if self._held_back is None:
            return None
        return max(0.0, self._held_back_at + NEXT_REPEAT - self.now())

    def stamped(self, keys: Iterable[KeyPress], before: float | None = None) -> list[Press]:
        """Return the keys to act on, of those read since `before` and one held back earlier."""
        now = self.now()
        before = now if before is None else before
        kept = max(self._rest, FIRST_REPEAT)
        self._pressed = {key: at for key, at in self._pressed.items() if now - at < kept}
        stamped: list[Press] = []
        for key in keys:
            stamped += self._stamped(key, before, now)
        if now - self._held_back_at >= NEXT_REPEAT:
            stamped += self._let_go(rested=True)
        return stamped

    def _stamped(self, key: KeyPress, before: float, now: float) -> Iterator[Press]:
        if self._held_back is not None and self._held_back.key == key.key:
            if 0 < now - self._held_back_at < BOUNCE:
                return
            yield from self._let_go(rested=False)
        yield from self._let_go(rested=True)
        last = self._pressed.get(key.key, -math.inf)
        since = 0.0 if last == before else now - last  # keys of the same read have not rested
        self._pressed[key.key] = before
        # A different key in between means that the officer acts on what is on the screen.
        again, self._before = key.key == self._before == self._answered, key.key
        if again and self._rest > 0 and now - self._met < UNREAD:
            # It was pressed while the answer was being written, or it bounced: a slow disk delays the read.
            yield Press(key, rested=False, unread=since >= self._rest)
            return
        if key.key in self._used and self._rest <= since < FIRST_REPEAT and self._rest > 0:
            self._held_back, self._held_back_at = key, now
        else:
            yield Press(key, rested=since >= self._rest)

    def _let_go(self, *, rested: bool) -> Iterator[Press]:
        """Release the key that is held back, if there is one."""
        key, self._held_back = self._held_back, None
        if key is not None:
            yield Press(key, rested=rested)

    def use(self, event: KeyPressEvent) -> None:
        """Note that a key has answered, or done something that must not be done twice."""
        key = event.key_sequence[-1].key
        if key not in (Keys.ControlC, Keys.ControlD, Keys.SIGINT):
            self._used.add(key)
            self._answered = key

    def type(self, event: KeyPressEvent) -> None:
        """Note that a key is typed into a line. The answering key was released, or it would still repeat."""
        self._used.clear()
        self._answered = ""
        get_by_name("self-insert").call(event)

    def guarded(self, bindings: KeyBindingsBase) -> KeyBindings:
        """Return the same bindings, in which a held key does nothing. A key that ends its prompt is noted."""
        guarded = KeyBindings()
        for one in bindings.bindings:
            guarded.add(
                *one.keys,
                filter=one.filter,
                eager=one.eager,
                is_global=one.is_global,
                save_before=one.save_before,
                record_in_macro=one.record_in_macro,
            )(self._guarding(one.handler))
        return guarded

    def _guarding(self, handler: Callable[[KeyPressEvent], Any]) -> Callable[[KeyPressEvent], Any]:
        def handle(event: KeyPressEvent) -> Any:
            press = event.key_sequence[-1]
            if self._is_held(press):
                early = isinstance(press, Press) and press.unread
                self.note = TOO_SOON.said(key=_named(press)) if early else HELD.said()
                return None
            self.note = ""
            result = handler(event)
            if event.app.is_done:
                self.use(event)
            return result

        return handle

    def _is_held(self, press: KeyPress) -> bool:
        if not isinstance(press, Press) or press.rested:
            self._used.discard(press.key)
        return press.key in self._used


def _named(press: KeyPress) -> str:
    """Return the name of a key for a message."""
    return press.data if press.data.isprintable() and press.data.strip() else phrase("That key")

"""A key that is held: it does not answer twice."""

import math
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from prompt_toolkit.key_binding import KeyBindings, KeyBindingsBase, KeyPress, KeyPressEvent
from prompt_toolkit.key_binding.bindings.named_commands import get_by_name
from prompt_toolkit.keys import Keys

from dvcheck.language import Later, phrase

REST = 0.15
"""Seconds without a press after which a key that answered counts again. Auto-repeat is faster."""

FIRST_REPEAT = 1.0
"""Seconds after a press within which a keyboard begins to repeat a key that is held."""

NEXT_REPEAT = 0.11
"""Seconds within which the next repeat follows. The slowest usual rate is 10.9 a second."""

BOUNCE = 0.02
"""Seconds within which a key that comes again has bounced. No keyboard repeats that fast."""

UNREAD = 0.12
"""Seconds after a question appears within which the key that answered the one before is not meant for it."""

TOO_SOON = Later("{key} came too soon to answer this. Press it again.")

HELD = Later("Key held down: let go, then press it again.")


class Press(KeyPress):
    """A key: `rested` where it had not been pressed for a while, `unread` where its question was not read."""

    def __init__(self, key: KeyPress, *, rested: bool, unread: bool = False) -> None:
        super().__init__(key.key, key.data)
        self.rested = rested
        self.unread = unread


class Hand:
    """Knows which key has answered, so that it does not answer once more before it was let go.

    When a key was pressed is when it was read: of keys that waited together each is one that is held. A read
    takes time on a busy computer, so the rest of a key runs from before one read to after the next.

    A keyboard waits before it repeats a key, so the first repeat comes like a second press. Such a key is
    held back until it is known which it is: the next repeat follows soon, and only where none does, it
    counts. Any other key settles it at once, since a keyboard repeats only the key pressed last.
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
        """When the current question appeared."""
        self._held_back: KeyPress | None = None
        self._held_back_at = 0.0
        self.note = ""
        """What is to be said of the key pressed last."""

    def meet(self) -> None:
        """A question appears: the key that answered the one before is not meant for it at once."""
        self._met = self.now()

    @property
    def patience(self) -> float | None:
        """How many seconds from now a key that is held back counts; None where none is."""
        if self._held_back is None:
            return None
        return max(0.0, self._held_back_at + NEXT_REPEAT - self.now())

    def stamped(self, keys: Iterable[KeyPress], before: float | None = None) -> list[Press]:
        """The keys to act on, of those that were read since `before` and one that was held back earlier."""
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
        since = 0.0 if last == before else now - last  # of one read, none has rested
        self._pressed[key.key] = before
        # Whoever presses another key in between acts on what is there.
        again, self._before = key.key == self._before == self._answered, key.key
        if again and self._rest > 0 and now - self._met < UNREAD:
            # It was pressed while the answer was written, or it bounced: a slow disk makes that seem later.
            yield Press(key, rested=False, unread=since >= self._rest)
            return
        if key.key in self._used and self._rest <= since < FIRST_REPEAT and self._rest > 0:
            self._held_back, self._held_back_at = key, now
        else:
            yield Press(key, rested=since >= self._rest)

    def _let_go(self, *, rested: bool) -> Iterator[Press]:
        """Give the key that is held back, if there is one."""
        key, self._held_back = self._held_back, None
        if key is not None:
            yield Press(key, rested=rested)

    def use(self, event: KeyPressEvent) -> None:
        """A key has answered, or done what must not be done twice."""
        key = event.key_sequence[-1].key
        if key not in (Keys.ControlC, Keys.ControlD, Keys.SIGINT):
            self._used.add(key)
            self._answered = key

    def type(self, event: KeyPressEvent) -> None:
        """A key is typed into a line. The one that answered before is let go, or it would still come."""
        self._used.clear()
        self._answered = ""
        get_by_name("self-insert").call(event)

    def guarded(self, bindings: KeyBindingsBase) -> KeyBindings:
        """The same keys, of which one that is held does nothing. One that ends its prompt is used."""
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
    """A key as a message names it."""
    return press.data if press.data.isprintable() and press.data.strip() else phrase("That key")

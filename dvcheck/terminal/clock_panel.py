"""A running timer on the screen: the time left, what to do at its end, and the list to tick off."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from enum import Enum
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import (
    ConditionalContainer,
    Dimension,
    FormattedTextControl,
    HSplit,
    Layout,
    Window,
)
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.styles import Style

from dvcheck.cells import cut, wrapped
from dvcheck.language import phrase
from dvcheck.looks import KeyMap
from dvcheck.record.events import EntryMark
from dvcheck.terminal import feet
from dvcheck.terminal.bindings import add_moves, exit_with, text_window
from dvcheck.terminal.faces import ENTER
from dvcheck.terminal.frame import Fragments, digit, footer, heading, note_line
from dvcheck.terminal.key_map import key_names, keys_like
from dvcheck.terminal.keys.decoder import UNKNOWN_KEY
from dvcheck.terminal.keys.hand import Hand
from dvcheck.text import clean
from dvcheck.walk.prompts import SEPARATOR, Move, WalkPlace
from dvcheck.walk.timer import Countdown, EndTimer, EntryOutcome, ListedEntry, RestartTimer

Pulse = Callable[[Application[Any]], Coroutine[Any, Any, None]]
"""A task that runs while an application is shown."""

BEAT = 0.25
"""The seconds between two checks of the clock."""

_SHORT = 60
"""The width below which the keys have their shortest labels."""


class LineWanted(Enum):
    """The kind of line the officer wants to type while the timer runs."""

    NOTE = "note"
    ENTRIES = "entries"


class ClockPanel:
    """The application of a running timer. It exits with the officer's input, or the kind of line to type."""

    def __init__(
        self,
        countdown: Countdown,
        *,
        input: Input,
        output: Output,
        style: Style,
        color_depth: ColorDepth | None,
        bell: bool,
        moves: Sequence[tuple[str, str]],
        hand: Hand,
        key_map: KeyMap = "usual",
    ) -> None:
        self.countdown = countdown
        self.place = WalkPlace()
        self.status = ""
        self._output = output
        self._bell = bell
        self._moves = moves
        self._hand = hand
        self._key_map = key_map
        self._pointed = 0
        self._asked = ""
        """The key that must be pressed again to confirm."""
        self._message = ""
        entries = FormattedTextControl(self._entries, focusable=True, show_cursor=False)
        listed = Window(entries, height=self._height_of_entries)
        shown = ConditionalContainer(listed, Condition(lambda: bool(countdown.entries)))
        self.application: Application[Any] = Application(
            layout=Layout(HSplit([text_window(self._above), shown, text_window(self._below)])),
            key_bindings=hand.guarded(self._keys()),
            style=style,
            color_depth=color_depth,
            input=input,
            output=output,
            erase_when_done=True,
            include_default_pygments_style=False,
        )

    async def pulse(self, application: Application[Any]) -> None:
        """Show the time passing, ring at warnings, and record that the timer runs. See `Countdown.beat`."""
        while True:
            await asyncio.sleep(BEAT)
            self.countdown.beat()
            if not self.countdown.runs:
                if not application.is_done:
                    application.exit(result=Move.LATER)
                return
            if self.countdown.rings() and self._bell:
                self._output.bell()
                self._output.flush()
            application.invalidate()

    def begin(self, place: WalkPlace, status: str) -> None:
        """Set the text above the clock, and clear the message below it."""
        self.place, self.status = place, status
        self._say()

    def beside(self, title: str) -> Fragments:
        """Return the text above a line that is typed while the timer runs."""
        said = SEPARATOR.join(filter(None, (self.place.mark, title)))
        return [*self._time(), ("", "\n"), ("class:strong", f" {clean(said)}\n")]

    # --- display --------------------------------------------------------------------------------------------

    @property
    def _width(self) -> int:
        return self._output.get_size().columns

    def _above(self) -> FormattedText:
        question = self.countdown.question
        text = heading(self._output.get_size(), self.place, self.status, question.text, question)
        return FormattedText([*text, *self._time()])

    def _time(self) -> Fragments:
        width = self._width - 4
        style = "class:warn" if self.countdown.warning else "class:strong"
        lines: Fragments = [(style, f"   {line}\n") for line in wrapped(self.countdown.time, width)]
        if self.countdown.warning:
            lines += [("class:warn", f"   {line}\n") for line in wrapped(self.countdown.warning, width)]
        for note in filter(None, (self.countdown.clock_note, self.countdown.trouble)):
            lines += [("class:note", f"   {line}\n") for line in wrapped(note, width)]
        return lines

    def _entries(self) -> FormattedText:
        fragments: Fragments = []
        for number, entry in enumerate(self.countdown.entries):
            here = number == self._pointed
            if here:
                fragments.append(("[SetCursorPosition]", ""))
            line = cut(f"{'>' if here else ' '} {digit(number + 1)} {entry.shown}", self._width - 3)
            fragments.append(("class:strong" if here else "", f"  {line}\n"))
        return FormattedText([*fragments[:-1], (fragments[-1][0], fragments[-1][1].rstrip("\n"))])

    def _height_of_entries(self) -> Dimension:
        """Limit the list to a third of the screen, so that the time and the keys stay visible."""
        rows = self._output.get_size().rows
        return Dimension(min=1, max=max(1, min(len(self.countdown.entries), rows // 3)))

    def _below(self) -> FormattedText:
        entries = self.countdown.entries
        over = self.countdown.limit.ends_with if self._width >= _SHORT else phrase("over")
        keys = [("e", over)]
        if self.countdown.entries_of is not None:
            keys.append(("a", phrase("add")))
        if entries:
            digits = f"1-{min(9, len(entries))}" if len(entries) > 1 else "1"
            keys = [(digits, phrase("taken")), ("x", phrase("stays")), *keys]
        carry_on = phrase("continue walk") if self._width >= _SHORT else phrase("continue")
        moves = [("s", carry_on) if key == "s" else (key, what) for key, what in self._moves]
        said: Fragments = note_line(self._width, self._message) + note_line(self._width, self._hand.note)
        foot = footer(self._width, *keys, ("r", phrase("its start")), *moves)
        return FormattedText([*said, *key_names(foot, self._key_map)])

    # --- keys -----------------------------------------------------------------------------------------------

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        for other in (Keys.Any, UNKNOWN_KEY):
            keys.add(other)(self._other)
        for number in range(1, 10):
            keys.add(str(number))(self._numbered(number - 1))
        by_hand = [(Keys.Up.value, self._moved(-1)), (Keys.Down.value, self._moved(1))]
        by_hand += [(ENTER, self._toggled("taken")), ("+", exit_with(LineWanted.NOTE))]
        for name, does in by_hand:
            for pressed in keys_like(name, self._key_map):
                keys.add(pressed)(does)
        keys.add(" ")(self._toggled("taken"))
        for pressed in ("x", "X"):
            keys.add(pressed)(self._toggled("stays"))
        for pressed in ("n", "N"):
            keys.add(pressed)(exit_with(LineWanted.NOTE))
        if self.countdown.entries_of is not None:
            for pressed in ("a", "A"):
                keys.add(pressed)(exit_with(LineWanted.ENTRIES))
        for pressed in ("e", "E"):
            keys.add(pressed)(self._twice("e", self.countdown.limit.ends_with, EndTimer()))
        for pressed in ("r", "R"):
            over = phrase("enter when it really started; it keeps running until then")
            keys.add(pressed)(self._twice("r", over, RestartTimer()))
        add_moves(keys, "bs?zq", key_map=self._key_map)
        return keys

    def _say(self, message: str = "", asked: str = "") -> None:
        self._message, self._asked = message, asked

    def _other(self, event: KeyPressEvent) -> None:
        self._say(feet.idle_key())

    def _numbered(self, number: int) -> Callable[[KeyPressEvent], None]:
        def mark(event: KeyPressEvent) -> None:
            if number < len(self.countdown.entries):
                self._pointed = number
                self._mark(event, "taken")

        return mark

    def _toggled(self, mark: EntryMark) -> Callable[[KeyPressEvent], None]:
        def toggle(event: KeyPressEvent) -> None:
            if self.countdown.entries:
                self._mark(event, mark)

        return toggle

    def _mark(self, event: KeyPressEvent, mark: EntryMark) -> None:
        entry: ListedEntry = self.countdown.entries[min(self._pointed, len(self.countdown.entries) - 1)]
        self._say()
        event.app.exit(result=EntryOutcome(entry.text, "open" if entry.mark == mark else mark))

    def _moved(self, by: int) -> Callable[[KeyPressEvent], None]:
        def move(event: KeyPressEvent) -> None:
            last = max(0, len(self.countdown.entries) - 1)
            self._pointed = min(last, max(0, self._pointed + by))
            self._say()

        return move

    def _twice(self, key: str, what: str, said: object) -> Callable[[KeyPressEvent], None]:
        """Make a key act only when pressed twice, because its action is hard to undo."""

        def press(event: KeyPressEvent) -> None:
            if self._asked == key:
                self._say()
                event.app.exit(result=said)
            else:
                again = phrase(
                    "Press {key} again to confirm: {what}.", key=key, what=f"{what[0].lower()}{what[1:]}"
                )
                self._say(again, key)
                self._hand.use(event)

        return press


async def guarded(pulse: Pulse, application: Application[Any]) -> None:
    """Run a pulse. If it fails, end the prompt with its error: a frozen time must not go unnoticed."""
    try:
        await pulse(application)
    except Exception as error:
        end_with(application, error)


def end_with(application: Application[Any], error: Exception) -> None:
    """End a prompt with an error, unless it has already ended."""
    if application.is_running and not application.is_done:
        application.exit(exception=error)

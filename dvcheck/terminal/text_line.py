"""A line to type: the text it accepts, the keys that work in it, and pasted text."""

from collections.abc import Callable
from typing import assert_never

from prompt_toolkit.application import get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import has_validation_error
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    Window,
)
from prompt_toolkit.lexers import SimpleLexer
from prompt_toolkit.validation import ValidationError, Validator

from dvcheck.language import phrase
from dvcheck.pack.kinds import MAX_TEXT
from dvcheck.pack.model import Kind
from dvcheck.terminal.bindings import text_window
from dvcheck.terminal.frame import Fragments
from dvcheck.text import has_control, one_line


class TextLine:
    """A line to type, with text above and below it. Enter returns it if it is valid."""

    def __init__(
        self,
        above: Callable[[], Fragments],
        below: Callable[[], Fragments],
        check: Callable[[str], str],
        keys: KeyBindings,
        changed: Callable[[], None] | None = None,
    ) -> None:
        """`check` returns what is wrong with a line. `keys` come before the editing keys. `changed` is called
        after each change."""
        self.keys = keys
        self._buffer = Buffer(
            multiline=False,
            validator=_Check(check),
            validate_while_typing=True,
            accept_handler=_accept,
        )
        self._buffer.on_text_changed += _keep_inert
        if changed is not None:
            self._buffer.on_text_changed += lambda buffer: changed()
        typed = Window(
            BufferControl(self._buffer, lexer=SimpleLexer("class:typed")),
            get_line_prefix=lambda line, wrapped: _SIGN if line == wrapped == 0 else [],
            wrap_lines=True,
        )
        wrong = ConditionalContainer(
            Window(FormattedTextControl(self._wrong), height=1), filter=has_validation_error
        )
        rows = HSplit([text_window(lambda: [*above()]), typed, wrong, text_window(lambda: [*below()])])
        self.layout = Layout(rows, typed)

    def _wrong(self) -> StyleAndTextTuples:
        error = self._buffer.validation_error
        return [("class:validation-toolbar", error.message)] if error is not None else []


_SIGN: StyleAndTextTuples = [("class:sign", " >"), ("", "     ")]
"""The sign before a line."""


class _Check(Validator):
    def __init__(self, check: Callable[[str], str]) -> None:
        self._check = check

    def validate(self, document: Document) -> None:
        wrong = self._check(document.text)
        if wrong:
            raise ValidationError(message=wrong, cursor_position=len(document.text))


def _accept(buffer: Buffer) -> bool:
    get_app().exit(result=buffer.text)
    return True


def keys_at_once(kind: Kind) -> str:
    """Return the keys that work at once in an empty line: those that no answer begins with."""
    match kind:
        case "number" | "duration":
            return "bs?quz+"
        case "date" | "time":
            return "b?quz+"  # not s: Saturday and Sunday are answers
        case "yes-no" | "choice" | "choices" | "text" | "list" | "timer":
            return "?"
    assert_never(kind)


def refused_key(kind: Kind, key: str, *, empty: bool) -> str:
    """Return why a key cannot be typed into a line of a kind; empty if it can.

    `empty` says whether nothing is typed yet: then the keys at the foot work at once.
    """
    if kind != "number" or (key.isascii() and key.isdigit()):
        return ""
    if empty:
        return phrase("Only digits and the keys below work here.")
    return phrase("Only digits here. Once the line is empty, the keys below work.")


def _keep_inert(buffer: Buffer) -> None:
    """Clean text pasted into a line before it is drawn, and cut it if no answer is that long."""
    text = buffer.text
    if has_control(text) or len(text) > MAX_TEXT + 1:
        inert = one_line(text).strip()
        # With the mark at the cut, the rest is still too long, so it is refused and not recorded in part.
        buffer.text = inert if len(inert) <= MAX_TEXT else f"{inert[:MAX_TEXT]}…"
        buffer.cursor_position = len(buffer.text)

"""A long text, page by page: through the program that PAGER names, or on dvcheck's own screen."""

import asyncio
import codecs
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import ANSI, StyleAndTextTuples, to_formatted_text
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from dvcheck.looks import Looks
from dvcheck.terminal.bindings import end
from dvcheck.terminal.frame import Fragments, in_rows, styles
from dvcheck.terminal.keys.layer import terminal_keys
from dvcheck.terminal.loop import PromptLoop
from dvcheck.terminal.output import output_to
from dvcheck.terminal.pages import Pages
from dvcheck.terminal.raw import raw_mode
from dvcheck.terminal.signals import tidy_when_ended

Draw = Callable[[], str]
"""Draws the text for the current width of the terminal, cleaned, with color sequences."""


def show(draw: Draw, looks: Looks, mark: str = "", leaves: str = "") -> None:
    """Show a text until the reader leaves it. Nothing of it stays on the screen.

    `mark` is a word that every page of dvcheck's own screen shows. `leaves` says what `q` does there, if it
    does not leave dvcheck.

    If the program cannot be started, the text is shown on dvcheck's own screen.
    """
    command = _named()
    if command and _through(command, draw()):
        return
    tidy_when_ended()
    with closing(PromptLoop()) as loop, suppress(KeyboardInterrupt, EOFError):
        loop.run(_Screen(draw, looks, mark, leaves).run())


def _named() -> list[str]:
    """Return the program that PAGER names, with its arguments."""
    named = os.environ.get("PAGER", "")
    try:
        return shlex.split(named, posix=sys.platform != "win32")
    except ValueError:  # an unclosed quotation mark
        return []


def _through(command: list[str], text: str) -> bool:
    """Pass a text to a program, and wait until it ends. Return False if it could not be started."""

    def leave_to_it(number: int, frame: object) -> None:
        """Do nothing: Ctrl-C is for the pager."""

    encoding = sys.stdout.encoding or "utf-8"
    # `less` needs -R to show colors and, in the locale C, LESSCHARSET to show UTF-8.
    charset = {"LESSCHARSET": "utf-8"} if codecs.lookup(encoding).name == "utf-8" else {}
    environment = {"LESS": "R", **charset, **os.environ}
    before = signal.signal(signal.SIGINT, leave_to_it)
    try:
        subprocess.run(command, input=text.encode(encoding, "replace"), env=environment, check=False)
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return True


def in_fragments(drawn: str, columns: int) -> list[Fragments]:
    """Split a text drawn with color sequences into rows."""
    fragments: Fragments = [(style, text) for style, text, *_ in to_formatted_text(ANSI(drawn))]
    rows = in_rows(fragments, columns)
    return rows if rows[-1] else rows[:-1]


class _Screen:
    """dvcheck's own screen for a long text."""

    def __init__(self, draw: Draw, looks: Looks, mark: str, leaves: str) -> None:
        self._draw = draw
        self._output = output_to(sys.stdout)
        if hasattr(self._output, "enable_cpr"):
            self._output.enable_cpr = False
        self._input = terminal_keys()
        self._columns = self._output.get_size().columns
        self._pages = Pages(self._rows(), looks.keys, mark, leaves)
        keys = KeyBindings()
        keys.add(Keys.Any, eager=True)(self._pressed)
        keys.add(Keys.BracketedPaste, eager=True)(lambda event: self._pages.paste(event.data))
        self._application: Application[None] = Application(
            layout=Layout(Window(FormattedTextControl(self._text, focusable=True))),
            key_bindings=keys,
            style=Style([*styles(looks.theme).items(), ("found", "reverse")]),
            color_depth=None if looks.color else ColorDepth.DEPTH_1_BIT,
            input=self._input,
            output=self._output,
            full_screen=True,
            include_default_pygments_style=False,
        )

    async def run(self) -> None:
        failures: list[Exception] = []

        def failed(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
            # An error after a key would print a traceback across the screen.
            if isinstance(error := context.get("exception"), Exception):
                failures.append(error)
                self._application.exit()

        asyncio.get_running_loop().set_exception_handler(failed)
        with raw_mode(self._input.raw_mode, self._back):
            await self._application.run_async(set_exception_handler=False)
        if failures:
            raise failures[0]

    def _back(self) -> None:
        """Draw again over what a shell has written."""
        self._application.renderer.clear()
        self._application.invalidate()

    def _rows(self) -> list[Fragments]:
        return in_fragments(self._draw(), self._columns)

    def _text(self) -> StyleAndTextTuples:
        size = self._output.get_size()
        if size.columns != self._columns:
            self._columns = size.columns
            self._pages.lay_out(self._rows())
        return [*self._pages.shown(size)]

    def _pressed(self, event: KeyPressEvent) -> None:
        key = event.key_sequence[-1].key
        if self._pages.press(key.value if isinstance(key, Keys) else key):
            end(event, None)

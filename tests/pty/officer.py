"""An officer at a terminal: starts dvcheck in a pseudo-terminal, presses keys and reads the screen."""

import ctypes
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

import fcntl
import select
import struct
import subprocess
import termios

import pyte

from tests.pty.forks import Fork
from tests.pty.keys import CTRL_C, CTRL_D, DOWN, ENTER, LEFT, SPACE, UP
from tests.pty.start import PATIENCE, start_in_terminal

REST = 0.18
"""The seconds between two presses of an answering key. Sooner, it counts as held."""

READ = 0.14
"""The seconds after a question appears in which the last answering key does not count."""

_REPEATS = 30

_SILENT = 3.0
"""The seconds after which a key is known to draw nothing."""

_QUIET = 0.02
"""The seconds without output after which a program that sleeps has drawn its screen."""

_BUSY = 0.5
"""The seconds without output after which a busy program is known not to be drawing."""

_TIME_TO_GO = 1.0
"""The seconds a program has to end by itself after its terminal is gone."""

_CLOSED = -1

_C = ctypes.CDLL(None)
_C.ptsname.restype = ctypes.c_char_p  # os.ptsname comes with Python 3.13

_FOOT = re.compile("save,leave|qleave|qEnterleave|Ctrl-Cleave|thenEnterbback")
_WORDS = {ENTER: "Enter", SPACE: "Space", LEFT: "Left", CTRL_C: "Ctrl-C", CTRL_D: "Ctrl-D"}


class _Terminal(pyte.HistoryScreen):
    """A screen that keeps the lines scrolled off its top, and is never paged back to them.

    To page, pyte wraps each attribute that is read, and reads several for each character drawn.
    """

    __getattribute__ = pyte.Screen.__getattribute__


class Officer:
    """A dvcheck command in its own terminal. Use it as a context manager: it ends its process."""

    def __init__(
        self,
        *arguments: str,
        columns: int = 80,
        lines: int = 24,
        env: dict[str, str] | None = None,
        before_start: Callable[[], None] | None = None,
        module: str = "dvcheck",
        fresh: bool = False,
        guarded: bool = False,
    ) -> None:
        """`before_start` is called in the new process before dvcheck. `module` is what Python runs.

        `fresh` starts a Python that has imported nothing yet. `guarded` starts a program that treats a key
        repeated at once as held, as for real users. Others, if forked, take each press, so that a test does
        not depend on timing.
        """
        environment = {**os.environ, "TERM": "xterm-256color", **(env or {})}
        self.terminal = _Terminal(columns, lines, history=20_000, ratio=0.5)
        """The screen, cell by cell."""
        self._stream = pyte.ByteStream(self.terminal)
        self.raw = b""
        """All bytes the program wrote."""
        self.keys: list[str] = []
        """All keys pressed."""
        self._pressed: dict[str, float] = {}
        self._last = ""
        """The last key, the time of its press, and the time of the last drawing."""
        self._sent = self._fed = 0.0
        """The time each key was last pressed, or seen to be read by the program."""
        self._unseen: set[str] = set()
        """The keys not yet seen to be read."""
        self._ended = False
        self._waiting = False
        """Whether a wait reads the screen, drawn or not. All other readers let the program draw first."""
        self._lines = [""] * lines
        """The lines of the screen as last read. The terminal's dirty lines have changed since."""
        self._squeezed_screen = ""
        self._program, self._fd = start_in_terminal(
            *arguments,
            columns=columns,
            lines=lines,
            env=environment,
            module=module,
            before_start=before_start,
            fresh=fresh,
            guarded=guarded,
        )
        self._is_guarded = not isinstance(self._program, Fork) or self._program.guarded
        self.pid = self._program.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()
        try:
            self._program.wait(_TIME_TO_GO)
        except subprocess.TimeoutExpired:
            self._program.send_signal(signal.SIGKILL)
            self._program.wait(PATIENCE)

    # --- the screen -----------------------------------------------------------------------------------------

    @property
    def screen(self) -> list[str]:
        """The lines of the screen, without trailing spaces."""
        self._look()
        return self._lines.copy()

    @property
    def everything(self) -> list[str]:
        """The lines scrolled off the top, and the screen, without trailing empty lines."""
        past = [_shown(line, self.terminal.columns) for line in self.terminal.history.top]
        lines = [*past, *self.screen]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    @property
    def cursor_hidden(self) -> bool:
        return bool(self.terminal.cursor.hidden)

    @property
    def bracketed_paste(self) -> bool:
        """Whether the program has turned on bracketed paste."""
        return 2004 << 5 in self.terminal.mode

    def says(self, text: str) -> bool:
        """Check whether `text` is on the screen, however it is broken into lines."""
        self._look()
        return _squeezed(text) in self._squeezed_screen

    def asks(self, question: str) -> bool:
        """Check whether `question` is on the screen with its line of keys, ready for a key."""
        self._look()
        _, found, after = self._squeezed_screen.rpartition(_squeezed(question))
        return bool(found) and _FOOT.search(after) is not None

    def _look(self) -> None:
        """Read the lines of the screen that have changed since the last read."""
        if not self._waiting:
            self._let_draw()
        screen = self.terminal
        if not screen.dirty:
            return
        for n in screen.dirty:
            if n < screen.lines:
                self._lines[n] = _shown(screen.buffer[n], screen.columns)
        screen.dirty.clear()
        self._squeezed_screen = _squeezed("".join(self._lines))

    def _let_draw(self) -> None:
        """Let the program draw what it has begun to draw. A busy machine can stop it between two lines."""
        while not self._ended and self._fd != _CLOSED:
            self._read(0)
            quiet = time.monotonic() - self._fed
            if quiet > (_BUSY if self._is_running else _QUIET):
                return
            self._read(0.005)

    @property
    def _is_running(self) -> bool:
        """Check whether a thread of the program runs or is ready to run. Only Linux says."""
        threads = Path("/proc", str(self.pid), "task").glob("*/stat")
        try:
            return any(thread.read_bytes().rpartition(b") ")[2][:1] == b"R" for thread in threads)
        except OSError:  # it has just ended
            return False

    # --- waiting --------------------------------------------------------------------------------------------

    def wait_until(self, holds: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
        """Read what the program writes until `holds()`; fail with the screen if it never does."""
        until = time.monotonic() + patience
        while not self._holds(holds):
            if self._ended:
                self._fail(f"{what}: the program ended first, with {self._program.wait(PATIENCE)}")
            if time.monotonic() > until:
                self._fail(f"{what}: not within {patience:.0f} s")
            self._read(0.05)

    def _holds(self, holds: Callable[[], object]) -> object:
        """Check a condition of the screen as it is, whole or half drawn."""
        self._waiting = True
        try:
            return holds()
        finally:
            self._waiting = False

    def wait_for(self, text: str) -> None:
        self.wait_until(lambda: self.says(text), f"waiting for {text!r}")

    def wait_for_glimpse(self, text: str, patience: float = PATIENCE) -> None:
        """Wait for a text that is on the screen only for a moment. A slow reader does not miss it."""
        until = time.monotonic() + patience
        while not self._holds(lambda: self.says(text)):
            if self._ended or time.monotonic() > until:
                self._fail(f"waiting for a glimpse of {text!r}")
            if self._has_something(0.05):
                self._feed(os.read(self._fd, 64))

    def wait_for_question(self, question: str) -> None:
        self.wait_until(lambda: self.asks(question), f"waiting for the question {question!r}")

    @property
    def ended(self) -> bool:
        """Check whether the program has closed the terminal."""
        return self._ended

    def read_for(self, seconds: float) -> None:
        """Read for a while: for tests that wait for a time and not for a text."""
        until = time.monotonic() + seconds
        while not self._ended and (left := until - time.monotonic()) > 0:
            self._read(left)

    @property
    def exit_status(self) -> int:
        """Read to the end of the program, and return its exit code (minus the number of a signal)."""
        self.wait_until(lambda: self._ended, "waiting for the end of the program")
        return self._program.wait(PATIENCE)

    def _read(self, seconds: float) -> None:
        until = len(self.raw) + 65_536
        while not self._ended and len(self.raw) < until and self._has_something(seconds):
            try:
                data = os.read(self._fd, 65_536)
            except OSError:  # on Linux, this means that nobody has the terminal open
                data = b""
            self._feed(data)
            self._ended = not data
            seconds = 0.0
        if self._unseen and not self.unread:
            self._pressed.update(dict.fromkeys(self._unseen, time.monotonic()))
            self._unseen.clear()

    def _has_something(self, seconds: float) -> bool:
        return bool(select.select([self._fd], [], [], max(seconds, 0.0))[0])

    def _feed(self, data: bytes) -> None:
        self._fed = time.monotonic()
        self.raw += data
        self._stream.feed(data)

    def _fail(self, message: str) -> None:
        rule = "-" * self.terminal.columns
        pressed = " ".join(_WORDS.get(key, key) for key in self.keys[-30:])
        shown = "\n".join(self.screen)
        pytest.fail(f"{message}\nkeys pressed: {pressed}\n{rule}\n{shown}\n{rule}", pytrace=True)

    # --- keys -----------------------------------------------------------------------------------------------

    def press(self, *keys: str, ahead: bool = False) -> None:
        """Press keys one after the other. Each argument is one key, whatever bytes it sends.

        If the program is guarded, the same key is pressed again only when a person could, so that it does not
        count as held. In a line of text it is typed at once. With `ahead`, keys do not wait for the screen.
        """
        if self.echoes and not ahead:  # or the echo lands in the middle of a text
            self._let_draw()
        for key in keys:
            until = time.monotonic() + PATIENCE
            while self._is_too_soon(key, ahead):
                self.read_for(0.02)
                if time.monotonic() > until:  # for example if typed text is not shown
                    self._fail(f"the screen does not change, so {key!r} cannot be pressed again")
            self.keys.append(key)
            self._send(key)
            self._pressed[key] = time.monotonic()
            self._last, self._sent = key, time.monotonic()
            self._unseen.add(key)

    def _send(self, key: str) -> None:
        os.write(self._fd, key.encode())

    def hold(self, key: str) -> None:
        """Hold a key down for a while. All its repeats arrive at once.

        A busy program gets them this way, and no test depends on timing. The times of a real keyboard are in
        tests/terminal/test_hand.py.
        """
        self._send(key * _REPEATS)
        self._pressed[key] = time.monotonic()
        self._last, self._sent = key, time.monotonic()
        self._unseen.add(key)

    def _is_too_soon(self, key: str, ahead: bool) -> bool:
        waits = key in self._unseen or time.monotonic() - self._pressed.get(key, -REST) < REST
        waits = waits or (key == self._last and not self._is_read)
        if not self._is_guarded or key in (UP, DOWN) or self._ended or not waits:
            return False
        # In a line of text, keys are typed, except those that work at once in a line for a number.
        return ahead or key in f"{ENTER}bBsSuU?qQ" or not self.says("then Enter")

    @property
    def _is_read(self) -> bool:
        """Check whether the result of the last key has been on the screen long enough to read."""
        now = time.monotonic()
        drawn = self._fed > self._sent or now - self._sent > _SILENT
        return drawn and now - self._fed > READ

    def paste(self, text: str | bytes, *, bracketed: bool = False) -> None:
        """Paste text as a terminal does, and read at the same time as it would."""
        data = text.encode() if isinstance(text, str) else text
        if bracketed:
            data = b"\x1b[200~" + data + b"\x1b[201~"
        while data:
            sent = os.write(self._fd, data[:1024])
            data = data[sent:]
            self._read(0)

    def answer(self, question: str, *keys: str) -> None:
        """Wait until `question` is on the screen, then press the keys."""
        self.wait_for_question(question)
        self.press(*keys)

    # --- the terminal ---------------------------------------------------------------------------------------

    def resize(self, *, columns: int, lines: int) -> None:
        self.terminal.resize(lines, columns)
        self._lines = [""] * lines
        self.terminal.dirty.update(range(lines))
        termios.tcsetwinsize(self._fd, (lines, columns))

    def signal(self, number: int) -> None:
        self._program.send_signal(number)

    def kill(self) -> None:
        """Kill the program (-9), and read the rest of its output."""
        self.signal(signal.SIGKILL)
        assert self.exit_status == -signal.SIGKILL

    def hang_up(self) -> None:
        """Close this end of the terminal, as a closed window or a lost connection does."""
        if self._fd != _CLOSED:
            os.close(self._fd)
            self._fd = _CLOSED

    def ends_within(self, seconds: float) -> bool:
        """Check whether the program ends by itself, without a terminal to read."""
        try:
            self._program.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    @property
    def unread(self) -> int:
        """Return the number of bytes in the terminal that the program has not read."""
        try:
            terminal = os.open(_C.ptsname(self._fd), os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError:  # the program has ended
            return 0
        try:
            found: int = struct.unpack("i", fcntl.ioctl(terminal, termios.FIONREAD, bytes(4)))[0]
            return found
        finally:
            os.close(terminal)

    @property
    def echoes(self) -> bool:
        """Check whether the terminal itself echoes what is typed."""
        local: int = termios.tcgetattr(self._fd)[3]
        return bool(local & termios.ECHO)

    @property
    def left_as_found(self) -> bool:
        """Check that the terminal is back to normal: echo, lines, visible cursor, no bracketed paste."""
        local = termios.tcgetattr(self._fd)[3]
        wanted = termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN
        return local & wanted == wanted and not self.cursor_hidden and not self.bracketed_paste


def _shown(line: Any, columns: int) -> str:
    return "".join(line[column].data for column in range(columns)).rstrip()


def _squeezed(text: str) -> str:
    return "".join(text.split())

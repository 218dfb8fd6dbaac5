"""An officer at a terminal: starts dvcheck in a pseudo-terminal, presses keys and reads the screen."""

import ctypes
import json
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

from dvcheck.pack.value import Value
from dvcheck.record.case import Case
from dvcheck.record.cases import all_cases
from dvcheck.record.sqlite.journal import Journal
from tests.program import Fork, run_dvcheck, start_in_terminal

ENTER = "\r"
SPACE = " "
LEFT = "\x1b[D"
UP = "\x1b[A"
DOWN = "\x1b[B"
BACKSPACE = "\x7f"
CTRL_C = "\x03"
CTRL_D = "\x04"

PATIENCE = 40.0
"""Seconds to wait for anything to show. Many times what a busy computer takes; met only by a defect."""

REST = 0.18
"""Seconds between two presses of a key that answers: sooner, it counts as one that is held."""

READ = 0.14
"""Seconds after a question appears, before which the key that answered the one before does not count."""

_REPEATS = 30

_SILENT = 1.5
"""Seconds after which a key has drawn nothing."""

_TIME_TO_GO = 1.0
"""Seconds a program has to end by itself once its terminal is gone."""

_CLOSED = -1

_C = ctypes.CDLL(None)
_C.ptsname.restype = ctypes.c_char_p  # os.ptsname comes with Python 3.13

_FOOT = re.compile("save,leave|qleave|qEnterleave|Ctrl-Cleave|thenEnterbback")
_WORDS = {ENTER: "Enter", SPACE: "Space", LEFT: "Left", CTRL_C: "Ctrl-C", CTRL_D: "Ctrl-D"}


class Officer:
    """One dvcheck command in a terminal of its own. Use it as a context manager: it ends what it started."""

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
        """`before_start` is called in the new process, before dvcheck is; `module` is what Python runs.

        `fresh` asks for a Python that has imported nothing yet. `guarded` asks for a program that takes a key
        for one that is held where it comes again at once, as it does for those who use it. Others take each
        press, where they are forks, so that a test does not depend on when a key comes.
        """
        environment = {**os.environ, "TERM": "xterm-256color", **(env or {})}
        self.terminal = pyte.HistoryScreen(columns, lines, history=20_000, ratio=0.5)
        """What is on the screen, cell by cell."""
        self._stream = pyte.ByteStream(self.terminal)
        self.raw = b""
        """Every byte the program wrote."""
        self.keys: list[str] = []
        """Every key pressed."""
        self._pressed: dict[str, float] = {}
        self._last = ""
        """The key pressed last, when, and when something was drawn."""
        self._sent = self._fed = 0.0
        """When each key was pressed last, or when it was seen that the program has read it."""
        self._unseen: set[str] = set()
        """The keys of which this has not been seen yet."""
        self._ended = False
        self._lines = [""] * lines
        """The lines of the screen, but for those that the terminal calls dirty."""
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
        """The lines of the screen, without the spaces at their ends."""
        self._look()
        return self._lines.copy()

    @property
    def everything(self) -> list[str]:
        """What has scrolled off the top, and the screen, without the empty lines at the end."""
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
        """Whether the program has asked for pastes to come in brackets, and not taken it back."""
        return 2004 << 5 in self.terminal.mode

    def says(self, text: str) -> bool:
        """Whether `text` stands on the screen, however it is broken into lines."""
        self._look()
        return _squeezed(text) in self._squeezed_screen

    def asks(self, question: str) -> bool:
        """Whether `question` stands on the screen with the line of keys below it, ready for a key."""
        self._look()
        _, found, after = self._squeezed_screen.rpartition(_squeezed(question))
        return bool(found) and _FOOT.search(after) is not None

    def _look(self) -> None:
        """Read the lines of the screen again that were written to since the last look."""
        screen = self.terminal
        if not screen.dirty:
            return
        for n in screen.dirty:
            if n < screen.lines:
                self._lines[n] = _shown(screen.buffer[n], screen.columns)
        screen.dirty.clear()
        self._squeezed_screen = _squeezed("".join(self._lines))

    # --- waiting --------------------------------------------------------------------------------------------

    def wait_until(self, holds: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
        """Read what the program writes until `holds()`; fail with the screen if it never does."""
        until = time.monotonic() + patience
        while not holds():
            if self._ended:
                self._fail(f"{what}: the program ended first, with {self._program.wait(PATIENCE)}")
            if time.monotonic() > until:
                self._fail(f"{what}: not within {patience:.0f} s")
            self._read(0.05)

    def wait_for(self, text: str) -> None:
        self.wait_until(lambda: self.says(text), f"waiting for {text!r}")

    def wait_for_glimpse(self, text: str, patience: float = PATIENCE) -> None:
        """Wait for what stands on the screen for a moment only: a slow reader does not miss it."""
        until = time.monotonic() + patience
        while not self.says(text):
            if self._ended or time.monotonic() > until:
                self._fail(f"waiting for a glimpse of {text!r}")
            if self._has_something(0.05):
                self._feed(os.read(self._fd, 64))

    def wait_for_question(self, question: str) -> None:
        self.wait_until(lambda: self.asks(question), f"waiting for the question {question!r}")

    @property
    def ended(self) -> bool:
        """Whether the program has closed the terminal."""
        return self._ended

    def read_for(self, seconds: float) -> None:
        """Read what comes for a while: for tests about a moment, not about something that is shown."""
        until = time.monotonic() + seconds
        while not self._ended and (left := until - time.monotonic()) > 0:
            self._read(left)

    @property
    def exit_status(self) -> int:
        """Read to the end of the program, and give the code it exits with (minus a signal's number)."""
        self.wait_until(lambda: self._ended, "waiting for the end of the program")
        return self._program.wait(PATIENCE)

    def _read(self, seconds: float) -> None:
        until = len(self.raw) + 65_536
        while not self._ended and len(self.raw) < until and self._has_something(seconds):
            try:
                data = os.read(self._fd, 65_536)
            except OSError:  # so Linux says that nobody has the terminal open any more
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
        """Press keys one after the other; each argument is one key, whatever bytes it sends.

        Where the program is guarded, the same key is pressed again as soon as a person could, so that it is
        not taken for one that is held. In a line of text it is typed at once. With `ahead` it is not: the
        screen lags behind the keys.
        """
        for key in keys:
            until = time.monotonic() + PATIENCE
            while self._is_too_soon(key, ahead):
                self.read_for(0.02)
                if time.monotonic() > until:  # for example where nothing that is typed is shown
                    self._fail(f"the screen does not change, so {key!r} cannot be pressed again")
            self.keys.append(key)
            self._send(key)
            self._pressed[key] = time.monotonic()
            self._last, self._sent = key, time.monotonic()
            self._unseen.add(key)

    def _send(self, key: str) -> None:
        os.write(self._fd, key.encode())

    def hold(self, key: str) -> None:
        """Hold a key down for a while: all that the keyboard repeats comes in one piece.

        So it comes to a busy program, and no test depends on when. The times that a keyboard takes are in
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
        # In a line of text keys are typed, but for those that work at once where it is a number.
        return ahead or key in f"{ENTER}bBsSuU?qQ" or not self.says("then Enter")

    @property
    def _is_read(self) -> bool:
        """Whether what the last key brought has stood on the screen long enough to be read."""
        now = time.monotonic()
        drawn = self._fed > self._sent or now - self._sent > _SILENT
        return drawn and now - self._fed > READ

    def paste(self, text: str | bytes, *, bracketed: bool = False) -> None:
        """Paste text as a terminal does, reading meanwhile as it would."""
        data = text.encode() if isinstance(text, str) else text
        if bracketed:
            data = b"\x1b[200~" + data + b"\x1b[201~"
        while data:
            sent = os.write(self._fd, data[:1024])
            data = data[sent:]
            self._read(0)

    def answer(self, question: str, *keys: str) -> None:
        """Wait until `question` stands on the screen, then press the keys."""
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
        """kill -9, and read what was still under way."""
        self.signal(signal.SIGKILL)
        assert self.exit_status == -signal.SIGKILL

    def hang_up(self) -> None:
        """Close this end of the terminal, as a window or a connection does that is gone."""
        if self._fd != _CLOSED:
            os.close(self._fd)
            self._fd = _CLOSED

    def ends_within(self, seconds: float) -> bool:
        """Whether the program ends by itself, without a terminal to read."""
        try:
            self._program.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    @property
    def unread(self) -> int:
        """How many bytes lie in the terminal that the program has not read."""
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
        """Whether the terminal itself puts on the screen what is typed."""
        local: int = termios.tcgetattr(self._fd)[3]
        return bool(local & termios.ECHO)

    @property
    def left_as_found(self) -> bool:
        """Whether the terminal echoes and takes lines, with the cursor shown and pastes not bracketed."""
        local = termios.tcgetattr(self._fd)[3]
        wanted = termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN
        return local & wanted == wanted and not self.cursor_hidden and not self.bracketed_paste


def dvcheck(
    *arguments: str, typed: str | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run dvcheck without a terminal: `typed` on standard input, or nothing there at all."""
    return run_dvcheck(*arguments, typed=typed, env={**os.environ, **(env or {})}, timeout=PATIENCE)


def shown(case: str) -> dict[str, Any]:
    """What the journal says of a case, as `dvcheck show` gives it."""
    done = dvcheck("show", case, "--format", "json")
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def statuses(case: str) -> dict[str, str]:
    """The obligations of a case that arise, and how each stands."""
    return {duty["id"]: duty["status"] for duty in shown(case)["obligations"]}


def cases() -> list[Case]:
    """The cases of this test's journal, the one opened last first."""
    journal = Journal.open_existing(Path(os.environ["DVCHECK_HOME"]))
    if journal is None:
        return []
    with journal:
        return all_cases(journal)[0]


def only_case() -> str:
    """The id of the one case in the journal."""
    (case,) = cases()
    return case.id


def answers(case: str) -> dict[str, Value]:
    """The answers in the journal, by question."""
    (found,) = (c for c in cases() if c.id == case)
    return {name: answer.value for name, answer in found.answers.items()}


def entries(case: str) -> list[tuple[str, dict[str, object]]]:
    """Kind and body of every event of a case."""
    journal = Journal.open_existing(Path(os.environ["DVCHECK_HOME"]))
    assert journal is not None
    with journal:
        return [(event.kind, event.body) for event in journal.events(case)]


def _shown(line: Any, columns: int) -> str:
    return "".join(line[column].data for column in range(columns)).rstrip()


def _squeezed(text: str) -> str:
    return "".join(text.split())

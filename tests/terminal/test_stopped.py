"""A walk that a shell suspends and resumes (Ctrl-Z from outside, `fg`), in a real interactive bash."""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pty import PATIENCE

if sys.platform == "win32":
    pytest.skip("programs are not stopped there", allow_module_level=True)

import pexpect
import pyte


class Shell:
    """An interactive bash in a terminal."""

    def __init__(self, home: Path) -> None:
        env = {**os.environ, "TERM": "xterm-256color", "PS1": "SHELL> ", "DVCHECK_HOME": str(home)}
        arguments = ["--norc", "--noprofile", "-i"]
        self._child = pexpect.spawn("bash", arguments, env=env, dimensions=(24, 80), encoding=None)
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)

    def type(self, keys: str) -> None:
        self._child.send(keys)

    def wait_for(self, seen: Callable[[str], bool]) -> str:
        """Wait until the screen is as wanted, and return it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                self._stream.feed(self._child.read_nonblocking(65536, 0.05))
            except pexpect.TIMEOUT:
                shown = "\n".join(self._screen.display)
                if seen(shown):
                    return shown
        pytest.fail("\n".join(self._screen.display))

    def stop(self, number: int) -> None:
        """Suspend the foreground program, as `kill` in another window does."""
        os.killpg(os.tcgetpgrp(self._child.child_fd), number)
        self.wait_for(lambda shown: "Stopped" in shown and "SHELL>" in shown)
        self.type("clear; echo in bet''ween\n")
        self.wait_for(lambda shown: "in between\nSHELL>" in _lines(shown))

    def close(self) -> None:
        self._child.close(force=True)


def _lines(shown: str) -> str:
    return "\n".join(line.rstrip() for line in shown.splitlines())


@pytest.fixture
def shell(home: Path) -> Iterator[Shell]:
    if shutil.which("bash") is None:
        pytest.skip("no bash")
    opened = Shell(home)
    opened.wait_for(lambda shown: "SHELL>" in shown)
    yield opened
    opened.close()


def _run(shell: Shell, *arguments: str) -> None:
    shell.type(f"'{sys.executable}' -m dvcheck {' '.join(arguments)}\n")


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP])
def test_a_walk_goes_on_with_its_keys_and_its_question(shell: Shell, number: int) -> None:
    _run(shell, "incident", "--new")
    shell.wait_for(lambda shown: "1-4 choose" in shown)
    shell.stop(number)
    shell.type("fg\n")
    shown = shell.wait_for(lambda shown: "1-4 choose" in shown)
    assert "Protection order violation" in shown
    shell.type("1")
    shell.wait_for(lambda shown: "  Call: Domestic disturbance" in shown and "y/1 yes" in shown)
    shell.type("q")
    shown = shell.wait_for(lambda shown: "Saved: 1 answer" in shown)
    shell.type("echo he''ard\n")
    shell.wait_for(lambda shown: "heard\nSHELL>" in _lines(shown))


def test_a_demo_goes_on(shell: Shell) -> None:
    _run(shell, "demo", "standby-refused", "--speed", "1")
    shell.wait_for(lambda shown: "PLAYING next key in" in shown)
    shell.stop(signal.SIGTSTP)
    shell.type("fg\n")
    shell.wait_for(lambda shown: "PLAYING next key in" in shown)
    shell.type("q")
    shell.wait_for(lambda shown: _lines(shown).rstrip().endswith("SHELL>") and "PLAYING" not in shown)


def test_the_watched_screen_goes_on(shell: Shell) -> None:
    _run(shell, "outstanding", "--watch")
    shell.wait_for(lambda shown: "No open cases." in shown)
    shell.stop(signal.SIGTSTP)
    shell.type("fg\n")
    shell.wait_for(lambda shown: "No open cases." in shown)
    shell.type("q")
    shell.wait_for(lambda shown: "SHELL>" in shown)
    shell.type("echo he''ard\n")
    shell.wait_for(lambda shown: "heard\nSHELL>" in _lines(shown))

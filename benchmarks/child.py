"""A program in a pseudo-terminal, and the processor time it has used when a text is shown."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self

import pyte

PATIENCE = 30.0
"""The seconds to wait for a prompt."""

_QUERIES = {b"\x1b[6n": b"\x1b[1;1R", b"\x1b[c": b"\x1b[?62;22c"}
"""The queries a program may send to its terminal, with the replies."""


class Spent(NamedTuple):
    """Processor time and wall-clock time, in seconds."""

    cpu: float
    wall: float

    def since(self, before: "Spent") -> "Spent":
        return Spent(self.cpu - before.cpu, self.wall - before.wall)


class Child:
    """A program in an 80 × 24 terminal. A context manager, which ends the program."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], cwd: Path) -> None:
        import fcntl
        import termios

        self._fd, theirs = os.openpty()
        termios.tcsetwinsize(self._fd, (24, 80))
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self._ended = False
        self._started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**env, "TERM": "xterm-256color"},
            cwd=cwd,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0) and None,
        )
        os.close(theirs)
        self._last = Spent(0, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGKILL)
        self.peak_mib()
        os.close(self._fd)

    @property
    def text(self) -> str:
        """The screen without spaces, so that a text is found however it is broken into lines."""
        return re.sub(r"\s", "", "".join(self._screen.display))

    def wait_for(self, text: str) -> Spent:
        """Read until `text` is shown. Return the time used when its last part came."""
        squeezed = re.sub(r"\s", "", text)
        until = time.monotonic() + PATIENCE
        while squeezed not in self.text:
            if self._ended or time.monotonic() > until:
                raise RuntimeError(f"never shown: {text!r}\n" + "\n".join(self._screen.display))
            self._read(0.1)
        return self._last

    def settle(self, seconds: float) -> Spent:
        """Read for a while, as a person does. Return the time used by then."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self._ended:
            self._read(left)
        return self._now()

    def press(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def wait_for_end(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self._ended and time.monotonic() < until:
            self._read(0.1)

    def peak_mib(self) -> float:
        """Wait for the program to end, and return its peak memory."""
        if self._process.returncode is not None:
            return 0.0
        _, status, usage = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        return usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)

    def _read(self, seconds: float) -> None:
        if not select.select([self._fd], [], [], seconds)[0]:
            return
        try:
            data = os.read(self._fd, 65_536)
        except OSError:  # on Linux, this means that nobody has the terminal open
            data = b""
        if not data:
            self._ended = True
            return
        self._last = self._now()  # before drawing the screen, which takes time of this process
        for query, answer in _QUERIES.items():
            os.write(self._fd, answer * data.count(query))
        self._stream.feed(data)

    def _now(self) -> Spent:
        wall = time.perf_counter() - self._started
        try:
            # The id of another process's clock, as Linux numbers them.
            return Spent(time.clock_gettime((~self._process.pid << 3) | 2), wall)
        except (OSError, OverflowError):
            return Spent(wall, wall)


class Ran(NamedTuple):
    """A program that ran to its end."""

    cpu: float
    wall: float
    mib: float


def ran(command: Sequence[str], env: Mapping[str, str], cwd: Path, accept: Sequence[int] = (0,)) -> Ran:
    """Run a program without a terminal."""
    started = time.perf_counter()
    with subprocess.Popen(
        command, env=env, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    assert process.returncode in accept, f"{command}: exit {process.returncode}: {said.decode()}"
    mib = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return Ran(usage.ru_utime + usage.ru_stime, wall, mib)

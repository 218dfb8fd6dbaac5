"""Starts dvcheck in a fork of a process that has imported it already: `tests.programs.forking`, on Linux.

A fork takes a fifth of the time. With DVCHECK_TESTS_FRESH, and if a fork would behave differently, Python
itself is started.
"""

import atexit
import contextlib
import functools
import json
import os
import select
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO

FRESH = bool(os.environ.get("DVCHECK_TESTS_FRESH"))
"""Whether Python is started each time, as for those who use dvcheck."""

_ROOT = Path(__file__).parents[2]

# What Python and the C library read before the first line of a program runs, so that a fork cannot follow it.
_READ_AT_START = ("PYTHON", "LC_", "LANG", "LD_", "MALLOC_", "GCONV_", "LOCPATH", "NLSPATH")
_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_FORKED = {
    "dvcheck": "dvcheck",
    "tests.programs.failing": "dvcheck",
    "tests.programs.below": "dvcheck",
    "tests.programs.moved_clock": "tests.programs.clocks",
    "tests.programs.facts_of_a_start": "dvcheck",
    "tests.programs.marked": "dvcheck",
    "tests.programs.obeying_modes": "dvcheck",
}
"""The modules that are run in forks, each with what its process imports first."""
_FORKED_WITH: tuple[dict[str, str], ...] = ({}, {"PYTHONUTF8": "1"})
"""What of these, beside what the tests themselves were started with, has a process to fork from."""


def forks_for(module: str, environment: Mapping[str, str]) -> "Forks | None":
    """The process to fork from for a program in this environment, or None where Python must be started."""
    if FRESH or sys.platform != "linux" or module not in _FORKED:
        return None
    wanted = _read_at_start(environment)
    for more in _FORKED_WITH:
        if wanted == _OURS | more:
            return _forks(_FORKED[module], tuple(more.items()))
    return None


def _read_at_start(environment: Mapping[str, str]) -> dict[str, str]:
    kept = (name for name in environment if name.startswith(_READ_AT_START) and name != _BYTECODE)
    return {name: environment[name] for name in kept}


_OURS = {name: value for name, value in _read_at_start(os.environ).items() if name != "PYTHONUNBUFFERED"}
"""What the tests were started with, without what tests/conftest.py takes away. No test has changed it yet."""


@functools.cache
def _forks(first: str, more: tuple[tuple[str, str], ...]) -> "Forks":
    return Forks(first, dict(more))


class Forks:
    """A process of `tests.programs.forking` that imports `first` first. It ends with this one."""

    def __init__(self, first: str, more: Mapping[str, str]) -> None:
        self._control, theirs = socket.socketpair()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DVCHECK_")}
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.programs.forking", str(theirs.fileno()), first],
                stdin=subprocess.DEVNULL,
                env={**kept, **more},
                cwd=_ROOT,
                pass_fds=[theirs.fileno()],
            )
        atexit.register(self.close)

    def start(
        self,
        streams: tuple[int, int, int],
        *,
        module: str,
        arguments: tuple[str, ...],
        env: Mapping[str, str],
        cwd: Path | None = None,
        umask: int = -1,
        in_terminal: bool = False,
        guarded: bool = True,
    ) -> "Fork":
        """Start a program with these descriptors as its standard streams."""
        if umask == -1:
            os.umask(umask := os.umask(0))
        asked = {
            "module": module,
            "arguments": arguments,
            "environment": dict(env),
            "folder": str(cwd or Path.cwd()),
            "umask": umask,
            "in_terminal": in_terminal,
            "guarded": guarded,
        }
        report, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._control, [b"!"], [theirs.fileno(), *streams])
        report.sendall(json.dumps(asked).encode())
        report.shutdown(socket.SHUT_WR)
        return Fork(report.makefile("rb"), guarded=guarded)

    def close(self) -> None:
        """Let it end, and wait for that."""
        self._control.close()
        self._process.wait()


class Fork:
    """A program that runs in a fork. Its parent is `tests.programs.forking`, which reports its exit code."""

    def __init__(self, report: IO[bytes], *, guarded: bool) -> None:
        self.guarded = guarded
        self._report = report
        self._code: int | None = None
        told = report.readline()
        if not told:
            raise RuntimeError(
                "the process to fork from has ended: its error says why, or DVCHECK_TESTS_FRESH=1"
            )
        self.pid = int(told)

    def poll(self) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def wait(self, timeout: float | None = None) -> int:
        if self._code is None:
            if not select.select([self._report], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("dvcheck", timeout or 0)
            self._code = int(self._report.readline())
            self._report.close()
        return self._code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

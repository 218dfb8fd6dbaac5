"""Starts dvcheck, without a terminal or in a new pseudo-terminal.

On Linux most starts are forks of a process that has imported dvcheck already (`tests.forking`). They take a
fifth of the time. With DVCHECK_TESTS_FRESH, and if a fork would behave differently, Python itself is started.
"""

import atexit
import contextlib
import functools
import json
import os
import select
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Protocol

FRESH = bool(os.environ.get("DVCHECK_TESTS_FRESH"))
"""Whether Python is started each time, as for those who use dvcheck."""

_ROOT = Path(__file__).parents[1]

# What Python and the C library read before the first line of a program runs, so that a fork cannot follow it.
_READ_AT_START = ("PYTHON", "LC_", "LANG", "LD_", "MALLOC_", "GCONV_", "LOCPATH", "NLSPATH")
_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_FORKED = {
    "dvcheck": "dvcheck",
    "tests.cli.failing": "dvcheck",
    "tests.terminal.below": "dvcheck",
    "tests.terminal.moved_clock": "tests.terminal.clocks",
    "tests.facts_of_a_start": "dvcheck",
    "tests.pseudo": "dvcheck",
}
"""The modules that are run in forks, each with what its process imports first."""
_FORKED_WITH: tuple[dict[str, str], ...] = ({}, {"PYTHONUTF8": "1"})
"""What of these, beside what the tests themselves were started with, has a process to fork from."""


class Running(Protocol):
    """A program that was started."""

    pid: int

    def poll(self) -> int | None:
        """The code it exited with (minus a signal's number), or None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """The code it exits with; subprocess.TimeoutExpired where it does not in time."""

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""


def run_dvcheck(
    *arguments: str,
    typed: str | None = None,
    env: Mapping[str, str] | None = None,
    module: str = "dvcheck",
    cwd: Path | None = None,
    umask: int = -1,
    stdout: int = subprocess.PIPE,
    errors: str = "strict",
    timeout: float = 60,
    fresh: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run dvcheck without a terminal, and read what it says as UTF-8.

    `typed` is the standard input, by default empty. `env` replaces the environment. `module` is what Python
    runs. `fresh` asks for a Python that has imported nothing.
    """
    done = run_for_bytes(
        *arguments,
        typed=None if typed is None else typed.encode(),
        env=env,
        module=module,
        cwd=cwd,
        umask=umask,
        stdout=stdout,
        timeout=timeout,
        fresh=fresh,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, _text(done.stdout, errors), _text(done.stderr, errors)
    )


def run_for_bytes(
    *arguments: str,
    typed: bytes | None = None,
    env: Mapping[str, str] | None = None,
    module: str = "dvcheck",
    cwd: Path | None = None,
    umask: int = -1,
    stdout: int = subprocess.PIPE,
    timeout: float = 60,
    fresh: bool = False,
) -> subprocess.CompletedProcess[bytes]:
    """Run dvcheck without a terminal as `run_dvcheck` does, for the bytes it writes."""
    environment = dict(os.environ if env is None else env)
    command = [sys.executable, "-m", module, *arguments]
    forks = None if fresh else _forks_for(module, environment)
    if forks is None:
        return subprocess.run(
            command,
            input=typed,
            stdin=subprocess.DEVNULL if typed is None else None,
            stdout=stdout,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=cwd,
            umask=umask,
            timeout=timeout,
            check=False,
        )
    with contextlib.ExitStack() as opened:
        theirs, to_it, from_it = _pipes(opened, typed is None, stdout)
        program = forks.start(
            theirs, module=module, arguments=arguments, env=environment, cwd=cwd, umask=umask
        )
        for end in {*theirs} - {stdout}:
            os.close(end)
        try:
            written = _talked(to_it, typed or b"", from_it, time.monotonic() + timeout)
            code = program.wait(timeout)
        except subprocess.TimeoutExpired:
            program.send_signal(9)
            raise subprocess.TimeoutExpired(command, timeout) from None
    return subprocess.CompletedProcess(
        command, code, written[0] if stdout == subprocess.PIPE else None, written[-1]
    )


if sys.platform != "win32":
    import fcntl
    import termios

    def start_in_terminal(
        *arguments: str,
        columns: int,
        lines: int,
        env: Mapping[str, str],
        module: str = "dvcheck",
        before_start: Callable[[], None] | None = None,
        fresh: bool = False,
        guarded: bool = False,
    ) -> tuple[Running, int]:
        """Start dvcheck as the leader of a session in a new pseudo-terminal. Return the terminal's other end.

        `before_start` is called in the new process, before Python is; that takes a start of Python.
        A fork that is not `guarded` takes no key for one that is held.
        """
        ours, theirs = os.openpty()
        termios.tcsetwinsize(ours, (lines, columns))
        forks = None if fresh or before_start is not None else _forks_for(module, env)

        def take_terminal() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            if before_start is not None:
                before_start()

        program: Running
        try:
            if forks is not None:
                streams = (theirs, theirs, theirs)
                program = forks.start(
                    streams, module=module, arguments=arguments, env=env, in_terminal=True, guarded=guarded
                )
            else:
                program = subprocess.Popen(
                    [sys.executable, "-m", module, *arguments],
                    stdin=theirs,
                    stdout=theirs,
                    stderr=theirs,
                    env=env,
                    start_new_session=True,
                    preexec_fn=take_terminal,
                )
        except BaseException:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        return program, ours


# --- without a terminal -------------------------------------------------------------------------------------


def _pipes(
    opened: contextlib.ExitStack, is_silent: bool, stdout: int
) -> tuple[tuple[int, int, int], int | None, list[int]]:
    """The three streams of a program, this end of its input, and of what it writes."""

    def pipe() -> tuple[int, int]:
        reading, writing = os.pipe()
        return reading, writing

    to_it = None
    if is_silent:
        given = os.open(os.devnull, os.O_RDWR)
    else:
        given, to_it = pipe()
    from_it = []
    if stdout == subprocess.PIPE:
        reading, stdout = pipe()
        from_it.append(reading)
    reading, stderr = pipe()
    from_it.append(reading)
    for end in from_it:
        opened.callback(os.close, end)
    return (given, stdout, stderr), to_it, from_it


def _talked(to_it: int | None, typed: bytes, from_it: list[int], until: float) -> list[bytes]:
    """Write all of the input while reading all that comes."""
    written = {end: bytearray() for end in from_it}
    with selectors.DefaultSelector() as ready:
        for end in from_it:
            ready.register(end, selectors.EVENT_READ)
        if to_it is not None:
            ready.register(to_it, selectors.EVENT_WRITE)
        while ready.get_map():
            events = ready.select(until - time.monotonic())
            if not events:
                raise subprocess.TimeoutExpired("", 0)
            for key, _ in events:
                if key.fd == to_it:
                    typed = _sent(to_it, typed)
                    if not typed:
                        ready.unregister(to_it)
                        os.close(to_it)
                elif part := os.read(key.fd, 65_536):
                    written[key.fd] += part
                else:
                    ready.unregister(key.fd)
    return [bytes(written[end]) for end in from_it]


def _sent(to_it: int, typed: bytes) -> bytes:
    """What is left of the input; nothing where nobody reads it any more."""
    try:
        return typed[os.write(to_it, typed[: select.PIPE_BUF]) :] if typed else b""
    except BrokenPipeError:
        return b""


def _text(written: bytes | None, errors: str) -> str:
    return (
        "" if written is None else written.decode("utf-8", errors).replace("\r\n", "\n").replace("\r", "\n")
    )


# --- forks --------------------------------------------------------------------------------------------------


def _forks_for(module: str, environment: Mapping[str, str]) -> "_Forks | None":
    """The process to fork from for a program in this environment, or None where Python must be started."""
    if FRESH or sys.platform != "linux" or module not in _FORKED:
        return None
    wanted = _read_at_start(environment)
    for more in _FORKED_WITH:
        if wanted == _ours() | more:
            return _forks(_FORKED[module], tuple(more.items()))
    return None


def _read_at_start(environment: Mapping[str, str]) -> dict[str, str]:
    kept = (name for name in environment if name.startswith(_READ_AT_START) and name != _BYTECODE)
    return {name: environment[name] for name in kept}


@functools.cache
def _ours() -> dict[str, str]:
    return _read_at_start(os.environ)


@functools.cache
def _forks(first: str, more: tuple[tuple[str, str], ...]) -> "_Forks":
    return _Forks(first, dict(more))


class _Forks:
    """A process of `tests.forking` that imports `first` first. It ends with this one."""

    def __init__(self, first: str, more: Mapping[str, str]) -> None:
        self._control, theirs = socket.socketpair()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DVCHECK_")}
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.forking", str(theirs.fileno()), first],
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
    """A program that runs in a fork. Its parent is `tests.forking`, which reports its exit code."""

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

"""Starts dvcheck, without a terminal or in a new pseudo-terminal."""

import contextlib
import os
import select
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from tests.pty.forks import forks_for

PATIENCE = 120.0
"""The seconds after which a test is hanging: far more than a busy computer needs for anything."""


class Running(Protocol):
    """A program that was started."""

    pid: int

    def poll(self) -> int | None:
        """The code it exited with (minus a signal's number), or None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """The code it exits with; subprocess.TimeoutExpired where it does not in time."""

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""


def dvcheck(
    *arguments: str, typed: str | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run dvcheck without a terminal, with `typed` on standard input, or with no standard input."""
    return run_dvcheck(*arguments, typed=typed, env={**os.environ, **(env or {})})


def run_dvcheck(
    *arguments: str,
    typed: str | None = None,
    env: Mapping[str, str] | None = None,
    module: str = "dvcheck",
    cwd: Path | None = None,
    umask: int = -1,
    stdout: int = subprocess.PIPE,
    errors: str = "strict",
    timeout: float = PATIENCE,
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
    timeout: float = PATIENCE,
    fresh: bool = False,
) -> subprocess.CompletedProcess[bytes]:
    """Run dvcheck without a terminal as `run_dvcheck` does, for the bytes it writes."""
    environment = dict(os.environ if env is None else env)
    command = [sys.executable, "-m", module, *arguments]
    forks = None if fresh else forks_for(module, environment)
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
        forks = None if fresh or before_start is not None else forks_for(module, env)

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

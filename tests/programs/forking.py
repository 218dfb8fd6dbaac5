"""A process that has imported dvcheck and forks for each start of dvcheck that a test asks for.

Most of a start is Python and what dvcheck imports, and the tests start it thousands of times. A fork runs
what `python -m dvcheck` runs, with its own streams, terminal, environment, folder and signals.

Each start comes with four descriptors: a socket on which to read what to run, and the three standard streams.
The number of the new process goes back on the socket, and later the code it ends with.
"""

import atexit
import contextlib
import fcntl
import gc
import importlib
import io
import json
import os
import pkgutil
import resource
import runpy
import select
import signal
import socket
import sys
import termios
import threading
import time
from dataclasses import dataclass
from typing import Any

from tests import shipped

_LIBRARIES = (
    "asyncio",
    "html",
    "prompt_toolkit",
    "prompt_toolkit.application",
    "prompt_toolkit.formatted_text",
    "prompt_toolkit.input.vt100",
    "prompt_toolkit.output.vt100",
    "prompt_toolkit.shortcuts",
    "rich",
    "rich.console",
    "rich.markdown",
    "rich.panel",
    "rich.progress",
    "rich.table",
    "shutil",
    "sqlite3",
    "tomllib",
    "typer.core",
    "typer.main",
    "typer.testing",
    "yaml",
    "zoneinfo",
)
"""What commands import where they first use it. A name that is gone costs time, and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What is to be started."""

    module: str
    arguments: list[str]
    environment: dict[str, str]
    folder: str
    umask: int
    in_terminal: bool
    """Whether the streams are a terminal that becomes the one of the new process."""
    guarded: bool
    """Whether a key that is pressed again at once counts as one that is held."""


def start_of(text: bytes) -> Start:
    return Start(**json.loads(text))


def main() -> None:
    """Answer starts until nobody asks for more. Comes back in each new process, to run what it is for.

    The arguments are the descriptor that starts come from, and a module to import first: what it replaces is
    taken by those that come later.
    """
    importlib.import_module(sys.argv[2])
    _import_all()
    _parse_shipped()
    _derive_keys_fast()
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    start = _serve(int(sys.argv[1]))
    if start is None:
        os._exit(0)
    try:
        # As `python -m` does.
        runpy.run_module(start.module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        _end(end.code)
        raise


def _end(code: object) -> None:
    """End as Python does, without freeing one by one all that was imported: that is half of a short start.

    Comes back where Python has to say itself how it ends.
    """
    if not isinstance(code, int):
        return
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    os._exit(code & 0xFF)


def _import_all() -> None:
    """Import what dvcheck and its commands load. What is not installed is not there for a command either."""
    import dvcheck

    for found in pkgutil.walk_packages(dvcheck.__path__, "dvcheck."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    for name in _LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    if threading.active_count() > 1 or len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208
        raise RuntimeError("an import has started a thread: a fork would have no part of it")


def _parse_shipped() -> None:
    """Parse the pack that comes with dvcheck, and its scenarios, once for all forks."""
    from dvcheck.academy.read_scenario import parse_all
    from dvcheck.pack import library

    shipped.parse_once()
    parse_all(
        library.scenario_files(library.shipped_folder()),
        library.load(library.read(library.shipped_folder()), None),
    )


def _derive_keys_fast() -> None:
    """Make the key of an encrypted journal in no time. What a key costs is a fact of its own test."""
    from dvcheck.record.sqlite.encryption import keys

    keys._SCRYPT_N = 2


def _serve(control: int) -> Start | None:
    """Fork for each start, and report each exit code. Return the start in a new process, None at the end."""
    poll = select.poll()
    poll.register(control, select.POLLIN)
    running: dict[int, tuple[int, int]] = {}
    while True:
        for ready, _ in poll.poll():
            if ready in running:
                pid, report = running.pop(ready)
                poll.unregister(ready)
                os.close(ready)
                code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                _tell(report, code)
                os.close(report)
                continue
            descriptors = _received(control)
            if not descriptors:
                return None
            report, *streams = descriptors
            start = start_of(_all_of(report))
            pid = os.fork()
            if pid == 0:
                _become(start, streams)
                return start
            for stream in streams:
                os.close(stream)
            _tell(report, pid)
            ended = os.pidfd_open(pid)
            poll.register(ended, select.POLLIN)
            running[ended] = (pid, report)


def _received(control: int) -> list[int]:
    asked = socket.socket(fileno=control)
    try:
        return socket.recv_fds(asked, 1, 4)[1]
    finally:
        asked.detach()


def _all_of(report: int) -> bytes:
    parts = []
    while part := os.read(report, 65_536):
        parts.append(part)
    return b"".join(parts)


def _tell(report: int, number: int) -> None:
    with contextlib.suppress(OSError):  # nobody waits any more
        os.write(report, f"{number}\n".encode())


# --- in the new process -------------------------------------------------------------------------------------


def _become(start: Start, streams: list[int]) -> None:
    """Make this process what a new one is when its first line runs."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    if start.in_terminal:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if not start.guarded:
        _take_guard_away()
    os.umask(start.umask)
    os.chdir(start.folder)
    os.environ.clear()
    os.environ.update(start.environment)
    time.tzset()
    sys.path[0] = start.folder
    sys.argv = [start.module, *start.arguments]
    sys.orig_argv = [sys.executable, "-m", start.module, *start.arguments]
    sys.stdin = sys.__stdin__ = _stream(0, "r", sys.stdin)  # type: ignore[misc]
    sys.stdout = sys.__stdout__ = _stream(1, "w", sys.stdout)  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = _stream(2, "w", sys.stderr)  # type: ignore[misc]


def _take_guard_away() -> None:
    """Let each press of a key count at once, as in a demo: no test depends on when a key comes."""
    from dvcheck.terminal.keys.hand import Hand

    make = Hand.__init__

    def make_unguarded(self: Hand, rest: float = 0, *more: Any) -> None:
        make(self, 0, *more)

    Hand.__init__ = make_unguarded  # type: ignore[assignment,method-assign]


def _stream(number: int, mode: str, of: Any) -> Any:
    """A standard stream as Python makes it."""
    unbuffered = bool(os.environ.get("PYTHONUNBUFFERED"))
    buffering = 0 if unbuffered and mode == "w" else -1
    buffer = open(number, f"{mode}b", buffering, closefd=False)  # noqa: SIM115
    raw: Any = getattr(buffer, "raw", buffer)
    raw.name = of.name
    stream = io.TextIOWrapper(
        buffer,
        encoding=of.encoding,
        errors=of.errors,
        newline="\n",
        line_buffering=not unbuffered and (number == 2 or buffer.isatty()),
        write_through=unbuffered,
    )
    stream.mode = mode  # type: ignore[misc]
    return stream


if __name__ == "__main__":
    main()

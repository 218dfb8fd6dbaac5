"""Assesses the lines of a batch in several processes, in order. Memory holds only the lines being worked on.

Each process has its own pipe, and ends when that is closed, also when this process is killed. Pipes
carry msgpack, never pickle.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import cycle
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from queue import Empty, SimpleQueue
from typing import Protocol

import msgspec

from dvcheck.actions.assessor import Assessor, Line, LineResult, Terms
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase

AHEAD = 8
"""The most lines that wait for one process."""
_LOOK_UP = 0.2
"""Seconds between two checks for an interrupt: on Windows it does not wake a waiting lock."""


class Pipe(Protocol):
    """One end of a pipe to another process."""

    def send_bytes(self, buf: bytes, /) -> None: ...

    def recv_bytes(self) -> bytes: ...


class Workers:
    """Processes that assess lines. Each gets the next line in turn, so the order is kept."""

    def __init__(self, pipes: list[Pipe]) -> None:
        self._pipes = pipes
        self._room = threading.Semaphore(len(pipes) * AHEAD)
        self._given: SimpleQueue[Pipe | BaseException | None] = SimpleQueue()
        """The pipes that received lines, in the order of the lines; then None, or an error."""

    def outcomes(self, lines: Iterator[Line]) -> Iterator[LineResult]:
        """Yield the result of each line, in order.

        DvcheckError with Exit.UNEXPECTED if a process ended; and whatever `lines` raises.
        """
        # A thread: waiting for the next line must not delay the result of the last one.
        threading.Thread(target=self._give, args=(lines,), daemon=True).start()
        while (pipe := self._next()) is not None:
            if isinstance(pipe, BaseException):
                raise pipe
            try:
                content = pipe.recv_bytes()
            except (EOFError, OSError):
                raise _ended() from None
            self._room.release()
            yield msgspec.msgpack.decode(content, type=LineResult)

    def _give(self, lines: Iterator[Line]) -> None:
        try:
            for line, pipe in zip(lines, cycle(self._pipes), strict=False):
                self._room.acquire()
                pipe.send_bytes(msgspec.msgpack.encode(line))
                self._given.put(pipe)
            self._given.put(None)
        except OSError:
            self._given.put(_ended())
        except BaseException as error:
            self._given.put(error)

    def _next(self) -> Pipe | BaseException | None:
        while True:
            with suppress(Empty):
                return self._given.get(timeout=_LOOK_UP)


@contextmanager
def crew(terms: Terms, jobs: int) -> Iterator[Workers]:
    """Start the processes, and end them on exit, whatever the reason.

    DvcheckError with Exit.UNEXPECTED if the system cannot start them.
    """
    processes: list[SpawnProcess] = []
    try:
        yield Workers(_start(terms, jobs, processes))
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()


def _start(terms: Terms, jobs: int, processes: list[SpawnProcess]) -> list[Pipe]:
    """Start processes, add each to `processes`, and send them the terms."""
    # Spawned, as on Windows: a fork would copy the locks of threads and all open files.
    context = get_context("spawn")
    pipes: list[Pipe] = []
    try:
        with _deaf():
            for _ in range(jobs):
                ours, theirs = context.Pipe()
                process = context.Process(target=_work, args=(theirs,), daemon=True)
                process.start()
                processes.append(process)
                theirs.close()  # so that this end shows when the process has ended
                pipes.append(ours)
        said = msgspec.msgpack.encode(terms)
        for pipe in pipes:
            pipe.send_bytes(said)
    except OSError as error:
        raise DvcheckError(
            phrase("cannot start {jobs} processes: {why}", jobs=jobs, why=error.strerror or error),
            hint=phrase("Try fewer --jobs."),
            code=Exit.UNEXPECTED,
        ) from None
    return pipes


def _work(pipe: Pipe) -> None:
    """Assess lines until there are no more. Run by each process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # On any failure the other end sees that this process has ended, and reports it.
    with suppress(Exception):
        assessor = Assessor(msgspec.msgpack.decode(pipe.recv_bytes(), type=Terms))
        while True:
            line = msgspec.msgpack.decode(pipe.recv_bytes(), type=Line)
            pipe.send_bytes(msgspec.msgpack.encode(assessor.outcome(line)))


@contextmanager
def _deaf() -> Iterator[None]:
    """Ignore Ctrl-C. Processes started here ignore it too; closing their pipe ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _ended() -> DvcheckError:
    return DvcheckError(
        phrase("a process that assessed lines ended early"),
        hint=phrase("Try fewer --jobs. Without --jobs the message says what is wrong."),
        code=Exit.UNEXPECTED,
    )

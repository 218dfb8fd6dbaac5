"""Assesses the lines of a batch in several processes, in order. Memory holds only the lines in work.

Each process has a pipe of its own, and ends when that is closed: also where this one is killed. What goes
through a pipe is msgpack, never pickle.
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
"""The most lines that wait at a process."""
_LOOK_UP = 0.2
"""Seconds between two looks for an interrupt: on Windows a lock does not wake up for one."""


class Pipe(Protocol):
    """One end of a pipe to another process."""

    def send_bytes(self, buf: bytes, /) -> None: ...

    def recv_bytes(self) -> bytes: ...


class Crew:
    """Processes that assess lines. Each gets the next line in turn, so the order is kept."""

    def __init__(self, pipes: list[Pipe]) -> None:
        self._pipes = pipes
        self._room = threading.Semaphore(len(pipes) * AHEAD)
        self._given: SimpleQueue[Pipe | BaseException | None] = SimpleQueue()
        """The pipes that lines were given to, in the order of the lines; then None, or what went wrong."""

    def outcomes(self, lines: Iterator[Line]) -> Iterator[LineResult]:
        """What becomes of each line, in their order.

        DvcheckError with Exit.UNEXPECTED where a process ended, and whatever `lines` raises.
        """
        # A thread, since to wait for the next line must not keep back what became of the last.
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
def crew(terms: Terms, jobs: int) -> Iterator[Crew]:
    """Start the processes; they have ended when this is left, whatever the reason.

    DvcheckError with Exit.UNEXPECTED where the system starts none.
    """
    processes: list[SpawnProcess] = []
    try:
        yield Crew(_start(terms, jobs, processes))
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()


def _start(terms: Terms, jobs: int, processes: list[SpawnProcess]) -> list[Pipe]:
    """Start processes, note each in `processes`, and give them the terms."""
    # Spawned, as Windows does everywhere: a fork would copy the threads' locks and all that is open.
    context = get_context("spawn")
    pipes: list[Pipe] = []
    try:
        with _deaf():
            for _ in range(jobs):
                ours, theirs = context.Pipe()
                process = context.Process(target=_work, args=(theirs,), daemon=True)
                process.start()
                processes.append(process)
                theirs.close()  # so that this end tells when the process has ended
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
    # Whatever fails, the other end sees that this one has ended: it has the words for it.
    with suppress(Exception):
        assessor = Assessor(msgspec.msgpack.decode(pipe.recv_bytes(), type=Terms))
        while True:
            line = msgspec.msgpack.decode(pipe.recv_bytes(), type=Line)
            pipe.send_bytes(msgspec.msgpack.encode(assessor.outcome(line)))


@contextmanager
def _deaf() -> Iterator[None]:
    """Hear no Ctrl-C meanwhile: what is started in it hears none either, and is ended by its pipe."""
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

"""Reads the board again and again in a thread, and keeps the last state for every page that is open."""

from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Event, Thread

from dvcheck.errors import DvcheckError, Exit
from dvcheck.report.on_board import READ_EVERY, Board
from dvcheck.web.page import PageState, page_state


class Feed:
    """The board as it was read last, and what went wrong since."""

    def __init__(self, readings: Callable[[], Iterator[Board]], clock: Callable[[], datetime]) -> None:
        """Read the board once. DvcheckError if it cannot be read."""
        self._readings, self._clock = readings, clock
        self._source = readings()
        self.board = next(self._source)
        self.state: PageState = page_state(self.board)
        self.failure: BaseException | None = None
        """Why it reads no more, if that was no fault of the precinct."""
        self._ended = Event()
        self._since: datetime | None = None

    def start(self) -> None:
        Thread(target=self._run, name="board", daemon=True).start()

    def end(self) -> None:
        self._ended.set()

    def _run(self) -> None:
        try:
            while not self._ended.wait(READ_EVERY):
                self._read()
        except BaseException as error:
            self.failure = error

    def _read(self) -> None:
        """Read the board. If the precinct is not reached, keep the last board, and say so."""
        try:
            found = next(self._source)
        except DvcheckError as error:
            if error.code is not Exit.PRECINCT:
                raise
            self._since = self._since or self._clock()
            self.state = page_state(self.board, since=self._since, why=error.message)
            self._source = self._readings()
            return
        self._since = None
        self.board, self.state = found, page_state(found)

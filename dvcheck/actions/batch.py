"""Assesses many cases from a file, one after the other. It never holds all of them, and reads no journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dvcheck.actions.assessor import MAX_LINE, Assessor, Line, LineResult, Terms
from dvcheck.actions.workspace import Workspace, require_checklist
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase, plural
from dvcheck.pack import library

_BLANKS = b" \t\r\n"
_MARK = b"\xef\xbb\xbf"
"""The bytes that Notepad on Windows begins a file with."""


class Batch:
    """The results of a file, in its order and made on demand, and how many lines were bad."""

    def __init__(self, outcomes: Iterator[LineResult]) -> None:
        self._outcomes = outcomes
        self.done = 0
        self.bad = 0
        self._first: LineResult | None = None

    def outcomes(self) -> Iterator[LineResult]:
        """The result of each line that is not blank."""
        for outcome in self._outcomes:
            self.done += 1
            if outcome.error:
                self.bad += 1
                self._first = self._first or outcome
            yield outcome

    def require_all(self) -> None:
        """Raise DvcheckError with Exit.CHECK_FAILED if a line could not be assessed."""
        if self._first is None:
            return
        raise DvcheckError(
            plural(
                "{bad} of {n} line could not be assessed; line {number}: {error}",
                "{bad} of {n} lines could not be assessed; line {number}: {error}",
                n=self.done,
                bad=self.bad,
                number=self._first.number,
                error=self._first.error,
            ),
            hint=phrase(
                'Each has its "line" and "error" in the result, in its place. The others are assessed.'
            ),
            code=Exit.CHECK_FAILED,
        )


@contextmanager
def open_batch(
    workspace: Workspace,
    path: Path,
    checklist: str,
    *,
    jobs: int = 1,
    everything: bool = False,
    sensitive: bool = False,
) -> Iterator[Batch]:
    """Open a file of cases to assess, in `jobs` processes if that is more than one.

    DvcheckError with Exit.BAD_INPUT if the file cannot be read, and with Exit.USAGE if there is no such
    checklist.
    """
    pack = workspace.pack()
    require_checklist(pack, checklist)
    terms = Terms(pack=pack, checklist=checklist, everything=everything, sensitive=sensitive)
    try:
        file = library.open_lines(path)
    except OSError as error:
        raise _unreadable(path, error) from None
    lines = _lines(file, path)
    if jobs == 1:
        yield Batch(map(Assessor(terms).outcome, lines))
        return
    from dvcheck.actions import batch_jobs

    with batch_jobs.crew(terms, jobs) as crew:
        yield Batch(crew.outcomes(lines))


def count_lines(path: Path) -> int | None:
    """Count the lines of a file. None if that is not known before it is read, as for a pipe."""
    try:
        if library.is_stream(path) or not path.is_file():
            return None
        with path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(MAX_LINE), b""))
    except OSError:
        return None


def _lines(file: BinaryIO, path: Path) -> Iterator[Line]:
    """Yield the lines that are not blank as they arrive. A line that is too long is never held in full."""
    number = 0
    try:
        # Only closed here: closing it elsewhere would wait for a thread that waits for a line.
        with file:
            while content := file.readline(MAX_LINE + 1):
                number += 1
                if number == 1:
                    content = content.removeprefix(_MARK)
                if len(content) > MAX_LINE and not content.endswith(b"\n"):
                    _skip_rest(file)
                    yield Line(number=number, content=None)
                elif content.strip(_BLANKS):
                    yield Line(number=number, content=content)
    except OSError as error:
        raise _unreadable(path, error) from None


def _skip_rest(file: BinaryIO) -> None:
    while (rest := file.readline(MAX_LINE)) and not rest.endswith(b"\n"):
        pass


def _unreadable(path: Path, error: OSError) -> DvcheckError:
    return DvcheckError(
        phrase("{file}: {why}", file=library.shown_name(path), why=error.strerror or error),
        hint=phrase("Check the file's name."),
        code=Exit.BAD_INPUT,
    )

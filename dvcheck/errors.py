"""The one error that reaches the officer, and the exit codes scripts rely on."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of every command; docs/commands.md lists them for users."""

    DONE = 0
    CHECK_FAILED = 1
    USAGE = 2
    BAD_INPUT = 3  # a pack, an answers file or config.toml is wrong
    JOURNAL = 4  # the journal could not be read or written
    OUTPUT = 5  # the result could not be printed, written, opened or copied
    PRECINCT = 6  # the precinct could not be reached, or refused
    UNEXPECTED = 70  # an unexpected error; the message names a log file
    INTERRUPTED = 130  # interrupted, and saved


class DvcheckError(Exception):
    """An error with its place and cause (`message`), the next step (`hint`) and the exit code.

    Commands never catch it: `dvcheck.cli.main` prints it in one or two lines on standard error.
    """

    def __init__(self, message: str, *, hint: str = "", code: Exit) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code

"""The command line: runs a command, prints errors and chooses the exit code."""

import codecs
import errno
import gc
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.text import clean, in_ascii

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

    from typer._click.exceptions import ClickException

    from dvcheck.actions.workspace import Workspace


class Session:
    """The state of one run of dvcheck, for the report of an error."""

    def __init__(self) -> None:
        self.workspace: Workspace | None = None
        """The workspace of the command, once it is made."""
        self._recorded = False

    def note_recorded(self) -> None:
        """Note that the command recorded something."""
        self._recorded = True

    @property
    def home(self) -> "Path | None":
        """The home folder, None until it is known."""
        return self.workspace.home if self.workspace is not None else None

    @property
    def has_recorded(self) -> bool:
        """Whether the command recorded something that still exists."""
        return self._recorded and self.workspace is not None and self.workspace.place.is_there()


def main() -> None:
    """Run dvcheck. This is the only place that catches and prints errors."""
    # Garbage collection during imports costs more than it frees. A walk switches it on before it asks; every
    # other command ends before it would matter.
    gc.disable()
    session = Session()
    code: int = Exit.INTERRUPTED
    try:
        try:
            _prepare_streams()
            _keep_tracebacks_off_the_screen(session)
            code = _run(session)
        finally:
            # The run is over. One more Ctrl-C would only show a traceback from Python's exit.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:  # also while it loads
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(_flush(code, session))


def _flush(code: int, session: Session) -> int:
    """Flush both streams and return the exit code."""
    try:
        sys.stdout.flush()
    except OSError as error:
        code = _report_unprinted(error, session)
    _drop_errors_that_cannot_be_written()
    return code


def _drop_errors_that_cannot_be_written() -> None:
    """Drop what standard error still holds if it takes nothing: Python would exit with a code of its own."""
    try:
        sys.stderr.flush()
    except (OSError, ValueError):
        _point_at_nothing(sys.stderr)


def _point_at_nothing(stream: "TextIO") -> None:
    """Send a stream to the null device. Else Python flushes it once more at exit, and prints an error."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _run(session: Session) -> int:
    try:
        from dvcheck.cli.at_once import run_walk, show_home

        if (done := show_home(session)) is not None or (done := run_walk(session)) is not None:
            return done
        from typer._click.exceptions import ClickException  # typer gives it no public name
        from typer.exceptions import Abort

        try:
            from dvcheck.cli.tree import command_line

            # The scripts in completions/ do not need Typer's own completion, which would exit with 1 here.
            code = command_line().main(
                prog_name="dvcheck", standalone_mode=False, complete_var="", obj=session
            )
        except Abort:
            return Exit.INTERRUPTED
        except ClickException as error:
            _say(_usage_message(error))
            return Exit.USAGE
    except SystemExit as end:
        return _exit_code(end, session)
    except DvcheckError as error:
        _say(f"dvcheck: {clean(error.message, newlines=True)}\n")
        if error.hint:
            _say(f"{clean(error.hint, newlines=True)}\n")
        return error.code
    except OSError as error:
        return _report_unprinted(error, session) if _is_of_the_output(error) else _unexpected(error, session)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # some libraries raise their own subclasses of it
        return _unexpected(error, session)
    return code if isinstance(code, int) else Exit.DONE


def _exit_code(end: SystemExit, session: Session) -> int:
    """Return the exit code of a command that ended itself."""
    before = end.__context__
    if isinstance(before, OSError) and _is_closed(before):  # typer turns a closed pipe into an exit with 1
        return _report_unprinted(before, session)
    if end.code is None:
        return Exit.DONE
    return end.code if isinstance(end.code, int) else _unexpected(end, session)


# --- a result that cannot be printed ------------------------------------------------------------------------

_NOT_OF_THE_OUTPUT = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)


def _is_of_the_output(error: OSError) -> bool:
    """Check whether an error comes from writing to a stream: errors about a file name the file."""
    return error.filename is None and error.errno not in _NOT_OF_THE_OUTPUT


def _is_closed(error: OSError) -> bool:
    """Check whether the reader of the output is gone, as after `| head`."""
    return isinstance(error, BrokenPipeError) or (sys.platform == "win32" and error.errno == errno.EINVAL)


def _report_unprinted(error: OSError, session: Session) -> int:
    """Say why the result was not printed, and that the record is saved. A closed pipe needs no message."""
    saved = session.has_recorded
    if saved or not _is_closed(error):
        _say(
            phrase(
                "dvcheck: the result could not be printed: {error}", error=clean(error.strerror or str(error))
            )
            + "\n"
        )
    if saved:
        _say(phrase("Your entries are saved. Do not enter them again.") + "\n")
    _point_at_nothing(sys.stdout)
    return Exit.OUTPUT


def _say(text: str) -> None:
    """Write to standard error. If nothing can be written there, the exit code must do."""
    with suppress(OSError, ValueError):
        sys.stderr.write(_wrap(text))
        sys.stderr.flush()


def _wrap(text: str) -> str:
    """Wrap a text to the terminal; return it unchanged if there is no terminal."""
    if not sys.stderr.isatty():
        return text
    from dvcheck.cli.beside import fitted

    return fitted(text)


def _usage_message(error: "ClickException") -> str:
    """Return Typer's message on a wrong command line, cleaned: Typer leaves bidirectional characters in."""
    from io import StringIO

    said = StringIO()
    error.show(file=said)
    return clean(said.getvalue(), newlines=True)


# --- errors nobody expected ---------------------------------------------------------------------------------


def _unexpected(error: BaseException, session: Session) -> int:
    try:
        from dvcheck.cli import unexpected

        unexpected.tell(error, session.home)
    except BaseException:  # there may be no memory to import with
        _say(
            phrase("dvcheck: an error ended it, and it could not be described. Your answers are saved.")
            + "\n"
        )
    return Exit.UNEXPECTED


def _keep_tracebacks_off_the_screen(session: Session) -> None:
    """Report errors that nothing catches in our words: in a thread, in a destructor, at exit."""
    import threading

    def in_thread(failed: threading.ExceptHookArgs) -> None:
        if not isinstance(failed.exc_value, SystemExit | BrokenPipeError | None):
            _unexpected(failed.exc_value, session)

    def unraisable(failed: "sys.UnraisableHookArgs") -> None:
        # Nobody waits for what failed here. Log it, and print nothing.
        error = failed.exc_value
        if isinstance(error, Exception) and not isinstance(error, BrokenPipeError):
            with suppress(BaseException):
                from dvcheck.cli import unexpected

                unexpected.log(error, session.home)

    def escaped(kind: object, error: BaseException, trace: object) -> None:
        _unexpected(error, session)

    threading.excepthook = in_thread
    sys.unraisablehook = unraisable
    sys.excepthook = escaped


# --- the streams --------------------------------------------------------------------------------------------


def _prepare_streams() -> None:
    """Open closed streams on the null device, and show characters a stream cannot encode in ASCII."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull)  # noqa: PTH123, SIM115
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115
    codecs.register_error("in-ascii", in_ascii)
    for stream, errors in (
        (sys.stdin, "backslashreplace"),
        (sys.stdout, "in-ascii"),
        (sys.stderr, "in-ascii"),
    ):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=errors)

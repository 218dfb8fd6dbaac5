"""The commands: thin functions that parse options, call one function and choose the exit code."""

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

    from typer._click.exceptions import ClickException

    from dvcheck.actions.desk import Desk


class Session:
    """One run of dvcheck as far as it has come, for whoever tells how it failed."""

    def __init__(self) -> None:
        self.desk: Desk | None = None
        """What the command works with, once there is one."""
        self._recorded = False

    def note_recorded(self) -> None:
        """Note that something was recorded."""
        self._recorded = True

    @property
    def home(self) -> "Path | None":
        """The home folder, once it is known."""
        return self.desk.home if self.desk is not None else None

    @property
    def has_recorded(self) -> bool:
        """Whether something was recorded that is still there."""
        return self._recorded and self.desk is not None and self.desk.place.is_there()


def main() -> None:
    """Run dvcheck. The one place where an error is caught and printed."""
    # Collections while importing cost more than they free. A walk switches them on again before it asks;
    # every other command is over before they would matter.
    gc.disable()
    session = Session()
    _prepare_streams()
    _keep_tracebacks_off_the_screen(session)
    code: int = Exit.INTERRUPTED
    try:
        try:
            code = _run(session)
        finally:
            # It is over: one more Ctrl-C has nothing to interrupt, and would show how Python ends.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:  # also while it loads
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(_flushed(code, session))


def _flushed(code: int, session: Session) -> int:
    """The exit code, once what was printed is where it goes."""
    try:
        sys.stdout.flush()
    except OSError as error:
        return _not_printed(error, session)
    return code


def _run(session: Session) -> int:
    try:
        from dvcheck.cli.at_once import at_home, walked

        if (done := at_home(session)) is not None or (done := walked(session)) is not None:
            return done
        from typer._click.exceptions import ClickException  # typer gives it no public name
        from typer.exceptions import Abort

        try:
            from dvcheck.cli.tree import command_line

            # The scripts in completions/ need no help of typer's: it would end with 1 here.
            code = command_line().main(
                prog_name="dvcheck", standalone_mode=False, complete_var="", obj=session
            )
        except Abort:
            return Exit.INTERRUPTED
        except ClickException as error:
            _say(_told(error))
            return Exit.USAGE
    except SystemExit as end:
        return _ended(end, session)
    except DvcheckError as error:
        _say(f"dvcheck: {clean(error.message, newlines=True)}\n")
        if error.hint:
            _say(f"{clean(error.hint, newlines=True)}\n")
        return error.code
    except OSError as error:
        return _not_printed(error, session) if _is_of_the_output(error) else _unexpected(error, session)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a library's own end of the world is one too
        return _unexpected(error, session)
    return code if isinstance(code, int) else Exit.DONE


def _ended(end: SystemExit, session: Session) -> int:
    """The exit code of a command that ended itself."""
    before = end.__context__
    if isinstance(before, OSError) and _is_closed(before):  # typer turns a closed pipe into an exit with 1
        return _not_printed(before, session)
    if end.code is None:
        return Exit.DONE
    return end.code if isinstance(end.code, int) else _unexpected(end, session)


# --- a result that cannot be printed ------------------------------------------------------------------------

_NOT_OF_THE_OUTPUT = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)


def _is_of_the_output(error: OSError) -> bool:
    """Whether an error comes from writing to a stream: those about a file name it."""
    return error.filename is None and error.errno not in _NOT_OF_THE_OUTPUT


def _is_closed(error: OSError) -> bool:
    """Whether nobody reads the output any more, as after `| head`."""
    return isinstance(error, BrokenPipeError) or (sys.platform == "win32" and error.errno == errno.EINVAL)


def _not_printed(error: OSError, session: Session) -> int:
    """Say why the result cannot be read, and that what was recorded is. A closed pipe needs no word."""
    saved = session.has_recorded
    if saved or not _is_closed(error):
        _say(
            phrase(
                "dvcheck: the result could not be printed: {error}", error=clean(error.strerror or str(error))
            )
            + "\n"
        )
    if saved:
        _say(phrase("What was entered is saved: do not enter it again.") + "\n")
    with suppress(OSError, ValueError, AttributeError):
        # Python would try to flush once more on its way out, and complain in its own words.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.OUTPUT


def _say(text: str) -> None:
    """Write to standard error. Where that leads nowhere, the exit code has to say it."""
    with suppress(OSError, ValueError):
        sys.stderr.write(_fitted(text))
        sys.stderr.flush()


def _fitted(text: str) -> str:
    """A text in lines that fit the terminal; as it is where there is none."""
    if not sys.stderr.isatty():
        return text
    from dvcheck.cli.beside import fitted

    return fitted(text)


def _told(error: "ClickException") -> str:
    """What is wrong with a command line: typer itself lets bidirectional characters of it through."""
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
            phrase("dvcheck: it ended by an error that could not be described. What was answered is saved.")
            + "\n"
        )
    return Exit.UNEXPECTED


def _keep_tracebacks_off_the_screen(session: Session) -> None:
    """Tell in our words what fails where nothing catches it: in a thread, in a destructor, at the end."""
    import threading

    def in_thread(failed: threading.ExceptHookArgs) -> None:
        if not isinstance(failed.exc_value, SystemExit | BrokenPipeError | None):
            _unexpected(failed.exc_value, session)

    def unraisable(failed: "sys.UnraisableHookArgs") -> None:
        # Nothing failed that somebody waits for: it is kept for who looks, and said to nobody.
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
    """Streams that are closed lead nowhere, and what one cannot show is shown in ASCII, or as an escape."""
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

"""The commands: thin functions that parse options, call one function and choose the exit code."""

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING

from dvcheck.errors import DvcheckError, Exit
from dvcheck.text import clean

if TYPE_CHECKING:
    from typer._click.exceptions import ClickException


def main() -> None:
    """Run dvcheck. The one place where an error is caught and printed."""
    # Collections while importing cost more than they free. A walk switches them on again before it asks;
    # every other command is over before they would matter.
    gc.disable()
    _prepare_streams()
    code: int = Exit.INTERRUPTED
    try:
        try:
            code = _run()
        finally:
            # It is over: one more Ctrl-C has nothing to interrupt, and would show how Python ends.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:  # also while it loads
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        sys.stdout.flush()
    except OSError as error:
        sys.stderr.write(
            f"dvcheck: the result could not be printed: {clean(error.strerror or str(error))}\n"
            "What was answered is saved.\n"
        )
        # Python would try to flush once more on its way out, and complain in its own words.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.OUTPUT
    sys.exit(code)


def _run() -> int:
    from typer._click.exceptions import ClickException  # typer gives it no public name
    from typer.exceptions import Abort

    try:
        from dvcheck.cli.app import app

        code = app(prog_name="dvcheck", standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else Exit.DONE
    except Abort:
        return Exit.INTERRUPTED
    except ClickException as error:
        sys.stderr.write(_told(error))
        return error.exit_code
    except DvcheckError as error:
        sys.stderr.write(f"dvcheck: {clean(error.message, newlines=True)}\n")
        if error.hint:
            sys.stderr.write(f"{clean(error.hint, newlines=True)}\n")
        return error.code
    except OSError as error:
        if not isinstance(error, BrokenPipeError):
            sys.stderr.write(
                f"dvcheck: the result could not be printed: {clean(error.strerror or str(error))}\n"
            )
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
        return Exit.OUTPUT
    return code if isinstance(code, int) else Exit.DONE


def _told(error: "ClickException") -> str:
    """What is wrong with a command line: typer itself lets bidirectional characters of it through."""
    from io import StringIO

    said = StringIO()
    error.show(file=said)
    return clean(said.getvalue(), newlines=True)


def _prepare_streams() -> None:
    """Streams that are closed lead nowhere, and what one cannot show is shown as an escape."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull)  # noqa: PTH123, SIM115
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")

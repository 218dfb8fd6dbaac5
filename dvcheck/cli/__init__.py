"""The commands: thin functions that parse options, call one function and choose the exit code."""

import gc
import os
import sys

from dvcheck.errors import DvcheckError, Exit
from dvcheck.text import clean


def main() -> None:
    """Run dvcheck. The one place where an error is caught and printed."""
    # Collections while importing cost more than they free. A walk switches them on again before it asks;
    # every other command is over before they would matter.
    gc.disable()
    _prepare_streams()
    code = _run()
    try:
        sys.stdout.flush()
    except OSError as error:
        sys.stderr.write(
            f"dvcheck: the result could not be printed: {error.strerror}\nWhat was answered is saved.\n"
        )
        # Python would try to flush once more on its way out, and complain in its own words.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.OUTPUT
    sys.exit(code)


def _run() -> int:
    try:
        from dvcheck.cli.app import app

        app(prog_name="dvcheck")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else Exit.DONE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except DvcheckError as error:
        sys.stderr.write(f"dvcheck: {clean(error.message, newlines=True)}\n")
        if error.hint:
            sys.stderr.write(f"{clean(error.hint, newlines=True)}\n")
        return error.code
    except OSError as error:
        if not isinstance(error, BrokenPipeError):
            sys.stderr.write(f"dvcheck: the result could not be printed: {error.strerror or error}\n")
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
        return Exit.OUTPUT
    return Exit.DONE


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

"""The commands: thin functions that parse options, call one function and choose the exit code."""

import gc
import sys

from dvcheck.errors import DvcheckError, Exit
from dvcheck.text import clean


def main() -> None:
    """Run dvcheck. The one place where an error is caught and printed."""
    # Collections while importing cost more than they free; a walk switches them on again before it asks.
    gc.disable()
    try:
        from dvcheck.cli.app import app

        app(prog_name="dvcheck")
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)
    except DvcheckError as error:
        sys.stderr.write(f"dvcheck: {clean(error.message, newlines=True)}\n")
        if error.hint:
            sys.stderr.write(f"{clean(error.hint, newlines=True)}\n")
        sys.exit(error.code)

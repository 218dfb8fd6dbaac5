"""Starts dvcheck as a user does, with a terminal or without: docs/testing.md shows how.

`Officer` is dvcheck in a pseudo-terminal: press keys, wait for texts, read the screen, resize, send signals.
`Night` is the same at times of day that the test sets. `dvcheck` runs a command without a terminal.

On Windows, a test module that imports what needs a pseudo-terminal is skipped.
"""

import sys
from typing import Any

from tests.pty.keys import BACKSPACE, CTRL_C, CTRL_D, DOWN, ENTER, LEFT, SPACE, UP
from tests.pty.night import Night
from tests.pty.start import PATIENCE, dvcheck, run_dvcheck, run_for_bytes

if sys.platform != "win32":
    from tests.pty.officer import READ, REST, Officer
else:

    def __getattr__(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        import pytest

        pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)


__all__ = [
    "BACKSPACE",
    "CTRL_C",
    "CTRL_D",
    "DOWN",
    "ENTER",
    "LEFT",
    "PATIENCE",
    "READ",
    "REST",
    "SPACE",
    "UP",
    "Night",
    "Officer",
    "dvcheck",
    "run_dvcheck",
    "run_for_bytes",
]

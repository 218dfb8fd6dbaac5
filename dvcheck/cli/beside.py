"""Messages on standard error, next to the result. At a terminal they wrap between words."""

import sys
from functools import partial

from dvcheck.hint import is_command
from dvcheck.terminal.width import columns, unbroken_words
from dvcheck.text import clean


def say(*lines: str) -> None:
    """Write lines on standard error. A line that begins with a blank is a command and never wraps."""
    for line in lines:
        sys.stderr.write(fitted(clean(line)) + "\n")


def fitted(text: str) -> str:
    """Wrap a text for standard error between words, if that is a terminal.

    Commands, excerpts of files and the usage of a command are separate lines and never wrap.
    """
    width = columns(sys.stderr)
    if not width:
        return text
    return "\n".join(map(partial(_in_lines, width=width), text.split("\n")))


def _in_lines(line: str, width: int) -> str:
    return line if _stays(line) else "\n".join(unbroken_words(line, width))


def _stays(line: str) -> bool:
    """Check whether a line is a command to paste, or contains one."""
    return not line or line.startswith((" ", "Usage: ", "Try '")) or is_command(line)

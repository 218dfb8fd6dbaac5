"""What is said on standard error, beside the result: at a terminal broken between words."""

import sys
from functools import partial

from dvcheck.hint import is_command
from dvcheck.terminal.width import columns, unbroken_words
from dvcheck.text import clean


def say(*lines: str) -> None:
    """Write lines on standard error. One that begins with a blank is a command, and is never broken."""
    for line in lines:
        sys.stderr.write(fitted(clean(line)) + "\n")


def fitted(text: str) -> str:
    """A text as standard error shows it: its lines broken between words, where that is a terminal.

    Commands, excerpts of files and the usage of a command are lines of their own, and stay as they are.
    """
    width = columns(sys.stderr)
    if not width:
        return text
    return "\n".join(map(partial(_in_lines, width=width), text.split("\n")))


def _in_lines(line: str, width: int) -> str:
    return line if _stays(line) else "\n".join(unbroken_words(line, width))


def _stays(line: str) -> bool:
    """Whether a line is, or has in it, what is to be pasted."""
    return not line or line.startswith((" ", "Usage: ", "Try '")) or is_command(line)

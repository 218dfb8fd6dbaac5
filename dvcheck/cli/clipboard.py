"""Copies a line to the clipboard: the computer's own, and that of the terminal, which may be far away."""

import base64
import os
import sys
from typing import Literal

from dvcheck.text import clean

Copied = Literal["copied", "sent", "nowhere"]
"""Whether a line is on the clipboard, was sent to a terminal that may have put it there, or is on none."""

_MOST = 74_000
"""The most characters of base64 that common terminals take in one sequence."""


def copy(line: str) -> Copied:
    """Copy a line to the clipboard of this computer, and to that of the terminal (OSC 52)."""
    text = clean(line)
    is_sent = _send_to_terminal(text)
    if _copy_here(text):
        return "copied"
    return "sent" if is_sent else "nowhere"


def _copy_here(text: str) -> bool:
    """Copy to the clipboard of this computer, and check that it is there.

    The programs for it on Linux do not say that they failed.
    """
    try:
        import pyperclip

        pyperclip.copy(text)
        return str(pyperclip.paste()).strip() == text.strip()
    except (ImportError, OSError, UnicodeError, RuntimeError):  # PyperclipException is a RuntimeError
        return False


def _send_to_terminal(text: str) -> bool:
    """Ask the terminal to put a text on its clipboard. Nothing tells whether it does."""
    encoded = base64.b64encode(text.encode()).decode("ascii")
    if not _takes_sequences() or len(encoded) > _MOST:
        return False
    sys.stdout.write(f"\x1b]52;c;{encoded}\x07")
    sys.stdout.flush()
    return True


def _takes_sequences() -> bool:
    """Check whether standard output is a terminal that reads such a sequence, or ignores it.

    The console of Windows may print it, but has the clipboard of the computer, unless it is reached by ssh.
    """
    if not sys.stdout.isatty() or os.environ.get("TERM") in ("dumb", "linux"):
        return False
    return sys.platform != "win32" or "SSH_CONNECTION" in os.environ

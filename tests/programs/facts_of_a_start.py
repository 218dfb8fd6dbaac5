"""Prints what a program finds at its start. Run as a module, in a fork and in a new Python."""

import json
import locale
import os
import signal
import sys
import time
from pathlib import Path


def _umask() -> int:
    os.umask(found := os.umask(0))
    return found


def _descriptors() -> list[str]:
    """What is open, without the folder that is read to find it out."""
    return sorted(str(path) for path in Path("/proc/self/fd").iterdir() if path.exists())


if __name__ == "__main__":
    streams = {"stdin": sys.stdin, "stdout": sys.stdout, "stderr": sys.stderr}
    facts = {
        "arguments": [sys.argv, sys.orig_argv],
        "path": sys.path,
        "environment": dict(os.environ),
        "folder": os.getcwd(),  # noqa: PTH109
        "umask": _umask(),
        "descriptors": _descriptors(),
        "leads its session": os.getsid(0) == os.getpid(),
        "in the foreground": os.isatty(0) and os.tcgetpgrp(0) == os.getpgrp(),
        "signals": {
            s.name: str(signal.getsignal(s)) for s in signal.valid_signals() if s in (*signal.Signals,)
        },
        "blocked": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, ())),
        "zone": [time.tzname, locale.getlocale()],
        "streams": {
            name: [
                s.name,
                s.mode,
                s.encoding,
                s.errors,
                s.isatty(),
                s.line_buffering,
                getattr(s, "write_through", None),
                type(s.buffer).__name__,
                s is getattr(sys, f"__{name}__"),
            ]
            for name, s in streams.items()
        },
        "main": type(sys.modules["__main__"]).__name__,
    }
    sys.stdout.write(f"{json.dumps(facts, default=str)}\n")
    sys.exit(7)

"""Runs dvcheck below ABOVE lines of output. With UNPAINTED, nothing is painted early."""

import os
import sys

if __name__ == "__main__":
    from dvcheck.cli import main
    from dvcheck.terminal.paint import Painter

    if os.environ.get("UNPAINTED"):
        Painter.paint = lambda self, face: None  # type: ignore[method-assign]
    for number in range(int(os.environ.get("ABOVE", "0"))):
        sys.stdout.write(f"line {number}\n")
    sys.stdout.flush()
    main()

"""Draws a screen in two pieces, and is busy between them for the seconds it is given. Run as a module."""

import sys
import time

if __name__ == "__main__":
    sys.stdout.write("the first line\r\n")
    sys.stdout.flush()
    until = time.monotonic() + float(sys.argv[1])
    while time.monotonic() < until:
        pass
    sys.stdout.write("the last line\r\n")
    sys.stdout.flush()
    sys.stdin.read(1)

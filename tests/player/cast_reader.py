"""A reader of asciicast files, version 2, that shares no code with what writes them.

See https://docs.asciinema.org/manual/asciicast/v2/.
"""

import json
from collections.abc import Iterator
from typing import Any

import pyte


def events(text: str) -> list[Any]:
    """Return the events of a file."""
    _, *lines = text.splitlines()
    return [json.loads(line) for line in lines]


def screens(text: str) -> Iterator[list[str]]:
    """Yield the lines of the screen after each event, without trailing spaces."""
    header = json.loads(text.splitlines()[0])
    screen = pyte.Screen(header["width"], header["height"])
    stream = pyte.Stream(screen)
    shown = [""] * screen.lines
    for _, kind, data in events(text):
        assert kind == "o"
        stream.feed(data)
        # An event draws a few lines: the others are as they were.
        for n in screen.dirty:
            cells = screen.buffer[n]
            shown[n] = "".join(cells[x].data for x in range(screen.columns)).rstrip()
        screen.dirty.clear()
        yield shown.copy()


def faults(text: str) -> list[str]:
    """Return where a file is not as the format says."""
    found = []
    header = json.loads(text.splitlines()[0])
    if header.get("version") != 2:
        found.append("the version is not 2")
    if not all(isinstance(header.get(name), int) and header[name] > 0 for name in ("width", "height")):
        found.append("the size is not two whole numbers")
    if not isinstance(header.get("title", ""), str):
        found.append("the title is not a text")
    if not all(isinstance(value, str) for value in header.get("env", {}).values()):
        found.append("the environment is not made of texts")
    before = 0.0
    for number, event in enumerate(events(text)):
        if not (isinstance(event, list) and len(event) == 3):
            found.append(f"event {number} is not a list of three")
            continue
        at, kind, data = event
        if not isinstance(at, int | float) or isinstance(at, bool) or at < before:
            found.append(f"the time of event {number} is not one that goes on")
        if kind not in ("o", "i", "m", "r") or not isinstance(data, str):
            found.append(f"event {number} has no known kind, or no text")
        before = at
    if not text.endswith("\n") or "\n\n" in text:
        found.append("the lines do not each end once")
    return found

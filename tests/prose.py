"""What holds for everything that plain mode says: it is read aloud, line by line."""

import re
from itertools import pairwise

_MARK = re.compile(r"(?:[-+!?/x*·]|i|\[.?\])(?:\s|$)")
"""A mark where a word belongs, at the beginning of a line."""
_COLUMNS = re.compile(r"\S {2,}\S")
_CAPITALS = re.compile(r"\b[A-Z]{3,} [A-Z]{2,}\b")
_PLACE = r"(?:P?\d+(?:\.\d+)*|Definitions)"
_SECTION = re.compile(rf"Sections? {_PLACE}(?:, {_PLACE})*")


_OPTION = re.compile(r"\d+\. ")
_SUMMARY = re.compile(r"(?m)^(?=\d\d:\d\d\. (?:Case |\d))")


def wrong(line: str) -> str:
    """What is wrong with a line that is read aloud; empty where nothing is. A command begins with blanks."""
    if line.startswith("  ") or not line:
        return ""
    line = line.removesuffix(" ") if line.endswith(": ") else line  # what is typed comes after it
    if line != line.strip():
        return "blanks at an end"
    if _MARK.match(line):
        return "a mark in place of a word"
    if "…" in line:
        return "cut"
    if "·" in line or _COLUMNS.search(line):
        return "several things in columns"
    if _CAPITALS.search(line):
        return "capitals"
    found = _SECTION.search(line)
    if found is not None and line[found.end() :] not in (".", ", with a reading."):
        return "something after the section"
    return "" if line[-1] in ".:?!" else "no sentence"


def faults(text: str) -> list[str]:
    """Each line of a transcript that is no prose, and each thing said twice: in the walk, or after it."""
    found = [f"{why}: {line}" for line in text.splitlines() if (why := wrong(line))]
    return found + [f"said twice: {line}" for part in _SUMMARY.split(text) for line in _twice(part)]


def _twice(text: str) -> list[str]:
    """What is said twice; two questions may have an option in common, and a walk can come back to a place."""
    lines = [line for line in text.splitlines() if line and not line.startswith("  ")]
    things = [line for line in lines if _SECTION.search(line) and not _OPTION.match(line)]
    again = [line for line, after in pairwise(lines) if line == after]
    return [*again, *(line for line in dict.fromkeys(things) if things.count(line) > 1)]

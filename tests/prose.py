"""What holds for everything that plain mode says: it is read aloud, line by line."""

import re

_MARK = re.compile(r"(?:[-+!?/x*·]|i|\[.?\])(?:\s|$)")
"""A mark where a word belongs, at the beginning of a line."""
_COLUMNS = re.compile(r"\S {2,}\S")
_CAPITALS = re.compile(r"\b[A-Z]{3,} [A-Z]{2,}\b")
_SECTION = re.compile(r"Sections? P?\d+(?:\.\d+)*(?:, P?\d+(?:\.\d+)*)*")


def wrong(line: str) -> str:
    """What is wrong with a line that is read aloud; empty where nothing is. A command begins with blanks."""
    if line.startswith("  ") or not line:
        return ""
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
    if found is not None and line[found.end() :].strip() != ".":
        return "something after the section"
    return "" if line[-1] in ".:?!" else "no sentence"


def faults(text: str) -> list[str]:
    """Each line of a transcript that is no prose, and each that is said twice."""
    lines = text.splitlines()
    found = [f"{why}: {line}" for line in lines if (why := wrong(line))]
    said = [line for line in lines if line and not line.startswith("  ")]
    return found + [f"said twice: {line}" for line in dict.fromkeys(said) if said.count(line) > 1]

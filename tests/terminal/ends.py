"""Where a walk ends: the summary, among all that a terminal or a pipe got."""

import re

_HEAD = re.compile(r"^ ?An aid\b.*your judgement decide", re.MULTILINE)
"""Its first line: who decides."""


def summary_in(said: str) -> str:
    """The last summary in what was said, from its first line on; empty where there is none."""
    heads = [found.start() for found in _HEAD.finditer(said)]
    return said[heads[-1] :] if heads else ""


def before_summary(said: str) -> str:
    """What was said before the first summary."""
    head = _HEAD.search(said)
    return said[: head.start()] if head is not None else said

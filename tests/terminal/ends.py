"""The summary at the end of a walk, found in the output of a terminal or a pipe."""

import re

_HEAD = re.compile(r"^ ?An aid\b.*your judgment decide", re.MULTILINE)
"""The first line of the summary: who decides."""


def summary_in(said: str) -> str:
    """Return the last summary of the output, from its first line; empty if there is none."""
    heads = [found.start() for found in _HEAD.finditer(said)]
    return said[heads[-1] :] if heads else ""


def before_summary(said: str) -> str:
    """Return the output before the first summary."""
    head = _HEAD.search(said)
    return said[: head.start()] if head is not None else said

"""How many examples are drawn by the tests that draw them: a part with `make test`, all with `make drawn`.

Hypothesis draws others each time, so that many short runs see much. All are drawn where a change has to pass.
"""

import os
from collections.abc import Sequence
from typing import TypeVar

import pytest

_Example = TypeVar("_Example")

ALL = bool(os.environ.get("DVCHECK_TESTS_DRAW_ALL"))
"""Whether all are drawn."""


def drawn(count: int) -> int:
    """Return the number of examples to draw out of `count`."""
    return count if ALL else max(8, count // 4)


def some(examples: Sequence[_Example]) -> Sequence[_Example]:
    """Return every fourth of many examples, or all of them. Each worker of a run has the same."""
    return examples if ALL else examples[::4]


drawn_only = pytest.mark.skipif(not ALL, reason="`make drawn` runs it: it takes as long as a hundred others")
"""Marks a test that only `make drawn` runs."""

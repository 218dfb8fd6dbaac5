"""How many examples are drawn by the tests that draw them: a part with `make test`, all with `make drawn`.

Hypothesis draws others each time, so that many short runs see much. All are drawn where a change has to pass.
"""

import os

ALL = bool(os.environ.get("DVCHECK_TESTS_DRAW_ALL"))
"""Whether all are drawn."""


def drawn(count: int) -> int:
    """Return how many of these examples are drawn."""
    return count if ALL else max(8, count // 4)

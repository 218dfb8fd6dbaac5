"""The types by which an action reports progress. The caller may show it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

Step = Callable[[int], None]
"""A function that takes how much of the work is done."""
Working = Callable[[], AbstractContextManager[object]]
"""A context for the duration of the work, entered after the last question."""
Counting = Callable[[int | None], AbstractContextManager[Step]]
"""The same for work with parts: it takes their number, or None if it is not known."""


@contextmanager
def uncounted(total: int | None) -> Iterator[Step]:
    """Show no progress."""
    yield lambda done: None

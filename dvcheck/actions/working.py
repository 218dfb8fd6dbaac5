"""How an action says that it works, and how far it is: whoever calls it may show that."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

Step = Callable[[int], None]
"""Notes how much of the work is done."""
Working = Callable[[], AbstractContextManager[object]]
"""Is entered for as long as the work lasts, once nothing is asked any more."""
Counting = Callable[[int | None], AbstractContextManager[Step]]
"""The same of work that has parts: takes how many there are, where that is known."""


@contextmanager
def uncounted(total: int | None) -> Iterator[Step]:
    """Show nothing of the work."""
    yield lambda done: None

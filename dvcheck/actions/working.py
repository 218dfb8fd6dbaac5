"""How an action says that it works: whoever calls it may show that."""

from collections.abc import Callable
from contextlib import AbstractContextManager

Working = Callable[[], AbstractContextManager[object]]
"""Is entered for as long as the work lasts, once nothing is asked any more."""

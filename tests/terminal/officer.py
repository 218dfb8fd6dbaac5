"""The names of `tests.pty` and `tests.journal`."""

from tests.journal import answers, cases, entries, only_case, shown, statuses
from tests.pty import *  # noqa: F403

__all__ = ["answers", "cases", "entries", "only_case", "shown", "statuses"]

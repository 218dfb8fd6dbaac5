"""An officer's answers and marks, and what makes a raw input one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

UNKNOWN = "unknown"
"""The officer's own "unknown": an answer, unlike a question not asked yet."""

Value = str | tuple[str, ...]
"""`yes`, `no`, an option's id or entered text; for `choices` a tuple of option ids; `UNKNOWN` for any kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered, and when (aware, UTC)."""

    value: Value
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An officer's word on an obligation: done, or not feasible for the reason given (aware, UTC)."""

    status: Literal["done", "not-feasible"]
    at: datetime
    reason: str = ""

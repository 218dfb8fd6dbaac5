"""The value of an answer to a question of any kind."""

import msgspec

UNKNOWN = "unknown"
"""The officer's answer "unknown". A question that is not asked yet has no answer."""

ANSWERED = "answered"
"""In a condition on a question of a free kind: any answer other than "unknown"."""

Value = str | tuple[str, ...]
"""`yes`, `no`, an option's id or entered text; a tuple of option ids (`choices`) or of texts (`list`); or
`UNKNOWN`."""


class NotAnAnswer(msgspec.Struct, frozen=True):
    """The reason an input is not an answer to its question, and what would be one."""

    why: str

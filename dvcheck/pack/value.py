"""What an answer is, whatever the kind of its question."""

import msgspec

UNKNOWN = "unknown"
"""The officer's own "unknown": an answer, unlike a question not asked yet."""

ANSWERED = "answered"
"""What a condition may say of a question of a free kind: that it has an answer other than "unknown"."""

Value = str | tuple[str, ...]
"""`yes`, `no`, an option's id or entered text; a tuple of option ids (`choices`) or of texts (`list`); or
`UNKNOWN`."""


class NotAnAnswer(msgspec.Struct, frozen=True):
    """Why an input is no answer to its question, and what would be."""

    why: str

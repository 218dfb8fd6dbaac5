"""A line of text to type: what it takes, when keys work in it, and what is pasted into it."""

from typing import assert_never

from prompt_toolkit.buffer import Buffer

from dvcheck.language import phrase
from dvcheck.pack.kinds import MAX_TEXT
from dvcheck.pack.model import Kind
from dvcheck.text import has_control, one_line


def hint(kind: Kind) -> str:
    """What is typed in a line to answer a question of a kind."""
    match kind:
        case "number":
            return phrase("a number")
        case "time":
            return phrase("23:05 or 3/31/2026, t now")
        case "list":
            return phrase("thing, thing, thing")
        case "yes-no" | "choice" | "choices" | "text" | "timer":
            return phrase("text")
    assert_never(kind)


def keys_work_at_once(kind: Kind) -> bool:
    """Whether no answer begins with a letter: then the keys work in an empty line, as everywhere else."""
    match kind:
        case "number" | "time":
            return True
        case "yes-no" | "choice" | "choices" | "text" | "list" | "timer":
            return False
    assert_never(kind)


def keep_inert(buffer: Buffer) -> None:
    """What is pasted into a line is cleaned before it is drawn, and cut where no answer is that long."""
    text = buffer.text
    if has_control(text) or len(text) > MAX_TEXT + 1:
        inert = one_line(text).strip()
        # The mark at the cut keeps what is left too long, so that it is refused and not recorded in part.
        buffer.text = inert if len(inert) <= MAX_TEXT else f"{inert[:MAX_TEXT]}…"
        buffer.cursor_position = len(buffer.text)

"""The one gate for text that came from a file, an officer or a database."""

import re

# Everything that can move the cursor, colour, hide, reorder or ring: C0 (newline and tab are dealt with by
# the caller's choice), DEL, C1, bidirectional overrides and isolates, zero-width and line/paragraph
# separators, the byte-order mark, surrogates and the interlinear and tag characters.
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def clean(text: str, *, newlines: bool = False) -> str:
    """`text` with each control, escape or bidirectional character shown as ``\\xNN`` or ``\\uNNNN``.

    Nothing is dropped silently: what was there stays visible, and inert. Tabs become one space;
    newlines stay only with `newlines`.
    """

    def shown(match: re.Match[str]) -> str:
        character = match.group()
        if character == "\t":
            return " "
        if character == "\n" and newlines:
            return character
        code = ord(character)
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

    return _CONTROL.sub(shown, text)


def has_control(text: str) -> bool:
    """Whether `clean` would change `text` (a tab or newline counts)."""
    return _CONTROL.search(text) is not None

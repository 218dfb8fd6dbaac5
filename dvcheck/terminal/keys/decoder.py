"""A decoder from terminal characters to keys.

A terminal also sends replies, mouse reports and keys of other protocols, each as a sequence that begins with
ESC. prompt_toolkit turns an unknown sequence into single letters, and each letter would answer a question.
Here a sequence is one key or none. `Decoder` has no clock and reads no input itself.
"""

import re
from enum import Enum, auto

from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

LONE_ESC = 0.3
"""The seconds of silence after which an Esc was a key by itself."""

CUT_OFF = 0.5
"""The seconds of silence after which a sequence is cut off."""

FLOOD = 0.1
"""The seconds of silence after which a sequence longer than `LONGEST` is cut off."""

LONGEST = 4096
"""The most characters kept of a sequence. Further ones belong to it, but are dropped."""

UNKNOWN_KEY = Keys.Ignore
"""The key for sequences without a meaning. prompt_toolkit ignores it."""

_ESC = "\x1b"
_BELL = "\x07"
_CANCEL = "\x18\x1a"
_INTERRUPTS = "\x03\x04"
"""Ctrl-C and Ctrl-D. They end any sequence, and no reply contains them."""

_PASTE_ENDS = "\x1b[201~"

_KEYPAD = {f"\x1bO{chr(ord('p') + n)}": str(n) for n in range(10)} | {"\x1bOM": "\r"}
"""The keypad in application mode."""

_KITTY_KEYPAD = {57399 + n: str(n) for n in range(10)} | {57414: "\r"}

_LOCKS = 64 + 128
"""The modifier bits of Caps Lock and Num Lock."""

_CTRL = 4
_RELEASED = 3

_CSI_U = re.compile(
    r"\x1b\[(?P<code>\d{1,9})(?::\d*)?(?::(?P<base>\d{1,9}))?"
    r"(?:;(?P<modifiers>\d{0,9})(?::(?P<event>\d{0,9}))?)?(?:;[\d:]*)?u"
)
_OTHER_KEY = re.compile(r"\x1b\[27;(?P<modifiers>\d{1,9});(?P<code>\d{1,9})~")
_KEY_OF_SOME_KIND = re.compile(r"\x1b(?:[^\[].*|\[(?:\d[\d:;]*)?[u~])", re.DOTALL)
"""Unknown sequences that are keys: Alt and a character, or a key of the keypad or of another protocol."""


class _In(Enum):
    """The kind of sequence that the next character belongs to."""

    TEXT = auto()
    ESCAPE = auto()
    CSI = auto()
    SS3 = auto()
    STRING = auto()
    """OSC, DCS, APC, PM or SOS."""
    STRING_ESCAPE = auto()
    MOUSE = auto()
    """Three characters after ESC [ M: a button and a position."""
    CONSOLE = auto()
    """One character after ESC [ [: a function key of the Linux console."""
    PASTE = auto()


_AFTER_ESC = {"[": _In.CSI, "O": _In.SS3, **dict.fromkeys("]P_^X", _In.STRING)}
_AFTER_C1 = {ord(c) + 0x40: state for c, state in _AFTER_ESC.items()}


class Decoder:
    """Decodes characters into keys, however the characters are split into pieces.

    Its keys have the key and data of prompt_toolkit. `UNKNOWN_KEY` is a key without a meaning. A reply, a
    report or a cut-off sequence gives no key.
    """

    def __init__(self) -> None:
        self._state = _In.TEXT
        self._begun = ""
        """The sequence or pasted text so far."""
        self._alt = False
        """Whether an ESC comes before the sequence."""
        self._stalled = False
        """Whether a paste has stopped before its end."""
        self._keys: list[KeyPress] = []

    @property
    def patience(self) -> float | None:
        """The seconds to wait for more before calling `silence`; None if no sequence has begun."""
        match self._state:
            case _In.TEXT:
                return None
            case _In.ESCAPE:
                return LONE_ESC
            case _In.PASTE:
                return None if self._stalled else CUT_OFF
            case _:
                return CUT_OFF if len(self._begun) < LONGEST else FLOOD

    def feed(self, text: str) -> list[KeyPress]:
        """Return the keys that these characters complete."""
        at = 0
        while at < len(text):
            if self._state is _In.PASTE:
                at = self._pasted(text, at)
            else:
                self._take(text[at])
                at += 1
        return self._given()

    def silence(self) -> list[KeyPress]:
        """Return the keys that are complete because nothing came for `patience` seconds."""
        if self._state is _In.PASTE:
            self._stalled = True
        elif self._state is not _In.TEXT:
            self._cut_off()
        return self._given()

    def _given(self) -> list[KeyPress]:
        keys, self._keys = self._keys, []
        return keys

    # --- sequences ------------------------------------------------------------------------------------------

    def _take(self, char: str) -> None:
        """Take a character outside a paste."""
        if self._state is _In.TEXT:
            self._begin(char)
        elif char in _INTERRUPTS:
            self._cut_off()
            self._begin(char)
        elif self._state in (_In.STRING, _In.STRING_ESCAPE):
            self._take_of_string(char)
        elif char == _ESC:
            alt = self._state is _In.ESCAPE
            self._cut_off()
            self._begin(char)
            self._alt = alt
        elif self._state is _In.ESCAPE:
            self._take_after_esc(char)
        elif self._state is _In.MOUSE:
            self._keep(char)
            if len(self._begun) == _length_of_introducer(self._begun) + 4:
                self._drop()
        elif char in _CANCEL:
            self._drop()
        elif not " " <= char <= "~":
            self._cut_off()
            self._begin(char)
        elif self._state is _In.CONSOLE:
            self._complete(char)
        else:
            self._take_of_control(char)

    def _begin(self, char: str) -> None:
        """Take a character that is a key itself, or begins a sequence."""
        code = _c1(char)
        if char == _ESC:
            self._state, self._begun = _In.ESCAPE, char
        elif code in _AFTER_C1:
            self._state, self._begun = _AFTER_C1[code], char
        elif code:
            self._unknown()
        else:
            self._give(ANSI_SEQUENCES.get(char, char), char)

    def _take_after_esc(self, char: str) -> None:
        if char in _AFTER_ESC:
            self._state = _AFTER_ESC[char]
            self._keep(char)
        elif _c1(char):
            self._cut_off()
            self._begin(char)
        else:
            self._complete(char)

    def _take_of_control(self, char: str) -> None:
        """Take a printable character of a CSI or SS3 sequence."""
        if self._state is _In.CSI and len(self._begun) == _length_of_introducer(self._begun) and char in "M[":
            self._state = _In.MOUSE if char == "M" else _In.CONSOLE
            self._keep(char)
        elif char in "0123456789;" or (self._state is _In.CSI and char < "@"):
            self._keep(char)
        else:
            self._complete(char)

    def _take_of_string(self, char: str) -> None:
        if self._state is _In.STRING:
            if char in _CANCEL or char == _BELL or _c1(char) == 0x9C:
                self._drop()
            else:
                self._state = _In.STRING_ESCAPE if char == _ESC else _In.STRING
                self._keep(char)
        elif char == "\\":
            self._drop()
        else:  # not its end: an ESC cuts a string off and begins a new sequence
            self._drop()
            self._begin(_ESC)
            self._take(char)

    def _keep(self, char: str) -> None:
        if len(self._begun) < LONGEST:
            self._begun += char

    def _drop(self) -> None:
        self._state, self._begun, self._alt = _In.TEXT, "", False

    def _cut_off(self) -> None:
        """End the current sequence. Esc is a key, and so is Alt with a character that could begin more."""
        pressed = self._begun == _ESC or (len(self._begun) == 2 and self._begun[0] == _ESC)
        self._drop()
        if pressed:
            self._unknown()

    # --- keys -----------------------------------------------------------------------------------------------

    def _complete(self, last: str) -> None:
        sequence, alt = self._begun + last, self._alt
        self._drop()
        if sequence == "\x1b[200~":
            self._state, self._stalled = _In.PASTE, False
        elif key := _of_protocol(sequence):
            self._give(ANSI_SEQUENCES.get(key, key), key)
        elif sequence in _KEYPAD and not alt:
            self._give(ANSI_SEQUENCES.get(_KEYPAD[sequence], _KEYPAD[sequence]), _KEYPAD[sequence])
        elif sequence[0] == _ESC and sequence in ANSI_SEQUENCES:
            self._give(ANSI_SEQUENCES[sequence], sequence)
        elif _KEY_OF_SOME_KIND.fullmatch(sequence) and not _is_release(sequence):
            self._unknown()

    def _unknown(self) -> None:
        self._keys.append(KeyPress(UNKNOWN_KEY, ""))

    def _give(self, key: Keys | str | tuple[Keys, ...], data: str) -> None:
        """Emit a key, or two: prompt_toolkit has Alt and an arrow as two keys, and the first has the data."""
        parts = key if isinstance(key, tuple) else (key,)
        self._keys += [KeyPress(part, "" if n else data) for n, part in enumerate(parts)]

    # --- pastes ---------------------------------------------------------------------------------------------

    def _pasted(self, text: str, at: int) -> int:
        """Take pasted text up to its end. Return the position after it."""
        if self._stalled and text[at] in _INTERRUPTS:  # the end of the paste is lost
            self._drop()
            return at
        self._stalled = False
        had = len(self._begun)
        self._begun += text[at:]
        end = self._begun.find(_PASTE_ENDS, max(0, had - len(_PASTE_ENDS)))
        if end < 0:
            return len(text)
        pasted = self._begun[:end]
        self._drop()
        self._keys.append(KeyPress(Keys.BracketedPaste, pasted))
        return at + end + len(_PASTE_ENDS) - had


def _c1(char: str) -> int:
    """Return the code of an 8-bit control character, even as a byte that is not UTF-8; 0 for others."""
    code = ord(char) - 0xDC00 if "\udc80" <= char <= "\udc9f" else ord(char)
    return code if 0x80 <= code <= 0x9F else 0


def _length_of_introducer(sequence: str) -> int:
    return 2 if sequence[0] == _ESC else 1


def _of_protocol(sequence: str) -> str:
    """Return the character of a key sent as a sequence of another protocol: Ctrl-C, Ctrl-D, the keypad."""
    found = _CSI_U.fullmatch(sequence) or _OTHER_KEY.fullmatch(sequence)
    if found is None or _is_release(sequence):
        return ""
    parts = found.groupdict()
    modifiers = max(0, int(parts["modifiers"] or 1) - 1) & ~_LOCKS
    code = int(parts["code"])
    if modifiers == 0:
        return _KITTY_KEYPAD.get(code, "")
    codes = {code, int(parts.get("base") or 0)}
    if modifiers == _CTRL:
        return next((chr(ord(c) & 0x1F) for c in "cd" if codes & {ord(c), ord(c.upper())}), "")
    return ""


def _is_release(sequence: str) -> bool:
    found = _CSI_U.fullmatch(sequence)
    return found is not None and int(found["event"] or 1) == _RELEASED

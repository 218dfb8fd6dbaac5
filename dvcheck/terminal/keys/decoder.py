"""Characters of a terminal made into keys.

A terminal also sends replies, reports of the mouse and keys of other protocols, each as a sequence that
begins with ESC. prompt_toolkit gives a sequence it does not know as single letters, and each would answer
a question. Here a sequence is one key or none. `Decoder` has no clock and reads nothing.
"""

import re
from enum import Enum, auto

from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

LONE_ESC = 0.3
"""Seconds of silence after which an Esc was a key by itself."""

CUT_OFF = 0.5
"""Seconds of silence after which a sequence has no more to come."""

FLOOD = 0.1
"""The same for one that is longer than `LONGEST`."""

LONGEST = 4096
"""Characters of a sequence; what comes beyond them belongs to it, and is not kept."""

UNKNOWN_KEY = Keys.Ignore
"""What a key comes as that has no meaning anywhere. prompt_toolkit passes it over."""

_ESC = "\x1b"
_BELL = "\x07"
_CANCEL = "\x18\x1a"
_INTERRUPTS = "\x03\x04"
"""Ctrl-C and Ctrl-D: they end whatever has begun, and no reply has them."""

_PASTE_ENDS = "\x1b[201~"

_KEYPAD = {f"\x1bO{chr(ord('p') + n)}": str(n) for n in range(10)} | {"\x1bOM": "\r"}
"""The keypad in application mode."""

_KITTY_KEYPAD = {57399 + n: str(n) for n in range(10)} | {57414: "\r"}

_LOCKS = 64 + 128
"""Caps Lock and Num Lock, among the modifiers of a key."""

_CTRL = 4
_RELEASED = 3

_CSI_U = re.compile(
    r"\x1b\[(?P<code>\d{1,9})(?::\d*)?(?::(?P<base>\d{1,9}))?"
    r"(?:;(?P<modifiers>\d{0,9})(?::(?P<event>\d{0,9}))?)?(?:;[\d:]*)?u"
)
_OTHER_KEY = re.compile(r"\x1b\[27;(?P<modifiers>\d{1,9});(?P<code>\d{1,9})~")
_KEY_OF_SOME_KIND = re.compile(r"\x1b(?:[^\[].*|\[(?:\d[\d:;]*)?[u~])", re.DOTALL)
"""Unknown, but pressed: Alt and a character, or a key of the keypad or of another protocol."""


class _In(Enum):
    """What the next character belongs to."""

    TEXT = auto()
    ESCAPE = auto()
    CSI = auto()
    SS3 = auto()
    STRING = auto()
    """OSC, DCS, APC, PM or SOS."""
    STRING_ESCAPE = auto()
    MOUSE = auto()
    """Three characters after ESC [ M: a button and a place."""
    CONSOLE = auto()
    """One character after ESC [ [: a function key of the Linux console."""
    PASTE = auto()


_AFTER_ESC = {"[": _In.CSI, "O": _In.SS3, **dict.fromkeys("]P_^X", _In.STRING)}
_AFTER_C1 = {ord(c) + 0x40: state for c, state in _AFTER_ESC.items()}


class Decoder:
    """Makes keys of characters, however these are cut into pieces.

    What it gives has key and data as prompt_toolkit has them. `UNKNOWN_KEY` is a key that has no meaning;
    a reply, a report or a sequence that was cut off gives nothing.
    """

    def __init__(self) -> None:
        self._state = _In.TEXT
        self._begun = ""
        """The sequence so far, or what has been pasted."""
        self._alt = False
        """Whether an ESC stands before the sequence."""
        self._stalled = False
        """Whether a paste has stopped before its end."""
        self._keys: list[KeyPress] = []

    @property
    def patience(self) -> float | None:
        """How many seconds to wait for more before `silence` is called; None where nothing has begun."""
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
        """The keys that are complete with these characters."""
        at = 0
        while at < len(text):
            if self._state is _In.PASTE:
                at = self._pasted(text, at)
            else:
                self._take(text[at])
                at += 1
        return self._given()

    def silence(self) -> list[KeyPress]:
        """The keys that are complete because nothing has come for as long as `patience`."""
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
        """One character outside a paste."""
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
        """A character that stands for itself, or begins a sequence."""
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
        """A printable character of CSI or SS3."""
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
        else:  # not its end: an ESC cuts a string off, and begins a sequence of its own
            self._drop()
            self._begin(_ESC)
            self._take(char)

    def _keep(self, char: str) -> None:
        if len(self._begun) < LONGEST:
            self._begun += char

    def _drop(self) -> None:
        self._state, self._begun, self._alt = _In.TEXT, "", False

    def _cut_off(self) -> None:
        """End what has begun. An Esc, or Alt with a character that could have begun more, is a key."""
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
        """A key, or two: prompt_toolkit has Alt and an arrow as two keys, of which the first has the data."""
        parts = key if isinstance(key, tuple) else (key,)
        self._keys += [KeyPress(part, "" if n else data) for n, part in enumerate(parts)]

    # --- pastes ---------------------------------------------------------------------------------------------

    def _pasted(self, text: str, at: int) -> int:
        """What is pasted, up to its end; where in the text to go on."""
        if self._stalled and text[at] in _INTERRUPTS:  # its end is lost
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
    """The code of an 8-bit control character, also of a byte that is not UTF-8; 0 for any other."""
    code = ord(char) - 0xDC00 if "\udc80" <= char <= "\udc9f" else ord(char)
    return code if 0x80 <= code <= 0x9F else 0


def _length_of_introducer(sequence: str) -> int:
    return 2 if sequence[0] == _ESC else 1


def _of_protocol(sequence: str) -> str:
    """The character of a key that another protocol has a sequence for: Ctrl-C, Ctrl-D and the keypad."""
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

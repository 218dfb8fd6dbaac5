"""The keys of a terminal: a sequence is one key or none, however it is split, and a held key answers once."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

from dvcheck.terminal.keys.decoder import CUT_OFF, FLOOD, LONE_ESC, LONGEST, UNKNOWN_KEY, Decoder
from tests.drawn import drawn

UNKNOWN = KeyPress(UNKNOWN_KEY, "")

REPLIES = {
    "DA1": "\x1b[?62;1;2;6;9;15;22c",
    "DA2": "\x1b[>84;0;0c",
    "DA3": "\x1bP!|7E565445\x1b\\",
    "DSR": "\x1b[0n",
    "CPR": "\x1b[24;80R",
    "CPR in DEC's form": "\x1b[?24;80;1R",
    "OSC 4": "\x1b]4;1;rgb:cdcd/0000/0000\x1b\\",
    "OSC 10": "\x1b]10;rgb:ffff/ffff/ffff\x07",
    "OSC 11": "\x1b]11;rgb:0000/0000/0000\x07",
    "OSC 52": "\x1b]52;c;eW55bjEyMw==\x1b\\",
    "XTVERSION": "\x1bP>|tmux 3.3a\x1b\\",
    "DECRQSS": "\x1bP1$r0m\x1b\\",
    "XTGETTCAP": "\x1bP1+r544e=787465726d\x1b\\",
    "colour scheme": "\x1b[?997;1n",
    "DECRPM": "\x1b[?2026;2$y",
    "flags of kitty's keys": "\x1b[?1u",
    "size of the window": "\x1b[8;24;80t",
    "kitty graphics": "\x1b_Gi=1;OK\x1b\\",
    "private message": "\x1b^yn1\x1b\\",
    "start of string": "\x1bXyn1\x1b\\",
    "mouse, X10": "\x1b[M yn",
    "mouse, SGR": "\x1b[<0;10;10M",
    "mouse let go, SGR": "\x1b[<0;10;10m",
    "mouse, urxvt": "\x1b[32;10;10M",
    "focus": "\x1b[I",
    "focus lost": "\x1b[O",
    "colour code": "\x1b[31m",
    "Ctrl-C let go": "\x1b[99;5:3u",
    "8-bit DSR": "\x9b0n",
    "8-bit OSC": "\x9d11;rgb:y/n/u\x9c",
    "8-bit DCS": "\x90>|tmux yn\x9c",
    "8-bit SS3": "\x8fy",
    "8-bit DSR, one byte": "\udc9b0n",
    "cut off by CAN": "\x1b[?62;1\x18",
}
"""Sequences that terminals send by themselves. None of them is a key."""

OTHER_KEYS = {
    "Alt and a letter": "\x1bn",
    "Alt and Enter": "\x1b\r",
    "Alt and é": "\x1bé",
    "CSI u": "\x1b[121u",
    "CSI u, pressed": "\x1b[110;1:1u",
    "CSI u with Alt": "\x1b[121;3u",
    "modifyOtherKeys": "\x1b[27;5;121~",
    "keypad +": "\x1bOk",
    "keypad /": "\x1bOo",
    "numbered key": "\x1b[99~",
    "8-bit NEL": "\x85",
}
"""Keys without a meaning in dvcheck."""

INTERRUPTS = {
    "\x1b[99;5u": "\x03",
    "\x1b[99;5:1u": "\x03",
    "\x1b[99;5:2u": "\x03",
    "\x1b[99;133u": "\x03",
    "\x1b[99::99;5u": "\x03",
    "\x1b[1089::99;5u": "\x03",
    "\x1b[27;5;99~": "\x03",
    "\x1b[100;5u": "\x04",
    "\x1b[100;5:1u": "\x04",
    "\x1b[27;5;100~": "\x04",
}

KEYPAD = {f"\x1bO{'pqrstuvwxy'[n]}": str(n) for n in range(10)} | {
    "\x1bOM": "\r",
    "\x1b[57400u": "1",
    "\x1b[57414u": "\r",
}


def decoded(*pieces: str) -> list[KeyPress]:
    decoder = Decoder()
    return [key for piece in pieces for key in decoder.feed(piece)]


def key(character: str) -> KeyPress:
    found = ANSI_SEQUENCES.get(character, character)
    assert not isinstance(found, tuple)
    return KeyPress(found, character)


@pytest.mark.parametrize("name", REPLIES)
def test_what_a_terminal_says_by_itself_is_no_key(name: str) -> None:
    assert decoded("y", REPLIES[name], "n") == [key("y"), key("n")]


@pytest.mark.parametrize("name", OTHER_KEYS)
def test_an_unknown_key_is_one_key(name: str) -> None:
    assert decoded("y", OTHER_KEYS[name], "n") == [key("y"), UNKNOWN, key("n")]


@pytest.mark.parametrize("sequence", INTERRUPTS)
def test_ctrl_c_and_ctrl_d_of_other_protocols_are_the_real_ones(sequence: str) -> None:
    assert decoded(sequence) == [key(INTERRUPTS[sequence])]


@pytest.mark.parametrize("sequence", KEYPAD)
def test_the_digits_and_enter_of_the_keypad_are_digits_and_enter(sequence: str) -> None:
    assert decoded(sequence) == [key(KEYPAD[sequence])]


def test_alt_and_a_digit_of_the_keypad_is_no_digit() -> None:
    assert decoded("\x1b\x1bOq") == [UNKNOWN, UNKNOWN]


def test_every_sequence_that_prompt_toolkit_knows_is_what_it_was() -> None:
    own = {"\x1b", "\x9b", "\x1b[200~"}
    for sequence, keys in ANSI_SEQUENCES.items():
        if sequence not in own:
            parts = keys if isinstance(keys, tuple) else (keys,)
            assert [press.key for press in decoded(sequence)] == list(parts), repr(sequence)


def test_an_esc_is_a_key_once_nothing_has_followed_it() -> None:
    decoder = Decoder()
    assert decoder.feed("\x1b") == []
    assert decoder.patience == LONE_ESC
    assert decoder.silence() == [UNKNOWN]
    assert decoder.patience is None
    assert decoder.feed("y") == [key("y")]


@pytest.mark.parametrize(
    "begun",
    ["\x1b[", "\x1b[0", "\x1b[M", "\x1b[M y", "\x1b[[", "\x1bO", "\x1b]11;rgb", "\x1bP", "\x1b_x\x1b"],
)
def test_a_sequence_that_was_cut_off_ends_in_silence(begun: str) -> None:
    decoder = Decoder()
    assert decoder.feed(begun) == []
    assert decoder.patience == CUT_OFF
    assert decoder.silence() in ([], [UNKNOWN])
    assert decoder.feed("y") == [key("y")]


@pytest.mark.parametrize(
    "begun", ["\x1b", "\x1b[0", "\x1b[M ", "\x1bO", "\x1b]11;rgb", "\x1bP\x1b", "\x9b", "\x9d"]
)
@pytest.mark.parametrize("interrupt", ["\x03", "\x04"])
def test_ctrl_c_and_ctrl_d_count_in_the_middle_of_a_sequence(begun: str, interrupt: str) -> None:
    assert decoded(begun, interrupt)[-1] == key(interrupt)


@pytest.mark.parametrize("end", ["\x07", "\x1b\\", "\x9c"])
def test_a_control_string_of_any_length_is_no_key(end: str) -> None:
    decoder = Decoder()
    assert decoder.feed("\x1b]52;c;" + "yn12" * LONGEST) == []
    assert decoder.patience == FLOOD
    assert len(decoder._begun) <= LONGEST
    assert decoder.feed(f"{end}y") == [key("y")]


def test_a_paste_is_given_in_one_piece() -> None:
    pasted = "y\r\x1b[0n\x03é"
    assert decoded("\x1b[200~" + pasted + "\x1b[201~n") == [KeyPress(Keys.BracketedPaste, pasted), key("n")]


def test_ctrl_c_ends_a_paste_that_has_lost_its_end() -> None:
    decoder = Decoder()
    assert decoder.feed("\x1b[200~yn\x03yn") == []
    assert decoder.patience == CUT_OFF
    assert decoder.silence() == []
    assert decoder.patience is None
    assert decoder.feed("\x03y") == [key("\x03"), key("y")]


# --- any stream ---------------------------------------------------------------------------------------------

_SOME = [*REPLIES.values(), *OTHER_KEYS.values(), *INTERRUPTS, *KEYPAD, *ANSI_SEQUENCES]
_STREAMS = st.lists(
    st.one_of(
        st.sampled_from(_SOME),
        st.sampled_from("yn12u \r\x03q"),
        st.text(
            st.sampled_from("\x1b[]OPX^_M0129;:?<>$\\\x07\x18yn\x03\x9b\x9d\x9c\udc9b~uR é\x7f"), max_size=12
        ),
        st.text(max_size=6),
        st.just("\x1b[200~yn\x1b[201~"),
    ),
    max_size=8,
).map("".join)


@settings(max_examples=drawn(400), deadline=None)
@given(stream=_STREAMS, cuts=st.lists(st.integers(min_value=0, max_value=200), max_size=12))
@example(stream="\x1b[200~y\x1b[201~n", cuts=[9, 10, 11, 12])
def test_the_keys_are_the_same_however_a_stream_is_cut(stream: str, cuts: list[int]) -> None:
    at = sorted({min(cut, len(stream)) for cut in cuts} | {0, len(stream)})
    pieces = [stream[a:b] for a, b in pairwise(at)]
    assert decoded(*pieces) == decoded(stream) == decoded(*stream)


@settings(max_examples=drawn(200), deadline=None)
@given(stream=_STREAMS)
def test_after_silence_a_key_counts_whatever_came_before(stream: str) -> None:
    decoder = Decoder()
    decoder.feed(stream.replace("\x1b[200~", ""))
    decoder.silence()
    assert decoder.patience is None
    assert decoder.feed("y") == [key("y")]


@settings(max_examples=drawn(200), deadline=None)
@given(parts=st.lists(st.sampled_from([*REPLIES.values(), *"yn12u\r"]), max_size=12))
def test_among_replies_exactly_the_keys_are_keys(parts: list[str]) -> None:
    assert decoded("".join(parts)) == [key(part) for part in parts if len(part) == 1]


@settings(max_examples=drawn(200), deadline=None)
@given(
    body=st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=40),
    kind=st.sampled_from("]P_^X"),
)
def test_no_control_string_is_a_key(body: str, kind: str) -> None:
    assert decoded(f"\x1b{kind}{body}\x1b\\") == decoded(f"\x1b{kind}{body}\x07") == []


@settings(max_examples=drawn(200), deadline=None)
@given(
    parameters=st.text(st.sampled_from("0123456789:;<=>?"), max_size=20),
    between=st.text(st.sampled_from(" !\"#$%&'()*+,-./"), max_size=3),
    final=st.characters(min_codepoint=0x40, max_codepoint=0x7E),
)
def test_no_control_sequence_is_a_letter(parameters: str, between: str, final: str) -> None:
    """Two sequences are longer: the mouse and the Linux console."""
    if not (parameters + between) and final in "M[":
        return
    found = decoded(f"\x1b[{parameters}{between}{final}")
    assert all(isinstance(press.key, Keys) or press.key in "0123456789" for press in found)
    assert not any(press.key in "0123456789" for press in found if final != "u")

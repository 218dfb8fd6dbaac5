"""Pasted control characters, escape sequences and long text: nothing breaks, hangs or is echoed raw."""

import re
from pathlib import Path

import pytest

from tests.journal import answers, entries, only_case
from tests.pty import CTRL_C, ENTER, Officer, dvcheck
from tests.terminal.walks import (
    ASSAULT,
    IN_LEDS,
    TICK,
    VERBAL,
    Walk,
    before,
    given,
    press_through,
    step,
    values,
)

_PAYLOADS: dict[str, bytes] = {
    "colour": b"\x1b[31mred",
    "clipboard": b"\x1b]52;c;AAAA\x07",
    "title": b"\x1b]0;owned\x07",
    "8-bit CSI, one byte": b"\x9b31mred",
    "8-bit CSI, UTF-8": "\x9b31mred".encode(),
    "bidi override": "\u202eevil".encode(),
    "NUL": b"a\x00a",
    "not UTF-8": b"\xff\xfe\xc3",
    "lone surrogate": b"\xed\xa0\x80",
    "device query": b"\x1b[6n\x1b[c",
    "cursor answer": b"\x1b[24;80R",
    "mouse": b"\x1b[M !!\x1b[<0;1;1M",
    "wide and combining": "警察e\u0301\u0301\u0301👮🏽‍♀️".encode(),
}
_LIKE_A_MOUSE = ("colour", "mouse")
_RAW = re.compile(rb"\x1b\[31mred|\x1b\]|\x9b31|\x00|\xe2\x80\xae|\xff|\x1b\[c")

_KINDS = {"yes-no": "two-members", "choice": "relationship", "choices": "crimes", "number": "pain-scale"}


def _lead_to(kind: str, folder: Path) -> tuple[list[str], str, Walk]:
    """The arguments that start at a kind of prompt, a text to recognize it, and the answers before it."""
    walk = ASSAULT if kind == "list" else before(ASSAULT, _KINDS[kind])
    text = TICK if kind == "list" else step(ASSAULT, _KINDS[kind]).text
    return ["incident", "--no-color", *given(folder, walk)], text, walk


@pytest.mark.parametrize("kind", [*_KINDS, "list"])
def test_a_bracketed_paste_breaks_nothing(kind: str, tmp_path: Path) -> None:
    """After all payloads, one after the other, the walk still works and nothing is lost."""
    arguments, text, walk = _lead_to(kind, tmp_path)
    with Officer(*arguments) as officer:
        officer.wait_for_question(text)
        for payload in _PAYLOADS.values():
            officer.paste(payload, bracketed=True)
            officer.read_for(0.02)
        officer.wait_for_question(text)
        officer.press(CTRL_C)
        _assert_unharmed(officer)
    assert answers(only_case()) == values(walk)


@pytest.mark.parametrize("kind", [*_KINDS, "list"])
def test_a_bare_paste_breaks_nothing(kind: str, tmp_path: Path) -> None:
    """Without brackets, its characters are keys and some may answer. No earlier answer is lost."""
    arguments, text, walk = _lead_to(kind, tmp_path)
    with Officer(*arguments, guarded=True) as officer:
        officer.wait_for_question(text)
        for name, payload in _PAYLOADS.items():
            if name not in _LIKE_A_MOUSE:
                officer.paste(payload)
                officer.read_for(0.02)
        officer.press(CTRL_C)
        _assert_unharmed(officer)
    assert answers(only_case()).items() >= values(walk).items()


@pytest.mark.parametrize("kind", ["yes-no", "choices", "number"])
def test_a_bare_colour_code_is_no_mouse(kind: str, tmp_path: Path) -> None:
    """prompt_toolkit takes ESC [ 31 m for a mouse report, and its handler fails on it."""
    arguments, text, walk = _lead_to(kind, tmp_path)
    with Officer(*arguments) as officer:
        officer.wait_for_question(text)
        officer.paste("\x1b[31m")
        officer.press(CTRL_C)
        officer.wait_until(lambda: officer.ended, "the end of the program")
        _assert_unharmed(officer)
    assert answers(only_case()) == values(walk)


def _assert_unharmed(officer: Officer) -> None:
    assert officer.exit_status == 130
    said = "\n".join(officer.everything)
    assert "Traceback" not in said
    assert "exception" not in said.lower()
    assert not (found := _RAW.search(officer.raw)), found
    assert officer.left_as_found


@pytest.mark.parametrize("kind", _KINDS)
def test_a_bracketed_paste_answers_no_single_key_question(kind: str, tmp_path: Path) -> None:
    """A text meant for another window does not answer for the officer."""
    arguments, text, walk = _lead_to(kind, tmp_path)
    with Officer(*arguments) as officer:
        officer.wait_for_question(text)
        officer.paste("y\r1\r\r", bracketed=True)
        officer.read_for(0.1)
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    assert answers(only_case()) == values(walk)


@pytest.mark.parametrize(("size", "bracketed"), [(100_000, True), (5_000, False)], ids=["bracketed", "bare"])
@pytest.mark.parametrize("kind", [*_KINDS, "list"])
def test_a_mass_of_text_does_not_hang(kind: str, size: int, bracketed: bool, tmp_path: Path) -> None:
    """100 kB in brackets; less as single keys, because each key takes time."""
    arguments, text, walk = _lead_to(kind, tmp_path)
    with Officer(*arguments, guarded=True) as officer:
        officer.wait_for_question(text)
        officer.paste("z" * size, bracketed=bracketed)
        officer.press(CTRL_C)
        assert officer.exit_status == 130
        assert "Traceback" not in "\n".join(officer.everything[-30:])
    assert answers(only_case()) == values(walk)


def test_a_hostile_reason_is_kept_inert(tmp_path: Path) -> None:
    payload = b"left \x1b[31mred\x1b]52;c;AAAA\x07 \xe2\x80\xae \xc2\x9b31m"
    with Officer("incident", "--no-color", *given(tmp_path, VERBAL)) as officer:
        officer.answer(TICK, "x")
        officer.wait_for("Why was it not feasible?")
        officer.paste(payload, bracketed=True)
        officer.wait_for("> left")
        officer.press(ENTER)
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
        assert not (found := _RAW.search(officer.raw)), found
    (reason,) = [str(body["reason"]) for kind, body in entries(only_case()) if kind == "marked"]
    assert reason.startswith("left ")
    assert reason.isprintable()
    for format_ in ("text", "json"):
        done = dvcheck("show", only_case(), "--format", format_)
        assert not _RAW.search(done.stdout.encode())
        assert "\x1b" not in done.stdout


@pytest.mark.parametrize("size", [5_000, 100_000])
def test_a_long_reason_is_refused_or_kept_short(size: int, tmp_path: Path) -> None:
    """At most 2,000 characters of a text are kept, the limit of an answer in words."""
    with Officer("incident", *given(tmp_path, VERBAL)) as officer:
        officer.answer(TICK, "x")
        officer.wait_for("Why was it not feasible?")
        officer.paste("z" * size, bracketed=True)
        officer.press(ENTER)
        officer.wait_until(
            lambda: officer.asks(TICK) or officer.says("2,000"), "the list, or a word on the length"
        )
        if not officer.asks(TICK):
            return
        officer.press(ENTER)
        assert officer.exit_status == 0
    reasons = [str(body["reason"]) for kind, body in entries(only_case()) if kind == "marked"]
    assert all(len(reason) <= 2_000 for reason in reasons)


def test_a_hostile_case_number_is_shown_inert() -> None:
    number = "25\x1b[31mred\u202e"
    with Officer("verify-order", "--no-color", "--number", number) as officer:
        officer.answer(IN_LEDS[0].text, "q")
        assert officer.exit_status == 130
    with Officer("verify-order", "--no-color") as officer:
        officer.wait_for_question("Which case?")
        officer.press("1")
        officer.answer(IN_LEDS[0].text, "q")
        assert officer.exit_status == 130
        assert not _RAW.search(officer.raw)
    for arguments in (["cases"], ["show", only_case()], ["outstanding"]):
        assert "\x1b" not in dvcheck(*arguments).stdout


@pytest.mark.parametrize("kind", [*_KINDS, "list"])
def test_the_terminal_is_asked_nothing(kind: str, tmp_path: Path) -> None:
    """For example the cursor position: prompt_toolkit warns about a terminal that does not answer."""
    arguments, text, _ = _lead_to(kind, tmp_path)
    with Officer(*arguments) as officer:
        officer.wait_for_question(text)
        assert not re.search(rb"\x1b\[(6n|c|>c|>0q|\?u)|\x1b\]1[01];\?", officer.raw)


def test_paste_is_bracketed_while_it_asks_and_not_after() -> None:
    with Officer("incident") as officer:
        press_through(officer, VERBAL[:1])
        officer.wait_for_question(VERBAL[1].text)
        assert officer.bracketed_paste
        officer.press("q")
        assert officer.exit_status == 130
        assert not officer.bracketed_paste

"""Only keys answer: nothing that a terminal sends by itself is recorded, and no key is lost to it.

POSIX only. Replies, reports and random sequences, some of them cut off, come between the keys of prompts, in
pieces cut at random. Most go to real prompts that read a pipe, with `SILENCE` as the limit of silence. A
share goes to walks in pseudo-terminals, with the real limit. Each round is drawn from its number.
"""

import asyncio
import io
import multiprocessing
import os
import random
import string
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from prompt_toolkit.application import Application
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES

from dvcheck.looks import Looks
from dvcheck.pack.model import Question
from dvcheck.record.cases import all_cases
from dvcheck.record.sqlite.journal import Journal
from dvcheck.terminal.keys import decoder as keys
from dvcheck.terminal.prompt import KeyTerminal
from dvcheck.walk.prompts import Leave, Move, Prompt, WalkPlace
from tests.proof import Figure, all_of, none_of
from tests.proof.kills import some
from tests.pty import Officer
from tests.terminal.test_keys import OTHER_KEYS, REPLIES
from tests.terminal.walks import ASSAULT, TICK, shipped, values

SEQUENCES = 1_000
SEED = 825
A_ROUND = 20
"""Sequences in a round of prompts that read a pipe."""
IN_WALKS = 5
"""One sequence in this many is sent in a pseudo-terminal."""
SILENCE = 0.2
"""Seconds after which a sequence is cut off at the prompts that read a pipe."""
CONTROLS = 3

# --- noise --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Noise:
    """A sequence in pieces, and whether it was cut off."""

    pieces: tuple[bytes, ...]
    cut_off: bool


_FIXED = [*REPLIES.values(), *OTHER_KEYS.values()]
_BEGUN = [
    "\x1b",
    "\x1b[",
    "\x1bO",
    "\x1b[0",
    "\x1b[?62;1",
    "\x1b[<0;10",
    "\x1b[M n",
    "\x1b]11;rgb:",
    "\x1bP>|tmux yn",
    "\x1b_yn12",
    "\x1b^n\x1b",
]
_PRINTABLE = string.ascii_letters + string.digits + string.punctuation + " "


def _csi(draw: random.Random) -> str:
    """Return a control sequence unknown to prompt_toolkit that is no key of another protocol."""
    finals = [chr(n) for n in range(0x40, 0x7F) if chr(n) != "u"]
    while True:
        numbers = ";".join(str(draw.randrange(2_000)) for _ in range(draw.randrange(1, 6)))
        private, between = draw.choice(("", "", "?", ">", "<")), draw.choice(("", "", "$", " "))
        sequence = f"\x1b[{private}{numbers}{between}{draw.choice(finals)}"
        if sequence not in ANSI_SEQUENCES and not sequence.startswith("\x1b[27;"):
            return sequence


def _string(draw: random.Random) -> str:
    body = "".join(draw.choices(_PRINTABLE, k=draw.choices((3, 30, 300, 5_000), (9, 9, 9, 1))[0]))
    return f"\x1b{draw.choice(']P_^X')}{body}{draw.choice((chr(7), chr(27) + chr(92)))}"


def _letter(draw: random.Random) -> str:
    """Return a letter or a digit with Alt, or of another protocol."""
    letter = draw.choice("ynusbqYNUSBQ123456789")
    other = f"\x1b[{ord(letter)};{draw.randrange(1, 5)}u", f"\x1b[27;{draw.randrange(2, 5)};{ord(letter)}~"
    return draw.choice((f"\x1b{letter}", *other))


def drawn(draw: random.Random) -> Noise:
    """Return a sequence, complete or cut off."""
    kinds = ((8, _csi), (8, _string), (6, _letter), (12, lambda d: d.choice(_FIXED)))
    cut_off = draw.random() < 0.1
    (kind,) = draw.choices([kind for _, kind in kinds], [weight for weight, _ in kinds])
    data = (draw.choice(_BEGUN) if cut_off else kind(draw)).encode(errors="surrogateescape")
    cuts = draw.choices(range(1, len(data) + 1), k=draw.choice((0, 0, 1, 3)))
    at = sorted({0, *cuts, len(data)})
    return Noise(tuple(data[a:b] for a, b in pairwise(at)), cut_off)


# --- prompts that read a pipe -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """A question, the keys pressed at it, and the answer they must give."""

    question: Question
    keys: str
    gives: object


@cache
def _steps() -> tuple[Step, ...]:
    by_id = {question.id: question for question in shipped().questions()}
    yes_no, choice, ticks, line = (
        by_id[name] for name in ("two-members", "relationship", "crimes", "pain-scale")
    )
    crimes = [option.id for option in ticks.options]
    return (
        *(Step(yes_no, key, gives) for key, gives in (("y", "yes"), ("N", "no"), ("u", "unknown"))),
        *(Step(choice, str(n), option.id) for n, option in enumerate(choice.options, 1)),
        *(Step(question, "b", Move.BACK) for question in (yes_no, choice, ticks)),
        Step(ticks, "1\r", (crimes[0],)),
        Step(ticks, "13\r", (crimes[0], crimes[2])),
        Step(ticks, "u", "unknown"),
        Step(line, "7\r", "7"),
        Step(line, "10\r", "10"),
    )


@dataclass(frozen=True, slots=True)
class Round:
    """Prompts and the input sent to them: pieces, and None for a silence."""

    steps: tuple[Step, ...]
    sent: tuple[bytes | None, ...]
    sequences: int
    cut_off: int


def round_of(number: int) -> Round:
    draw = random.Random(f"{SEED} {number}")
    steps = tuple(draw.choices(_steps(), k=A_ROUND // 2))
    pressed = [key for step in steps for key in step.keys]
    before = sorted(draw.choices(range(len(pressed)), k=A_ROUND))
    sent: list[bytes | None] = []
    cut_off = 0
    for n, key in enumerate(pressed):
        for _ in range(before.count(n)):
            noise = drawn(draw)
            cut_off += noise.cut_off
            sent += [*noise.pieces, *([None] if noise.cut_off else [])]
        sent.append(key.encode())
    return Round(steps, tuple(sent), A_ROUND, cut_off)


class _Sender:
    """Sends a round while its prompts run, and ends them if all is sent and nothing follows."""

    def __init__(self, pieces: tuple[bytes | None, ...], pipe: Any) -> None:
        self._left = deque(pieces)
        self._pipe = pipe

    async def play(self, application: Application[Any]) -> None:
        while self._left:
            piece = self._left[0]
            if piece is None:
                await asyncio.sleep(1.5 * SILENCE)
            else:
                self._pipe.send_bytes(piece)
            self._left.popleft()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        await asyncio.sleep(1)
        if not application.is_done:
            application.exit(result=Leave)


def wrong(number: int) -> int:
    """Return the number of prompts of a round that were not answered by their keys."""
    played = round_of(number)
    with create_pipe_input() as pipe, patch.multiple(keys, LONE_ESC=SILENCE, CUT_OFF=SILENCE):
        terminal = KeyTerminal(
            Looks(color=False),
            stream=io.StringIO(),
            input=pipe,
            beside=_Sender(played.sent, pipe).play,
            bell=False,
            rest=0,
        )
        given: list[object] = []
        try:
            for step in played.steps:
                given.append(terminal.ask(Prompt(question=step.question, place=WalkPlace(), status="")))
        except Exception as error:  # Leave where its keys are lost; or prompt_toolkit's parser fails
            given.append(error)
        finally:
            terminal.close()
    pairs = zip(given, played.steps, strict=False)
    return sum(gives != step.gives for gives, step in pairs) + len(played.steps) - len(given)


def _without_the_layer() -> Any:
    """Leave what a terminal sends to prompt_toolkit's own parser."""
    return patch("dvcheck.terminal.prompt.OnlyKeys", lambda inner, hand: inner)


def _deaf() -> Any:
    """Never end an unfinished sequence after a silence."""
    return patch.object(keys.Decoder, "silence", lambda self: [])


# --- walks in pseudo-terminals ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Walked:
    """The outcome of a walk among noise."""

    answers: int
    wrong: int


def walked(number: int, sequences: int, scratch: Path) -> Walked:
    """Run a walk with a number of sequences between its questions and before its keys."""
    draw = random.Random(f"{SEED} walk {number}")
    home = scratch / f"walk-{number}"
    before = draw.choices(range(len(ASSAULT)), k=sequences)
    with Officer("incident", env={"DVCHECK_HOME": str(home)}, guarded=True) as officer:
        try:
            for n, step in enumerate(ASSAULT):
                officer.wait_for_question(step.text)
                for _ in range(before.count(n)):
                    _send(officer, drawn(draw), draw)
                officer.press(*step.keys)
            officer.answer(TICK, "\r")
            status = officer.exit_status
        except pytest.fail.Exception as failure:
            sys.stderr.write(f"noise, walk {number}: {failure}\n")
            status = -1
    with Journal.open(home) as journal:
        found = {name: a.value for case in all_cases(journal)[0] for name, a in case.answers.items()}
    expected = values(ASSAULT)
    differ = sum(found.get(name) != expected.get(name) for name in found.keys() | expected.keys())
    return Walked(answers=len(found), wrong=differ + (status != 0))


def _send(officer: Officer, noise: Noise, draw: random.Random) -> None:
    for piece in noise.pieces:
        officer.paste(piece)
        officer.read_for(draw.choice((0, 0.001, 0.02)))
    if noise.cut_off:
        officer.wait_until(lambda: not officer.unread, "what was sent is read")
        officer.read_for(keys.CUT_OFF + 0.1)


# --- the figures --------------------------------------------------------------------------------------------


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    """Send `n` sequences, one in five of them in pseudo-terminals."""
    number = SEQUENCES if n is None else n
    in_walks = number // IN_WALKS
    rounds = [round_of(one) for one in range(max(1, (number - in_walks) // A_ROUND))]
    processes = max(2, os.cpu_count() or 1)
    share = max(1, in_walks // processes)
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        walks = pool.map(partial(walked, sequences=share, scratch=scratch), range(processes))
        found = list(pool.map(wrong, range(len(rounds))))
        ended = list(walks)
    for one, differ in enumerate(found):
        if differ:
            sys.stderr.write(f"noise: {differ} wrong in round {one}: {round_of(one).sent}\n")
    sequences = sum(one.sequences for one in rounds)
    pressed = sum(len(step.keys) for one in rounds for step in one.steps)
    what = f"{sequences} sequences between {pressed} keys at prompts"
    yield none_of(f"{what}: prompts answered by anything but their keys", sum(found))
    yield some(f"{what}: sequences cut off", sum(one.cut_off for one in rounds))
    what = f"{share * processes} sequences in {processes} walks"
    yield none_of(f"{what}: answers other than those of the keys", sum(one.wrong for one in ended))
    yield some(f"{what}: answers recorded", sum(one.answers for one in ended))
    with _without_the_layer():
        seen = sum(wrong(one) > 0 for one in range(CONTROLS))
    yield all_of("control, left to prompt_toolkit's own parser: rounds found wrong", seen, CONTROLS)
    with _deaf():
        cut = [one for one in range(len(rounds)) if rounds[one].cut_off][:CONTROLS]
        seen = sum(wrong(one) > 0 for one in cut)
    yield some("control, what was cut off never ends: rounds found wrong", seen)

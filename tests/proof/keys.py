"""Whatever is pressed, the program neither fails nor hangs, keeps what it said it has, and tidies up.

POSIX only: random keys, pastes, reports, sizes and signals reach real walks and demos in pseudo-terminals.
Each string is drawn from its number: `python -m tests.proof.keys NUMBER` plays one again and shows its end.

A program hangs if keys wait in its terminal and it sleeps, or works and shows nothing. A busy computer never
makes a program sleep while keys wait, and adds nothing to its processor time.
"""

import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from itertools import count
from pathlib import Path

import pytest

from dvcheck.pack import library
from dvcheck.pack.model import Question
from dvcheck.record.cases import all_cases
from dvcheck.record.sqlite.journal import Journal
from tests.proof import Figure, all_of, none_of
from tests.proof.kills import TO_CLOCK, Said, answered, examined, some
from tests.pty import CTRL_C, Officer
from tests.terminal.walks import (
    ASSAULT,
    BY_COPY,
    SERVED_ANSWERS,
    STANDBY_ANSWERS,
    Walk,
    given,
    lay_out,
    shipped,
)

STRINGS = 1_000
SEED = 1994
HANG = 2.0
"""The seconds of silence after which a program that was asked to leave counts as hanging."""
_HARMLESS = b"\x1b[200~\x1b[201~"
"""An empty paste, which is read at once and changes nothing."""
LONGEST = 30.0
"""The seconds within which it must end, whatever it had to do before."""

_FAILED = re.compile(
    rb"Traceback|unexpected error|it ended because|Exception ignored|Unhandled exception|never retrieved"
    rb"|Exception in"
)
_SAVED = re.compile(r"Saved:(\d+)answers?\.Resumewith")
_ENDS = {0, 130, 128 + signal.SIGHUP, 128 + signal.SIGTERM, -signal.SIGHUP, -signal.SIGTERM, -signal.SIGINT}
"""The ways a program may end here: finished, left, or ended by a signal."""

Act = tuple[str, object]
"""An action: `keys` (bytes), `wait` (seconds), `size` (columns, lines) or `signal` (its name)."""


# --- the strings --------------------------------------------------------------------------------------------

_TEXT = (
    "abcxyz ABC 0123456789 ,.;:-/?!'\"\n\r\t{}[]%$\\"
    " äöüßéñ 漢字 🙂 e\u0301 \u202e\u2066\u200b \x00\x07\x1b[31m"
)

_ARROWS = (
    [f"\x1b[{c}" for c in "ABCDHFZ"] + [f"\x1bO{c}" for c in "ABCDHF"] + [f"\x1b[1;5{c}" for c in "ABCD"]
)
_EDITING = [f"\x1b[{n}~" for n in (1, 2, 3, 4, 5, 6)]
_FUNCTIONS = [f"\x1bO{c}" for c in "PQRS"] + [f"\x1b[{n}~" for n in (15, 17, 18, 19, 20, 21, 23, 24)]
_CONTROLS = [chr(n) for n in range(32) if n not in (3, 4, 0x1A, 0x1C)]
_REPORTS = [
    "\x1b[M !!",
    "\x1b[M#\xff\xff",
    "\x1b[<0;10;10M",
    "\x1b[<0;10;10m",
    "\x1b[<64;5;5M",
    "\x1b[<;;M",
    "\x1b[32;10;10M",
    "\x1b[0;10m",
    "\x1b[5;10R",
    "\x1b[I",
    "\x1b[O",
    "\x1b[?1;2c",
    "\x1b]11;rgb:0000/0000/0000\x07",
    "\x1bP1$r0m\x1b\\",
    "\x1b[12",
    "\x1b[999999999999;1H",
]
_UTF_8 = ["é", "漢", "🙂", "e\u0301", "\u202e", "\u200b", "\x85", "\x9b", "👩‍👩‍👧", "\ufeff"]
_BROKEN = [b"\xff", b"\xc3", b"\xe6\xbc", b"\xf0\x9f\x99", b"\xed\xa0\x80", b"\x80\x80"]


def _pasted(draw: random.Random) -> bytes:
    """Return a paste. Without brackets each character is a key and may be a commit: a long one takes time."""
    text = "".join(draw.choices(_TEXT, k=draw.choice((1, 8, 60, 300))))
    more = "".join(draw.choices(_TEXT, k=draw.choice((1, 300, 4_000))))
    return draw.choice(
        (text, f"\x1b[200~{more}\x1b[201~", f"\x1b[200~{more}\x1b[201~{text}\x1b[201~")
    ).encode()


def _one_of(keys: Sequence[str]) -> Callable[[random.Random], list[Act]]:
    return lambda draw: [("keys", draw.choice(keys).encode())]


def _signalled(*names: str) -> Callable[[random.Random], list[Act]]:
    return lambda draw: [("signal", name) for name in names]


def _squeezed(draw: random.Random) -> list[Act]:
    """Return sizes: the window is made as small as possible, and large again at once or later."""
    between = draw.choice(([], [("wait", 0.1)], [("keys", draw.choice("yn12b?").encode()), ("wait", 0.05)]))
    return [("size", (20, 10)), *between, ("size", (80, 24))]


_PRESSES: tuple[tuple[float, Callable[[random.Random], list[Act]]], ...] = (
    (20, _one_of("ynuYNU")),
    (20, _one_of("123456789")),
    (8, _one_of("bsxe+?rn0BSXER")),
    (8, _one_of([chr(n) for n in range(33, 127) if chr(n) not in "qQ"])),
    (14, _one_of("\r\r\n ")),
    (6, _one_of(["\x7f", "\x08", "\t", "\x1b[Z"])),
    (8, _one_of(_ARROWS)),
    (2, _one_of(_EDITING)),
    (3, _one_of(_FUNCTIONS)),
    (3, _one_of(["\x1b", "\x1b\x1b", "\x1bb", "\x1by"])),
    (3, _one_of(_CONTROLS)),
    (4, _one_of(_REPORTS)),
    (4, _one_of(_UTF_8)),
    (2, lambda draw: [("keys", draw.choice(_BROKEN))]),
    (4, lambda draw: [("keys", _pasted(draw))]),
    (4, _squeezed),
    (4, lambda draw: [("wait", draw.choice((0.1, 0.3, 0.6)))]),
    (1, _one_of(["\x1a"])),
    (1, _signalled("SIGSTOP", "SIGCONT")),
    (1, _signalled("SIGTSTP", "SIGCONT")),
    (0.5, _signalled("SIGWINCH")),
    (0.5, _one_of("qQ")),
    (0.5, _one_of(["\x03", "\x04"])),
    (0.3, _signalled("SIGINT")),
    (0.5, _signalled("SIGTERM")),
    (0.5, _signalled("SIGHUP")),
)
"""Each action with its frequency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """One string: the command, the answers given before, and every action after them."""

    number: int
    command: str
    filed: Walk = ()
    pressed: Walk = ()
    arguments: tuple[str, ...] = ()
    waits_for: str
    acts: tuple[Act, ...]
    leaving: bytes


_WALKS: tuple[tuple[str, Walk], ...] = (
    ("incident", ASSAULT),
    ("verify-order", BY_COPY),
    ("serve-order", lay_out("serve-order", SERVED_ANSWERS)),
    ("standby", lay_out("standby", STANDBY_ANSWERS)),
    ("standby", lay_out("standby", STANDBY_ANSWERS)),
)


def drawn(number: int) -> Keys:
    """Return the string of a number. At most one in five is for a demo."""
    draw = random.Random(f"{SEED} {number}")
    acts: list[Act] = []
    for _ in range(draw.randrange(5, 40)):
        (press,) = draw.choices([p for _, p in _PRESSES], [weight for weight, _ in _PRESSES])
        acts += [*press(draw), ("wait", draw.choice((0, 0, 0.01, 0.03)))]
    rest = {"number": number, "acts": tuple(acts), "leaving": draw.choice((b"q", b"\x04", b"\x03"))}
    if number % 6 == 5:
        scenario = draw.choice(_scenarios())
        speed = draw.choice(("1", "5", "40"))
        asks = draw.choice(((), ("--ask",)))
        arguments = (scenario, "--speed", speed, *asks)
        return Keys(command="demo", arguments=arguments, waits_for="q leave", **rest)  # type: ignore[arg-type]
    command, walk = _WALKS[number % 6]
    clock = len(TO_CLOCK)
    filed = draw.choice((0, clock, clock)) if command == "standby" else draw.randrange(len(walk) - 2)
    pressed = min(draw.randrange(3), len(walk) - 1 - filed)
    return Keys(
        command=command,
        filed=walk[:filed],
        pressed=walk[filed : filed + pressed],
        waits_for=walk[filed + pressed].text,
        **rest,  # type: ignore[arg-type]
    )


@cache
def _scenarios() -> list[str]:
    return sorted(Path(name).stem for name in library.scenario_files(library.shipped_folder()))


# --- one string ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The outcome of a string. Each list says what was wrong."""

    number: int
    acknowledged: int = 0
    silent: float = 0.0
    """The longest silence while it left, in seconds."""
    still: float = 0.0
    """The longest time before that during which it did not read waiting keys, in seconds."""
    wrong: tuple[tuple[str, str], ...] = ()
    """The fault: its class, and its description."""
    screen: str = ""


def played(number: int, scratch: Path, module: str = "dvcheck", *options: str) -> Outcome:
    """Play a string to the end of the program, and look at what it leaves."""
    keys = drawn(number)
    folder = Path(tempfile.mkdtemp(prefix=f"keys-{number}-", dir=scratch))
    home, temporary = folder / "dvcheck", folder / "temporary"
    temporary.mkdir()
    env = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(scratch / "user"))
    env |= {"DVCHECK_HOME": str(home), "TMPDIR": str(temporary)}
    arguments = (*options, keys.command, *keys.arguments, *given(folder, keys.filed))
    wrong: list[tuple[str, str]] = []
    acknowledged, silent, still = 0, 0.0, 0.0
    with Officer(*arguments, env=env, module=module, guarded=True) as officer:
        try:
            _begin(officer, keys)
        except pytest.fail.Exception as failure:
            wrong.append(("hang", f"it does not come to its first question: {failure}"))
        else:
            still = _played_through(officer, keys.acts)
            if still >= HANG:
                wrong.append(("frozen", f"what was pressed lay there for {still:.1f} s"))
            silent = _leave(officer, keys.leaving)
            wrong += [*_seen(officer), *_left_behind(temporary)]
            if keys.command != "demo":
                acknowledged, lost = _lost(officer, keys, home)
                wrong += lost
        screen = "\n".join(officer.screen)
    shutil.rmtree(folder, ignore_errors=True)
    return Outcome(
        number=number,
        acknowledged=acknowledged,
        silent=silent,
        still=still,
        wrong=tuple(wrong),
        screen=screen,
    )


def _begin(officer: Officer, keys: Keys) -> None:
    for step in keys.pressed:
        officer.answer(step.text, *step.keys)
    if keys.command == "demo":
        officer.wait_for(keys.waits_for)
    elif keys.pressed and keys.pressed[-1].id == "standby-clock":
        officer.wait_for("left of 20 minutes")
    else:
        officer.wait_for_question(keys.waits_for)


def _do(officer: Officer, act: Act) -> None:
    """Do one thing; nothing if the program has ended."""
    officer.read_for(0.001)
    if officer.ended:
        return
    match act:
        case "keys", bytes(data):
            with suppress(OSError):  # it may end before that
                officer.paste(data)
        case "wait", float() | int() as seconds:
            officer.read_for(seconds)
        case "size", (int(columns), int(lines)):
            officer.resize(columns=columns, lines=lines)
        case "signal", str(name):
            officer.signal(getattr(signal, name))
            officer.read_for(0.05)


def _played_through(officer: Officer, acts: Sequence[Act]) -> float:
    """Do one thing after the other; return the longest time the program hung, up to `HANG`."""
    watch = _Watch(officer)
    for act in acts:
        _do(officer, act)
        if watch.stands_still():
            return watch.longest
    _do(officer, ("keys", _HARMLESS))
    officer.read_for(0.02)  # until it waits there
    until = time.monotonic() + LONGEST
    while not watch.stands_still() and not watch.taken and time.monotonic() < until:
        officer.read_for(0.01)
    return watch.longest if watch.taken or watch.longest >= HANG else LONGEST


class _Watch:
    """Watches whether a program reads its keys."""

    def __init__(self, officer: Officer) -> None:
        self._officer = officer
        self._heard = 0
        self._worked = 0.0
        self.longest = 0.0
        self.taken = True
        """Whether nothing lay there at the last look, or the program has ended."""

    def stands_still(self) -> bool:
        """Look once; if the program sleeps while keys wait, look until it reads them or `HANG` is over."""
        slept, since = 0.0, None
        while True:
            state, worked = _state(self._officer)
            now = time.monotonic()
            self.taken = self._officer.ended or not self._officer.unread
            heard = len(self._officer.raw)
            if self.taken or heard > self._heard:
                self._heard, self._worked = heard, worked
            sleeps = state == "S" and not self.taken
            slept += now - since if sleeps and since is not None else 0.0
            since = now if sleeps else None
            self.longest = max(self.longest, slept, worked - self._worked)
            if self.longest >= HANG or self.taken or not (sleeps or slept):
                return self.longest >= HANG
            self._officer.read_for(0.01)


def _state(officer: Officer) -> tuple[str, float]:
    """Return whether a program sleeps (S), and its processor time in seconds."""
    stat = Path(f"/proc/{officer.pid}/stat")
    if not stat.parent.parent.joinpath("self").exists():  # not Linux
        return _state_by_ps(officer.pid)
    with suppress(OSError):
        fields = stat.read_text().rpartition(")")[2].split()
        return fields[0], (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return "Z", 0.0


def _state_by_ps(process: int) -> tuple[str, float]:
    listed = ["ps", "-o", "state=", "-o", "time=", "-p", str(process)]
    listing = subprocess.run(listed, capture_output=True, text=True, check=False).stdout
    state, _, worked = listing.partition(" ")
    seconds = 0.0
    for part in worked.strip().replace("-", ":").split(":"):
        seconds = 60 * seconds + float(part or 0)
    return state[:1], seconds


def _leave(officer: Officer, key: bytes) -> float:
    """Ask the program to leave, with Ctrl-C again and again; return the longest time it was silent."""
    started = heard = time.monotonic()
    silent = 0.0
    _do(officer, ("keys", key))
    pressed = 0
    while not officer.ended and silent < HANG and heard - started < LONGEST:
        had = len(officer.raw)
        officer.read_for(0.02)
        now = time.monotonic()
        silent = max(silent, now - heard)
        if len(officer.raw) > had:
            heard = now
        if now - started > (pressed + 1) * 0.4 and pressed < 4:
            pressed += 1
            _do(officer, ("keys", CTRL_C.encode()))
    return silent


def _seen(officer: Officer) -> Iterator[tuple[str, str]]:
    """Return what is wrong with the screen and the terminal at the end."""
    failed = _FAILED.search(officer.raw)
    if failed:
        said = officer.raw[failed.start() : failed.start() + 3_000]
        yield "traceback", said.decode(errors="replace")
    if not officer.ended:
        yield "hang", "it goes on after it was asked to leave"
        return
    status = officer.exit_status
    if status not in _ENDS:
        yield "end", f"it ended with {status}"
    if not officer.left_as_found:
        hidden, brackets = officer.cursor_hidden, officer.bracketed_paste
        yield (
            "terminal",
            f"echo {officer.echoes}, cursor hidden {hidden}, pastes bracketed {brackets}, {status}",
        )


def _left_behind(temporary: Path) -> Iterator[tuple[str, str]]:
    for path in temporary.iterdir():
        yield "left behind", path.name


def _lost(officer: Officer, keys: Keys, home: Path) -> tuple[int, list[tuple[str, str]]]:
    """Return the number of acknowledged answers, and those that are not in the journal."""
    said = [_said(step.id, step.value) for step in (*keys.filed, *keys.pressed)]
    if not any(kind == "size" for kind, _ in keys.acts):
        said += _claimed(officer)
    found = examined(home, said)
    wrong: list[tuple[str, str]] = []
    if found.lost or found.broken or found.closed:
        wrong.append(("lost", f"{found.lost} answers; broken: {found.broken}, closed: {found.closed}"))
    saved = _SAVED.search("".join("".join(officer.everything).split()))
    if saved is not None and int(saved[1]) != (held := _answers(home)):
        wrong.append(("lost", f"it says {saved[1]} answers are saved, and {held} are"))
    return found.acknowledged, wrong


def _said(question: str, value: str | tuple[str, ...]) -> Said:
    if value == "running":
        return "timer-started", {"timer": question}
    return answered(question, value)


def _claimed(officer: Officer) -> list[Said]:
    """Return the answers shown above the prompts as recorded, if they have one line."""
    lines = set(officer.everything)
    return [said for line, said in _CLAIMS() if line in lines]


@cache
def _CLAIMS() -> tuple[tuple[str, Said], ...]:
    def values(question: Question) -> list[str]:
        if question.kind == "yes-no":
            return ["yes", "no", "unknown"]
        return [*(o.id for o in question.options), "unknown"] if question.kind == "choice" else []

    shown: dict[str, list[Said]] = {}
    for question in shipped().questions():
        for value in values(question) if question.limit is None else []:
            line = f"  {question.name}: {question.shown(value)}"
            shown.setdefault(line, []).append(answered(question.id, value))
    return tuple((line, said[0]) for line, said in shown.items() if len(said) == 1)


def _answers(home: Path) -> int:
    """Return the number of answers of the only case in a journal."""
    with Journal.open(home) as journal:
        return sum(len(case.answers) for case in all_cases(journal)[0])


# --- programs that are made ill -----------------------------------------------------------------------------

ILLNESSES = {
    "deaf": "hang",
    "untidy": "terminal",
    "clumsy": "traceback",
    "forgetful": "lost",
    "drowsy": "frozen",
    "lost in thought": "frozen",
}
"""A way to break dvcheck, and what must then be found."""
ILL = 25
"""The string that is played then: it answers several questions, and has no signal in it."""


def _ill(illness: str) -> None:
    """Run dvcheck with one part broken, for the control of this proof."""
    from prompt_toolkit.application import Application

    from dvcheck.cli import main
    from dvcheck.terminal import early
    from dvcheck.terminal.prompt import KeyTerminal

    def fail(*_: object) -> None:
        raise ValueError("clumsy")

    def end_and_do_nothing(self: Application[object], *values: object, **named: object) -> None:
        end(self, *values, **named)
        if next(ends) == 1:
            {"drowsy": time.sleep, "lost in thought": _think}[illness](1.5 * HANG)

    end, ends = Application.exit, count()
    opened = Journal.open.__func__  # type: ignore[attr-defined]
    match illness:
        case "deaf":
            Application.exit = lambda *_, **__: None  # type: ignore[method-assign]
        case "untidy":
            early.raw_terminal = _left_raw  # type: ignore[attr-defined]
        case "clumsy":
            KeyTerminal.close = fail  # type: ignore[assignment,method-assign]
        case "forgetful":
            Journal.open = classmethod(  # type: ignore[assignment,method-assign]
                lambda cls, folder, **how: opened(cls, folder / "elsewhere", **how)
            )
        case "drowsy" | "lost in thought":
            Application.exit = end_and_do_nothing  # type: ignore[assignment,method-assign]
    main()


@contextmanager
def _left_raw(number: int) -> Iterator[None]:
    import tty

    tty.setraw(number)
    yield


def _think(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


# --- the figures --------------------------------------------------------------------------------------------


def every(number: int, scratch: Path) -> list[Outcome]:
    """Run several at a time, because they mostly wait."""
    with ProcessPoolExecutor(1 + (os.cpu_count() or 1), multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(partial(played, scratch=scratch), range(number)))


def _tell(outcome: Outcome) -> None:
    """A string that failed, so that it can be played again."""
    keys = drawn(outcome.number)
    sys.stderr.write(f"\nkeys {outcome.number}: dvcheck {keys.command} {' '.join(keys.arguments)}\n")
    sys.stderr.write(f"  {len(keys.filed)} answered from a file, {len(keys.pressed)} pressed, then:\n")
    sys.stderr.write("".join(f"    {act!r}\n" for act in (*keys.acts, ("keys", keys.leaving))))
    sys.stderr.write("".join(f"  {what}: {words}\n" for what, words in outcome.wrong))
    sys.stderr.write(f"{outcome.screen.rstrip()}\n  again: python -m tests.proof.keys {outcome.number}\n")


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    """`n` strings over the walks, the clock of the standby and the demos."""
    number = STRINGS if n is None else n
    outcomes = every(number, scratch)
    for outcome in outcomes:
        if outcome.wrong:
            _tell(outcome)

    def having(*classes: str) -> int:
        return sum(any(what in classes for what, _ in outcome.wrong) for outcome in outcomes)

    strings = f"{number} random strings"
    yield none_of(f"{strings}: tracebacks on the screen", having("traceback"))
    still = f"{strings}: programs that hung for {HANG:.0f} s"
    yield none_of(f"{still} before keys that lay there", having("frozen"))
    yield _longest(f"{strings}: longest time that keys lay there", (outcome.still for outcome in outcomes))
    yield none_of(f"{still} when asked to leave", having("hang"))
    yield _longest(f"{strings}: longest silence on leaving", (outcome.silent for outcome in outcomes))
    yield none_of(f"{strings}: programs that ended with an error", having("end"))
    yield some(f"{strings}: answers acknowledged", sum(outcome.acknowledged for outcome in outcomes))
    yield none_of(f"{strings}: walks that lost an acknowledged answer", having("lost"))
    yield none_of(f"{strings}: terminals not left as they were found", having("terminal"))
    yield none_of(f"{strings}: demos that left a file behind", having("left behind"))
    seen = sum(_shows(illness, what, scratch) for illness, what in ILLNESSES.items())
    yield all_of("control, programs made ill and found ill", seen, len(ILLNESSES))


def _longest(what: str, seconds: Iterable[float]) -> Figure:
    longest = max(seconds)
    return Figure(what=what, found=f"{longest:.1f} s", goal=f"under {HANG:.0f} s", met=longest < HANG)


def _shows(illness: str, what: str, scratch: Path) -> bool:
    outcome = played(ILL, scratch, "tests.proof.keys", "--ill", illness)
    return what in dict(outcome.wrong)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="keys-") as scratch:
        outcome = played(int(sys.argv[1]), Path(scratch))
        _tell(outcome)
        sys.exit(bool(outcome.wrong))


if __name__ == "__main__":
    if sys.argv[1] == "--ill":
        _, _, name, *sys.argv[1:] = sys.argv
        _ill(name)
    main()

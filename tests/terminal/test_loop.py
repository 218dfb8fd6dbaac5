"""An interrupt at any moment ends a prompt. The next prompt and the end of the walk work as before."""

import asyncio
import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import pytest
from prompt_toolkit.application import Application
from prompt_toolkit.input import create_pipe_input

from dvcheck.looks import Looks
from dvcheck.pack.model import Question
from dvcheck.terminal import signals
from dvcheck.terminal.loop import PromptLoop
from dvcheck.terminal.prompt import KeyTerminal
from dvcheck.walk.prompts import Leave, Prompt, WalkPlace
from tests.terminal.walks import shipped

_QUESTION = next(q for q in shipped().items() if isinstance(q, Question) and q.kind == "yes-no")
_PROMPT = Prompt(question=_QUESTION, place=WalkPlace(), status="")
_MOMENTS = 12
"""More steps of the loop than there are from a key to the end of its prompt."""

Interrupt = type[KeyboardInterrupt] | type[SystemExit]


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    """Fail after ten seconds: a prompt waits for ever if an earlier prompt takes its key."""
    if sys.platform == "win32":  # no such timer
        yield
        return

    def too_long(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, 10)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def _after(steps: int, call: Callable[[], object]) -> None:
    """Call a function after a number of rounds of the loop."""
    loop = asyncio.get_running_loop()
    loop.call_soon((lambda: _after(steps - 1, call)) if steps else call)


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("moment", range(_MOMENTS))
def test_an_interrupt_near_the_end_of_a_prompt_leaves_nothing_in_the_loop(
    moment: int, interrupt: Interrupt
) -> None:
    """Interrupt a prompt between the key that answers it and the moment when asyncio stops the loop."""
    pressed, given = False, list[object]()

    def raise_it() -> None:
        raise interrupt

    async def press(application: Application[object]) -> None:
        nonlocal pressed
        if not pressed:
            pressed = True
            _after(moment, raise_it)
        pipe.send_text("y")

    with create_pipe_input() as pipe:
        terminal = KeyTerminal(
            Looks(color=False), stream=io.StringIO(), input=pipe, beside=press, bell=False, rest=0
        )
        for _ in range(3):
            try:
                given.append(terminal.ask(_PROMPT))
            except (Leave, SystemExit):
                given.append("interrupted")
        terminal.close()
    assert sorted(given) == ["interrupted", "yes", "yes"]
    assert given[-1] == "yes"


def test_pressed_again_while_a_prompt_ends_it_still_ends() -> None:
    loop, ended = PromptLoop(), False

    def interrupt() -> None:
        raise KeyboardInterrupt

    async def prompt() -> None:
        nonlocal ended
        for _ in range(3):
            asyncio.get_running_loop().call_soon(interrupt)
        try:
            await asyncio.sleep(60)
        finally:
            asyncio.get_running_loop().call_soon(interrupt)
            await asyncio.sleep(0)
            ended = True

    with pytest.raises(KeyboardInterrupt):
        loop.run(prompt())
    assert ended
    loop.close()


@pytest.mark.skipif(sys.platform == "win32", reason="programs are ended otherwise there")
def test_a_program_that_is_asked_to_end_while_a_prompt_ends_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send SIGTERM after Ctrl-C: the exit code is that of SIGTERM."""
    loop = PromptLoop()
    monkeypatch.setattr(signals, "_asked", [])
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}

    def interrupt() -> None:
        raise KeyboardInterrupt

    async def prompt() -> None:
        asyncio.get_running_loop().call_soon(interrupt)
        asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGTERM)
        await asyncio.sleep(60)

    signals.tidy_when_ended()
    try:
        with pytest.raises(SystemExit) as ended:
            loop.run(prompt())
        loop.close()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert ended.value.code == 128 + signal.SIGTERM


def test_every_prompt_runs_in_such_a_loop() -> None:
    program = Path(signals.__file__).parents[1]
    found = [path for path in program.rglob("*.py") if "asyncio.Runner(" in path.read_text(encoding="utf-8")]
    assert sorted(path.relative_to(program).as_posix() for path in found) == [
        "player/stage.py",
        "terminal/loop.py",
    ]


def test_what_fails_because_of_the_interrupt_is_not_told_beside_it(caplog: pytest.LogCaptureFixture) -> None:
    """Fail in the loop after an interrupt, as keys do in prompt_toolkit."""
    loop = PromptLoop()

    def raise_it(error: BaseException) -> None:
        raise error

    async def prompt() -> None:
        asyncio.get_running_loop().call_soon(raise_it, SystemExit(143))
        asyncio.get_running_loop().call_soon(raise_it, StopIteration())
        await asyncio.sleep(60)

    with pytest.raises(SystemExit):
        loop.run(prompt())
    loop.close()
    assert caplog.messages == []


@pytest.mark.skipif(not hasattr(signal, "SIGCONT"), reason="programs are not suspended there")
def test_resumed_while_it_ends_a_walk_has_nothing_to_draw_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Resume the program after its loop is closed, and before its terminal is restored."""
    before = signal.getsignal(signal.SIGCONT)
    with create_pipe_input() as pipe:
        terminal = KeyTerminal(Looks(color=False), stream=io.StringIO(), input=pipe, bell=False)
        tidy, resumed = terminal._tidy, []
        pipe.send_text("y")
        assert terminal.ask(_PROMPT) == "yes"

        def resume() -> None:
            handler = signal.getsignal(signal.SIGCONT)
            assert callable(handler)
            assert handler is not before
            frame: FrameType | None = None
            resumed.append(handler(signal.SIGCONT, frame))
            tidy()

        monkeypatch.setattr(terminal, "_tidy", resume)
        terminal.close()
    assert len(resumed) == 1

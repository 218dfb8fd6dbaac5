"""A held or bouncing key counts once, and every real press counts. The tests set the clock."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.key_binding import KeyBindings, KeyPress, KeyPressEvent
from prompt_toolkit.keys import Keys

from dvcheck.terminal.keys.hand import BOUNCE, FIRST_REPEAT, HELD, NEXT_REPEAT, REST, UNREAD, Hand, Press
from dvcheck.terminal.keys.layer import OnlyKeys

_INTERRUPT = Keys.ControlC
_WHILE = 5.0
"""The seconds after which everything is settled."""


@dataclass
class Prompts:
    """Prompts that each key answers, and the clock."""

    rest: float = REST
    now: float = 100.0
    counted: list[tuple[str, float]] = field(default_factory=list)
    """Each key that counted, and its time."""

    def __post_init__(self) -> None:
        self.hand = Hand(self.rest, lambda: self.now)
        keys = KeyBindings()
        keys.add(Keys.Any)(lambda event: self.counted.append((event.key_sequence[-1].key, self.now)))
        (self._binding,) = self.hand.guarded(keys).bindings

    @property
    def answered_by(self) -> str:
        return "".join(key for key, _ in self.counted)

    def read(self, *keys: str, took: float = 0.0) -> None:
        """Read keys now, with a read that takes some time."""
        for press in self.hand.stamped((KeyPress(key) for key in keys), self.now - took):
            event = SimpleNamespace(key_sequence=[press], app=SimpleNamespace(is_done=True))
            self._binding.handler(cast(KeyPressEvent, event))

    def wait_until(self, then: float) -> None:
        """Let time pass. Like the loop, read again when a key has been held back long enough."""
        while (patience := self.hand.patience) is not None and self.now + patience < then:
            self.now += patience + 1e-6  # a timer is not early
            self.read()
        self.now = then

    def press(self, presses: Iterable[tuple[str, float]]) -> None:
        """Press each key a number of seconds after the one before."""
        for key, after in presses:
            self.wait_until(self.now + after)
            self.read(key)

    def settle(self) -> None:
        self.wait_until(self.now + _WHILE)


def held(key: str, delay: float, every: float, seconds: float) -> list[tuple[str, float]]:
    """Return what a keyboard sends while a key is held for a time."""
    repeats = max(0, int((seconds - delay) / every) + 1) if seconds >= delay else 0
    return [(key, 1.5), *((key, delay if n == 0 else every) for n in range(repeats))]


def test_a_read_that_took_long_takes_no_rest_from_a_key() -> None:
    """It is pressed 180 ms after the first read, which a busy computer reported 40 ms late."""
    prompts = Prompts()
    prompts.read("y")
    prompts.wait_until(prompts.now + 2)
    prompts.read("y", took=0.04)
    prompts.wait_until(prompts.now + 0.14)
    prompts.read("n")
    prompts.read("y")
    prompts.settle()
    assert prompts.answered_by == "yyny"


def test_of_the_same_keys_in_one_read_one_counts_however_long_it_took() -> None:
    prompts = Prompts()
    prompts.read("y", "y", took=0.4)
    prompts.settle()
    assert prompts.answered_by == "y"


@pytest.mark.parametrize("busy", [0.0, 0.16, 0.4, 3.0])
def test_the_key_that_answered_does_not_answer_what_nobody_can_have_read(busy: float) -> None:
    """It bounced or was pressed again while the answer was being written. A slow disk delays its read."""
    prompts = Prompts()
    prompts.press([("n", 0)])
    prompts.now += busy
    prompts.hand.meet()
    prompts.read("n")
    prompts.settle()
    assert prompts.answered_by == "n"
    assert prompts.hand.note == ("n came too soon to answer this. Press it again." if busy else HELD.said())
    prompts.press([("n", 0.2)])
    prompts.settle()
    assert prompts.answered_by == "nn"
    assert prompts.hand.note == ""


def test_another_key_counts_however_soon_it_comes_and_the_same_one_once_it_can_be_read() -> None:
    prompts = Prompts()
    prompts.press([("n", 0)])
    prompts.hand.meet()
    prompts.press([("y", 0.01)])
    prompts.hand.meet()
    prompts.press([("y", UNREAD + REST)])
    prompts.settle()
    assert prompts.answered_by == "nyy"


@given(st.floats(0.2, 0.95), st.floats(0.025, 0.1), st.floats(0, 2), st.floats(REST, 0.9))
@example(0.5, 0.092, 0.1, REST)
@example(0.25, 0.033, 0.034, 0.25)
def test_a_key_that_is_held_answers_once_and_again_when_it_was_let_go(
    delay: float, every: float, longer: float, pause: float
) -> None:
    """The key is held until its second repeat or longer."""
    prompts = Prompts()
    prompts.press(held("y", delay, every, delay + every * 1.001 + longer))
    assert prompts.answered_by == "y"
    assert prompts.hand.note == HELD.said()
    prompts.press([("y", pause)])
    prompts.settle()
    assert prompts.answered_by == "yy"
    assert prompts.hand.note == ""


@given(st.lists(st.tuples(st.sampled_from("yn"), st.floats(REST + 0.001, 2)), max_size=12))
def test_each_press_counts_and_in_order(presses: list[tuple[str, float]]) -> None:
    prompts = Prompts()
    prompts.press(presses)
    prompts.settle()
    assert prompts.answered_by == "".join(key for key, _ in presses)


_ANY = st.sampled_from(["y", "n", "1", _INTERRUPT])
_GAPS = st.one_of(st.just(0.0), st.floats(0.001, 0.2), st.floats(0.2, 1.5))


@given(st.lists(st.tuples(_ANY, _GAPS), max_size=30))
def test_only_a_key_that_comes_again_at_once_is_ignored(presses: list[tuple[str, float]]) -> None:
    """For any presses: a key with no close press of the same key before or after it counts, in order."""
    prompts = Prompts()
    times: list[tuple[str, float]] = []
    for key, after in presses:
        prompts.press([(key, after)])
        times.append((key, prompts.now))
        if key == _INTERRUPT:
            assert prompts.counted[-1] == (key, prompts.now)
    prompts.settle()
    assert prompts.hand.patience is None
    left = iter(prompts.counted)
    found = next(left, None)
    for n, (key, at) in enumerate(times):
        if found is not None and found[0] == key and at <= found[1] < at + NEXT_REPEAT + 0.001:
            found = next(left, None)
            continue
        others = [at - t for k, t in times[:n] if k == key] + [t - at for k, t in times[n + 1 :] if k == key]
        assert key != _INTERRUPT
        assert min(others, default=_WHILE) < REST
    assert found is None


def test_a_press_is_held_back_only_where_it_may_be_a_repeat() -> None:
    prompts = Prompts()
    prompts.press([("y", 0), ("n", 0.3), ("y", 0.8), ("y", FIRST_REPEAT)])
    assert prompts.answered_by == "ynyy"
    prompts.press([("y", 0.5)])
    assert prompts.answered_by == "ynyy"
    assert prompts.hand.patience == pytest.approx(NEXT_REPEAT)
    prompts.settle()
    assert prompts.answered_by == "ynyyy"


@pytest.mark.parametrize("other", ["n", _INTERRUPT, Keys.Left, Keys.Ignore, Keys.BracketedPaste])
def test_any_other_key_settles_it(other: str) -> None:
    prompts = Prompts()
    prompts.press([("y", 0), ("y", 0.5), (other, 0.01)])
    assert [key for key, _ in prompts.counted] == ["y", "y", other]


def test_a_bounce_does_not_make_a_press_a_held_key() -> None:
    prompts = Prompts()
    for _ in range(4):
        prompts.press([("y", 0.6), ("y", BOUNCE / 2)])
    prompts.settle()
    assert prompts.answered_by == "yyyy"


def test_keys_that_waited_together_are_one_that_is_held() -> None:
    prompts = Prompts()
    prompts.read("y")
    prompts.wait_until(prompts.now + 0.5)
    prompts.read("y", "y", "y")
    prompts.settle()
    assert prompts.answered_by == "y"
    assert prompts.hand.note == HELD.said()


def test_what_waited_in_the_terminal_is_read_before_a_key_counts() -> None:
    """The program was busy for longer than the time to the next repeat."""
    prompts = Prompts()
    prompts.press([("y", 0), ("y", 0.5)])
    prompts.now += 0.14
    prompts.read("y")
    prompts.settle()
    assert prompts.answered_by == "y"


@given(st.lists(st.tuples(st.sampled_from("yn"), st.floats(0, 1)), max_size=12))
def test_a_hand_without_rest_ignores_and_holds_back_nothing(presses: list[tuple[str, float]]) -> None:
    prompts = Prompts(rest=0)
    for n, press in enumerate(presses, 1):
        prompts.press([press])
        assert len(prompts.counted) == n
        assert prompts.hand.patience is None


def test_a_key_that_is_held_back_comes_by_itself() -> None:
    """Through the layer, with a real clock and loop, and no other key.

    The first read returns no key. The key comes when the loop reads again.
    """
    with create_pipe_input() as pipe:
        assert asyncio.run(_read_twice(pipe)) == [["y"], [], ["y"]]


async def _read_twice(pipe: PipeInput) -> list[list[object]]:
    """Return the keys of each read."""
    hand, read = Hand(), asyncio.Queue[KeyPress]()
    reads: list[list[object]] = []
    layer = OnlyKeys(pipe, hand)

    def ready() -> None:
        presses = layer.read_keys()
        reads.append([press.key for press in presses])
        for press in presses:
            read.put_nowait(press)
            hand.use(cast(KeyPressEvent, SimpleNamespace(key_sequence=[press])))

    with layer.attach(ready):
        pipe.send_text("y")
        await asyncio.wait_for(read.get(), 5)
        await asyncio.sleep(0.3)
        pipe.send_text("y")
        second = await asyncio.wait_for(read.get(), 5)
    assert isinstance(second, Press)
    assert second.rested
    return reads

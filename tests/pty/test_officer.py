"""A test reads a screen that is completely drawn, and types below it, also on a busy machine."""

import sys

import pytest

if sys.platform != "linux":
    pytest.skip("only Linux says whether a program is busy", allow_module_level=True)

from tests.pty import Officer


@pytest.mark.parametrize("seconds", ["0", "0.01", "0.05"])
def test_a_screen_is_read_when_it_is_drawn(seconds: str) -> None:
    with Officer(seconds, module="tests.programs.slow_drawing") as officer:
        officer.wait_for("the first line")
        assert officer.screen[:2] == ["the first line", "the last line"]
    with Officer(seconds, module="tests.programs.slow_drawing") as officer:
        officer.wait_for("the first line")
        assert officer.says("the last line")


def test_a_wait_sees_half_a_screen() -> None:
    with Officer("9", module="tests.programs.slow_drawing") as officer:
        officer.wait_until(
            lambda: officer.says("the first line") and not officer.says("the last line"), "half a screen"
        )


def test_keys_are_typed_below_the_screen() -> None:
    with Officer("0.05", module="tests.programs.slow_drawing") as officer:
        officer.wait_for("the first line")
        officer.press("x")
        officer.wait_for("the last line x")
        assert officer.screen[:3] == ["the first line", "the last line", "x"]

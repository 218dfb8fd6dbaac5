"""A push after a walk is never in the way of a prompt, also if the precinct never answers."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.pty import ENTER, PATIENCE, Officer
from tests.terminal.walks import IN_LEDS, press_through


@contextmanager
def silence(server: socket.socket) -> Iterator[socket.socket]:
    """Take the connection of a push, and what it says first. Answer nothing."""
    server.settimeout(PATIENCE)
    push, _ = server.accept()
    with push:
        push.settimeout(PATIENCE)
        assert push.recv(8)
        yield push


def _waits(push: socket.socket) -> bool:
    """Check whether a push still waits for an answer: it has not closed its connection."""
    push.settimeout(0.5)
    try:
        return push.recv(1024) != b""
    except TimeoutError:
        return True


def test_a_walk_ends_and_the_next_one_asks_while_a_push_hangs(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        home.mkdir(parents=True, exist_ok=True)
        dsn = f"host=127.0.0.1 port={port} connect_timeout=600 sslmode=disable"
        (home / "config.toml").write_text(f'[precinct]\ndsn = "{dsn}"\nafter_walk = true\n')
        with Officer("verify-order") as officer:
            press_through(officer, IN_LEDS)
            assert officer.ends_within(PATIENCE)
            assert officer.exit_status == 0
            assert officer.left_as_found
        with silence(server) as push:
            assert _waits(push)
            with Officer("verify-order") as officer:
                officer.answer("Which case?", ENTER)
                press_through(officer, IN_LEDS[:1])
                officer.wait_for_question(IN_LEDS[1].text)
                assert _waits(push), "the push had ended before the prompt: this shows nothing"
            (log,) = home.glob("push.log")
            assert log.read_text() == ""


@pytest.mark.parametrize("settings", ["", "after_walk = false\n"])
def test_without_the_setting_a_walk_calls_nobody(home: Path, settings: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        home.mkdir(parents=True, exist_ok=True)
        dsn = f"host=127.0.0.1 port={server.getsockname()[1]}"
        (home / "config.toml").write_text(f'[precinct]\ndsn = "{dsn}"\n{settings}')
        with Officer("verify-order") as officer:
            press_through(officer, IN_LEDS)
            assert officer.exit_status == 0
        server.settimeout(1)
        with pytest.raises(TimeoutError):
            server.accept()

"""A network that fails in the middle of a push: nothing is half there, and the next push completes it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dvcheck.actions import pushing
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.events import Noted
from dvcheck.record.postgres import connect
from tests.precinct.cutting import BATCH, NOTES, Cutter
from tests.precinct.force import Force
from tests.precinct.laptop import Laptop
from tests.precinct.network import Network, When


@pytest.fixture
def net(force: Force) -> Iterator[Network]:
    with Network(force.dsn) as found:
        yield found


@pytest.fixture
def laptop(force: Force, net: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Laptop:
    monkeypatch.setattr("dvcheck.actions.push_pages.BATCH", BATCH)
    made = Laptop(tmp_path, Force(net.dsn))
    case = made.open("26-118")
    made.record(case, *(Noted(f"note {n}") for n in range(NOTES)))
    return made


def test_a_cut_at_any_message_leaves_nothing_half_there(
    force: Force, net: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every eighth of the places before, within and after each message, in both directions."""
    monkeypatch.setattr("dvcheck.actions.push_pages.BATCH", BATCH)
    cutter = Cutter(force, net, tmp_path / "cut")
    places = cutter.places()
    left = {place: cutter.cut(place) for place in places[::8]}  # the proof makes all cuts
    assert {place: found for place, found in left.items() if not found.is_sound} == {}
    assert {found.there for found in left.values()} == {0, 5, 10, 14}
    assert {place.when for place in left} == set(When)
    types = {asks: set(net.seen[asks]) for asks in (True, False)}
    assert types[True] >= {b"\0", b"P", b"B", b"D", b"E", b"S", b"X"}  # Parse, Bind, Describe, …, Terminate
    assert types[False] >= {
        b"R",
        b"K",
        b"Z",
        b"1",
        b"2",
        b"T",
        b"D",
        b"C",
    }  # Authentication, …, Data, Complete


def test_a_server_that_hangs_holds_nobody_up(
    force: Force, net: Network, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a push waits for the network, another window records; and the push ends by itself."""
    laptop.push()
    laptop.record("c-0000", Noted("one more"))
    monkeypatch.setattr(connect, "ANSWER_SECONDS", 3)
    net.stall_asked = net.asked + 600
    found: list[DvcheckError] = []

    def push() -> None:
        with pytest.raises(DvcheckError) as error:
            laptop.push()
        found.append(error.value)

    pushing_thread = threading.Thread(target=push)
    pushing_thread.start()
    try:
        assert net.stalled.wait(60)
        laptop.record("c-0000", Noted("while it waits"))
        assert pushing_thread.is_alive()
    finally:
        pushing_thread.join(60)
    assert not pushing_thread.is_alive()
    assert (found[0].code, "does not answer" in found[0].message) == (Exit.PRECINCT, True)
    net.cut()
    net.stall_asked = None
    assert laptop.push().waiting == 0


def test_nobody_at_the_other_end_is_said_with_what_waits(force: Force, tmp_path: Path, net: Network) -> None:
    laptop = Laptop(tmp_path, Force(net.dsn))
    case = laptop.open("26-118")
    laptop.push()
    laptop.record(case, *(Noted("x") for _ in range(31)))
    net.is_down = True
    with pytest.raises(DvcheckError) as error:
        laptop.push()
    assert error.value.code is Exit.PRECINCT
    assert error.value.message.endswith("31 entries wait on this computer.")
    assert error.value.hint == "Nothing is lost. The next push sends what waits."


def test_a_push_with_no_journal_connects_to_nobody(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, Force("host=127.0.0.1 port=1"))
    assert laptop.push() == pushing.Pushed()

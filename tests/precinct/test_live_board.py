"""The live board in a terminal: a change appears, and a precinct that goes away is said."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from dvcheck.record.events import Answered
from tests.precinct.force import BEGAN, Force
from tests.precinct.laptop import Laptop
from tests.precinct.network import Network
from tests.pty.keys import CTRL_C
from tests.pty.officer import PATIENCE, Officer

FOOT = "What a laptop has not sent yet is not here."
GONE = "NOT REACHED since"


@pytest.fixture
def network(force: Force) -> Iterator[Network]:
    with Network(force.dsn) as made:
        yield made


@pytest.fixture
def home(network: Network, tmp_path: Path) -> Path:
    """The home of a supervisor."""
    found = tmp_path / "supervisor"
    found.mkdir()
    dsn = make_conninfo(network.dsn, user="s1North1")
    (found / "config.toml").write_text(f'[precinct]\ndsn = "{dsn}"\n')
    return found


@pytest.fixture
def laptop(force: Force, tmp_path: Path) -> Laptop:
    made = Laptop(tmp_path / "laptop", force)
    made.now = datetime.now(UTC)
    return made


def board(home: Path, *options: str, columns: int = 80, lines: int = 24, color: bool = True) -> Officer:
    # Whoever starts the tests may have exported the size of another terminal.
    env = {"DVCHECK_HOME": str(home), "COLUMNS": "", "LINES": "", **({} if color else {"NO_COLOR": "1"})}
    return Officer("board", *options, columns=columns, lines=lines, env=env)


def test_a_case_that_is_pushed_appears_and_goes_when_it_is_closed(home: Path, laptop: Laptop) -> None:
    with board(home) as supervisor:
        supervisor.wait_for("No required duty is open in what was sent.")
        case = laptop.open("26-118")
        laptop.record(case, Answered("injured", "one"))
        laptop.push()
        supervisor.wait_for("DO NOW")
        supervisor.wait_for(case)
        assert supervisor.says(FOOT)
        supervisor.press(CTRL_C)
        assert supervisor.exit_status == 0


@pytest.mark.parametrize("size", [(80, 24), (40, 24), (120, 40), (40, 10)])
def test_the_foot_is_on_the_screen_in_every_size(size: tuple[int, int], home: Path, laptop: Laptop) -> None:
    for number in range(8):
        laptop.record(laptop.open(f"26-{number}"), Answered("injured", "one"))
    laptop.push()
    with board(home, columns=size[0], lines=size[1]) as supervisor:
        supervisor.wait_for(FOOT)
        supervisor.wait_for("North at")
        assert supervisor.says("more lines do not fit") == (size[1] < 40)


def test_an_officer_who_is_not_heard_from_is_named_on_a_full_screen(
    home: Path, laptop: Laptop, force: Force
) -> None:
    for number in range(8):
        laptop.record(laptop.open(f"26-{number}"), Answered("injured", "one"))
    laptop.push()
    force.ask("UPDATE precinct.journal SET pushed_at = %s", BEGAN)
    with board(home) as supervisor:
        supervisor.wait_for("more lines do not fit")
        assert supervisor.says("Not heard from: 1North1 since")
        assert supervisor.says(FOOT)


def test_a_precinct_that_goes_away_is_said_and_found_again(
    home: Path, laptop: Laptop, network: Network
) -> None:
    """The last board stays to be read; a change that was pushed meanwhile appears."""
    first = laptop.open("26-118")
    laptop.push()
    with board(home) as supervisor:
        supervisor.wait_for(first)
        network.is_down = True
        network.cut()
        supervisor.wait_for(GONE)
        assert supervisor.says(first)
        assert supervisor.says(FOOT)
        second = laptop.open("26-119")
        laptop.push()
        network.is_down = False
        supervisor.wait_until(lambda: not supervisor.says(GONE), "found again")
        supervisor.wait_for(second)
        supervisor.press(CTRL_C)
        assert supervisor.exit_status == 0


def test_a_precinct_that_says_nothing_any_more_is_said(home: Path, laptop: Laptop, network: Network) -> None:
    """A dead network closes no connection. The board must not look fresh for long."""
    case = laptop.open("26-118")
    laptop.push()
    with board(home) as supervisor:
        supervisor.wait_for(case)
        network.through.clear()
        begun = time.monotonic()
        supervisor.wait_until(lambda: supervisor.says(GONE), "a silent precinct is said", 30)
        assert time.monotonic() - begun < 25
        network.through.set()
        supervisor.wait_until(lambda: not supervisor.says(GONE), "found again", 30)


def test_a_supervisor_leaves_a_board_that_waits(home: Path, laptop: Laptop, network: Network) -> None:
    """Ctrl-C asks nothing of a network that is dead, and says nothing of it."""
    laptop.open("26-118")
    laptop.push()
    with board(home) as supervisor:
        supervisor.wait_for(FOOT)
        network.through.clear()
        assert network.stalled.wait(PATIENCE)
        supervisor.press(CTRL_C)
        begun = time.monotonic()
        assert supervisor.exit_status == 0
        assert time.monotonic() - begun < 5, "psycopg would ask the server for 5 seconds"
        assert not supervisor.says("cancel")


def test_a_board_follows_the_size_of_its_terminal(home: Path, laptop: Laptop) -> None:
    case = laptop.open("26-118")
    laptop.push()
    with board(home) as supervisor:
        supervisor.wait_for(case)
        for columns, lines in ((40, 12), (120, 30), (80, 24)):
            supervisor.resize(columns=columns, lines=lines)
            supervisor.wait_until(lambda: supervisor.says(FOOT), "the foot after a new size")
            supervisor.read_for(2.5)
            assert supervisor.says(FOOT)
            assert all(len(text) <= columns for text in supervisor.screen)


def test_no_color_is_drawn_where_none_is_wanted(home: Path, laptop: Laptop) -> None:
    laptop.record(laptop.open("26-118"), Answered("injured", "one"))
    laptop.push()
    with board(home, color=False) as supervisor:
        supervisor.wait_for(FOOT)
        assert b"\x1b[31m" not in supervisor.raw
        assert not any(f"[{code}m".encode() in supervisor.raw for code in range(31, 38))


def test_a_plain_board_is_prose_and_ends(home: Path, laptop: Laptop) -> None:
    laptop.open("26-118")
    laptop.push()
    with board(home, "--plain") as supervisor:
        assert supervisor.exit_status == 0
        assert b"\x1b" not in supervisor.raw
        assert supervisor.says(FOOT)

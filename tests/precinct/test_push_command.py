"""`dvcheck push` as an officer and a timer run it."""

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dvcheck.record.events import Noted
from tests.precinct.force import Force
from tests.precinct.laptop import Laptop
from tests.precinct.network import Network
from tests.pty import CTRL_C, Officer, run_dvcheck


@pytest.fixture
def laptop(force: Force, tmp_path: Path) -> Laptop:
    return Laptop(tmp_path / "home", force)


def _spoil(laptop: Laptop, seq: int) -> None:
    """Change the content of an entry, as nobody should."""
    with closing(sqlite3.connect(laptop.home / "journal.sqlite3")) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        file.execute("UPDATE events SET body = '{}' WHERE seq = ?", (seq,))
        file.commit()


def _run(laptop: Laptop, *options: str) -> tuple[int, str, str]:
    done = run_dvcheck("push", *options, "--home", str(laptop.home))
    return done.returncode, done.stdout, done.stderr


def test_a_push_says_what_was_sent(laptop: Laptop) -> None:
    case = laptop.open("26-118")
    laptop.record(case, Noted("x"))
    would = "The content of 1 of them would stay here: it is withheld.\n"
    nothing_yet = "0 entries were there already.\n3 entries would be sent.\n"
    assert _run(laptop, "--dry-run") == (0, nothing_yet + would, "")
    waits = "The precinct has nothing of this journal yet.\n3 entries wait on this computer.\n"
    assert _run(laptop, "--status") == (0, waits, "")
    assert _run(laptop) == (
        0,
        "0 entries were there already.\n3 entries were sent.\nThe content of 1 of them stays here: it is "
        "withheld.\n1 case was updated on the board.\n",
        "",
    )
    assert _run(laptop) == (0, "3 entries were there already.\n", "")
    assert _run(laptop, "--quiet") == (0, "", "")
    laptop.record(case, Noted("x"))
    code, said, _ = _run(laptop, "--status")
    first, second = said.splitlines()
    assert (code, second) == (0, "1 entry waits on this computer.")
    assert re.fullmatch(
        r"The precinct has 3 entries of this journal\. The last push was at .* 20\d\d.* \d\d:\d\d \S+\.",
        first,
    )
    assert laptop.push().sent == 1


def test_a_dry_run_reads_what_a_push_reads(laptop: Laptop) -> None:
    """It names the damage that a push would meet, and what a push would send before it."""
    laptop.record(laptop.open("26-118"), *(Noted(f"note {n}") for n in range(9)))
    _spoil(laptop, 6)
    code, out, error = _run(laptop, "--dry-run")
    assert (code, "5 entries would be sent." in out) == (4, True)
    assert error.startswith("dvcheck: the journal is damaged: entry 6 was changed\n")
    assert _run(laptop, "--status")[0] == 0


def test_a_dry_run_that_only_asks_is_a_wrong_use(laptop: Laptop) -> None:
    code, out, error = _run(laptop, "--dry-run", "--status")
    assert (code, out) == (2, "")
    assert error.startswith("dvcheck: --dry-run and --status do not go together\n")


def test_only_a_push_says_that_it_sent_again_what_was_lost(force: Force, laptop: Laptop) -> None:
    laptop.open("26-118")
    _run(laptop)
    force.ask("DELETE FROM precinct.event WHERE seq > 1")
    head = "(SELECT hash FROM precinct.event WHERE seq = 1)"
    force.ask(f"UPDATE precinct.journal SET last_seq = 1, head = {head}")
    lost = "THE PRECINCT HAS LOST 1 ENTRY. The next push sends it again."
    assert lost in _run(laptop, "--status")[1]
    assert "THE PRECINCT HAD LOST 1 ENTRY. It was sent again." in _run(laptop, "--quiet")[1]
    assert "LOST" not in _run(laptop, "--status")[1]


def test_a_push_without_a_record_or_a_precinct_says_so(laptop: Laptop) -> None:
    assert _run(laptop) == (0, "Nothing is recorded yet.\n", "")
    (laptop.home / "config.toml").unlink()
    code, out, error = _run(laptop)
    assert (code, out) == (2, "")
    assert error.startswith("dvcheck: no precinct is set in config.toml\n")


def test_a_timer_without_a_network_reads_how_many_entries_wait(force: Force, tmp_path: Path) -> None:
    with Network(force.dsn) as net:
        laptop = Laptop(tmp_path / "home", Force(net.dsn))
        case = laptop.open("26-118")
        assert _run(laptop, "--quiet") == (0, "", "")
        laptop.record(case, *(Noted("x") for _ in range(31)))
        net.is_down = True
        code, out, error = _run(laptop, "--quiet")
    assert (code, out) == (6, "")
    assert "31 entries wait on this computer." in error
    assert "Traceback" not in error
    assert "WARNING" not in error


def test_a_push_is_stopped_with_ctrl_c_and_goes_on_later(
    force: Force, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the network is silent, a bar says what runs; Ctrl-C ends it at once, and nothing is lost."""
    with Network(force.dsn) as net:
        laptop = Laptop(tmp_path / "home", Force(net.dsn))
        case = laptop.open("26-118")
        laptop.record(case, *(Noted(f"note {n}") for n in range(700)))
        monkeypatch.setenv("DVCHECK_HOME", str(laptop.home))
        net.stall_asked = 60_000
        with Officer("push") as officer:
            officer.wait_for_glimpse("Pushing entries")
            officer.press(CTRL_C)
            assert officer.exit_status == 130
            assert not officer.says("Traceback")
            assert officer.left_as_found
        net.stall_asked = None
        net.cut()
        assert _run(laptop)[0] == 0
    assert force.ask("SELECT count(*) FROM precinct.event") == [(702,)]


def test_a_damaged_journal_is_an_error_after_what_was_sent(laptop: Laptop) -> None:
    laptop.record(laptop.open("26-118"), *(Noted(f"note {n}") for n in range(9)))
    _spoil(laptop, 6)
    code, out, error = _run(laptop)
    assert (code, "5 entries were sent." in out) == (4, True)
    assert error.startswith("dvcheck: the journal is damaged: entry 6 was changed\n")
    assert "dvcheck journal verify" in error


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX file mode")
def test_a_push_leaves_no_other_file_than_its_witness(laptop: Laptop) -> None:
    laptop.open("26-118")
    before = {path.name for path in laptop.home.iterdir()}
    _run(laptop)
    assert {path.name for path in laptop.home.iterdir()} - before - {"packs"} == {"precinct.head"}
